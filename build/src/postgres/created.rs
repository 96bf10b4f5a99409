//! What a script has created itself: nobody else waits for it, reads it or misses it.

use std::collections::BTreeSet;

use squawk_syntax::ast;

use super::object::{Object, created_by, drops_what_it_names, is_temporary, subjects};

/// The schema of temporary tables.
const TEMPORARY: &str = "pg_temp";

/// The schema that tables are created in by default.
const DEFAULT: &str = "public";

/// What the statements of a script so far have created and not dropped again.
#[derive(Debug, Clone, Default)]
pub(super) struct Created {
    objects: BTreeSet<Object>,
}

impl Created {
    /// Whether `object` was created by the statements so far.
    pub(super) fn contains(&self, object: &Object) -> bool {
        self.objects.contains(&self.meant_by(object.clone()))
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
                self.objects.remove(&self.meant_by(object));
            }
        }
        // An index is as old as its table.
        let is_index = matches!(statement, ast::Stmt::CreateIndex(_));
        if !is_index || self.is_all_of(statement) {
            let created = created_by(statement).map(|object| self.placed(object, statement));
            self.objects.extend(created);
        }
        self.rename(statement);
    }

    /// Where no schema is mentioned, a temporary table stands before all others.
    fn meant_by(&self, object: Object) -> Object {
        match object {
            Object::Within(schema, name) if schema.is_empty() => {
                let temporary = Object::Within(TEMPORARY.to_owned(), name.clone());
                match self.objects.contains(&temporary) {
                    true => temporary,
                    false => Object::Within(DEFAULT.to_owned(), name),
                }
            }
            _ => object,
        }
    }

    /// Where `statement` creates `object`.
    fn placed(&self, object: Object, statement: &ast::Stmt) -> Object {
        match (object, statement) {
            // An index is in the schema of its table.
            (Object::Within(_, name), ast::Stmt::CreateIndex(_)) => {
                let table = subjects(statement).into_iter().next();
                match table.map(|table| self.meant_by(table)) {
                    Some(Object::Within(schema, _)) => Object::Within(schema, name),
                    _ => Object::Within(DEFAULT.to_owned(), name),
                }
            }
            (Object::Within(schema, name), _) if schema.is_empty() => {
                let schema = match is_temporary(statement) {
                    true => TEMPORARY,
                    false => DEFAULT,
                };
                Object::Within(schema.to_owned(), name)
            }
            (object, _) => object,
        }
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
        let old = old.map(|old| self.meant_by(old));
        if let (Some(new), Some(Object::Within(schema, old))) = (new, old)
            && self.objects.remove(&Object::Within(schema.clone(), old))
        {
            self.objects.insert(Object::Within(schema, new));
        }
    }
}
