//! What a rule of squawk says, in Ingrain's voice.

use ingrain_core::Rule;
use squawk_linter::Violation;

pub(super) struct Words {
    pub(super) title: String,
    pub(super) notes: Vec<String>,
    pub(super) help: Option<String>,
}

/// What to say of `violation`: our words where there are some, else squawk's.
pub(super) fn of(rule: Rule, violation: &Violation) -> Words {
    if let Some((title, help)) = ours(rule, &violation.message) {
        return Words {
            title: title.to_owned(),
            notes: Vec::new(),
            help: Some(help.to_owned()),
        };
    }
    let mut sentences = violation.message.split_inclusive(". ").map(plain);
    Words {
        title: sentences.next().unwrap_or_default(),
        notes: sentences.collect(),
        help: violation.help.as_deref().map(plain),
    }
}

/// Lower case, without a final period.
fn plain(sentence: &str) -> String {
    let sentence = sentence.trim().trim_end_matches('.');
    let mut chars = sentence.chars();
    match (chars.next(), chars.next()) {
        (Some(first), Some(second)) if second.is_lowercase() || second == ' ' => {
            first.to_lowercase().chain([second]).chain(chars).collect()
        }
        _ => sentence.to_owned(),
    }
}

/// Title and help for what is denied or warned of where nobody says otherwise.
fn ours(rule: Rule, message: &str) -> Option<(&'static str, &'static str)> {
    // A rule about columns is about the attributes of a type too.
    let is_column = !message.contains("attribute");
    Some(match rule {
        Rule::AddingRequiredField => (
            "a column that is NOT NULL and has no default cannot be added to a table with rows",
            "give it a default; or add it without NOT NULL, fill it, and set NOT NULL in a later migration",
        ),
        Rule::BanDuplicateColumnAssignments => (
            "this column is assigned to twice",
            "leave one of them: Postgres refuses both together",
        ),
        Rule::BanDropColumn if is_column => (
            "this drops a column, and what it holds",
            "drop it once no running binary uses it, and nobody needs what it holds",
        ),
        Rule::BanDropColumn => (
            "this drops an attribute, and what it holds in every column of the type",
            "drop it once no running binary uses it, and nobody needs what it holds",
        ),
        Rule::BanDropDatabase => (
            "this drops a database, and all that is in it",
            "leave that to who runs the server",
        ),
        Rule::BanDropSchema => (
            "this drops a schema, and with CASCADE all that is in it",
            "drop it once no running binary uses it, and nobody needs what it holds",
        ),
        Rule::BanDropTable => (
            "this drops a table, and its rows",
            "drop it once no running binary uses it, and nobody needs its rows",
        ),
        Rule::BanTruncateCascade => (
            "CASCADE empties every table that refers to these as well, and those that refer to them",
            "name the tables that are to be emptied, and leave CASCADE out",
        ),
        _ => return disturbing(rule, message, is_column),
    })
}

/// The same for what makes others wait or fail.
fn disturbing(rule: Rule, message: &str, is_column: bool) -> Option<(&'static str, &'static str)> {
    Some(match rule {
        Rule::AddingFieldWithDefault => (
            "adding this column rewrites the table, and nobody can read or write it meanwhile",
            "add the column without it, fill existing rows step by step, and set the default then; \
             a default that is constant, or `now()`, needs no rewrite",
        ),
        Rule::AddingForeignKeyConstraint => (
            "adding a foreign key reads the whole table, and nobody can write to either table meanwhile",
            "add it by ADD CONSTRAINT … NOT VALID, and VALIDATE CONSTRAINT in a later migration",
        ),
        Rule::AddingNotNullableField => (
            "SET NOT NULL reads the whole table, and nobody can read or write it meanwhile",
            "add `CHECK (column IS NOT NULL) NOT VALID`, and VALIDATE CONSTRAINT in a later migration: \
             with that, SET NOT NULL need not read the table",
        ),
        Rule::AddingSerialPrimaryKeyField => (
            "adding a primary key builds its index, and nobody can read or write the table meanwhile",
            "create a unique index CONCURRENTLY in a migration of its own, then ADD PRIMARY KEY USING INDEX",
        ),
        Rule::BanAlterDomainWithAddConstraint => (
            "adding a constraint to a domain reads every table that uses it, and nobody can write to them meanwhile",
            "put the constraint on the columns instead, as NOT VALID, and validate it in a later migration",
        ),
        Rule::BanDropExtension => (
            "this drops an extension, with its functions and types",
            "drop it once nothing uses them",
        ),
        Rule::ChangingColumnType if is_column => (
            "changing a column's type mostly rewrites the table, and nobody can read or write it meanwhile",
            "add a column of the new type, fill it, and drop the old one once no running binary uses it",
        ),
        Rule::ChangingColumnType => (
            "changing an attribute's type breaks running binaries, which read it as it was",
            "do it once no running binary uses the attribute",
        ),
        Rule::ConstraintMissingNotValid if !message.starts_with("Using") => (
            "adding a constraint reads the whole table, and nobody can write to it meanwhile",
            "add it as NOT VALID, and VALIDATE CONSTRAINT in a later migration",
        ),
        Rule::ConstraintMissingNotValid => (
            "validating a constraint in the transaction that adds it gains nothing: nobody can write to the table meanwhile",
            "move VALIDATE CONSTRAINT to a later migration",
        ),
        Rule::DisallowedUniqueConstraint => (
            "adding a UNIQUE constraint builds its index, and nobody can read or write the table meanwhile",
            "create a unique index CONCURRENTLY in a migration of its own, then ADD CONSTRAINT … UNIQUE USING INDEX",
        ),
        Rule::IdentifierTooLong => (
            "this name is longer than 63 bytes, and Postgres cuts it",
            "find a shorter one: names that are cut may be alike",
        ),
        Rule::RenamingColumn if is_column => (
            "renaming a column breaks running binaries, which know it by its old name",
            "add a column of the new name, keep both alike, and drop the old one once no running binary uses it",
        ),
        Rule::RenamingColumn => (
            "renaming an attribute breaks running binaries, which know it by its old name",
            "do it once no running binary uses the attribute",
        ),
        Rule::RenamingTable => (
            "renaming a table breaks running binaries, which know it by its old name",
            "leave a view of the old name in its place, until no running binary uses it",
        ),
        _ => return concurrently(rule),
    })
}

/// The same for what Postgres can do without making others wait.
fn concurrently(rule: Rule) -> Option<(&'static str, &'static str)> {
    Some(match rule {
        Rule::RequireConcurrentIndexCreation => (
            "nobody can write to the table while this index is built",
            "CREATE INDEX CONCURRENTLY, in a migration of its own that says `-- ingrain: no-transaction` at its top",
        ),
        Rule::RequireConcurrentIndexDeletion => (
            "dropping an index waits for all who use the table, and makes everybody else wait behind it",
            "DROP INDEX CONCURRENTLY, in a migration of its own that says `-- ingrain: no-transaction` at its top",
        ),
        Rule::RequireConcurrentPartitionDetach => (
            "detaching a partition waits for all who use the table, and makes everybody else wait behind it",
            "DETACH PARTITION … CONCURRENTLY, in a migration of its own that says `-- ingrain: no-transaction` at its top",
        ),
        Rule::RequireConcurrentReindex => (
            "nobody can write while this is indexed anew, nor read through the index",
            "REINDEX … CONCURRENTLY, in a migration of its own that says `-- ingrain: no-transaction` at its top",
        ),
        _ => return None,
    })
}
