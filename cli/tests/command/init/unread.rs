use std::fs;

use crate::scratch::Scratch;

#[test]
fn what_nobody_can_read_is_to_be_done_by_hand() {
    let scratch = Scratch::package();
    scratch.gives(&["init"]);
    for file in ["build.rs", "migrations/.gitattributes"] {
        fs::write(scratch.path(file), b"// caf\xe9\n").expect("written");
    }
    scratch.write("migrations/ingrain.toml", "dialects = [\n");
    let again = scratch.gives(&["init"]);
    for expected in [
        "to do    build.rs\n         it cannot be read as text; see to it that its main function has this: ",
        "to do    migrations/.gitattributes\n         it cannot be read as text; see to it that it has this line: ",
        "to do    migrations/ingrain.toml\n         it cannot be understood: `cargo ingrain check` tells why\n",
    ] {
        assert!(again.contains(expected), "{expected}: {again}");
    }
    let bytes = fs::read(scratch.path("build.rs")).expect("readable");
    assert_eq!(bytes, b"// caf\xe9\n");
}
