//! Makes the content of a deployment of any size, the same for the same numbers, and plants mistakes in it.

use serde_json::{Map, Value, json};

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted {
    /// Number of agents.
    pub(crate) agents: usize,
    /// Another number, another deployment.
    pub(crate) seed: u64,
    /// Mistakes of each kind.
    pub(crate) faults: usize,
}

/// A deployment.
pub(crate) struct Generated {
    /// Every list but that of the agents.
    pub(crate) shared: Value,
    pub(crate) agents: Vec<Value>,
    /// Each mistake as `rule object what`, in the order in which they were planted.
    pub(crate) faults: Vec<String>,
}

/// The kinds of mistakes: rule, option, value. One more is a privilege without the one that it depends on.
const KINDS: [(&str, &str, &str); 5] = [
    ("unknown-option", "chat.on-hold-queu", "hold-g0"),
    ("invalid-value", "interaction.window.show-in-taskbar", "yes"),
    ("unknown-reference", "chat.on-hold-queue", "hold-missing"),
    ("invalid-shortcut", "keyboard.shortcut.interaction.chat.hold", "Ctrl++"),
    ("shortcut-clash", "keyboard.shortcut.interaction.chat.release", "Ctrl+Shift+H"),
];

impl Wanted {
    /// The most mistakes of each kind for which there is room: one an agent.
    pub(crate) fn most_faults(&self) -> usize {
        self.agents / KINDS.len()
    }
}

/// xorshift64*: small, and the same everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        ((self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize) % limit
    }
}

const SECTION: &str = "interaction-workspace";

/// Options that only the application sets, with values that are not their defaults.
const APPLICATION: [(&str, &str); 7] = [
    ("keyboard.shortcut.interaction.chat.hold", "Ctrl+Shift+H"),
    ("interaction.window.show-in-taskbar", "false"),
    ("contact.displayed-attributes", "Title,FirstName,LastName"),
    ("interaction.disposition.is-mandatory", "true"),
    ("login.enable-place-completion", "false"),
    ("logout.enable-exit-on-logoff-error", "prompt"),
    ("chat.new-message-bell", "Sounds\\bell.mp3|7|0"),
];

/// Options of one level each, so that nothing hides anything: (level, option, value of the n-th object).
fn group_options(n: usize) -> [(&'static str, String); 4] {
    [
        ("chat.on-hold-queue", format!("hold-g{n}")),
        ("whatsappsession.max-text-message-size", (1000 + n).to_string()),
        ("interaction.case-data.frame-color", format!("#FF{:06X}", n % 0xFF_FFFF)),
        ("chat.pending-response-to-customer", format!("{},{}", 20 + n % 50, 90 + n % 50)),
    ]
}

fn agent_options(n: usize, random: &mut Random) -> Vec<(&'static str, String)> {
    let all = [
        ("chat.nickname", format!("Agent {n}")),
        ("chat.typing-timeout", (5 + n % 90).to_string()),
        ("applebcsession.max-text-message-size", (100 + n % 4000).to_string()),
        ("applebcsession.transcript-interactions-count", (30 + n % 900).to_string()),
        ("whatsappsession.transcript-interactions-count", (2 + n % 900).to_string()),
        ("applebcsession.new-message-blinking-duration", (1 + n % 999).to_string()),
        ("broadcast.subscribed.topics", format!("All,Team{},$Agent$", n % 40)),
    ];
    let count = random.below(all.len() + 1);
    let first = random.below(all.len());
    (0..count).map(|at| all[(first + at) % all.len()].clone()).collect()
}

fn options(settings: impl IntoIterator<Item = (&'static str, String)>) -> Value {
    let settings: Map<String, Value> =
        settings.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
    json!({ SECTION: settings })
}

const PRIVILEGES: [&[&str]; 3] = [
    &["Chat - Can Use Chat Channel", "Chat - Can Release", "Chat - Can Release Async"],
    &["Chat - Can Place On Hold", "Contact - Can Pull From Queue"],
    &["Chat - Can Decline", "Chat - Can Push Url", "Workbins - Can Use Workbins"],
];

/// The deployment.
pub(crate) fn generate(wanted: Wanted) -> Generated {
    let random = &mut Random(wanted.seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let tenants = (wanted.agents / 5000).max(1);
    let groups = (wanted.agents / 50).max(4) / tenants * tenants;
    let tenant = |n: usize| format!("T{:03}", n % tenants);
    let mut shared = json!({
        "tenants": (0..tenants).map(|n| json!({"name": tenant(n), "options": options([
            ("chat.ringing-bell", format!("Sounds\\ring{n}.mp3|5|0")),
        ])})).collect::<Vec<_>>(),
        "applications": [
            {"name": "Workspace", "version": "8.5.150.06",
             "options": options(APPLICATION.map(|(name, value)| (name, value.to_owned())))},
        ],
        "agent-groups": (0..groups).map(|n| json!({
            "name": format!("G{n:05}"), "tenant": tenant(n), "options": options(group_options(n)),
        })).collect::<Vec<_>>(),
        "roles": (0..tenants).flat_map(|t| PRIVILEGES.iter().enumerate().map(move |(n, privileges)| json!({
            "name": format!("R{n}"), "tenant": format!("T{t:03}"), "privileges": privileges,
        }))).collect::<Vec<_>>(),
        "scripts": (0..groups).map(|n| json!({
            "name": format!("hold-g{n}"), "tenant": tenant(n), "type": "interaction-queue",
        })).collect::<Vec<_>>(),
    });
    let mut agents: Vec<Value> = (0..wanted.agents)
        .map(|n| {
            let group = if n < groups { n } else { n % tenants + tenants * random.below(groups / tenants) };
            let mut agent = json!({
                "username": format!("agent{n:06}"), "tenant": tenant(group), "employee-id": format!("E{n:06}"),
                "agent-groups": [format!("G{group:05}")], "roles": ["R0", "R1", "R2"],
            });
            let own = agent_options(n, random);
            if !own.is_empty() {
                agent["options"] = options(own);
            }
            agent
        })
        .collect();
    let faults = plant(wanted, &mut agents, &mut shared);
    Generated { shared, agents, faults }
}

/// Puts mistakes at places spread over the agents; the list of them.
fn plant(wanted: Wanted, agents: &mut [Value], shared: &mut Value) -> Vec<String> {
    let mut list = Vec::new();
    let step = (agents.len() / (KINDS.len() * wanted.faults + 1)).max(1);
    for n in 0..KINDS.len() * wanted.faults {
        let (rule, option, value) = KINDS[n % KINDS.len()];
        let agent = &mut agents[(step / 2 + n * step) % wanted.agents];
        agent["options"][SECTION][option] = value.into();
        let name = agent["username"].as_str().unwrap_or_default();
        list.push(format!("{rule} agent/{name} {option}"));
    }
    for n in 0..wanted.faults {
        let tenants = shared["tenants"].as_array().map_or(1, Vec::len);
        let tenant = shared["tenants"][n % tenants]["name"].clone();
        let name = format!("Hold-Only-{n}");
        let role = json!({"name": name, "tenant": tenant, "privileges": ["Chat - Can Use Emojis", "Instant Messaging - Can Make"],
                          "members": []});
        let member = agents.iter_mut().filter(|agent| agent["tenant"] == tenant).nth(n / tenants);
        if let (Some(member), Some(roles)) = (member, shared["roles"].as_array_mut()) {
            member["roles"].as_array_mut().expect("a list").push(name.clone().into());
            roles.push(role);
            list.push(format!("inert-privilege role/{name} Instant Messaging - Can Make"));
        }
    }
    list
}
