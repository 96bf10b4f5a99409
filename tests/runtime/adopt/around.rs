//! Taking over, and what else a migrator does: plans, hooks, offline scripts, poolers.

use ingrain::{Action, Code, Command, Mode, Tool};
use ingrain_end_to_end::testbed::{Session, on_both, on_postgres, ran, to, version};

use super::{diesel, embedded};
use crate::assert_says;

const ADOPT: Command = Command::Adopt(Tool::Diesel);

#[test]
fn a_plan_tells_what_would_be_taken_over() {
    on_both(|bed| {
        diesel(bed, &["20260101", "20260102"]);
        let (before, migrator) = (bed.dump(), embedded(bed).migrator());
        for migrator in [migrator.clone(), migrator.clone().mode(Mode::Verify)] {
            let plan = bed.plan(&migrator, ADOPT).unwrap();
            let steps: Vec<_> = plan
                .steps()
                .iter()
                .map(|step| (step.action(), step.version()))
                .collect();
            let adopt = |number| (Action::Adopt, Some(version(number)));
            assert_eq!(steps, [adopt(20260101), adopt(20260102)]);
            assert_eq!(
                plan.to_string(),
                "-- adopt 20260101 notes\n-- adopt 20260102 tags\n"
            );
        }
        let words = ["there is no `_sqlx_migrations`", "Tool::Diesel"];
        let error = bed.plan(&migrator, Command::Adopt(Tool::Sqlx)).unwrap_err();
        assert_says(&error, Code::Unadoptable, &words);
        assert_eq!(bed.dump(), before);
        bed.adopt(&migrator, Tool::Diesel).unwrap();
        assert!(bed.plan(&migrator, ADOPT).unwrap().is_empty());
    });
}

/// There a statement that fails spoils the transaction that it is in.
#[test]
fn a_plan_leaves_the_transaction_of_its_caller_alone() {
    on_postgres(|bed| {
        let mut session = bed.session();
        session.execute("BEGIN; CREATE TABLE notes (id integer)");
        let error = session.plan(&embedded(bed).migrator(), ADOPT).unwrap_err();
        assert_says(&error, Code::Settings, &["inside a transaction"]);
        session.execute("INSERT INTO notes VALUES (1); COMMIT");
        assert_eq!(bed.rows("SELECT id FROM notes"), ["1"]);
    });
}

/// No migration runs: there is nothing to stop, nothing to tell and nothing to save.
#[test]
fn hooks_are_for_what_runs() {
    on_both(|bed| {
        diesel(bed, &["20260101", "20260102"]);
        let migrator = embedded(bed)
            .migrator()
            .before_run(|_| Err("not now".into()))
            .before_each(|one| panic!("{} is about to run", one.version()))
            .after_each(|one| panic!("{} ran", one.version()))
            .after_run(|result| assert!(result.is_err()));
        let report = bed.adopt(&migrator, Tool::Diesel).unwrap();
        assert_eq!(report.recorded(), [version(20260101), version(20260102)]);
        let error = bed.run(&migrator).unwrap_err();
        assert_says(&error, Code::Stopped, &["not now"]);
    });
}

#[test]
fn an_offline_script_goes_on_from_what_was_taken_over_and_not_before() {
    on_both(|bed| {
        diesel(bed, &["20260101", "20260102"]);
        let migrator = embedded(bed).migrator();
        let script = |from| migrator.offline_sql(bed.dialect(), from, to(20260103));
        let before = bed.dump();
        let early = bed.script(&script(to(20260102)).unwrap());
        assert!(early.is_err(), "nothing is taken over yet");
        assert_eq!(bed.dump(), before);
        bed.adopt(&migrator, Tool::Diesel).unwrap();
        assert_eq!(bed.script(&script(to(20260102)).unwrap()), Ok(()));
        assert!(bed.status(&migrator).unwrap().is_current());
    });
}

#[test]
fn it_goes_through_a_pooler() {
    on_postgres(|bed| {
        let transactions = ("pool_mode", "transaction");
        let Some(bouncer) = bed.postgres().pgbouncer(&[transactions]) else {
            return;
        };
        diesel(bed, &["20260101", "20260102"]);
        let migrator = embedded(bed).migrator();
        let mut session = Session::open(bouncer.url());
        let report = session.adopt(&migrator, Tool::Diesel).unwrap();
        assert_eq!(report.recorded(), [version(20260101), version(20260102)]);
        assert_eq!(ran(&session.run(&migrator).unwrap()), [20260103]);
    });
}
