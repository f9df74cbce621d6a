//! `wdectl import` and `wdectl export` as they are typed.

use std::path::Path;

use super::super::commands::{ACME, BROKEN, answer, err, out, refusal, wdectl};
use super::model::{model, read};

/// A folder of its own with these files, and its path.
fn folder(files: &[(&str, &str)]) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let path = folder.path().to_str().unwrap().to_owned();
    (folder, path)
}

/// Every file below a folder, by its path, with its text.
pub(super) fn files(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() && !path.ends_with("scenarios") {
            found.extend(files(&path));
        } else if path.is_file() && !path.ends_with("wdectl.toml") && !path.ends_with(".gitattributes") {
            let text = std::fs::read_to_string(&path).unwrap();
            found.push((path.to_str().unwrap().to_owned(), text));
        }
    }
    found
}

#[test]
fn a_file_for_each_kind_says_where_its_objects_came_from() {
    let (folder, path) = folder(&[]);
    for syntax in ["yaml", "toml", "json"] {
        let to = format!("{path}/{syntax}");
        let output = wdectl(&["import", ACME, "-o", &to, "--to", syntax]);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        assert_eq!(out(&output), format!("116 objects in 9 files: {to}\n"));
        assert_eq!(err(&output), "note: 50 comments of these files are not carried over\n");
        let written = files(Path::new(&to));
        assert_eq!(written.len(), 9);
        assert_eq!(model(&read(&written).1), model(&read(&files(Path::new(ACME))).1));
        let agents =
            std::fs::read_to_string(folder.path().join(syntax).join(format!("agents.{syntax}"))).unwrap();
        let origin = format!("# from {ACME}/agents/acme-l2.yaml:");
        assert_eq!(agents.contains(&origin), syntax != "json");
        // One document says the same.
        let whole = answer(0, &["import", ACME, "--to", syntax, "-q"]);
        assert_eq!(model(&read(&[(format!("a.{syntax}"), whole)]).1), model(&read(&written).1));
    }
}

#[test]
fn what_is_there_is_written_over_only_by_force() {
    let (folder, path) =
        folder(&[("agents.yaml", "mine\n"), ("in/a.yaml", "agents: [ana]\nroles: [{name: R}]\n")]);
    let input = format!("{path}/in/a.yaml");
    let args = ["import", &input, "-o", &path];
    assert_eq!(
        refusal(&args),
        format!("error: `{path}/agents.yaml` is there already; --force writes over what is there\n")
    );
    assert!(!folder.path().join("roles.yaml").exists(), "nothing is written");
    let output = wdectl(&[&args[..], &["--force"]].concat());
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(
        err(&output),
        format!(
            "note: `{input}` lies in the same deployment as what was written; move one of them away, or both count\n"
        )
    );
    let text = std::fs::read_to_string(folder.path().join("agents.yaml")).unwrap();
    assert_eq!(text, format!("agents:\n  # from {input}:1\n  - username: ana\n"));
}

#[test]
fn what_cannot_be_read_is_told_and_nothing_is_written() {
    let (_folder, path) = folder(&[("a.yaml", "monday: ana\n")]);
    assert!(refusal(&["import"]).contains("<PATH>..."));
    assert_eq!(refusal(&["import", "nowhere"]), "error: there is no file or folder `nowhere`\n");
    let said = refusal(&["import", &format!("{path}/a.yaml")]);
    assert!(said.contains("a.yaml:1:1: info[not-a-deployment-file]"), "{said}");
    assert!(said.ends_with("error: there is no object in what was read; nothing is written\n"), "{said}");
    let said = refusal(&["import", ACME, "LICENSE-MIT"]);
    assert_eq!(said, "error: cannot tell the format of `LICENSE-MIT`; nothing is written\n");
    let said = refusal(&["import", ACME, "--format", "json"]);
    assert_eq!(said, "error: no format `json` here: import has one form only\n");
    let said = refusal(&["import", ACME, "--to", "xml"]);
    assert!(said.contains("[possible values: yaml, toml, json]"), "{said}");
}

#[test]
fn a_cfg_file_of_any_name_is_the_options_of_what_is_said() {
    let (_folder, path) = folder(&[(
        "export.cfg",
        "; exported on monday\n[interaction-workspace]\nchat.on-hold-queue=\n#chat.nickname=Ana\nf=a='b' AND c<1;\n",
    )]);
    let file = format!("{path}/export.cfg");
    let output = wdectl(&["import", &file, "--as", "application/WDE_Main"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(err(&output), "note: 1 comment of these files is not carried over\n");
    assert_eq!(
        out(&output),
        format!(
            "applications:\n  # from {file}:1\n  - name: WDE_Main\n    options:\n      interaction-workspace:\n        \
             chat.on-hold-queue: \"\"\n        \"#chat.nickname\": Ana\n        f: \"a='b' AND c<1;\"\n"
        )
    );
    let said = refusal(&["import", &file]);
    assert!(said.contains("export.cfg:1:1: error[unplaced-options]"), "{said}");
    let judged = |name: &str| wdectl(&["check", ACME, &file, "--as", name, "--select", "syntax"]);
    assert_eq!(judged("agent-group/Service-Chat-L2").status.code(), Some(0));
    assert_eq!(judged("agent-group/Acme/Service-Chat-L2").status.code(), Some(0));
    for (name, said) in [
        (
            "agent-group/Service-Chat-L3",
            "error: --as: there is no agent group `Service-Chat-L3`; did you mean `Service-Chat-L2`?\n",
        ),
        ("agent-grup/x", "error: --as: `agent-grup` is no kind of object; did you mean `agent-group`?\n"),
        ("x", "error: --as: `x` names no object; write it as `kind/name`, for example `agent/x`\n"),
    ] {
        assert_eq!(err(&judged(name)), said);
        assert_eq!(judged(name).status.code(), Some(2));
    }
    assert_eq!(
        refusal(&["check", ACME, "--as", "agent/ana.ruiz"]),
        "error: --as says whose options a CFG file holds, and no such file is named beside it\n"
    );
}

#[test]
fn what_a_file_loses_is_told_at_its_line() {
    let output = wdectl(&["import", BROKEN]);
    assert_eq!(output.status.code(), Some(1));
    let said = err(&output);
    assert!(
        said.starts_with("warning: not everything that stands in these files is in what was written\n"),
        "{said}"
    );
    for rule in ["syntax", "duplicate-key", "not-a-value", "unknown-key", "ambiguous-object"] {
        assert!(said.contains(&format!(": error[{rule}] ")), "{rule}: {said}");
    }
    assert!(!out(&output).is_empty());
}

const SECRETS: &str = "[[options]]\nname = \"login.secret-phrase\"\nsection = \"interaction-workspace\"\nkind = \"text\"\n\
                       secret = true\n";

#[test]
fn what_our_form_has_no_place_for_is_named_and_the_answer_is_no() {
    let (_folder, path) = folder(&[
        ("a.yaml", "agents:\n  - {username: ana, application: A}\n  - {username: bob, application: B}\n"),
        ("b.yaml", "agents:\n  - {username: ana, application: B}\n  - {username: bob, application: B}\n"),
        ("c.yaml", "applications: [{name: B}]\n"),
    ]);
    let output = wdectl(&["import", &path]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        err(&output),
        "warning: 1 application left out, for an agent has one: application/A of agent/ana\n"
    );
    // What is there stays; what is written twice is not left out.
    assert_eq!(out(&output).matches("application: B").count(), 2, "{}", out(&output));
}

#[test]
fn a_secret_is_left_out_unless_it_is_asked_for() {
    let (_folder, path) = folder(&[
        ("wdectl.toml", "catalogues = [\"site.toml\"]\n"),
        ("site.toml", SECRETS),
        (
            "a.yaml",
            "agents: [{username: ana, options: {interaction-workspace: {login.secret-phrase: hunter2, chat.nickname: A}}}]\n",
        ),
    ]);
    let mut commands = vec![vec!["import", path.as_str()]];
    commands.extend(["cfg", "cfgdata", "json"].map(|to| vec!["export", "-d", path.as_str(), "--to", to]));
    for command in commands {
        let output = wdectl(&command);
        assert_eq!(output.status.code(), Some(0), "{command:?}: {}", err(&output));
        assert!(err(&output).contains("warning: 1 secret value is left out; --show-secrets writes them\n"));
        assert!(!out(&output).contains("hunter2") && out(&output).contains("chat.nickname"), "{command:?}");
        let output = wdectl(&[command.clone(), vec!["--show-secrets"]].concat());
        assert!(out(&output).contains("hunter2") && !err(&output).contains("secret"), "{command:?}");
    }
}

#[test]
fn cfg_files_are_named_after_what_they_hold_the_options_of() {
    let (folder, path) = folder(&[]);
    let args = ["export", "-d", ACME, "--to", "cfg", "-o", path.as_str()];
    let output = wdectl(&args);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert_eq!(out(&output), format!("116 objects in 23 files: {path}\n"));
    let said = err(&output);
    assert!(said.starts_with("note: CFG has no place for ") && said.lines().count() == 1, "{said}");
    let text = std::fs::read_to_string(folder.path().join("application/WDE_Main.cfg")).unwrap();
    assert!(
        text.starts_with("[interaction-workspace]\n") && text.contains("\nchat.on-hold-queue=chat-hold\n"),
        "{text}"
    );
    assert!(refusal(&args).contains("are there already; --force writes over what is there"));
    assert_eq!(out(&wdectl(&[&args[..], &["--force", "-q"]].concat())), "");
    // Two tenants have a group of one name.
    let group = |tenant: &str| folder.path().join(tenant).join("agent-group/Team-Leads.cfg").exists();
    assert!(group("Acme") && group("AcmeBank"));
    let one = ["export", "-d", ACME, "--to", "cfg", "--object", "application/WDE_Main"];
    assert_eq!(answer(0, &one), text);
    let file = format!("{path}/one.cfg");
    answer(0, &[&one[..], &["-o", &file]].concat());
    assert_eq!(std::fs::read_to_string(file).unwrap(), text);
}

#[test]
fn what_cannot_be_exported_is_refused() {
    for (args, said) in [
        (
            &["--to", "cfg"][..],
            "error: 23 objects have options, and a CFG file holds those of one; name a folder with -o, or an object with \
             --object\n",
        ),
        (
            &["--to", "cfg", "--object", "role/Chat-Agent"],
            "error: none of these objects has options, and CFG holds nothing else; nothing is written\n",
        ),
        (
            &["--to", "json", "--object", "agent/ana.ruis"],
            "error: there is no agent `ana.ruis`; did you mean `ana.ruiz`?\n",
        ),
        (
            &["--to", "json", "--changes", ACME],
            "error: --changes goes with --to cfgdata, the one form that has changes\n",
        ),
        (&["--to", "cfg", "--roles"], "error: --roles goes with --to cfgdata\n"),
        (&["--to", "cfgdata", "--changes", "nowhere"], "error: OLD: there is no file or folder `nowhere`\n"),
        (&["--to", "json", "--format", "json"], "error: no format `json` here: export has one form only\n"),
        (&["--to", "json", "-o", "src"], "error: `src` is a folder\n"),
    ] {
        assert_eq!(refusal(&[&["export", "-d", ACME], args].concat()), said);
    }
    assert!(refusal(&["export", "-d", ACME]).contains("--to <FORM>"));
}

/// What is not read of the old side would be created where it is.
#[test]
fn an_old_side_that_was_not_read_whole_makes_the_answer_no() {
    let text = "agents:\n  - username: ana\n";
    let (_folder, path) =
        folder(&[("old/a.yaml", &format!("{text}   - username: eva\n")), ("new/a.yaml", text)]);
    let (old, new) = (format!("{path}/old"), format!("{path}/new"));
    let output = wdectl(&["export", "-d", &new, "--to", "cfgdata", "--changes", &old]);
    assert_eq!(output.status.code(), Some(1), "{}", err(&output));
    let warning = "warning: OLD: 1 mistake while reading; `wdectl check` shows them\n";
    assert!(err(&output).contains(warning), "{}", err(&output));
    answer(0, &["export", "-d", &new, "--to", "cfgdata", "--changes", &new]);
}

#[test]
fn cfgdata_and_json_hold_what_they_say() {
    let (_folder, path) = folder(&[]);
    for (to, more) in [("cfgdata", &["--roles"][..]), ("json", &[])] {
        let file = format!("{path}/all.{}", if to == "json" { "json" } else { "xml" });
        let output = wdectl(&[&["export", "-d", ACME, "--to", to, "-o", &file], more].concat());
        // The condition of a virtual group is not known.
        let status = if to == "json" { 0 } else { 1 };
        assert_eq!(output.status.code(), Some(status), "{}", err(&output));
        assert_eq!(out(&output), format!("116 objects: {file}\n"));
        let text = std::fs::read_to_string(&file).unwrap();
        assert_eq!(answer(status, &[&["export", "-d", ACME, "--to", to], more].concat()), text);
        let (before, after) = (model(&read(&files(Path::new(ACME))).1), model(&read(&[(file, text)]).1));
        assert!(before.keys().eq(after.keys()));
        for (key, said) in &before {
            assert_eq!(said.options, after[key].options, "{key:?}");
            let fields = |said: &super::model::Said| {
                let mut fields = said.fields.clone();
                fields.retain(|key, _| to == "json" || !matches!(key.as_str(), "media" | "owner"));
                fields
            };
            assert_eq!(fields(said), fields(&after[key]), "{key:?}");
        }
    }
    let output = wdectl(&["export", "-d", ACME, "--to", "cfgdata"]);
    assert!(
        err(&output).contains("note: CfgData has no place for ") && err(&output).contains("role/"),
        "{}",
        err(&output)
    );
    assert!(!out(&output).contains("CfgRole"));
    assert_eq!(
        err(&wdectl(&["export", "-d", ACME, "--to", "cfgdata", "-q"])),
        "warning: 1 virtual agent group written as an ordinary one, for the condition is not known: agent-group/VIP-Certified\n"
    );
}

#[test]
fn a_text_that_a_form_cannot_hold_is_told() {
    let (_folder, path) = folder(&[(
        "a.json",
        r#"{"agents": [{"name": "ana", "options": {"interaction-workspace": {"chat.nickname": "a\u0001", "b": "x\ny"}}}]}"#,
    )]);
    let left = [("cfgdata", "1 text", &["chat.nickname"][..]), ("cfg", "2 texts", &["chat.nickname", "b"])];
    for (to, count, options) in left {
        let output = wdectl(&["export", "-d", &path, "--to", to]);
        assert_eq!(output.status.code(), Some(1));
        assert!(err(&output).contains(&format!("{count} left out, for C")), "{}", err(&output));
        for option in options {
            assert!(err(&output).contains(option), "{}", err(&output));
            assert!(
                !out(&output).contains(&format!("{option}\""))
                    && !out(&output).contains(&format!("{option}="))
            );
        }
    }
    assert_eq!(wdectl(&["export", "-d", &path, "--to", "json"]).status.code(), Some(0));
}

#[test]
fn what_could_not_be_read_is_told_with_what_is_exported() {
    for to in ["json", "cfgdata"] {
        let output = wdectl(&["export", "-d", BROKEN, "--to", to]);
        assert_eq!(output.status.code(), Some(1));
        assert!(err(&output).contains(": error[syntax] ") && !out(&output).is_empty(), "{}", err(&output));
    }
}

#[test]
fn changes_make_the_deployment_of_the_one_before() {
    let (folder, path) = folder(&[]);
    let old = folder.path().join("old");
    for (file, text) in files(Path::new(ACME)) {
        let target = old.join(Path::new(&file).strip_prefix(ACME).unwrap());
        std::fs::create_dir_all(target.parent().unwrap()).unwrap();
        let text = text
            .replace("chat.typing-timeout=20", "chat.typing-timeout=25")
            .replace("warranty and repair", "L2");
        std::fs::write(target, text).unwrap();
    }
    std::fs::write(
        old.join("more.yaml"),
        "tenant: Acme\nagents: [{username: gone, agent-groups: [Service-Chat]}]\n",
    )
    .unwrap();
    let (old, change) = (old.to_str().unwrap(), format!("{path}/change.xml"));
    let output = wdectl(&["export", "-d", ACME, "--to", "cfgdata", "--changes", old, "-o", &change]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let said = out(&output);
    assert!(said.contains(" changed, 1 removed: ") && !said.contains("created"), "{said}");
    let mut all = files(Path::new(old));
    all.push((change.clone(), std::fs::read_to_string(&change).unwrap()));
    let (expected, found) = (model(&read(&files(Path::new(ACME))).1), model(&read(&all).1));
    assert_eq!(found, expected);
    // Read together they are judged as what they make.
    let judged = wdectl(&["check", old, &change, "--format", "concise"]);
    assert_eq!(judged.status.code(), wdectl(&["check", ACME, "--format", "concise"]).status.code());
    let nothing = wdectl(&["export", "-d", ACME, "--to", "cfgdata", "--changes", ACME]);
    assert_eq!(nothing.status.code(), Some(0));
    assert!(
        out(&nothing).ends_with("<CfgData xmlns=\"http://www.genesyslab.com/cs\"/>\n"),
        "{}",
        out(&nothing)
    );
    assert!(err(&nothing).starts_with("nothing to change\n"), "{}", err(&nothing));
    let one = wdectl(&["export", "-d", ACME, "--to", "cfgdata", "--changes", old, "--object", "agent/gone"]);
    assert!(err(&one).starts_with("1 removed\n") && out(&one).contains("<CfgRemove>"), "{}", err(&one));
}
