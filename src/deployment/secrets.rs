//! Values that nobody is shown.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::model::Deployment;
use crate::names::{Interner, Symbol};
use crate::text::{SecretNames, Span};

/// What stands for the value of a secret.
pub const SECRET: &str = "(secret)";

/// The secrets of a deployment.
#[derive(Debug, Clone, Default)]
pub(super) struct Secrets {
    names: Option<Arc<SecretNames>>,
    /// The symbol that stands for each secret text, so that equal secrets are equal.
    shown: FxHashMap<Symbol, Symbol>,
    /// The way back.
    hidden: FxHashMap<Symbol, Symbol>,
}

impl Secrets {
    fn hide(&mut self, names: &mut Interner, value: Symbol) -> Symbol {
        let shown = *self.shown.entry(value).or_insert_with(|| names.apart(SECRET));
        self.hidden.insert(shown, value);
        shown
    }

    /// What stands for a value that an option gets.
    pub(super) fn value_of(&mut self, names: &mut Interner, option: Symbol, value: Symbol) -> Symbol {
        let is_secret = value != Symbol::EMPTY
            && self.names.as_ref().is_some_and(|secret| secret.has(names.text(option)));
        if is_secret { self.hide(names, value) } else { value }
    }
}

impl Deployment {
    /// From now on every value of an option with such a name shows as [`SECRET`], also of one that an edit sets. An
    /// empty value is no secret. Answers where the values stand.
    pub fn hide_secrets(&mut self, names: &Arc<SecretNames>) -> Vec<Span> {
        self.secrets.names = Some(Arc::clone(names));
        let mut known: FxHashMap<Symbol, bool> = FxHashMap::default();
        let mut places = Vec::new();
        for setting in self.objects.iter_mut().flat_map(|object| &mut object.options) {
            let name = setting.name;
            let is_secret = *known.entry(name).or_insert_with(|| names.has(self.names.text(name)));
            if !is_secret || setting.value == Symbol::EMPTY {
                continue;
            }
            places.push(setting.at);
            if !self.secrets.hidden.contains_key(&setting.value) {
                setting.value = self.secrets.hide(&mut self.names, setting.value);
                setting.verbatim = false;
            }
        }
        places
    }

    /// A text of this deployment, were it a secret: to be compared or written, never to be shown.
    #[must_use]
    pub fn true_text(&self, symbol: Symbol) -> &str {
        self.text(self.secrets.hidden.get(&symbol).copied().unwrap_or(symbol))
    }

    /// Whether a value is hidden.
    #[must_use]
    pub fn is_hidden(&self, value: Symbol) -> bool {
        self.secrets.hidden.contains_key(&value)
    }

    /// A text about this deployment as it may be shown: what seems to be a secret in it by its name is hidden.
    #[must_use]
    pub fn masked<'t>(&self, text: &'t str) -> std::borrow::Cow<'t, str> {
        match &self.secrets.names {
            Some(names) => names.mask(text),
            None => text.into(),
        }
    }

    /// By what names secrets are known; none where everything is shown.
    #[must_use]
    pub fn secret_names(&self) -> Option<&Arc<SecretNames>> {
        self.secrets.names.as_ref()
    }
}
