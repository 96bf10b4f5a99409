//! The commands on a folder: a package is made ready, its migrations are written, checked and sealed.

use std::fs;

use ingrain_end_to_end::testbed::on_both;

use crate::page::Page;
use crate::place::{Place, shown};

#[track_caller]
fn expect(place: &Place, page: &mut Page, arguments: &[&str], code: i32) {
    let mut command = place.command_in_package(arguments);
    let ended = page.run(&shown(arguments), &mut command);
    assert_eq!(ended.code, Some(code), "{arguments:?}: {}", ended.stderr);
}

#[test]
fn from_a_new_package_to_a_sealed_folder() {
    on_both(|bed| {
        let place = Place::new(bed, &[]);
        fs::remove_dir_all(place.path("migrations")).unwrap();
        let package = "[package]\nname = \"notes\"\nedition = \"2024\"\n";
        fs::write(place.path("Cargo.toml"), package).unwrap();
        fs::create_dir(place.path("src")).unwrap();
        fs::write(place.path("src/main.rs"), "fn main() {}\n").unwrap();
        let mut page = place.page("folder", bed);

        page.section("A package is made ready");
        let dialect = bed.dialect().to_string();
        let init = ["init", "--dialect", &dialect];
        expect(&place, &mut page, &["check"], 1);
        expect(&place, &mut page, &init, 0);
        expect(&place, &mut page, &["init"], 0);
        expect(&place, &mut page, &["init", "--json"], 0);

        page.section("The next migration");
        expect(&place, &mut page, &["new", "add", "author"], 0);
        expect(&place, &mut page, &["check"], 1);
        expect(&place, &mut page, &["check", "--json"], 1);
        expect(&place, &mut page, &["new", "AddTags"], 2);
        expect(&place, &mut page, &["new", "AddTags", "--json"], 2);
        let (up, down) = (
            "ALTER TABLE notes ADD COLUMN author text;\n",
            "ALTER TABLE notes DROP COLUMN author;\n",
        );
        place.write("0002_add_author.up.sql", up);
        place.write("0002_add_author.down.sql", down);
        expect(&place, &mut page, &["check", "--json"], 0);

        page.section("Sealed");
        expect(&place, &mut page, &["check", "--release"], 0);
        expect(&place, &mut page, &["seal"], 0);
        expect(&place, &mut page, &["seal", "--json"], 0);
        expect(&place, &mut page, &["new", "create_tags", "--json"], 0);
        place.write(
            "0003_create_tags.up.sql",
            "CREATE TABLE tags (name text);\n",
        );
        place.write("0003_create_tags.down.sql", "DROP TABLE tags;\n");
        expect(&place, &mut page, &["check", "--release"], 1);
        expect(&place, &mut page, &["seal"], 0);

        expect(&place, &mut page, &["seal", "--reseal", "12"], 4);

        page.section("A sealed script that was changed");
        place.write("0002_add_author.up.sql", &up.replace("author", "writer"));
        place.write(
            "0002_add_author.down.sql",
            &down.replace("author", "writer"),
        );
        expect(&place, &mut page, &["check"], 1);
        expect(&place, &mut page, &["seal", "--json"], 1);
        expect(&place, &mut page, &["up"], 1);
        bed.execute("SELECT 1");
        expect(&place, &mut page, &["seal", "--reseal", "2"], 0);
        expect(&place, &mut page, &["up"], 0);
        place.write("0002_add_author.up.sql", up);
        place.write("0002_add_author.down.sql", down);
        expect(&place, &mut page, &["seal", "--reseal", "2"], 4);
        expect(&place, &mut page, &["seal", "--reseal", "2", "--json"], 4);
        page.finish();
    });
}
