//! What the rules about key combinations cost beside preparing a context: 100,000 agents with ten shortcut options
//! of their own each, in 2,000 groups.

use divan::{Bencher, black_box};
use wdectl::behaviour::RightsMap;
use wdectl::catalogue::Catalogue;
use wdectl::deployment::{Input, load};
use wdectl::lint::{Context, Levels, check};
use wdectl::privilege::DependencyGraph;
use wdectl::resolve::{GroupConflict, Resolver};
use wdectl::text::{Limits, Sources, Syntax};

const AGENTS: usize = 100_000;
const TENANTS: usize = 20;
const GROUPS: usize = 2_000;
const OPTIONS: usize = 10;
const RULES: [&str; 6] = [
    "altgr-shortcut",
    "invalid-shortcut",
    "shortcut-clash",
    "shortcut-shadows-platform",
    "shortcut-without-privilege",
    "undocumented-shortcut",
];

fn main() {
    divan::main();
}

/// What is wrong in a deployment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// Nothing.
    Clean,
    /// A hundred agents with one combination twice.
    Planted,
    /// Every agent: two functions share the application's keys, and a third lacks the privilege to hold.
    Everywhere,
}

/// The options of an object: each option has letters of its own, so that no two share a combination by chance.
fn options(at: usize) -> Vec<String> {
    let modifiers = ["Ctrl+Shift", "Ctrl+Shift+Alt", "Shift+Alt"];
    let name = |option: usize| match option {
        0 => "hold".to_owned(),
        other => format!("function-{other}"),
    };
    (0..OPTIONS)
        .map(|option| {
            let letter = b"ABDEFGHIJKMOPQSUVWXY"[option * 2 + at % 2] as char;
            let keys = modifiers[at / 2 % 3];
            format!("\"keyboard.shortcut.interaction.chat.{}\": \"{keys}+{letter}\"", name(option))
        })
        .collect()
}

fn text(shape: Shape) -> String {
    let list = |count: usize, object: &dyn Fn(usize) -> String| {
        (0..count).map(object).collect::<Vec<String>>().join(",\n")
    };
    let tenants = list(TENANTS, &|at| format!("{{\"name\": \"T-{at}\"}}"));
    let groups = list(GROUPS, &|at| format!("{{\"name\": \"G-{at}\", \"tenant\": \"T-{}\"}}", at % TENANTS));
    let roles = list(TENANTS, &|at| {
        let granted = "[\"Chat - Can Use Chat Channel\", \"Chat - Can Place On Hold\"]";
        format!("{{\"name\": \"R\", \"tenant\": \"T-{at}\", \"privileges\": {granted}}}")
    });
    let mut shared = options(0);
    if shape == Shape::Everywhere {
        shared[1] = "\"keyboard.shortcut.interaction.chat.function-1\": \"Ctrl+Shift+A\"".to_owned();
    }
    let agents = list(AGENTS, &|at| {
        let tenant = at % TENANTS;
        let near = |salt: usize| tenant + TENANTS * ((at / TENANTS * salt + at % 13) % (GROUPS / TENANTS));
        let mut own = options(at);
        match shape {
            Shape::Planted if at % (AGENTS / 100) == 7 => own[1] = own[0].replace("hold", "function-1"),
            Shape::Everywhere => drop(own.drain(..2)),
            Shape::Clean | Shape::Planted => {}
        }
        let role = if shape == Shape::Everywhere && at % 3 == 0 { "" } else { "\"R\"" };
        format!(
            "{{\"username\": \"A-{at:06}\", \"tenant\": \"T-{tenant}\", \"agent-groups\": [\"G-{}\", \"G-{}\"], \
             \"roles\": [{role}], \"options\": {{\"interaction-workspace\": {{{}}}}}}}",
            near(7),
            near(11),
            own.join(", ")
        )
    });
    format!(
        "{{\"tenants\": [{tenants}],\n\"applications\": [{{\"name\": \"W\", \"options\": \
         {{\"interaction-workspace\": {{{}}}}}}}],\n\"agent-groups\": [{groups}],\n\"roles\": [{roles}],\n\
         \"agents\": [{agents}]}}\n",
        shared.join(", ")
    )
}

/// Times the rules on contexts that know already which settings and privileges there are.
fn judge(bencher: Bencher<'_, '_>, shape: Shape, findings: usize) {
    let mut sources = Sources::new();
    let file = sources.add("deployment.json", text(shape).into_bytes());
    let deployment = load(&sources, &[Input { file, syntax: Syntax::Json, object: None }], Limits::default());
    assert_eq!(deployment.problems(), []);
    let catalogue = Catalogue::built_in();
    let (graph, rights) = (DependencyGraph::of(&catalogue), RightsMap::default());
    let mut levels = Levels::default();
    for rule in RULES {
        assert!(levels.select(rule).is_ok());
    }
    let context = || {
        let resolver = Resolver::new(&catalogue, &deployment, GroupConflict::default());
        assert_eq!(resolver.placed().count(), OPTIONS);
        let context = Context::new(&sources, &catalogue, resolver, &graph, &rights);
        assert!(context.privileges().classes().count() <= 2);
        context
    };
    assert_eq!(check(&context(), &levels, None, 1).findings.len(), findings);
    bencher
        .with_inputs(context)
        .bench_local_refs(|context| black_box(check(context, &levels, None, 1)).findings.len());
}

#[divan::bench(sample_count = 20)]
fn clean(bencher: Bencher<'_, '_>) {
    judge(bencher, Shape::Clean, 0);
}

#[divan::bench(sample_count = 20)]
fn planted(bencher: Bencher<'_, '_>) {
    judge(bencher, Shape::Planted, 100);
}

#[divan::bench(sample_count = 20)]
fn everywhere(bencher: Bencher<'_, '_>) {
    judge(bencher, Shape::Everywhere, 2);
}
