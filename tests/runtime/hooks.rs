//! What an application is told around its migrations.

mod redo;
mod stop;
mod trouble;

use std::sync::{Arc, Mutex};

use ingrain::{Class, Command, Direction, Migrations, Migrator, Mode, Target, Version};
use ingrain_end_to_end::testbed::{Session, Testbed, on_both, on_postgres, ran, to};

/// What was told, a line each.
#[derive(Clone, Default)]
struct Told(Arc<Mutex<Vec<String>>>);

impl Told {
    fn tell(&self, line: String) {
        self.0.lock().unwrap().push(line);
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }

    /// A migrator that tells everything.
    fn around(&self, migrations: Migrations) -> Migrator {
        let [run, before, after, end] = [(); 4].map(|()| self.clone());
        let number = |version: Option<Version>| version.map_or(0, Version::number);
        migrations
            .migrator()
            .before_run(move |upcoming| {
                let versions = upcoming
                    .migrations()
                    .iter()
                    .map(|one| one.version().number());
                let versions: Vec<u64> = versions.collect();
                let (from, to) = (number(upcoming.from()), number(upcoming.to()));
                run.tell(format!("from {from} to {to} by {versions:?}"));
                Ok(())
            })
            .before_each(move |one| {
                before.tell(format!(
                    "before {} {} {}",
                    one.version(),
                    one.direction(),
                    one.description()
                ));
            })
            .after_each(move |ran| {
                after.tell(format!(
                    "after {} {} {}",
                    ran.version(),
                    ran.direction(),
                    ran.description()
                ));
            })
            .after_run(move |outcome| {
                end.tell(match outcome {
                    Ok(report) => format!("done {:?}", ran(report)),
                    Err(error) => format!("{} after {:?}", error.code(), ran(error.report())),
                });
            })
    }
}

const NOTES: (&str, &str, &str) = (
    "1_notes",
    "CREATE TABLE notes (id integer)",
    "DROP TABLE notes",
);
const TAGS: (&str, &str, &str) = (
    "2_tags",
    "-- ingrain: compatible \"nobody else asks for it\"\nCREATE TABLE tags (id integer)",
    "DROP TABLE tags",
);
const STEPWISE: (&str, &str, &str) = (
    "2_tags",
    "-- ingrain: no-transaction\nCREATE TABLE tags (id integer); CREATE INDEX on_tags ON tags (id)",
    "DROP TABLE tags",
);

#[test]
fn a_call_tells_what_it_will_do_and_what_it_has_done() {
    on_both(|bed| {
        let told = Told::default();
        let migrator = told.around(bed.chain(&[NOTES, TAGS]));
        bed.run(&migrator).unwrap();
        let up = [
            "from 0 to 2 by [1, 2]",
            "before 1 up notes",
            "before 2 up tags",
            "after 1 up notes",
            "after 2 up tags",
            "done [1, 2]",
        ];
        assert_eq!(told.take(), up);
        bed.down(&migrator, Target::Down(1)).unwrap();
        let down = [
            "from 2 to 1 by [2]",
            "before 2 down tags",
            "after 2 down tags",
            "done [2]",
        ];
        assert_eq!(told.take(), down);
    });
}

#[test]
fn one_at_a_time_where_each_runs_by_itself() {
    on_both(|bed| {
        let told = Told::default();
        bed.run(&told.around(bed.chain(&[NOTES, STEPWISE])))
            .unwrap();
        let expected = [
            "from 0 to 2 by [1, 2]",
            "before 1 up notes",
            "after 1 up notes",
            "before 2 up tags",
            "after 2 up tags",
            "done [1, 2]",
        ];
        assert_eq!(told.take(), expected);
    });
}

#[test]
fn a_call_with_nothing_to_run_tells_nothing() {
    on_both(|bed| {
        let told = Told::default();
        let migrator = told.around(bed.chain(&[NOTES]));
        bed.run(&migrator).unwrap();
        told.take();
        bed.run(&migrator).unwrap();
        bed.up(&migrator, Target::Head).unwrap();
        bed.status(&migrator).unwrap();
        bed.environment(&migrator, "staging").unwrap();
        assert_eq!(told.take(), [""; 0]);
    });
}

#[test]
fn whoever_only_looks_is_told_nothing() {
    on_both(|bed| {
        let told = Told::default();
        let migrator = told.around(bed.chain(&[NOTES, TAGS]));
        bed.up(&migrator, to(1)).unwrap();
        told.take();
        bed.status(&migrator).unwrap();
        for command in [
            Command::Run,
            Command::Down(Target::Base),
            Command::Redo(to(1)),
        ] {
            bed.plan(&migrator, command).unwrap();
        }
        let sql = migrator.offline_sql(bed.dialect(), to(1), Target::Head);
        assert!(sql.unwrap().contains("tags"));
        bed.run(&migrator.mode(Mode::Verify)).unwrap_err();
        assert_eq!(told.take(), [""; 0]);
    });
}

#[test]
fn the_class_of_a_migration_is_told() {
    on_both(|bed| {
        let classes = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&classes);
        let migrator = bed.chain(&[NOTES, TAGS]).migrator();
        let migrator = migrator.before_run(move |upcoming| {
            let all = upcoming.migrations().iter();
            seen.lock()
                .unwrap()
                .extend(all.map(|one| (one.direction(), one.class())));
            Ok(())
        });
        bed.run(&migrator).unwrap();
        bed.down(&migrator, Target::Base).unwrap();
        let expected = [
            (Direction::Up, Class::Breaking),
            (Direction::Up, Class::Additive),
            (Direction::Down, Class::Additive),
            (Direction::Down, Class::Breaking),
        ];
        assert_eq!(*classes.lock().unwrap(), expected);
    });
}

#[test]
fn what_the_database_is_called_is_told() {
    on_both(|bed| {
        let name = Arc::new(Mutex::new(None));
        let seen = Arc::clone(&name);
        let migrator = bed.chain(&[NOTES]).migrator().before_run(move |upcoming| {
            *seen.lock().unwrap() = upcoming.database().map(str::to_owned);
            Ok(())
        });
        bed.run(&migrator).unwrap();
        let expected = match bed {
            Testbed::Sqlite(_) => bed.path().canonicalize().unwrap().display().to_string(),
            Testbed::Postgres(_) => bed.rows("SELECT current_database()").concat(),
        };
        assert_eq!(name.lock().unwrap().take(), Some(expected));
    });
}

#[test]
fn without_hooks_postgres_is_asked_no_more_than_before() {
    on_postgres(|bed| {
        let sent = |migrator: Migrator| {
            let fresh = bed.another();
            let proxy = fresh.postgres().proxy();
            let mut session = Session::open(proxy.url());
            session.run(&migrator).unwrap();
            proxy.take().len()
        };
        let plain = sent(bed.chain(&[NOTES, TAGS]).migrator());
        let told = Told::default();
        // The name of the database, patience of the server, and how long it took.
        assert_eq!(sent(told.around(bed.chain(&[NOTES, TAGS]))), plain + 3);
    });
}
