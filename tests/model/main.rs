//! Random chains and random calls, carried out by a small model and by the real thing on SQLite, and compared
//! after each: tables and their rows, the history row by row, what was reported, and the code of a refusal.
//!
//! `INGRAIN_MODEL_CASES=20000 cargo test --test model` is the campaign. What fails is written to
//! `tests/model/seeds.txt`, from which every later run begins.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on stops there with the reason as its message"
)]

mod binary;
mod call;
mod carry_out;
mod database;
mod plan;
mod real;
mod state;
mod strategy;

use proptest::prelude::*;
use proptest::test_runner::{Config, FileFailurePersistence};

use crate::call::{Call, Step};
use crate::real::Real;
use crate::state::State;
use crate::strategy::Story;

/// So many stories are played unless `INGRAIN_MODEL_CASES` says otherwise.
const CASES: u32 = 96;

fn config() -> Config {
    let cases = std::env::var("INGRAIN_MODEL_CASES");
    Config {
        cases: cases.map_or(CASES, |cases| cases.parse().unwrap()),
        max_shrink_iters: 4_000,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(
            "tests/model/seeds.txt",
        ))),
        ..Config::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_real_thing_does_what_the_model_does(story in strategy::story()) {
        play(&story)?;
    }
}

/// Plays one story.
fn play(story: &Story) -> Result<(), TestCaseError> {
    let real = Real::new(&story.binaries);
    let mut state = State::default();
    for step in &story.steps {
        match step {
            Step::ByHand(statement) => {
                let possible = statement.run(&mut state.tables).is_ok();
                prop_assert_eq!(
                    real.by_hand(*statement),
                    possible,
                    "{:?} by hand",
                    statement
                );
            }
            Step::Look { binary } => {
                let expected = plan::status(&state, &story.binaries[*binary]);
                prop_assert_eq!(
                    real.status(*binary),
                    expected,
                    "status of binary {}",
                    binary
                );
            }
            Step::Call(call) => state = compare(&real, state, call, story)?,
        }
        let (found, expected) = (real.state(), state.shown());
        prop_assert_eq!(found, expected, "after {:?}", step);
    }
    Ok(())
}

/// Carries out one call, and says how things stand then.
fn compare(real: &Real, state: State, call: &Call, story: &Story) -> Result<State, TestCaseError> {
    let (outcome, mut states) = carry_out::call(state, &story.binaries[call.binary], call);
    let done = real.call(call);
    let Some(_) = call.dies_after.filter(|_| done.is_err()) else {
        prop_assert_eq!(done, outcome, "{:?}", call);
        return Ok(states.pop().unwrap());
    };
    // Where it died nobody knows: it stands as after one of the model's commits.
    let found = real.state();
    let at = states.iter().rposition(|state| state.shown() == found);
    prop_assert!(
        at.is_some(),
        "after {:?} died it stands as at no commit: {:#?}",
        call,
        found
    );
    Ok(states.swap_remove(at.unwrap()))
}
