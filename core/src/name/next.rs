//! The names of the migration that comes next.

use std::collections::{BTreeMap, BTreeSet};

use super::{Convention, Layout, Name, parse};
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
    /// Milliseconds since 1970.
    pub milliseconds: u64,
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
            Some(last) if is_before_diesels_first(&names) => timestamp(DIESELS, last, now)?,
            Some(last) if last.counts() => convention.number(last.number() + 1),
            Some(last) => timestamp(&form(&names, last), last, now)?,
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

/// How diesel writes its timestamps.
const DIESELS: &str = "0000-00-00-000000";

/// Whether these are the scripts that diesel puts into a new folder and nothing else: version 0, in a timestamp's
/// place.
fn is_before_diesels_first(names: &[&Name<'_>]) -> bool {
    let width = DIESELS.bytes().filter(u8::is_ascii_digit).count();
    !names.is_empty()
        && names.iter().all(|name| {
            name.layout == Layout::DirectoryPair
                && name.version.number() == 0
                && width_of(name.digits) == width
        })
}

/// The digits and hyphens of `last`, a timestamp; if no file that was understood has it, as the last of its length
/// has them.
fn form(names: &[&Name<'_>], last: Version) -> String {
    let width = last.to_string().len();
    let alike = names.iter().filter(|name| width_of(name.digits) == width);
    let latest = alike.max_by_key(|name| name.version);
    latest.map_or_else(|| last.to_string(), |name| name.digits.to_owned())
}

/// `now` in the form of `form`, the digits and hyphens of the last version; above it in any case, since clocks
/// differ.
fn timestamp(form: &str, last: Version, now: Moment<'_>) -> Option<String> {
    let width = width_of(form);
    let now = match since_1970(form, now) {
        Some(number) => number.to_string(),
        None => format!("{:0<width$}", now.calendar),
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

/// `now` as these digits count it: seconds, milliseconds or microseconds since 1970, which have 10, 13 and 16 digits
/// from 2001 to 2286. A date would begin with a year; it never has 13 digits.
fn since_1970(form: &str, now: Moment<'_>) -> Option<u64> {
    let is_year = form.starts_with("19") || form.starts_with("20");
    match form.len() {
        _ if form.contains('-') => None,
        10 if !is_year => Some(now.milliseconds / 1_000),
        13 => Some(now.milliseconds),
        16 if !is_year => now.milliseconds.checked_mul(1_000),
        _ => None,
    }
}

fn width_of(digits: &str) -> usize {
    digits.bytes().filter(u8::is_ascii_digit).count()
}
