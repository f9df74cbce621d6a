//! Plays a scenario to its end, or to the step that fails.

use super::coverage::Usage;
use super::player::Player;
use super::scenario::Scenario;
use super::stage::Setting;
use super::transcript::Entry;
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::Span;

/// How a scenario ended.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// What was asked and what happened.
    pub transcript: Vec<Entry>,
    /// The step that failed; none if the scenario passed.
    pub failure: Option<Failure>,
}

/// A failed step.
#[derive(Debug, Clone)]
pub struct Failure {
    /// Where the step stands.
    pub at: Span,
    /// What is wrong, the places of the configuration that are the cause, and what to do.
    pub diagnostic: Diagnostic,
}

/// Plays a scenario. The same arguments always give the same outcome.
#[must_use]
pub fn run(setting: &Setting<'_, '_>, scenario: &Scenario) -> Outcome {
    play(setting, scenario, None).0
}

/// Plays a scenario, and says what of the machine and of the configuration it used.
#[must_use]
pub fn run_with_usage(setting: &Setting<'_, '_>, scenario: &Scenario) -> (Outcome, Usage) {
    let (outcome, usage) = play(setting, scenario, Some(Usage::default()));
    (outcome, usage.unwrap_or_default())
}

fn play(setting: &Setting<'_, '_>, scenario: &Scenario, usage: Option<Usage>) -> (Outcome, Option<Usage>) {
    let mut player = Player::new(setting);
    player.usage = usage;
    player.admit(&scenario.roster, &scenario.chats);
    let mut failed = None;
    for step in &scenario.steps {
        let wrong = player.step(step).wrong;
        // What must never be ends the scenario at its moment, also inside a wait.
        let wrong = wrong.or_else(|| {
            let first = player.violations.drain(..).next()?;
            player.transcript.truncate(first.transcript);
            Some(first.wrong)
        });
        failed = wrong.map(|wrong| (step.at, wrong));
        if failed.is_some() {
            break;
        }
    }
    let failed = failed.or_else(|| player.never_came_true().next());
    let failure = failed.map(|(at, mut diagnostic)| {
        (diagnostic.rule, diagnostic.severity) = ("scenario-failed", Severity::Error);
        Failure { at, diagnostic: *diagnostic }
    });
    (Outcome { transcript: player.transcript, failure }, player.usage)
}
