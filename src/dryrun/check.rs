//! Whether what a scenario expects is the case.

use super::player::Player;
use super::scenario::{Check, Fact, Field};
use crate::chat::ChatId;
use crate::deployment::SECRET;

impl Player<'_, '_, '_> {
    /// What is not as expected; nothing if the check holds.
    pub(super) fn mismatches(&self, check: &Check) -> Vec<String> {
        match check {
            Check::Chat(chat, facts) => facts.iter().filter_map(|fact| self.differs(*chat, fact)).collect(),
            Check::Agent(agent, logged_in, option) => {
                let mut found = Vec::new();
                let is_in = self.world.logged_in().contains(*agent);
                if logged_in.is_some_and(|expected| expected != is_in) {
                    found.push(format!("logged-in is {is_in}"));
                }
                if let Some((name, expected)) = option {
                    let object = self.stage.roster.agent_object(*agent);
                    let value = self.stage.as_seen(*agent, name, |ground| {
                        let steps = object.map(|object| ground.steps(object, &[])).unwrap_or_default();
                        let value = ground.option(&steps, name).value.map(str::to_owned);
                        (ground.resolver.true_value(&steps, name) != Some(expected)).then_some(value)
                    });
                    if let Some(value) = value {
                        let secret =
                            self.stage.as_it_is(|ground| ground.deployment().secret_names().cloned());
                        let is_secret = secret.is_some_and(|secret| secret.has(name));
                        let expected = if is_secret { SECRET } else { expected };
                        let value = value.map_or("not known".to_owned(), |value| format!("`{value}`"));
                        found.push(format!("{name} is {value}, not `{expected}`"));
                    }
                }
                found
            }
        }
    }

    fn differs(&self, chat: ChatId, fact: &Fact) -> Option<String> {
        let actual = self.names().actual(&self.world, chat, fact.field);
        let holds = match fact.field {
            Field::Queue | Field::Workbin | Field::Owner => {
                actual.objects.iter().any(|object| fact.objects.contains(object))
            }
            _ => actual.word == fact.word,
        };
        (!holds).then(|| format!("{} is {}, not {}", fact.field.as_str(), actual.word, fact.word))
    }
}
