//! Long histories, and what is planned upon them.

use ingrain_core::{
    AtWork, Beyond, Chain, Checksum, Command, Declared, Environment, Event, History, Newer, Policy,
    Recorded, Situation, Target, Version, plan, run_over,
};

/// Folds a row after the other, then plans every command.
pub(crate) fn planned(chain: &Chain<'_>, rows: &Rows) {
    let mut history = History::default();
    for (event, recorded, statements) in rows {
        let entry = history.record(*event, Some(recorded.clone()), *statements, None);
        assert!(entry.is_ok(), "{entry:?}");
    }
    let commands = [
        Command::Run,
        Command::Down(Target::Base),
        Command::Redo(Target::Base),
        Command::Baseline(chain.head().unwrap_or(Version::MAX)),
        Command::Repair,
        Command::RepairUnfinished(Declared::Undone),
        Command::Environment(Environment::Other),
    ];
    for command in commands {
        let situation = Situation {
            history: &history,
            strangers: &[],
            tool: None,
            at_work: AtWork::Nobody,
        };
        // What is refused takes its time too.
        if let Err(refusal) = plan(chain, situation, command, Policy::default()) {
            drop(refusal.to_string());
        }
    }
    let beyond = rows.iter().map(|(event, recorded, _)| Beyond {
        event: *event,
        version: Some(recorded.version),
        compatible: true,
    });
    let beyond: Vec<Beyond> = beyond.collect();
    drop(run_over(&beyond, Version::embedded(1), Newer::Allow));
}

type Rows = Vec<(Event, Recorded, Option<u64>)>;

/// Histories by what they are.
pub(crate) fn histories(chain: &Chain<'_>) -> Vec<(&'static str, Rows)> {
    let row = |event, recorded: &Recorded| (event, recorded.clone(), None);
    let known: Vec<Recorded> = chain.migrations().iter().map(Recorded::of).collect();
    let applied = || known.iter().map(|one| row(Event::Applied, one));
    let reverted = || {
        known
            .iter()
            .rev()
            .map(|one| row(Event::Reverted, &one.brief()))
    };
    let divergent = known.iter().map(|one| {
        let checksum = Checksum::of("another");
        row(
            Event::Applied,
            &Recorded {
                checksum,
                ..one.clone()
            },
        )
    });
    let newer = (1..=known.len()).filter_map(|at| {
        let version = Version::new(known.len() as u64 + at as u64)?;
        Some(row(
            Event::Applied,
            &Recorded {
                version,
                ..known[0].clone()
            },
        ))
    });
    let half = known.iter().step_by(2).map(|one| row(Event::Applied, one));
    let up_and_down = (0..500_000).map(|at| match at % 2 {
        0 => row(Event::Applied, &known[0]),
        _ => row(Event::Reverted, &known[0].brief()),
    });
    let progress = (1..500_000).map(|at| (Event::Progressed, known[0].brief(), Some(at)));
    vec![
        ("all applied", applied().collect()),
        (
            "all applied and reverted",
            applied().chain(reverted()).collect(),
        ),
        ("all divergent", divergent.collect()),
        ("as many newer", applied().chain(newer).collect()),
        ("every second applied", half.collect()),
        ("500,000 ways up and down", up_and_down.collect()),
        (
            "500,000 statements",
            std::iter::once(row(Event::Started, &known[0].brief()))
                .chain(progress)
                .collect(),
        ),
    ]
}
