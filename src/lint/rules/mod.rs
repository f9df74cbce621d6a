//! The rules, one file each.

mod syntax;

use super::rule::Rule;

/// Every rule, by name.
pub const RULES: &[&Rule] = &[&syntax::RULE];
