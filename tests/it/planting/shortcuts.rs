//! Mistakes in key combinations.

use wdectl::names::ObjectKind;

use super::model::{Deployment, MARK};
use super::planter::{Planter, objects};

const HOLD: &str = "keyboard.shortcut.interaction.chat.hold";
const RELEASE: &str = "keyboard.shortcut.interaction.chat.release";

pub(super) const PLANTERS: &[Planter] = &[
    objects("altgr-shortcut", "a character of AltGr", |made| {
        bind(made, &["⚑Ctrl+Alt+E", "⚑Ctrl+Alt+7", "⚑alt+ctrl+q"])
    }),
    objects("invalid-shortcut", "no key", |made| bind(made, &["Ctrl+⚑+", "Ctrl+⚑,", "⚑A", "Ctrl+⚑Nonsense"])),
    objects("undocumented-shortcut", "what WPF takes", |made| {
        bind(made, &["⚑Control+Shift+J", "⚑Windows+J"])
    }),
    objects("shortcut-shadows-platform", "keys that are taken", |made| {
        bind(made, &["⚑Ctrl+F", "⚑F5", "⚑ctrl+v", "⚑F1", "⚑Ctrl+Shift+L"]);
    }),
    objects("shortcut-clash", "on one agent", |made| {
        let tenant = made.any_tenant();
        let agent = made.colleague(&tenant, "clasher");
        let (one, other) = made.random.pick(&[
            ("Ctrl+Shift+J", "⚑shift+ctrl+j"),
            ("Ctrl+Shift+J", "⚑Ctrl+Shift+J"),
            ("F9", "⚑F9"),
        ]);
        let (first, second) = made.random.pick(&[(HOLD, RELEASE), (RELEASE, HOLD)]);
        made.set(agent, first, one);
        made.set(agent, second, other);
    }),
    objects("shortcut-clash", "on two levels", |made| {
        let tenant = made.any_tenant();
        let lower = made.find(ObjectKind::Tenant, None, &tenant.name);
        let group = made.random.pick(&tenant.groups);
        let group = made.find(ObjectKind::AgentGroup, Some(&tenant.name), &group);
        let agent = made.random.pick(&tenant.agents);
        let higher = made.random.pick(&[group, agent]);
        made.set(lower, "keyboard.hotkey.one", "Ctrl+Shift+J");
        made.set(higher, "keyboard.hotkey.other", format!("{MARK}Ctrl+Shift+J"));
    }),
    objects("shortcut-without-privilege", "for one agent", |made| {
        let tenant = made.any_tenant();
        let agent = made.newcomer(&tenant, "newcomer");
        made.role(&tenant, "Listeners", &["Chat - Can Use Chat Channel"]);
        made.join(agent, ObjectKind::Role, "Listeners");
        made.set(agent, HOLD, format!("{MARK}Ctrl+Shift+J"));
    }),
];

/// Binds some function to one of these, which have the mark in them.
fn bind(made: &mut Deployment, keys: &[&str]) {
    let keys = made.random.pick(keys);
    let holder = made.holder();
    made.set(holder, "keyboard.hotkey.one", keys);
}
