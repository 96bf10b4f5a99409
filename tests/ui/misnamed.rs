static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/misnamed", unwatched);

// No second error about a version whose file is misnamed.
mod version {
    ingrain::versions!("chains/misnamed");
}

fn main() {
    let target = ingrain::Target::Version(version::V0002_CREATE_TAGS);
    let _ = (MIGRATIONS.migrator(), target);
}
