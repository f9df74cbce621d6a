use indexmap::IndexMap;
use rustc_hash::FxHashMap;

use super::super::{Context, Findings, Fixable, Rule};
use crate::deployment::ObjectId;
use crate::diagnostic::{Diagnostic, Severity};
use crate::names::{Level, WORKSPACE_SECTION};
use crate::resolve::{Base, OptionId, Placed};
use crate::shortcut::Shortcut;

pub(super) const RULE: Rule = Rule {
    name: "shortcut-clash",
    severity: Severity::Error,
    subject: "option",
    summary: "two functions have the same keys for the same agents",
    why: "Keys that are set on different levels meet at the agent: a release shortcut of one's own on the keys that the \
          application gives to hold, and a press may do either. Which one it does is not documented. Spelling does \
          not matter: `ctrl+alt+v` and `Alt+Ctrl+V` are the same keys.",
    example: "tenants:\n  - name: Acme\n    options: {interaction-workspace: {keyboard.shortcut.interaction.chat.hold: Ctrl+Shift+H}}\n\
              agents:\n  - username: ana\n    options: {interaction-workspace: {keyboard.shortcut.interaction.chat.release: Ctrl+Shift+H}}",
    fix: Fixable::Never,
    repair: "Give one of the two functions other keys; `wdectl shortcut free` proposes some.",
    source: "convention of wdectl: the documentation does not say what happens on a clash",
    check,
};

/// A function: an option that takes keys.
struct Function<'c, 'a> {
    name: &'a str,
    /// None where only the catalogue speaks of it.
    option: Option<OptionId>,
    placed: &'c [Placed<'a>],
    default: Option<Shortcut>,
}

/// Where one function gets a combination.
struct Holders<'f, 'c, 'a> {
    function: &'f Function<'c, 'a>,
    /// From the person.
    own: Vec<&'c Placed<'a>>,
    /// From application, tenant and groups.
    shared: Vec<&'c Placed<'a>>,
    /// From the catalogue.
    default: bool,
}

/// Where an agent gets a combination for a function: from a setting, or by default.
type Side<'c, 'a> = Option<&'c Placed<'a>>;

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let functions = functions(context);
    for (shortcut, holders) in contested(context, &functions) {
        for (at, one) in holders.iter().enumerate() {
            for other in &holders[at + 1..] {
                let pair = Pair { context, shortcut, one, other };
                for clash in pair.clashes() {
                    findings.push(pair.finding(&clash));
                }
            }
        }
    }
}

fn functions<'c, 'a>(context: &'c Context<'a>) -> Vec<Function<'c, 'a>> {
    let (shortcuts, resolver) = (context.shortcuts(), &context.resolver);
    let default = |name: &str| shortcuts.defaults().iter().find(|(known, _)| *known == name);
    let set = shortcuts.options().iter().map(|&option| {
        let (_, name) = resolver.option_name(option);
        let default = default(name).map(|&(_, shortcut)| shortcut);
        Function { name, option: Some(option), placed: resolver.placed_of(option), default }
    });
    let never_set = |name: &str| resolver.option_id(WORKSPACE_SECTION, name).is_none();
    let by_default = shortcuts.defaults().iter().filter(|(name, _)| never_set(name));
    set.chain(by_default.map(|&(name, shortcut)| Function {
        name,
        option: None,
        placed: &[],
        default: Some(shortcut),
    }))
    .collect()
}

/// The combinations that more than one function has somewhere, with all their holders, in order.
fn contested<'f, 'c, 'a>(
    context: &'c Context<'a>,
    functions: &'f [Function<'c, 'a>],
) -> Vec<(Shortcut, Vec<Holders<'f, 'c, 'a>>)> {
    let shortcuts = context.shortcuts();
    let by_default = functions.iter().enumerate().filter_map(|(at, function)| Some((at, function.default?)));
    let mut users: FxHashMap<Shortcut, Vec<usize>> = FxHashMap::default();
    for (at, shortcut) in shortcuts.uses().iter().copied().chain(by_default) {
        users.entry(shortcut).or_default().push(at);
    }
    let mut contested: Vec<(Shortcut, Vec<Holders<'_, '_, '_>>)> = users
        .into_iter()
        .filter_map(|(shortcut, mut users)| {
            users.sort_unstable();
            users.dedup();
            let holders = |at: usize| Holders {
                function: &functions[at],
                own: Vec::new(),
                shared: Vec::new(),
                default: functions[at].default == Some(shortcut),
            };
            (users.len() > 1).then(|| (shortcut, users.into_iter().map(holders).collect()))
        })
        .collect();
    contested.sort_unstable_by_key(|&(shortcut, _)| shortcut);
    for function in functions {
        // Where the settings of this function go, by combination.
        let mut places: FxHashMap<Shortcut, &mut Holders<'_, 'c, 'a>> = contested
            .iter_mut()
            .flat_map(|(shortcut, holders)| holders.iter_mut().map(|holders| (*shortcut, holders)))
            .filter(|(_, holders)| std::ptr::eq(holders.function, function))
            .collect();
        if places.is_empty() {
            continue;
        }
        for placed in function.placed {
            if let Some(holders) = shortcuts.of(placed.setting).and_then(|keys| places.get_mut(&keys)) {
                let list = if placed.level == Level::Agent { &mut holders.own } else { &mut holders.shared };
                list.push(placed);
            }
        }
    }
    contested
}

/// Two functions that have the same combination somewhere.
struct Pair<'p, 'f, 'c, 'a> {
    context: &'c Context<'a>,
    shortcut: Shortcut,
    one: &'p Holders<'f, 'c, 'a>,
    other: &'p Holders<'f, 'c, 'a>,
}

/// Two places whose combinations meet, and the agents at whom they do.
struct Clash<'c, 'a> {
    one: Side<'c, 'a>,
    other: Side<'c, 'a>,
    agents: Vec<ObjectId>,
}

/// The clashes of a pair, by the two objects that cause each.
#[derive(Default)]
struct Clashes<'c, 'a> {
    found: IndexMap<[Option<ObjectId>; 2], Clash<'c, 'a>>,
}

impl<'c, 'a> Clashes<'c, 'a> {
    /// Adds agents at whom two sides meet; `turned` where the other function's side is named first.
    fn add(
        &mut self,
        turned: bool,
        side: Side<'c, 'a>,
        against: Side<'c, 'a>,
        agents: impl IntoIterator<Item = ObjectId>,
    ) {
        let (one, other) = if turned { (against, side) } else { (side, against) };
        let key = [one, other].map(|side| side.map(|placed| placed.object));
        let clash = self.found.entry(key).or_insert_with(|| Clash { one, other, agents: Vec::new() });
        clash.agents.extend(agents);
    }
}

impl<'c, 'a> Pair<'_, '_, 'c, 'a> {
    /// Every two places whose combinations meet at some agent, with these agents.
    fn clashes(&self) -> impl Iterator<Item = Clash<'c, 'a>> + use<'c, 'a> {
        let mut clashes = Clashes::default();
        self.of_persons(&mut clashes);
        self.of_bases(&mut clashes);
        clashes.found.into_values().filter(|clash| !clash.agents.is_empty())
    }

    /// Clashes of settings that persons have of their own, with each other and with what comes from above.
    fn of_persons(&self, clashes: &mut Clashes<'c, 'a>) {
        let (one, other, resolver) = (self.one, self.other, &self.context.resolver);
        let turned = other.own.len() < one.own.len();
        let (few, many) = if turned { (other, one) } else { (one, other) };
        for &placed in few.own.iter().filter(|placed| resolver.base_of(placed.object).is_some()) {
            if let Some(against) = self.own(placed.object, many).filter(|against| self.has_it(against)) {
                clashes.add(turned, Some(placed), Some(against), [placed.object]);
            }
        }
        for (holders, against, turned) in [(one, other, false), (other, one, true)] {
            if against.shared.is_empty() && !against.default {
                continue;
            }
            for &placed in holders.own.iter().filter(|placed| self.own(placed.object, against).is_none()) {
                if let Some(base) = resolver.base_of(placed.object)
                    && let Some(side) = self.side(against, base)
                {
                    clashes.add(turned, Some(placed), side, [placed.object]);
                }
            }
        }
    }

    /// Clashes of what agents get from above, for those who have no setting of their own.
    fn of_bases(&self, clashes: &mut Clashes<'c, 'a>) {
        let (one, other) = (self.one, self.other);
        let count = |holders: &Holders<'_, '_, '_>| -> usize {
            let bases = |placed: &&Placed<'_>| self.context.resolver.bases_with(placed.object).count();
            holders.shared.iter().map(bases).sum()
        };
        // The fewer agents an object reaches, the fewer are looked at.
        let turned = count(other) < count(one);
        let (few, many) = if turned { (other, one) } else { (one, other) };
        let mut add = |turned: bool, base: &Base, side: Side<'c, 'a>, against: Side<'c, 'a>| {
            let without =
                |&agent: &ObjectId| self.own(agent, one).is_none() && self.own(agent, other).is_none();
            clashes.add(turned, side, against, base.agents.iter().copied().filter(without));
        };
        self.meet(few, many, |base, side, against| add(turned, base, side, against));
        if few.default {
            // Settings of the function with many agents meet the default of the other one, too.
            self.meet(many, few, |base, side, against| {
                if against.is_none() {
                    add(!turned, base, side, against);
                }
            });
        }
    }

    /// Tells of every base in which a shared setting of `holders` wins and `against` has the combination, too.
    fn meet(
        &self,
        holders: &Holders<'_, 'c, 'a>,
        against: &Holders<'_, 'c, 'a>,
        mut tell: impl FnMut(&Base, Side<'c, 'a>, Side<'c, 'a>),
    ) {
        let resolver = &self.context.resolver;
        for &placed in &holders.shared {
            for base in resolver.bases_with(placed.object) {
                let winner = resolver.highest(&base.steps, placed.option);
                if winner.is_some_and(|winner| winner.object == placed.object)
                    && let Some(side) = self.side(against, base)
                {
                    tell(base, Some(placed), side);
                }
            }
        }
    }

    /// Where the agents of a base get the combination for a function; `None` if they do not.
    fn side(&self, holders: &Holders<'_, 'c, 'a>, base: &Base) -> Option<Side<'c, 'a>> {
        let resolver = &self.context.resolver;
        let winner = holders.function.option.and_then(|option| resolver.highest(&base.steps, option));
        winner.map_or(holders.default, |placed| self.has_it(placed)).then_some(winner)
    }

    /// The competing setting that a person has of a function.
    fn own(&self, person: ObjectId, holders: &Holders<'_, 'c, 'a>) -> Side<'c, 'a> {
        self.context.resolver.placed_on(person, holders.function.option?)
    }

    fn has_it(&self, placed: &Placed<'_>) -> bool {
        self.context.shortcuts().of(placed.setting) == Some(self.shortcut)
    }

    fn finding(&self, clash: &Clash<'_, '_>) -> Diagnostic {
        let (context, keys) = (self.context, self.shortcut);
        let Clash { one, other, agents } = clash;
        let rank = |side: &Side<'_, '_>| side.map(|placed| (placed.level, placed.setting.at));
        let sides = [(one, self.one.function.name), (other, self.other.function.name)];
        // The setting of the higher level comes first: it is the one that surprises.
        let [(first, name), (second, second_name)] =
            if rank(one) < rank(other) { [sides[1], sides[0]] } else { sides };
        let mut finding =
            Diagnostic::new(format!("`{keys}` has two functions: `{name}` and `{second_name}`"))
                .option(name)
                .note("which of the two the keys call is not documented")
                .help(context.shortcuts().other_keys("give one of them other keys", name))
                .affects(context.affected(agents));
        if let Some(placed) = first {
            finding = finding
                .object(context.deployment.display(placed.object))
                .at(placed.setting.at, format!("level {}", placed.level));
        }
        match second {
            Some(placed) => {
                let text = format!("`{second_name}` has the same keys, level {}", placed.level);
                finding.and_at(placed.setting.at, text)
            }
            None => finding.note(format!("`{second_name}` has these keys by default")),
        }
    }
}
