//! What of the machine a deployment leaves room for, worked out from a few facts about it instead of by exploring.

use crate::chat::{
    AgentPolicy, Assumption, Assumptions, DoneOnLiveSession, HoldQueue, Reason, Right, Rights, RowId,
    Servers, StopAbandoned,
};

/// Facts about a deployment, each of which only ever makes more possible.
#[derive(Debug, Clone, Copy)]
pub(super) struct Facts {
    pub(super) assumptions: Assumptions,
    pub(super) servers: Servers,
    /// How many enabled agents there are; beyond three it does not matter.
    pub(super) agents: usize,
    /// The rights that somebody has.
    pub(super) some_have: Rights,
    /// The rights that everybody has.
    pub(super) all_have: Rights,
    /// A hold queue in force is an interaction queue; is empty; names none.
    pub(super) hold_queue: [bool; 3],
    /// Somebody must set a disposition code.
    pub(super) disposition_mandatory: bool,
    /// Somebody's desktop accepts by itself; somebody's does not.
    pub(super) auto_answer: bool,
    pub(super) answers_by_hand: bool,
    /// Somebody sees a workbin.
    pub(super) sees_workbin: bool,
    /// There is an interaction queue, a workbin, an agent group.
    pub(super) queue: bool,
    pub(super) workbin: bool,
    pub(super) group: bool,
    /// There is a Chat Server, an Interaction Server.
    pub(super) chat_server: bool,
    pub(super) interaction_server: bool,
}

impl Facts {
    pub(super) fn new(assumptions: Assumptions, servers: Servers) -> Self {
        Self {
            assumptions,
            servers,
            agents: 0,
            some_have: Rights::NONE,
            all_have: Rights::ALL,
            hold_queue: [false; 3],
            disposition_mandatory: false,
            auto_answer: false,
            answers_by_hand: false,
            sees_workbin: false,
            queue: false,
            workbin: false,
            group: false,
            chat_server: false,
            interaction_server: false,
        }
    }

    /// One more agent, as the machine would ask; of workbins only whether there are any counts.
    pub(super) fn add(&mut self, agent: &AgentPolicy) {
        self.agents += 1;
        self.some_have = agent.rights.iter().fold(self.some_have, Rights::with);
        self.all_have = Right::ALL
            .into_iter()
            .filter(|&right| !agent.rights.contains(right))
            .fold(self.all_have, Rights::without);
        for options in std::iter::once(&agent.options).chain(&agent.overridden) {
            self.add_hold_queue(options.hold_queue);
            self.disposition_mandatory |= options.disposition_mandatory;
            self.add_auto_answer(options.auto_answer && agent.rights.contains(Right::UseChat));
        }
        self.sees_workbin |= !agent.workbins.is_empty();
    }

    pub(super) fn add_hold_queue(&mut self, queue: HoldQueue) {
        let kind = match queue {
            HoldQueue::Queue(_) => 0,
            HoldQueue::Unset => 1,
            HoldQueue::Missing => 2,
        };
        self.hold_queue[kind] = true;
    }

    pub(super) fn add_auto_answer(&mut self, by_itself: bool) {
        self.auto_answer |= by_itself;
        self.answers_by_hand |= !by_itself;
    }

    fn assumes(&self, assumption: Assumption) -> bool {
        self.assumptions.holds(assumption)
    }

    /// Somebody may do it: they have the right, or nobody asks for it.
    fn may(&self, right: Right) -> bool {
        let unasked = Rights::VIEWS.contains(right) && self.assumes(Assumption::ViewsNeedNoPrivilege);
        self.some_have.contains(right) || unasked
    }

    fn may_any(&self, rights: &[Right]) -> bool {
        rights.iter().any(|&right| self.may(right))
    }

    /// Somebody can handle a chat.
    fn handled(&self) -> bool {
        self.queue && self.agents > 0 && self.may(Right::UseChat)
    }

    /// Two agents can have to do with one chat.
    fn two(&self) -> bool {
        self.handled() && self.agents > 1
    }

    fn can_invite(&self) -> bool {
        self.two()
            && self.may_any(&[
                Right::OneStepTransfer,
                Right::TwoStepTransfer,
                Right::OneStepConference,
                Right::TwoStepConference,
            ])
    }

    fn can_consult(&self) -> bool {
        self.two() && self.may_any(&[Right::TwoStepTransfer, Right::TwoStepConference])
    }

    fn can_monitor(&self) -> bool {
        self.two() && self.may(Right::MonitorChat)
    }

    fn second_puller_joins(&self) -> bool {
        let pulls = [
            Right::PullFromQueue,
            Right::PullFromWorkbin,
            Right::PullFromSharedWorkbin,
            Right::PullFromOthersWorkbin,
        ];
        self.two() && !self.assumes(Assumption::SecondPullerRefused) && self.may_any(&pulls)
    }

    /// Two agents whom the customer sees can be in one chat.
    fn conference(&self) -> bool {
        let invited = self.may_any(&[Right::OneStepConference, Right::TwoStepConference]);
        self.two() && invited || self.can_monitor() || self.second_puller_joins()
    }

    /// A hold is carried out for somebody.
    fn can_hold(&self) -> bool {
        let anywhere = !self.assumptions.hold_needs_queue();
        self.handled() && self.may(Right::PlaceOnHold) && (self.hold_queue[0] || anywhere)
    }

    /// Whether a step of a scenario can make the transition. Without doubt it cannot where this says no; where this
    /// says yes, it may still be that the facts never come together.
    pub(super) fn allow(&self, row: RowId) -> bool {
        use RowId as R;
        let by_hand = self.queue && self.agents > 0 && self.answers_by_hand;
        let lost = self.queue && self.chat_server && !self.servers.sessions_are_restored;
        let survives = self.assumes(Assumption::AsyncSurvivesCustomerLeaving);
        let returns = self.assumes(Assumption::CrashReturnsInteraction);
        match row {
            R::TimePasses => true,
            R::StartAsync
            | R::StartOrdinary
            | R::StartArmsIdle
            | R::CustomerMessage
            | R::ActivityRestartsIdle
            | R::CustomerLeaves
            | R::CustomerLeavingClosesOrdinary
            | R::IdleAlert
            | R::IdleClose
            | R::MoveToQueue => self.queue,
            R::CustomerReturns => self.queue && survives,
            R::ReturnRestartsIdle => self.queue && survives && self.assumes(Assumption::ReturnIsActivity),
            R::CustomerLeavingClosesAsync => self.queue && !survives,
            R::MoveToWorkbin => self.queue && self.workbin && (self.agents > 0 || self.group),
            R::StopAbandoned => self.queue && self.servers.stop_abandoned != StopAbandoned::Never,
            R::SessionRestored => self.queue && self.chat_server && self.servers.sessions_are_restored,
            R::SessionLost | R::OrphanEnds => lost,
            R::InteractionServerSwitches => self.interaction_server,
            R::Login | R::Logout | R::Crash => self.agents > 0,
            R::Route => self.queue && self.agents > 0,
            R::DeliveringTimeout | R::OfferedAgentLost => by_hand,
            R::Accept => by_hand && self.may(Right::UseChat),
            R::Decline => by_hand && self.may(Right::UseChat) && self.may(Right::Decline),
            R::AutoAnswer => self.handled() && self.auto_answer,
            R::AgentMessage
            | R::JoinRestartsIdle
            | R::LeaveRestartsIdle
            | R::RequestRestartsHandling
            | R::DispositionSet
            | R::Done
            | R::HandlingTimeout
            | R::LastAgentLeavingCloses => self.handled(),
            R::LastPartyLost => self.handled() && returns,
            R::ActivityRestartsInactivity | R::InactivityAlert | R::InactivityClose => {
                self.handled() && self.servers.inactivity.is_some()
            }
            R::DoneClosesSession => {
                let closes = match self.assumptions.done_on_live_session() {
                    DoneOnLiveSession::Closes => true,
                    DoneOnLiveSession::NeedsRelease => self.may_any(&[Right::Release, Right::ReleaseAsync]),
                    DoneOnLiveSession::Refused => false,
                };
                self.handled() && closes
            }
            R::DoneOnOrphan => self.handled() && lost,
            R::Hold => self.can_hold() && self.hold_queue[0],
            R::HoldInConference => self.can_hold() && self.conference(),
            R::HoldReturns => {
                let nowhere = self.hold_queue[1] || self.hold_queue[2];
                self.can_hold() && nowhere && !self.assumptions.hold_needs_queue()
            }
            R::Store => {
                let may = self.assumes(Assumption::AgentMayStore) && self.may(Right::StoreInWorkbin);
                self.handled() && self.sees_workbin && may
            }
            R::PullFromQueue => self.handled() && self.may(Right::PullFromQueue),
            R::PullFromWorkbin => self.handled() && self.workbin && self.may(Right::PullFromWorkbin),
            R::PullFromSharedWorkbin => {
                self.handled() && self.workbin && self.group && self.may(Right::PullFromSharedWorkbin)
            }
            R::PullFromOthersWorkbin => {
                self.handled() && self.workbin && self.may(Right::PullFromOthersWorkbin)
            }
            R::SecondPullerJoins => self.second_puller_joins(),
            R::ReleaseAsync => self.handled() && self.may(Right::ReleaseAsync),
            R::ReleaseOrdinary => self.handled() && self.may(Right::Release),
            R::ReleaseInConference => self.conference() && self.may(Right::Release),
            R::LeaveConference | R::HandlingTimeoutInConference => self.conference(),
            R::PartyLost => self.conference() && returns,
            R::OneStepTransfer | R::TransferAccepted => self.two() && self.may(Right::OneStepTransfer),
            R::OneStepConference | R::ConferenceAccepted => self.two() && self.may(Right::OneStepConference),
            R::Consult | R::ConsultAccepted | R::LeaveConsultation => self.can_consult(),
            R::TwoStepTransfer => self.two() && self.may(Right::TwoStepTransfer),
            R::TwoStepConference => self.two() && self.may(Right::TwoStepConference),
            R::InvitationDeclined => self.can_invite() && self.may(Right::Decline),
            R::InvitationTimeout | R::InvitedAgentLost => self.can_invite(),
            R::InvitationWithdrawn => self.can_invite() && self.agents > 2,
            R::ConsultationEnds => self.can_consult() && self.agents > 2,
            R::HiddenMessage | R::HiddenPartyLost => self.can_consult() || self.can_monitor(),
            R::MonitorSilently
            | R::MonitorCoaching
            | R::MonitorBargingIn
            | R::StartCoaching
            | R::BargeIn
            | R::BackToSilent
            | R::LeaveMonitoring => self.can_monitor(),
            // No step of a scenario asks these.
            R::CustomerNotice
            | R::AgentNotice
            | R::CustomerVanishes
            | R::FlexDisconnect
            | R::Take
            | R::RoutingTimeout
            | R::Override
            | R::BotMessage
            | R::AheadArrives
            | R::AheadPulled => false,
        }
    }

    /// Whether a step of a scenario can be refused for the reason; like [`Self::allow`].
    pub(super) fn refuse(&self, reason: Reason) -> bool {
        let unasked = self.assumes(Assumption::ViewsNeedNoPrivilege);
        let asked = Right::ALL.into_iter().filter(|&right| !(unasked && Rights::VIEWS.contains(right)));
        let somebody = self.queue && self.agents > 0;
        match reason {
            Reason::WrongState => self.queue || self.agents > 0,
            Reason::NotLoggedIn => self.agents > 0,
            Reason::NotVisible
            | Reason::NotOffered
            | Reason::NotYours
            | Reason::NotBound
            | Reason::UnknownTarget => somebody,
            Reason::MissingPrivilege => {
                somebody && asked.into_iter().any(|right| !self.all_have.contains(right))
            }
            Reason::NotFirstInQueue => {
                self.handled() && self.may(Right::PullFromQueue) && self.may(Right::ViewMyQueues)
            }
            Reason::MissingOption | Reason::MissingQueue => {
                let kind = if reason == Reason::MissingOption { 1 } else { 2 };
                let needed = self.assumptions.hold_needs_queue();
                self.handled() && self.may(Right::PlaceOnHold) && self.hold_queue[kind] && needed
            }
            Reason::MissingDisposition => self.handled() && self.disposition_mandatory,
        }
    }
}
