static NOTHING: ingrain::Migrations = ingrain::embed!();
static NO_TEXT: ingrain::Migrations = ingrain::embed!(migrations);
static CALCULATED: ingrain::Migrations = ingrain::embed!(concat!("chains/", "valid"));
static OTHER_WORD: ingrain::Migrations = ingrain::embed!("chains/valid", unwatch);
static NO_COMMA: ingrain::Migrations = ingrain::embed!("chains/valid" unwatched);
static TWO_FOLDERS: ingrain::Migrations = ingrain::embed!("chains/valid", "chains/gap");

mod version {
    ingrain::versions!("chains/valid", unwatched);
}

fn main() {}
