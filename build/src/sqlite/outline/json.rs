//! Columns that hold JSON, as the functions tell that are applied to them.

use std::collections::BTreeSet;

use ingrain_core::{Token, TokenKind};

use super::name_of;

/// What takes values of any sort, and makes JSON of them.
const MAKERS: [&str; 5] = [
    "json_array",
    "json_group_array",
    "json_group_object",
    "json_object",
    "json_quote",
];

/// The names that JSON is read from, in lower case.
pub(super) fn columns(tokens: &[Token<'_>]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, token) in tokens.iter().enumerate() {
        let (before, rest) = (tokens.get(..at), tokens.get(at + 1..).unwrap_or_default());
        let is_arrow = token.is_symbol("-") && rest.first().is_some_and(|next| next.is_symbol(">"));
        if is_arrow {
            found.extend(before.and_then(|before| before.last()).and_then(name));
        }
        let function = token.text.to_ascii_lowercase();
        let is_reader = token.kind == TokenKind::Word
            && function.starts_with("json")
            && !MAKERS.contains(&function.replacen("jsonb", "json", 1).as_str());
        if is_reader && rest.first().is_some_and(|next| next.is_symbol("(")) {
            found.extend(first_argument(rest));
        }
    }
    found
}

/// The names in the first argument of the call that opens here, without those of tables.
fn first_argument<'t>(call: &'t [Token<'_>]) -> impl Iterator<Item = String> + 't {
    let mut depth = 0_usize;
    let argument = call.iter().take_while(move |token| {
        match token.text {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > 0 && !(depth == 1 && token.is_symbol(","))
    });
    let following = call.iter().skip(1);
    argument
        .zip(following)
        .filter(|(_, next)| !next.is_symbol("."))
        .filter_map(|(token, _)| name(token))
}

fn name(token: &Token<'_>) -> Option<String> {
    let is_name = matches!(token.kind, TokenKind::Word | TokenKind::Quoted);
    is_name.then(|| name_of(token))?
}

#[cfg(test)]
mod tests {
    use crate::sqlite::table::tokens;

    fn check(sql: &str, expected: &[&str]) {
        let found: Vec<String> = super::columns(&tokens(sql)).into_iter().collect();
        assert_eq!(found, expected, "{sql}");
    }

    #[test]
    fn what_is_read_as_json() {
        check("SELECT json_extract(payload, '$.a', other)", &["payload"]);
        check("SELECT JSON_EXTRACT(e.\"Payload\", path)", &["payload"]);
        check("SELECT a - b, c ->> '$.x', d.e -> 'y' -> 'z'", &["c", "e"]);
        check(
            "UPDATE t SET a = json_set(coalesce(a, b), '$.v', c)",
            &["a", "b", "coalesce"],
        );
        check("SELECT * FROM t, json_each(t.tags, '$')", &["tags"]);
        check("SELECT json_object('a', b), jsonb_array(c), json", &[]);
    }
}
