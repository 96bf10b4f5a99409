//! Every command once, as text and as JSON.

use ingrain_end_to_end::testbed::on_both;

use crate::place::{NOTES, Place};

#[test]
fn from_nothing_to_the_head_and_back() {
    on_both(|bed| {
        let place = Place::new(bed, &NOTES);
        let mut page = place.page("commands", bed);
        let script = page.run_in_short(
            "cargo ingrain sql base:2",
            &mut place.command(&["sql", "base:2"]),
        );
        assert!(
            script.stdout.contains("CREATE TABLE notes"),
            "{}",
            script.stdout
        );
        let script = page.run_in_short(
            "cargo ingrain sql 3:2 --json",
            &mut place.command(&["sql", "3:2", "--json"]),
        );
        assert!(
            script.stdout.contains("DROP TABLE tags"),
            "{}",
            script.stdout
        );
        let mut show = |arguments: &[&str]| place.show(&mut page, arguments).code;

        assert_eq!(
            show(&["plan"]),
            bed.pick(Some(1), Some(3)),
            "nobody makes a file by looking"
        );
        assert_eq!(show(&["up", "2"]), Some(0));
        assert_eq!(show(&["status"]), Some(3));
        assert_eq!(show(&["status", "--json"]), Some(3));
        assert_eq!(show(&["plan"]), Some(3));
        assert_eq!(show(&["plan", "--json"]), Some(3));
        assert_eq!(show(&["plan", "-1"]), Some(0));
        assert_eq!(show(&["plan", "--down"]), Some(0));
        assert_eq!(show(&["plan", "--down", "base", "--json"]), Some(0));
        assert_eq!(show(&["up", "+1", "--json"]), Some(0));
        assert_eq!(show(&["down", "-2", "--yes"]), Some(0));
        assert_eq!(show(&["down", "base", "--yes", "--json"]), Some(0));
        assert_eq!(show(&["up", "3"]), Some(0));
        assert_eq!(show(&["redo", "--yes"]), Some(0));
        assert_eq!(show(&["redo", "-2", "--yes", "--json"]), Some(0));
        assert_eq!(show(&["up"]), Some(0));
        assert_eq!(show(&["up"]), Some(0));
        assert_eq!(show(&["plan"]), Some(0));
        assert_eq!(show(&["status"]), Some(0));
        assert_eq!(show(&["history"]), Some(0));
        assert_eq!(show(&["history", "--limit", "1", "--json"]), Some(0));
        assert_eq!(show(&["show", "2"]), Some(0));
        assert_eq!(show(&["show", "2", "--json"]), Some(0));
        assert_eq!(show(&["show", "4"]), Some(0));
        assert_eq!(show(&["environment", "staging"]), Some(0));
        assert_eq!(show(&["environment", "production", "--json"]), Some(0));
        page.finish();
    });
}

#[test]
fn a_database_that_was_not_made_here() {
    on_both(|bed| {
        let place = Place::new(bed, &NOTES);
        let mut page = place.page("taken-over", bed);

        page.section("A schema that is there, without a history");
        bed.execute("CREATE TABLE notes (id integer PRIMARY KEY, body text NOT NULL)");
        assert_eq!(place.show(&mut page, &["status"]).code, Some(4));
        assert_eq!(place.show(&mut page, &["up"]).code, Some(4));
        let why = ["--reason", "made by hand in 2024"];
        let baseline = [&["baseline", "1"], &why[..], &["--yes"]].concat();
        assert_eq!(place.show(&mut page, &baseline).code, Some(0));
        assert_eq!(place.show(&mut page, &["up", "3"]).code, Some(0));
        assert_eq!(place.show(&mut page, &["status"]).code, Some(3));
        assert_eq!(place.show(&mut page, &["history", "--json"]).code, Some(0));

        page.section("A script that was changed after it was applied");
        let (name, text) = NOTES[2];
        place.write(name, &format!("{text}-- changed\n"));
        assert_eq!(place.show(&mut page, &["status"]).code, Some(4));
        assert_eq!(place.show(&mut page, &["status", "--json"]).code, Some(4));
        assert_eq!(place.show(&mut page, &["show", "2"]).code, Some(0));
        assert_eq!(place.show(&mut page, &["up"]).code, Some(4));
        let repair = ["repair", "--reason", "a comment", "--yes"];
        assert_eq!(place.show(&mut page, &repair).code, Some(0));
        assert_eq!(place.show(&mut page, &["up", "--json"]).code, Some(0));
        let again = [&repair[..], &["--json"]].concat();
        assert_eq!(place.show(&mut page, &again).code, Some(0));

        page.section("A down script that was changed after its up script was applied");
        let (name, text) = NOTES[3];
        place.write(name, &format!("-- mended\n{text}"));
        assert_eq!(place.show(&mut page, &["show", "2"]).code, Some(0));
        place.write(name, text);
        let other = bed.pick("postgres", "sqlite");
        let elsewhere = ["show", "2", "--dialect", other];
        assert_eq!(place.show(&mut page, &elsewhere).code, Some(1));

        page.section("A folder that is behind");
        place.remove(NOTES[4].0);
        place.remove(NOTES[5].0);
        place.remove(NOTES[6].0);
        assert_eq!(place.show(&mut page, &["up"]).code, Some(4));
        let refused = place.show(&mut page, &["status", "--json"]);
        assert!(!refused.stdout.contains("binary"), "{}", refused.stdout);
        let newer = ["up", "--allow", "newer"];
        assert_eq!(place.show(&mut page, &newer).code, Some(0));

        page.section("A history of diesel");
        let other = bed.another();
        let place = Place::new(&other, &[]);
        place.named(&mut page);
        place.write("2026-01-01-000000_create_notes/up.sql", NOTES[0].1);
        place.write("2026-01-01-000000_create_notes/down.sql", NOTES[1].1);
        let dialect = other.dialect();
        let config = format!(
            "dialects = [\"{dialect}\"]\nadopted = {{ from = \"diesel\", up-to = 20260101000000 }}\n"
        );
        place.write("ingrain.toml", &config);
        // An empty file is an empty database.
        other.execute("SELECT 1");
        assert_eq!(place.show(&mut page, &["adopt", "diesel"]).code, Some(4));
        other.execute(&format!(
            "{}; CREATE TABLE __diesel_schema_migrations (version varchar(50) PRIMARY KEY NOT NULL, run_on timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP);
             INSERT INTO __diesel_schema_migrations (version) VALUES ('20260101000000')",
            NOTES[0].1.trim_end().trim_end_matches(';')
        ));
        assert_eq!(place.show(&mut page, &["up"]).code, Some(4));
        assert_eq!(
            place.show(&mut page, &["adopt", "diesel", "--json"]).code,
            Some(0)
        );
        assert_eq!(place.show(&mut page, &["status"]).code, Some(0));
        page.finish();
    });
}
