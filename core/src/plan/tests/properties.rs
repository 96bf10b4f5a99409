//! What holds for every chain, history, command and policy.

use proptest::prelude::*;

use super::*;
use crate::{Code, Directives, Transaction};

/// What a migration may be, told by its up script.
const KINDS: [&str; 5] = [
    "SELECT 'up';",
    "SELECT 'edited';",
    "-- ingrain: compatible \"a new table\"\nSELECT 'up';",
    "-- ingrain: no-transaction\nSELECT 1; SELECT 2; SELECT 3;",
    "-- ingrain: irreversible \"why\"\nSELECT 'up';",
];

/// Timestamps, so that any of them may be left out.
const FIRST: u64 = 20_261_101;

fn folder_of(kinds: impl Strategy<Value = &'static str>) -> impl Strategy<Value = Folder> {
    let down = prop::sample::select(vec!["", " -- mended"]);
    let kinds = prop::collection::vec((prop::option::weighted(0.8, kinds), down), 1..6);
    kinds.prop_map(|kinds| {
        let ups = (FIRST..).zip(kinds);
        let mut ups: Vec<_> = ups
            .filter_map(|(version, (kind, down))| Some((version, kind?, down)))
            .collect();
        if ups.is_empty() {
            ups.push((FIRST, KINDS[0], ""));
        }
        mended(ups)
    })
}

fn reversible() -> impl Strategy<Value = Folder> {
    folder_of(prop::sample::select(&KINDS[..4]))
}

fn any_folder() -> impl Strategy<Value = Folder> {
    folder_of(prop_oneof![4 => Just(KINDS[0]), 3 => prop::sample::select(&KINDS[..])])
}

fn target() -> impl Strategy<Value = Target> {
    prop_oneof![
        Just(Target::Head),
        Just(Target::Base),
        (FIRST..FIRST + 6).prop_map(version),
        (0..4_usize).prop_map(Target::Up),
        (0..4_usize).prop_map(Target::Down),
    ]
}

fn command() -> impl Strategy<Value = Command> {
    prop_oneof![
        3 => Just(Command::Run),
        3 => target().prop_map(Command::Up),
        3 => target().prop_map(Command::Down),
        1 => target().prop_map(Command::Redo),
        1 => (FIRST..FIRST + 6).prop_map(|number| Command::Baseline(Version::embedded(number))),
        1 => Just(Command::Repair),
        1 => declared().prop_map(Command::RepairUnfinished),
        1 => Just(Command::Environment(Environment::Production)),
        1 => Just(Command::Environment(Environment::Other)),
    ]
}

fn declared() -> impl Strategy<Value = Declared> {
    prop::sample::select(vec![Declared::Done, Declared::Undone])
}

fn policy() -> impl Strategy<Value = Policy> {
    let mode = prop_oneof![4 => Just(Mode::Apply), 1 => Just(Mode::Verify)];
    let order = prop::sample::select(vec![Order::Strict, Order::Any]);
    let newer = prop::sample::select(vec![Newer::Compatible, Newer::Refuse, Newer::Allow]);
    let consent = prop::sample::select(vec![Consent::Withheld, Consent::Given]);
    let unmanaged = prop::sample::select(vec![Unmanaged::Refuse, Unmanaged::Allow]);
    (mode, order, newer, unmanaged, consent).prop_map(|(mode, order, newer, unmanaged, consent)| {
        Policy {
            mode,
            order,
            newer,
            unmanaged,
            consent,
        }
    })
}

/// One call: which binary makes it, what it asks for, and whether it is killed in its first
/// no-transaction script, after so many statements.
type Call = (usize, Command, Policy, Option<u64>);

fn calls() -> impl Strategy<Value = Vec<Call>> {
    let killed = prop::option::weighted(0.2, 0..3_u64);
    prop::collection::vec((0..3_usize, command(), policy(), killed), 1..12)
}

/// Carries out the plan as far as the kill lets it; says whether it came to its end.
fn carry_out(history: &mut History, plan: &Plan<'_>, killed: Option<u64>) -> bool {
    let stepwise =
        |script: &str| Directives::of(Dialect::Postgres, script).transaction == Transaction::None;
    for step in &plan.steps {
        let stepwise = match step {
            Step::Apply { migration, .. } => stepwise(migration.up.text),
            Step::Revert { sql, .. } => stepwise(sql),
            _ => false,
        };
        match killed {
            Some(statements) if stepwise => {
                begin(history, step, statements);
                return false;
            }
            _ => record(history, step),
        }
    }
    true
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn up_then_down_to_base_is_as_before(folder in reversible()) {
        let chain = chain(&folder);
        let mut history = History::default();
        let up = planned(&chain, &history, Command::Run, Policy::default()).expect("a plan");
        carry_out(&mut history, &up, None);
        prop_assert_eq!(history.digest(), chain.digest());
        let down = Command::Down(Target::Base);
        let down = planned(&chain, &history, down, Policy::default()).expect("a plan");
        carry_out(&mut history, &down, None);
        prop_assert_eq!(history.digest(), crate::ChainDigest::BASE);
        let again = planned(&chain, &history, Command::Run, Policy::default());
        prop_assert_eq!(again, Ok(up));
    }

    #[test]
    fn whatever_is_planned_can_be_carried_out_and_is_then_done(
        folders in [any_folder(), any_folder(), any_folder()],
        calls in calls(),
    ) {
        let chains: Vec<_> = folders.iter().map(chain).collect();
        let mut history = History::default();
        for (binary, command, policy, killed) in calls {
            let chain = &chains[binary];
            let Ok(plan) = planned(chain, &history, command, policy) else { continue };
            prop_assert!(plan.steps.is_empty() || policy.mode == Mode::Apply, "verify never writes");
            let last = history.current();
            let before: Vec<_> = history.applied().iter().map(|applied| applied.migration.version).collect();
            let late = plan.steps.iter().filter(|step| matches!(step, Step::Apply { .. }) && step.version() < last && !matches!(command, Command::Redo(_)));
            prop_assert!(policy.order == Order::Any || late.count() == 0, "strictly in order");
            if !carry_out(&mut history, &plan, killed) {
                prop_assert!(history.unfinished().is_some());
                continue;
            }
            let done = match command {
                Command::Run | Command::Repair | Command::RepairUnfinished(_) => true,
                Command::Up(target) | Command::Down(target) => !matches!(target, Target::Up(_) | Target::Down(_)),
                Command::Redo(_) | Command::Baseline(_) | Command::Adopt(_) | Command::Environment(_) => false,
            };
            if done {
                let again = planned(chain, &history, command, policy).map(|plan| plan.steps);
                prop_assert_eq!(again, Ok(Vec::new()));
            }
            if matches!(command, Command::Redo(_)) {
                // What was pending on the way comes with it.
                prop_assert!(before.iter().all(|version| history.get(*version).is_some()));
            }
            if command == Command::Run && plan.skipped.is_empty() {
                prop_assert_eq!(history.digest(), chain.digest());
            }
        }
    }

    #[test]
    fn who_was_killed_goes_on_and_comes_to_the_same_end(folder in reversible(), kills in prop::collection::vec(0..3_u64, 1..4)) {
        let chain = chain(&folder);
        let mut history = History::default();
        for (command, end) in [(Command::Run, chain.digest()), (Command::Down(Target::Base), crate::ChainDigest::BASE)] {
            for killed in kills.iter().copied().map(Some).chain([None]) {
                let plan = planned(&chain, &history, command, Policy::default());
                prop_assert!(plan.is_ok(), "{:?}", plan);
                carry_out(&mut history, &plan.unwrap_or_default(), killed);
            }
            prop_assert_eq!(history.digest(), end);
            prop_assert_eq!(history.unfinished(), None);
        }
    }

    #[test]
    fn after_a_repair_nothing_is_unfinished_or_divergent(
        folders in [any_folder(), any_folder(), any_folder()],
        calls in calls(),
        declared in declared(),
    ) {
        let chains: Vec<_> = folders.iter().map(chain).collect();
        let meant = Policy { consent: Consent::Given, ..Policy::default() };
        let mut history = History::default();
        for (binary, command, policy, killed) in calls {
            let chain = &chains[binary];
            if let Ok(plan) = planned(chain, &history, command, policy) {
                carry_out(&mut history, &plan, killed);
            }
            let mut repaired = history.clone();
            let settle = Command::RepairUnfinished(declared);
            let settle = planned(chain, &repaired, settle, meant).expect("a plan");
            carry_out(&mut repaired, &settle, None);
            prop_assert_eq!(repaired.unfinished(), None);
            match planned(chain, &repaired, Command::Repair, meant) {
                Ok(repair) => carry_out(&mut repaired, &repair, None),
                Err(refusal) => {
                    prop_assert_eq!(refusal.code(), Code::Divergent);
                    prop_assert_eq!(planned(chain, &repaired, Command::Run, policy), Err(refusal));
                    continue;
                }
            };
            let code = planned(chain, &repaired, Command::Run, policy).err().map(|refusal| refusal.code());
            prop_assert!(!matches!(code, Some(Code::Unfinished | Code::Divergent)), "{:?}", code);
        }
    }
}
