use super::super::words::fact;
use super::super::{Context, Findings, Fixable, Rule, Written};
use crate::catalogue::{OptionSpec, ValueKind};
use crate::deployment::{ObjectId, Setting};
use crate::diagnostic::{Diagnostic, Severity};
use crate::names::{ApplicationType, Basis, ObjectKind, counted};

pub(super) const RULE: Rule = Rule {
    name: "server-timer-order",
    severity: Severity::Warning,
    subject: "option",
    summary: "timers of Chat Server or Interaction Server contradict each other",
    why: "A timer that is longer than the one that ends the whole thing never runs out. A web client that is gone counts as \
          present until `flex-disconnect-timeout` has passed: if the asynchronous chat closes for idleness before, nobody \
          ever learns that the customer left. An offer that may stand as long as an agent may be idle is usually a mix-up of \
          seconds and minutes. And closing ordinary chats for inactivity is not recommended on a Chat Server that serves \
          asynchronous ones.",
    example: "applications:\n  - name: ChatServer\n    type: chat-server\n    options:\n      settings:\n        \
              flex-disconnect-timeout: 172800   # two days; the idle pair closes a chat after 25 hours",
    fix: Fixable::Never,
    repair: "Shorten the longer one, and mind the units: `handling-timeout` is in minutes.",
    source: "Chat Server Administration Guide, Asynchronous chat requirements; Genesys Mobile Services 8.5.1 Deployment \
             Guide, Configuring chat support; Interaction Server documentation",
    check,
};

const SETTINGS: &str = "settings";
const INACTIVITY: &str = "inactivity-control";

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for &id in context.deployment.of_kind(ObjectKind::Application) {
        match context.deployment.application_type(id) {
            Some(ApplicationType::ChatServer) => {
                client_outlives_session(context, id, findings);
                inactivity_beside_async(context, id, findings);
            }
            Some(ApplicationType::InteractionServer) => offer_outlives_handling(context, id, findings),
            Some(ApplicationType::Workspace) | None => {}
        }
    }
}

/// A timer in force.
struct Timer<'a> {
    /// How long, in milliseconds.
    length: i64,
    /// Where it is set; `None` for its default.
    setting: Option<&'a Setting>,
}

impl Timer<'_> {
    /// The length with its origin.
    fn words(&self) -> String {
        format!("{}{}", duration(self.length), if self.setting.is_none() { " (the default)" } else { "" })
    }
}

/// A timer of an application; `None` where it is no whole number, or neither set nor known.
fn timer<'a>(context: &Context<'a>, id: ObjectId, name: &str) -> Option<Timer<'a>> {
    let application = context.deployment.application_type(id);
    let spec = context.catalogue.option(SETTINGS, application, name)?.spec;
    let setting = written(context, id, SETTINGS, name).map(|written| written.setting);
    let text = setting.map_or(spec.default_text()?, |setting| context.deployment.text(setting.value));
    let length = text.trim().parse::<i64>().ok()?.checked_mul(unit(spec)?)?;
    Some(Timer { length, setting })
}

fn unit(spec: &OptionSpec) -> Option<i64> {
    match &spec.kind.as_ref()?.value {
        ValueKind::Integer { unit, .. } => (*unit)?.milliseconds(),
        _ => None,
    }
}

fn written<'a>(context: &Context<'a>, id: ObjectId, section: &str, name: &str) -> Option<Written<'a>> {
    context
        .settings_of(id)
        .find(|written| written.section == section && written.name == name && !written.setting.disabled)
}

fn client_outlives_session(context: &Context<'_>, id: ObjectId, findings: &mut Findings<'_>) {
    let timer = |name| timer(context, id, name);
    let (Some(client), Some(alert), Some(close)) =
        (timer("flex-disconnect-timeout"), timer("async-idle-alert"), timer("async-idle-close"))
    else {
        return;
    };
    let pair = alert.length.saturating_add(close.length);
    let idle = [("async-idle-alert", &alert), ("async-idle-close", &close)];
    if client.length <= pair {
        return;
    }
    let finding = Diagnostic::new(format!(
        "a web client that is gone is noticed after {}, but an idle asynchronous chat is closed after {}",
        client.words(),
        duration(pair),
    ))
    .note(format!("`async-idle-alert` is {}, `async-idle-close` {}", alert.words(), close.words()))
    .note(fact(
        Basis::DocumentedServer,
        "without a request for `flex-disconnect-timeout` a web client is taken out",
    ))
    .help(format!("set `flex-disconnect-timeout` below {} seconds", pair / 1000));
    push(context, id, ("flex-disconnect-timeout", &client), &idle, finding, findings);
}

fn offer_outlives_handling(context: &Context<'_>, id: ObjectId, findings: &mut Findings<'_>) {
    let timer = |name| timer(context, id, name);
    let (Some(delivering), Some(handling)) = (timer("delivering-timeout"), timer("handling-timeout")) else {
        return;
    };
    if delivering.length < handling.length {
        return;
    }
    let finding = Diagnostic::new(format!(
        "an offer stands for {}, but an agent who handles the interaction may be idle for {} only",
        delivering.words(),
        handling.words(),
    ))
    .note(fact(Basis::DocumentedServer, "`delivering-timeout` is in seconds, `handling-timeout` in minutes"))
    .help(format!("set `delivering-timeout` below {} seconds", handling.length / 1000));
    let handling = [("handling-timeout", &handling)];
    push(context, id, ("delivering-timeout", &delivering), &handling, finding, findings);
}

/// The finding at the longer timer, else at the first of the shorter ones that is set.
fn push(
    context: &Context<'_>,
    id: ObjectId,
    longer: (&str, &Timer<'_>),
    shorter: &[(&str, &Timer<'_>)],
    finding: Diagnostic,
    findings: &mut Findings<'_>,
) {
    let all = std::iter::once(&longer).chain(shorter);
    let mut set = all.filter_map(|(name, timer)| Some((*name, timer.setting?)));
    // What the defaults are among themselves is not the administrator's doing.
    let Some((name, setting)) = set.next() else { return };
    let finding = finding
        .object(context.deployment.display(id))
        .option(format!("{SETTINGS}/{name}"))
        .at(setting.at, "");
    findings
        .push(set.fold(finding, |finding, (name, setting)| finding.and_at(setting.at, format!("`{name}`"))));
}

fn inactivity_beside_async(context: &Context<'_>, id: ObjectId, findings: &mut Findings<'_>) {
    let enabled = written(context, id, INACTIVITY, "enabled");
    let Some(enabled) = enabled.filter(|written| written.value.trim().eq_ignore_ascii_case("true")) else {
        return;
    };
    let serves_async = context.settings_of(id).find(|written| {
        written.section == SETTINGS && written.name.starts_with("async-idle-") && !written.setting.disabled
    });
    let Some(serves_async) = serves_async else { return };
    findings.push(
        Diagnostic::new(
            "ordinary chats are closed for inactivity on a Chat Server that serves asynchronous ones",
        )
        .object(context.deployment.display(id))
        .option(enabled.label())
        .at(enabled.setting.at, "")
        .and_at(serves_async.setting.key, "set for asynchronous chats")
        .note(fact(Basis::DocumentedServer, "this is not recommended"))
        .help("disable it here, or serve ordinary chats by another Chat Server"),
    );
}

/// A length of time as people say it: `25 hours`, `1 day 30 minutes`.
fn duration(milliseconds: i64) -> String {
    let mut rest = usize::try_from(milliseconds).unwrap_or(0);
    let mut parts = Vec::new();
    for (unit, length) in
        [("day", 86_400_000), ("hour", 3_600_000), ("minute", 60_000), ("second", 1_000), ("millisecond", 1)]
    {
        let count = rest / length;
        rest %= length;
        if count > 0 {
            parts.push(counted(count, unit));
        }
    }
    if parts.is_empty() { "no time".to_owned() } else { parts.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::duration;

    #[test]
    fn lengths_are_said_in_their_largest_units() {
        assert_eq!(duration(90_000_000), "1 day 1 hour");
        assert_eq!(duration(45_000), "45 seconds");
        assert_eq!(duration(172_800_000), "2 days");
        assert_eq!(duration(0), "no time");
    }
}
