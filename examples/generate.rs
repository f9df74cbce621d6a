//! Writes a deployment of any size, the same for the same numbers: `cargo run --release --example generate --
//! --agents 10000 --files 1 --seed 1 --format json --out DIR [--faults N]`. As `cfgdata` the same
//! content is CfgData XML.
//!
//! Without faults the deployment is clean: every rule is quiet. With faults it holds exactly `N` of each kind, and
//! `faults.txt` beside the deployment lists them as `rule object option`.

#![expect(clippy::disallowed_methods, clippy::panic, reason = "a tool for developers that writes files")]

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use clap::Parser;
use serde_json::{Map, Value, json};

#[path = "generate/cfgdata.rs"]
mod cfgdata;

#[derive(Debug, Parser)]
struct Args {
    /// Number of agents
    #[arg(long, default_value_t = 1000)]
    agents: usize,
    /// Number of files over which the agents are spread
    #[arg(long, default_value_t = 1)]
    files: usize,
    /// Another number, another deployment
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// json, yaml, toml or cfgdata
    #[arg(long, default_value = "json")]
    format: String,
    /// Mistakes of each kind
    #[arg(long, default_value_t = 0)]
    faults: usize,
    /// Folder to write to
    #[arg(long)]
    out: PathBuf,
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

fn main() {
    let args = Args::parse();
    let random = &mut Random(args.seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let tenants = (args.agents / 5000).max(1);
    let groups = (args.agents / 50).max(4) / tenants * tenants;
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
    let mut agents: Vec<Value> = (0..args.agents)
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
    let faults = plant(&args, &mut agents, &mut shared);
    fs::create_dir_all(&args.out).expect("the folder can be made");
    write(&args, "shared", &shared, &Value::Null);
    let size = args.agents.div_ceil(args.files.max(1)).max(1);
    for (at, chunk) in agents.chunks(size).enumerate() {
        write(&args, &format!("agents-{at:03}"), &json!({ "agents": chunk }), &shared);
    }
    if args.faults > 0 {
        fs::write(args.out.join("faults.txt"), faults).expect("the list can be written");
    }
}

/// Puts mistakes at places spread over the agents; the list of them.
fn plant(args: &Args, agents: &mut [Value], shared: &mut Value) -> String {
    let mut list = String::new();
    let kinds: [(&str, &str, &str); 5] = [
        ("unknown-option", "chat.on-hold-queu", "hold-g0"),
        ("invalid-value", "interaction.window.show-in-taskbar", "yes"),
        ("unknown-reference", "chat.on-hold-queue", "hold-missing"),
        ("invalid-shortcut", "keyboard.shortcut.interaction.chat.hold", "Ctrl++"),
        ("shortcut-clash", "keyboard.shortcut.interaction.chat.release", "Ctrl+Shift+H"),
    ];
    let step = (agents.len() / (kinds.len() * args.faults + 1)).max(1);
    for n in 0..kinds.len() * args.faults {
        let (rule, option, value) = kinds[n % kinds.len()];
        let agent = &mut agents[(step / 2 + n * step) % args.agents];
        agent["options"][SECTION][option] = value.into();
        let _ = writeln!(list, "{rule} agent/{} {option}", agent["username"].as_str().unwrap_or_default());
    }
    for n in 0..args.faults {
        let tenant = shared["tenants"][n % shared["tenants"].as_array().map_or(1, Vec::len)]["name"].clone();
        let name = format!("Hold-Only-{n}");
        let role = json!({"name": name, "tenant": tenant, "privileges": ["Chat - Can Use Emojis", "Instant Messaging - Can Make"],
                          "members": []});
        let member = agents.iter_mut().filter(|agent| agent["tenant"] == tenant).nth(n);
        if let (Some(member), Some(roles)) = (member, shared["roles"].as_array_mut()) {
            member["roles"].as_array_mut().expect("a list").push(name.clone().into());
            roles.push(role);
            let _ = writeln!(list, "inert-privilege role/{name} Instant Messaging - Can Make");
        }
    }
    list
}

/// Writes one file; `elsewhere` is what stands in another one and may be referred to.
fn write(args: &Args, name: &str, value: &Value, elsewhere: &Value) {
    let text = match args.format.as_str() {
        "json" => serde_json::to_string(value).expect("JSON"),
        "yaml" => serde_yaml::to_string(value).expect("YAML"),
        "toml" => toml::to_string(value).expect("TOML"),
        "cfgdata" => cfgdata::document(value, elsewhere, true),
        other => panic!("`{other}` is none of json, yaml, toml, cfgdata"),
    };
    let extension = if args.format == "cfgdata" { "xml" } else { &args.format };
    fs::write(args.out.join(format!("{name}.{extension}")), text).expect("the file can be written");
}
