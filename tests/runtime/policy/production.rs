//! A database that is stamped as production.

use ingrain::{Code, Command, Consent, Environment, Mode, Target};
use ingrain_end_to_end::testbed::{on_both, ran, version};

use super::{some, stamp};
use crate::assert_says;

#[test]
fn it_loses_data_with_consent_only() {
    on_both(|bed| {
        let notes = ("1_notes", "CREATE TABLE notes (id integer)", "SELECT 1");
        let rule = bed.pick("rows-lost", "ban-drop-table");
        let allow = format!("-- ingrain: allow {rule} \"moved\"\nDELETE FROM notes");
        let allowed = ("2_moved", allow.as_str(), "SELECT 1");
        let drop = ("3_gone", "DROP TABLE notes", "SELECT 1");
        bed.run(&bed.chain(&[notes]).migrator()).unwrap();
        bed.environment(&bed.chain(&[notes]).migrator(), "production")
            .unwrap();
        let migrator = bed.chain(&[notes, allowed]).migrator();
        assert_eq!(ran(&bed.run(&migrator).unwrap()), [2]);

        let migrator = bed.chain(&[notes, allowed, drop]).migrator();
        let before = bed.dump();
        let words = [
            "pending migration 3 loses data on a database stamped as production",
            "3_gone.up.sql",
            "consent(Consent::Given)",
            rule,
        ];
        let error = bed.run(&migrator).unwrap_err();
        assert_says(&error, Code::Protected, &words);
        let status = bed.status(&migrator).unwrap();
        assert_eq!(status.refusal().unwrap().code(), Code::Protected);
        assert!(bed.plan(&migrator, Command::Run).is_err());
        let verify = migrator.clone().mode(Mode::Verify);
        assert_eq!(bed.run(&verify).unwrap_err().code(), Code::Pending);
        assert_eq!(bed.dump(), before);
        let consenting = migrator.clone().consent(Consent::Given);
        assert_eq!(ran(&bed.run(&consenting).unwrap()), [3]);
        assert!(bed.run(&migrator).unwrap().is_empty());
    });
}

#[test]
fn it_is_reverted_with_consent_only() {
    on_both(|bed| {
        let migrator = some(bed, "ab").migrator();
        bed.run(&migrator).unwrap();
        assert!(bed.environment(&migrator, "production").is_ok());
        assert_eq!(
            bed.history("event, version, note").pop().unwrap(),
            "stamped | null | production"
        );
        assert!(bed.run(&migrator).unwrap().is_empty());
        let before = bed.dump();
        let error = bed.down(&migrator, Target::Down(1)).unwrap_err();
        let words = ["stamped as production", "backup", "consent(Consent::Given)"];
        assert_says(&error, Code::Protected, &words);
        assert_eq!(error.refusal().unwrap().versions(), [version(stamp('b'))]);
        assert_eq!(bed.dump(), before);
        let consenting = migrator.clone().consent(Consent::Given);
        assert_eq!(
            ran(&bed.down(&consenting, Target::Down(1)).unwrap()),
            [stamp('b')]
        );
        // Stamped otherwise it is free again.
        bed.environment(&consenting, "staging").unwrap();
        assert_eq!(
            ran(&bed.down(&migrator, Target::Down(1)).unwrap()),
            [stamp('a')]
        );
    });
}

#[test]
fn it_is_stamped_otherwise_with_consent_only() {
    on_both(|bed| {
        let migrator = some(bed, "ab").migrator();
        let consenting = migrator.clone().consent(Consent::Given);
        bed.environment(&migrator, "dev").unwrap();
        bed.environment(&migrator, "production").unwrap();
        bed.run(&migrator).unwrap();
        let words = ["would not be protected any more", "consent(Consent::Given)"];
        for name in ["dev", "non-production", "x"] {
            let before = bed.dump();
            let error = bed.environment(&migrator, name).unwrap_err();
            assert_says(&error, Code::Protected, &words);
            let command = Command::Environment(Environment::of(name));
            assert!(bed.plan(&migrator, command).is_err());
            assert!(bed.plan(&consenting, command).is_ok());
            assert_eq!(bed.dump(), before);
        }
        // As long as it stays protected, under whatever name, nothing has to be meant.
        for name in ["production", " PROD-eu "] {
            bed.environment(&migrator, name).unwrap();
        }
        assert!(bed.down(&migrator, Target::Down(1)).is_err());
        bed.environment(&consenting, "dev").unwrap();
        assert_eq!(
            ran(&bed.down(&migrator, Target::Down(1)).unwrap()),
            [stamp('b')]
        );
    });
}
