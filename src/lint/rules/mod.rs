//! The rules, one file each.

mod ambiguous_object;
mod dangling_member;
mod duplicate_key;
mod duplicate_object;
mod not_a_deployment_file;
mod not_a_value;
mod syntax;
mod tenant_missing;
mod unknown_key;
mod unknown_reference;
mod unplaced_options;
mod virtual_group_without_members;
mod wrong_script_type;

use super::rule::Rule;

/// Every rule, by name.
pub const RULES: &[&Rule] = &[
    &ambiguous_object::RULE,
    &dangling_member::RULE,
    &duplicate_key::RULE,
    &duplicate_object::RULE,
    &not_a_deployment_file::RULE,
    &not_a_value::RULE,
    &syntax::RULE,
    &tenant_missing::RULE,
    &unknown_key::RULE,
    &unknown_reference::RULE,
    &unplaced_options::RULE,
    &virtual_group_without_members::RULE,
    &wrong_script_type::RULE,
];
