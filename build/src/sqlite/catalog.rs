//! What depends on what in a schema, kept up to date change by change: the cost of a migration goes by
//! what it changes, not by how much there is.

use std::collections::{BTreeMap, BTreeSet};

use ingrain_core::{Dialect, split};

use super::outline::{Outline, names, texts};
use super::schema::{Kind, Object, Schema};
use super::table;

/// The objects of a schema, and what depends on what. Names are in lower case.
#[derive(Default, Clone)]
pub(super) struct Catalog {
    pub(super) objects: Schema,
    families: BTreeMap<String, Family>,
    /// The views, triggers and virtual tables whose text names something.
    mentions: BTreeMap<String, BTreeSet<(Kind, String)>>,
}

/// What a table has to do with others by foreign keys.
#[derive(Default, Clone)]
struct Family {
    /// The tables that it refers to.
    parents: Vec<String>,
    /// The tables that refer to it.
    children: BTreeSet<String>,
}

impl Catalog {
    pub(super) fn of(objects: Schema) -> Catalog {
        let mut catalog = Catalog::default();
        catalog.change(&Schema::new(), objects);
        catalog
    }

    /// Takes in that the part `before` of the schema became `after`.
    pub(super) fn change(&mut self, before: &Schema, after: Schema) {
        for (key, object) in before {
            if after.get(key) != Some(object) {
                self.remove(key);
            }
        }
        for (key, object) in after {
            if before.get(&key) != Some(&object) {
                self.add(key, object);
            }
        }
    }

    fn remove(&mut self, key: &(Kind, String)) {
        let Some(object) = self.objects.remove(key) else {
            return;
        };
        let family = match object.kind {
            Kind::Table => self.families.get_mut(&key.1),
            _ => None,
        };
        let parents = family.map(|family| std::mem::take(&mut family.parents));
        for parent in parents.unwrap_or_default() {
            let family = self.families.entry(parent).or_default();
            family.children.remove(&key.1);
        }
        for name in mentioned(&object) {
            self.mentions.entry(name).or_default().remove(key);
        }
    }

    fn add(&mut self, key: (Kind, String), object: Object) {
        let parents = parents(&object);
        for parent in &parents {
            let family = self.families.entry(parent.clone()).or_default();
            family.children.insert(key.1.clone());
        }
        if !parents.is_empty() {
            self.families.entry(key.1.clone()).or_default().parents = parents;
        }
        for name in mentioned(&object) {
            self.mentions.entry(name).or_default().insert(key.clone());
        }
        self.objects.insert(key, object);
    }

    pub(super) fn object(&self, kind: Kind, name: &str) -> Option<&Object> {
        self.objects.get(&(kind, name.to_ascii_lowercase()))
    }

    /// The ordinary table of this name.
    pub(super) fn table(&self, name: &str) -> Option<&Object> {
        self.object(Kind::Table, name)
            .filter(|table| table.is_ordinary_table())
    }

    /// The tables that the foreign keys of a table refer to; the name is in lower case.
    pub(super) fn parents(&self, table: &str) -> &[String] {
        let family = self.families.get(table);
        family.map_or(&[], |family| family.parents.as_slice())
    }

    /// The tables whose foreign keys refer to a table; the name is in lower case.
    pub(super) fn children(&self, parent: &str) -> impl Iterator<Item = &str> {
        let family = self.families.get(parent).into_iter();
        family
            .flat_map(|family| &family.children)
            .map(String::as_str)
    }

    pub(super) fn mentions(&self, name: &str) -> impl Iterator<Item = &Object> {
        let keys = self.mentions.get(name).into_iter().flatten();
        keys.filter_map(|key| self.objects.get(key))
    }

    /// The triggers on a table or a view; the name is in lower case.
    pub(super) fn triggers_on(&self, table: &str) -> impl Iterator<Item = &Object> {
        self.mentions(table)
            .filter(move |object| object.kind == Kind::Trigger && object.is_on(table))
    }

    /// The ordinary tables whose rows matter to a script: those that it names, those that views which it
    /// names read, and those that foreign keys and triggers change along with them.
    pub(super) fn affected(&self, script: &Outline<'_>) -> BTreeSet<String> {
        let read = self.reached(script.named.iter(), |_| Vec::new());
        let along = |name: &str| {
            let children = self.children(name).map(str::to_owned);
            children
                .chain(self.triggers_on(name).flat_map(mentioned))
                .collect()
        };
        let written = self.reached(script.written.iter(), along);
        read.into_iter().chain(written).collect()
    }

    /// The ordinary tables among `names`, behind views and virtual tables among them, and `along` with them.
    fn reached<'n>(
        &self,
        names: impl Iterator<Item = &'n String>,
        along: impl Fn(&str) -> Vec<String>,
    ) -> BTreeSet<String> {
        let mut seen: BTreeSet<String> = names.cloned().collect();
        let mut queue: Vec<String> = seen.iter().cloned().collect();
        let mut tables = BTreeSet::new();
        while let Some(name) = queue.pop() {
            let behind = self
                .object(Kind::View, &name)
                .or_else(|| self.object(Kind::Table, &name));
            let Some(object) = behind else { continue };
            let mut more = along(&name);
            if object.is_ordinary_table() {
                tables.insert(name);
            } else {
                more.extend(mentioned(object));
            }
            for name in more {
                if seen.insert(name.clone()) {
                    queue.push(name);
                }
            }
        }
        tables
    }

    /// The tables and views that may not work any more because something called one of `changed` did.
    pub(super) fn dependents(&self, changed: &BTreeSet<String>) -> BTreeSet<(Kind, String)> {
        let mut found = BTreeSet::new();
        let mut queue: Vec<(Kind, String)> = Vec::new();
        for name in changed {
            queue.extend([(Kind::Table, name.clone()), (Kind::View, name.clone())]);
            queue.extend(
                self.children(name)
                    .map(|child| (Kind::Table, child.to_owned())),
            );
            queue.extend(self.mentioning(name));
        }
        while let Some(key) = queue.pop() {
            if self.objects.contains_key(&key) && found.insert(key.clone()) && key.0 == Kind::View {
                queue.extend(self.mentioning(&key.1));
            }
        }
        found
    }

    /// The views and virtual tables that name it, and the tables and views whose triggers do.
    fn mentioning(&self, name: &str) -> Vec<(Kind, String)> {
        let kinds = |object: &Object| match object.kind {
            Kind::View | Kind::Table => vec![object.key()],
            Kind::Trigger => [Kind::Table, Kind::View]
                .map(|kind| (kind, object.table.to_ascii_lowercase()))
                .to_vec(),
            Kind::Index => Vec::new(),
        };
        self.mentions(name).flat_map(kinds).collect()
    }
}

/// What the foreign keys in the text of a table refer to.
fn parents(object: &Object) -> Vec<String> {
    const WORD: &[u8] = b"references";
    let refers = || {
        object
            .sql
            .as_bytes()
            .windows(WORD.len())
            .any(|part| part.eq_ignore_ascii_case(WORD))
    };
    if !object.is_ordinary_table() || !refers() {
        return Vec::new();
    }
    let table = table::parse(&object.sql).unwrap_or_default();
    table
        .foreign_keys
        .into_iter()
        .map(|key| key.parent)
        .collect()
}

/// The names in the text of a view, a trigger or a virtual table.
pub(super) fn mentioned(object: &Object) -> BTreeSet<String> {
    if matches!(object.kind, Kind::Index) || object.is_ordinary_table() {
        return BTreeSet::new();
    }
    let statements = split(Dialect::Sqlite, &object.sql).unwrap_or_default();
    let mut found = BTreeSet::new();
    for statement in &statements {
        found.extend(names(statement.tokens()));
        if object.is_virtual() {
            found.extend(texts(statement.tokens()));
        }
    }
    found
}
