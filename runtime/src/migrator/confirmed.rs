//! Nothing but what somebody has seen.

use std::sync::Arc;

use crate::{Migrator, Plan};

impl Migrator {
    /// Binds the calls of this migrator to a plan that somebody has seen: a call carries out that one, or is
    /// refused. By default a call does what is to be done when it begins.
    ///
    /// The plan is that of the very call which follows, made by [`plan`](Migrator::plan) on the same database
    /// with the same settings. What a target counts from may change between the two: another process may have
    /// applied a migration, and `down` by one would revert that one.
    ///
    /// ```ignore
    /// let plan = migrator.plan(&mut connection, Command::Down(Target::Down(1)))?;
    /// if is_meant(&plan) {
    ///     migrator.confirmed(&plan).down(&mut connection, Target::Down(1))?;
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// A call is refused with `ING0113` where it would do anything else, or another process has written to the
    /// history since the plan was made; then nothing was done. Where one writes to it in the middle of the call,
    /// which may be between two transactions, the call ends with that code too: what is committed stays, and the
    /// error says it.
    pub fn confirmed(mut self, plan: &Plan) -> Migrator {
        self.settings.confirmed = Some(Arc::new(plan.clone()));
        self
    }
}
