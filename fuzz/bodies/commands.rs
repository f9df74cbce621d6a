//! Whole commands on files with any bytes: settings are read or refused, a rename goes everywhere or nowhere.

use clap::Parser as _;
use wdectl::cli::{Args, Exit, run_to};
use wdectl::deployment::Object;
use wdectl::text::Sources;

use super::ground::{deployment, fixtures, name_of};

/// Runs a command; what it wrote.
fn answer(args: &[&str]) -> (Exit, String, String) {
    let args = Args::try_parse_from([&["wdectl"], args].concat());
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let exit = args.map_or(Exit::Unanswered, |args| run_to(args, &mut out, &mut err));
    let text = |bytes: Vec<u8>| {
        let text = String::from_utf8(bytes);
        assert!(text.is_ok(), "what is written is UTF-8");
        text.unwrap_or_default()
    };
    let (out, err) = (text(out), text(err));
    let raw = |text: &str| text.chars().any(|letter| letter.is_control() && letter != '\n');
    assert!(!raw(&err), "nothing commands the terminal: {err:?}");
    (exit, out, err)
}

pub fn settings_corpus() -> Vec<Vec<u8>> {
    let ours = fixtures("deployments", &["toml"]).into_iter().filter(|(name, _)| name == "wdectl.toml");
    let full = "group-conflict = \"last-name\"\ncatalogues = [\"site.toml\"]\nexclude = [\"old/**\", \"[a-z]*{x,y}\"]\n\
                baseline = \"b.json\"\n[rules]\nunlisted-option = \"off\"\n[[paths]]\nmatch = \"agents/**\"\n\
                rules = { redundant-override = \"off\" }\n[rights]\npull-from-queue = \"\"\n[assumptions]\n\
                done-on-live-session = \"closes\"\nviews-need-no-privilege = true\n[verify]\nentry-queues = [\"chat-greet\"]\n";
    let own = [full, "exclude = [\"{{{{\"]", "[[paths]]\nmatch = \"**/**/**/***\"\n", "group_conflict = 1\n"];
    ours.map(|(_, bytes)| bytes).chain(own.map(|text| text.as_bytes().to_vec())).collect()
}

pub fn settings(bytes: &[u8]) {
    let Ok(folder) = tempfile::tempdir() else { return };
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).is_ok();
    let is_ready = write("a.yaml", b"agents: [{username: ana, application: W}]\napplications: [{name: W}]\n")
        && write("wdectl.toml", bytes)
        && write("site.toml", bytes)
        && write(".gitignore", bytes);
    let path = folder.path().to_string_lossy().into_owned();
    if is_ready {
        for command in [&["check", &path, "--format", "json"][..], &["check", &path, "--show-settings"]] {
            let (exit, out, err) = answer(command);
            assert!(exit != Exit::Unanswered || !err.is_empty() || !out.is_empty(), "silence");
        }
    }
}

pub fn rename_corpus() -> Vec<Vec<u8>> {
    let all = fixtures("rules", &["toml", "yaml", "json"]).into_iter();
    all.chain(fixtures("deployments/acme/roles", &["yaml"])).map(|(_, bytes)| bytes).collect()
}

/// How all objects are shown, in order, each with its own name.
fn named(name: &str, bytes: Vec<u8>) -> Vec<(String, String)> {
    let mut sources = Sources::new();
    sources.add(name, bytes);
    let deployment = deployment(&sources);
    let both = |(id, object): (_, &Object)| (deployment.display(id), deployment.text(object.name).to_owned());
    let mut names: Vec<(String, String)> = deployment.objects().map(both).collect();
    names.sort();
    names
}

/// How all objects are shown, in order.
fn names(name: &str, bytes: Vec<u8>) -> Vec<String> {
    named(name, bytes).into_iter().map(|(shown, _)| shown).collect()
}

pub fn rename(bytes: &[u8]) {
    const NEW: [&str; 8] = ["other", "x: y", "#1", "gr\u{FC}n", "\"q\" 'p'", "- a", "true", "{a, [b"];
    let Ok(folder) = tempfile::tempdir() else { return };
    let name = name_of(bytes);
    let file = folder.path().join(name.rsplit('/').next().unwrap_or("any.yaml"));
    let path = folder.path().to_string_lossy().into_owned();
    if std::fs::write(&file, bytes).is_err() {
        return;
    }
    let (before, own): (Vec<String>, Vec<String>) = named(&name, bytes.to_vec()).into_iter().unzip();
    let pick =
        bytes.iter().fold(bytes.len(), |sum, &byte| sum.wrapping_mul(31).wrapping_add(usize::from(byte)));
    let at = pick % before.len().max(1);
    let (Some(object), Some(back)) = (before.get(at), own.get(at)) else { return };
    let new = NEW[pick / 7 % NEW.len()];
    let (exit, _, err) = answer(&["rename", "-d", &path, "--", object, new]);
    let after = std::fs::read(&file).unwrap_or_default();
    if exit != Exit::Yes {
        assert!(exit != Exit::Unanswered || !err.is_empty(), "silence");
        assert_eq!(after, bytes, "nothing is written without success");
        return;
    }
    let renamed = names(&name, after);
    assert_eq!(renamed.len(), before.len(), "{object} -> {new}");
    assert!(renamed.iter().any(|name| name.ends_with(&format!("/{new}"))), "{object} -> {new}: {renamed:?}");
    if let Some(now) =
        renamed.iter().find(|name| name.ends_with(&format!("/{new}")) && !before.contains(name))
        && answer(&["rename", "-d", &path, "--", now, back]).0 == Exit::Yes
    {
        assert_eq!(names(&name, std::fs::read(&file).unwrap_or_default()), before, "there and back");
    }
}
