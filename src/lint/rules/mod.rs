//! The rules, one file each.

mod ambiguous_object;
mod conflicting_group_options;
mod conflicting_transactions;
mod dangling_member;
mod disabled_option;
mod duplicate_key;
mod duplicate_object;
mod ineffective_option;
mod invalid_value;
mod newer_than_application_version;
mod not_a_deployment_file;
mod not_a_value;
mod not_overridable_by_routing;
mod redundant_override;
mod server_timer_order;
mod shadowed_everywhere;
mod shared_workbin_script;
mod syntax;
mod tenant_missing;
mod unknown_key;
mod unknown_option;
mod unknown_reference;
mod unknown_section;
mod unlisted_option;
mod unplaced_options;
mod virtual_group_without_members;
mod web_edition_privilege_option;
mod wrong_level;
mod wrong_script_type;

use super::rule::Rule;

/// Every rule, by name.
pub const RULES: &[&Rule] = &[
    &ambiguous_object::RULE,
    &conflicting_group_options::RULE,
    &conflicting_transactions::RULE,
    &dangling_member::RULE,
    &disabled_option::RULE,
    &duplicate_key::RULE,
    &duplicate_object::RULE,
    &ineffective_option::RULE,
    &invalid_value::RULE,
    &newer_than_application_version::RULE,
    &not_a_deployment_file::RULE,
    &not_a_value::RULE,
    &not_overridable_by_routing::RULE,
    &redundant_override::RULE,
    &server_timer_order::RULE,
    &shadowed_everywhere::RULE,
    &shared_workbin_script::RULE,
    &syntax::RULE,
    &tenant_missing::RULE,
    &unknown_key::RULE,
    &unknown_option::RULE,
    &unknown_reference::RULE,
    &unknown_section::RULE,
    &unlisted_option::RULE,
    &unplaced_options::RULE,
    &virtual_group_without_members::RULE,
    &web_edition_privilege_option::RULE,
    &wrong_level::RULE,
    &wrong_script_type::RULE,
];
