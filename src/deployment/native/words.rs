//! The names and numbers of the configuration layer that mean something to us. A name of one of its enumerations comes
//! with or without what all names of that enumeration begin with, in any case of letters: `CFGInteractionQueue`,
//! `interactionqueue`, 23.

use crate::names::ObjectKind;

/// The type of an application whose type is not said, until somebody finds a section of the workspace in it.
pub(in super::super) const UNKNOWN_TYPE: &str = "unknown";

/// The kind of object behind the name or number of an object type.
pub(in super::super) fn kind(word: &str) -> Option<ObjectKind> {
    let is = |name: &str| bare(word).eq_ignore_ascii_case(name);
    let kinds = [
        ("Tenant", "7", ObjectKind::Tenant),
        ("ProviderTenant", "7", ObjectKind::Tenant),
        ("Application", "9", ObjectKind::Application),
        ("AgentGroup", "5", ObjectKind::AgentGroup),
        ("AccessGroup", "21", ObjectKind::AccessGroup),
        ("Person", "3", ObjectKind::Agent),
        ("Agent", "3", ObjectKind::Agent),
        ("Role", "43", ObjectKind::Role),
        ("Script", "12", ObjectKind::Script),
        ("Transaction", "16", ObjectKind::Transaction),
        ("Enumerator", "35", ObjectKind::BusinessAttribute),
    ];
    kinds.into_iter().find(|&(name, number, _)| word == number || is(name)).map(|(_, _, kind)| kind)
}

/// The type of an object in our words. Numbers are positions in the enumerations of the configuration layer, as public
/// clients of it list them; other types stay as they are.
pub(in super::super) fn type_word(kind: ObjectKind, word: &str) -> &str {
    let of: &[(&str, &str, &str)] = match kind {
        ObjectKind::Application => &[
            ("157", "InteractionWorkspace", "workspace"),
            ("59", "ChatServer", "chat-server"),
            ("111", "InteractionServer", "interaction-server"),
        ],
        ObjectKind::Script => &[
            ("22", "CapacityRule", "capacity-rule"),
            ("23", "InteractionQueue", "interaction-queue"),
            ("24", "InteractionQueueView", "interaction-queue-view"),
            ("25", "InteractionWorkBin", "interaction-workbin"),
            ("26", "InteractionSubmitter", "interaction-submitter"),
            ("27", "InteractionSnapshot", "interaction-snapshot"),
            ("28", "BusinessProcess", "business-process"),
        ],
        ObjectKind::Transaction => &[("21", "TRTList", "list"), ("21", "List", "list")],
        _ => &[],
    };
    let is = |name: &str| bare(word).eq_ignore_ascii_case(name);
    of.iter().find(|&&(number, name, _)| word == number || is(name)).map_or(word, |&(_, _, ours)| ours)
}

/// What stands in a state: whether the object is enabled.
pub(in super::super) fn state(word: &str) -> Option<bool> {
    choice(word, [("1", "Enabled", true), ("2", "Disabled", false)])
}

/// What stands in a flag such as `isAgent`.
pub(in super::super) fn flag(word: &str) -> Option<bool> {
    choice(word, [("2", "True", true), ("1", "False", false)])
}

fn choice(word: &str, choices: [(&str, &str, bool); 2]) -> Option<bool> {
    let is = |name: &str| bare(word).eq_ignore_ascii_case(name);
    choices.into_iter().find(|&(number, name, _)| word == number || is(name)).map(|(_, _, value)| value)
}

/// A name without what all names of the configuration layer begin with.
fn bare(word: &str) -> &str {
    match word.split_at_checked(3) {
        Some((cfg, rest)) if cfg.eq_ignore_ascii_case("cfg") => rest,
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_the_configuration_layer_is_read_in_each_of_its_spellings() {
        for word in ["CFGInteractionQueue", "interactionqueue", "23"] {
            assert_eq!(type_word(ObjectKind::Script, word), "interaction-queue");
        }
        assert_eq!(type_word(ObjectKind::Script, "noscript"), "noscript");
        assert_eq!(type_word(ObjectKind::Transaction, "CFGTRTList"), "list");
        assert_eq!(type_word(ObjectKind::Application, "chatserver"), "chat-server");
        for word in ["CfgPerson", "CFGPerson", "person", "3"] {
            assert_eq!(kind(word), Some(ObjectKind::Agent));
        }
        assert_eq!((kind("CfgHost"), kind("10"), kind("Cf"), kind("ééé")), (None, None, None, None));
        assert_eq!((state("CFGDisabled"), state("enabled"), state("3")), (Some(false), Some(true), None));
        assert_eq!((flag("CFGTrue"), flag("false"), flag("2")), (Some(true), Some(false), Some(true)));
    }
}
