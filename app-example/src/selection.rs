//! Which entries are asked for, and how words typed by a person become a query.
use serde::Deserialize;

/// How many entries a page holds.
pub(crate) const PAGE_LENGTH: u32 = 20;

/// The entries to list, newest first.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Selection {
    /// Words that must all occur in the title or the body; blank for no search.
    pub(crate) q: String,
    /// The tag that they must bear; blank for any.
    pub(crate) tag: String,
    /// Counted from 0.
    pub(crate) page: u32,
}

impl Selection {
    /// The words to search for, if there are any.
    pub(crate) fn words(&self) -> Option<String> {
        // Postgres holds no NUL, and FTS5 reads a query up to the first.
        let words = self.q.replace('\0', " ");
        let words = words.trim();
        (!words.is_empty()).then(|| words.to_owned())
    }

    /// The words as an FTS5 query that no input can make a syntax error.
    ///
    /// Each word becomes a quoted phrase, in which only the quotation mark is special and is
    /// doubled (<https://www.sqlite.org/fts5.html#fts5_strings>); phrases side by side mean "and".
    pub(crate) fn fts5_query(&self) -> Option<String> {
        let quoted = |word: &str| format!("\"{}\"", word.replace('"', "\"\""));
        let words = self.words()?;
        let phrases: Vec<String> = words.split_whitespace().map(quoted).collect();
        Some(phrases.join(" "))
    }

    /// The tag to look for, in the form in which tags are kept.
    pub(crate) fn tag(&self) -> Option<String> {
        let tag = crate::entry::tag_name(&self.tag);
        (!tag.is_empty()).then_some(tag)
    }

    /// How many entries come before this page.
    pub(crate) fn offset(&self) -> i64 {
        i64::from(self.page) * i64::from(PAGE_LENGTH)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selection(q: &str) -> Selection {
        Selection {
            q: q.to_owned(),
            ..Selection::default()
        }
    }

    #[test]
    fn blank_words_are_no_search() {
        for blank in ["", "   ", "\t\n", "\0", " \0 "] {
            assert_eq!(selection(blank).fts5_query(), None, "{blank:?}");
        }
    }

    #[test]
    fn every_word_becomes_a_phrase() {
        assert_eq!(
            selection(r#"  sea OR "calm title:x NEAR( "#)
                .fts5_query()
                .as_deref(),
            Some(r#""sea" "OR" """calm" "title:x" "NEAR(""#)
        );
    }

    #[test]
    fn no_input_is_a_syntax_error() -> rusqlite::Result<()> {
        let connection = rusqlite::Connection::open_in_memory()?;
        connection.execute_batch(
            "CREATE VIRTUAL TABLE t USING fts5 (words); INSERT INTO t VALUES ('calm sea');",
        )?;
        let mut statement = connection.prepare("SELECT count(*) FROM t WHERE t MATCH ?1")?;
        for (typed, found) in [
            ("sea", 1),
            ("SEA calm", 1),
            ("sea storm", 0),
            ("sea !!!", 1),
            ("\"", 0),
            ("\"\" ' * ^ + - ( ) { } : NOT", 0),
            ("sea*", 1),
            ("sea\0\" OR", 0),
            ("calm\0sea", 1),
            ("NEAR(calm, 2)", 0),
            ("\\", 0),
        ] {
            let query = selection(typed).fts5_query();
            let count: i64 = statement.query_row([query], |row| row.get(0))?;
            assert_eq!(count, found, "{typed:?}");
        }
        Ok(())
    }
}
