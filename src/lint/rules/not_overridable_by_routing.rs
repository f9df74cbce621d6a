use super::super::words::{fact, listed};
use super::super::{Context, Findings, Fixable, Rule, Written};
use crate::catalogue::Product;
use crate::deployment::{Deployment, FieldKey, ObjectId};
use crate::diagnostic::{Diagnostic, Severity};
use crate::names::{ObjectKind, counted};

pub(super) const RULE: Rule = Rule {
    name: "not-overridable-by-routing",
    severity: Severity::Warning,
    subject: "option",
    summary: "a transaction sets an option that no routing strategy can override",
    why: "A routing strategy overrides, for one interaction, only options whose documentation says that it may. Where the \
          documentation says it may not, or the option is one that must be read before, the value in the transaction is \
          lost (a warning); where it does not say, nobody should count on it (an info, one for each transaction).",
    example: "transactions:\n  - name: VIP\n    options:\n      interaction-workspace:\n        \
              interaction.override-option-key: IW_Vip",
    fix: Fixable::Never,
    repair: "Set the option on an application, tenant, group or agent instead.",
    source: "Workspace Desktop Edition 8.5.1 Deployment Guide, Overriding Workspace options",
    check,
};

/// Whether a transaction is of the type that the desktop reads.
pub(super) fn is_list(deployment: &Deployment, transaction: ObjectId) -> bool {
    let kind = deployment.object(transaction).field(FieldKey::Type);
    kind.is_none_or(|kind| deployment.text(kind.value) == "list")
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for &id in context.deployment.of_kind(ObjectKind::Transaction) {
        if !is_list(context.deployment, id) {
            continue;
        }
        let mut silent = Vec::new();
        for written in context.settings_of(id) {
            let Some(spec) = written.spec.filter(|spec| spec.product != Product::WebClient) else { continue };
            if !written.is_workspace() || written.setting.disabled {
                continue;
            }
            match &spec.routing_override {
                Some(fact) if fact.value => {}
                Some(refused) => findings.push(
                    Diagnostic::new(format!("no routing strategy can override `{}`", written.name))
                        .object(context.deployment.display(id))
                        .option(written.label())
                        .at(written.setting.key, "not read in a transaction")
                        .note(fact(refused.basis, "a routing strategy may not override this option"))
                        .help("set it on an application, tenant, group or agent"),
                ),
                None => silent.push(written),
            }
        }
        if let Some(first) = silent.first() {
            findings.push_as(Severity::Info, unsaid(context, first, &silent));
        }
    }
}

/// One finding for all options of a transaction of which the documentation does not say it.
fn unsaid(context: &Context<'_>, first: &Written<'_>, silent: &[Written<'_>]) -> Diagnostic {
    let names = listed(silent.iter().map(|written| written.name));
    let options = counted(silent.len(), "option");
    Diagnostic::new(format!("nothing says that a routing strategy may override {options} here: {names}"))
        .object(context.deployment.display(first.id))
        .option(first.label())
        .at(first.setting.key, if silent.len() == 1 { "" } else { "the first of them" })
        .note("only options whose documentation says so can be overridden; wdectl takes the others not to be")
        .help(
            "if your desktop does so, write `routing-override = true` for them into a catalogue of your own",
        )
}
