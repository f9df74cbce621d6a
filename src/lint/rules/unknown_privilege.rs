use std::fmt::Write as _;

use rustc_hash::FxHashSet;

use super::super::fixes;
use super::super::words::listed;
use super::super::{Context, Findings, Fixable, Rule};
use crate::catalogue::DependencyProblem;
use crate::diagnostic::{Diagnostic, Severity};
use crate::names::counted;
use crate::privilege::{RoleGrants, Unmapped};

pub(super) const RULE: Rule = Rule {
    name: "unknown-privilege",
    severity: Severity::Warning,
    subject: "role, catalogue",
    summary: "a role grants something that is no known privilege",
    why: "A mistyped privilege grants nothing. Exported roles hold internal keys that are not public: as long as it is not \
          known what such a key stands for, its role may grant anything, and rules that conclude from an absent grant \
          stay silent for its agents. The keys of a role that resemble no privilege are told together.",
    example: "roles:\n  - name: Chat-L2\n    privileges: [Chat - Can Relese]",
    fix: Fixable::Either,
    repair: "Correct the name; or say in a catalogue file of your own, named under `catalogues` in wdectl.toml, which \
             privilege a key stands for.",
    source: "the catalogue (`wdectl privilege list`)",
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let mut told = FxHashSet::default();
    for role in context.privileges().roles() {
        let mut keys: Vec<&Unmapped> = Vec::new();
        for key in &role.unmapped {
            let spelling = context.deployment.text(key.spelling);
            match context.catalogue.nearest_privilege(spelling) {
                Some(near) => findings.push(
                    Diagnostic::new(format!("there is no privilege `{spelling}`"))
                        .object(context.deployment.display(role.role))
                        .at(key.at, "grants nothing that is known")
                        .help(format!("did you mean `{near}`?"))
                        .fix(fixes::rewrite(spelling, near, [key.at])),
                ),
                None if keys.iter().all(|known| known.spelling != key.spelling) => keys.push(key),
                None => {}
            }
        }
        if let Some(&first) = keys.first() {
            let fresh = keys.iter().filter(|key| told.insert(key.spelling));
            let fresh: Vec<&str> = fresh.map(|key| context.deployment.text(key.spelling)).collect();
            findings.push(folded(context, role, first, &keys, &fresh));
        }
    }
    for problem in context.catalogue.dependency_problems() {
        findings.extend(of_catalogue(context, &problem));
    }
}

/// One finding for all keys of a role; the block has those that no finding before had.
fn folded(
    context: &Context<'_>,
    role: &RoleGrants,
    first: &Unmapped,
    keys: &[&Unmapped],
    fresh: &[&str],
) -> Diagnostic {
    let deployment = context.deployment;
    let agents = context.privileges().reached_by(role.role);
    let (are, privileges) =
        if keys.len() == 1 { ("is", "no known privilege") } else { ("are", "no known privileges") };
    let name = deployment.bare(role.role);
    let finding = Diagnostic::new(format!(
        "{} of role `{name}` {are} {privileges}: {}",
        counted(keys.len(), "key"),
        listed(keys.iter().map(|key| deployment.text(key.spelling))),
    ))
    .object(deployment.display(role.role))
    .at(first.at, if keys.len() == 1 { "" } else { "the first of them" })
    .note("who has this role may hold more than is known: nothing is concluded from what is not granted");
    let finding = if agents.is_empty() { finding } else { finding.affects(context.affected(&agents)) };
    let stands = |count: usize| if count == 1 { "the key stands" } else { "the keys stand" };
    finding.help(match fresh.len() {
        0 => format!(
            "say in a catalogue of your own what {} for, as shown for the roles before",
            stands(keys.len())
        ),
        new => format!("say in a catalogue of your own what {} for:\n{}", stands(new), block(fresh)),
    })
}

/// Entries of a catalogue file, a name to be filled in for each key.
fn block(keys: &[&str]) -> String {
    let mut block = String::new();
    for (at, key) in keys.iter().enumerate() {
        let between = if at == 0 { "" } else { "\n" };
        let hint = if at == 0 { "   # as `wdectl privilege list` shows it" } else { "" };
        let key = key.replace('\\', "\\\\").replace('"', "\\\"");
        let _ = write!(block, "{between}[[privileges]]\nname = \"\"{hint}\naliases = [\"{key}\"]");
    }
    block
}

/// A dependency of the catalogue on a privilege that it does not have.
fn of_catalogue(context: &Context<'_>, problem: &DependencyProblem) -> Option<Diagnostic> {
    let catalogue = context.catalogue;
    let (message, declared, near) = match problem {
        DependencyProblem::UnknownPrivilege { privilege, depends_on, nearest } => (
            format!("the privilege `{privilege}` depends on `{depends_on}`, which is none"),
            catalogue.privilege(privilege).and_then(|spec| spec.declared),
            nearest,
        ),
        DependencyProblem::UnknownPrivilegeOfOption { section, option, privilege, nearest } => (
            format!("the option `{option}` needs the privilege `{privilege}`, which is none"),
            catalogue.find_option(section, None, option).and_then(|spec| spec.declared),
            nearest,
        ),
        DependencyProblem::PrivilegeCycle { .. }
        | DependencyProblem::UnknownOption { .. }
        | DependencyProblem::OptionCycle { .. } => return None,
    };
    let finding = Diagnostic::new(message).help(match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "correct the name, or add the privilege to your catalogue".to_owned(),
    });
    Some(match declared {
        Some(at) => finding.at(at, "in your catalogue"),
        None => finding,
    })
}
