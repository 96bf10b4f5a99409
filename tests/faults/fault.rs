//! What is done to the victim, and when.

use std::fmt;

/// One fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Fault {
    pub(crate) kind: Kind,
    /// Counted from 1; for [`Kind::Time`], microseconds from its start.
    pub(crate) moment: u64,
}

/// What, and by what the moment is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// `files.c` does this at the n-th operation on a file.
    File(&'static str),
    /// SQLite: it is killed before its n-th statement.
    Statement,
    /// Postgres: when the statements before the n-th are done, and no more.
    Before(Blow),
    /// Postgres: when the message with the n-th statement is done, all or most of its answer on the way.
    Unanswered(Blow),
    /// Postgres: while the message with the n-th statement is being worked on.
    During(Blow),
    /// At any time.
    Time(Blow),
}

/// What is done from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Blow {
    /// `kill -9`.
    Kill,
    /// `kill -TERM`.
    Term,
    /// The connection is cut; both ends live.
    Cut,
    /// Another session ends it: `pg_terminate_backend`.
    Terminate,
    /// The server crashes, and recovers.
    Crash,
}

/// What `files.c` can do, and at how many of all moments it is done once.
pub(crate) const FILES: [(&str, u64); 5] = [
    ("kill", 1),
    ("torn", 1),
    ("full", 1),
    ("sync", 2),
    // To the process it is the same as `kill`.
    ("term", 5),
];

impl Blow {
    pub(crate) const ALL: [Blow; 5] = [
        Blow::Kill,
        Blow::Term,
        Blow::Cut,
        Blow::Terminate,
        Blow::Crash,
    ];

    fn name(self) -> &'static str {
        match self {
            Blow::Kill => "kill",
            Blow::Term => "term",
            Blow::Cut => "cut",
            Blow::Terminate => "terminate",
            Blow::Crash => "crash",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Kind::File(name) => write!(f, "{name}-at-file-operation"),
            Kind::Statement => f.write_str("kill-before-statement"),
            Kind::Before(blow) => write!(f, "{}-after-statements", blow.name()),
            Kind::Unanswered(blow) => write!(f, "{}-before-answer", blow.name()),
            Kind::During(blow) => write!(f, "{}-during-statement", blow.name()),
            Kind::Time(blow) => write!(f, "{}-at-microsecond", blow.name()),
        }
    }
}

/// `torn-at-file-operation 17`.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind, self.moment)
    }
}

impl Fault {
    /// The fault that this text shows.
    pub(crate) fn parse(text: &str) -> Option<Fault> {
        let (name, moment) = text.split_once(' ')?;
        let files = FILES.map(|(name, _)| Kind::File(name));
        let blows = Blow::ALL.into_iter().flat_map(|blow| {
            [
                Kind::Before(blow),
                Kind::Unanswered(blow),
                Kind::During(blow),
                Kind::Time(blow),
            ]
        });
        let mut kinds = files.into_iter().chain([Kind::Statement]).chain(blows);
        Some(Fault {
            kind: kinds.find(|kind| kind.to_string() == name)?,
            moment: moment.parse().ok()?,
        })
    }
}
