//! What a health check is told.

use std::time::Duration;

use ingrain::{Command, Target};
use ingrain_end_to_end::testbed::{Testbed, on_both};
use serde_json::json;

fn chain(bed: &Testbed, length: usize) -> ingrain::Migrations {
    let scripts = [
        ("1_a", "CREATE TABLE a (id integer)", "DROP TABLE a"),
        ("2_b", "CREATE TABLE b (id integer)", "DROP TABLE b"),
    ];
    bed.chain(&scripts[..length])
}

#[test]
fn the_time_of_the_last_event_is_the_databases_own() {
    on_both(|bed| {
        let (one, two) = (chain(bed, 1).migrator(), chain(bed, 2).migrator());
        let status = bed.status(&one).unwrap();
        assert_eq!(
            (status.last_event_at(), status.last_event_age()),
            (None, None)
        );
        bed.run(&one).unwrap();
        // An hour ago, as the database counts.
        bed.execute(bed.pick(
            "UPDATE ingrain_history SET applied_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-1 hour')",
            "UPDATE ingrain_history SET applied_at = clock_timestamp() - interval '1 hour'",
        ));
        let at = bed.pick(
            "applied_at",
            "to_char(applied_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')",
        );
        let at = bed.history(at).remove(0);
        let hour = Duration::from_secs(3600);
        // When all is applied, and when something is pending.
        for migrator in [&one, &two] {
            let status = bed.status(migrator).unwrap();
            assert_eq!(status.last_event_at(), Some(at.as_str()));
            let age = status.last_event_age().unwrap();
            assert!(age >= hour && age < hour * 2, "{age:?}");
        }
    });
}

#[test]
fn it_serialises() {
    on_both(|bed| {
        let (one, two) = (chain(bed, 1).migrator(), chain(bed, 2).migrator());
        let report = json(&bed.run(&one).unwrap());
        let duration = report["ran"][0]["duration_ms"].clone();
        let ran =
            json!([{"version": 1, "description": "a", "direction": "up", "duration_ms": duration}]);
        let expected =
            json!({"current": 1, "ran": ran, "recorded": [], "skipped": [], "backup": null});
        assert_eq!(report, expected);

        let status = bed.status(&two).unwrap();
        let age = u64::try_from(status.last_event_age().unwrap().as_millis()).unwrap();
        let expected = json!({
            "is_current": false, "current": 1, "head": 2, "pending": [2], "refusal": null,
            "last_event_at": status.last_event_at(), "last_event_age_ms": age,
        });
        assert_eq!(json(&status), expected);

        let plan = json(&bed.plan(&two, Command::Up(Target::Up(0))).unwrap());
        let skipped = json!([{"version": 2, "because": "beyond_target"}]);
        assert_eq!(plan, json!({"current": 1, "steps": [], "skipped": skipped}));
        let plan = json(&bed.plan(&two, Command::Run).unwrap());
        let step = json!({
            "action": "apply", "version": 2, "description": "b", "class": "breaking",
            "path": "migrations/2_b.up.sql", "in_transaction": true, "loses_data": false,
            "statements": ["CREATE TABLE b (id integer)"], "rust": null, "environment": null,
        });
        assert_eq!(plan["steps"], json!([step]));

        bed.run(&two).unwrap();
        let refused = json(&bed.status(&one).unwrap());
        let refusal = &refused["refusal"];
        assert_eq!(refusal["code"], "ING0103");
        assert_eq!(
            refusal["title"],
            "the database is ahead of this binary, which ends at version 1"
        );
        let text = refusal["text"].as_str().unwrap();
        assert!(
            text.starts_with("error[ING0103]: the database is ahead"),
            "{text}"
        );
        assert_eq!(refusal.as_object().unwrap().len(), 3);
    });
}

fn json(value: &impl serde::Serialize) -> serde_json::Value {
    serde_json::to_value(value).unwrap()
}
