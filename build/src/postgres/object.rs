//! What a statement creates, and what it is about.

use squawk_syntax::ast::{self, AstNode, NameLike as _};
use squawk_syntax::{SyntaxKind, SyntaxNode};

/// What there is in a database, by its name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Object {
    /// A table, index, view, sequence, type or domain, and its schema; none where none is mentioned.
    Within(String, String),
    Schema(String),
    Extension(String),
}

/// What `statement` creates for certain.
pub(super) fn created_by(statement: &ast::Stmt) -> Option<Object> {
    let mut parts = statement.syntax().children();
    let may_exist = parts.any(|part| ast::IfNotExists::can_cast(part.kind()));
    // A temporary table that exists is of this connection too.
    if may_exist && !is_temporary(statement) {
        return None;
    }
    let path = |node: &SyntaxNode| node.descendants().find_map(ast::Path::cast);
    match statement {
        ast::Stmt::CreateTable(_)
        | ast::Stmt::CreateTableAs(_)
        | ast::Stmt::CreateForeignTable(_)
        | ast::Stmt::CreateMaterializedView(_)
        | ast::Stmt::CreateType(_)
        | ast::Stmt::CreateDomain(_)
        | ast::Stmt::CreateSequence(_) => defined(&path(statement.syntax())?),
        ast::Stmt::SelectInto(select) => defined(&path(select.into_clause()?.syntax())?),
        ast::Stmt::CreateView(view) if view.or_replace().is_none() => {
            defined(&path(view.syntax())?)
        }
        ast::Stmt::CreateIndex(index) => defined(&path(index.index()?.syntax())?),
        ast::Stmt::CreateSchema(schema) => {
            let name = schema.syntax().descendants().find_map(ast::Schema::cast)?;
            Some(Object::Schema(name.text()))
        }
        ast::Stmt::CreateExtension(extension) => {
            let name = extension
                .syntax()
                .descendants()
                .find_map(ast::Extension::cast)?;
            Some(Object::Extension(name.text()))
        }
        _ => None,
    }
}

/// Whether `statement` creates something that is gone with the connection.
pub(super) fn is_temporary(statement: &ast::Stmt) -> bool {
    let mut nodes = statement.syntax().descendants();
    nodes.any(|node| ast::Temp::can_cast(node.kind()))
}

/// What `statement` alters, drops, indexes or rebuilds.
pub(super) fn subjects(statement: &ast::Stmt) -> Vec<Object> {
    let node = statement.syntax();
    match (first_word(node), statement) {
        (Some(SyntaxKind::DROP_KW), _) => {
            node.children().filter_map(|child| named(&child)).collect()
        }
        (Some(SyntaxKind::ALTER_KW | SyntaxKind::REINDEX_KW), _) => {
            let path = node.descendants().find_map(ast::PathRef::cast);
            path.and_then(|path| mentioned(&path)).into_iter().collect()
        }
        (_, ast::Stmt::CreateIndex(index)) => {
            let table = index.table_relation_name();
            let table = table.and_then(|table| named(table.syntax()));
            table.into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// Whether `statement` drops its subjects: `DROP TRIGGER … ON table` names the table too, and so do others.
pub(super) fn drops_what_it_names(statement: &ast::Stmt) -> bool {
    matches!(
        statement,
        ast::Stmt::DropDomain(_)
            | ast::Stmt::DropExtension(_)
            | ast::Stmt::DropForeignTable(_)
            | ast::Stmt::DropIndex(_)
            | ast::Stmt::DropMaterializedView(_)
            | ast::Stmt::DropSchema(_)
            | ast::Stmt::DropSequence(_)
            | ast::Stmt::DropTable(_)
            | ast::Stmt::DropType(_)
            | ast::Stmt::DropView(_)
    )
}

/// What a path stands for where an object is mentioned.
pub(super) fn mentioned(path: &ast::PathRef) -> Option<Object> {
    Some(within(path.qualifier(), path.segment()?.text()))
}

/// What a node names: it is a schema or an extension, or holds a path.
fn named(node: &SyntaxNode) -> Option<Object> {
    if let Some(schema) = ast::SchemaRef::cast(node.clone()) {
        return Some(Object::Schema(schema.text()));
    }
    if let Some(extension) = ast::ExtensionRef::cast(node.clone()) {
        return Some(Object::Extension(extension.text()));
    }
    mentioned(&node.descendants().find_map(ast::PathRef::cast)?)
}

/// What a path stands for where an object is created.
fn defined(path: &ast::Path) -> Option<Object> {
    Some(within(path.qualifier(), path.segment()?.text()))
}

fn within(schema: Option<ast::PathRef>, name: String) -> Object {
    let schema = schema.and_then(|schema| Some(schema.segment()?.text()));
    Object::Within(schema.unwrap_or_default(), name)
}

fn first_word(node: &SyntaxNode) -> Option<SyntaxKind> {
    let mut tokens = node
        .children_with_tokens()
        .filter_map(|child| child.into_token());
    tokens
        .find(|token| !token.kind().is_trivia())
        .map(|token| token.kind())
}
