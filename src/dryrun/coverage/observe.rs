//! Notes what a request used, while a scenario is played.

use super::answers::{Answer, used};
use super::servers::SERVER_OPTIONS;
use super::usage::Usage;
use crate::behaviour::{DeskOptions, line_of_server};
use crate::chat::{AgentId, ChatId, Command, Events, Refusal};
use crate::dryrun::player::Player;
use crate::names::Level;
use crate::text::Span;

/// Names and lines of an answer.
type Lines = Vec<(String, Span)>;

impl Player<'_, '_, '_> {
    /// Counts what the machine said, and the answers that it used for that.
    pub(in crate::dryrun) fn observe(&mut self, command: &Command, said: &Result<Events, Refusal>) {
        let Some(mut usage) = self.usage.take() else { return };
        match said {
            Ok(events) => usage.happened(events),
            Err(refusal) => usage.refused(refusal.reason()),
        }
        for answer in used(&mut self.stage.policy, &self.world, command, said) {
            let lines = match answer {
                Answer::Right(agent, right) => {
                    let name = self.setting.ground.rights.privilege(right).unwrap_or_default();
                    if !name.is_empty() {
                        usage.privileges.insert(name.to_owned());
                    }
                    let object = self.stage.roster.agent_object(agent);
                    self.stage.at_login(agent, |ground| {
                        let all = object.map(|object| ground.lines_of_rights(object)).unwrap_or_default();
                        let own = all.into_iter().find(|&(own, _)| own == right);
                        own.map(|(_, lines)| lines).unwrap_or_default()
                    })
                }
                Answer::HoldQueue(agent, chat) => self.option(&mut usage, agent, chat, DeskOptions::HOLD),
                Answer::Disposition(agent, chat) => {
                    self.option(&mut usage, agent, chat, DeskOptions::DISPOSITION)
                }
                Answer::AutoAccept(agent, chat) => {
                    self.option(&mut usage, agent, chat, DeskOptions::AUTO_ANSWER)
                }
                Answer::Workbin(agent, workbin) => {
                    let objects =
                        self.stage.roster.agent_object(agent).zip(self.stage.roster.workbin_object(workbin));
                    let nickname = format!("{}nickname", crate::behaviour::Desk::WORKBIN);
                    let found = self.stage.as_seen(agent, &nickname, |ground| {
                        let of = |(agent, workbin)| {
                            ground.lines_of_workbin(agent, &ground.steps(agent, &[]), workbin)
                        };
                        let named = |(name, at): (&str, Span)| (name.to_owned(), at);
                        objects.map(of).unwrap_or_default().into_iter().map(named).collect::<Lines>()
                    });
                    counted(&mut usage, found)
                }
                Answer::Key(agent) => self.key(&mut usage, agent, command),
                Answer::Server(number) => {
                    let option = &SERVER_OPTIONS[number];
                    let at = self.stage.as_it_is(|ground| {
                        line_of_server(ground.deployment(), option.kind, option.section, option.name)
                    });
                    let name = format!("{}/{}", option.section, option.name);
                    counted(&mut usage, at.map(|at| (name, at)).into_iter().collect())
                }
            };
            for line in lines {
                *usage.lines.entry(line).or_default() += 1;
            }
        }
        self.usage = Some(usage);
    }

    /// The line of an option in a chat; with a transaction's, that of the key which names transactions.
    fn option(&self, usage: &mut Usage, agent: AgentId, chat: ChatId, name: &str) -> Vec<Span> {
        let Some(object) = self.stage.roster.agent_object(agent) else { return Vec::new() };
        let found = self.stage.as_seen(agent, name, |ground| {
            let steps = ground.steps(object, &self.stage.transactions(ground, agent, chat));
            let answer = ground.option(&steps, name);
            let mut lines: Lines = answer.at.map(|at| (name.to_owned(), at)).into_iter().collect();
            let is_transaction =
                |&(level, set_by): &(Level, _)| level == Level::Transaction && Some(set_by) == answer.object;
            if steps.iter().any(is_transaction) {
                let key = crate::behaviour::Desk::OVERRIDE_KEY;
                lines.extend(ground.option(&steps, key).at.map(|at| (key.to_owned(), at)));
            }
            lines
        });
        counted(usage, found)
    }

    /// The line of the option that gives the pressed keys their function.
    fn key(&self, usage: &mut Usage, agent: AgentId, command: &Command) -> Vec<Span> {
        let Command::Press(_, _, Some(action)) = command else { return Vec::new() };
        let bindings = self.stage.desk(agent).keymap.bindings().iter();
        let found = bindings.filter(|binding| binding.action == *action);
        let lines = found.filter_map(|binding| Some((binding.option.to_owned(), binding.at?)));
        counted(usage, lines.collect())
    }
}

/// The lines, after their options were noted.
fn counted(usage: &mut Usage, found: Lines) -> Vec<Span> {
    let (names, lines): (Vec<String>, Vec<Span>) = found.into_iter().unzip();
    usage.options.extend(names);
    lines
}
