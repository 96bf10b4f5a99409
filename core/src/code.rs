//! The codes of everything that can be wrong. `docs/errors.md` has an entry for each.

use std::fmt;

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $number:literal,)+) => {
        /// The code of a mistake, a refusal or a failure; shown as `ING` and four digits.
        ///
        /// Below 100: found in the folder, by the build. From 100: refusals of the planner. From 200:
        /// failures while running. From 300: of the command line.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[doc = $doc])+ $name = $number,)+
        }

        impl Code {
            /// Every code there is, in order.
            pub const ALL: &[Code] = &[$(Code::$name),+];
        }
    };
}

codes! {
    /// The folder does not exist or cannot be read.
    FolderUnreadable = 1,
    /// The folder holds no migration.
    FolderEmpty = 2,
    /// A file's name cannot be understood.
    Misnamed = 3,
    /// Two migrations claim one version.
    DuplicateVersion = 4,
    /// Sequential numbering leaves a version out.
    Gap = 5,
    /// An up script has neither a down script nor a reason for having none.
    MissingDown = 6,
    /// A script holds no statement.
    EmptyScript = 7,
    /// A down script has no up script.
    OrphanDown = 8,
    /// A folder mixes layouts.
    MixedLayouts = 9,
    /// A directive does not exist.
    UnknownDirective = 10,
    /// A directive exists, but not like this or not here.
    MisusedDirective = 11,
    /// A version has no script for a declared dialect.
    MissingDialect = 12,
    /// A file is not text.
    NotText = 13,
    /// A quote, comment or body is never closed.
    Unterminated = 14,
    /// A script begins or ends a transaction.
    TransactionControl = 15,
    /// A statement cannot run inside a transaction.
    NeedsNoTransaction = 16,
    /// No build script watches the folder.
    NotWatched = 17,
    /// The build script saw other files than the macro.
    StaleWatch = 18,
    /// `ingrain.toml` is wrong.
    Config = 19,
    /// No dialect uses a script.
    UnusedScript = 20,
    /// The macro was called wrongly.
    MacroUsage = 21,
    /// `ingrain.lock` is not as Ingrain wrote it.
    LockFile = 22,
    /// The up script of a sealed migration has changed.
    SealedEdited = 23,
    /// A sealed migration is not in the folder.
    SealedDeleted = 24,
    /// A sealed migration has another version.
    SealedRenumbered = 25,
    /// A migration that is not sealed stands below one that is.
    InsertedBelowSealed = 26,
    /// A release build holds what is not sealed.
    Unsealed = 27,
    /// `ingrain.lock` was written by a later version of Ingrain.
    NewerLockFile = 28,
    /// `INGRAIN_SEAL` asks for something that does not exist.
    SealRequest = 29,
    /// A statement needs data from a client, which a script cannot give.
    NeedsClient = 30,
    /// A statement is no SQL that Postgres knows.
    PostgresSyntax = 31,
    /// A statement fails, loses data or disturbs others when it runs on Postgres.
    Hazard = 32,
    /// A script fails when it is rehearsed on SQLite.
    RehearsalFailed = 33,
    /// A down script does not take back what its up script made.
    DownDiffers = 34,
    /// A script loses rows that are none of its business.
    RowsLost = 35,
    /// A script loses an index or a trigger that it does not name.
    ObjectLost = 36,
    /// A script leaves references to what is not there.
    ReferenceBroken = 37,
    /// A table could not be filled with rows, so that less is proven.
    NotSeeded = 38,
    /// An `allow` directive allows nothing that was found.
    UnneededAllow = 39,
    /// A Rust script has no function, or a function no script.
    RustFunction = 40,

    /// An applied migration's script has changed.
    Divergent = 101,
    /// An applied migration below the head is not embedded.
    Missing = 102,
    /// An applied migration above the head is not embedded, and is not compatible.
    Newer = 103,
    /// A pending migration stands below the last applied one.
    OutOfOrder = 104,
    /// Something is pending or asked for, and the policy only verifies.
    Pending = 105,
    /// A no-transaction migration stopped part-way and cannot be resumed.
    Unfinished = 106,
    /// The database has tables but no history; or it has neither, and a baseline is asked for.
    Unmanaged = 107,
    /// A destructive command on a database stamped as production.
    Protected = 108,
    /// A migration on the way down has no down script.
    Irreversible = 109,
    /// The target does not exist or lies the other way, or a baseline is asked of a managed database.
    BadTarget = 110,
    /// What another tool recorded cannot be taken over.
    Unadoptable = 111,
    /// A migration is Rust, and cannot run here.
    RustAbsent = 112,
    /// What would be done is not what was confirmed.
    NotAsConfirmed = 113,

    /// A statement of a migration failed.
    StatementFailed = 201,
    /// The database failed outside a migration's own statements.
    Database = 202,
    /// The history table holds what Ingrain never wrote.
    CorruptHistory = 203,
    /// Another process or a lock was in the way for too long.
    TimedOut = 204,
    /// The chain is not embedded for this database.
    DialectNotEmbedded = 205,
    /// A migration left rows that violate a foreign key.
    ForeignKeyViolated = 206,
    /// The migrator was given a setting that cannot be used.
    Settings = 207,
    /// A backup could not be made, or not be restored.
    BackupFailed = 208,
    /// The application's own hook stopped the call.
    Stopped = 209,

    /// No database URL was given, or it is not one.
    DatabaseUrl = 301,
    /// The database cannot be opened or reached.
    Unreachable = 302,
    /// A command that has to be confirmed was not.
    Unconfirmed = 303,
    /// The user interrupted a command.
    Interrupted = 304,
    /// The command itself failed: the program panicked, or the system withheld what it needs.
    CommandFailed = 305,
    /// Which package or folder of migrations is meant cannot be told.
    Whereabouts = 311,
    /// A file of the package cannot be read or written.
    FileUnwritable = 312,
    /// A new migration cannot be given this name.
    NoDescription = 313,
    /// A sealed migration is not sealed anew: a database has applied it, or nobody can tell.
    NotResealed = 314,
}

impl Code {
    /// The number: 4 for `ING0004`.
    pub const fn number(self) -> u16 {
        self as u16
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ING{:04}", self.number())
    }
}
