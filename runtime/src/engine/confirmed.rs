//! A call that was given a plan carries out that one, or nothing.
//!
//! The history is append-only, and each of its rows has a number that is taken once: as long as its last row is
//! the one that the plan was made on, or one of this call's own, nobody else has written, and whatever is planned
//! again is what is left.

use ingrain_core::{History, Plan as Planned, Refusal};

use super::Engine;
use crate::driver::Driver;
use crate::{Error, Plan, PlannedStep};

/// What a call may carry out.
pub(super) enum Bound<'m> {
    /// Whatever the planner says.
    ToNothing,
    /// This plan.
    To(&'m Plan),
    /// What is left of this plan, which was compared.
    ToTheRestOf(&'m Plan),
}

impl<'m> Bound<'m> {
    pub(super) fn of(confirmed: Option<&'m Plan>) -> Bound<'m> {
        confirmed.map_or(Bound::ToNothing, Bound::To)
    }

    pub(super) fn is_to_nothing(&self) -> bool {
        matches!(self, Bound::ToNothing)
    }
}

impl<D: Driver> Engine<'_, D> {
    /// Nothing but what was confirmed goes on from here, if anything was.
    pub(super) fn as_confirmed(
        &mut self,
        plan: &Planned<'_>,
        history: &History,
    ) -> Result<(), Error> {
        let confirmed = match self.bound {
            Bound::ToNothing => return Ok(()),
            Bound::To(confirmed) | Bound::ToTheRestOf(confirmed) => confirmed,
        };
        let now = Plan::of(plan, history, D::DIALECT)?;
        let own = self.wrote.last().map(|row| row.seq);
        let is_it = match self.bound {
            Bound::ToTheRestOf(_) => now.last_seq() == own.unwrap_or(confirmed.last_seq()),
            _ => now == *confirmed,
        };
        if is_it {
            self.bound = Bound::ToTheRestOf(confirmed);
            return Ok(());
        }
        let versions = now.steps().iter().filter_map(PlannedStep::version);
        let (then, left) = (outline(confirmed), outline(&now));
        let apart = [
            format!("confirmed was to {then}"),
            format!("now it would {left}"),
        ];
        Err(match own {
            None => {
                let mut notes = vec!["nothing was done".to_owned()];
                match then == left {
                    true => notes.push(format!(
                        "it would still {then}, but on another history: its last row was {}, and is {} now",
                        confirmed.last_seq(),
                        now.last_seq(),
                    )),
                    false => notes.extend(apart),
                }
                Refusal::not_as_confirmed(versions, notes).into()
            }
            // What is done already is told, and that is no refusal.
            Some(_) => {
                let begun = "it was begun, and the rest was not done".to_owned();
                let notes = [begun].into_iter().chain(apart);
                let refusal = Refusal::not_as_confirmed(versions, notes);
                Error::failed(refusal.diagnostic().clone())
            }
        })
    }
}

/// `revert 8, revert 7`.
fn outline(plan: &Plan) -> String {
    /// Of so many steps all is told.
    const SHOWN: usize = 8;
    let steps = plan.steps();
    let shown = steps.iter().take(SHOWN).map(|step| match step.version() {
        Some(version) => format!("{} {version}", step.action().name()),
        None => format!("record the {}", step.action().name()),
    });
    let shown = shown.collect::<Vec<_>>().join(", ");
    match steps.len() {
        0 => "do nothing".to_owned(),
        1..=SHOWN => shown,
        many => format!("{shown} and so on, {many} steps in all"),
    }
}
