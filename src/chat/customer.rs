//! The customer's side.

use std::num::NonZeroU32;

use super::assumptions::Assumption;
use super::command::{CustomerAction, Notice};
use super::decide::Decision;
use super::event::Event;
use super::ids::ChatId;
use super::refusal::{Refusal, Wrong};
use super::rows::RowId;
use super::world::{Chat, Customer, Phase};

impl<'a> Decision<'a> {
    pub(super) fn customer(&mut self, id: ChatId, action: CustomerAction) -> Result<(), Refusal> {
        match action {
            CustomerAction::Start { asynchronous, queue, overriding, handling_timeout } => {
                if self.world.chat(id).phase != Phase::Absent {
                    return Err(Wrong::AlreadyStarted.into());
                }
                let row = if asynchronous { RowId::StartAsync } else { RowId::StartOrdinary };
                let handling_timeout = handling_timeout.and_then(NonZeroU32::new);
                self.push(
                    row,
                    Event::Created { chat: id, asynchronous, queue, overriding, handling_timeout },
                );
                if asynchronous {
                    let timeout = self.policy.servers.async_idle_alert;
                    self.push(RowId::StartArmsIdle, Event::IdleRestarted(id, timeout));
                }
            }
            CustomerAction::Message => {
                self.present(id)?;
                self.push(RowId::CustomerMessage, Event::CustomerSpoke(id));
                self.activity(id);
            }
            CustomerAction::Notice(notice) => {
                let chat = self.present(id)?;
                self.push(RowId::CustomerNotice, Event::CustomerSpoke(id));
                self.notice_counts(id, chat, notice);
            }
            CustomerAction::Vanish => {
                self.present(id)?;
                let timeout = self.policy.servers.flex_disconnect_timeout;
                self.push(RowId::CustomerVanishes, Event::CustomerVanished(id, timeout));
            }
            CustomerAction::Leave => {
                if self.online(id)?.customer == Customer::Gone {
                    return Err(Wrong::CustomerAbsent.into());
                }
                self.customer_gone(id, RowId::CustomerLeaves);
            }
            CustomerAction::Return => {
                let chat = self.online(id)?;
                if chat.customer == Customer::Present {
                    return Err(Wrong::CustomerPresent.into());
                }
                self.push(RowId::CustomerReturns, Event::CustomerReturned(id));
                if chat.asynchronous && self.policy.assumptions.holds(Assumption::ReturnIsActivity) {
                    self.push(
                        RowId::ReturnRestartsIdle,
                        Event::Activity(id, self.policy.servers.async_idle_alert),
                    );
                }
            }
        }
        Ok(())
    }

    fn present(&self, id: ChatId) -> Result<&'a Chat, Refusal> {
        let chat = self.online(id)?;
        if chat.customer == Customer::Present { Ok(chat) } else { Err(Wrong::CustomerAbsent.into()) }
    }

    /// Restarts the idle timer if a notice of that kind counts in that chat.
    pub(super) fn notice_counts(&mut self, id: ChatId, chat: &Chat, notice: Notice) {
        let servers = &self.policy.servers;
        let counts = if chat.asynchronous {
            servers.async_idle_notices.count(notice)
        } else {
            servers.inactivity.is_some_and(|inactivity| inactivity.notices.count(notice))
        };
        if counts {
            self.activity(id);
        }
    }
}
