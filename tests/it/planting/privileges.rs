//! Mistakes in roles and privileges.

use wdectl::names::ObjectKind;

use super::model::{CATALOGUE, Deployment, MARK};
use super::planter::{Planter, objects};

const USE: &str = "Chat - Can Use Chat Channel";
const HOLD: &str = "Chat - Can Place On Hold";
const RELEASE: &str = "Chat - Can Release";
const RELEASE_ASYNC: &str = "Chat - Can Release Async";
const PULL: &str = "Contact - Can Pull From Queue";

pub(super) const PLANTERS: &[Planter] = &[
    objects("agent-without-role", "a new agent", |made| {
        // Without any privilege the shortcut would be found, too.
        made.unset_everywhere("keyboard.shortcut.interaction.chat.hold");
        let tenant = made.any_tenant();
        let agent = made.newcomer(&tenant, &format!("{MARK}roleless"));
        made.seat_in_a_group(agent, &tenant);
    }),
    objects("agent-without-role", "many new agents", |made| {
        made.unset_everywhere("keyboard.shortcut.interaction.chat.hold");
        let tenant = made.any_tenant();
        let first = made.newcomer(&tenant, &format!("{MARK}roleless"));
        for at in 1..made.random.among(4..=6) {
            let next = made.newcomer(&tenant, &format!("roleless{at}"));
            made.objects[next].file = made.objects[first].file;
            made.objects[next].order = made.objects[first].order + at;
        }
    }),
    objects("role-without-members", "nobody", |made| {
        let tenant = made.any_tenant();
        made.role(&tenant, &format!("{MARK}Auditors"), &["Contact - Can Use"]);
    }),
    objects("role-without-members", "somebody who has left", |made| {
        let tenant = made.any_tenant();
        made.role(&tenant, &format!("{MARK}Auditors"), &["Contact - Can Use"]);
        let person = made.newcomer(&tenant, "former.auditor");
        made.field(person, "enabled", "false");
        made.join(person, ObjectKind::Role, "Auditors");
    }),
    objects("role-assigned-to-agent-group", "written on the role", |made| {
        let tenant = made.any_tenant();
        let (role, group) = (made.random.pick(&tenant.roles), made.random.pick(&tenant.groups));
        let role = made.find(ObjectKind::Role, Some(&tenant.name), &role);
        made.push(role, "members", &format!("agent-group/{MARK}{group}"));
    }),
    objects("role-assigned-to-agent-group", "written on the group", |made| {
        let tenant = made.any_tenant();
        let (role, group) = (made.random.pick(&tenant.roles), made.random.pick(&tenant.groups));
        let group = made.find(ObjectKind::AgentGroup, Some(&tenant.name), &group);
        made.push(group, "roles", &format!("{MARK}{role}"));
    }),
    objects("duplicate-grant", "the same again", |made| {
        let tenant = made.any_tenant();
        let role = made.role(&tenant, "Twice", &[USE, "Chat - Can Decline"]);
        let agent = made.random.pick(&tenant.agents);
        made.join(agent, ObjectKind::Role, "Twice");
        let again = made.random.pick(&[USE, "Chat - Can Decline"]);
        made.push(role, "privileges", &format!("{MARK}{again}"));
    }),
    objects("inert-privilege", "without its gate", |made| {
        let tenant = made.any_tenant();
        let privilege =
            made.random.pick(&["Instant Messaging - Can Make", "Instant Messaging - Can Release"]);
        made.role(&tenant, "Messengers", &[&format!("{MARK}{privilege}")]);
        for agent in made.random.some(&tenant.agents) {
            made.join(agent, ObjectKind::Role, "Messengers");
        }
    }),
    objects("unknown-privilege", "a slip", |made| {
        let slip = made.random.pick(&[
            "Chat - Can Relese",
            "Chat - Can Place On Hodl",
            "Contact - Can Edit Contcat",
        ]);
        grant_more(made, &[slip]);
    }),
    objects("unknown-privilege", "internal keys", |made| {
        grant_more(made, &["InteractionWorkspace.Misc.0815", "InteractionWorkspace.Misc.0816"]);
    }),
    objects("privilege-newer-than-application", "an old application", |made| {
        made.name_applications();
        let tenant = made.any_tenant();
        let old = made.add(ObjectKind::Application, "WDE_Old", Some(&tenant.name));
        made.field(old, "version", "8.5.112.08");
        let agent = made.add(ObjectKind::Agent, "left.behind", Some(&tenant.name));
        made.field(agent, "application", "WDE_Old");
        made.role(&tenant, "Emojis", &[USE, &format!("{MARK}Chat - Can Use Emojis")]);
        made.join(agent, ObjectKind::Role, "Emojis");
    }),
    objects("hold-without-return", "no right to pull", |made| {
        agent_with(made, &[USE, &format!("{MARK}{HOLD}"), RELEASE, RELEASE_ASYNC]);
    }),
    objects("release-pair-mismatch", "ordinary chats only", |made| {
        agent_with(made, &[USE, HOLD, PULL, &format!("{MARK}{RELEASE}")]);
    }),
    objects("release-pair-mismatch", "asynchronous chats only", |made| {
        agent_with(made, &[USE, HOLD, PULL, &format!("{MARK}{RELEASE_ASYNC}")]);
    }),
    objects("async-release-missing", "in a tenant", |made| {
        let tenant = made.any_tenant();
        // Neither kind of chat is released, so the two agree.
        made.revoke(&tenant.name, RELEASE);
        made.revoke(&tenant.name, RELEASE_ASYNC);
        made.mark_grant(&tenant.name, HOLD);
    }),
    objects("option-needs-privilege", "for nobody who has it", |made| {
        let holder = made.holder();
        made.set(holder, &format!("{MARK}teamlead.agent-status.enabled-remote-actions"), "Ready,NotReady");
    }),
    objects("privilege-cycle", "closed by a catalogue", |made| {
        let (gate, behind) = made.random.pick(&[
            ("Instant Messaging - Can Use", "Instant Messaging - Can Make"),
            ("Instant Messaging - Can Use", "Instant Messaging - Can Use"),
            ("E-Mail - Can Mark Done", "E-Mail - Can Mark Done"),
        ]);
        declare(made, gate, behind);
    }),
    objects("unknown-privilege", "in a catalogue", |made| {
        let none = made.random.pick(&["Instant Messaging - Can Uze", "Something Else"]);
        declare(made, "Instant Messaging - Can Make", none);
    }),
];

/// A catalogue in which one privilege depends on another.
fn declare(made: &mut Deployment, privilege: &str, on: &str) {
    let text = format!("[[privileges]]\nname = \"{MARK}{privilege}\"\ndepends-on = [\"{on}\"]\n");
    made.extra.push((CATALOGUE.to_owned(), text));
}

/// Grants something, marked, at the end of a role's privileges.
fn grant_more(made: &mut Deployment, privileges: &[&str]) {
    let role = made.any(ObjectKind::Role);
    for (at, privilege) in privileges.iter().enumerate() {
        let mark = if at == 0 { MARK.to_string() } else { String::new() };
        made.push(role, "privileges", &format!("{mark}{privilege}"));
    }
}

/// An agent with a hold queue and one role of its own.
fn agent_with(made: &mut Deployment, privileges: &[&str]) {
    let tenant = made.any_tenant();
    let agent = made.newcomer(&tenant, "newcomer");
    made.seat_in_a_group(agent, &tenant);
    made.role(&tenant, "Special", privileges);
    made.join(agent, ObjectKind::Role, "Special");
}
