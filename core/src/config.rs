//! `ingrain.toml`: what a folder says about itself.

use std::ops::Range;

use toml_span::value::{Value, ValueInner};

use crate::name::nearest;
use crate::{Code, Diagnostic, Dialect};

/// The file's name inside the folder.
pub(crate) const FILE: &str = "ingrain.toml";

const KEYS: [&str; 1] = ["dialects"];

/// What the file says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Config {
    /// The declared dialects, or none: then the scripts themselves tell.
    pub(crate) dialects: Option<Vec<Dialect>>,
}

/// Reads the file's text; `path` is what diagnostics call it.
pub(crate) fn parse(path: &str, text: &str) -> Result<Config, Vec<Diagnostic>> {
    let mistake = |title: String, span: Range<usize>, help: &str| {
        Diagnostic::new(Code::Config, title)
            .at_part(path, text, span, "")
            .help(help)
    };
    let mut root = toml_span::parse(text).map_err(|error| {
        vec![mistake(
            format!("not TOML: {error}"),
            error.span.into(),
            "fix the syntax of this line",
        )]
    })?;
    let ValueInner::Table(table) = root.take() else {
        return Ok(Config::default());
    };
    let mut config = Config::default();
    let mut found = Vec::new();
    for (key, mut value) in table {
        match key.name.as_ref() {
            "dialects" => match dialects(&mut value) {
                Ok(dialects) => config.dialects = Some(dialects),
                Err((title, span)) => {
                    found.push(mistake(title, span, "write `dialects = [\"sqlite\"]`, `[\"postgres\"]` or `[\"sqlite\", \"postgres\"]`"));
                }
            },
            unknown => {
                let help = match nearest(unknown, &KEYS) {
                    Some(known) => format!("did you mean `{known}`?"),
                    None => format!("the keys are: {}", KEYS.join(", ")),
                };
                found.push(mistake(
                    format!("unknown key `{unknown}`"),
                    key.span.into(),
                    &help,
                ));
            }
        }
    }
    if found.is_empty() {
        Ok(config)
    } else {
        Err(found)
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
}
