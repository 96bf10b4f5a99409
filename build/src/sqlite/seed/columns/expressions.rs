//! Which columns a CHECK, a generated column or an index computes with.

use std::collections::BTreeSet;

use super::{Check, Table};
use crate::sqlite::table::{self, TableText};

impl Table {
    /// Finds out which columns the expressions are about.
    pub(super) fn read_expressions(&mut self, indexes: &[Vec<String>]) {
        let text = std::mem::take(&mut self.text);
        let check = |check: &table::Check| Check {
            name: check.name.clone(),
            expression: check.expression.canonical.clone(),
            columns: self.mentioned(&text, &check.words),
            literals: check.literals.clone(),
        };
        let checks: Vec<Check> = text.checks.iter().map(check).collect();
        let generated = text.columns.iter().filter_map(|column| {
            let generated = column.generated.as_ref()?;
            Some(table::words(&generated.expression.canonical))
        });
        let is_index = |words: &&Vec<String>| words.iter().take(3).any(|word| word == "index");
        let computed: Vec<Vec<String>> = generated
            .chain(indexes.iter().filter(is_index).cloned())
            .collect();
        let checked = text.checks.iter().map(|check| &check.words);
        let with_json = checked
            .chain(&computed)
            .filter(|words| words.iter().any(|word| word.starts_with("json")));
        let json = with_json.flat_map(|words| self.mentioned(&text, words));
        self.json = json.collect();
        self.computed_with = computed
            .iter()
            .flat_map(|words| self.mentioned(&text, words))
            .collect();
        self.checks = checks;
        self.text = text;
    }

    /// Takes it that the columns of these names hold JSON, unless their type says otherwise.
    pub(in crate::sqlite::seed) fn expect_json(&mut self, names: &BTreeSet<String>) {
        const OTHERS: [&str; 8] = ["BOOL", "DATE", "DEC", "DOUB", "FLOA", "INT", "NUM", "REAL"];
        for (at, column) in self.columns.iter().enumerate() {
            let is_other = OTHERS.iter().any(|other| column.datatype.contains(other));
            if !is_other && names.contains(&column.name.to_ascii_lowercase()) {
                self.json.push(at);
            }
        }
    }

    /// The columns that are named among `words`; for a generated one, those it is generated from.
    pub(super) fn mentioned(&self, text: &TableText, words: &[String]) -> Vec<usize> {
        let mut words = words.to_vec();
        for _ in 0..text.columns.len() {
            let known = words.len();
            for column in &text.columns {
                if let Some(generated) = &column.generated
                    && words.contains(&column.name)
                {
                    let more = table::words(&generated.expression.canonical);
                    let more: Vec<String> = more
                        .into_iter()
                        .filter(|word| !words.contains(word))
                        .collect();
                    words.extend(more);
                }
            }
            if words.len() == known {
                break;
            }
        }
        let columns = 0..self.columns.len();
        columns
            .filter(|column| words.contains(&self.columns[*column].name.to_ascii_lowercase()))
            .collect()
    }
}
