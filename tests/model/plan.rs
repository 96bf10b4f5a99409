//! What a call is to do, by the rules as the documentation has them, or the code of the refusal.

use ingrain::{
    Code, Command, Consent, Declared, Direction, Environment, Mode, Newer, Order, Target, Unmanaged,
};
use ingrain_core::Policy;

use crate::binary::{Binary, Migration, Script, Way};
use crate::database::Statement;
use crate::state::State;

#[derive(Debug, Clone)]
pub(crate) enum Action {
    Up {
        version: u64,
        migration: Migration,
        done: usize,
    },
    Down {
        version: u64,
        migration: Migration,
        script: Script,
        done: usize,
    },
    /// A row without a script: its event, whether it holds the down script, and its own note.
    Record {
        event: &'static str,
        version: u64,
        migration: Migration,
        down: Option<Script>,
        note: Option<&'static str>,
    },
    Environment,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Plan {
    pub(crate) actions: Vec<Action>,
    pub(crate) skipped: Vec<(u64, &'static str)>,
}

impl Action {
    pub(crate) fn script(&self) -> Option<&Script> {
        match self {
            Action::Up { migration, .. } => Some(&migration.up),
            Action::Down { script, .. } => Some(script),
            Action::Record { .. } | Action::Environment => None,
        }
    }
}

/// Current version, pending ones, and why a run would be refused.
pub(crate) fn status(state: &State, binary: &Binary) -> (Option<u64>, Vec<u64>, Option<Code>) {
    let refused = up(state, binary, Policy::default(), Target::Head).err();
    (
        state.applied.keys().next_back().copied(),
        pending(state, binary),
        refused,
    )
}

pub(crate) fn plan(
    state: &State,
    binary: &Binary,
    policy: Policy,
    command: Command,
) -> Result<Plan, Code> {
    let plan = match command {
        Command::Run => up(state, binary, policy, Target::Head),
        Command::Up(target) => up(state, binary, policy, target),
        Command::Down(target) => down(state, binary, target),
        Command::Redo(target) => redo(state, binary, policy, target),
        Command::Baseline(version) => baseline(state, binary, policy, version.number()),
        Command::Repair => repair(state, binary),
        Command::RepairUnfinished(declared) => Ok(declare(state, binary, declared)),
        Command::Environment(_) => environment(state, policy),
        other => unreachable!("no story has {other:?}"),
    }?;
    let takes_away = !matches!(
        command,
        Command::Run | Command::Up(_) | Command::Environment(Environment::Production)
    );
    if takes_away
        && is_production(state)
        && policy.consent == Consent::Withheld
        && !plan.actions.is_empty()
    {
        return Err(Code::Protected);
    }
    match policy.mode {
        Mode::Verify if !plan.actions.is_empty() => Err(Code::Pending),
        _ => Ok(plan),
    }
}

fn pending(state: &State, binary: &Binary) -> Vec<u64> {
    let versions = binary.keys().copied();
    versions
        .filter(|version| !state.applied.contains_key(version))
        .collect()
}

fn divergent(state: &State, binary: &Binary) -> Vec<u64> {
    let applied = state.applied.iter();
    applied
        .filter(|(version, was)| binary.get(version).is_some_and(|is| is.up != was.up))
        .map(|(version, _)| *version)
        .collect()
}

fn up(state: &State, binary: &Binary, policy: Policy, target: Target) -> Result<Plan, Code> {
    let pending = pending(state, binary);
    let wanted = match target {
        Target::Head => pending.len(),
        Target::Up(count) => count.min(pending.len()),
        Target::Version(version) if binary.contains_key(&version.number()) => {
            pending.iter().filter(|it| **it <= version.number()).count()
        }
        _ => return Err(Code::BadTarget),
    };
    let head = *binary.keys().next_back().unwrap();
    let unknown = || {
        state
            .applied
            .iter()
            .filter(|(it, _)| !binary.contains_key(it))
    };
    if !divergent(state, binary).is_empty() {
        return Err(Code::Divergent);
    }
    if unknown().any(|(version, _)| *version < head) {
        return Err(Code::Missing);
    }
    let tolerated = |migration: &Migration| match policy.newer {
        Newer::Allow => true,
        Newer::Refuse => false,
        _ => migration.compatible,
    };
    if !unknown().all(|(_, migration)| tolerated(migration)) {
        return Err(Code::Newer);
    }
    let (now, later) = pending.split_at(wanted);
    if !now.is_empty() && is_unmanaged(state, policy) {
        return Err(Code::Unmanaged);
    }
    let last = state.applied.keys().next_back();
    if policy.order == Order::Strict && now.first().zip(last).is_some_and(|(it, last)| it < last) {
        return Err(Code::OutOfOrder);
    }
    let mut done = 0;
    if let Some(part) = &state.part {
        let goes_on = part.direction == Direction::Up
            && now.first() == Some(&part.version)
            && binary[&part.version].up == part.script
            && part.script.way == Way::NoTransaction;
        // That of a newer release may be done or not.
        let is_run_over = part.direction == Direction::Up
            && now.is_empty()
            && part.version > head
            && tolerated(&part.migration);
        if !goes_on && !is_run_over {
            return Err(Code::Unfinished);
        }
        done = part.done;
    }
    let mut actions = Vec::new();
    for version in now {
        actions.push(Action::Up {
            version: *version,
            migration: binary[version].clone(),
            done: std::mem::take(&mut done),
        });
    }
    let may_lose = policy.consent == Consent::Given || policy.mode == Mode::Verify;
    if is_production(state) && !may_lose && actions.iter().any(loses_data) {
        return Err(Code::Protected);
    }
    if !now.is_empty() {
        actions.extend(refresh(state, binary));
    }
    let later = later.iter().map(|version| (*version, "beyond_target"));
    let newer = unknown().map(|(version, _)| (*version, "not_embedded"));
    Ok(Plan {
        actions,
        skipped: later.chain(newer).collect(),
    })
}

/// Down scripts that were mended since they were recorded.
fn refresh(state: &State, binary: &Binary) -> Vec<Action> {
    let mended = state.applied.iter().filter_map(|(version, was)| {
        let is = binary.get(version)?;
        (is.up == was.up && is.down != was.down).then(|| Action::Record {
            event: "repaired",
            version: *version,
            migration: is.clone(),
            down: is.down.clone(),
            note: Some("the down script has changed since it was recorded"),
        })
    });
    mended.collect()
}

fn down(state: &State, binary: &Binary, target: Target) -> Result<Plan, Code> {
    let applied: Vec<u64> = state.applied.keys().copied().collect();
    let kept = match target {
        Target::Base => 0,
        Target::Down(count) => applied.len().saturating_sub(count),
        Target::Version(version) => {
            let version = version.number();
            if !binary.contains_key(&version) && !applied.contains(&version) {
                return Err(Code::BadTarget);
            }
            applied.iter().filter(|it| **it <= version).count()
        }
        _ => return Err(Code::BadTarget),
    };
    let changed = divergent(state, binary);
    if changed.iter().any(|it| applied[..kept].contains(it)) {
        return Err(Code::Divergent);
    }
    let mut actions = Vec::new();
    for version in applied[kept..].iter().rev() {
        let migration = &state.applied[version];
        let script = match binary.get(version) {
            Some(embedded) if !changed.contains(version) => embedded.down.clone(),
            _ => migration.down.clone(),
        };
        actions.push(Action::Down {
            version: *version,
            migration: migration.clone(),
            script: script.ok_or(Code::Irreversible)?,
            done: 0,
        });
    }
    if let Some(part) = &state.part {
        match actions.first_mut() {
            Some(Action::Down {
                version,
                script,
                done,
                ..
            }) if part.direction == Direction::Down
                && *version == part.version
                && *script == part.script =>
            {
                *done = part.done;
            }
            _ => return Err(Code::Unfinished),
        }
    }
    Ok(Plan {
        actions,
        skipped: Vec::new(),
    })
}

/// Down to the target, and up again as far as it was.
fn redo(state: &State, binary: &Binary, policy: Policy, target: Target) -> Result<Plan, Code> {
    let mut plan = down(state, binary, target)?;
    let mut after = state.clone();
    let mut last = None;
    for action in &plan.actions {
        if let Action::Down { version, .. } = action {
            if !binary.contains_key(version) {
                return Err(Code::BadTarget);
            }
            after.applied.remove(version);
            last = last.max(Some(*version));
        }
    }
    if let Some(last) = last {
        after.part = None;
        let target = Target::Version(ingrain_end_to_end::testbed::version(last));
        let again = up(&after, binary, policy, target)?;
        plan.actions.extend(again.actions);
        plan.skipped = again.skipped;
    }
    Ok(plan)
}

fn baseline(state: &State, binary: &Binary, policy: Policy, version: u64) -> Result<Plan, Code> {
    if !binary.contains_key(&version) || !state.applied.is_empty() {
        return Err(Code::BadTarget);
    }
    if state.part.is_some() {
        return Err(Code::Unfinished);
    }
    if state.tables.is_empty() && policy.unmanaged == Unmanaged::Refuse {
        return Err(Code::Unmanaged);
    }
    let stamped = binary
        .range(..=version)
        .map(|(version, migration)| Action::Record {
            event: "stamped",
            version: *version,
            migration: migration.clone(),
            down: migration.down.clone(),
            note: None,
        });
    Ok(Plan {
        actions: stamped.collect(),
        skipped: Vec::new(),
    })
}

fn repair(state: &State, binary: &Binary) -> Result<Plan, Code> {
    if state.part.is_some() {
        return Err(Code::Unfinished);
    }
    let accepted = divergent(state, binary)
        .into_iter()
        .map(|version| Action::Record {
            event: "repaired",
            version,
            migration: binary[&version].clone(),
            down: binary[&version].down.clone(),
            note: None,
        });
    Ok(Plan {
        actions: accepted.chain(refresh(state, binary)).collect(),
        skipped: Vec::new(),
    })
}

fn declare(state: &State, binary: &Binary, declared: Declared) -> Plan {
    let actions = state.part.iter().map(|part| {
        let record = |event, migration: &Migration, down: Option<Script>| Action::Record {
            event,
            version: part.version,
            migration: migration.clone(),
            down,
            note: None,
        };
        let begun_down = match part.direction {
            Direction::Up => part.migration.down.clone(),
            Direction::Down => Some(part.script.clone()),
        };
        match (declared, part.direction, binary.get(&part.version)) {
            (Declared::Undone, ..) => record("repaired", &part.migration, begun_down),
            (Declared::Done, Direction::Up, Some(embedded)) => {
                record("stamped", embedded, embedded.down.clone())
            }
            (Declared::Done, Direction::Up, None) => record("stamped", &part.migration, begun_down),
            (Declared::Done, Direction::Down, _) => record("reverted", &part.migration, None),
        }
    });
    Plan {
        actions: actions.collect(),
        skipped: Vec::new(),
    }
}

fn environment(state: &State, policy: Policy) -> Result<Plan, Code> {
    if is_unmanaged(state, policy) {
        return Err(Code::Unmanaged);
    }
    if state.part.is_some() {
        return Err(Code::Unfinished);
    }
    Ok(Plan {
        actions: vec![Action::Environment],
        skipped: Vec::new(),
    })
}

fn is_unmanaged(state: &State, policy: Policy) -> bool {
    !state.is_managed && !state.tables.is_empty() && policy.unmanaged == Unmanaged::Refuse
}

fn is_production(state: &State) -> bool {
    state
        .environment
        .is_some_and(|name| name.starts_with("prod"))
}

/// What is left of the script empties or drops a table.
fn loses_data(action: &Action) -> bool {
    let Action::Up {
        migration, done, ..
    } = action
    else {
        return false;
    };
    let mut rest = migration.up.statements.iter().skip(*done);
    rest.any(|statement| matches!(statement, Statement::Empty(_) | Statement::Drop(_)))
}
