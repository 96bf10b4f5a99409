//! A day, as people write it.
use std::fmt::{self, Display, Formatter};

use super::escape::Text;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A day that the database gave as `YYYY-MM-DD`; anything else is shown as it stands.
pub(crate) struct Day<'a>(pub(crate) &'a str);

impl Display for Day<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let parts = || {
            let (year, rest) = self.0.split_once('-')?;
            let (month, day) = rest.split_once('-')?;
            let month = month.parse::<usize>().ok()?.checked_sub(1)?;
            Some((
                year.parse::<u32>().ok()?,
                MONTHS.get(month)?,
                day.parse::<u32>().ok()?,
            ))
        };
        match parts() {
            Some((year, month, day)) => write!(f, "{day} {month} {year}"),
            None => Text(self.0).fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_reads_as_people_write_it() {
        for (day, expected) in [
            ("2026-03-04", "4 March 2026"),
            ("2026-12-31", "31 December 2026"),
            ("2026-13-01", "2026-13-01"),
            ("2026-00-01", "2026-00-01"),
            ("<b>", "&lt;b&gt;"),
        ] {
            assert_eq!(Day(day).to_string(), expected);
        }
    }
}
