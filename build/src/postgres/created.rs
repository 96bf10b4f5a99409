//! What a script has created itself: nobody else waits for it, reads it or misses it.

use std::collections::BTreeSet;

use squawk_syntax::ast::{self, AstNode, NameLike as _};
use squawk_syntax::{SyntaxKind, SyntaxNode};

/// What there is in a database, by its name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Object {
    /// A table, index, view, sequence, type or domain, and its schema.
    Within(String, String),
    Schema(String),
    Extension(String),
}

/// What the statements of a script so far have created and not dropped again.
#[derive(Debug, Default)]
pub(super) struct Created {
    objects: BTreeSet<Object>,
}

impl Created {
    /// Whether `object` was created by the statements so far.
    pub(super) fn contains(&self, object: &Object) -> bool {
        self.objects.contains(object)
    }

    /// Whether all that `statement` alters, drops or rebuilds was created by the statements before it.
    pub(super) fn is_all_of(&self, statement: &ast::Stmt) -> bool {
        let subjects = subjects(statement);
        !subjects.is_empty() && subjects.iter().all(|object| self.contains(object))
    }

    /// Goes on to the next statement.
    pub(super) fn follow(&mut self, statement: &ast::Stmt) {
        if drops_what_it_names(statement) {
            for object in subjects(statement) {
                self.objects.remove(&object);
            }
        }
        // An index is as old as its table.
        let is_index = matches!(statement, ast::Stmt::CreateIndex(_));
        if !is_index || self.is_all_of(statement) {
            self.objects.extend(created_by(statement));
        }
        self.rename(statement);
    }

    fn rename(&mut self, statement: &ast::Stmt) {
        let ast::Stmt::AlterTable(table) = statement else {
            return;
        };
        let new = table.actions().find_map(|action| match action {
            ast::AlterTableAction::TableRenameTo(rename) => rename.table_name(),
            _ => None,
        });
        let new = new.and_then(|name| Some(name.path()?.segment()?.text()));
        let old = subjects(statement).into_iter().next();
        if let (Some(new), Some(Object::Within(schema, old))) = (new, old)
            && self.objects.remove(&Object::Within(schema.clone(), old))
        {
            self.objects.insert(Object::Within(schema, new));
        }
    }
}

/// What `statement` creates, `IF NOT EXISTS` or not.
fn created_by(statement: &ast::Stmt) -> Option<Object> {
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
        ast::Stmt::CreateIndex(index) => {
            let name = path(index.index()?.syntax())?.segment()?.text();
            match subjects(statement).into_iter().next()? {
                Object::Within(schema, _) => Some(Object::Within(schema, name)),
                _ => None,
            }
        }
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

/// What `statement` alters, drops, indexes or rebuilds.
fn subjects(statement: &ast::Stmt) -> Vec<Object> {
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

/// `DROP TRIGGER … ON table` names the table too, and so do others.
fn drops_what_it_names(statement: &ast::Stmt) -> bool {
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

/// What a path stands for where an object is mentioned.
pub(super) fn mentioned(path: &ast::PathRef) -> Option<Object> {
    Some(within(path.qualifier(), path.segment()?.text()))
}

/// What a path stands for where an object is created.
fn defined(path: &ast::Path) -> Option<Object> {
    Some(within(path.qualifier(), path.segment()?.text()))
}

/// Without a schema, the one is meant that tables are created in by default; a temporary table needs none.
fn within(schema: Option<ast::PathRef>, name: String) -> Object {
    let schema = schema.and_then(|schema| Some(schema.segment()?.text()));
    let schema = schema.filter(|schema| !["public", "pg_temp"].contains(&schema.as_str()));
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
