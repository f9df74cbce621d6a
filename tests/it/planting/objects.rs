//! Mistakes in objects and in the names that they give for each other.

use wdectl::names::ObjectKind;

use super::clean::script;
use super::model::{Deployment, Dialect, File, MARK, plain};
use super::planter::{Planter, objects};

pub(super) const PLANTERS: &[Planter] = &[
    objects("duplicate-object", "in one file", |made| {
        let object = made.random.below(made.objects.len());
        let again = again(made, object);
        made.objects[again].file = made.objects[object].file;
        made.objects[again].order = made.objects[object].order + 1;
    }),
    objects("duplicate-object", "in a later file", |made| {
        let object = made.random.below(made.objects.len());
        let again = again(made, object);
        let path = "zz-more.yaml".to_owned();
        made.files.push(File { path, dialect: Dialect::Yaml, tenant: None, top: Vec::new() });
        made.objects[again].file = made.files.len() - 1;
    }),
    objects("tenant-missing", "of several", |made| {
        let kind = made.random.pick(&[
            ObjectKind::Script,
            ObjectKind::AgentGroup,
            ObjectKind::AccessGroup,
            ObjectKind::Transaction,
            ObjectKind::BusinessAttribute,
        ]);
        made.add(kind, &format!("{MARK}Whose"), None);
    })
    .among_tenants(),
    objects("dangling-member", "of a group", |made| {
        let kind = made.random.pick(&[ObjectKind::AgentGroup, ObjectKind::AccessGroup]);
        let group = if made.of(kind).is_empty() { made.any(ObjectKind::AgentGroup) } else { made.any(kind) };
        made.push(group, "agents", &format!("{MARK}nobody.here"));
    }),
    objects("dangling-member", "of a role", |made| {
        let role = made.any(ObjectKind::Role);
        let kind = made.random.pick(&["", "agent/", "access-group/"]);
        made.push(role, "members", &format!("{kind}{MARK}nobody.here"));
    }),
    objects("unknown-reference", "in a field", |made| {
        let tenant = made.any_tenant();
        let agent = made.random.pick(&tenant.agents);
        let field = made.random.pick(&["agent-groups", "access-groups", "roles"]);
        made.push(agent, field, &format!("{MARK}Nowhere At All"));
    }),
    objects("unknown-reference", "to an application", |made| {
        let tenant = made.any_tenant();
        let agent = made.add(ObjectKind::Agent, "newcomer", Some(&tenant.name));
        made.field(agent, "application", format!("{MARK}Other"));
        made.field(agent, "is-agent", "false");
    }),
    objects("unknown-reference", "to a tenant", |made| {
        let script = made.add(ObjectKind::Script, "spare", Some(&format!("{MARK}Atlantis")));
        made.objects[script].says_tenant = true;
    }),
    objects("unknown-reference", "in an option", |made| {
        let holder = made.holder();
        let option = made.random.pick(&["intercommunication.whatsappsession.queue", "workbin.chat.later"]);
        made.set(holder, option, format!("{MARK}no-such-script"));
    }),
    objects("unknown-reference", "to a script that is disabled", |made| {
        let (holder, tenant) = made.holder_of_tenant();
        let off = script(made, &tenant, "switched-off", "interaction-queue");
        made.field(off, "enabled", "false");
        made.set(holder, "intercommunication.whatsappsession.queue", format!("{MARK}switched-off"));
    }),
    objects("unknown-reference", "to a script of another tenant", |made| {
        let (holder, tenant) = made.holder_of_tenant();
        let other = made.tenants.iter().find(|other| other.name != tenant).unwrap().name.clone();
        script(made, &other, "theirs", "interaction-queue");
        made.set(holder, "intercommunication.whatsappsession.queue", format!("{MARK}theirs"));
    })
    .among_tenants(),
    objects("wrong-script-type", "in an option", |made| {
        let (holder, tenant) = made.holder_of_tenant();
        let (option, kind) = made.random.pick(&[
            ("intercommunication.whatsappsession.queue", "interaction-workbin"),
            ("workbin.chat.later", "interaction-queue"),
            ("workbin.email.later", "routing"),
        ]);
        script(made, &tenant, "of-another-type", kind);
        made.set(holder, option, format!("{MARK}of-another-type"));
    }),
    objects("shared-workbin-script", "on one object", |made| {
        let (holder, tenant) = made.holder_of_tenant();
        script(made, &tenant, "both", "interaction-workbin");
        made.set(holder, "workbin.chat.a", "both");
        made.set(holder, "workbin.email.b", format!("{MARK}both"));
    }),
    objects("virtual-group-without-members", "a new group", |made| {
        let tenant = made.any_tenant();
        let group = made.add(ObjectKind::AgentGroup, &format!("{MARK}Virtually Nobody"), Some(&tenant.name));
        made.field(group, "virtual", "true");
    }),
];

/// The same object again, with little on it.
fn again(made: &mut Deployment, object: usize) -> usize {
    let (kind, name, tenant) = {
        let object = &made.objects[object];
        (object.kind, plain(&object.name), object.tenant.clone())
    };
    let again = made.add(kind, &format!("{MARK}{name}"), tenant.as_deref());
    made.field(again, "folder", "Old");
    made.objects[again].says_tenant = true;
    again
}
