//! What has no function here is not run: nothing is changed before that shows.

use ingrain::{Code, Command, Direction, Target};
use ingrain_end_to_end::testbed::{on_both, ran, to};

use super::{MIGRATIONS, NOTES, RUST};
use crate::assert_says;

functions! {
    writes: ["INSERT INTO notes (id) VALUES (7)"] => Ok(());
    deletes: ["DELETE FROM notes"] => Ok(());
}

const FILL: (&str, &str, &str) = ("2_fill", RUST, RUST);
const MENDED: (&str, &str, &str) = ("2_fill", RUST, "-- ingrain: rust \"revision 2\"");

#[test]
fn a_binary_without_the_function_changes_nothing() {
    on_both(|bed| {
        let folder = bed.chain(&[NOTES, FILL]);
        let before = bed.dump();
        let words = [
            "migration 2 is Rust code that this binary does not have",
            "--> migrations/2_fill.up.sql",
            "`rust \"revision 1\"`",
            "run it with the application's own command",
        ];
        for result in [
            bed.run(&folder.migrator()),
            bed.up(&folder.migrator(), Target::Up(2)),
        ] {
            assert_says(&result.unwrap_err(), Code::RustAbsent, &words);
        }
        let plan = bed.plan(&folder.migrator(), Command::Run);
        assert_says(&plan.unwrap_err(), Code::RustAbsent, &words);
        let status = bed.status(&folder.migrator()).unwrap();
        assert_eq!(status.refusal().unwrap().code(), Code::RustAbsent);
        assert_eq!(bed.dump(), before);
        // What comes before it is none of its business.
        assert_eq!(
            ran(&bed.up(&folder.migrator(), Target::Up(1)).unwrap()),
            [1]
        );
    });
}

#[test]
fn a_stored_down_script_that_is_rust_is_refused() {
    on_both(|bed| {
        let functions = [
            functions::writes(bed, 2, Direction::Up),
            functions::deletes(bed, 2, Direction::Down),
        ];
        let newer = bed.chain_with(&[NOTES, FILL], &functions);
        bed.run(&newer.migrator()).unwrap();
        let before = bed.dump();
        let older = bed.chain(&[NOTES]);
        let error = bed.down(&older.migrator(), to(1)).unwrap_err();
        let words = [
            "migration 2 is Rust code that this binary does not have",
            "the history keeps of the down script of version 2",
            "revert with a binary that embeds",
        ];
        assert_says(&error, Code::RustAbsent, &words);
        assert_eq!(error.refusal().unwrap().versions().len(), 1);
        let base = bed.down(&older.migrator(), Target::Base);
        assert_eq!(base.unwrap_err().code(), Code::RustAbsent);
        assert_eq!(bed.dump(), before);
        assert_eq!(ran(&bed.down(&newer.migrator(), to(1)).unwrap()), [2]);
        assert_eq!(bed.rows("SELECT count(*) FROM notes"), ["0"]);
    });
}

/// As with any other down script that was mended: the embedded one runs.
#[test]
fn another_revision_of_a_down_function_runs_where_it_is_embedded() {
    on_both(|bed| {
        let writes = functions::writes(bed, 2, Direction::Up);
        let nothing = functions::writes(bed, 2, Direction::Down);
        let first = bed.chain_with(&[NOTES, FILL], &[writes, nothing]);
        bed.run(&first.migrator()).unwrap();
        let deletes = functions::deletes(bed, 2, Direction::Down);
        let mended = bed.chain_with(&[NOTES, MENDED], &[writes, deletes]);
        assert_eq!(ran(&bed.down(&mended.migrator(), to(1)).unwrap()), [2]);
        assert_eq!(bed.rows("SELECT count(*) FROM notes"), ["0"]);
    });
}

/// Another revision of an up function is another past.
#[test]
fn another_revision_of_an_applied_function_is_divergent() {
    on_both(|bed| {
        let writes = functions::writes(bed, 2, Direction::Up);
        let first = bed.chain_with(&[NOTES, FILL], &[writes]);
        bed.run(&first.migrator()).unwrap();
        let other = ("2_fill", MENDED.2, RUST);
        let other = bed.chain_with(&[NOTES, other], &[writes]);
        let error = bed.run(&other.migrator()).unwrap_err();
        assert_eq!(error.code(), Code::Divergent, "{error}");
    });
}

#[test]
fn a_plan_says_what_is_rust() {
    on_both(|bed| {
        let plan = bed.plan(&MIGRATIONS.migrator(), Command::Run).unwrap();
        let step = &plan.steps()[1];
        assert_eq!(
            (step.rust(), step.statements()),
            (Some("revision 1"), &[][..])
        );
        assert_eq!(plan.steps()[0].rust(), None);
        let text = plan.to_string();
        let line = "-- apply 2 fill_slugs, in a transaction, by a Rust function, \"revision 1\"";
        assert!(text.lines().any(|found| found == line), "{text}");
        let json = serde_json::to_value(&plan).unwrap();
        assert_eq!(json["steps"][1]["rust"], "revision 1");
        assert_eq!(json["steps"][0]["rust"], serde_json::Value::Null);
    });
}

#[test]
fn an_offline_script_cannot_hold_it() {
    on_both(|bed| {
        let migrator = MIGRATIONS.migrator();
        let script = |from, to| migrator.offline_sql(bed.dialect(), from, to);
        let error = script(Target::Base, Target::Head).unwrap_err();
        let words = [
            "version 2 is Rust, which a script for another program cannot hold",
            "let the application apply 2 itself",
        ];
        assert_says(&error, Code::RustAbsent, &words);
        let back = script(to(3), to(1)).unwrap_err();
        assert_says(
            &back,
            Code::RustAbsent,
            &[words[0], "let the application revert 2 itself"],
        );
        // Before it and after it there is SQL only.
        script(Target::Base, to(1)).unwrap();
        assert!(
            script(to(2), to(3))
                .unwrap()
                .contains("CREATE UNIQUE INDEX")
        );
    });
}
