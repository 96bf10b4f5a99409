//! The names of constants.

use std::collections::BTreeMap;

use super::{Convention, Name, parse};
use crate::Version;

/// The constants that `versions!` declares for the files at `paths`: a name made of the version as it
/// is written and the description, such as `V0007_ADD_EMAIL` (what is not an ASCII letter or digit
/// becomes `_`), and the version. A misnamed file counts under the name that it should have had: `embed!`
/// reports it, and a constant that is missing as well would only confuse.
pub fn constant_names<'a>(paths: impl IntoIterator<Item = &'a str>) -> BTreeMap<String, Version> {
    let parsed: Vec<_> = paths.into_iter().map(|path| parse(path, None)).collect();
    let names: Vec<&Name<'_>> = parsed.iter().flatten().collect();
    let convention = Convention::of(names.iter().copied()).unwrap_or_default();
    let of_name = |name: &&Name<'_>| (constant(name.digits, name.description), name.version);
    let misnamed = parsed.iter().filter_map(|parsed| parsed.as_ref().err());
    let meant = misnamed.filter_map(|misnamed| misnamed.meant.as_ref());
    let of_meant = meant.map(|meant| {
        let digits = convention.digits(&meant.digits);
        (constant(&digits, &meant.description), meant.version)
    });
    names.iter().map(of_name).chain(of_meant).collect()
}

fn constant(digits: &str, description: &str) -> String {
    let word = |c: char| match c.is_ascii_alphanumeric() {
        true => c.to_ascii_uppercase(),
        false => '_',
    };
    let digits: String = digits.chars().filter(char::is_ascii_digit).collect();
    let description: String = description.chars().map(word).collect();
    format!("V{digits}_{description}")
}
