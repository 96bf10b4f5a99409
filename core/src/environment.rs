//! Which database is protected.

/// Whether a database that is stamped with an environment's name is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Environment {
    /// It is.
    Production,
    /// It is not.
    Other,
}

impl Environment {
    /// The environment of this name: production if it begins with `prod`, in whatever case, after white space.
    ///
    /// Rather one too many, such as `product-demo`, than `PROD` or `prod-eu` reverted without a question.
    pub fn of(name: &str) -> Environment {
        match name.trim_start().get(..4) {
            Some(beginning) if beginning.eq_ignore_ascii_case("prod") => Environment::Production,
            _ => Environment::Other,
        }
    }

    /// The word for it: `production`, `other`.
    pub const fn name(self) -> &'static str {
        match self {
            Environment::Production => "production",
            Environment::Other => "other",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_with_prod_is_production() {
        for name in ["production", " Production\n", "PROD", "prod-eu", "Prod_1"] {
            assert_eq!(Environment::of(name), Environment::Production, "{name:?}");
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
            assert_eq!(Environment::of(name), Environment::Other, "{name:?}");
        }
    }
}
