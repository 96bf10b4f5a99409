//! The rules that the proof of a chain goes by, and how much each of them counts.
//! `docs/proof.md` tells what each is about.

use std::fmt;

use crate::name::nearest;
use crate::{Code, Dialect, Direction};

/// What comes of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nothing.
    Allow,
    /// Who builds is told.
    Warn,
    /// The build fails.
    Deny,
}

impl Level {
    /// The word for it in `ingrain.toml`.
    pub const fn name(self) -> &'static str {
        match self {
            Level::Allow => "allow",
            Level::Warn => "warn",
            Level::Deny => "deny",
        }
    }

    /// The level that `name` stands for.
    pub fn from_name(name: &str) -> Option<Level> {
        [Level::Allow, Level::Warn, Level::Deny]
            .into_iter()
            .find(|level| level.name() == name)
    }
}

/// What a rule is about, from which its level follows where nobody says another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Matter {
    /// The script fails, or does not do what it says: denied, in down scripts too.
    CannotWork,
    /// Rows are lost, or what they depend on: denied.
    LosesData,
    /// Others wait, or binaries that run fail: warned of.
    Disturbs,
    /// The proof proves less than it should: warned of, in down scripts too.
    ProvesLess,
    /// A matter of opinion: allowed.
    Taste,
}

macro_rules! rules {
    ($($dialect:ident { $($matter:ident => $code:ident { $($name:ident = $text:literal,)+ })+ })+) => {
        /// A rule of the proof, by the name that `ingrain.toml` and `-- ingrain: allow` know it under.
        ///
        /// On Postgres most are those of the linter squawk, under its names.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        #[expect(missing_docs, reason = "the name says it, and docs/proof.md says more")]
        pub enum Rule {
            $($($($name,)+)+)+
        }

        impl Rule {
            /// Every rule there is.
            pub const ALL: &[Rule] = &[$($($(Rule::$name,)+)+)+];

            /// Its name.
            pub const fn name(self) -> &'static str {
                match self { $($($(Rule::$name => $text,)+)+)+ }
            }

            /// The database that it is about.
            pub const fn dialect(self) -> Dialect {
                match self { $($($(Rule::$name)|+)|+ => Dialect::$dialect,)+ }
            }

            /// The code of what is found by it.
            pub const fn code(self) -> Code {
                match self { $($($(Rule::$name)|+ => Code::$code,)+)+ }
            }

            const fn matter(self) -> Matter {
                match self { $($($(Rule::$name)|+ => Matter::$matter,)+)+ }
            }
        }
    };
}

rules! {
    Sqlite {
        CannotWork => RehearsalFailed {
            RehearsalFails = "rehearsal-fails",
            UniqueOverDuplicates = "unique-over-duplicates",
            NotRepeatable = "not-repeatable",
            UnknownFunction = "unknown-function",
        }
        CannotWork => DownDiffers { DownDiffers = "down-differs", }
        CannotWork => ReferenceBroken { ReferenceBroken = "reference-broken", }
        LosesData => RowsLost { RowsLost = "rows-lost", SequenceLost = "sequence-lost", }
        LosesData => ObjectLost { ObjectLost = "object-lost", }
        ProvesLess => NotSeeded { TableNotSeeded = "table-not-seeded", }
    }
    Postgres {
        CannotWork => PostgresSyntax { SyntaxError = "syntax-error", }
        CannotWork => Hazard {
            EnumValueUsedAtOnce = "enum-value-used-at-once",
            AddingRequiredField = "adding-required-field",
            BanDuplicateColumnAssignments = "ban-duplicate-column-assignments",
        }
        LosesData => Hazard {
            BanDropColumn = "ban-drop-column",
            BanDropDatabase = "ban-drop-database",
            BanDropSchema = "ban-drop-schema",
            BanDropTable = "ban-drop-table",
            BanTruncateCascade = "ban-truncate-cascade",
        }
        Disturbs => Hazard {
            WriteWithoutWhere = "write-without-where",
            AddingFieldWithDefault = "adding-field-with-default",
            AddingForeignKeyConstraint = "adding-foreign-key-constraint",
            AddingNotNullableField = "adding-not-nullable-field",
            AddingSerialPrimaryKeyField = "adding-serial-primary-key-field",
            BanAlterDomainWithAddConstraint = "ban-alter-domain-with-add-constraint",
            BanDropExtension = "ban-drop-extension",
            ChangingColumnType = "changing-column-type",
            ConstraintMissingNotValid = "constraint-missing-not-valid",
            DisallowedUniqueConstraint = "disallowed-unique-constraint",
            IdentifierTooLong = "identifier-too-long",
            RenamingColumn = "renaming-column",
            RenamingTable = "renaming-table",
            RequireConcurrentIndexCreation = "require-concurrent-index-creation",
            RequireConcurrentIndexDeletion = "require-concurrent-index-deletion",
            RequireConcurrentPartitionDetach = "require-concurrent-partition-detach",
            RequireConcurrentReindex = "require-concurrent-reindex",
        }
        Taste => Hazard {
            BanAddColumn = "ban-add-column",
            BanAddCompositeAttribute = "ban-add-composite-attribute",
            BanAddEnumValue = "ban-add-enum-value",
            BanAlterDatabaseOptions = "ban-alter-database-options",
            BanAlterExtension = "ban-alter-extension",
            BanAlterFunctionOptions = "ban-alter-function-options",
            BanAlterGeneratedExpression = "ban-alter-generated-expression",
            BanAlterIdentity = "ban-alter-identity",
            BanAlterPolicyCondition = "ban-alter-policy-condition",
            BanAlterPolicyRoles = "ban-alter-policy-roles",
            BanAlterRoleOptions = "ban-alter-role-options",
            BanAlterRowLevelSecurity = "ban-alter-row-level-security",
            BanAlterSequenceValues = "ban-alter-sequence-values",
            BanAlterSystemOptions = "ban-alter-system-options",
            BanAlterViewOptions = "ban-alter-view-options",
            BanCharField = "ban-char-field",
            BanCreateDomainWithConstraint = "ban-create-domain-with-constraint",
            BanCreatePolicy = "ban-create-policy",
            BanDetachInheritance = "ban-detach-inheritance",
            BanDisableTrigger = "ban-disable-trigger",
            BanDropConstraint = "ban-drop-constraint",
            BanDropDefault = "ban-drop-default",
            BanDropDomain = "ban-drop-domain",
            BanDropFunction = "ban-drop-function",
            BanDropGeneratedExpression = "ban-drop-generated-expression",
            BanDropIndex = "ban-drop-index",
            BanDropNotNull = "ban-drop-not-null",
            BanDropPolicy = "ban-drop-policy",
            BanDropSequence = "ban-drop-sequence",
            BanDropTrigger = "ban-drop-trigger",
            BanDropType = "ban-drop-type",
            BanDropView = "ban-drop-view",
            BanNewWriteRestriction = "ban-new-write-restriction",
            BanReplaceViewFunction = "ban-replace-view-function",
            BanReplicaIdentity = "ban-replica-identity",
            BanRevoke = "ban-revoke",
            BanSetDefault = "ban-set-default",
            BanSetSchema = "ban-set-schema",
            PreferBigintOverInt = "prefer-bigint-over-int",
            PreferBigintOverSmallint = "prefer-bigint-over-smallint",
            PreferIdentity = "prefer-identity",
            PreferRepack = "prefer-repack",
            PreferRobustStmts = "prefer-robust-stmts",
            PreferTextField = "prefer-text-field",
            PreferTimestampTz = "prefer-timestamp-tz",
            RenamingObject = "renaming-object",
            RequireEnumValueOrdering = "require-enum-value-ordering",
            RequireTableSchema = "require-table-schema",
        }
    }
}

impl Rule {
    /// The rule of this name.
    pub fn named(name: &str) -> Option<Rule> {
        Rule::ALL.iter().copied().find(|rule| rule.name() == name)
    }

    /// Which rule `unknown` may have meant, as a sentence.
    pub(crate) fn nearest_to(unknown: &str) -> String {
        let names: Vec<&str> = Rule::ALL.iter().map(|rule| rule.name()).collect();
        match nearest(unknown, &names) {
            Some(name) => format!("did you mean `{name}`?"),
            None => "docs/proof.md lists the rules".to_owned(),
        }
    }

    /// The level that it has where nobody says another.
    pub const fn default_level(self) -> Level {
        match self.matter() {
            Matter::CannotWork | Matter::LosesData => Level::Deny,
            Matter::Disturbs | Matter::ProvesLess => Level::Warn,
            Matter::Taste => Level::Allow,
        }
    }

    /// Whether what goes against it can be what its author wants, all things considered.
    pub(crate) const fn may_be_meant(self) -> bool {
        match self {
            // The parser may lag behind Postgres; what the application keeps apart, and what functions it has,
            // is known to nobody else.
            Rule::SyntaxError | Rule::UniqueOverDuplicates | Rule::UnknownFunction => true,
            _ => !matches!(self.matter(), Matter::CannotWork),
        }
    }

    /// Whether it is a matter of the rows that were there: on a new database the statement works.
    pub(crate) const fn is_about_rows(self) -> bool {
        matches!(self, Rule::AddingRequiredField)
    }

    /// Whether rows are lost where it is gone against, or what they depend on.
    pub(crate) const fn is_about_loss(self) -> bool {
        matches!(self.matter(), Matter::LosesData)
    }

    /// Whether scripts of this direction are held to it.
    ///
    /// A down script takes back what its up script made: on Postgres it is for taking things away, and is
    /// held to what cannot work only. On SQLite it runs on rows, and must not lose any that are not its own.
    pub const fn is_for(self, direction: Direction) -> bool {
        match (direction, self.dialect(), self.matter()) {
            (Direction::Up, ..) | (Direction::Down, Dialect::Sqlite, _) => true,
            (Direction::Down, Dialect::Postgres, Matter::CannotWork) => true,
            (Direction::Down, Dialect::Postgres, _) => false,
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_rule_has_a_name_of_its_own() {
        let names: BTreeSet<_> = Rule::ALL.iter().map(|rule| rule.name()).collect();
        assert_eq!(names.len(), Rule::ALL.len());
        for &rule in Rule::ALL {
            assert_eq!(Rule::named(rule.name()), Some(rule));
        }
        assert_eq!(Rule::named("ban-drop-colum"), None);
    }

    #[test]
    fn levels_are_known_by_their_words() {
        for level in [Level::Allow, Level::Warn, Level::Deny] {
            assert_eq!(Level::from_name(level.name()), Some(level));
        }
        assert_eq!(Level::from_name("error"), None);
    }

    #[test]
    fn what_cannot_work_cannot_be_meant_unless_nobody_here_knows() {
        let meant: Vec<Rule> = Rule::ALL
            .iter()
            .copied()
            .filter(|rule| rule.matter() == Matter::CannotWork && rule.may_be_meant())
            .collect();
        for rule in [
            Rule::SyntaxError,
            Rule::UniqueOverDuplicates,
            Rule::UnknownFunction,
        ] {
            assert!(meant.contains(&rule), "{rule}");
        }
        assert_eq!(meant.len(), 3);
        assert!(Rule::BanDropTable.may_be_meant());
    }

    #[test]
    fn a_down_script_on_postgres_may_take_things_away() {
        assert!(!Rule::BanDropTable.is_for(Direction::Down));
        assert!(Rule::SyntaxError.is_for(Direction::Down));
        assert!(Rule::RowsLost.is_for(Direction::Down));
    }
}
