//! Schemas as applications have them, and the repository's own chain.

use std::path::Path;

use super::*;

#[test]
fn the_demo_chain_is_seeded_at_every_step() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations");
    let mut scripts: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            let name = path.to_string_lossy();
            name.ends_with(".up.sql") && !name.ends_with(".postgres.up.sql")
        })
        .collect();
    scripts.sort();
    assert!(scripts.len() >= 10, "{scripts:?}");
    let connection = database("");
    for script in scripts {
        let text = std::fs::read_to_string(&script).unwrap();
        let enforced = !text.contains("foreign-keys off");
        connection
            .pragma_update(None, "foreign_keys", enforced)
            .unwrap();
        connection
            .execute_batch(&text)
            .unwrap_or_else(|error| panic!("{error}: {}", script.display()));
        connection
            .pragma_update(None, "foreign_keys", true)
            .unwrap();
        let names: Vec<String> = tables(&connection)
            .into_iter()
            .filter(|name| !name.starts_with("entry_search"))
            .collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        assert_eq!(
            seed(&connection, &names, Repeat::WhereAllowed, &BTreeSet::new()).unwrap(),
            []
        );
        is_sound(&connection);
        for name in names {
            assert!(
                count(&connection, name) >= 3,
                "{name} after {}",
                script.display()
            );
        }
    }
}

#[test]
fn applications_are_seeded() {
    seeds(include_str!("schemas/access.sql"));
    seeds(include_str!("schemas/accounting.sql"));
    seeds(include_str!("schemas/blog.sql"));
    seeds(include_str!("schemas/builds.sql"));
    seeds(include_str!("schemas/calendar.sql"));
    seeds(include_str!("schemas/chat.sql"));
    seeds(include_str!("schemas/clinic.sql"));
    seeds(include_str!("schemas/files.sql"));
    seeds(include_str!("schemas/fleet.sql"));
    seeds(include_str!("schemas/game.sql"));
    seeds(include_str!("schemas/hotel.sql"));
    seeds(include_str!("schemas/jobs.sql"));
    seeds(include_str!("schemas/library.sql"));
    seeds(include_str!("schemas/map.sql"));
    seeds(include_str!("schemas/mixer.sql"));
    seeds(include_str!("schemas/poll.sql"));
    seeds(include_str!("schemas/school.sql"));
    seeds(include_str!("schemas/sensors.sql"));
    seeds(include_str!("schemas/shop.sql"));
    seeds(include_str!("schemas/wiki.sql"));
}

#[test]
fn settings_hold_one_row() {
    refuses(
        "CREATE TABLE settings (
             id INT PRIMARY KEY DEFAULT 1 CHECK (id = 1),
             theme TEXT NOT NULL DEFAULT 'light' CHECK (theme IN ('light', 'dark'))
         );
         CREATE TABLE owners (settings_id INT NOT NULL REFERENCES settings, name TEXT NOT NULL)",
        &[("settings", "CHECK (id = 1) lets in no second row")],
    );
}
