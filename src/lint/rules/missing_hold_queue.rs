use indexmap::IndexMap;

use super::super::holders::Holders;
use super::super::{Context, Findings, Fixable, Rule};
use crate::catalogue::OptionSpec;
use crate::chat::Right;
use crate::deployment::ObjectId;
use crate::diagnostic::{Diagnostic, Severity};
use crate::names::{Level, WORKSPACE_SECTION, counted};
use crate::resolve::Placed;
use crate::text::Span;

pub(super) const RULE: Rule = Rule {
    name: "missing-hold-queue",
    severity: Severity::Error,
    subject: "option",
    summary: "an agent may place chats on hold, but `chat.on-hold-queue` is empty for the agent",
    why: "Place On Hold puts the chat into the interaction queue that this option names. Without one there is nowhere to put \
          it. The finding stands at the value that wins with nothing in it; where no level sets the option, at the \
          application, or at the grant where none is known.",
    example: "agent-groups:\n  - name: Trainees\n    agents: [ana]   # who may place on hold\n    options: \
              {interaction-workspace: {chat.on-hold-queue: \"\"}}",
    fix: Fixable::Never,
    repair: "Name an interaction queue, or take `Chat - Can Place On Hold` away.",
    source: "Chat Server Administration Guide 8.5.3, Asynchronous Chat in Workspace Desktop Edition: any valid script name",
    check,
};

const OPTION: &str = "chat.on-hold-queue";

/// Where the empty value comes from: a setting on an object, or none; then the application of the agents, if any.
type Cause = (Option<ObjectId>, Option<ObjectId>);

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let (deployment, resolver) = (context.deployment, &context.resolver);
    let holders = Holders::new(context);
    let option = resolver.option_id(WORKSPACE_SECTION, OPTION);
    let spec = context.catalogue.find_option(WORKSPACE_SECTION, None, OPTION);
    let by_default = spec.and_then(OptionSpec::default_text).is_none_or(|value| value.trim().is_empty());
    let is_empty = |placed: &Placed<'_>| deployment.text(placed.setting.value).trim().is_empty();
    let mut causes: IndexMap<Cause, Vec<ObjectId>> = IndexMap::new();
    for base in resolver.bases() {
        let shared = option.and_then(|option| resolver.highest(&base.steps, option));
        let application = base.steps.first().filter(|step| step.0 == Level::Application).map(|step| step.1);
        for &agent in base.agents.iter().filter(|&&agent| holders.may_hold(agent)) {
            let own = option.and_then(|option| resolver.placed_on(agent, option));
            let cause = match own.or(shared) {
                Some(placed) if is_empty(placed) => (Some(placed.object), None),
                None if by_default => (None, application),
                _ => continue,
            };
            causes.entry(cause).or_default().push(agent);
        }
    }
    for ((object, application), agents) in causes {
        let placed = object.zip(option).and_then(|(object, option)| resolver.placed_on(object, option));
        findings.push(finding(context, placed, application, &agents));
    }
}

fn finding(
    context: &Context<'_>,
    placed: Option<&Placed<'_>>,
    application: Option<ObjectId>,
    agents: &[ObjectId],
) -> Diagnostic {
    let deployment = context.deployment;
    let who = counted(agents.len(), "agent");
    let has = if agents.len() == 1 { "has" } else { "have" };
    let finding =
        Diagnostic::new(format!("{who} may place chats on hold but {has} no `{OPTION}` to put them into"))
            .option(OPTION)
            .affects(context.affected(agents));
    let finding = match context.rights.privilege(Right::PlaceOnHold) {
        Some(privilege) => finding.note(format!("granted, with effect: `{privilege}`")),
        None => finding,
    };
    match (placed, application) {
        (Some(placed), _) => finding
            .object(deployment.display(placed.object))
            .at(placed.setting.at, "this empty value wins")
            .help(match placed.level {
                Level::Application => "name an interaction queue",
                _ => "name an interaction queue, or remove the value so that a lower level counts",
            }),
        (None, Some(application)) => finding
            .object(deployment.display(application))
            .at(deployment.object(application).at, "no level sets it for agents of this application")
            .help(format!("set `{OPTION}` on `{}`", deployment.display(application))),
        (None, None) => {
            let finding = finding
                .note("which application they use is not known")
                .help(format!("set `{OPTION}` on the application that they use"));
            match allowed_by(context, agents) {
                Some((role, at)) => finding.object(deployment.display(role)).at(at, "allows it"),
                None => finding,
            }
        }
    }
}

/// Where the first of some agents is allowed to place on hold.
fn allowed_by(context: &Context<'_>, agents: &[ObjectId]) -> Option<(ObjectId, Span)> {
    let hold = context.rights.id(Right::PlaceOnHold, context.graph())?;
    let way = context.privileges().ways(*agents.first()?, hold).into_iter().next()?;
    Some((way.reach.role, way.grant))
}
