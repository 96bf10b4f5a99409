//! The form for a new entry and the search box.
use std::fmt::{self, Display, Formatter};

use super::escape::Text;
use crate::http::Typed;
use crate::selection::Selection;

/// The form for a new entry, with what was typed and what is wrong with it.
pub(crate) struct NewEntryForm<'a> {
    pub(crate) typed: &'a Typed,
    pub(crate) problem: Option<&'a str>,
}

/// The search box, with what is searched for.
pub(crate) struct SearchForm<'a>(pub(crate) &'a Selection);

impl Display for SearchForm<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let q = Text(&self.0.q);
        write!(
            f,
            "\
<form class=\"search\" role=\"search\" action=\"/\" method=\"get\">
<input type=\"search\" name=\"q\" value=\"{q}\" aria-label=\"Words to search for\">
<button>Search</button>
</form>
"
        )
    }
}

impl Display for NewEntryForm<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "\
<section aria-labelledby=\"write\">
<h2 id=\"write\">Write</h2>
<form class=\"write\" action=\"/entries\" method=\"post\">"
        )?;
        if let Some(problem) = self.problem {
            let problem = Text(problem);
            writeln!(f, "<p class=\"problem\" role=\"alert\">{problem}</p>")?;
        }
        let Typed {
            title,
            body,
            written_on,
            place,
            tags,
        } = self.typed;
        field(f, "title", "Title", title, "required maxlength=\"200\"")?;
        // The parser drops one line break after the tag: with this one, none of the text's is lost.
        writeln!(
            f,
            "<label for=\"body\">What happened</label>\n\
             <textarea id=\"body\" name=\"body\" rows=\"6\">\n{}</textarea>",
            Text(body)
        )?;
        let day = "Day, if it is not today";
        field(f, "written_on", day, written_on, "type=\"date\"")?;
        field(f, "place", "Place", place, "maxlength=\"100\"")?;
        let hint = "placeholder=\"sea, reading\"";
        field(f, "tags", "Tags, separated by commas", tags, hint)?;
        writeln!(f, "<button>Add entry</button>\n</form>\n</section>")
    }
}

fn field(
    f: &mut Formatter<'_>,
    name: &str,
    label: &str,
    value: &str,
    attributes: &str,
) -> fmt::Result {
    let value = Text(value);
    writeln!(
        f,
        "<label for=\"{name}\">{label}</label>\n\
         <input id=\"{name}\" name=\"{name}\" value=\"{value}\" {attributes}>"
    )
}
