//! UPDATE, DELETE and TRUNCATE of every row of a table.

use std::ops::Range;

use ingrain_core::Rule;
use squawk_syntax::ast::{self, AstNode as _};
use squawk_syntax::{SyntaxKind, SyntaxNode, SyntaxToken};

use super::block::Opened;
use super::created::Created;
use super::found::Found;
use super::object::mentioned;

/// An UPDATE or a DELETE, or a TRUNCATE of one table.
struct Write {
    verb: SyntaxToken,
    table: SyntaxNode,
    has_where: bool,
    title: &'static str,
    help: &'static str,
}

const SAY_WHICH: &str = "say which rows are meant; `WHERE true` says that all of them are";

/// Those without WHERE, on tables that the script did not create itself.
pub(super) fn without_where(script: &Opened<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    script.each(|statement, created| {
        let is_hasty = |write: &Write| !write.has_where && !is_new(created, &write.table);
        match statement {
            ast::Stmt::Truncate(truncate) => {
                let hasty = truncates(truncate).into_iter().find(is_hasty);
                found.extend(hasty.map(|write| write.found()));
            }
            _ if runs(statement) => {
                let writes = statement.syntax().descendants().filter_map(write);
                found.extend(writes.filter(is_hasty).map(|write| write.found()));
            }
            _ => {}
        }
    });
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
            table: update.relation_name()?.syntax().clone(),
            has_where: update.where_clause_or_current_of().is_some(),
            title: "this UPDATE has no WHERE: it changes every row of the table",
            help: SAY_WHICH,
        });
    }
    let delete = ast::Delete::cast(node)?;
    Some(Write {
        verb: delete.delete_token()?,
        table: delete.relation_name()?.syntax().clone(),
        has_where: delete.where_clause_or_current_of().is_some(),
        title: "this DELETE has no WHERE: it deletes every row of the table",
        help: SAY_WHICH,
    })
}

/// With CASCADE it is another rule's.
fn truncates(truncate: &ast::Truncate) -> Vec<Write> {
    let cascades = matches!(
        truncate.drop_behavior(),
        Some(ast::DropBehavior::Cascade(_))
    );
    let (Some(verb), Some(tables), false) =
        (truncate.truncate_token(), truncate.table_list(), cascades)
    else {
        return Vec::new();
    };
    let write = |table: ast::TableRelationName| Write {
        verb: verb.clone(),
        table: table.syntax().clone(),
        has_where: false,
        title: "this TRUNCATE deletes every row of the table",
        help: "truncate it once nobody needs its rows; DELETE with a WHERE spares some",
    };
    tables.table_relation_names().map(write).collect()
}

fn is_new(created: &Created, table: &SyntaxNode) -> bool {
    let path = table.descendants().find_map(ast::PathRef::cast);
    let table = path.and_then(|path| mentioned(&path));
    table.is_some_and(|table| created.contains(&table))
}

impl Write {
    fn found(&self) -> Found {
        let start: Range<usize> = self.verb.text_range().into();
        let end: Range<usize> = self.table.text_range().into();
        Found::new(Rule::WriteWithoutWhere, start.start..end.end, self.title).help(self.help)
    }
}
