use indexmap::IndexMap;
use rustc_hash::FxHashMap;

use super::super::{Context, Findings, Rule};
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
    let mut users: FxHashMap<Shortcut, Vec<usize>> = FxHashMap::default();
    let mut seen_by = vec![usize::MAX; shortcuts.texts()];
    for (at, function) in functions.iter().enumerate() {
        let mut uses = |shortcut| {
            let users = users.entry(shortcut).or_default();
            if users.last() != Some(&at) {
                users.push(at);
            }
        };
        function.default.into_iter().for_each(&mut uses);
        for placed in function.placed {
            if let Some((text, shortcut)) = shortcuts.of(placed.setting)
                && seen_by[text] != at
            {
                seen_by[text] = at;
                uses(shortcut);
            }
        }
    }
    users.retain(|_, users| users.len() > 1);
    let mut users: Vec<(Shortcut, Vec<usize>)> = users.into_iter().collect();
    users.sort_unstable_by_key(|&(shortcut, _)| shortcut);
    let holders = |shortcut, at: usize| {
        let function = &functions[at];
        let has_it =
            |placed: &&Placed<'_>| shortcuts.of(placed.setting).is_some_and(|(_, own)| own == shortcut);
        let (own, shared) =
            function.placed.iter().filter(has_it).partition(|placed| placed.level == Level::Agent);
        Holders { function, own, shared, default: function.default == Some(shortcut) }
    };
    users
        .into_iter()
        .map(|(shortcut, users)| (shortcut, users.into_iter().map(|at| holders(shortcut, at)).collect()))
        .collect()
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
    fn add(&mut self, one: Side<'c, 'a>, other: Side<'c, 'a>, agents: impl IntoIterator<Item = ObjectId>) {
        let key = [one, other].map(|side| side.map(|placed| placed.object));
        let clash = self.found.entry(key).or_insert_with(|| Clash { one, other, agents: Vec::new() });
        clash.agents.extend(agents);
    }
}

impl<'c, 'a> Pair<'_, '_, 'c, 'a> {
    /// Every two places whose combinations meet at some agent, with these agents.
    fn clashes(&self) -> impl Iterator<Item = Clash<'c, 'a>> + use<'c, 'a> {
        let (one, other) = (self.one, self.other);
        let resolver = &self.context.resolver;
        let mut clashes = Clashes::default();
        for &placed in &one.own {
            if let Some(base) = resolver.base_of(placed.object)
                && let Some(side) = self.side(other, base, Some(placed.object))
            {
                clashes.add(Some(placed), side, [placed.object]);
            }
        }
        for &placed in &other.own {
            if let Some(base) = resolver.base_of(placed.object)
                && let Some(side) = self.side(one, base, Some(placed.object))
                && side.is_none_or(|side| side.level != Level::Agent)
            {
                clashes.add(side, Some(placed), [placed.object]);
            }
        }
        let count = |holders: &Holders<'_, '_, '_>| -> usize {
            holders.shared.iter().map(|placed| resolver.bases_with(placed.object).count()).sum()
        };
        // The fewer agents an object reaches, the fewer are looked at.
        let turned = count(other) < count(one);
        let (few, many) = if turned { (other, one) } else { (one, other) };
        let mut add = |turned: bool, base: &Base, side: Side<'c, 'a>, against: Side<'c, 'a>| {
            let agents = base.agents.iter().copied().filter(|&agent| {
                [one, other].iter().all(|holders| {
                    holders.function.option.is_none_or(|option| resolver.placed_on(agent, option).is_none())
                })
            });
            let (one, other) = if turned { (against, side) } else { (side, against) };
            clashes.add(one, other, agents);
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
        clashes.found.into_values().filter(|clash| !clash.agents.is_empty())
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
                    && let Some(side) = self.side(against, base, None)
                {
                    tell(base, Some(placed), side);
                }
            }
        }
    }

    /// Where the agents of a base, or one of them, get the combination for a function; `None` if they do not.
    fn side(
        &self,
        holders: &Holders<'_, 'c, 'a>,
        base: &Base,
        agent: Option<ObjectId>,
    ) -> Option<Side<'c, 'a>> {
        let resolver = &self.context.resolver;
        let winner = holders.function.option.and_then(|option| {
            let own = agent.and_then(|agent| resolver.placed_on(agent, option));
            own.or_else(|| resolver.highest(&base.steps, option))
        });
        let has_it = match winner {
            Some(placed) => {
                let own = self.context.shortcuts().of(placed.setting);
                own.is_some_and(|(_, shortcut)| shortcut == self.shortcut)
            }
            None => holders.default,
        };
        has_it.then_some(winner)
    }

    fn finding(&self, clash: &Clash<'_, '_>) -> Diagnostic {
        let (context, keys) = (self.context, self.shortcut);
        let Clash { one, other, agents } = clash;
        let rank = |side: &Side<'_, '_>| side.map(|placed| (placed.level, placed.setting.at));
        let sides = [(one, self.one.function.name), (other, self.other.function.name)];
        // The higher level is the one that came later.
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
