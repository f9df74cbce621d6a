//! Keeps the transcript while a scenario is played.

use super::player::Player;
use super::scenario::Step;
use super::transcript::{Entry, Refused, Told};
use crate::chat::{Event, Events, Refusal};

impl Player<'_, '_, '_> {
    /// What happened, told after it was carried out.
    pub(super) fn texts(&self, events: &Events) -> Told {
        let shown = events.iter().filter(|happened| !matches!(happened.event, Event::Passed { .. }));
        let mut told = Told::default();
        for happened in shown {
            told.events.push(self.names().event(&happened.event, &self.world));
            told.ends.push(self.names().ends(&happened.event, &self.world));
        }
        told
    }

    /// Adds an entry to the transcript.
    pub(super) fn record(&mut self, step: &Step, told: Told, refusal: Option<Refusal>) {
        let refusal = refusal.map(|refusal| Refused {
            because: refusal.reason().as_str(),
            message: self.names().refusal(refusal, self.setting.ground.rights),
        });
        let Told { events, ends } = told;
        let (at, command, by) = (self.world.now(), step.text.clone(), self.names().asks(step));
        self.transcript.push(Entry { at, command, events, refusal, step: step.at, by, ends });
    }
}
