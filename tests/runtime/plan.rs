//! What a call would do, told without doing it.

use ingrain::{
    Action, Class, Code, Command, Consent, Direction, Environment, Migrations, Mode, Target,
    Transaction,
};
use ingrain_end_to_end::testbed::{Testbed, on_both, on_postgres, runtime, to, version};
use tokio_postgres::NoTls;

use crate::assert_says;

fn chain(bed: &Testbed) -> Migrations {
    bed.chain(&[
        (
            "1_a",
            "-- ingrain: compatible \"why\"\nCREATE TABLE a (id integer);\n-- the rest\nCREATE TABLE b (id integer);",
            "DROP TABLE b; DROP TABLE a",
        ),
        (
            "2_c",
            "-- ingrain: no-transaction\nCREATE TABLE c (id integer)",
            "SELECT 1",
        ),
        ("3_d", "DELETE FROM a", "SELECT 1"),
    ])
}

#[test]
fn each_step_is_told_with_its_sql() {
    on_both(|bed| {
        let migrator = chain(bed).migrator();
        let before = bed.dump();
        let plan = bed.plan(&migrator, Command::Run).unwrap();
        assert_eq!(bed.dump(), before);
        assert_eq!(plan.current(), None);
        let [a, c, d] = plan.steps() else {
            panic!("{plan}");
        };
        assert_eq!(
            (a.action(), a.direction()),
            (Action::Apply, Some(Direction::Up))
        );
        assert_eq!(
            (a.version(), a.description()),
            (Some(version(1)), Some("a"))
        );
        assert_eq!(a.path(), Some("migrations/1_a.up.sql"));
        assert_eq!(
            a.statements(),
            ["CREATE TABLE a (id integer)", "CREATE TABLE b (id integer)"]
        );
        assert_eq!(
            (a.transaction(), c.transaction()),
            (Transaction::Wrapped, Transaction::None)
        );
        assert_eq!(
            (a.class(), d.class()),
            (Some(Class::Additive), Some(Class::Breaking))
        );
        assert_eq!((a.loses_data(), d.loses_data()), (false, true));
        let text = "-- apply 1 a, in a transaction\nCREATE TABLE a (id integer);\nCREATE TABLE b (id integer);\n\
                    -- apply 2 c, outside transactions\nCREATE TABLE c (id integer);\n\
                    -- apply 3 d, in a transaction, loses data\nDELETE FROM a;\n";
        assert_eq!(plan.to_string(), text);

        let first = bed.plan(&migrator, Command::Up(Target::Up(1))).unwrap();
        assert_eq!((first.steps().len(), first.skipped().len()), (1, 2));
        bed.run(&migrator).unwrap();
        let nothing = bed.plan(&migrator, Command::Run).unwrap();
        assert!(nothing.is_empty());
        assert_eq!(
            nothing.to_string(),
            "nothing to do: the database is at version 3"
        );
        let redo = bed.plan(&migrator, Command::Redo(to(2))).unwrap();
        let actions: Vec<Action> = redo.steps().iter().map(|step| step.action()).collect();
        assert_eq!(actions, [Action::Revert, Action::Apply]);
    });
}

#[test]
fn a_stamp_says_what_it_stamps() {
    on_both(|bed| {
        let migrator = chain(bed).migrator();
        for (name, expected, text) in [
            (
                "prod-eu",
                Environment::Production,
                "-- environment: stamps the database as production\n",
            ),
            (
                "staging",
                Environment::Other,
                "-- environment: stamps the database as one that is not production\n",
            ),
        ] {
            let command = Command::Environment(Environment::of(name));
            let plan = bed.plan(&migrator, command).unwrap();
            assert_eq!(plan.to_string(), text);
            let step = &plan.steps()[0];
            assert_eq!(step.environment(), Some(expected));
            assert_eq!((step.version(), step.description()), (None, None));
            let json = serde_json::to_value(&plan).unwrap();
            assert_eq!(json["steps"][0]["environment"], expected.name());
        }
        let plan = bed.plan(&migrator, Command::Run).unwrap();
        let json = serde_json::to_value(&plan).unwrap();
        assert_eq!(json["steps"][0]["environment"], serde_json::Value::Null);
    });
}

#[test]
fn a_script_out_of_the_history_is_told_too() {
    on_both(|bed| {
        bed.run(&chain(bed).migrator()).unwrap();
        let older = bed.chain(&[(
            "1_a",
            "-- ingrain: compatible \"why\"\nCREATE TABLE a (id integer);\n-- the rest\nCREATE TABLE b (id integer);",
            "DROP TABLE a",
        )]);
        let plan = bed
            .plan(&older.migrator(), Command::Down(Target::Base))
            .unwrap();
        let paths: Vec<Option<&str>> = plan.steps().iter().map(|step| step.path()).collect();
        assert_eq!(paths, [None, None, Some("migrations/1_a.down.sql")]);
        assert_eq!(plan.steps()[2].statements(), ["DROP TABLE a"]);
    });
}

#[test]
fn it_is_refused_where_the_call_would_be() {
    on_both(|bed| {
        let migrator = chain(bed).migrator();
        bed.run(&migrator).unwrap();
        bed.environment(&migrator, "production").unwrap();
        let before = bed.dump();
        for command in [Command::Down(Target::Base), Command::Redo(Target::Down(1))] {
            let error = bed.plan(&migrator, command).unwrap_err();
            assert_says(&error, Code::Protected, &["stamped as production"]);
            let consenting = migrator.clone().consent(Consent::Given);
            assert!(!bed.plan(&consenting, command).unwrap().is_empty());
        }
        assert_eq!(bed.dump(), before);
    });
}

#[test]
fn a_process_that_only_verifies_is_told_what_another_would_do() {
    on_both(|bed| {
        let verify = chain(bed).migrator().mode(Mode::Verify);
        assert_eq!(bed.plan(&verify, Command::Run).unwrap().steps().len(), 3);
    });
}

/// On a replica and for a role without rights it works too.
#[test]
fn planning_only_reads() {
    on_postgres(|bed| {
        bed.up(&chain(bed).migrator(), to(1)).unwrap();
        let url = bed.postgres().read_only_url();
        runtime().block_on(async {
            let (mut client, connection) = tokio_postgres::connect(&url, NoTls).await.unwrap();
            tokio::spawn(connection);
            client
                .batch_execute("SET default_transaction_read_only = on")
                .await
                .unwrap();
            let plan = chain(bed).migrator().plan(&mut client, Command::Run);
            assert_eq!(plan.await.unwrap().steps().len(), 2);
            let held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()";
            let held: i64 = client.query_one(held, &[]).await.unwrap().get(0);
            assert_eq!(held, 0);
        });
    });
}
