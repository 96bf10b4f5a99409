//! What a unit's statements are, whoever sends them: the engine over a connection, or an offline script.

use ingrain_core::{Corrupt, Entry, Event, History, Key, Recorded, Statement, Step};

use super::sequence::Row;
use super::work::{self, Piece, Role, Script, script};
use super::{Stop, rust};
use crate::Error;
use crate::log::{Flush, Limits, Log, SearchPath};
use crate::migrator::Settings;

/// The log as this attempt leaves it.
pub(super) struct Written<'m> {
    pub(super) log: Log,
    /// Whether the history table is known to exist.
    pub(super) exists: bool,
    pub(super) history: History,
    /// The rows that are not known to be committed yet.
    pub(super) rows: Vec<Entry>,
    /// What the next row says besides, if nobody gave a reason for it.
    pub(super) note: Option<String>,
    /// Whether the next transaction has begun already.
    pub(super) begun: bool,
    pub(super) settings: &'m Settings,
    pub(super) applied_by: String,
}

impl Written<'_> {
    /// Adds the statements of one transaction, all but the COMMIT, and says which script is its last.
    pub(super) fn transaction<'s>(
        &mut self,
        steps: &'s [Step<'_>],
        note: Option<&str>,
        flush: Flush,
        pieces: &mut Vec<Piece<'s>>,
    ) -> Result<Option<Script<'s>>, Stop> {
        let dialect = self.log.dialect();
        if !std::mem::take(&mut self.begun) {
            pieces.push(Piece::new(self.log.begin(), Role::Begin));
        }
        let mut last = None;
        // The last rows whose scripts' durations are still to be written down: on SQLite, where a
        // transaction may hold thousands of them, a statement for each would show.
        let mut open = 0;
        for (at, step) in steps.iter().enumerate() {
            let script = script(step, dialect);
            if script.is_none() {
                pieces.extend(self.finished(&mut open));
            }
            let statements = script.as_ref().map(|script| script.statements(dialect));
            let statements = statements.transpose()?.unwrap_or_default();
            let path = match script.is_some_and(|script| script.directives.rust.is_some()) {
                true => SearchPath::PutBack,
                false => self.log.search_path(&statements),
            };
            let limits = self.limits(script.as_ref());
            let enter = self.log.enter(limits, path, flush, at == 0);
            pieces.extend(enter.map(|sql| Piece::new(sql, Role::Log)));
            pieces.extend(self.created());
            let (event, recorded) = step.recorded();
            let entry = self.record(event, recorded, None, note.or(work::note(step)))?;
            let insert = self.log.insert(&entry, &self.applied_by, None);
            pieces.push(Piece::new(insert, Role::Log));
            let Some(script) = script else { continue };
            if script.directives.rust.is_some() {
                pieces.extend(rust::pieces(script, &self.log));
            }
            let mut resets = Vec::new();
            for statement in statements {
                resets.extend(self.log.reset(&statement));
                pieces.push(Piece::new(
                    statement.text(),
                    Role::Script(script, statement),
                ));
            }
            let after = resets.into_iter().chain(self.log.restore(path));
            pieces.extend(after.map(|sql| Piece::new(sql, Role::Log)));
            open += 1;
            last = Some(script);
        }
        pieces.extend(self.finished(&mut open));
        Ok(last)
    }

    /// Writes down how long the scripts of the last rows took, `open` in number, which are none then.
    fn finished(&self, open: &mut u64) -> Option<Piece<'static>> {
        let rows = std::mem::take(open);
        let finish = || self.log.finish(self.history.last_seq(), rows);
        (rows > 0).then(|| Piece::new(finish(), Role::Log))
    }

    /// The statements of one row's transaction, to its COMMIT, and the number of the row.
    pub(super) fn row<'s>(
        &mut self,
        row: Row<'s>,
        duration_ms: Option<u64>,
    ) -> Result<(Vec<Piece<'s>>, u64), Stop> {
        let mut pieces = vec![Piece::new(self.log.begin(), Role::Begin)];
        pieces.extend(self.created());
        let entry = match row.last_key {
            Some(key) => self.record_key(row.event, row.migration, row.statements, key)?,
            None => self.record(
                row.event,
                row.migration,
                row.statements,
                row.note.as_deref(),
            )?,
        };
        let insert = self.log.insert(&entry, &self.applied_by, duration_ms);
        pieces.push(Piece::new(insert, Role::Log));
        if let Some(with) = row.with {
            let speak = match &with.role {
                Role::Script(_, statement) => self.log.speak(statement),
                _ => None,
            };
            pieces.push(with);
            pieces.extend(speak.map(|sql| Piece::new(sql, Role::Log)));
        }
        pieces.push(Piece::new("COMMIT", Role::Commit(None)));
        Ok((pieces, entry.seq))
    }

    /// Sets the session's time limits for a script outside transactions.
    ///
    /// A concurrent statement waits for older transactions without being in anybody's way, and a wait
    /// that is cut short leaves an invalid index behind: it may take as long as the call may wait.
    pub(super) fn session_limits(
        &self,
        script: Script<'_>,
        statements: &[Statement<'_>],
    ) -> Vec<Piece<'static>> {
        let is_concurrent = |statement: &Statement<'_>| {
            statement
                .tokens()
                .any(|token| token.is_word("CONCURRENTLY"))
        };
        let mut limits = self.limits(Some(&script));
        if script.directives.lock_timeout.is_none() && statements.iter().any(is_concurrent) {
            limits.lock = self.settings.wait.max(limits.lock);
        }
        let limits = self.log.limit(limits).into_iter();
        limits.map(|sql| Piece::new(sql, Role::Log)).collect()
    }

    /// Ends what a script outside transactions began for the session, and takes back what its limits and
    /// the script itself have set for it.
    pub(super) fn leave_session(&self, statements: &[Statement<'_>]) -> Vec<String> {
        let resets = statements
            .iter()
            .filter_map(|statement| self.log.reset(statement));
        resets.chain(self.log.leave_session()).collect()
    }

    fn limits(&self, script: Option<&Script<'_>>) -> Limits {
        let directives = script.map(|script| script.directives).unwrap_or_default();
        Limits {
            lock: directives
                .lock_timeout
                .unwrap_or(self.settings.lock_timeout),
            statement: directives
                .statement_timeout
                .or(self.settings.statement_timeout),
        }
    }

    /// Makes the history table, unless it is there.
    fn created<'s>(&mut self) -> Option<Piece<'s>> {
        let exists = std::mem::replace(&mut self.exists, true);
        (!exists).then(|| Piece::new(self.log.create(), Role::Log))
    }

    /// The next row.
    fn record(
        &mut self,
        event: Event,
        migration: Option<Recorded>,
        statements: Option<u64>,
        note: Option<&str>,
    ) -> Result<Entry, Stop> {
        let note = note.map(str::to_owned).or_else(|| self.note.take());
        let entry = self
            .history
            .record(event, migration, statements, note)
            .map_err(impossible)?;
        self.rows.push(entry.clone());
        Ok(entry)
    }

    /// The next row, of a backfill that ends with this key, or is done as far as it.
    fn record_key(
        &mut self,
        event: Event,
        migration: Option<Recorded>,
        batches: Option<u64>,
        key: Key,
    ) -> Result<Entry, Stop> {
        let note = self.note.take();
        let entry = self
            .history
            .record_key(event, migration, batches, key, note)
            .map_err(impossible)?;
        self.rows.push(entry.clone());
        Ok(entry)
    }
}

/// The planner's steps follow from the history, so that the log can take them.
fn impossible(corrupt: Corrupt) -> Stop {
    Error::internal(&format!(
        "the plan does not follow from the history: {corrupt}"
    ))
    .into()
}
