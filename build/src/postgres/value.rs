//! Values of an enum that are used in the transaction that adds them.

use std::ops::Range;

use ingrain_core::Rule;
use squawk_syntax::SourceFile;
use squawk_syntax::ast::{self, AstNode as _};

use super::created::Created;
use super::found::Found;
use super::object::mentioned;

/// What Postgres refuses: of a type that is older than the transaction, a new value cannot be used in it.
pub(super) fn used_at_once(file: &SourceFile) -> Vec<Found> {
    let mut created = Created::default();
    let mut added: Vec<String> = Vec::new();
    let mut found = Vec::new();
    for statement in file.stmts() {
        match &statement {
            ast::Stmt::AlterType(alter) => added.extend(value_added(alter, &created)),
            ast::Stmt::CommentOn(_) | ast::Stmt::SecurityLabel(_) => {}
            _ if added.is_empty() => {}
            _ => found.extend(uses(&statement, &added)),
        }
        created.follow(&statement);
    }
    found
}

/// The value that `alter` adds to a type that was there before the script.
fn value_added(alter: &ast::AlterType, created: &Created) -> Option<String> {
    let Some(ast::AlterTypeAction::AddValue(add)) = alter.action() else {
        return None;
    };
    let path = alter.syntax().descendants().find_map(ast::PathRef::cast)?;
    let is_new = created.contains(&mentioned(&path)?);
    (!is_new).then(|| add.literal()?.string_value()).flatten()
}

fn uses(statement: &ast::Stmt, added: &[String]) -> Vec<Found> {
    let literals = statement
        .syntax()
        .descendants()
        .filter_map(ast::Literal::cast);
    let used = literals.filter_map(|literal| {
        let value = literal.string_value()?;
        added.contains(&value).then_some((literal, value))
    });
    used.map(|(literal, value)| {
        let span: Range<usize> = literal.syntax().text_range().into();
        let title =
            format!("the enum value `{value}` cannot be used in the transaction that adds it");
        Found::new(Rule::EnumValueUsedAtOnce, span, title)
            .help("add the value in a migration of its own, before this one")
    })
    .collect()
}
