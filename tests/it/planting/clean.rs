//! Random deployments in which nothing is wrong: each option is set on one level only, or on agents over another value
//! that somebody still gets; and every agent has all that chats take.

use wdectl::names::ObjectKind;

use super::model::{Deployment, Dialect, File, Node, Tenant};
use super::random::Random;

const TENANTS: [&str; 3] = ["Acme", "Borealis Bank", "Cobalt"];
const FOLDERS: [&str; 4] = ["", "", "people/", "export/nightly/"];
const WORDS: [&str; 4] = ["agents", "shared", "site", "objects"];

const APPLICATION: [(&str, &str); 7] = [
    ("interaction.window.show-in-taskbar", "false"),
    ("contact.displayed-attributes", "Title,FirstName,LastName"),
    ("login.enable-place-completion", "false"),
    ("logout.enable-exit-on-logoff-error", "prompt"),
    ("chat.new-message-bell", "Sounds\\bell.mp3|7|0"),
    ("interaction.window-title", "$Contact.FirstName$ - $Window.Title$"),
    ("keyboard.shortcut.interaction.chat.hold", "Ctrl+Shift+H"),
];

const CHAT: [&str; 5] = [
    "Chat - Can Use Chat Channel",
    "Chat - Can Place On Hold",
    "Chat - Can Release",
    "Chat - Can Release Async",
    "Contact - Can Pull From Queue",
];
const MORE_CHAT: [&str; 4] = [
    "Chat - Can Decline",
    "Chat - Can Push Url",
    "Workbins - Can Use Workbins",
    "Chat - Can One Step Transfer",
];
const CONTACT: [&str; 3] =
    ["Contact - Can Create Contact", "Contact - Can Edit Contact", "Contact - Can Merge Contact"];

/// A random clean deployment; with several tenants where that is asked for.
pub(super) fn deployment(seed: u64, several: bool) -> Deployment {
    let mut random = Random::new(seed);
    let tenants = random.among(if several { 2..=3 } else { 1..=3 });
    let files = (0..random.among(1..=5)).map(|at| file(&mut random, at, tenants)).collect();
    let mut made = Deployment { objects: Vec::new(), files, extra: Vec::new(), tenants: Vec::new(), random };
    let shared = tenants > 1 && made.random.flip();
    if shared {
        workspace(&mut made, "WDE_Shared", None);
    }
    for name in &TENANTS[..tenants] {
        let application = if shared { "WDE_Shared".to_owned() } else { format!("WDE_{}", &name[..4]) };
        if !shared {
            workspace(&mut made, &application, Some(name));
        }
        tenant(&mut made, name, application);
    }
    servers(&mut made);
    made
}

fn file(random: &mut Random, at: usize, tenants: usize) -> File {
    let (dialect, end) = random.pick(&[
        (Dialect::Json, "json"),
        (Dialect::Yaml, "yaml"),
        (Dialect::Yaml, "yml"),
        (Dialect::Toml, "toml"),
    ]);
    let (folder, word) = (random.pick(&FOLDERS), random.pick(&WORDS));
    let tenant = (at > 0 && random.once_in(3)).then(|| random.pick(&TENANTS[..tenants]).to_owned());
    File { path: format!("{folder}{at:02}-{word}.{end}"), dialect, tenant, top: Vec::new() }
}

fn workspace(made: &mut Deployment, name: &str, tenant: Option<&str>) {
    let application = made.add(ObjectKind::Application, name, tenant);
    if made.random.flip() {
        made.field(application, "type", "workspace");
    }
    made.field(application, "version", "8.5.150.06");
    for (option, value) in made.random.some(&APPLICATION) {
        made.set(application, option, value);
    }
    made.set(application, "applebcsession.transcript-interactions-count", "40");
    made.objects[application].in_cfg = made.random.once_in(3);
}

fn servers(made: &mut Deployment) {
    for (name, kind, version) in
        [("Chat_1", "chat-server", "8.5.320.01"), ("Ixn_1", "interaction-server", "8.5.200.10")]
    {
        let tenant = made.any_tenant().name;
        let tenant = Some(tenant.as_str()).filter(|_| made.random.flip());
        let server = made.add(ObjectKind::Application, name, tenant);
        made.field(server, "type", kind);
        made.field(server, "version", version);
        let settings: &[(&str, &str, &str)] = match kind {
            "chat-server" => &[
                ("settings", "async-idle-alert", "43200"),
                ("settings", "async-idle-close", "7200"),
                ("settings", "stop-abandoned-interaction", "noagents"),
                ("client-file-transfer", "upload-max-files", "5"),
            ],
            _ => &[("settings", "handling-timeout", "240"), ("settings", "routing-timeout", "600")],
        };
        let first = usize::from(kind == "chat-server");
        for &(section, option, value) in &settings[..first] {
            made.set_in(server, section, option, value);
        }
        for (section, option, value) in made.random.some(&settings[first..]) {
            made.set_in(server, section, option, value);
        }
        made.objects[server].in_cfg = made.random.once_in(3);
    }
}

fn tenant(made: &mut Deployment, name: &str, application: String) {
    let object = made.add(ObjectKind::Tenant, name, None);
    made.set(object, "chat.ringing-bell", "Sounds\\ring.mp3|5|0");
    let mut tenant = Tenant { name: name.to_owned(), application, ..Tenant::default() };
    groups(made, &mut tenant);
    agents(made, &mut tenant);
    roles(made, &mut tenant);
    further_groups(made, &tenant);
    others(made, &tenant);
    if made.random.flip() {
        let attribute = made.add(ObjectKind::BusinessAttribute, "CaseData", Some(name));
        made.field(attribute, "values", Node::List(vec!["CustomerId".into(), "OrderNumber".into()]));
        made.set(attribute, "interaction.case-data.order", "CustomerId,OrderNumber");
        made.set(object, "toast.case-data.format-business-attribute", "CaseData");
    }
    if made.random.flip() {
        let transaction = made.add(ObjectKind::Transaction, "VIP", Some(name));
        made.field(transaction, "type", "list");
        made.set(transaction, "interaction.disposition.use-attached-data", "true");
    }
    made.tenants.push(tenant);
}

/// A script of a tenant.
pub(super) fn script(made: &mut Deployment, tenant: &str, name: &str, kind: &str) -> usize {
    let script = made.add(ObjectKind::Script, name, Some(tenant));
    made.field(script, "type", kind);
    script
}

fn groups(made: &mut Deployment, tenant: &mut Tenant) {
    for at in 1..=made.random.among(1..=3) {
        let name = format!("Chat-L{at}");
        let queue = format!("hold-l{at}");
        script(made, &tenant.name, &queue, "interaction-queue");
        let group = made.add(ObjectKind::AgentGroup, &name, Some(&tenant.name));
        made.set(group, "chat.on-hold-queue", queue);
        if made.random.flip() {
            made.set(group, "chat.pending-response-to-customer", format!("{},{}", 20 + at, 90 + at));
        }
        made.set(group, "interaction.case-data.frame-color", format!("#FF00000{at}"));
        tenant.groups.push(name);
    }
}

fn agents(made: &mut Deployment, tenant: &mut Tenant) {
    let count = if made.random.once_in(10) { 12 } else { made.random.among(3..=5) };
    let first = tenant.name.to_lowercase().split(' ').next().unwrap_or_default().to_owned();
    for at in 0..count {
        let agent = made.newcomer(tenant, &format!("{first}.agent{at:02}"));
        let group = if at < tenant.groups.len() {
            tenant.groups[at].clone()
        } else {
            made.random.pick(&tenant.groups)
        };
        made.join(agent, ObjectKind::AgentGroup, &group);
        if made.random.flip() {
            made.field(agent, "employee-id", format!("E{at:04}"));
        }
        let mut own = vec![
            ("chat.nickname", format!("Agent {at}")),
            ("chat.typing-timeout", (5 + at).to_string()),
            ("applebcsession.max-text-message-size", (100 + at).to_string()),
            ("broadcast.subscribed.topics", format!("All,Team{at},$Agent$")),
        ];
        if at > 0 {
            own.push(("applebcsession.transcript-interactions-count", (50 + at).to_string()));
        }
        if made.random.flip() {
            for (option, value) in made.random.some(&own) {
                made.set(agent, option, value);
            }
        }
        tenant.agents.push(agent);
    }
}

fn roles(made: &mut Deployment, tenant: &mut Tenant) {
    let mut privileges = CHAT.to_vec();
    privileges.extend(made.random.some(&MORE_CHAT));
    let each = made.random.among(3..=privileges.len());
    for (at, privileges) in privileges.chunks(each).enumerate() {
        let name = format!("Chat {}", at + 1);
        let role = made.role(tenant, &name, privileges);
        if made.random.flip() {
            let access = format!("{name} users");
            let group = made.add(ObjectKind::AccessGroup, &access, Some(&tenant.name));
            if made.random.flip() {
                made.push(group, "roles", &name);
            } else {
                made.push(role, "members", &format!("access-group/{access}"));
            }
            for agent in tenant.agents.clone() {
                made.join(agent, ObjectKind::AccessGroup, &access);
            }
        } else {
            for agent in tenant.agents.clone() {
                made.join(agent, ObjectKind::Role, &name);
            }
        }
        tenant.roles.push(name);
    }
    let mut contact = vec!["Contact - Can Use"];
    contact.extend(made.random.some(&CONTACT));
    made.role(tenant, "Contacts", &contact);
    for agent in made.random.some(&tenant.agents) {
        made.join(agent, ObjectKind::Role, "Contacts");
    }
}

/// A group with workbins, and a virtual one.
fn further_groups(made: &mut Deployment, tenant: &Tenant) {
    if made.random.flip() {
        let group = made.add(ObjectKind::AgentGroup, "Back Office", Some(&tenant.name));
        let workbin = script(made, &tenant.name, "back-office-bin", "interaction-workbin");
        made.field(workbin, "owner", "agent-group");
        made.set(group, "workbin.chat.followup", "back-office-bin");
        for agent in made.random.some(&tenant.agents) {
            made.join(agent, ObjectKind::AgentGroup, "Back Office");
        }
    }
    if made.random.flip() {
        let group = made.add(ObjectKind::AgentGroup, "VIP Certified", Some(&tenant.name));
        made.field(group, "virtual", "true");
        made.set(group, "whatsappsession.max-text-message-size", "1000");
        for agent in made.random.some(&tenant.agents) {
            made.join(agent, ObjectKind::AgentGroup, "VIP Certified");
        }
    }
}

/// A supervisor who is no agent, and somebody who has left.
fn others(made: &mut Deployment, tenant: &Tenant) {
    if made.random.flip() {
        let person = made.newcomer(tenant, &format!("{}.boss", &tenant.name[..4]));
        made.field(person, "is-agent", "false");
        made.join(person, ObjectKind::Role, "Contacts");
    }
    if made.random.flip() {
        let person = made.newcomer(tenant, &format!("{}.gone", &tenant.name[..4]));
        made.field(person, "enabled", "false");
        made.seat_in_a_group(person, tenant);
    }
}
