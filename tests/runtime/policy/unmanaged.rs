//! Tables that no history tells of, and baselines that say what they are.

use ingrain::{Code, Consent, Error, Target, Unmanaged};
use ingrain_end_to_end::testbed::{on_both, on_postgres, ran, version};

use super::{some, stamp};
use crate::assert_says;

#[test]
fn tables_without_a_history_are_refused_until_a_baseline_says_what_they_are() {
    on_both(|bed| {
        bed.execute("CREATE TABLE a (id integer); INSERT INTO a VALUES (7)");
        let chain = some(bed, "abc");
        let before = bed.dump();
        let error = bed.run(&chain.migrator()).unwrap_err();
        let words = [
            "has tables, but no history",
            "it has `a`",
            "migrator().baseline(",
            "Unmanaged::Allow",
        ];
        assert_says(&error, Code::Unmanaged, &words);
        let status = bed.status(&chain.migrator()).unwrap();
        assert_eq!(status.refusal().unwrap().code(), Code::Unmanaged);
        assert_eq!(bed.dump(), before);

        let report = bed
            .baseline(&chain.migrator(), version(stamp('a')), "made by hand")
            .unwrap();
        assert_eq!(report.recorded(), [version(stamp('a'))]);
        assert!(report.ran().is_empty());
        assert_eq!(
            bed.history("seq, event, note"),
            ["1 | stamped | made by hand"]
        );
        assert_eq!(
            ran(&bed.run(&chain.migrator()).unwrap()),
            [stamp('b'), stamp('c')]
        );
        assert_eq!(bed.rows("SELECT id FROM a"), ["7"]);

        let again = bed
            .baseline(&chain.migrator(), version(stamp('b')), "again")
            .unwrap_err();
        assert_says(&again, Code::BadTarget, &["has a history already"]);
    });
}

#[test]
fn tables_without_a_history_may_be_allowed() {
    on_both(|bed| {
        bed.execute("CREATE TABLE stranger (id integer)");
        let migrator = some(bed, "ab").migrator().unmanaged(Unmanaged::Allow);
        assert_eq!(bed.run(&migrator).unwrap().ran().len(), 2);
    });
}

/// A history apart from the tables that it is about does not hide them.
#[test]
fn tables_are_strangers_wherever_the_history_is_to_be() {
    on_postgres(|bed| {
        bed.execute("CREATE SCHEMA ops; CREATE TABLE stranger (id integer)");
        let before = bed.dump();
        let migrator = some(bed, "ab").migrator().history_schema("ops");
        let error = bed.run(&migrator).unwrap_err();
        let words = ["has tables, but no history", "stranger"];
        assert_says(&error, Code::Unmanaged, &words);
        let status = bed.status(&migrator).unwrap();
        assert_eq!(status.refusal().unwrap().code(), Code::Unmanaged);
        assert_eq!(bed.dump(), before);
        let allowed = migrator.unmanaged(Unmanaged::Allow);
        assert_eq!(bed.run(&allowed).unwrap().ran().len(), 2);
    });
}

/// Twice: on one that has tables from the beginning, and on one that gets them when it is stamped already.
#[test]
fn naming_the_environment_does_not_make_a_stranger_managed() {
    on_both(|bed| {
        for name in ["staging", "production"] {
            let bed = bed.another();
            let migrator = some(&bed, "ab").migrator();
            let refused = |error: Error| assert_says(&error, Code::Unmanaged, &["`stranger`"]);
            bed.environment(&migrator, name).unwrap();
            bed.execute("CREATE TABLE stranger (id integer)");
            let before = bed.dump();
            refused(bed.run(&migrator).unwrap_err());
            refused(bed.environment(&migrator, name).unwrap_err());
            let status = bed.status(&migrator).unwrap();
            assert_eq!(status.refusal().unwrap().code(), Code::Unmanaged);
            let sql = migrator.offline_sql(bed.dialect(), Target::Base, Target::Head);
            let said = bed.script(&sql.unwrap()).unwrap_err();
            assert!(
                said.contains("no history of migrations (ING0107)"),
                "{said}"
            );
            assert_eq!(bed.dump(), before);
            let consenting = migrator.clone().consent(Consent::Given);
            bed.baseline(&consenting, version(stamp('a')), "was there")
                .unwrap();
            assert_eq!(ran(&bed.run(&migrator).unwrap()), [stamp('b')]);
        }
        bed.execute("CREATE TABLE stranger (id integer)");
        let migrator = some(bed, "ab").migrator();
        let before = bed.dump();
        let error = bed.environment(&migrator, "staging").unwrap_err();
        assert_says(&error, Code::Unmanaged, &["`stranger`"]);
        assert_eq!(bed.dump(), before);
    });
}

#[test]
fn a_baseline_stands_for_tables_that_are_there() {
    on_both(|bed| {
        let migrator = some(bed, "ab").migrator();
        let baseline = || bed.baseline(&migrator, version(stamp('a')), "why");
        let refused = || {
            let before = bed.dump();
            let words = ["the database is empty", "Unmanaged::Allow"];
            assert_says(&baseline().unwrap_err(), Code::Unmanaged, &words);
            assert_eq!(bed.dump(), before);
        };
        refused();
        bed.environment(&migrator, "staging").unwrap();
        refused();
        bed.run(&migrator).unwrap();
        bed.down(&migrator, Target::Base).unwrap();
        refused();
        let allowed = migrator.clone().unmanaged(Unmanaged::Allow);
        let done = bed.baseline(&allowed, version(stamp('a')), "why").unwrap();
        assert_eq!(done.recorded(), [version(stamp('a'))]);
    });
}

/// What Ingrain has once built there, it may build again beside what others left.
#[test]
fn a_database_whose_migrations_are_all_reverted_is_managed() {
    on_both(|bed| {
        let migrator = some(bed, "ab").migrator();
        bed.run(&migrator).unwrap();
        bed.execute("CREATE TABLE stranger (id integer)");
        bed.down(&migrator, Target::Base).unwrap();
        assert!(bed.status(&migrator).unwrap().refusal().is_none());
        assert_eq!(ran(&bed.run(&migrator).unwrap()), [stamp('a'), stamp('b')]);
        bed.down(&migrator, Target::Base).unwrap();
        let report = bed.baseline(&migrator, version(stamp('a')), "why");
        assert_eq!(report.unwrap().recorded(), [version(stamp('a'))]);
    });
}
