//! Bad input, one after the other: what is said, and with which code it ends.

use ingrain_end_to_end::testbed::on_both;

use crate::page::Page;
use crate::place::{NOTES, Place, shown};

#[track_caller]
fn expect(place: &Place, page: &mut Page, arguments: &[&str], code: i32) {
    let before = page.run(&shown(arguments), &mut place.command(arguments));
    assert_eq!(before.code, Some(code), "{arguments:?}: {}", before.stderr);
}

#[test]
fn what_is_asked_for_makes_no_sense() {
    on_both(|bed| {
        let place = Place::new(bed, &NOTES);
        let mut page = place.page("refused", bed);
        place.fine(&["up"]);
        let before = bed.dump();

        page.section("Versions and targets");
        expect(&place, &mut page, &["up", "12"], 4);
        expect(&place, &mut page, &["up", "12", "--json"], 4);
        expect(&place, &mut page, &["show", "12"], 4);
        expect(&place, &mut page, &["up", "tomorrow"], 2);
        expect(&place, &mut page, &["show", "12", "--json"], 4);
        expect(&place, &mut page, &["down", "7", "--yes"], 4);
        expect(&place, &mut page, &["down", "7", "--yes", "--json"], 4);
        expect(&place, &mut page, &["baseline", "12", "--reason", "no"], 4);
        expect(&place, &mut page, &["plan", "12"], 4);
        expect(&place, &mut page, &["sql", "base:12"], 4);
        expect(&place, &mut page, &["sql", "2"], 2);
        expect(&place, &mut page, &["adopt", "flyway"], 2);

        page.section("Arguments that say nothing, or too much");
        expect(&place, &mut page, &["up", "tomorrow", "--json"], 2);
        expect(&place, &mut page, &["up", "postgres://boss:hunter2@h/x"], 2);
        expect(
            &place,
            &mut page,
            &["status", "postgres://boss:hunter2@h/x"],
            2,
        );
        expect(&place, &mut page, &["postgres://boss:hunter2@h/x", "up"], 2);
        expect(&place, &mut page, &["environment", ""], 2);
        expect(&place, &mut page, &["environment", "prod\u{7}"], 2);
        expect(&place, &mut page, &["repair", "--reason", " ", "--yes"], 2);
        expect(&place, &mut page, &["history", "-n", "0"], 2);

        page.section("A way back that there is not");
        expect(&place, &mut page, &["down", "-1", "--yes"], 4);
        expect(&place, &mut page, &["down", "-1", "--yes", "--json"], 4);
        expect(&place, &mut page, &["plan", "-1"], 4);
        expect(&place, &mut page, &["redo", "--yes"], 4);

        page.section("Nobody there to confirm");
        place.write(
            "0005_index_notes.up.sql",
            "CREATE INDEX notes_author ON notes (author);\n",
        );
        place.write("0005_index_notes.down.sql", "DROP INDEX notes_author;\n");
        assert_eq!(bed.dump(), before);
        place.fine(&["up"]);
        let before = bed.dump();
        expect(&place, &mut page, &["down", "-1"], 2);
        expect(&place, &mut page, &["redo", "--json"], 2);
        expect(&place, &mut page, &["baseline", "1", "--reason", "no"], 4);
        assert_eq!(bed.dump(), before);

        page.section("A database of production");
        place.fine(&["environment", "production"]);
        let before = bed.dump();
        expect(&place, &mut page, &["down", "-1", "--yes"], 4);
        assert_eq!(bed.dump(), before);
        expect(
            &place,
            &mut page,
            &["down", "-1", "--yes", "--production"],
            0,
        );
        let before = bed.dump();
        let environment = ["environment", "dev"];
        expect(&place, &mut page, &environment, 4);
        let meant = [&environment[..], &["--production"]].concat();
        expect(&place, &mut page, &meant, 2);
        assert_eq!(bed.dump(), before);
        expect(&place, &mut page, &[&meant[..], &["--yes"]].concat(), 0);
        page.finish();
    });
}

#[test]
fn what_is_there_is_not_right() {
    on_both(|bed| {
        let place = Place::new(bed, &NOTES);
        let mut page = place.page("broken", bed);

        page.section("A statement that fails");
        let good = NOTES[4].1;
        place.write(
            NOTES[4].0,
            "CREATE TABLE tags (name text PRIMARY KEY);\nINSERT INTO labels VALUES ('x');\n",
        );
        expect(&place, &mut page, &["up"], 1);
        expect(&place, &mut page, &["up", "--json"], 1);
        expect(&place, &mut page, &["status"], 3);
        place.write(NOTES[4].0, good);
        place.fine(&["up", "3"]);

        page.section("A folder that is not whole");
        place.remove("0002_add_author.down.sql");
        place.write("0004_what?.sql", "SELECT 1;\n");
        expect(&place, &mut page, &["up"], 1);
        expect(&place, &mut page, &["up", "--json"], 1);
        expect(&place, &mut page, &["status"], 4);
        expect(&place, &mut page, &["history", "-n", "1"], 0);
        place.write("0002_add_author.down.sql", NOTES[3].1);
        place.remove("0004_what?.sql");

        page.section("No folder");
        let elsewhere = ["status", "--folder", "elsewhere"];
        expect(&place, &mut page, &elsewhere, 1);
        expect(
            &place,
            &mut page,
            &[&elsewhere[..], &["--json"]].concat(),
            1,
        );

        page.section("A corrupt lock file");
        place.fine(&["seal"]);
        let lock = std::fs::read_to_string(place.path("migrations/ingrain.lock")).unwrap();
        place.write("ingrain.lock", &lock.replacen("version=1", "version=9", 1));
        expect(&place, &mut page, &["up"], 1);
        expect(&place, &mut page, &["up", "--json"], 1);
        expect(&place, &mut page, &["check"], 1);
        expect(&place, &mut page, &["seal"], 1);
        expect(&place, &mut page, &["status"], 4);

        page.section("A lock file that is a folder");
        place.remove("ingrain.lock");
        std::fs::create_dir(place.path("migrations/ingrain.lock")).unwrap();
        expect(&place, &mut page, &["up"], 1);
        expect(&place, &mut page, &["status", "--json"], 1);
        expect(&place, &mut page, &["seal"], 1);
        std::fs::remove_dir(place.path("migrations/ingrain.lock")).unwrap();

        page.section("A lock file that leads nowhere");
        std::os::unix::fs::symlink("lost.lock", place.path("migrations/ingrain.lock")).unwrap();
        expect(&place, &mut page, &["check"], 1);
        place.remove("ingrain.lock");
        place.write("ingrain.lock", &lock);

        page.section("A corrupt history");
        bed.execute("UPDATE ingrain_history SET checksum = 'sha256:0000000000000000000000000000000000000000000000000000000000000000' WHERE seq = 1");
        expect(&place, &mut page, &["status"], 1);
        expect(&place, &mut page, &["up"], 1);
        expect(&place, &mut page, &["history", "--json"], 1);
        page.finish();
    });
}
