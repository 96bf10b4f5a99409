use super::*;

fn diagnostic() -> Diagnostic {
    Diagnostic::new(Code::Misnamed, "what was found")
}

fn plain(diagnostic: &Diagnostic) -> String {
    render(diagnostic, Style::Plain)
}

#[test]
fn a_title_alone() {
    assert_eq!(plain(&diagnostic()), "error[ING0003]: what was found");
}

#[test]
fn files_that_are_meant_as_a_whole() {
    let text = plain(&diagnostic().at("m/1_a.up.sql").at("m/2_b.up.sql"));
    let expected = "\
error[ING0003]: what was found
--> m/1_a.up.sql
::: m/2_b.up.sql";
    assert_eq!(text, expected);
}

#[test]
fn a_part_of_a_file_facts_and_what_to_do() {
    let script = "SELECT 1;\nSELECT 'naïve café', oops;\n";
    let start = script.find("oops").expect("it is there");
    let found = diagnostic()
        .at_part("m/1_a.up.sql", script, start..start + 4, "no such column")
        .note("a fact")
        .help("do this")
        .help("or that");
    let expected = "\
error[ING0003]: what was found
 --> m/1_a.up.sql:2:22
  |
2 | SELECT 'naïve café', oops;
  |                      ^^^^ no such column
  |
  = note: a fact
  = help: do this
  = help: or that";
    assert_eq!(plain(&found), expected);
    assert_eq!(found.line_and_column(), Some((2, 22)));
    assert_eq!(found.path(), Some("m/1_a.up.sql"));
}

#[test]
fn several_parts_of_several_files() {
    let found = diagnostic()
        .at_part("m/1_a.up.sql", "BEGIN;", 0..5, "")
        .at_part("m/2_b.up.sql", "\nCOMMIT;", 1..7, "here");
    let expected = "\
error[ING0003]: what was found
 --> m/1_a.up.sql:1:1
  |
1 | BEGIN;
  | ^^^^^
  |
 ::: m/2_b.up.sql:2:1
  |
2 | COMMIT;
  | ^^^^^^ here";
    assert_eq!(plain(&found), expected);
}

#[test]
fn colours_only_where_they_are_wanted() {
    let found = diagnostic().at("m/1_a.up.sql").help("do this");
    assert!(!plain(&found).contains('\u{1b}'));
    let coloured = render(&found, Style::Coloured);
    assert!(coloured.contains("\u{1b}["));
    let mut bare = String::new();
    for (at, piece) in coloured.split('\u{1b}').enumerate() {
        bare += if at == 0 {
            piece
        } else {
            piece.split_once('m').map_or("", |(_, rest)| rest)
        };
    }
    assert_eq!(bare, plain(&found));
}

#[test]
fn what_others_wrote_does_nothing_to_a_terminal() {
    let theirs = "a \u{1b}]0;title\u{7}";
    let found = Diagnostic::new(Code::Misnamed, theirs)
        .at_part(format!("m/{theirs}"), theirs, 0..1, theirs)
        .at(theirs)
        .note(theirs)
        .help(theirs);
    for text in [plain(&found), render_after_error(&found)] {
        let obeyed = |c: char| c.is_control() && c != '\n';
        assert!(!text.contains(obeyed), "{text:?}");
    }
    let noted = "= note: a \\u{1b}]0;title\\u{7}";
    assert!(plain(&found).contains(noted), "{}", plain(&found));
}

#[test]
fn no_span_panics() {
    for text in ["", "é", "naïve\n", "a\r\nb", "\u{feff}x", "a\tb", "\n\n"] {
        for start in 0..9 {
            for end in 0..9 {
                let span = Range { start, end };
                let found = diagnostic().at_part("m/x.sql", text, span, "é");
                assert!(plain(&found).starts_with("error[ING0003]: what was found\n"));
                assert!(found.line_and_column().is_some());
            }
        }
    }
}

#[test]
fn they_are_sorted_by_file_then_line_then_code_and_each_is_there_once() {
    let at = |path: &str, line: usize| {
        diagnostic().at_part(path, "a\nb\nc", line * 2 - 2..line * 2 - 1, "")
    };
    let found = sorted(vec![
        at("m/2.sql", 1),
        at("m/1.sql", 3),
        at("m/1.sql", 3),
        at("m/1.sql", 1),
        diagnostic().at("m/1.sql"),
        diagnostic(),
    ]);
    let order = found
        .iter()
        .map(|one| (one.path().map(str::to_owned), one.line_and_column()));
    let file = |name: &str, line| (Some(name.to_owned()), line);
    let expected = [
        (None, None),
        file("m/1.sql", None),
        file("m/1.sql", Some((1, 1))),
        file("m/1.sql", Some((3, 1))),
        file("m/2.sql", Some((1, 1))),
    ];
    assert_eq!(order.collect::<Vec<_>>(), expected);
}

#[test]
fn of_a_long_line_an_excerpt_is_shown() {
    let long = "é".repeat(1_000_000);
    let script = format!("SELECT 1;\nSELECT '{long}'; oops; SELECT '{long}';");
    let start = script.find("oops").expect("it is there");
    let found = diagnostic()
        .at_part("m/1_a.up.sql", &script, start..start + 4, "no such word")
        .help("do this");
    let expected = format!(
        "\
error[ING0003]: what was found
--> m/1_a.up.sql:2:1000012
 = note: line 2 of `m/1_a.up.sql` is too long to be shown; around column 1000012 stands `...{}'; oops; SELECT '{}...`: no such word
 = help: do this",
        "é".repeat(37),
        "é".repeat(26)
    );
    assert_eq!(plain(&found), expected);
    assert_eq!(found.line_and_column(), Some((2, 1_000_012)));
}

#[test]
fn of_a_large_part_its_beginning_is_shown() {
    let long = "x".repeat(1_000_000);
    let in_lines = format!("SELECT\n{}", "x\n".repeat(1_000_000));
    for script in [&long, &in_lines] {
        let found = diagnostic().at_part("m/1_a.up.sql", script, 0..script.len(), "this");
        let shown = plain(&found);
        assert!(shown.len() < 1_000, "{shown}");
        assert!(shown.contains(" --> m/1_a.up.sql:1:1\n"), "{shown}");
        assert!(shown.contains("^ this"), "{shown}");
        assert_eq!(found.line_and_column(), Some((1, 1)));
    }
}
