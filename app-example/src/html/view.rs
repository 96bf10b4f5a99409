//! The page as a whole.
use std::fmt::{self, Display, Formatter};

use super::entries::{Entries, Tags};
use super::escape::Text;
use super::forms::{NewEntryForm, SearchForm};
use crate::entry::TagCount;
use crate::http::Typed;
use crate::selection::Selection;
use crate::store::Page;

/// Everything that the page shows.
pub(crate) struct View<'a> {
    pub(crate) page: &'a Page,
    pub(crate) tags: &'a [TagCount],
    pub(crate) selection: &'a Selection,
    pub(crate) typed: &'a Typed,
    /// What is wrong with what was typed.
    pub(crate) problem: Option<&'a str>,
}

impl Display for View<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let title = Title(self.selection).to_string();
        let body = Columns {
            view: self,
            title: &title,
        };
        document(f, &title, self.selection, &body)
    }
}

/// The page for when there is nothing to show.
pub(crate) fn trouble() -> String {
    struct Trouble;

    impl Display for Trouble {
        fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
            document(
                f,
                "Out of reach",
                &Selection::default(),
                &"<main>\n<h2>The journal is out of reach</h2>\n\
                  <p>Its database could not answer. Try again in a moment.</p>\n</main>\n",
            )
        }
    }

    Trouble.to_string()
}

/// What the list holds, in words.
struct Title<'a>(&'a Selection);

impl Display for Title<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match (self.0.words(), self.0.tag()) {
            (None, None) => f.write_str("All entries"),
            (Some(words), None) => write!(f, "Entries with “{words}”"),
            (None, Some(tag)) => write!(f, "Entries tagged “{tag}”"),
            (Some(words), Some(tag)) => write!(f, "Entries tagged “{tag}” with “{words}”"),
        }
    }
}

struct Columns<'a> {
    view: &'a View<'a>,
    title: &'a str,
}

impl Display for Columns<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let View {
            page,
            tags,
            selection,
            typed,
            problem,
        } = *self.view;
        let heading = Text(self.title);
        let entries = Entries { page, selection };
        let form = NewEntryForm { typed, problem };
        let tags = Tags { tags, selection };
        write!(
            f,
            "\
<div class=\"columns\">
<main>
<h2>{heading}</h2>
{entries}</main>
<aside>
{form}{tags}</aside>
</div>
"
        )
    }
}

fn document(
    f: &mut Formatter<'_>,
    title: &str,
    selection: &Selection,
    body: &dyn Display,
) -> fmt::Result {
    let (title, search) = (Text(title), SearchForm(selection));
    write!(
        f,
        "\
<!doctype html>
<html lang=\"en\">
<head>
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<meta name=\"color-scheme\" content=\"light dark\">
<title>{title} · Journal</title>
<link rel=\"icon\" href=\"data:,\">
<link rel=\"stylesheet\" href=\"/style.css\">
</head>
<body>
<header>
<h1><a href=\"/\">Journal</a></h1>
{search}</header>
{body}</body>
</html>
"
    )
}

#[cfg(test)]
mod tests;
