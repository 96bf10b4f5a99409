//! Stories: a few releases of an application, and what happens to a database.

use ingrain::{
    Command, Consent, Declared, Environment, Mode, Newer, Order, Target, Transactions, Unmanaged,
};
use ingrain_core::Policy;
use ingrain_end_to_end::testbed;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use crate::binary::{Binary, Migration, Script, Way, version};
use crate::call::{Call, Step};
use crate::database::Statement;

#[derive(Debug, Clone)]
pub(crate) struct Story {
    pub(crate) binaries: Vec<Binary>,
    pub(crate) steps: Vec<Step>,
}

/// So many places there are for migrations.
const PLACES: usize = 5;
/// So many releases.
const BINARIES: usize = 3;

pub(crate) fn story() -> impl Strategy<Value = Story> {
    let places: Vec<_> = (0..PLACES).map(place).collect();
    (places, vec(release(), BINARIES), vec(step(), 1..14)).prop_map(|(places, releases, steps)| {
        let binary = |release: Vec<Option<(usize, usize)>>| {
            let migrations = release.into_iter().enumerate().zip(&places);
            let migrations = migrations.filter_map(|((at, editions), place)| {
                Some((version(at), place.migration(editions?)))
            });
            let mut binary: Binary = migrations.collect();
            if binary.is_empty() {
                binary.insert(version(0), places[0].migration((0, 0)));
            }
            binary
        };
        Story {
            binaries: releases.into_iter().map(binary).collect(),
            steps,
        }
    })
}

/// A migration and its editions, of which a release has one.
#[derive(Debug, Clone)]
struct Place {
    ups: [Script; 2],
    downs: Option<[Script; 2]>,
    compatible: bool,
}

impl Place {
    fn migration(&self, (up, down): (usize, usize)) -> Migration {
        Migration {
            up: self.ups[up].clone(),
            down: self.downs.as_ref().map(|downs| downs[down].clone()),
            compatible: self.compatible,
        }
    }
}

fn place(at: usize) -> impl Strategy<Value = Place> {
    let table = at as u8;
    let make = vec![
        Statement::Create(table),
        Statement::Insert(table, 1),
        Statement::Insert(table, 2),
    ];
    let unmake = vec![
        Statement::Empty(table),
        Statement::Insert(table, 3),
        Statement::Drop(table),
    ];
    let ups = [script(make.clone()), script(make)];
    let downs = [script(unmake.clone()), script(unmake)];
    let reversible = prop::bool::weighted(0.85);
    (ups, downs, reversible, any::<bool>()).prop_map(move |(ups, downs, reversible, compatible)| {
        let class = match compatible {
            true => "-- ingrain: compatible \"nobody reads it\"\n",
            false => "-- ingrain: breaking\n",
        };
        let irreversible = match reversible {
            true => "",
            false => "-- ingrain: irreversible \"it is gone\"\n",
        };
        let edition = |directives: &str, scripts: [Script; 2]| {
            let mut number = 0;
            scripts.map(|script| {
                number += 1;
                let head = format!("{directives}-- number {at}, edition {number}\n");
                Script { head, ..script }
            })
        };
        Place {
            ups: edition(&format!("{class}{irreversible}"), ups),
            downs: reversible.then(|| edition("", downs)),
            compatible,
        }
    })
}

/// Mostly what is `usual`; else anything, which may fail anywhere.
fn script(usual: Vec<Statement>) -> impl Strategy<Value = Script> {
    let way = prop_oneof![
        4 => Just(Way::Wrapped),
        2 => Just(Way::NoTransaction),
        1 => Just(Way::ForeignKeysOff),
    ];
    let statements = prop_oneof![5 => Just(usual), 1 => vec(statement(), 1..4)];
    (way, statements).prop_map(|(way, statements)| Script {
        way,
        statements,
        head: String::new(),
    })
}

fn statement() -> impl Strategy<Value = Statement> {
    let table = 0..PLACES as u8;
    prop_oneof![
        table.clone().prop_map(Statement::Create),
        (table.clone(), 4..7_i64).prop_map(|(table, value)| Statement::Insert(table, value)),
        table.clone().prop_map(Statement::Empty),
        table.prop_map(Statement::Drop),
    ]
}

/// Which edition of each migration it has, if it has one: mostly the first.
fn release() -> impl Strategy<Value = Vec<Option<(usize, usize)>>> {
    let edition = || prop_oneof![9 => Just(0_usize), 1 => Just(1)];
    vec(option::weighted(0.8, (edition(), edition())), PLACES)
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        12 => call().prop_map(Step::Call),
        2 => statement().prop_map(Step::ByHand),
        2 => (0..BINARIES).prop_map(|binary| Step::Look { binary }),
    ]
}

fn call() -> impl Strategy<Value = Call> {
    let note = prop_oneof![Just("staging"), Just("production"), Just("it's \\ \"so\"")];
    let transactions = prop_oneof![Just(Transactions::Together), Just(Transactions::Each)];
    // From the first look to long after the end, and as often early as late.
    let dies = (0_u32..13).prop_flat_map(|power| 1..2_u64 << power);
    let rest = (note, policy(), transactions, option::weighted(0.3, dies));
    (0..BINARIES, command(), rest).prop_map(
        |(binary, command, (note, policy, transactions, dies_after))| Call {
            binary,
            command: match command {
                Command::Environment(_) => Command::Environment(environment(note)),
                other => other,
            },
            note,
            policy,
            transactions,
            dies_after,
        },
    )
}

fn environment(name: &str) -> Environment {
    match name {
        "production" => Environment::Production,
        _ => Environment::Other,
    }
}

fn command() -> impl Strategy<Value = Command> {
    let at = || (0..PLACES).prop_map(|at| testbed::version(version(at)));
    let target = || {
        prop_oneof![
            1 => Just(Target::Head),
            1 => Just(Target::Base),
            3 => at().prop_map(Target::Version),
            3 => (0..4_usize).prop_map(Target::Up),
            5 => (0..4_usize).prop_map(Target::Down),
        ]
    };
    let declared = prop_oneof![Just(Declared::Done), Just(Declared::Undone)];
    prop_oneof![
        6 => Just(Command::Run),
        3 => target().prop_map(Command::Up),
        4 => target().prop_map(Command::Down),
        3 => target().prop_map(Command::Redo),
        1 => at().prop_map(Command::Baseline),
        2 => Just(Command::Repair),
        2 => declared.prop_map(Command::RepairUnfinished),
        1 => Just(Command::Environment(Environment::Other)),
    ]
}

/// Mostly what holds by default.
fn policy() -> impl Strategy<Value = Policy> {
    let mode = prop_oneof![9 => Just(Mode::Apply), 1 => Just(Mode::Verify)];
    let order = prop_oneof![2 => Just(Order::Strict), 1 => Just(Order::Any)];
    let newer = prop_oneof![
        4 => Just(Newer::Compatible),
        1 => Just(Newer::Refuse),
        2 => Just(Newer::Allow)
    ];
    let unmanaged = prop_oneof![2 => Just(Unmanaged::Refuse), 1 => Just(Unmanaged::Allow)];
    let consent = prop_oneof![2 => Just(Consent::Withheld), 1 => Just(Consent::Given)];
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
