//! Reads deployments and does nothing with them: `yardsticks json-typed|yaml-events|toml-tree FILE...`. Files are
//! read and parsed by as many threads as there are processors.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(dead_code, reason = "that they are filled is what is measured")]
struct Object<'a> {
    #[serde(borrow, alias = "username")]
    name: Cow<'a, str>,
    #[serde(borrow, default)]
    tenant: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    employee_id: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    agent_groups: Vec<&'a str>,
    #[serde(borrow, default)]
    roles: Vec<&'a str>,
    #[serde(borrow, default)]
    privileges: Vec<&'a str>,
    #[serde(borrow, default)]
    options: HashMap<Cow<'a, str>, HashMap<Cow<'a, str>, Cow<'a, str>>>,
}

/// Every list of objects by its name.
type Deployment<'a> = HashMap<String, Vec<Object<'a>>>;

fn main() {
    let mut args = std::env::args().skip(1);
    let mode = args.next().expect("json-typed, yaml-events or toml-tree");
    let files: Vec<String> = args.collect();
    let (next, total) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let kept = Mutex::new(Vec::new());
    let work = || {
        while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            let text = std::fs::read_to_string(file).expect("a file of text");
            let count = match mode.as_str() {
                "json-typed" => {
                    let deployment: Deployment<'_> = serde_json::from_str(&text).expect("a deployment");
                    deployment.values().map(Vec::len).sum()
                }
                "yaml-events" => saphyr_parser::Parser::new_from_str(&text)
                    .map(|event| event.expect("YAML"))
                    .count(),
                "toml-tree" => {
                    let tree: toml::Table = text.parse().expect("TOML");
                    let count = tree.len();
                    kept.lock().expect("no panic").push(tree);
                    count
                }
                other => panic!("`{other}` is none of json-typed, yaml-events, toml-tree"),
            };
            total.fetch_add(count, Ordering::Relaxed);
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(files.len());
    std::thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
    println!("{}", total.into_inner());
}
