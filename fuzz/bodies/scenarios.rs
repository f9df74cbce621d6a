//! Any bytes as a scenario file of Acme, and as the lines of a session: mistakes have places, scenarios are played.

use std::sync::OnceLock;

use wdectl::behaviour::Ground;
use wdectl::chat::Assumptions;
use wdectl::deployment::{Deployment, Input, load};
use wdectl::dryrun::{self, Session, Setting};
use wdectl::privilege::Privileges;
use wdectl::resolve::{GroupConflict, Resolver};
use wdectl::text::{Sources, Syntax};

use super::ground::{LIMITS, fixtures, known, name_of};

/// Scenarios longer than this are not played: each step may be a long wait.
const STEPS: usize = 60;

pub fn corpus() -> Vec<Vec<u8>> {
    let acme = fixtures("deployments/acme/scenarios", &["yaml"]).into_iter();
    let all = acme.chain(fixtures("chat", &["yaml", "toml", "txt"]));
    let session = b"login ana.ruiz\nstart c1 true chat-greet\nroute c1 ana.ruiz\naccept ana.ruiz c1\nhold ana.ruiz c1\nwait 25h\n\
                    set agent/ana.ruiz chat.on-hold-queue chat-hold\nback\nredo\nwhy\nstate\nsave a.yaml\n";
    all.map(|(_, bytes)| bytes).chain([session.to_vec()]).collect()
}

fn acme() -> &'static Deployment {
    static ACME: OnceLock<Deployment> = OnceLock::new();
    ACME.get_or_init(|| {
        let mut sources = Sources::new();
        let mut inputs = Vec::new();
        for (name, bytes) in fixtures("deployments/acme", &["toml", "yaml", "json"]) {
            let is_scenario = bytes.windows(10).any(|part| part == b"scenarios:") || name == "wdectl.toml";
            let file = sources.add(name.clone(), bytes);
            let syntax = Syntax::of(&name, sources.get(file).true_text());
            inputs.extend(syntax.filter(|_| !is_scenario).map(|syntax| Input { file, syntax, object: None }));
        }
        load(&sources, &inputs, LIMITS)
    })
}

pub fn run(bytes: &[u8]) {
    let known = known();
    let resolver = Resolver::new(&known.catalogue, acme(), GroupConflict::default());
    let privileges = Privileges::new(&known.graph, acme());
    let ground = Ground {
        catalogue: &known.catalogue,
        resolver: &resolver,
        privileges: &privileges,
        rights: &known.rights,
    };
    let setting = Setting { ground, assumptions: Assumptions::default() };
    let mut sources = Sources::new();
    let name = name_of(bytes);
    let file = sources.add(name.clone(), bytes.to_vec());
    let syntax = Syntax::of(&name, sources.get(file).text()).unwrap_or(Syntax::Yaml);
    match dryrun::read_file(&setting.ground, &sources, file, syntax) {
        Ok(scenarios) => {
            for scenario in scenarios.iter().filter(|scenario| scenario.steps.len() <= STEPS).take(3) {
                let (once, again) = (dryrun::run(&setting, scenario), dryrun::run(&setting, scenario));
                assert_eq!(once.transcript.len(), again.transcript.len(), "twice is the same");
            }
        }
        Err(mistakes) => {
            assert!(!mistakes.is_empty());
            for mistake in mistakes {
                let label = mistake.primary;
                assert!(
                    label.is_some_and(|label| sources.get(file).text().get(label.span.range()).is_some())
                );
            }
        }
    }
    let text = String::from_utf8_lossy(bytes);
    let mut session = Session::new(&setting);
    for line in text.lines().take(20) {
        let reply = session.line(&mut sources, line);
        if let dryrun::Answer::Mistakes(mistakes) = &reply.answer {
            let lies_in_line = |mistake: &dryrun::Mistake| line.get(mistake.from..mistake.to).is_some();
            assert!(mistakes.iter().all(lies_in_line), "{line:?}: {mistakes:?}");
        }
        let (start, _) = session.complete(line, line.len());
        assert!(line.get(start..).is_some());
    }
}
