//! Tiny deployments at random: two agents, a few rights, a workbin, a hold queue that may be missing.

/// A deployment, and what is assumed of it.
pub(super) struct Site {
    pub(super) text: String,
    pub(super) assumptions: Vec<(&'static str, &'static str)>,
}

/// Xorshift: the same sites everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 20) % end
    }
}

const PRIVILEGES: [(&str, u64); 9] = [
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

const SWITCHES: [(&str, &str); 6] = [
    ("done-on-live-session", "refused"),
    ("done-on-live-session", "needs-release-async"),
    ("agent-may-store", "true"),
    ("rejoin-needs-place-on-hold", "true"),
    ("workflow-routes-held-chats", "true"),
    ("crash-returns-interaction", "false"),
];

/// The site of a number.
pub(super) fn site(seed: u64) -> Site {
    let mut dice = Dice((seed + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    for _ in 0..8 {
        dice.below(2);
    }
    let mut options = String::new();
    if dice.below(5) > 0 {
        options += "chat.on-hold-queue: hold, ";
    }
    let workbin = dice.below(4);
    if workbin == 1 || workbin == 2 {
        options += "workbin.chat.bin: bin, ";
    }
    if dice.below(4) == 0 {
        options +=
            "keyboard.shortcut.interaction.chat.hold: F5, keyboard.shortcut.interaction.chat.release: F5, ";
    }
    let owner = if workbin == 1 { "agent" } else { "agent-group" };
    let mut text = format!(
        "tenant: S\ntenants: [{{name: S}}]\napplications: [{{name: W, type: workspace, options: \
         {{interaction-workspace: {{chat.nickname: n, {options}}}}}}}]\nscripts:\n  - {{name: greet, type: \
         interaction-queue}}\n  - {{name: hold, type: interaction-queue}}\n  - {{name: bin, type: interaction-workbin, \
         owner: {owner}}}\nagent-groups: [{{name: G, agents: [ana{}]}}]\nagents: [ana, ben]\nroles:\n",
        if dice.below(2) == 0 { ", ben" } else { "" },
    );
    let alike = dice.below(3) == 0;
    let first = privileges(&mut dice);
    let second = if alike { first.clone() } else { privileges(&mut dice) };
    for (agent, list) in [("ana", first), ("ben", second)] {
        text += &format!("  - {{name: R-{agent}, members: [{agent}], privileges: [{}]}}\n", list.join(", "));
    }
    let mut assumptions = vec![("views-need-no-privilege", "false")];
    if dice.below(2) == 0 {
        assumptions.push(SWITCHES[dice.below(6) as usize]);
    }
    Site { text, assumptions }
}

fn privileges(dice: &mut Dice) -> Vec<&'static str> {
    let mut list = Vec::new();
    if dice.below(8) > 0 {
        list.push("Chat - Can Use Chat Channel");
    }
    list.extend(PRIVILEGES.into_iter().filter(|&(_, weight)| dice.below(5) < weight).map(|(name, _)| name));
    list
}
