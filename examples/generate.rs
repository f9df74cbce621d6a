//! Writes a deployment of any size, the same for the same numbers: `cargo run --example generate -- --agents 10000
//! --files 1 --seed 1 --format json --out DIR [--faults N]`. As `cfgdata` the same content is CfgData XML.
//!
//! Without faults the deployment is clean: every rule is quiet. With faults it holds exactly `N` of each kind, and
//! `faults.txt` beside the deployment lists them as `rule object option`; they are printed as well.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a tool for developers that writes files"
)]

use std::fs;
use std::path::PathBuf;

use clap::{Parser, ValueEnum};
use serde_json::{Value, json};

use deployment::{Generated, Wanted, generate};

#[path = "generate/cfgdata.rs"]
mod cfgdata;
#[path = "generate/deployment.rs"]
mod deployment;

#[derive(Debug, Parser)]
struct Args {
    /// Number of agents
    #[arg(long, default_value_t = 1000)]
    agents: usize,
    /// Number of files: the first holds what agents share, the others hold the agents
    #[arg(long, default_value_t = 1)]
    files: usize,
    /// Another number, another deployment
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// What the files are written in
    #[arg(long, default_value = "json")]
    format: Format,
    /// Mistakes of each of the six kinds
    #[arg(long, default_value_t = 0)]
    faults: usize,
    /// Folder to write to
    #[arg(long)]
    out: PathBuf,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Json,
    Yaml,
    Toml,
    Cfgdata,
}

fn main() {
    let args = Args::parse();
    let wanted = Wanted { agents: args.agents, seed: args.seed, faults: args.faults };
    assert!(args.faults <= wanted.most_faults(), "at most {} faults fit in", wanted.most_faults());
    let Generated { mut shared, mut agents, faults } = generate(wanted);
    fs::create_dir_all(&args.out).expect("the folder can be made");
    if args.files < 2 {
        shared["agents"] = agents.into();
        write(&args, "deployment", &shared, &Value::Null);
    } else {
        write(&args, "shared", &shared, &Value::Null);
        let size = agents.len().div_ceil(args.files - 1).max(1);
        for at in 1..args.files {
            let rest = agents.split_off(size.min(agents.len()));
            write(&args, &format!("agents-{at:03}"), &json!({ "agents": agents }), &shared);
            agents = rest;
        }
    }
    if args.faults > 0 {
        let list: String = faults.iter().map(|fault| format!("{fault}\n")).collect();
        fs::write(args.out.join("faults.txt"), &list).expect("the list can be written");
        print!("{list}");
    }
}

/// Writes one file; `elsewhere` is what stands in another one and may be referred to.
fn write(args: &Args, name: &str, value: &Value, elsewhere: &Value) {
    let (text, extension) = match args.format {
        Format::Json => (serde_json::to_string(value).expect("JSON"), "json"),
        Format::Yaml => (serde_yaml::to_string(value).expect("YAML"), "yaml"),
        Format::Toml => (toml::to_string(value).expect("TOML"), "toml"),
        Format::Cfgdata => (cfgdata::document(value, elsewhere, true), "xml"),
    };
    fs::write(args.out.join(format!("{name}.{extension}")), text).expect("the file can be written");
}
