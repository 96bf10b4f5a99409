//! Refusals of the planner.

use ingrain_core::{
    AtWork, Checksum, Command, Environment, Event, Folder, History, Mode, Outcome, Policy, Record,
    Recorded, Refusal, Situation, Step, StoredDown, Target, Tool, ToolHistory, ToolRow, Version,
    plan,
};

use super::message::Message;

const UP: &str = "SELECT 'up';";
const STEPWISE: &str = "-- ingrain: no-transaction\nSELECT 1; SELECT 2; SELECT 3;";
const IRREVERSIBLE: &str = "-- ingrain: irreversible \"deletes the duplicates\"\nSELECT 1;";

/// A binary: versions, and what their up scripts say.
fn binary(ups: &[(u64, &str)]) -> Folder {
    let mut files = vec![(
        "ingrain.toml".to_owned(),
        "dialects = [\"postgres\"]".to_owned(),
    )];
    for (version, up) in ups {
        let stem = format!("{version:04}_{}", description(*version));
        files.push((format!("{stem}.up.sql"), (*up).to_owned()));
        if *up != IRREVERSIBLE {
            let head = if *up == STEPWISE {
                "-- ingrain: no-transaction\n"
            } else {
                ""
            };
            files.push((format!("{stem}.down.sql"), format!("{head}SELECT 'down';")));
        }
    }
    let files = files
        .into_iter()
        .map(|(name, text)| (name, text.into_bytes()));
    Folder::new("migrations", files)
}

fn description(version: u64) -> &'static str {
    match version % 100 {
        1 => "create_notes",
        2 => "create_tags",
        _ => "add_author",
    }
}

/// The same, with descriptions and without ways back.
fn named(ups: &[(u64, &str, &str)]) -> Folder {
    let file = |(version, description, up): &(u64, &str, &str)| {
        let text = format!("-- ingrain: irreversible \"why\"\n{up}");
        (
            format!("{version:04}_{description}.up.sql"),
            text.into_bytes(),
        )
    };
    let config = (
        "ingrain.toml".to_owned(),
        b"dialects = ['postgres']".to_vec(),
    );
    Folder::new("migrations", ups.iter().map(file).chain([config]))
}

fn version(number: u64) -> Version {
    Version::new(number).expect("a small number")
}

/// A database: its log so far.
#[derive(Default)]
struct Database {
    history: History,
    rows: Vec<Record>,
}

impl Database {
    /// The database that this binary brought to its head.
    fn of(binary: &Folder) -> Database {
        let mut database = Database::default();
        for migration in binary.chains().expect("a valid folder")[0].migrations() {
            database.add(Event::Applied, Some(Recorded::of(migration)), None, None);
        }
        database
    }

    fn add(
        &mut self,
        event: Event,
        migration: Option<Recorded>,
        done: Option<u64>,
        note: Option<&str>,
    ) {
        let note = note.map(str::to_owned);
        let entry = self.history.record(event, migration, done, note);
        self.rows.push(Record {
            entry: entry.expect("it can follow"),
            duration_ms: None,
            applied_at: "2026-11-20T10:15:00.000Z".to_owned(),
            applied_by: "journal 0.1.0 (pid 4711 on web-3)".to_owned(),
        });
    }

    fn history(&self) -> History {
        History::fold(self.rows.clone()).expect("rows that follow from each other")
    }

    /// The first step of `command` begins, and stops after so many statements.
    fn stopped(mut self, binary: &Folder, command: Command, statements: u64) -> Database {
        let chains = binary.chains().expect("a valid folder");
        let history = self.history();
        let situation = Situation {
            history: &history,
            strangers: &[],
            tool: None,
            at_work: AtWork::Nobody,
        };
        let plan = plan(&chains[0], situation, command, Policy::default()).expect("a plan");
        let migration = match &plan.steps[0] {
            Step::Revert { migration, sql, .. } => {
                let down = StoredDown {
                    sql: sql.to_string(),
                    checksum: Checksum::of(sql),
                };
                Recorded {
                    down: Some(down),
                    ..migration.clone()
                }
            }
            Step::Apply { migration, .. } => Recorded::of(migration),
            step => panic!("{step:?} runs no script"),
        };
        self.add(Event::Started, Some(migration.clone()), None, None);
        for done in 1..=statements {
            self.add(Event::Progressed, Some(migration.brief()), Some(done), None);
        }
        self
    }

    fn refusal(&self, heading: &str, binary: &Folder, command: Command, policy: Policy) -> Message {
        self.among(heading, binary, &[], command, policy)
    }

    fn among(
        &self,
        heading: &str,
        binary: &Folder,
        strangers: &[&str],
        command: Command,
        policy: Policy,
    ) -> Message {
        let chains = binary.chains().expect("a valid folder");
        let strangers: Vec<String> = strangers.iter().map(|name| (*name).to_owned()).collect();
        let history = self.history();
        let situation = Situation {
            history: &history,
            strangers: &strangers,
            tool: None,
            at_work: AtWork::Nobody,
        };
        let refusal = plan(&chains[0], situation, command, policy).expect_err("a refusal");
        Message::of(heading, [refusal.diagnostic()])
    }
}

pub(super) fn messages() -> Vec<Message> {
    [
        past(),
        pending(),
        part_way(),
        back(),
        targets(),
        adoptions(),
        confirmed(),
    ]
    .concat()
}

/// Of a call that is bound to a plan.
fn confirmed() -> Vec<Message> {
    let notes = [
        "nothing was done",
        "confirmed was to revert 7",
        "now it would revert 8",
    ];
    let refusal = Refusal::not_as_confirmed([version(8)], notes.map(str::to_owned));
    vec![Message::of("not as confirmed", [refusal.diagnostic()])]
}

/// What another tool recorded.
fn adoptions() -> Vec<Message> {
    let (two, nothing) = (binary(&[(1, UP), (2, UP)]), Database::default());
    let row = |version: &str, outcome| ToolRow {
        version: version.to_owned(),
        checksum: Some("00".to_owned()),
        outcome,
        ..ToolRow::default()
    };
    let table = |rows: &[(&str, Outcome)]| ToolHistory {
        tool: Tool::Sqlx,
        rows: rows
            .iter()
            .map(|(version, outcome)| row(version, *outcome))
            .collect(),
    };
    let refused = |heading: &str, tool: Option<&ToolHistory>, strangers: &[&str]| {
        let chains = two.chains().expect("a valid folder");
        let strangers: Vec<String> = strangers.iter().map(|name| (*name).to_owned()).collect();
        let situation = Situation {
            history: &nothing.history(),
            strangers: &strangers,
            tool,
            at_work: AtWork::Nobody,
        };
        let command = Command::Adopt(Tool::Sqlx);
        let refusal = plan(&chains[0], situation, command, Policy::default());
        Message::of(heading, [refusal.expect_err("a refusal").diagnostic()])
    };
    let done = |version| (version, Outcome::Done);
    let mixed = table(&[done("1"), done("3"), ("2", Outcome::Failed)]);
    vec![
        refused("adopt: no table", None, &["notes"]),
        refused(
            "adopt: another tool's table",
            None,
            &["refinery_schema_history"],
        ),
        refused("adopt: an empty table", Some(&table(&[])), &[]),
        refused(
            "adopt: another script",
            Some(&table(&[done("1"), done("2")])),
            &[],
        ),
        refused(
            "adopt: failed, unknown and another script",
            Some(&mixed),
            &[],
        ),
        nothing.among(
            "tables of another tool, no history",
            &two,
            &["_sqlx_migrations", "notes"],
            Command::Run,
            Policy::default(),
        ),
    ]
}

fn past() -> Vec<Message> {
    let three = binary(&[(1, UP), (2, UP), (3, UP)]);
    let database = Database::of(&three);
    let edited = binary(&[(1, UP), (2, "SELECT 'edited';"), (3, UP)]);
    let edited_twice = binary(&[(1, "SELECT 'edited';"), (2, "SELECT 'edited';"), (3, UP)]);
    let (notes, tags) = (
        "CREATE TABLE notes (id int);",
        "CREATE TABLE tags (id int);",
    );
    let users = "CREATE TABLE users (id int);";
    let two = Database::of(&named(&[
        (1, "create_notes", notes),
        (2, "create_tags", tags),
    ]));
    let replaced = named(&[(1, "create_notes", notes), (2, "create_users", users)]);
    let renumbered = named(&[(1, "create_tags", tags), (2, "create_users", users)]);
    let exchanged = named(&[(1, "create_tags", tags), (2, "create_notes", notes)]);
    let inserted = named(&[
        (1, "create_users", users),
        (2, "create_notes", notes),
        (3, "create_tags", tags),
    ]);
    let later = named(&[
        (20_261_101, "create_notes", notes),
        (20_261_102, "create_tags", tags),
    ]);
    let moved = named(&[
        (20_261_101, "create_notes", notes),
        (20_261_103, "create_tags", tags),
    ]);
    let without = binary(&[(20_261_101, UP), (20_261_103, "SELECT 'other';")]);
    let with = binary(&[(20_261_101, UP), (20_261_102, UP)]);
    let (run, policy) = (Command::Run, Policy::default());
    vec![
        database.refusal("divergent: one", &edited, run, policy),
        database.refusal("divergent: two", &edited_twice, run, policy),
        two.refusal("divergent: renamed as well", &replaced, run, policy),
        two.refusal("divergent: renumbered", &renumbered, run, policy),
        two.refusal("divergent: exchanged", &exchanged, run, policy),
        two.refusal("divergent: one inserted", &inserted, run, policy),
        Database::of(&later).refusal("missing: renumbered", &moved, run, policy),
        Database::of(&with).refusal("missing", &without, run, policy),
        database.refusal("newer", &binary(&[(1, UP)]), run, policy),
    ]
}

fn pending() -> Vec<Message> {
    let three = binary(&[(1, UP), (2, UP), (3, UP)]);
    let (run, policy) = (Command::Run, Policy::default());
    let verify = Policy {
        mode: Mode::Verify,
        ..policy
    };
    let first = Database::of(&binary(&[(1, UP)]));
    let late = Database::of(&binary(&[(20_261_103, UP)]));
    let empty = Database::default();
    let edited = binary(&[(1, "SELECT 'edited';")]);
    let tables = [
        "notes", "tags", "users", "sessions", "jobs", "files", "mail",
    ];
    vec![
        late.refusal(
            "out of order: one",
            &binary(&[(20_261_102, UP), (20_261_103, UP)]),
            run,
            policy,
        ),
        late.refusal(
            "out of order: two",
            &binary(&[(20_261_101, UP), (20_261_102, UP), (20_261_103, UP)]),
            run,
            policy,
        ),
        first.refusal("only verifies: pending", &three, run, verify),
        first.refusal(
            "redo: not embedded",
            &binary(&[(20_261_102, UP)]),
            Command::Redo(Target::Down(1)),
            policy,
        ),
        first.refusal(
            "only verifies: down",
            &three,
            Command::Down(Target::Base),
            verify,
        ),
        empty.among(
            "only verifies: baseline",
            &three,
            &tables,
            Command::Baseline(version(2)),
            verify,
        ),
        first.refusal("only verifies: repair", &edited, Command::Repair, verify),
        empty.refusal(
            "only verifies: environment",
            &three,
            Command::Environment(Environment::Production),
            verify,
        ),
        empty.refusal(
            "unmanaged: a baseline of nothing",
            &three,
            Command::Baseline(version(2)),
            policy,
        ),
        empty.among("unmanaged: few tables", &three, &tables[..2], run, policy),
        empty.among("unmanaged: many tables", &three, &tables, run, policy),
    ]
}

fn part_way() -> Vec<Message> {
    let stepwise = binary(&[(1, UP), (2, STEPWISE)]);
    let plain = binary(&[(1, UP)]);
    let edited = binary(&[(1, UP), (2, "-- ingrain: no-transaction\nSELECT 4;")]);
    let longer = binary(&[(1, UP), (2, STEPWISE), (3, UP)]);
    let (run, policy, base) = (Command::Run, Policy::default(), Command::Down(Target::Base));
    let verify = Policy {
        mode: Mode::Verify,
        ..policy
    };
    let up = |statements| Database::of(&plain).stopped(&stepwise, run, statements);
    let down = Database::of(&stepwise).stopped(&stepwise, base, 1);
    vec![
        up(2).refusal(
            "unfinished: an up script that was edited since",
            &edited,
            run,
            policy,
        ),
        up(0).refusal(
            "unfinished: an up script that only began",
            &edited,
            run,
            policy,
        ),
        up(1).refusal(
            "unfinished: an up script that is not embedded",
            &plain,
            run,
            policy,
        ),
        down.refusal("unfinished: a down script", &stepwise, run, policy),
        up(2).refusal("only verifies: part-way", &longer, run, verify),
        at_work(
            &up(1).history(),
            "unfinished: a process is at work on an up script that is not embedded",
            &plain,
        ),
    ]
}

/// A run that meets a script on which somebody is at work.
fn at_work(history: &History, heading: &str, binary: &Folder) -> Message {
    let chains = binary.chains().expect("a valid folder");
    let situation = Situation {
        history,
        strangers: &[],
        tool: None,
        at_work: AtWork::Somebody,
    };
    let refused = plan(&chains[0], situation, Command::Run, Policy::default());
    let refusal = refused.expect_err("a refusal");
    Message::of(heading, [refusal.diagnostic()])
}

fn back() -> Vec<Message> {
    let (policy, base) = (Policy::default(), Command::Down(Target::Base));
    let one = binary(&[(1, UP)]);
    let two = binary(&[(1, UP), (2, UP)]);
    let losing = binary(&[(1, UP), (2, UP), (3, "DROP TABLE users;")]);
    let final_one = binary(&[(1, UP), (2, IRREVERSIBLE)]);
    let mut production = Database::of(&two);
    production.add(Event::Stamped, None, None, Some("production"));
    let mut tampered = Database::of(&two);
    if let Some(migration) = &mut tampered.rows[1].entry.migration {
        let checksum = Checksum::of("SELECT 'down';");
        migration.down = Some(StoredDown {
            sql: "DROP TABLE users;".to_owned(),
            checksum,
        });
    }
    vec![
        production.refusal("protected", &two, base, policy),
        production.refusal("protected: it loses data", &losing, Command::Run, policy),
        production.refusal(
            "protected: another environment",
            &two,
            Command::Environment(Environment::Other),
            policy,
        ),
        Database::of(&final_one).refusal("irreversible: it says so", &final_one, base, policy),
        Database::of(&final_one).refusal(
            "irreversible: no down script anywhere",
            &one,
            base,
            policy,
        ),
        tampered.refusal(
            "irreversible: a stored down script that was changed",
            &one,
            base,
            policy,
        ),
    ]
}

fn targets() -> Vec<Message> {
    let many: Vec<(u64, &str)> = (1..=12).map(|number| (number, UP)).collect();
    let (many, policy) = (binary(&many), Policy::default());
    let empty = Database::default();
    let nowhere = Target::Version(version(99));
    vec![
        empty.refusal(
            "a target that is not there",
            &many,
            Command::Up(nowhere),
            policy,
        ),
        empty.refusal(
            "a target that lies the other way: up",
            &many,
            Command::Up(Target::Base),
            policy,
        ),
        empty.refusal(
            "a target that lies the other way: down",
            &many,
            Command::Down(Target::Up(1)),
            policy,
        ),
        Database::of(&many).refusal(
            "a baseline on a history",
            &many,
            Command::Baseline(version(2)),
            policy,
        ),
    ]
}
