//! Which requests can be refused for which reasons.

use super::super::command::Trigger;
use super::super::refusal::Reason::{
    self, MissingDisposition, MissingOption, MissingPrivilege, MissingQueue, NotBound, NotFirstInQueue,
    NotLoggedIn, NotOffered, NotVisible, NotYours, UnknownTarget, WrongState,
};

/// For each trigger that can be refused, the reasons, in order of precedence.
pub static REFUSALS: [(Trigger, &[Reason]); 32] = [
    (Trigger::Start, &[WrongState]),
    (Trigger::Message, &[WrongState]),
    (Trigger::Notice, &[NotLoggedIn, NotYours, WrongState, MissingPrivilege]),
    (Trigger::Vanish, &[WrongState]),
    (Trigger::CustomerLeave, &[WrongState]),
    (Trigger::Return, &[WrongState]),
    (Trigger::Login, &[WrongState]),
    (Trigger::Logout, &[NotLoggedIn]),
    (Trigger::Crash, &[NotLoggedIn]),
    (Trigger::Accept, &[NotLoggedIn, NotOffered, WrongState, MissingPrivilege]),
    (Trigger::Decline, &[NotLoggedIn, NotOffered, MissingPrivilege]),
    (Trigger::Say, &[NotLoggedIn, NotYours, WrongState, MissingPrivilege]),
    (Trigger::Press, &[NotLoggedIn, NotYours, NotBound]),
    (Trigger::Hold, &[NotLoggedIn, NotYours, WrongState, MissingPrivilege, MissingOption, MissingQueue]),
    (Trigger::Release, &[NotLoggedIn, NotYours, WrongState, MissingPrivilege]),
    (Trigger::Done, &[NotLoggedIn, NotYours, WrongState, MissingPrivilege, MissingDisposition]),
    (Trigger::LeaveConference, &[NotLoggedIn, NotYours, WrongState, MissingPrivilege]),
    (Trigger::Pull, &[NotLoggedIn, NotVisible, WrongState, MissingPrivilege, NotFirstInQueue]),
    (Trigger::Store, &[NotLoggedIn, NotYours, WrongState, MissingPrivilege, UnknownTarget]),
    (Trigger::Transfer, &[NotLoggedIn, NotYours, WrongState, MissingPrivilege, UnknownTarget]),
    (Trigger::Conference, &[NotLoggedIn, NotYours, WrongState, MissingPrivilege, UnknownTarget]),
    (Trigger::Consult, &[NotLoggedIn, NotYours, WrongState, MissingPrivilege, UnknownTarget]),
    (Trigger::Monitor, &[NotLoggedIn, WrongState, MissingPrivilege]),
    (Trigger::Disposition, &[NotLoggedIn, NotYours, WrongState, MissingPrivilege]),
    (Trigger::Take, &[WrongState]),
    (Trigger::Route, &[WrongState, UnknownTarget]),
    (Trigger::Override, &[WrongState]),
    (Trigger::Move, &[WrongState]),
    (Trigger::BotMessage, &[WrongState]),
    (Trigger::Lose, &[WrongState]),
    (Trigger::Ahead, &[NotLoggedIn, NotVisible, WrongState, MissingPrivilege]),
    (Trigger::Wait, &[WrongState]),
];
