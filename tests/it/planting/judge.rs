//! Reads and judges what was written, and compares it with what was planted.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use wdectl::behaviour::RightsMap;
use wdectl::catalogue::Catalogue;
use wdectl::deployment::{Input, load};
use wdectl::diagnostic::{Applicability, Diagnostic};
use wdectl::lint::{Context, Levels, Outcome, RULES, check, repair, settle_fixes};
use wdectl::privilege::DependencyGraph;
use wdectl::resolve::{GroupConflict, Resolver};
use wdectl::text::{Limits, Sources, Syntax};

use super::model::{CATALOGUE, MARK, NOT_TEXT};
use super::planter::{Plant, Planter};
use super::{clean, form, objects, options, privileges, shortcuts, write};

/// Random deployments for each planter.
const DEPLOYMENTS: u64 = 20;
/// Random deployments that are to be clean.
const CLEAN: u64 = 100;

/// A file that was written, without its marks.
struct Written {
    path: String,
    bytes: Vec<u8>,
    /// Where the marks stood.
    marks: Vec<usize>,
}

fn written(files: &[(String, String)]) -> Vec<Written> {
    let without_marks = |(path, text): &(String, String)| {
        let mut written = Written { path: path.clone(), bytes: Vec::new(), marks: Vec::new() };
        for letter in text.chars() {
            match letter {
                MARK => written.marks.push(written.bytes.len()),
                // `ü` as Windows-1252 has it.
                NOT_TEXT => written.bytes.push(0xFC),
                _ => written.bytes.extend(letter.encode_utf8(&mut [0; 4]).bytes()),
            }
        }
        written
    };
    files.iter().map(without_marks).collect()
}

fn syntax(path: &str) -> Syntax {
    match path.rsplit('.').next() {
        Some("json") => Syntax::Json,
        Some("toml") => Syntax::Toml,
        Some("cfg" | "conf") => Syntax::Cfg,
        Some("xml") => Syntax::Xml,
        _ => Syntax::Yaml,
    }
}

/// What is known of options and privileges.
struct Judge {
    catalogue: Catalogue,
    graph: DependencyGraph,
}

impl Judge {
    fn of(catalogue: Catalogue) -> Self {
        let graph = DependencyGraph::of(&catalogue);
        Self { catalogue, graph }
    }

    /// Judges these files, of which the first may be a catalogue of one's own.
    fn judge(&self, written: &[Written]) -> (Sources, Vec<Diagnostic>) {
        let mut sources = Sources::new();
        let mut own = None;
        let mut inputs = Vec::new();
        for Written { path, bytes, .. } in written {
            let file = sources.add(path, bytes.clone());
            if path == CATALOGUE {
                let mut catalogue = Catalogue::built_in();
                let errors = catalogue.extend(&sources, file);
                assert!(errors.is_empty(), "{errors:?}");
                own = Some(Self::of(catalogue));
            } else {
                inputs.push(Input { file, syntax: syntax(path), object: None });
            }
        }
        let Self { catalogue, graph } = own.as_ref().unwrap_or(self);
        let deployment = load(&sources, &inputs, Limits::default());
        let resolver = Resolver::new(catalogue, &deployment, GroupConflict::LastName);
        let rights = RightsMap::default();
        let context = Context::new(&sources, catalogue, resolver, graph, &rights);
        let found = check(&context, &Levels::default(), None, 1).findings;
        (sources, found)
    }
}

/// All files and findings, to see what went wrong.
fn shown(sources: &Sources, written: &[Written], found: &[Diagnostic]) -> String {
    let mut shown = String::new();
    for Written { path, bytes, marks } in written {
        let _ = writeln!(shown, "--- {path} {marks:?}");
        for (at, line) in String::from_utf8_lossy(bytes).lines().enumerate() {
            let _ = writeln!(shown, "{:4} {line}", at + 1);
        }
    }
    for Diagnostic { rule, message, primary, .. } in found {
        let place = primary.as_ref().map(|label| sources.place(label.span)).unwrap_or_default();
        let _ = writeln!(shown, "{place} [{rule}] {message}");
    }
    shown
}

/// Whether a finding stands where the only mark is, quotes aside.
fn is_at_mark(sources: &Sources, written: &[Written], finding: &Diagnostic) -> bool {
    let mut marks = written.iter().flat_map(|file| file.marks.iter().map(move |&mark| (file, mark)));
    let (Some((file, mark)), None) = (marks.next(), marks.next()) else { panic!("there is to be one mark") };
    finding.primary.as_ref().is_some_and(|label| {
        let start = label.span.range().start;
        let behind_quote = start + 1 == mark && matches!(file.bytes[start], b'"' | b'\'');
        sources.get(label.span.file).path() == file.path && (start == mark || behind_quote)
    })
}

fn planters() -> impl Iterator<Item = &'static Planter> {
    [form::PLANTERS, objects::PLANTERS, options::PLANTERS, privileges::PLANTERS, shortcuts::PLANTERS]
        .into_iter()
        .flatten()
}

/// What is wrong with the findings about what a planter did to a random deployment; and who fired along.
fn fault(judge: &Judge, planter: &Planter, seed: u64) -> Result<BTreeSet<&'static str>, String> {
    let mut deployment = clean::deployment(seed, planter.several);
    if let Plant::Objects(plant) = planter.plant {
        plant(&mut deployment);
    }
    let mut files = write::files(&deployment);
    if let Plant::Texts(plant) = planter.plant {
        plant(&mut files, &mut deployment.random);
    }
    let written = written(&files);
    let (sources, found) = judge.judge(&written);
    let (meant, others): (Vec<_>, Vec<_>) = found.iter().partition(|finding| finding.rule == planter.rule);
    let along: BTreeSet<&'static str> = others.iter().map(|finding| finding.rule).collect();
    let what = match meant.as_slice() {
        [] => "is not found",
        [only] if !is_at_mark(&sources, &written, only) => "is found elsewhere",
        [_] if along.iter().any(|rule| !planter.also.contains(rule)) => "makes other rules fire",
        [_] => return Ok(along),
        _ => "is found more than once",
    };
    let shown = shown(&sources, &written, &found);
    Err(format!("{shown}{} ({}), deployment {seed}: {what}\n", planter.rule, planter.name))
}

/// Plants everything in this table.
fn plant_all(planters: &'static [Planter]) {
    let judge = Judge::of(Catalogue::built_in());
    let mut faults = Vec::new();
    for (at, planter) in planters.iter().enumerate() {
        let mut along = BTreeSet::new();
        let seeds = (0..DEPLOYMENTS).map(|seed| seed + 1000 * at as u64);
        let result: Result<(), String> = seeds
            .map(|seed| fault(&judge, planter, seed))
            .try_for_each(|found| found.map(|rules| along.extend(rules)));
        match result {
            Err(fault) => faults.push(fault),
            Ok(()) => {
                let also: BTreeSet<&str> = planter.also.iter().copied().collect();
                assert_eq!(along, also, "{} ({}): what fires along", planter.rule, planter.name);
            }
        }
    }
    let last = |fault: &String| fault.lines().last().unwrap_or_default().to_owned();
    let summary: Vec<String> = faults.iter().map(last).collect();
    assert!(faults.is_empty(), "{}\n{}", faults[0], summary.join("\n"));
}

/// Random deployments for each planter in which the mistake is fixed.
const FIXED: u64 = 3;

#[test]
fn what_is_planted_and_has_a_fix_is_gone_after_fixing() {
    let judge = Judge::of(Catalogue::built_in());
    let again = |sources: &Sources| {
        let file = |source: &wdectl::text::Source| Written {
            path: source.path().to_owned(),
            bytes: source.encoded(source.text()),
            marks: Vec::new(),
        };
        let written: Vec<Written> = sources.iter().map(|(_, source)| file(source)).collect();
        Outcome { findings: judge.judge(&written).1, ..Outcome::default() }
    };
    for (at, planter) in planters().enumerate() {
        for seed in (0..FIXED).map(|seed| 100_000 + seed + 1000 * at as u64) {
            let mut deployment = clean::deployment(seed, planter.several);
            if let Plant::Objects(plant) = planter.plant {
                plant(&mut deployment);
            }
            let mut files = write::files(&deployment);
            if let Plant::Texts(plant) = planter.plant {
                plant(&mut files, &mut deployment.random);
            }
            let written = written(&files);
            let (mut sources, mut before) = judge.judge(&written);
            settle_fixes(&mut before, &sources);
            let fixable = before.iter().any(|finding| finding.rule == planter.rule && finding.fix.is_some());
            let mut after = repair(&mut sources, Applicability::Unsafe, again).outcome.findings;
            settle_fixes(&mut after, &sources);
            let is_left = after
                .iter()
                .any(|finding| finding.fix.is_some() || finding.rule == "syntax" && planter.rule != "syntax");
            let is_there = fixable && after.iter().any(|finding| finding.rule == planter.rule);
            assert!(
                !is_left && !is_there,
                "{}--- fixed\n{}{} ({}), deployment {seed}",
                shown(&sources, &written, &before),
                shown(&sources, &[], &after),
                planter.rule,
                planter.name,
            );
        }
    }
}

#[test]
fn random_deployments_are_clean() {
    let judge = Judge::of(Catalogue::built_in());
    for seed in 0..CLEAN {
        let deployment = clean::deployment(seed, false);
        let written = written(&write::files(&deployment));
        let (sources, found) = judge.judge(&written);
        assert!(found.is_empty(), "{}deployment {seed}", shown(&sources, &written, &found));
    }
}

#[test]
fn every_rule_is_planted() {
    let planted: BTreeSet<&str> = planters().map(|planter| planter.rule).collect();
    let rules: BTreeSet<&str> = RULES.iter().map(|rule| rule.name).collect();
    // Without a baseline nothing of it can be stale.
    let rules: BTreeSet<&str> = rules.into_iter().filter(|rule| *rule != "stale-baseline").collect();
    assert_eq!(planted, rules);
}

#[test]
fn mistakes_of_form_are_found_where_they_are_planted() {
    plant_all(form::PLANTERS);
}

#[test]
fn mistakes_of_objects_are_found_where_they_are_planted() {
    plant_all(objects::PLANTERS);
}

#[test]
fn mistakes_of_options_are_found_where_they_are_planted() {
    plant_all(options::PLANTERS);
}

#[test]
fn mistakes_of_privileges_are_found_where_they_are_planted() {
    plant_all(privileges::PLANTERS);
}

#[test]
fn mistakes_of_shortcuts_are_found_where_they_are_planted() {
    plant_all(shortcuts::PLANTERS);
}
