//! The list of entries, the ways to turn its pages, and the list of tags.
use std::fmt::{self, Display, Formatter};

use super::day::Day;
use super::escape::{QueryValue, Text};
use crate::entry::{Entry, TagCount};
use crate::selection::Selection;
use crate::store::Page;

/// A page of entries.
pub(crate) struct Entries<'a> {
    pub(crate) page: &'a Page,
    pub(crate) selection: &'a Selection,
}

/// The tags in use.
pub(crate) struct Tags<'a> {
    pub(crate) tags: &'a [TagCount],
    pub(crate) selection: &'a Selection,
}

impl Display for Entries<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.page.entries.is_empty() {
            writeln!(f, "<p class=\"empty\">There are none.</p>")?;
        }
        for entry in &self.page.entries {
            article(f, entry)?;
        }
        self.turns(f)
    }
}

impl Entries<'_> {
    fn turns(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let newer = self.selection.page.checked_sub(1);
        if newer.is_none() && self.page.older.is_none() {
            return Ok(());
        }
        writeln!(f, "<nav class=\"turns\" aria-label=\"Pages\">")?;
        if let Some(page) = newer {
            self.turn(f, page, "prev", "← Newer")?;
        }
        if let Some(page) = self.page.older {
            self.turn(f, page, "next", "Older →")?;
        }
        writeln!(f, "</nav>")
    }

    fn turn(&self, f: &mut Formatter<'_>, page: u32, rel: &str, label: &str) -> fmt::Result {
        let (q, tag) = (
            QueryValue(&self.selection.q),
            QueryValue(&self.selection.tag),
        );
        writeln!(
            f,
            "<a rel=\"{rel}\" href=\"/?q={q}&amp;tag={tag}&amp;page={page}\">{label}</a>"
        )
    }
}

impl Display for Tags<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.tags.is_empty() {
            return Ok(());
        }
        let chosen = self.selection.tag();
        writeln!(
            f,
            "<nav aria-labelledby=\"tags\">\n<h2 id=\"tags\">Tags</h2>\n<ul class=\"tags\">"
        )?;
        for TagCount { name, entries } in self.tags {
            let current = match &chosen {
                Some(chosen) if chosen == name => " aria-current=\"page\"",
                _ => "",
            };
            let (value, name) = (QueryValue(name), Text(name));
            writeln!(
                f,
                "<li><a rel=\"tag\"{current} href=\"/?tag={value}\">{name} <small>{entries}</small></a></li>"
            )?;
        }
        writeln!(f, "</ul>\n</nav>")
    }
}

fn article(f: &mut Formatter<'_>, entry: &Entry) -> fmt::Result {
    let (id, title) = (entry.id, Text(&entry.title));
    let (moment, day) = (Text(&entry.written_on), Day(&entry.written_on));
    writeln!(f, "<article id=\"entry-{id}\">")?;
    writeln!(f, "<h3>{title}</h3>")?;
    write!(
        f,
        "<p class=\"about\"><time datetime=\"{moment}\">{day}</time>"
    )?;
    if let Some(place) = &entry.place {
        write!(f, " · {}", Text(place))?;
    }
    writeln!(f, "</p>")?;
    for paragraph in paragraphs(&entry.body) {
        writeln!(f, "<p>{}</p>", Text(paragraph))?;
    }
    if !entry.tags.is_empty() {
        writeln!(f, "<ul class=\"tags\">")?;
        for tag in &entry.tags {
            let (value, name) = (QueryValue(tag), Text(tag));
            writeln!(
                f,
                "<li><a rel=\"tag\" href=\"/?tag={value}\">{name}</a></li>"
            )?;
        }
        writeln!(f, "</ul>")?;
    }
    writeln!(f, "</article>")
}

/// Text parted at blank lines; the single line breaks that remain are kept by the style sheet.
fn paragraphs(body: &str) -> impl Iterator<Item = &str> {
    body.split("\n\n")
        .map(str::trim)
        .filter(|text| !text.is_empty())
}
