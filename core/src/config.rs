//! `ingrain.toml`: what a folder says about itself.

mod adopted;
mod lints;
mod versions;

use std::collections::BTreeMap;
use std::ops::Range;

use toml_span::value::{Value, ValueInner};

use crate::diagnostic::MOST_TOLD;
use crate::name::nearest;
use crate::tool::Adopted;
use crate::{Code, Diagnostic, Dialect, Level, Rule};

/// The file's name inside the folder.
pub(crate) const FILE: &str = "ingrain.toml";

const KEYS: [&str; 4] = ["adopted", "dialects", "lints", "minimum-versions"];

/// What is wrong, where, and what to do.
type Mistake = (String, Range<usize>, String);

/// What the file says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Config {
    /// The declared dialects, or none: then the scripts themselves tell.
    pub(crate) dialects: Option<Vec<Dialect>>,
    /// What was taken over from another tool.
    pub(crate) adopted: Option<Adopted>,
    /// The levels that differ from a rule's own.
    pub(crate) levels: BTreeMap<Rule, Level>,
    /// The oldest Postgres that the scripts run on: digits, with points between them.
    pub(crate) minimum_postgres: Option<String>,
}

/// Reads the file's text; `path` is what diagnostics call it.
pub(crate) fn parse(path: &str, text: &str) -> Result<Config, Vec<Diagnostic>> {
    let mistake = |(title, span, help): Mistake| {
        Diagnostic::new(Code::Config, title)
            .at_part(path, text, span, "")
            .help(help)
    };
    let mut root = toml_span::parse(text).map_err(|error| {
        let title = format!("not TOML: {error}");
        let help = "fix the syntax of this line".to_owned();
        vec![mistake((title, error.span.into(), help))]
    })?;
    let ValueInner::Table(table) = root.take() else {
        return Ok(Config::default());
    };
    let mut config = Config::default();
    let mut found: Vec<Mistake> = Vec::new();
    for (key, mut value) in table {
        match key.name.as_ref() {
            "adopted" => config.adopted = adopted::adopted(&mut value, &mut found),
            "dialects" => match dialects(&mut value) {
                Ok(dialects) => config.dialects = Some(dialects),
                Err((title, span)) => found.push((title, span, DIALECTS_HELP.to_owned())),
            },
            "lints" => config.levels = lints::levels(&mut value, &mut found),
            "minimum-versions" => {
                config.minimum_postgres = versions::minimum_postgres(&mut value, &mut found);
            }
            unknown => {
                let title = format!("unknown key `{unknown}`");
                found.push((title, key.span.into(), known(unknown, "keys", &KEYS)));
            }
        }
    }
    if found.is_empty() {
        Ok(config)
    } else {
        Err(found.into_iter().take(MOST_TOLD).map(mistake).collect())
    }
}

const DIALECTS_HELP: &str =
    "write `dialects = [\"sqlite\"]`, `[\"postgres\"]` or `[\"sqlite\", \"postgres\"]`";

/// Which of the `known` words `unknown` may have meant.
fn known(unknown: &str, what: &str, known: &[&str]) -> String {
    match nearest(unknown, known) {
        Some(known) => format!("did you mean `{known}`?"),
        None => format!("the {what} are: {}", known.join(", ")),
    }
}

fn dialects(value: &mut Value<'_>) -> Result<Vec<Dialect>, (String, Range<usize>)> {
    let span = value.span.into();
    let ValueInner::Array(items) = value.take() else {
        return Err(("`dialects` is not a list".to_owned(), span));
    };
    let mut dialects = Vec::new();
    for item in &items {
        let mistake = |title: String| (title, item.span.into());
        let name = item
            .as_str()
            .ok_or_else(|| mistake("this is not the name of a dialect".to_owned()))?;
        let dialect = Dialect::from_name(name)
            .ok_or_else(|| mistake(format!("`{name}` is not a dialect")))?;
        if dialects.contains(&dialect) {
            return Err(mistake(format!("`{name}` is declared twice")));
        }
        dialects.push(dialect);
    }
    dialects.sort_unstable();
    if dialects.is_empty() {
        Err(("`dialects` is empty".to_owned(), span))
    } else {
        Ok(dialects)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Tool, Version};

    fn titles(text: &str) -> Vec<String> {
        let found = parse("migrations/ingrain.toml", text).expect_err("a mistake");
        found
            .iter()
            .map(|diagnostic| diagnostic.title().to_owned())
            .collect()
    }

    #[test]
    fn dialects_are_read_and_put_in_order() {
        let config = parse(
            "m/ingrain.toml",
            "# ours\ndialects = [\"postgres\", \"sqlite\"]\n",
        )
        .expect("valid");
        assert_eq!(
            config.dialects,
            Some(vec![Dialect::Sqlite, Dialect::Postgres])
        );
        assert_eq!(parse("m/ingrain.toml", ""), Ok(Config::default()));
    }

    #[test]
    fn each_mistake_is_said() {
        assert_eq!(
            titles("dialects = \"sqlite\""),
            ["`dialects` is not a list"]
        );
        assert_eq!(titles("dialects = []"), ["`dialects` is empty"]);
        assert_eq!(
            titles("dialects = [\"mysql\"]"),
            ["`mysql` is not a dialect"]
        );
        assert_eq!(
            titles("dialects = [1]"),
            ["this is not the name of a dialect"]
        );
        assert_eq!(
            titles("dialects = [\"sqlite\", \"sqlite\"]"),
            ["`sqlite` is declared twice"]
        );
        assert_eq!(titles("dialect = [\"sqlite\"]"), ["unknown key `dialect`"]);
        assert!(titles("dialects = [")[0].starts_with("not TOML: "));
    }

    #[test]
    fn of_many_mistakes_some_are_told() {
        let keys: String = (0..1_000).map(|at| format!("key{at} = 1\n")).collect();
        assert_eq!(titles(&keys).len(), MOST_TOLD);
    }

    #[test]
    fn levels_and_the_oldest_server_are_read() {
        let text = "[lints]\nban-drop-column = 'warn'\nrows-lost = \"allow\"\n[minimum-versions]\npostgres = '14.2'";
        let config = parse("m/ingrain.toml", text).expect("valid");
        let levels = [
            (Rule::BanDropColumn, Level::Warn),
            (Rule::RowsLost, Level::Allow),
        ];
        assert_eq!(config.levels, BTreeMap::from(levels));
        assert_eq!(config.minimum_postgres.as_deref(), Some("14.2"));
    }

    #[test]
    fn what_was_taken_over_is_read() {
        let text = "[adopted]\nfrom = 'diesel'\nup-to = 20261120101500";
        let config = parse("m/ingrain.toml", text).expect("valid");
        let adopted = Adopted {
            from: Tool::Diesel,
            up_to: Version::embedded(20_261_120_101_500),
        };
        assert_eq!(config.adopted, Some(adopted));
        assert_eq!(parse("m/ingrain.toml", &adopted.to_string()), Ok(config));
    }

    #[test]
    fn each_mistake_in_a_table_is_said() {
        for (text, expected) in [
            ("adopted = 'sqlx'", "`adopted` is not a table"),
            ("adopted = { from = 'sqlx' }", "`adopted` has no `up-to`"),
            ("adopted = { up-to = 1 }", "`adopted` has no `from`"),
            (
                "adopted = { from = 'sqlx', up-to = -1 }",
                "this is not a version",
            ),
            (
                "adopted = { from = 'sqlx', up-to = '1' }",
                "this is not a version",
            ),
            (
                "adopted = { from = 'sql', up-to = 1 }",
                "this is not a tool that can be taken over from",
            ),
            (
                "adopted = { from = 'sqlx', up_to = 1 }",
                "unknown key `up_to`",
            ),
            ("lints = 'deny'", "`lints` is not a table"),
            (
                "[lints]\nban-drop-colum = 'warn'",
                "there is no rule `ban-drop-colum`",
            ),
            (
                "[lints]\nban-drop-column = 'error'",
                "this is not a level of `ban-drop-column`",
            ),
            (
                "[lints]\nban-drop-column = 1",
                "this is not a level of `ban-drop-column`",
            ),
            ("minimum-versions = 14", "`minimum-versions` is not a table"),
            (
                "[minimum-versions]\npostgres = 14",
                "this is not a version of Postgres",
            ),
            (
                "[minimum-versions]\npostgres = '14 '",
                "this is not a version of Postgres",
            ),
            ("[minimum-versions]\nsqlite = '3.40'", "SQLite is no server"),
            ("[minimum-versions]\nmysql = '8'", "`mysql` is not a server"),
        ] {
            assert_eq!(titles(text), [expected]);
        }
    }
}
