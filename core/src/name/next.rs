//! The names of the migration that comes next.

use std::collections::{BTreeMap, BTreeSet};

use super::{Convention, Name, parse};
use crate::folder::Folder;
use crate::{Dialect, Direction, Version};

/// A migration that is yet to be written, named as its folder names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMigration {
    /// Above every version of the folder.
    pub version: Version,
    /// Its files, up scripts first.
    pub files: Vec<NewFile>,
}

/// A file of a migration that is yet to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// Its name inside the folder.
    pub name: String,
    /// Whether it goes forward or back.
    pub direction: Direction,
    /// The database that it is for, unless all share it.
    pub dialect: Option<Dialect>,
}

/// A moment, as versions tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment<'a> {
    /// Year to second in UTC, fourteen digits: `20261120101500`.
    pub calendar: &'a str,
    /// Seconds since 1970.
    pub seconds: u64,
}

impl Folder {
    /// The migration that comes next, in the folder's own habit: layout, counting or timestamps, leading zeros
    /// and hyphens, and whether scripts are written for all databases or for each; nothing, if there is no version
    /// left, or if a file cannot have this description.
    pub fn next_migration(&self, description: &str, now: Moment<'_>) -> Option<NewMigration> {
        let adopted = self.adopted();
        let scripts = self.files().iter().filter(|file| file.is_script());
        let parsed: Vec<_> = scripts.map(|file| parse(file.name(), adopted)).collect();
        let names: Vec<&Name<'_>> = parsed.iter().flatten().collect();
        let convention = Convention::of(names.iter().copied()).unwrap_or_default();
        let misnamed = parsed.iter().filter_map(|parsed| parsed.as_ref().err());
        let meant = misnamed.filter_map(|misnamed| Some(misnamed.meant.as_ref()?.version));
        let last = names.iter().map(|name| name.version).chain(meant).max();
        let digits = match last {
            None => convention.number(1),
            Some(last) if last.counts() => convention.number(last.number() + 1),
            Some(last) => {
                let of_last = names.iter().find(|name| name.version == last);
                let form = of_last.map_or_else(|| last.to_string(), |name| name.digits.to_owned());
                timestamp(&form, last, now)?
            }
        };
        let file = |(direction, dialect)| NewFile {
            name: convention.file_name(&digits, description, dialect, direction),
            direction,
            dialect,
        };
        let dialects = |direction| {
            habit(&names, direction)
                .into_iter()
                .map(move |dialect| (direction, dialect))
        };
        let files = dialects(Direction::Up).chain(dialects(Direction::Down));
        let files: Vec<NewFile> = files.map(file).collect();
        let version = versioned(&files, description)?;
        (Some(version) > last).then_some(NewMigration { version, files })
    }
}

/// The version that all of these names have, if all are understood as they are meant.
fn versioned(files: &[NewFile], description: &str) -> Option<Version> {
    let read = |file: &NewFile| {
        let name = parse(&file.name, None).ok()?;
        let is_meant = name.description == description
            && name.dialect == file.dialect
            && name.direction == file.direction;
        is_meant.then_some(name.version)
    };
    let versions: Option<BTreeSet<Version>> = files.iter().map(read).collect();
    versions?.pop_first()
}

/// For which databases scripts of this direction are written, in most migrations; none stands for one script that
/// all of them share. The later ones count where as many do one as the other.
fn habit(names: &[&Name<'_>], direction: Direction) -> Vec<Option<Dialect>> {
    let mut scripts: BTreeMap<Version, BTreeSet<Option<Dialect>>> = BTreeMap::new();
    for name in names.iter().filter(|name| name.direction == direction) {
        scripts
            .entry(name.version)
            .or_default()
            .insert(name.dialect);
    }
    let mut counts: BTreeMap<&BTreeSet<Option<Dialect>>, (usize, Version)> = BTreeMap::new();
    for (version, dialects) in &scripts {
        let (count, last) = counts.entry(dialects).or_insert((0, *version));
        (*count, *last) = (*count + 1, *version);
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    most.map_or_else(
        || vec![None],
        |(dialects, _)| dialects.iter().copied().collect(),
    )
}

/// `now` in the form of `form`, the digits and hyphens of the last version; above it in any case, since clocks
/// differ.
fn timestamp(form: &str, last: Version, now: Moment<'_>) -> Option<String> {
    let width = form.bytes().filter(u8::is_ascii_digit).count();
    let now = match counts_seconds(form) {
        true => now.seconds.to_string(),
        false => format!("{:0<width$}", now.calendar),
    };
    let number: u64 = now.get(..width)?.parse().ok()?;
    let number = number.max(last.number() + 1);
    let digits = format!("{number:0width$}");
    let mut digits = digits.chars();
    let formed = form.chars().map(|c| match c {
        '-' => Some('-'),
        _ => digits.next(),
    });
    formed.collect()
}

/// Whether these ten digits are seconds since 1970; a date with the hour would begin with a year.
fn counts_seconds(form: &str) -> bool {
    let is_year = form.starts_with("19") || form.starts_with("20");
    form.len() == 10 && !is_year && form.bytes().all(|byte| byte.is_ascii_digit())
}
