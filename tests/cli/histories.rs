//! Histories of other tools: what stands in the way of taking them over, and that they are.

use ingrain_end_to_end::testbed::{Testbed, on_both};
use sha2::{Digest as _, Sha384};

use crate::page::Page;
use crate::place::{NOTES, Place};

const FIRST: &str = "0001_create_notes.sql";
const SECOND: &str = "0002_add_author.sql";

/// A folder of sqlx, and a database that was migrated with it: `tests/adopt` compares these rows with sqlx's own.
fn sqlx(bed: &Testbed) -> Place {
    let (create, add) = (NOTES[0].1, NOTES[2].1);
    let place = Place::new(bed, &[(FIRST, create), (SECOND, add)]);
    let config = format!(
        "adopted = {{ from = \"sqlx\", up-to = 2 }}\ndialects = [\"{}\"]\n",
        bed.dialect()
    );
    place.write("ingrain.toml", &config);
    let row = |version: u32, description: &str, script: &str| {
        let digest = Sha384::digest(script);
        let digits: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        let checksum = bed.pick(format!("x'{digits}'"), format!("'\\x{digits}'::bytea"));
        format!("({version}, '{description}', '2026-01-02 03:04:05', true, {checksum}, 1)")
    };
    bed.execute(&format!(
        "{create} {add}
         CREATE TABLE _sqlx_migrations (version bigint PRIMARY KEY, description text NOT NULL,
             installed_on timestamp NOT NULL, success boolean NOT NULL, checksum {blob} NOT NULL,
             execution_time bigint NOT NULL);
         INSERT INTO _sqlx_migrations VALUES {}, {}",
        row(1, "create notes", create),
        row(2, "add author", add),
        blob = bed.pick("blob", "bytea"),
    ));
    place
}

#[test]
fn what_another_tool_recorded_does_not_fit() {
    on_both(|bed| {
        let place = sqlx(bed);
        let mut page = place.page("adopted", bed);
        let before = bed.dump();

        page.section("The table of another tool");
        refused(&place, &mut page, &["adopt", "refinery"]);
        refused(&place, &mut page, &["adopt", "refinery", "--json"]);

        page.section("A script that was edited after it was applied");
        place.write(SECOND, &format!("{}-- edited\n", NOTES[2].1));
        refused(&place, &mut page, &["adopt", "sqlx"]);
        refused(&place, &mut page, &["adopt", "sqlx", "--json"]);
        place.write(SECOND, NOTES[2].1);
        assert_eq!(bed.dump(), before, "nothing is written");

        page.section("A migration that failed");
        bed.execute("UPDATE _sqlx_migrations SET success = false WHERE version = 2");
        refused(&place, &mut page, &["adopt", "sqlx"]);
        refused(&place, &mut page, &["adopt", "sqlx", "--json"]);
        bed.execute("UPDATE _sqlx_migrations SET success = true WHERE version = 2");

        page.section("A migration that is not in the folder");
        bed.execute("UPDATE _sqlx_migrations SET version = 7 WHERE version = 2");
        refused(&place, &mut page, &["adopt", "sqlx"]);
        refused(&place, &mut page, &["adopt", "sqlx", "--json"]);
        bed.execute("UPDATE _sqlx_migrations SET version = 2 WHERE version = 7");
        assert_eq!(bed.dump(), before, "nothing is written");

        page.section("All of it fits");
        for arguments in [&["adopt", "sqlx"][..], &["adopt", "sqlx"], &["history"]] {
            assert_eq!(place.show(&mut page, arguments).code, Some(0));
        }
        page.finish();
    });
}

#[track_caller]
fn refused(place: &Place, page: &mut Page, arguments: &[&str]) {
    assert_eq!(place.show(page, arguments).code, Some(4), "{arguments:?}");
}
