//! The description of a new migration, from what was typed.

use ingrain_core::Version;

/// Why something is no description, and what to do.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unfit {
    pub(super) title: String,
    pub(super) help: String,
}

/// The description that these words make: `create tags` and `create-tags` make `create_tags`. Anything else that
/// has to be changed is not changed, but suggested.
pub(super) fn description(words: &[String]) -> Result<String, Unfit> {
    let typed = words.join(" ");
    let typed = typed.trim();
    let divides = |c: char| c.is_whitespace() || c == '-' || c == '_';
    let parts: Vec<&str> = typed
        .split(divides)
        .filter(|part| !part.is_empty())
        .collect();
    let joined = parts.join("_");
    let why = match joined.as_str() {
        "" => Some("is empty"),
        _ if begins_with_a_version(&parts) => {
            Some("begins with a version, which is chosen by itself")
        }
        _ if joined.chars().any(char::is_uppercase) => Some("has capital letters"),
        _ if !joined.chars().all(is_plain) => {
            Some("has characters other than letters, digits and `_`")
        }
        _ => None,
    };
    let Some(why) = why else {
        return Ok(joined);
    };
    let help = match suggested(typed) {
        Some(suggested) => format!("try `cargo ingrain new {suggested}`"),
        None => {
            "say in a few words what the migration does: `cargo ingrain new create_tags`".to_owned()
        }
    };
    Err(Unfit {
        title: format!("the name `{typed}` {why}"),
        help,
    })
}

fn is_plain(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn begins_with_a_version(parts: &[&str]) -> bool {
    let first = parts.first().copied().unwrap_or_default();
    first.parse::<Version>().is_ok()
}

/// What was probably meant: words in small letters, no version in front, no ending of a file.
fn suggested(typed: &str) -> Option<String> {
    let name = typed.rsplit(['/', '\\']).next().unwrap_or(typed);
    let name = name.strip_suffix(".sql").unwrap_or(name);
    let name = [".up", ".down"].iter().fold(name, |name, ending| {
        name.strip_suffix(ending).unwrap_or(name)
    });
    let mut snake = String::new();
    let mut last = '_';
    for c in name.chars() {
        let begins_word = c.is_uppercase() && (last.is_lowercase() || last.is_numeric());
        if begins_word {
            snake.push('_');
        }
        match is_plain(c) {
            true => snake.extend(c.to_lowercase()),
            false => snake.push('_'),
        }
        last = c;
    }
    let mut parts: Vec<&str> = snake.split('_').filter(|part| !part.is_empty()).collect();
    while begins_with_a_version(&parts) {
        parts.remove(0);
    }
    (!parts.is_empty()).then(|| parts.join("_"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(words: &[&str]) -> Result<String, Unfit> {
        description(
            &words
                .iter()
                .map(|word| (*word).to_owned())
                .collect::<Vec<_>>(),
        )
    }

    #[test]
    fn words_and_snake_case_are_taken() {
        for words in [
            &["create", "tags"][..],
            &["create tags"],
            &["create_tags"],
            &["create-tags"],
            &["_create__tags "],
        ] {
            assert_eq!(of(words).as_deref(), Ok("create_tags"), "{words:?}");
        }
        assert_eq!(of(&["über_2fa"]).as_deref(), Ok("über_2fa"));
    }

    #[test]
    fn what_was_probably_meant_is_suggested() {
        for (typed, why, suggestion) in [
            ("AddEmail", "has capital letters", "add_email"),
            (
                "0007_add_email",
                "begins with a version, which is chosen by itself",
                "add_email",
            ),
            (
                "add_email.up.sql",
                "has characters other than letters, digits and `_`",
                "add_email",
            ),
            (
                "migrations/0007_add_email.sql",
                "has characters other than letters, digits and `_`",
                "add_email",
            ),
            (
                "v1.2",
                "has characters other than letters, digits and `_`",
                "v1_2",
            ),
        ] {
            let help = format!("try `cargo ingrain new {suggestion}`");
            let title = format!("the name `{typed}` {why}");
            assert_eq!(of(&[typed]), Err(Unfit { title, help }));
        }
        for typed in ["", "0007", "!"] {
            let unfit = of(&[typed]).expect_err(typed);
            assert!(
                unfit.help.ends_with("`cargo ingrain new create_tags`"),
                "{typed}: {}",
                unfit.help
            );
        }
    }
}
