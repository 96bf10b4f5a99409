//! Values that the CHECKs themselves name.

use rusqlite::types::Value;

use super::pattern;
use crate::sqlite::seed::columns::Table;
use crate::sqlite::table::Literal;

/// Longer texts are not made to please a `length()`.
const LONGEST: usize = 1000;

/// What the CHECKs of the column compare with: first where it stands alone.
pub(super) fn of(table: &Table, column: usize) -> Vec<&Literal> {
    let mut checks: Vec<_> = table
        .checks
        .iter()
        .filter(|check| check.columns.contains(&column))
        .collect();
    checks.sort_by_key(|check| check.columns.len());
    let literals = checks.iter().flat_map(|check| &check.literals);
    // What is written in quotes may be the name of a column.
    let is_name = |literal: &&Literal| match literal {
        Literal::Text(text) => table.column(text).is_some(),
        Literal::Number(_) => false,
    };
    literals.filter(|literal| !is_name(literal)).collect()
}

/// The texts that are compared with, and such as their patterns take.
pub(super) fn texts(literals: &[&Literal]) -> Vec<Value> {
    let texts = || {
        literals.iter().filter_map(|literal| match literal {
            Literal::Text(text) if !text.trim().is_empty() => Some(text),
            _ => None,
        })
    };
    let (patterns, plain): (Vec<&String>, Vec<&String>) =
        texts().partition(|text| pattern::is_pattern(text));
    let lengths: Vec<usize> = numbers(literals).iter().filter_map(length).collect();
    let made = patterns
        .iter()
        .flat_map(|text| pattern::instances(text, &lengths));
    let plain_first = plain.iter().map(|text| (*text).clone()).chain(made);
    let as_they_are = patterns.iter().map(|text| (*text).clone());
    plain_first.chain(as_they_are).map(Value::Text).collect()
}

/// The numbers that are compared with, and those around them.
pub(super) fn numbers(literals: &[&Literal]) -> Vec<Value> {
    let mut values = Vec::new();
    for literal in literals {
        let Literal::Number(number) = literal else {
            continue;
        };
        if let Ok(number) = number.parse::<i64>() {
            let near = [number, number.saturating_add(1), number.saturating_sub(1)];
            values.extend(near.map(Value::Integer));
            values.push(Value::Integer(-number));
            values.push(Value::Integer(number.saturating_mul(2)));
        } else if let Ok(number) = number.parse::<f64>() {
            let near = [number, number + 0.5, number - 0.5, -number];
            values.extend(near.map(Value::Real));
        }
    }
    values
}

/// Numbers in a row, for a CHECK that divides.
pub(super) fn remainders(table: &Table, column: usize) -> Vec<Value> {
    let divides = table.checks.iter().any(|check| {
        check.columns.contains(&column) && check.expression.split(' ').any(|token| token == "%")
    });
    match divides {
        true => (4..=130).chain(1_001..=1_130).map(Value::Integer).collect(),
        false => Vec::new(),
    }
}

/// The number as the length of a text.
fn length(number: &Value) -> Option<usize> {
    match number {
        Value::Integer(number) => usize::try_from(*number).ok().filter(|it| *it <= LONGEST),
        _ => None,
    }
}

/// Texts as long as any number that is mentioned, and one longer.
pub(super) fn lengths(literals: &[&Literal]) -> Vec<Value> {
    let mut values = Vec::new();
    for literal in literals {
        let Literal::Number(number) = literal else {
            continue;
        };
        let length = number.parse().unwrap_or(usize::MAX);
        for length in [length, length.saturating_add(1)] {
            if length <= LONGEST {
                values.extend(["a", "A", "1"].map(|letter| Value::Text(letter.repeat(length))));
            }
        }
    }
    values
}
