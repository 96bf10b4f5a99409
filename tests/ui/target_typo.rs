//! Not a mistake in the folder: a version that does not exist is rustc's own error.

static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/valid", unwatched);

mod version {
    ingrain::versions!("chains/valid");
}

fn main() {
    let target = ingrain::Target::Version(version::V0002_CREATE_TAG);
    let _ = (MIGRATIONS.migrator(), target);
}
