//! Tiny deployments at random: two agents, a few rights, a workbin, a transaction, a hold queue that may be missing.

/// A deployment, and what is assumed of it.
pub(super) struct Site {
    pub(super) text: String,
    pub(super) assumptions: Vec<(&'static str, &'static str)>,
}

/// Xorshift: the same sites everywhere.
struct Dice(u64);

impl Dice {
    fn new(seed: u64) -> Self {
        let mut dice = Self((seed + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        for _ in 0..8 {
            dice.below(2);
        }
        dice
    }

    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 20) % end
    }

    fn one_in(&mut self, many: u64) -> bool {
        self.below(many) == 0
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len() as u64) as usize]
    }
}

const CHANNEL: (&str, u64) = ("Chat - Can Use Chat Channel", 0);

/// How often of five each is granted.
const PRIVILEGES: [(&str, u64); 11] = [
    ("Contact - Can Use Contact My History", 4),
    ("Contact - Can Use Contact History", 4),
    ("Chat - Can Place On Hold", 4),
    ("Chat - Can Release Async", 3),
    ("Contact - Can Pull From Queue", 3),
    ("Chat - Can Decline", 2),
    ("Chat - Can One Step Transfer", 1),
    ("Chat - Can Two Step Conference", 1),
    ("Workbins - Can Use Workbins", 2),
    ("Contact - Can Pull Interactions In Shared Workbins", 2),
    ("Contact - Can Pull Interactions In Workbins Not Owned By The User", 1),
];

const SWITCHES: [(&str, &str); 8] = [
    ("done-on-live-session", "refused"),
    ("done-on-live-session", "needs-release-async"),
    ("agent-may-store", "true"),
    ("rejoin-needs-place-on-hold", "true"),
    ("workflow-routes-held-chats", "true"),
    ("crash-returns-interaction", "false"),
    ("hold-with-empty-queue", "returns"),
    ("returned-chat-keeps-its-place", "false"),
];

/// `chat.on-hold-queue`, where it is set.
type Hold = Option<&'static str>;
const HOLDS: [Hold; 7] =
    [Some("hold"), Some("hold"), Some("hold"), Some("hold"), None, Some("\"\""), Some("nowhere")];

/// What is random of a site.
#[derive(Clone)]
struct Plan {
    hold: Hold,
    /// Of the second agent alone.
    own_hold: Option<Hold>,
    workbin: Option<&'static str>,
    clash: bool,
    disposition: bool,
    auto_answer: bool,
    /// What a transaction makes of the hold queue.
    transaction: Option<&'static str>,
    both_in_group: bool,
    granted: [Vec<(&'static str, u64)>; 2],
}

impl Plan {
    fn random(dice: &mut Dice) -> Self {
        let granted = |dice: &mut Dice| {
            let channel = (!dice.one_in(8)).then_some(CHANNEL);
            let others = PRIVILEGES.into_iter().filter(|&(_, weight)| dice.below(5) < weight);
            channel.into_iter().chain(others).collect::<Vec<_>>()
        };
        let first = granted(dice);
        let second = if dice.one_in(3) { first.clone() } else { granted(dice) };
        Self {
            hold: dice.of(&HOLDS),
            own_hold: dice.one_in(6).then(|| dice.of(&HOLDS)),
            workbin: dice.of(&[None, None, Some("agent"), Some("agent-group")]),
            clash: dice.one_in(4),
            disposition: dice.one_in(8),
            auto_answer: dice.one_in(8),
            transaction: dice.one_in(8).then(|| dice.of(&["\"\"", "hold", "nowhere"])),
            both_in_group: dice.one_in(2),
            granted: [first, second],
        }
    }

    /// One thing is another than it was.
    fn change(&mut self, dice: &mut Dice) {
        match dice.below(12) {
            0 => self.hold = dice.of(&HOLDS),
            1 => self.own_hold = dice.one_in(2).then(|| dice.of(&HOLDS)),
            // That a workbin belongs to another kind of owner is no change of what agents do.
            2 => self.workbin = if self.workbin.is_some() { None } else { Some("agent") },
            3 => self.disposition ^= true,
            4 => self.auto_answer ^= true,
            5 => self.both_in_group ^= true,
            6 => self.transaction = dice.one_in(2).then(|| dice.of(&["\"\"", "hold", "nowhere"])),
            _ => {
                let privilege = if dice.one_in(8) { CHANNEL } else { dice.of(&PRIVILEGES) };
                let list = &mut self.granted[dice.below(2) as usize];
                match list.iter().position(|&known| known == privilege) {
                    Some(at) => _ = list.remove(at),
                    None => list.push(privilege),
                }
            }
        }
    }

    fn text(&self) -> String {
        let mut options = String::new();
        let mut set = |name: &str, value: &str| options += &format!("{name}: {value}, ");
        if let Some(queue) = self.hold {
            set("chat.on-hold-queue", queue);
        }
        if self.workbin.is_some() {
            set("workbin.chat.bin", "bin");
        }
        if self.clash {
            set("keyboard.shortcut.interaction.chat.hold", "F5");
            set("keyboard.shortcut.interaction.chat.release", "F5");
        }
        if self.disposition {
            set("interaction.disposition.is-mandatory", "true");
        }
        if self.auto_answer {
            set("chat.auto-answer", "true");
        }
        if self.transaction.is_some() {
            set("interaction.override-option-key", "VQ");
        }
        let of_agent = |own: Option<Hold>| match own.flatten() {
            Some(queue) => format!(", options: {{interaction-workspace: {{chat.on-hold-queue: {queue}}}}}"),
            None => String::new(),
        };
        let transaction = self.transaction.map_or_else(String::new, |queue| {
            format!(
                "transactions: [{{name: V, type: list, options: {{interaction-workspace: {{chat.on-hold-queue: \
                 {queue}}}}}}}]\n"
            )
        });
        let mut text = format!(
            "tenant: S\ntenants: [{{name: S}}]\napplications: [{{name: W, type: workspace, options: \
             {{interaction-workspace: {{chat.nickname: n, {options}}}}}}}]\nscripts:\n  - {{name: greet, type: \
             interaction-queue}}\n  - {{name: hold, type: interaction-queue}}\n  - {{name: bin, type: interaction-workbin, \
             owner: {}}}\nagent-groups: [{{name: G, agents: [ana{}]}}]\nagents: [ana, {{username: ben{}}}]\n{transaction}\
             roles:\n",
            self.workbin.unwrap_or("agent"),
            if self.both_in_group { ", ben" } else { "" },
            of_agent(self.own_hold),
        );
        for (agent, list) in ["ana", "ben"].into_iter().zip(&self.granted) {
            let names: Vec<&str> = list.iter().map(|&(name, _)| name).collect();
            text +=
                &format!("  - {{name: R-{agent}, members: [{agent}], privileges: [{}]}}\n", names.join(", "));
        }
        text
    }
}

fn assumptions(dice: &mut Dice) -> Vec<(&'static str, &'static str)> {
    let mut assumptions = vec![("views-need-no-privilege", "false")];
    if dice.one_in(2) {
        assumptions.push(dice.of(&SWITCHES));
    }
    assumptions
}

/// The site of a number.
pub(super) fn site(seed: u64) -> Site {
    let mut dice = Dice::new(seed);
    let text = Plan::random(&mut dice).text();
    Site { text, assumptions: assumptions(&mut dice) }
}

/// A site, and what a few changes make of it.
pub(super) fn pair(seed: u64) -> (Site, String) {
    let mut dice = Dice::new(seed);
    let plan = Plan::random(&mut dice);
    let mut changed = plan.clone();
    (0..1 + dice.below(3)).for_each(|_| changed.change(&mut dice));
    (Site { text: plan.text(), assumptions: assumptions(&mut dice) }, changed.text())
}
