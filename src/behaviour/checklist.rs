//! The lines of the checklist, and how one agent stands with each.

use rustc_hash::FxHashMap;

use super::chat_keys::ChatKeys;
use super::desk::{Desk, DeskOptions, Hold};
use super::ground::Ground;
use super::why::{Whom, hold_queue, missing_privilege};
use crate::chat::{Assumption, Assumptions, EntryPoint, Right, Rights};
use crate::deployment::{FieldKey, ObjectId, Relation};
use crate::diagnostic::Label;
use crate::names::{ObjectKind, ScriptType, WORKSPACE_SECTION};
use crate::privilege::{Standing, Via};
use crate::resolve::{Candidate, Step};
use crate::shortcut;
use crate::text::Span;

/// A line of the checklist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// A privilege for chats: the one to use the channel, and the three of asynchronous chat.
    Privilege(Right),
    /// `chat.on-hold-queue`.
    HoldQueue,
    /// A way back to a chat.
    Back(EntryPoint),
    /// The chats in somebody else's workbin, through a history or a search.
    OthersWorkbins,
    /// The keys of `Place chat on hold`.
    Shortcut,
}

/// Whether asynchronous chat works without what a line speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// It does not.
    Required,
    /// It does not, unless another line of this need is there.
    OneOfThese,
    /// It does.
    Optional,
}

/// The answer to a line; of several the greatest counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// It is there.
    Yes,
    /// It is missing.
    No,
    /// It is missing by what is known, but a role has keys that map to no known privilege.
    Unknown,
}

impl Line {
    /// All lines in the order in which they are shown.
    pub const ALL: [Self; 13] = [
        Self::Privilege(Right::UseChat),
        Self::Privilege(Right::PlaceOnHold),
        Self::Privilege(Right::ReleaseAsync),
        Self::Privilege(Right::Release),
        Self::HoldQueue,
        Self::Back(EntryPoint::MyQueues),
        Self::Back(EntryPoint::MyHistory),
        Self::Back(EntryPoint::ContactHistory),
        Self::Back(EntryPoint::Search),
        Self::Back(EntryPoint::Workbin),
        Self::Back(EntryPoint::GroupWorkbin),
        Self::OthersWorkbins,
        Self::Shortcut,
    ];

    /// The line as outputs name it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Privilege(right) => right.as_str(),
            Self::HoldQueue => "hold-queue",
            Self::Back(entry) => entry.as_str(),
            Self::OthersWorkbins => "others-workbins",
            Self::Shortcut => "shortcut",
        }
    }

    /// Whether it can be left out. A chat on hold lies in a queue, so that one of the views of queued chats is needed,
    /// and no workbin.
    #[must_use]
    pub fn need(self) -> Need {
        match self {
            Self::Privilege(_) | Self::HoldQueue => Need::Required,
            Self::Back(EntryPoint::Workbin | EntryPoint::GroupWorkbin)
            | Self::OthersWorkbins
            | Self::Shortcut => Need::Optional,
            Self::Back(_) => Need::OneOfThese,
        }
    }

    /// The rights that the machine asks.
    #[must_use]
    pub fn rights(self) -> &'static [Right] {
        match self {
            Self::Privilege(Right::UseChat) => &[Right::UseChat],
            Self::Privilege(Right::PlaceOnHold) => &[Right::PlaceOnHold],
            Self::Privilege(Right::ReleaseAsync) => &[Right::ReleaseAsync],
            Self::Privilege(Right::Release) => &[Right::Release],
            Self::Back(EntryPoint::MyQueues) => &[Right::ViewMyQueues, Right::PullFromQueue],
            Self::Back(EntryPoint::MyHistory) => &[Right::ViewMyHistory, Right::PullFromQueue],
            Self::Back(EntryPoint::ContactHistory) => &[Right::ViewContactHistory, Right::PullFromQueue],
            Self::Back(EntryPoint::Search) => &[Right::ViewSearch, Right::PullFromQueue],
            Self::Back(EntryPoint::Workbin) => &[Right::PullFromWorkbin],
            Self::Back(EntryPoint::GroupWorkbin) => &[Right::PullFromSharedWorkbin],
            Self::OthersWorkbins => &[Right::PullFromOthersWorkbin],
            Self::Privilege(_) | Self::HoldQueue | Self::Shortcut => &[],
        }
    }
}

/// How an agent stands with a line.
#[derive(Debug, Clone)]
pub struct Check<'d> {
    /// The answer.
    pub verdict: Verdict,
    /// What there is, or what is wrong; empty where the places say it.
    pub message: String,
    /// The values that compete for the option, lowest level first; empty where the line speaks of no single option.
    pub ladder: Vec<Candidate<'d>>,
    /// Where to look, with a few words each.
    pub places: Vec<Label>,
    /// The smallest change that would do.
    pub help: Option<String>,
}

impl Check<'_> {
    fn yes(message: impl Into<String>) -> Self {
        Self {
            verdict: Verdict::Yes,
            message: message.into(),
            ladder: Vec::new(),
            places: Vec::new(),
            help: None,
        }
    }

    fn no(message: impl Into<String>) -> Self {
        Self { verdict: Verdict::No, ..Self::yes(message) }
    }

    /// Both must be yes.
    fn and(&mut self, other: Self) {
        if other.verdict != Verdict::Yes && self.verdict == Verdict::Yes {
            self.places.clear();
            self.message.clear();
        }
        if other.verdict == Verdict::Yes && self.verdict != Verdict::Yes {
            return;
        }
        self.verdict = if [self.verdict, other.verdict].contains(&Verdict::No) {
            Verdict::No
        } else {
            self.verdict.max(other.verdict)
        };
        join(&mut self.message, &other.message, "; ");
        self.places.extend(other.places);
        if let Some(help) = other.help {
            join(self.help.get_or_insert_default(), &help, ", and ");
        }
    }
}

fn join(text: &mut String, more: &str, between: &str) {
    if !text.is_empty() && !more.is_empty() {
        text.push_str(between);
    }
    text.push_str(more);
}

/// What agents share whom the same roles and groups reach; the answers about rights are worked out once.
#[derive(Debug, Default)]
pub(super) struct Reached<'d> {
    /// How many agents they are.
    pub(super) agents: usize,
    rights: FxHashMap<Right, Check<'d>>,
}

/// Fills the checklist of one agent.
#[derive(Debug)]
pub(super) struct Checker<'a, 'g, 'd> {
    pub(super) ground: &'a Ground<'g, 'd>,
    pub(super) assumptions: &'a Assumptions,
    pub(super) agent: ObjectId,
    pub(super) steps: &'a [Step],
    pub(super) reached: &'a mut Reached<'d>,
    /// Whether no other agent is asked for; else what is optional gets no repairs.
    pub(super) is_alone: bool,
}

impl<'d> Checker<'_, '_, 'd> {
    /// How the agent stands with a line.
    pub(super) fn check(&mut self, line: Line) -> Check<'d> {
        let mut check = match line {
            Line::Privilege(_) | Line::OthersWorkbins => Check::yes(""),
            Line::Back(EntryPoint::Workbin) => self.workbins(ObjectKind::Agent),
            Line::Back(EntryPoint::GroupWorkbin) => self.workbins(ObjectKind::AgentGroup),
            Line::Back(EntryPoint::MyQueues) => Check::yes("gives the first chat of a queue"),
            Line::Back(EntryPoint::MyHistory) => Check::yes("shows chats that the agent has handled"),
            Line::Back(_) => Check::yes("gives any chat"),
            Line::HoldQueue => return self.hold_queue(),
            Line::Shortcut => return self.shortcut(),
        };
        let with_help = self.is_alone || line.need() != Need::Optional;
        for &right in line.rights() {
            let asked = self.right(right, with_help);
            check.and(asked);
        }
        if !matches!(line, Line::Privilege(_)) {
            let gate = self.right(Right::UseChat, true).verdict;
            let name = self.ground.rights.privilege(Right::UseChat).unwrap_or_default();
            if gate != Verdict::Yes {
                check.and(Check { verdict: gate, ..Check::yes(format!("needs `{name}`")) });
            }
        }
        check
    }

    fn right(&mut self, right: Right, with_help: bool) -> Check<'d> {
        if let Some(known) = self.reached.rights.get(&right) {
            return known.clone();
        }
        let check = self.ask(right, with_help);
        self.reached.rights.insert(right, check.clone());
        check
    }

    fn ask(&self, right: Right, with_help: bool) -> Check<'d> {
        let (privileges, deployment) = (self.ground.privileges, self.ground.deployment());
        if is_everybodys(self.assumptions, right) {
            return Check::yes("");
        }
        let Some(name) = self.ground.rights.privilege(right) else { return Check::yes("") };
        if !deployment.is_subject(self.agent) {
            let at = deployment.object(self.agent).at;
            let text = "disabled, or no agent: such a person holds no privileges".to_owned();
            return Check {
                places: vec![Label { span: at, text }],
                ..Check::no(format!("`{name}` is not granted"))
            };
        }
        let Some(id) = privileges.graph().find(name) else {
            return Check::no(format!(
                "`[rights]` puts `{name}` behind `{}`, and there is no such privilege",
                right.as_str()
            ));
        };
        let (verdict, message) = match privileges.standing(self.agent, id) {
            Standing::Effective => {
                let path = |way: &Via| {
                    way.objects().map(|object| deployment.display(object)).collect::<Vec<_>>().join(" via ")
                };
                let ways = privileges.ways(self.agent, id);
                let label =
                    |way: Via| Label { span: way.grant, text: format!("`{name}` via {}", path(&way)) };
                return Check { places: ways.into_iter().map(label).collect(), ..Check::yes("") };
            }
            Standing::Unknown => (
                Verdict::Unknown,
                format!("`{name}` may be granted: a role has keys that map to no known privilege"),
            ),
            Standing::Inert => (Verdict::No, format!("`{name}` is granted without effect")),
            Standing::No => (Verdict::No, format!("`{name}` is not granted")),
        };
        if !with_help {
            return Check { verdict, ..Check::yes(message) };
        }
        let whom = if self.is_alone { Whom::Alone } else { Whom::Alike(self.reached.agents) };
        let why = missing_privilege(self.ground, self.agent, right, whom);
        Check { verdict, places: why.places, help: why.help, ..Check::yes(message) }
    }

    fn hold_queue(&self) -> Check<'d> {
        let (ground, deployment) = (self.ground, self.ground.deployment());
        let mut check = match DeskOptions::of(ground, self.agent, self.steps).hold {
            Hold::Queue(queue) => {
                let queue = deployment.object(queue);
                let name = deployment.text(queue.name);
                let text = format!("the interaction queue `{name}`");
                let message = format!("`{name}` is an enabled interaction queue of the tenant");
                Check { places: vec![Label { span: queue.at, text }], ..Check::yes(message) }
            }
            Hold::Unset | Hold::Missing => {
                let why = hold_queue(ground, self.agent, self.steps);
                let answer = ground.option(self.steps, DeskOptions::HOLD);
                let message = why.places.first().map(|label| label.text.clone()).unwrap_or_default();
                let mut places: Vec<Label> = answer.at.map(in_force).into_iter().collect();
                places.extend(self.other_script(answer.value.unwrap_or_default()));
                Check { places, help: why.help, ..Check::no(message) }
            }
        };
        check.ladder = self.ladder(DeskOptions::HOLD);
        check
    }

    /// The script of this name that is no hold queue.
    fn other_script(&self, name: &str) -> Option<Label> {
        let deployment = self.ground.deployment();
        let tenant = deployment.object(self.agent).tenant;
        let id = deployment.find(ObjectKind::Script, tenant, deployment.symbol(name)?)?;
        let script = deployment.object(id);
        let kind = script.field(FieldKey::Type).map_or("none", |field| deployment.text(field.value));
        let text = if script.enabled {
            format!("this script is of type `{kind}`")
        } else {
            "this script is disabled".to_owned()
        };
        Some(Label { span: script.at, text })
    }

    fn shortcut(&self) -> Check<'d> {
        let answer = self.ground.option(self.steps, ChatKeys::HOLD);
        let value = answer.value.unwrap_or_default();
        let keys = shortcut::parse(value).shortcut;
        let mut check = match keys {
            _ if value.trim().is_empty() => Check::yes("no keys are set: chats are put on hold by click"),
            Some(keys) => Check::yes(format!("{keys} puts the chat on hold")),
            None => Check {
                help: Some(format!(
                    "`wdectl shortcut parse '{value}'` says why; `shortcut free` proposes others"
                )),
                ..Check::no(format!("`{value}` is no key combination: no key puts the chat on hold"))
            },
        };
        check.places.extend(answer.at.map(in_force));
        check.ladder = self.ladder(ChatKeys::HOLD);
        check
    }

    /// Whether an option shows the agent a workbin whose owners are of a kind; a workbin that names no kind may be
    /// of any.
    fn workbins(&self, owner: ObjectKind) -> Check<'d> {
        let (ground, deployment) = (self.ground, self.ground.deployment());
        if owner == ObjectKind::AgentGroup {
            let mut groups = deployment.targets(self.agent, Relation::AgentGroup);
            if !groups.any(|link| deployment.object(link.to).enabled) {
                return Check {
                    help: Some("make the agent a member of the agent group that owns the workbin".to_owned()),
                    ..Check::no("the agent is in no enabled agent group")
                };
            }
        }
        let (mut shown, mut wrong) = (Vec::new(), Vec::new());
        for name in Desk::workbin_options(ground) {
            let answer = ground.option(self.steps, name);
            let Some((value, span)) = answer.value.filter(|value| !value.is_empty()).zip(answer.at) else {
                continue;
            };
            match ground.script(self.agent, value, ScriptType::InteractionWorkbin) {
                Some(script) => {
                    let kind = deployment.object(script).field(FieldKey::Owner);
                    if kind.is_none_or(|kind| deployment.text(kind.value) == owner.as_str()) {
                        shown.push(Label { span, text: format!("`{name}` shows `{value}`") });
                    }
                }
                None => {
                    let text = format!("`{name}`: `{value}` is no interaction workbin of the tenant");
                    wrong.push(Label { span, text });
                }
            }
        }
        if shown.is_empty() {
            let help = format!("set `{}<nickname>` to such an interaction workbin", Desk::WORKBIN);
            let message =
                format!("no option `{}<nickname>` shows a workbin of each {}", Desk::WORKBIN, owner.as_str());
            return Check { places: wrong, help: Some(help), ..Check::no(message) };
        }
        Check { places: shown, ..Check::yes("gives any chat") }
    }

    fn ladder(&self, name: &'static str) -> Vec<Candidate<'d>> {
        let resolver = self.ground.resolver;
        let mut resolution = resolver.resolve(self.steps);
        resolution.retain(|section, option| section == WORKSPACE_SECTION && option == name);
        resolver.add_defaults(&mut resolution, Some(&[(WORKSPACE_SECTION, name)]));
        let option = resolution.get(WORKSPACE_SECTION, name);
        option.map(|option| resolution.candidates(option).to_vec()).unwrap_or_default()
    }
}

fn in_force(span: Span) -> Label {
    Label { span, text: "the value in force".to_owned() }
}

/// Whether a right is nobody's in particular by assumption.
pub(super) fn is_everybodys(assumptions: &Assumptions, right: Right) -> bool {
    Rights::VIEWS.contains(right) && assumptions.holds(Assumption::ViewsNeedNoPrivilege)
}
