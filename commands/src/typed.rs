//! What was typed and may hold a password: no message repeats it, whichever argument it was given to.

use std::sync::OnceLock;

/// What is shown in its place.
const HIDDEN: &str = "<not repeated here: it may hold a password>";

/// Whether a text may hold a password: a URL, libpq's `name=value`, or whatever names one.
///
/// For arguments of which something is made, a file or another name, so that they can be refused: what only repeats
/// them need not ask, as no [`Console`](crate::Console) says it.
pub fn may_hold_a_password(text: &str) -> bool {
    text.contains("://") || names_a_password(text) || begins_as_pairs(text)
}

/// The texts that are not repeated.
#[derive(Debug, Clone, Default)]
pub(crate) struct Hidden(Vec<String>);

impl Hidden {
    /// Those that this process was given.
    pub(crate) fn of_this_process() -> &'static Hidden {
        static TYPED: OnceLock<Hidden> = OnceLock::new();
        TYPED.get_or_init(|| {
            let arguments = std::env::args_os().skip(1);
            let arguments = arguments.map(|it| it.to_string_lossy().into_owned());
            Hidden::among(arguments)
        })
    }

    /// Those among these arguments, as they are and as they are written into JSON.
    pub(crate) fn among(arguments: impl IntoIterator<Item = String>) -> Hidden {
        let mut texts = Vec::new();
        for argument in arguments {
            let parts = parts(&argument).filter(|part| may_hold_a_password(part));
            texts.extend(parts.map(str::to_owned));
        }
        let written = texts.iter().filter_map(|text| {
            let json = serde_json::to_string(text).ok()?;
            let inside = json.strip_prefix('"')?.strip_suffix('"')?;
            Some(inside.to_owned())
        });
        let written: Vec<_> = written.collect();
        texts.extend(written);
        // What holds another goes first, or its rest would stay.
        texts.sort_by_key(|text| std::cmp::Reverse(text.len()));
        texts.dedup();
        Hidden(texts)
    }

    /// `text` without them.
    pub(crate) fn out_of(&self, text: &str) -> String {
        let texts = self.0.iter();
        texts.fold(text.to_owned(), |text, hidden| text.replace(hidden, HIDDEN))
    }
}

/// An argument, and what clap makes of it before it reads it: the value behind `--name=`, and each of a list.
fn parts(argument: &str) -> impl Iterator<Item = &str> {
    let value = match argument.strip_prefix('-') {
        Some(long) if long.starts_with('-') => long.split_once('=').map(|(_, value)| value),
        Some(short) => short.get(1..).map(|value| value.trim_start_matches('=')),
        None => None,
    };
    let whole = [Some(argument), value].into_iter().flatten();
    whole.flat_map(|whole| std::iter::once(whole).chain(whole.split(',')))
}

/// libpq lets spaces stand before the `=`.
fn names_a_password(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let mut after = text.split("password").skip(1);
    after.any(|after| after.trim_start().starts_with('='))
}

fn begins_as_pairs(text: &str) -> bool {
    let name = text.split_once('=').map(|(name, _)| name.trim());
    name.is_some_and(|name| {
        name.starts_with(|first: char| first.is_ascii_alphabetic())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_hold_a_password() {
        for text in [
            "postgres://boss:sekret@h/x",
            "host=h password=sekret user=x",
            " host = h",
            "pasword=sekret",
            "-c PGPASSWORD=sekret",
            "migrate: password = sekret",
        ] {
            assert!(may_hold_a_password(text), "{text}");
        }
        for text in [
            "head",
            "base:head",
            "-1",
            "--folder",
            "./env=prod/migrations",
            "add a=b to what was there",
            "create_passwords",
            "sqlite:notes.db",
        ] {
            assert!(!may_hold_a_password(text), "{text}");
        }
    }

    #[track_caller]
    fn check(argument: &str, said: &str, expected: &str) {
        let hidden = Hidden::among([argument.to_owned()]);
        assert_eq!(hidden.out_of(said), expected.replace("<>", HIDDEN));
    }

    #[test]
    fn none_is_repeated() {
        let url = "postgres://boss:sekret@h/x";
        check(url, &format!("`{url}` and '{url}'"), "`<>` and '<>'");
        check(&format!("--reseal={url}"), &format!("no {url}"), "no <>");
        check(&format!("-n{url}"), &format!("no {url}"), "no <>");
        check(&format!("1,{url},2"), &format!("no {url}"), "no <>");
        check(&format!("--frob={url}"), &format!("--frob={url}"), "<>");
        let pairs = r#"password="a\b""#;
        check(pairs, pairs, "<>");
        check(
            pairs,
            r#"{"title":"password=\"a\\b\""}"#,
            r#"{"title":"<>"}"#,
        );
        check("notes", "no table `notes`", "no table `notes`");
    }
}
