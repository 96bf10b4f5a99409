//! The page, as text.
//!
//! Whatever comes from outside passes through [`escape::Text`] or [`escape::QueryValue`].
mod day;
mod entries;
mod escape;
mod forms;
mod view;

pub(crate) use self::view::{View, trouble};

/// The page's style sheet.
pub(crate) const STYLE: &str = include_str!("html/style.css");
