//! docs/tutorial.md, word for word. The crates are those of this checkout, and cargo is told not to fetch any other.

use ingrain_end_to_end::guide::{Reader, page, parts};

#[test]
fn every_command_of_the_tutorial_does_what_the_page_shows() {
    let page = page("tutorial.md");
    let mut reader = Reader::in_empty_folder();
    for part in parts(&page) {
        reader.follow(&part);
    }
    assert!(reader.commands() > 10, "the page was not understood");
}
