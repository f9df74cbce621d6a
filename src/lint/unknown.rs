//! Option names that the catalogue does not have: slips of a name that it has, and all others.

use rustc_hash::FxHashMap;

use super::context::{Context, Written};
use super::words::letters;
use crate::catalogue::OptionSpec;
use crate::names::{ApplicationType, Basis, ObjectKind, Symbol, WORKSPACE_SECTION};

/// What an option's name is that is not one of the catalogue's today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unknown {
    /// Most likely a slip of this name.
    SlipOf(String),
    /// What an earlier release called this option.
    FormerNameOf(String),
    /// An option of this other section.
    BelongsTo(String),
    /// Nothing is known.
    Unlisted,
}

/// A name as it is read: by whom, in which section.
pub(super) type NameKey = (ApplicationType, Symbol, Symbol);

/// Judges names, each one once.
#[derive(Debug)]
pub(super) struct UnknownNames<'c, 'a> {
    context: &'c Context<'a>,
    known: FxHashMap<NameKey, Option<Unknown>>,
}

impl<'c, 'a> UnknownNames<'c, 'a> {
    pub(super) fn new(context: &'c Context<'a>) -> Self {
        Self { context, known: FxHashMap::default() }
    }

    /// What a name is; `None` where the catalogue has it, and where it has no option of that section at all.
    pub(super) fn judge(&mut self, written: &Written<'_>) -> Option<(NameKey, &Unknown)> {
        let application = match written.object.kind {
            ObjectKind::Application => self.context.deployment.application_type(written.id)?,
            _ => ApplicationType::Workspace,
        };
        let key = (application, written.setting.section, written.setting.name);
        let catalogue = self.context.catalogue;
        let unknown = self.known.entry(key).or_insert_with(|| {
            if !catalogue.sections().any(|section| section == (application, written.section))
                || is_of_the_web_client(written.section, written.name)
            {
                return None;
            }
            let Some(found) = catalogue.option(written.section, Some(application), written.name) else {
                let near = catalogue.nearest_option(written.section, Some(application), written.name);
                let elsewhere = || other_section(self.context, application, written);
                return Some(match near.filter(|near| is_slip(written.name, near)) {
                    Some(near) => Unknown::SlipOf(near),
                    None => elsewhere().map_or(Unknown::Unlisted, Unknown::BelongsTo),
                });
            };
            found.is_former_name().then(|| Unknown::FormerNameOf(found.spec.name.clone()))
        });
        Some((key, unknown.as_ref()?))
    }
}

/// Whether the name is a privilege of the web client, which a rule of its own tells.
pub(super) fn is_of_the_web_client(section: &str, name: &str) -> bool {
    section == WORKSPACE_SECTION && name.starts_with("privilege.")
}

/// Whether a name may be one that the catalogue does not have today; most are none, wherever they stand.
pub(super) fn may_be_unknown(section: &str, name: &str, spec: Option<&OptionSpec>) -> bool {
    section != WORKSPACE_SECTION || spec.is_none_or(|spec| spec.template.is_none() && spec.name != name)
}

/// The section of the same application in which the option is stated to stand.
fn other_section(
    context: &Context<'_>,
    application: ApplicationType,
    written: &Written<'_>,
) -> Option<String> {
    let fits = |section: &&str| {
        let found = context.catalogue.option(section, Some(application), written.name);
        found.is_some_and(|found| {
            found.spec.template.is_none() && found.spec.section_basis != Some(Basis::Inferred)
        })
    };
    let sections = context.catalogue.sections();
    let own = sections.filter(|&(owner, _)| owner == application).map(|(_, section)| section);
    own.filter(|&section| section != written.section).find(fits).map(str::to_owned)
}

/// Whether a person who meant `right` may well have written `word`: letters aside from case and separators are the
/// same, or each part between dots is nearly the same. Whole words in place of others (`voice` for `chat`) are no slip.
fn is_slip(word: &str, right: &str) -> bool {
    if letters(word) == letters(right) {
        return true;
    }
    let (word, right) = (word.to_lowercase(), right.to_lowercase());
    if word.split('.').count() != right.split('.').count() {
        return strsim::osa_distance(&word, &right) <= 2;
    }
    word.split('.').zip(right.split('.')).all(|(one, other)| {
        let most = (one.chars().count().min(other.chars().count()) / 3).clamp(1, 4);
        one == other || strsim::osa_distance(one, other) <= most
    })
}

#[cfg(test)]
mod tests {
    use super::is_slip;

    #[test]
    fn a_slip_is_told_from_another_option_of_the_same_make() {
        for (word, right) in [
            ("chat.on-hold-quue", "chat.on-hold-queue"),
            ("chat.hold-queue", "chat.on-hold-queue"),
            ("chat.on_hold_queue", "chat.on-hold-queue"),
            ("Chat.OnHoldQueue", "chat.on-hold-queue"),
            ("caht.nickname", "chat.nickname"),
            ("chat-nickname", "chat.nickname"),
            ("chat..nickname", "chat.nickname"),
            ("workbn.chat.mine", "workbin.chat.mine"),
        ] {
            assert!(is_slip(word, right), "{word}");
        }
        for (word, right) in [
            ("voice.auto-answer", "chat.auto-answer"),
            ("im.nickname", "chat.nickname"),
            ("broadcast.sound.high-priority", "broadcast.sound.normal-priority"),
            ("broadcast.sound.low-priority", "broadcast.sound.normal-priority"),
            ("keyboard.shortcut.interaction.call.hold", "keyboard.shortcut.interaction.chat.hold"),
            ("chat.external.text-color", "chat.agent.text-color"),
            ("intercommunication.voice.queue", "intercommunication.chat.queue"),
            ("twittersession.max-text-message-size", "whatsappsession.max-text-message-size"),
        ] {
            assert!(!is_slip(word, right), "{word}");
        }
    }
}
