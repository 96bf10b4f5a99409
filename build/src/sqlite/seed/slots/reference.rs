//! Choices for what refers to other rows: the values of one parent row go together.

use rusqlite::types::Value;

use super::parents::{Partial, options};
use super::{Cell, Kind, Slot, Wish};
use crate::sqlite::seed::columns::{Reference, exists};
use crate::sqlite::seed::obstacle::{Obstacle, Stop};
use crate::sqlite::seed::sample::Purpose;

/// So many ways to satisfy several foreign keys at once are tried.
const COMBINATIONS: usize = 64;

/// A slot for each foreign key; those that have a column in common share one.
pub(super) fn slots(wish: &Wish<'_>) -> Result<Vec<Slot>, Stop> {
    let mut slots = Vec::new();
    for references in connected(&wish.table.references) {
        let mut columns: Vec<usize> = references
            .iter()
            .flat_map(|reference| reference.columns.clone())
            .collect();
        columns.sort_unstable();
        columns.dedup();
        let mut partials: Vec<Partial> = vec![vec![None; columns.len()]];
        for reference in references {
            if !exists(wish.connection, &reference.parent)? {
                return Err(Obstacle::NoParent(reference.parent.clone()).into());
            }
            if reference.parent_columns.is_empty() {
                continue;
            }
            let options = options(wish, reference)?;
            let places: Vec<usize> = reference
                .columns
                .iter()
                .filter_map(|column| columns.iter().position(|other| other == column))
                .collect();
            let joined = partials.iter().flat_map(|partial| {
                options
                    .iter()
                    .filter_map(|option| join(partial, option, &places))
            });
            partials = joined.take(COMBINATIONS).collect();
            if partials.is_empty() {
                return Err(Obstacle::EmptyParent(reference.parent.clone()).into());
            }
        }
        slots.push(slot(wish, columns, partials));
    }
    Ok(slots)
}

/// Foreign keys that have columns in common, together.
fn connected(references: &[Reference]) -> Vec<Vec<&Reference>> {
    let mut groups: Vec<Vec<&Reference>> = Vec::new();
    for reference in references {
        let touches = |group: &Vec<&Reference>| {
            let mut columns = group.iter().flat_map(|other| &other.columns);
            columns.any(|column| reference.columns.contains(column))
        };
        let (touching, mut apart): (Vec<_>, Vec<_>) = groups.into_iter().partition(touches);
        let mut group: Vec<&Reference> = touching.into_iter().flatten().collect();
        group.push(reference);
        // What says most comes first, for the others to agree with.
        group.sort_by_key(|reference| std::cmp::Reverse(reference.columns.len()));
        apart.push(group);
        groups = apart;
    }
    groups
}

/// Both together, if they agree.
fn join(partial: &Partial, option: &Partial, places: &[usize]) -> Option<Partial> {
    let mut joined = partial.clone();
    for (place, cell) in places.iter().zip(option) {
        let known = joined.get_mut(*place)?;
        match (known.as_ref(), cell) {
            (None, _) => known.clone_from(cell),
            (Some(known), Some(cell)) if known != cell => return None,
            _ => {}
        }
    }
    Some(joined)
}

fn slot(wish: &Wish<'_>, columns: Vec<usize>, partials: Vec<Partial>) -> Slot {
    let seen: Vec<Vec<Cell>> = wish
        .sample
        .fullest()
        .into_iter()
        .chain(&wish.sample.rows)
        .map(|row| {
            columns
                .iter()
                .map(|column| Cell::Value(row[*column].clone()))
                .collect()
        })
        .collect();
    let filler = |column: &usize| {
        let values = wish.values(*column).into_iter();
        let value = values.into_iter().find(|value| *value != Value::Null);
        Cell::Value(value.unwrap_or(Value::Null))
    };
    let fillers: Vec<Cell> = columns.iter().map(filler).collect();
    let complete = |partial: Partial| {
        let cells = partial.into_iter().zip(&fillers);
        cells
            .map(|(cell, filler)| cell.unwrap_or_else(|| filler.clone()))
            .collect()
    };
    let mut choices: Vec<Vec<Cell>> = partials.into_iter().map(complete).collect();
    let differs = wish.must_differ(&columns);
    choices.sort_by_key(|choice| {
        let is_null = |cell: &&Cell| **cell == Cell::Value(Value::Null);
        let nulls = choice.iter().filter(is_null).count();
        let place = seen.iter().position(|row| row == choice);
        let rank = match differs {
            true => usize::from(place.is_some()),
            false => place.unwrap_or(usize::MAX),
        };
        match wish.purpose {
            Purpose::Null => (columns.len() - nulls, rank),
            Purpose::Value => (nulls, rank),
        }
    });
    Slot {
        need: wish.need(&columns),
        columns,
        choices,
        kind: Kind::Reference,
    }
}
