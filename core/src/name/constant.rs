//! The names of constants.

use std::collections::BTreeMap;

use super::{Name, parse, understand};
use crate::Version;

/// The constants that `versions!` declares for the files at `paths`: a name made of the version as it
/// is written and the description, such as `V0007_ADD_EMAIL` (what is not an ASCII letter or digit
/// becomes `_`), and the version. A misnamed file counts under the name that it should have had: `embed!`
/// reports it, and a constant that is missing as well would only confuse.
pub fn constant_names<'a>(paths: impl IntoIterator<Item = &'a str>) -> BTreeMap<String, Version> {
    let constant = |name: Name<'_>| {
        let word = |c: char| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_uppercase()
            } else {
                '_'
            }
        };
        let digits: String = name.digits.chars().filter(char::is_ascii_digit).collect();
        let description: String = name.description.chars().map(word).collect();
        (format!("V{digits}_{description}"), name.version)
    };
    let of_file = |path: &str| match parse(path) {
        Ok(name) => Some(constant(name)),
        Err(misnamed) => understand(&misnamed.suggestion?).ok().map(constant),
    };
    paths.into_iter().filter_map(of_file).collect()
}
