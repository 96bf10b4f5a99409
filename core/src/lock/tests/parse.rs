//! Lock files that Ingrain did not write.

use super::{CHAIN, locked, sealed, summaries};
use crate::diagnostic::MOST_TOLD;
use crate::lock::{digest, parse::parse};

/// The one mistake in `text`, as the lock file of the chain.
#[track_caller]
fn check(text: &str, expected: &str) {
    let found = summaries(&locked(&CHAIN, text));
    assert_eq!(found, [expected], "in:\n{text}");
}

/// The head line over these lines, its digest right.
fn signed(lines: &str) -> String {
    let digest = digest("sqlite,postgres", lines);
    format!("ingrain-lock 1 dialects=sqlite,postgres digest={digest}\n{lines}")
}

const SUM: &str = "sha256:0000000000000000000000000000000000000000000000000000000000000000";

#[test]
fn the_head_line() {
    let head = |head: &str| format!("{head}\n");
    for (text, expected) in [
        (
            String::new(),
            "22 m/ingrain.lock:1:1: the lock file is empty",
        ),
        (
            head(""),
            "22 m/ingrain.lock:1:1: the lock file does not begin with `ingrain-lock`",
        ),
        (
            head("{}"),
            "22 m/ingrain.lock:1:1: the lock file does not begin with `ingrain-lock`",
        ),
        (
            head("ingrain-lock"),
            "22 m/ingrain.lock:1:1: the head line does not say the number of its format",
        ),
        (
            head("ingrain-lock one"),
            "22 m/ingrain.lock:1:1: the head line does not say the number of its format",
        ),
        (
            head("ingrain-lock 0"),
            "22 m/ingrain.lock:1:1: the head line does not say the number of its format",
        ),
        (
            head("ingrain-lock 2 x y"),
            "28 m/ingrain.lock:1:14: the lock file has format 2, and this version of Ingrain reads format 1",
        ),
        (
            head("ingrain-lock 1 color=red"),
            "28 m/ingrain.lock:1:16: the lock file says `color`, which this version of Ingrain does not know",
        ),
        (
            head("ingrain-lock 1"),
            "22 m/ingrain.lock:1:1: the head line does not say `dialects=`",
        ),
        (
            head("ingrain-lock 1 dialects="),
            "22 m/ingrain.lock:1:16: this is no list of dialects",
        ),
        (
            head("ingrain-lock 1 dialects=postgres,sqlite"),
            "22 m/ingrain.lock:1:16: this is no list of dialects",
        ),
        (
            head("ingrain-lock 1 dialects=sqlite"),
            "22 m/ingrain.lock:1:1: the head line does not say `digest=`",
        ),
        (
            head("ingrain-lock 1 dialects=sqlite dialects=sqlite"),
            "22 m/ingrain.lock:1:32: this word is there twice",
        ),
        (
            head("ingrain-lock 1 digest=sha256:00"),
            "22 m/ingrain.lock:1:16: the digest is not `sha256:` followed by 64 lower-case hexadecimal digits",
        ),
        (
            head("ingrain-lock 1  x"),
            "22 m/ingrain.lock:1:16: `` is no `key=value` word",
        ),
    ] {
        check(&text, expected);
    }
}

#[test]
fn a_line_of_a_migration() {
    for (line, expected) in [
        (String::new(), "2:1: `` is no `key=value` word"),
        (
            "irreversible".to_owned(),
            "2:1: `irreversible` is no `key=value` word",
        ),
        ("version=-1".to_owned(), "2:1: `-1` is no version"),
        (
            "version=9223372036854775808".to_owned(),
            "2:1: `9223372036854775808` is no version",
        ),
        (
            "version=1 version=1".to_owned(),
            "2:11: this word is there twice",
        ),
        ("version=1 name=".to_owned(), "2:11: `` is no name"),
        ("version=1 name=a%41".to_owned(), "2:11: `a%41` is no name"),
        (
            "version=1 name=a up=0".to_owned(),
            "2:18: this checksum is not `sha256:` followed by 64 lower-case hexadecimal digits",
        ),
        (
            format!("version=1 name=a up={SUM}"),
            "2:1: this line does not say `down=`",
        ),
        (
            format!("version=1 name=a up.sqlite={SUM} down=irreversible"),
            "2:1: this line does not say `up.postgres=`",
        ),
        (
            format!("version=1 up={SUM} down=irreversible"),
            "2:1: this line does not say `name=`",
        ),
        (
            format!("name=a up={SUM} down=irreversible"),
            "2:1: this line does not say `version=`",
        ),
        (
            format!("version=1 name=a up={SUM} down=irreversible"),
            "2:1: this line does not say `class=`",
        ),
        (
            "version=1 class=good".to_owned(),
            "2:11: `good` is no class",
        ),
        (
            "version=1 proven=postgres,sqlite".to_owned(),
            "2:11: this is no list of dialects",
        ),
        (
            "version=1 proven=sqlite proven=sqlite".to_owned(),
            "2:25: this word is there twice",
        ),
    ] {
        check(
            &signed(&format!("{line}\n")),
            &format!("22 m/ingrain.lock:{expected}"),
        );
    }
    for key in [
        "signed",
        "proven.sqlite",
        "class.mysql",
        "up.mysql",
        "up.",
        "version.sqlite",
    ] {
        let expected = format!(
            "28 m/ingrain.lock:2:11: the lock file says `{key}`, which this version of Ingrain does not know"
        );
        check(&signed(&format!("version=1 {key}=x\n")), &expected);
    }
}

#[test]
fn each_bad_line_is_told() {
    let line = format!("name=a up={SUM} down=irreversible class=breaking");
    let text = signed(&format!(
        "version=2 {line}\nversion=x\nversion=2 {line}\nversion=1 {line}\n"
    ));
    let mistakes = parse("lock", &text).expect_err("mistakes");
    let titles: Vec<&str> = mistakes.iter().map(crate::Diagnostic::title).collect();
    assert_eq!(
        titles,
        [
            "`x` is no version",
            "version 2 has two lines in the lock file",
            "version 1 stands after version 2 in the lock file",
        ]
    );
}

#[test]
fn what_a_hand_or_half_a_copy_leaves_is_told() {
    let text = sealed(&CHAIN);
    let lines: Vec<&str> = text.lines().collect();
    let wrong = "22 m/ingrain.lock:1:41: the lines of the lock file are not those that Ingrain wrote: one was changed, added or removed";
    check(
        &format!("{}\n{}\n{}\n", lines[0], lines[1], lines[2]),
        wrong,
    );
    check(&format!("{}\n", lines[0]), wrong);
    check(&text.replace("name=3_merge", "name=3_other"), wrong);
    check(
        &text.replace("down=irreversible", &format!("down={SUM}")),
        wrong,
    );
    check(
        text.trim_end(),
        "22 m/ingrain.lock:4:1: the lock file breaks off in the middle of this line",
    );
    check(
        &text[..text.len() - 30],
        "22 m/ingrain.lock:4:1: the lock file breaks off in the middle of this line",
    );
    let other = signed("version=1  name=a up=x\n");
    check(&other, "22 m/ingrain.lock:2:11: `` is no `key=value` word");
    let unusual = signed(&format!(
        "name=1_notes version=1 up={SUM} down=irreversible class=breaking\n"
    ));
    check(
        &unusual,
        "28 m/ingrain.lock:1:1: the lock file is not written as this version of Ingrain writes it",
    );
}

#[test]
fn an_unresolved_conflict_is_told_as_that() {
    let text = sealed(&CHAIN);
    let conflict = format!("<<<<<<< HEAD\n{text}=======\n{text}>>>>>>> other\n");
    check(
        &conflict,
        "22 m/ingrain.lock:1:1: the lock file holds an unresolved merge conflict: two branches sealed migrations",
    );
}

#[test]
fn bytes_that_are_no_text_are_told() {
    let files = CHAIN.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
    let lock = ("ingrain.lock".to_owned(), b"ingrain-lock \xff".to_vec());
    let folder = crate::Folder::new("m", files.into_iter().chain([lock]));
    assert_eq!(
        summaries(&folder),
        ["22 m/ingrain.lock: the lock file is not UTF-8 text"]
    );
}

#[test]
fn of_many_mistakes_some_are_told() {
    let lines: String = (1..=1_000).map(|at| format!("version={at}\n")).collect();
    let found = summaries(&locked(&CHAIN, &signed(&lines)));
    assert_eq!(found.len(), MOST_TOLD);
    assert!(found[0].contains(" m/ingrain.lock:2:"), "{}", found[0]);
}
