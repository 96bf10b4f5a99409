//! Carrying out a plan: what stays when it fails or dies, and what the history says.

use ingrain::{Code, Command, Direction, Transactions};

use crate::binary::{Binary, Way};
use crate::call::{Call, Done, Failed, Outcome};
use crate::plan::{Action, Plan, plan};
use crate::state::{Part, Row, State};

/// A call that is being carried out.
struct Running<'a> {
    call: &'a Call,
    /// How it stood at first, and after every commit.
    states: Vec<State>,
    done: Done,
}

/// What comes of a call; and how things stood before it and after each of its commits.
pub(crate) fn call(state: State, binary: &Binary, call: &Call) -> (Outcome, Vec<State>) {
    let planned = plan(&state, binary, call.policy, call.command);
    let mut running = Running {
        call,
        states: vec![state],
        done: Done::default(),
    };
    let outcome = planned.and_then(|plan| {
        let skipped = plan.skipped.clone();
        running.actions(plan)?;
        Ok(skipped)
    });
    let Running { states, done, .. } = running;
    let current = states
        .last()
        .and_then(|state| state.applied.keys().next_back().copied());
    let outcome = match outcome {
        Ok(skipped) => Ok(Done {
            skipped,
            current,
            ..done
        }),
        Err(code) => Err(Failed {
            code,
            ran: done.ran,
            recorded: done.recorded,
        }),
    };
    (outcome, states)
}

fn way(action: &Action) -> Option<Way> {
    action.script().map(|script| script.way)
}

impl Running<'_> {
    fn actions(&mut self, plan: Plan) -> Result<(), Code> {
        let actions = plan.actions.as_slice();
        let is_down = |action: &Action| matches!(action, Action::Down { .. });
        let ways = match self.call.command {
            // The two ways are one only where all of both is.
            Command::Redo(_) if self.units(actions).len() > 1 => {
                let (down, up) = actions.split_at(actions.partition_point(is_down));
                vec![down, up]
            }
            _ => vec![actions],
        };
        let units: Vec<&[Action]> = ways.iter().flat_map(|way| self.units(way)).collect();
        for unit in units {
            match unit {
                [alone] if way(alone) == Some(Way::NoTransaction) => self.stepwise(alone)?,
                together => self.transaction(together)?,
            }
        }
        Ok(())
    }

    /// What stands or falls together.
    fn units<'p>(&self, mut rest: &'p [Action]) -> Vec<&'p [Action]> {
        let shares = |action: &&Action| {
            let alone = [Some(Way::NoTransaction), Some(Way::ForeignKeysOff)];
            self.shares_transactions() && !alone.contains(&way(action))
        };
        let mut units = Vec::new();
        while !rest.is_empty() {
            let (unit, others) = rest.split_at(rest.iter().take_while(shares).count().max(1));
            units.push(unit);
            rest = others;
        }
        units
    }

    /// What writes rows alone is one transaction whatever is set.
    fn shares_transactions(&self) -> bool {
        let alone = matches!(
            self.call.command,
            Command::Baseline(_) | Command::Repair | Command::RepairUnfinished(_)
        );
        alone || self.call.transactions == Transactions::Together
    }

    fn now(&self) -> State {
        self.states.last().unwrap().clone()
    }

    fn transaction(&mut self, actions: &[Action]) -> Result<(), Code> {
        let mut state = self.now();
        let mut done = self.done.clone();
        for action in actions {
            for statement in action.script().into_iter().flat_map(|it| &it.statements) {
                statement
                    .run(&mut state.tables)
                    .map_err(|_| Code::StatementFailed)?;
            }
            self.finish(&mut state, &mut done, action);
        }
        self.states.push(state);
        self.done = done;
        Ok(())
    }

    fn stepwise(&mut self, action: &Action) -> Result<(), Code> {
        let (version, migration, script, done, direction) = match action {
            Action::Up {
                version,
                migration,
                done,
            } => (*version, migration, &migration.up, *done, Direction::Up),
            Action::Down {
                version,
                migration,
                script,
                done,
            } => (*version, migration, script, *done, Direction::Down),
            Action::Record { .. } | Action::Environment => return Ok(()),
        };
        let mut state = self.now();
        let part = Part {
            version,
            migration: migration.clone(),
            direction,
            script: script.clone(),
            done: 0,
        };
        if state.part.is_none() {
            state.part = Some(part.clone());
            let down = match direction {
                Direction::Up => migration.down.as_ref(),
                Direction::Down => Some(script),
            };
            state.write(Row {
                event: "started",
                migration: Some((version, migration)),
                down,
                statements: None,
                note: None,
            });
            self.states.push(state.clone());
        }
        for (at, statement) in script.statements.iter().enumerate().skip(done) {
            statement
                .run(&mut state.tables)
                .map_err(|_| Code::StatementFailed)?;
            state.part = Some(Part {
                done: at + 1,
                ..part.clone()
            });
            state.write(Row {
                event: "progressed",
                migration: Some((version, migration)),
                down: None,
                statements: Some(at + 1),
                note: None,
            });
            self.states.push(state.clone());
        }
        let mut done = self.done.clone();
        self.finish(&mut state, &mut done, action);
        self.states.push(state);
        self.done = done;
        Ok(())
    }

    /// What is so once an action is done, and the row that says it.
    fn finish(&self, state: &mut State, done: &mut Done, action: &Action) {
        let reason = match self.call.command {
            Command::Baseline(_) | Command::Repair | Command::RepairUnfinished(_) => {
                Some(self.call.note)
            }
            _ => None,
        };
        let mut row = Row {
            event: "stamped",
            migration: None,
            down: None,
            statements: None,
            note: reason,
        };
        match action {
            Action::Up {
                version, migration, ..
            } => {
                state.part = None;
                state.applied.insert(*version, migration.clone());
                done.ran.push((*version, Direction::Up));
                row.event = "applied";
                row.migration = Some((*version, migration));
                row.down = migration.down.as_ref();
            }
            Action::Down {
                version, migration, ..
            } => {
                state.part = None;
                state.applied.remove(version);
                done.ran.push((*version, Direction::Down));
                row.event = "reverted";
                row.migration = Some((*version, migration));
            }
            Action::Record {
                event,
                version,
                migration,
                down,
                note,
            } => {
                let was_part = state.part.take().is_some();
                match *event {
                    "reverted" => drop(state.applied.remove(version)),
                    // Of an attempt that is declared undone nothing stays.
                    "repaired" if was_part => {}
                    _ => drop(state.applied.insert(*version, migration.clone())),
                }
                done.recorded.push(*version);
                row.event = event;
                row.migration = Some((*version, migration));
                row.down = down.as_ref();
                row.note = reason.or(*note);
            }
            Action::Environment => {
                state.environment = Some(self.call.note);
                row.note = Some(self.call.note);
            }
        }
        state.write(row);
    }
}
