//! The rules, one file each.

mod agent_without_role;
mod altgr_shortcut;
mod ambiguous_object;
mod async_release_missing;
mod conflicting_group_options;
mod conflicting_transactions;
mod dangling_member;
mod disabled_option;
mod duplicate_grant;
mod duplicate_key;
mod duplicate_object;
mod hold_without_return;
mod ineffective_option;
mod inert_privilege;
mod invalid_shortcut;
mod invalid_suppression;
mod invalid_value;
mod missing_hold_queue;
mod newer_than_application_version;
mod not_a_deployment_file;
mod not_a_value;
mod not_overridable_by_routing;
mod not_read;
mod option_needs_privilege;
mod privilege_cycle;
mod privilege_newer_than_application;
mod redundant_override;
mod release_pair_mismatch;
mod role_assigned_to_agent_group;
mod role_without_members;
mod server_timer_order;
mod shadowed_everywhere;
mod shared_workbin_script;
mod shortcut_clash;
mod shortcut_shadows_platform;
mod shortcut_without_privilege;
mod stale_baseline;
mod syntax;
mod tenant_missing;
mod undocumented_shortcut;
mod unknown_key;
mod unknown_option;
mod unknown_privilege;
mod unknown_reference;
mod unknown_section;
mod unlisted_option;
mod unplaced_options;
mod unused_suppression;
mod virtual_group_without_members;
mod web_edition_privilege_option;
mod wrong_level;
mod wrong_script_type;

use super::rule::Rule;

/// Every rule, by name.
pub const RULES: &[&Rule] = &[
    &agent_without_role::RULE,
    &altgr_shortcut::RULE,
    &ambiguous_object::RULE,
    &async_release_missing::RULE,
    &conflicting_group_options::RULE,
    &conflicting_transactions::RULE,
    &dangling_member::RULE,
    &disabled_option::RULE,
    &duplicate_grant::RULE,
    &duplicate_key::RULE,
    &duplicate_object::RULE,
    &hold_without_return::RULE,
    &ineffective_option::RULE,
    &inert_privilege::RULE,
    &invalid_shortcut::RULE,
    &invalid_suppression::RULE,
    &invalid_value::RULE,
    &missing_hold_queue::RULE,
    &newer_than_application_version::RULE,
    &not_a_deployment_file::RULE,
    &not_a_value::RULE,
    &not_overridable_by_routing::RULE,
    &not_read::RULE,
    &option_needs_privilege::RULE,
    &privilege_cycle::RULE,
    &privilege_newer_than_application::RULE,
    &redundant_override::RULE,
    &release_pair_mismatch::RULE,
    &role_assigned_to_agent_group::RULE,
    &role_without_members::RULE,
    &server_timer_order::RULE,
    &shadowed_everywhere::RULE,
    &shared_workbin_script::RULE,
    &shortcut_clash::RULE,
    &shortcut_shadows_platform::RULE,
    &shortcut_without_privilege::RULE,
    &stale_baseline::RULE,
    &syntax::RULE,
    &tenant_missing::RULE,
    &undocumented_shortcut::RULE,
    &unknown_key::RULE,
    &unknown_option::RULE,
    &unknown_privilege::RULE,
    &unknown_reference::RULE,
    &unknown_section::RULE,
    &unlisted_option::RULE,
    &unplaced_options::RULE,
    &unused_suppression::RULE,
    &virtual_group_without_members::RULE,
    &web_edition_privilege_option::RULE,
    &wrong_level::RULE,
    &wrong_script_type::RULE,
];

/// Rules that no suppression keeps quiet.
pub(super) const ALWAYS_TOLD: &[&Rule] =
    &[&invalid_suppression::RULE, &stale_baseline::RULE, &syntax::RULE, &unused_suppression::RULE];

/// Rules that judge suppressions and baseline, after all others; no baseline knows what they find.
pub(super) const AT_THE_END: &[&Rule] = &[&stale_baseline::RULE, &unused_suppression::RULE];
