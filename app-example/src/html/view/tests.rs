use super::*;
use crate::entry::Entry;

/// Markup put into every place where text from outside is shown.
const EVIL: &str = "\"><script>'&";

#[test]
fn nothing_from_outside_is_markup() {
    let page = Page {
        entries: vec![Entry {
            id: 7,
            title: EVIL.to_owned(),
            body: format!("{EVIL}\n\n{EVIL}"),
            written_on: EVIL.to_owned(),
            place: Some(EVIL.to_owned()),
            tags: vec![EVIL.to_owned()],
            created_at: EVIL.to_owned(),
            updated_at: EVIL.to_owned(),
        }],
        older: Some(1),
    };
    let selection = Selection {
        q: EVIL.to_owned(),
        tag: EVIL.to_owned(),
        page: 0,
    };
    let typed = Typed {
        title: EVIL.to_owned(),
        body: EVIL.to_owned(),
        written_on: EVIL.to_owned(),
        place: EVIL.to_owned(),
        tags: EVIL.to_owned(),
    };
    let tags = [TagCount {
        name: EVIL.to_owned(),
        entries: 1,
    }];
    let html = View {
        page: &page,
        tags: &tags,
        selection: &selection,
        typed: &typed,
        problem: Some(EVIL),
    }
    .to_string();
    assert!(!html.contains("<script"), "{html}");
    assert!(!html.contains("\"\""), "an attribute ended early: {html}");
    assert!(html.contains("<h3>&quot;&gt;&lt;script&gt;&#39;&amp;</h3>"));
    assert!(html.contains("href=\"/?tag=%22%3E%3Cscript%3E%27%26\""));
}

#[test]
fn turning_the_page_keeps_the_selection() {
    let page = Page {
        entries: Vec::new(),
        older: Some(3),
    };
    let selection = Selection {
        q: "calm sea".to_owned(),
        tag: "été".to_owned(),
        page: 2,
    };
    let html = View {
        page: &page,
        tags: &[],
        selection: &selection,
        typed: &Typed::default(),
        problem: None,
    }
    .to_string();
    for page in [1, 3] {
        let link = format!("href=\"/?q=calm%20sea&amp;tag=%C3%A9t%C3%A9&amp;page={page}\"");
        assert!(html.contains(&link), "{link} is not in {html}");
    }
}
