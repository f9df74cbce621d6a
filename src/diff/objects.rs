//! What stands on no agent's ladder and reaches agents nevertheless: servers, transactions, scripts, business attributes.

use rustc_hash::FxHashMap;

use super::change::{Because, Cause, State, What};
use super::difference::Draft;
use super::people::{Pair, Person};
use crate::catalogue::OptionSpec;
use crate::deployment::{FieldKey, ObjectId, Setting};
use crate::names::{ApplicationType, Level, ObjectKind, Review, Side, Symbol, WORKSPACE_SECTION};

const KINDS: [ObjectKind; 4] =
    [ObjectKind::Application, ObjectKind::Script, ObjectKind::Transaction, ObjectKind::BusinessAttribute];

/// The fields that options and servers ask for; all others are kept and never judged.
const FIELDS: [FieldKey; 5] =
    [FieldKey::Type, FieldKey::Version, FieldKey::Media, FieldKey::Owner, FieldKey::Values];

/// The changes of these objects. Each reaches the persons of the object's tenant, or everybody where it has none.
pub(super) fn drafts(pair: &Pair<'_, '_>, people: &[Person]) -> Vec<Draft> {
    let mut of_tenant: FxHashMap<Symbol, Vec<Person>> = FxHashMap::default();
    for &person in people {
        let tenant = pair.new.deployment().object(pair.on(Side::New, person)).tenant;
        of_tenant.entry(tenant).or_default().push(person);
    }
    let reached = |side, object: ObjectId| {
        let deployment = pair.state(side).deployment();
        let tenant = deployment.object(object).tenant;
        if tenant == Symbol::EMPTY {
            return people.to_vec();
        }
        let after = pair.new.deployment().symbol(deployment.text(tenant));
        after.and_then(|tenant| of_tenant.get(&tenant).cloned()).unwrap_or_default()
    };
    let mut drafts = Vec::new();
    for kind in KINDS {
        for &old in pair.old.deployment().of_kind(kind) {
            let new = pair.matching.counterpart(Side::Old, old);
            let found = compare(pair, Some(old), new);
            drafts.extend(found.into_iter().map(|draft| Draft { people: reached(Side::Old, old), ..draft }));
        }
        for &new in pair.new.deployment().of_kind(kind) {
            if pair.matching.counterpart(Side::New, new).is_none() {
                let found = compare(pair, None, Some(new));
                drafts.extend(
                    found.into_iter().map(|draft| Draft { people: reached(Side::New, new), ..draft }),
                );
            }
        }
    }
    drafts
}

/// The application's type; the desktop's own applications are steps of its ladder and looked at there.
fn is_workspace(state: State<'_, '_>, id: ObjectId) -> bool {
    state.deployment().object(id).kind == ObjectKind::Application
        && state.deployment().application_type(id) == Some(ApplicationType::Workspace)
}

/// The changes of one object, still without persons.
fn compare(pair: &Pair<'_, '_>, old: Option<ObjectId>, new: Option<ObjectId>) -> Vec<Draft> {
    let sides = [(Side::Old, old), (Side::New, new)];
    let present = |(side, id): (Side, Option<ObjectId>)| match id {
        None => "absent",
        Some(id) if pair.state(side).deployment().object(id).enabled => "present",
        Some(_) => "disabled",
    };
    if sides.iter().any(|&(side, id)| id.is_some_and(|id| is_workspace(pair.state(side), id))) {
        return Vec::new();
    }
    let Some((side, any)) = sides.iter().rev().find_map(|&(side, id)| Some((side, id?))) else {
        return Vec::new();
    };
    let object = pair.state(side).deployment().display(any);
    let at = |(side, id): (Side, Option<ObjectId>)| {
        id.map(|id| Because {
            side,
            cause: Cause::Present(id),
            at: Some(pair.state(side).deployment().object(id).at),
        })
    };
    let change = |property, old: Option<String>, new: Option<String>| Draft {
        what: What::Object { object: object.clone(), property },
        people: Vec::new(),
        old,
        new,
        takes_effect: None,
        review: Review::Behavioural,
        because: sides.into_iter().filter_map(at).collect(),
    };
    let words = sides.map(present);
    if words != ["present", "present"] {
        let counts = words.contains(&"present");
        let [old, new] = words.map(|word| Some(word.to_owned()));
        return if counts { vec![change("presence", old, new)] } else { Vec::new() };
    }
    let (Some(old), Some(new)) = (old, new) else { return Vec::new() };
    let mut drafts = Vec::new();
    for key in FIELDS {
        let (before, after) = (field(pair.old, old, key), field(pair.new, new, key));
        if before != after {
            drafts.push(change(key.as_str(), before, after));
        }
    }
    drafts.extend(options(pair, old, new, &object));
    drafts
}

fn field(state: State<'_, '_>, id: ObjectId, key: FieldKey) -> Option<String> {
    let deployment = state.deployment();
    let texts: Vec<&str> =
        deployment.object(id).list(key).map(|field| deployment.text(field.value)).collect();
    (!texts.is_empty()).then(|| texts.join(", "))
}

/// What is known of an option of an object that is no step of the ladder.
fn spec<'d>(state: State<'_, 'd>, id: ObjectId, section: &str, name: &str) -> Option<&'d OptionSpec> {
    let kind = match state.deployment().object(id).kind {
        ObjectKind::Application => state.deployment().application_type(id)?,
        _ => ApplicationType::Workspace,
    };
    state.catalogue.option(section, Some(kind), name).map(|found| found.spec)
}

/// The settings of an object that count, by section and name.
fn settings<'d>(state: State<'_, 'd>, id: ObjectId) -> Vec<((&'d str, &'d str), &'d Setting)> {
    let deployment = state.deployment();
    let is_transaction = deployment.object(id).kind == ObjectKind::Transaction;
    let mut settings: Vec<_> = state
        .resolver
        .settings(id)
        .filter(|&(option, setting)| {
            let in_desktop = is_transaction && state.resolver.option_name(option).0 == WORKSPACE_SECTION;
            !setting.disabled && (!in_desktop || state.resolver.competes(option, Level::Transaction, setting))
        })
        .map(|(option, setting)| (state.resolver.option_name(option), setting))
        .collect();
    settings.sort_by_key(|&(name, _)| name);
    settings
}

fn options(pair: &Pair<'_, '_>, old: ObjectId, new: ObjectId, object: &str) -> Vec<Draft> {
    let (before, after) = (settings(pair.old, old), settings(pair.new, new));
    let mut names: Vec<(&str, &str)> = before.iter().chain(&after).map(|&(name, _)| name).collect();
    names.sort_unstable();
    names.dedup();
    let mut drafts = Vec::new();
    let is_server = pair.new.deployment().object(new).kind == ObjectKind::Application;
    for (section, name) in names {
        let spec = spec(pair.new, new, section, name);
        let default = spec.filter(|_| is_server).and_then(OptionSpec::default_text);
        let half = |side, id, settings: &[((&str, &str), &Setting)]| {
            let set = settings.iter().find(|&&(own, _)| own == (section, name)).map(|&(_, setting)| setting);
            let deployment = pair.state(side).deployment();
            let (value, shown) = match set {
                Some(setting) => {
                    (Some(deployment.true_text(setting.value)), Some(deployment.text(setting.value)))
                }
                None => (default, default),
            };
            let cause = if set.is_some() { Cause::Sets(id) } else { Cause::Default };
            (value, shown, Because { side, cause, at: set.map(|setting| setting.at) })
        };
        let (old_value, old_shown, old_because) = half(Side::Old, old, &before);
        let (new_value, new_shown, new_because) = half(Side::New, new, &after);
        if old_value != new_value {
            drafts.push(Draft {
                what: What::Option {
                    name: name.to_owned(),
                    section: section.to_owned(),
                    of: Some(object.to_owned()),
                },
                people: Vec::new(),
                old: old_shown.map(str::to_owned),
                new: new_shown.map(str::to_owned),
                takes_effect: spec.and_then(|spec| spec.takes_effect.as_ref()).map(|fact| fact.value),
                review: spec.map_or(Review::Behavioural, OptionSpec::review),
                because: vec![old_because, new_because],
            });
        }
    }
    drafts
}
