//! Mistakes in options.

use wdectl::names::ObjectKind;

use super::model::{Deployment, MARK};
use super::planter::{Planter, objects};

pub(super) const PLANTERS: &[Planter] = &[
    objects("unknown-option", "a slip", |made| {
        let name =
            made.random.pick(&["chat.auto-anwser", "chat.autoanswer", "chat.on_hold_queue", "chat.nickame"]);
        put(made, name, "x");
    }),
    objects("unknown-option", "a former name", |made| put(made, "interaction.override-options", "IW_Other")),
    objects("unknown-option", "in another section's place", |made| {
        let server = made.servers("chat-server")[0];
        made.set_in(server, "settings", &format!("{MARK}timeout-alert2"), "30");
    }),
    objects("unlisted-option", "on any object", |made| {
        let name = made.random.pick(&["company.secret.knob", "openmedia.bell", "gadgets.of-2019.enabled"]);
        put(made, name, "x");
    }),
    objects("unlisted-option", "two of them", |made| {
        let holder = made.holder();
        made.set(holder, &format!("{MARK}company.secret.knob"), "x");
        made.set(holder, "company.other.lever", "y");
    }),
    objects("unknown-section", "a slip", |made| {
        let holder = made.holder();
        let section =
            made.random.pick(&["interaction-workspce", "interaction_workspace", "Interaction-Workspace"]);
        made.set_in(holder, section, &format!("{MARK}chat.auto-answer"), "true");
    }),
    objects("unknown-section", "of somebody else", |made| {
        let tenant = made.any_tenant();
        let group = made.random.pick(&tenant.groups);
        let group = made.find(ObjectKind::AgentGroup, Some(&tenant.name), &group);
        let holder = made.random.pick(&[tenant.agents[0], group]);
        made.set_in(holder, "telephony", &format!("{MARK}ring-count"), "3");
    }),
    objects("invalid-value", "of the desktop", |made| {
        let holder = made.holder();
        let (option, value) = made.random.pick(&[
            ("chat.auto-answer", "⚑yes"),
            ("interaction.disposition.is-mandatory", "⚑1"),
            ("voice.ringing-bell", "⚑bell.mp3|7"),
            ("applebcsession.new-message-blinking-duration", "⚑-1"),
            ("contact.multiple-value-attributes-enable-default-description", "⚑TRUE!"),
        ]);
        made.set(holder, option, value);
    }),
    objects("invalid-value", "of a server", |made| {
        let (kind, option, value) = made.random.pick(&[
            ("chat-server", "flex-push-timeout", "⚑soon"),
            ("chat-server", "async-idle-notices", "⚑most"),
            ("interaction-server", "delivering-timeout", "⚑0"),
        ]);
        let server = made.servers(kind)[0];
        made.set_in(server, "settings", option, value);
    }),
    objects("disabled-option", "on any object", |made| {
        let name = made.random.pick(&["#chat.auto-answer", "#company.secret.knob", "#chat.on-hold-queue"]);
        put(made, name, "true");
    }),
    objects("web-edition-privilege-option", "on any object", |made| {
        let name = made.random.pick(&[
            "privilege.chat.can-use",
            "privilege.voice.can-use",
            "privilege.chat.can-hold",
        ]);
        put(made, name, "true");
    }),
    objects("wrong-level", "an option of business attributes", |made| {
        put(made, "interaction.case-data.order", "CustomerId,OrderNumber");
    }),
    objects("wrong-level", "an option on a business attribute", |made| {
        let tenant = made.any_tenant();
        let attribute = made.add(ObjectKind::BusinessAttribute, "Reasons", Some(&tenant.name));
        made.set(attribute, &format!("{MARK}contact.directory-permissions.EmailAddress"), "");
    }),
    objects("not-overridable-by-routing", "what must be known before", |made| {
        let tenant = made.any_tenant();
        let transaction = made.add(ObjectKind::Transaction, "Gold", Some(&tenant.name));
        let option =
            made.random.pick(&["interaction.override-option-key", "keyboard.shortcut.interaction.chat.hold"]);
        made.set(transaction, &format!("{MARK}{option}"), "");
    }),
    objects("not-overridable-by-routing", "what nobody promises", |made| {
        let tenant = made.any_tenant();
        let transaction = made.add(ObjectKind::Transaction, "Gold", Some(&tenant.name));
        made.set(transaction, &format!("{MARK}options.record-option-locally-only"), "true");
        made.set(transaction, "chat.nickname", "Gold desk");
    }),
    objects("conflicting-transactions", "two values", |made| {
        let tenant = made.any_tenant();
        let (first, second) = made.random.pick(&[("true", "false"), ("false", "true")]);
        let gold = made.add(ObjectKind::Transaction, "Gold", Some(&tenant.name));
        let fraud = made.add(ObjectKind::Transaction, "Fraud", Some(&tenant.name));
        made.objects[fraud].file = made.objects[gold].file;
        made.objects[fraud].order = made.objects[gold].order + 1;
        made.set(gold, "chat.auto-answer", format!("{MARK}{first}"));
        made.set(fraud, "chat.auto-answer", second);
    }),
    objects("conflicting-group-options", "two groups of one agent", |made| {
        let tenant = made.any_tenant();
        let [both, alone] = ["both", "alone"].map(|name| made.colleague(&tenant, name));
        let (loses, wins) = made.random.pick(&[("true", "false"), ("false", "true")]);
        for (name, value) in [("Zone A", loses.to_owned()), ("Zone B", format!("{MARK}{wins}"))] {
            let group = made.add(ObjectKind::AgentGroup, name, Some(&tenant.name));
            made.set(group, "chat.auto-answer", value);
            made.join(both, ObjectKind::AgentGroup, name);
        }
        made.join(alone, ObjectKind::AgentGroup, "Zone A");
    }),
    objects("redundant-override", "the default", |made| {
        let holder = loop {
            let holder = made.holder();
            if made.objects[holder].kind != ObjectKind::Application {
                break holder;
            }
        };
        made.set(holder, "whatsappsession.new-message-blinking", format!("{MARK}true"));
    }),
    objects("redundant-override", "a lower level", |made| {
        let tenant = made.any_tenant();
        let agent = made.colleague(&tenant, "repeater");
        let object = made.find(ObjectKind::Tenant, None, &tenant.name);
        made.set(object, "whatsappsession.new-message-blinking", "false");
        made.set(agent, "whatsappsession.new-message-blinking", format!("{MARK}false"));
    }),
    objects("shadowed-everywhere", "by the only agent", |made| {
        let tenant = made.any_tenant();
        let agent = made.colleague(&tenant, "loner");
        let group = made.add(ObjectKind::AgentGroup, "Alone", Some(&tenant.name));
        made.join(agent, ObjectKind::AgentGroup, "Alone");
        made.set(group, "chat.auto-answer", format!("{MARK}true"));
        made.set(agent, "chat.auto-answer", "false");
    }),
    objects("shadowed-everywhere", "by every tenant", |made| {
        let application = {
            let all = made.workspaces();
            made.random.pick(&all)
        };
        made.set(application, "chat.auto-answer", format!("{MARK}true"));
        for tenant in made.of(ObjectKind::Tenant) {
            made.set(tenant, "chat.auto-answer", "false");
        }
    }),
    objects("ineffective-option", "the other one is false", |made| {
        let holder = made.holder();
        made.set(holder, "login.voice.prompt-dn-less-phone-number", "false");
        made.set(holder, &format!("{MARK}login.voice.restore-dn-less-phone-number-on-logout"), "false");
    }),
    objects("ineffective-option", "the other one is empty", |made| {
        let holder = made.holder();
        made.set(holder, "application.secondary-audio-out-device", "");
        made.set(holder, &format!("{MARK}broadcast.sound.normal-priority"), "Sounds\\news.mp3|5|0");
    }),
    objects("newer-than-application-version", "of the desktop", |made| {
        made.name_applications();
        let tenant = made.any_tenant();
        let old = made.add(ObjectKind::Application, "WDE_Old", Some(&tenant.name));
        made.field(old, "version", "8.5.112.08");
        made.set(old, &format!("{MARK}logout.voice.use-login-queue-on-logout"), "false");
    }),
    objects("newer-than-application-version", "of a server", |made| {
        let tenant = made.any_tenant();
        let old = made.add(ObjectKind::Application, "Chat_Old", Some(&tenant.name));
        made.field(old, "type", "chat-server");
        made.field(old, "version", "8.5.302.03");
        made.set_in(old, "settings", &format!("{MARK}flex-push-on-join"), "true");
    }),
    objects("server-timer-order", "a client that outlives its session", |made| {
        let server = made.servers("chat-server")[0];
        made.set_in(server, "settings", "flex-disconnect-timeout", format!("{MARK}172800"));
    }),
    objects("server-timer-order", "an offer that outlives the work", |made| {
        let server = made.servers("interaction-server")[0];
        made.set_in(server, "settings", "delivering-timeout", format!("{MARK}86400"));
    }),
    objects("server-timer-order", "inactivity control", |made| {
        let server = made.servers("chat-server")[0];
        made.set_in(server, "inactivity-control", "enabled", format!("{MARK}true"));
    }),
    objects("missing-hold-queue", "emptied for one agent", |made| {
        let tenant = made.any_tenant();
        let agent = made.colleague(&tenant, "queueless");
        made.set(agent, "chat.on-hold-queue", MARK.to_string());
    }),
    objects("missing-hold-queue", "set nowhere", |made| {
        let tenant = made.any_tenant();
        let agent = made.newcomer(&tenant, "queueless");
        for role in &tenant.roles {
            made.join(agent, ObjectKind::Role, role);
        }
        let shared =
            made.workspaces().into_iter().find(|&at| made.objects[at].name == tenant.application).unwrap();
        let name = &mut made.objects[shared].name;
        *name = format!("{MARK}{name}");
    }),
];

/// Sets an option, marked at its name, on a random object.
fn put(made: &mut Deployment, option: &str, value: &str) {
    let holder = made.holder();
    made.set(holder, &format!("{MARK}{option}"), value);
}
