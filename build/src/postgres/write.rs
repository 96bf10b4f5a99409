//! UPDATE and DELETE of every row of a table.

use std::ops::Range;

use ingrain_core::Rule;
use squawk_syntax::ast::{self, AstNode as _};
use squawk_syntax::{SourceFile, SyntaxKind, SyntaxNode, SyntaxToken};

use super::created::{Created, mentioned};
use super::found::Found;

/// An UPDATE or a DELETE.
struct Write {
    verb: SyntaxToken,
    table: ast::RelationName,
    has_where: bool,
    title: &'static str,
}

/// Those without WHERE, on tables that the script did not create itself.
pub(super) fn without_where(file: &SourceFile) -> Vec<Found> {
    let mut created = Created::default();
    let mut found = Vec::new();
    for statement in file.stmts() {
        if runs(&statement) {
            let writes = statement.syntax().descendants().filter_map(write);
            let hasty = writes.filter(|write| !write.has_where && !is_new(&created, &write.table));
            found.extend(hasty.map(|write| write.found()));
        }
        created.follow(&statement);
    }
    found
}

/// What a function, a rule or a prepared statement does, it does not do yet.
fn runs(statement: &ast::Stmt) -> bool {
    let first = statement.syntax().first_token();
    let mut tokens = std::iter::successors(first, SyntaxToken::next_token);
    let word = tokens.find(|token| !token.kind().is_trivia());
    !word.is_some_and(|word| matches!(word.kind(), SyntaxKind::CREATE_KW | SyntaxKind::PREPARE_KW))
}

fn write(node: SyntaxNode) -> Option<Write> {
    if let Some(update) = ast::Update::cast(node.clone()) {
        return Some(Write {
            verb: update.update_token()?,
            table: update.relation_name()?,
            has_where: update.where_clause_or_current_of().is_some(),
            title: "this UPDATE has no WHERE: it changes every row of the table",
        });
    }
    let delete = ast::Delete::cast(node)?;
    Some(Write {
        verb: delete.delete_token()?,
        table: delete.relation_name()?,
        has_where: delete.where_clause_or_current_of().is_some(),
        title: "this DELETE has no WHERE: it deletes every row of the table",
    })
}

fn is_new(created: &Created, table: &ast::RelationName) -> bool {
    let path = table.syntax().descendants().find_map(ast::PathRef::cast);
    let table = path.and_then(|path| mentioned(&path));
    table.is_some_and(|table| created.contains(&table))
}

impl Write {
    fn found(&self) -> Found {
        let start: Range<usize> = self.verb.text_range().into();
        let end: Range<usize> = self.table.syntax().text_range().into();
        Found::new(Rule::WriteWithoutWhere, start.start..end.end, self.title)
            .help("say which rows are meant; `WHERE true` says that all of them are")
    }
}
