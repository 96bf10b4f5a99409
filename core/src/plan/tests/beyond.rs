//! A binary over a database that is ahead of it, or was, or is on its way: what the planner makes of the whole
//! log, and what is told from its end alone, beside a model that knows nothing of either.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

/// What the binary embeds. Below its head and above it there are others, which it does not know.
const EMBEDDED: [u64; 2] = [20_261_102, 20_261_104];
const VERSIONS: std::ops::RangeInclusive<u64> = 20_261_101..=20_261_107;

/// What became of a database, as whoever reads the log row by row would put it down.
#[derive(Debug, Default)]
struct Model {
    applied: BTreeMap<u64, Row>,
    part_way: Option<(Row, Direction)>,
}

/// A row of the log, as far as it counts.
#[derive(Debug, Clone, Copy)]
struct Row {
    event: Event,
    /// None where it is about the database as a whole.
    version: Option<u64>,
    compatible: bool,
    /// Whether it is about the very script that the binary embeds.
    embedded: bool,
}

impl Row {
    fn is_newer(self) -> bool {
        self.version > EMBEDDED.last().copied()
    }

    /// Whether a binary that does not know it may run over it.
    fn is_allowed(self, newer: Newer) -> bool {
        match newer {
            Newer::Allow => true,
            Newer::Compatible => self.compatible,
            Newer::Refuse => false,
        }
    }
}

impl Model {
    fn take(&mut self, row: Row) {
        let Some(version) = row.version else { return };
        match row.event {
            Event::Applied | Event::Stamped | Event::Adopted => {
                self.part_way = None;
                self.applied.insert(version, row);
            }
            Event::Reverted => {
                self.part_way = None;
                self.applied.remove(&version);
            }
            Event::Started => {
                let is_back = self.applied.contains_key(&version);
                let direction = [Direction::Up, Direction::Down][usize::from(is_back)];
                self.part_way = Some((row, direction));
            }
            // Who goes on may judge it otherwise than who began it.
            Event::Progressed => {
                if let Some((part, _)) = &mut self.part_way {
                    part.compatible = row.compatible;
                }
            }
            // Either what was part-way counts as undone, or what is applied is another text from now on.
            Event::Repaired => match self.part_way.take() {
                Some(_) => {}
                None => drop(self.applied.insert(version, row)),
            },
        }
    }

    /// The versions beyond the binary's head, if it may start and has nothing to do.
    fn run_over(&self, newer: Newer) -> Option<Vec<u64>> {
        let own = EMBEDDED.iter().all(|version| {
            let applied = self.applied.get(version);
            applied.is_some_and(|row| row.embedded)
        });
        let mut others = self.applied.iter();
        let others = others.all(|(version, row)| {
            EMBEDDED.contains(version) || row.is_newer() && row.is_allowed(newer)
        });
        let part_way = self.part_way.is_none_or(|(row, direction)| {
            direction == Direction::Up && row.is_newer() && row.is_allowed(newer)
        });
        let beyond = self.applied.iter().filter(|(_, row)| row.is_newer());
        (own && others && part_way).then(|| beyond.map(|(version, _)| *version).collect())
    }
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        6 => Just(Event::Applied),
        1 => Just(Event::Stamped),
        1 => Just(Event::Adopted),
        2 => Just(Event::Reverted),
        3 => Just(Event::Started),
        2 => Just(Event::Progressed),
        1 => Just(Event::Repaired),
    ]
}

/// Rows that may follow from each other or not; the chain of the binary first, as a rule.
fn rows() -> impl Strategy<Value = Vec<Row>> {
    let version = prop_oneof![3 => 20_261_105..=20_261_107_u64, 1 => VERSIONS];
    let (compatible, embedded) = (prop::bool::weighted(0.8), prop::bool::weighted(0.9));
    let row = (
        event(),
        prop::option::weighted(0.95, version),
        compatible,
        embedded,
    );
    let row = row.prop_map(|(event, version, compatible, embedded)| Row {
        event: version.map_or(Event::Stamped, |_| event),
        version,
        compatible,
        embedded,
    });
    let own = EMBEDDED.map(|version| Row {
        event: Event::Applied,
        version: Some(version),
        compatible: false,
        embedded: true,
    });
    let rows = prop::collection::vec(row, 0..14);
    (prop::bool::weighted(0.9), rows).prop_map(move |(is_applied, rows)| {
        let own = own.into_iter().filter(|_| is_applied);
        own.chain(rows).collect()
    })
}

fn recorded(chain: &Chain<'_>, row: Row) -> Option<Recorded> {
    let version = Version::embedded(row.version?);
    let embedded = chain.get(version).filter(|_| row.embedded);
    Some(Recorded {
        compatible: row.compatible,
        ..embedded.map_or_else(
            || Recorded {
                version,
                description: "x".to_owned(),
                checksum: Checksum::of("SELECT 'another';"),
                down: None,
                compatible: row.compatible,
            },
            Recorded::of,
        )
    })
}

/// The rows that can follow from each other, with the chain digest after each.
fn log(chain: &Chain<'_>, rows: Vec<Row>) -> (History, Model, Vec<(Row, crate::ChainDigest)>) {
    let (mut history, mut model, mut log) = (History::default(), Model::default(), Vec::new());
    for row in rows {
        // Nobody can name the environment while a script is part-way: it is refused.
        if row.version.is_none() && history.unfinished().is_some() {
            continue;
        }
        let done = history.unfinished().map_or(0, |part| part.statements) + 1;
        let done = (row.event == Event::Progressed).then_some(done);
        let before = history.clone();
        match history.record(row.event, recorded(chain, row), done, None) {
            Ok(entry) => {
                model.take(row);
                log.push((row, entry.chain));
            }
            Err(_) => history = before,
        }
    }
    (history, model, log)
}

/// What is told from the rows since the binary's chain was the whole of it.
fn from_the_end(
    log: &[(Row, crate::ChainDigest)],
    chain: &Chain<'_>,
    newer: Newer,
) -> Option<Vec<u64>> {
    let from = log
        .iter()
        .rposition(|(_, digest)| *digest == chain.digest())?;
    let beyond = log[from..].iter().map(|(row, _)| Beyond {
        event: row.event,
        version: row.version.map(Version::embedded),
        compatible: row.compatible,
    });
    let beyond: Vec<Beyond> = beyond.collect();
    let versions = run_over(&beyond, chain.head()?, newer)?;
    Some(versions.into_iter().map(Version::number).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_old_binary_runs_over_what_a_naive_reader_lets_it_run_over(
        rows in rows(),
        newer in prop::sample::select(vec![Newer::Compatible, Newer::Refuse, Newer::Allow]),
    ) {
        let folder = folder(EMBEDDED.map(|version| (version, "SELECT 'up';")));
        let chain = chain(&folder);
        let (history, model, log) = log(&chain, rows);
        let expected = model.run_over(newer);
        let policy = Policy { newer, ..verify() };
        let plan = planned(&chain, &history, Command::Run, policy).ok().map(|plan| {
            let skipped = plan.skipped.iter().map(|skipped| skipped.version.number());
            skipped.collect::<Vec<_>>()
        });
        prop_assert_eq!(&plan, &expected, "{:#?}", log);
        let told = from_the_end(&log, &chain, newer);
        if told.is_some() {
            prop_assert_eq!(&told, &expected, "{:#?}", log);
        }
        // It is for rolling deploys, which only add: there the end is enough.
        let adds = |row: &Row| {
            let is_addition = !matches!(row.event, Event::Reverted | Event::Repaired);
            is_addition && (row.version.is_none() || row.is_newer() && row.is_allowed(newer))
        };
        let own = log.iter().take(EMBEDDED.len()).all(|(row, _)| row.embedded && !row.is_newer());
        if own && log.iter().skip(EMBEDDED.len()).all(|(row, _)| adds(row)) {
            prop_assert_eq!(told, expected, "{:#?}", log);
        }
    }
}
