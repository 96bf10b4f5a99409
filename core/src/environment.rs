//! Which database is protected.

/// Whether the environment of this name is protected: it begins with `prod`, in whatever case, after white space.
///
/// Rather one too many, such as `product-demo`, than `PROD` or `prod-eu` reverted without a question.
pub(crate) fn is_production(environment: &str) -> bool {
    let beginning = environment.trim_start().get(..4);
    beginning.is_some_and(|beginning| beginning.eq_ignore_ascii_case("prod"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_with_prod_is_production() {
        for name in ["production", " Production\n", "PROD", "prod-eu", "Prod_1"] {
            assert!(is_production(name), "{name:?}");
        }
        for name in [
            "",
            "pro",
            "staging",
            "non-production",
            "preprod",
            "prö",
            "test prod",
        ] {
            assert!(!is_production(name), "{name:?}");
        }
    }
}
