//! No secret is ever shown: planted ones are looked for in all that any command writes.

use std::path::Path;
use std::process::Output;

use crate::commands::{ACME, root};
use crate::reports::status::{COMMANDS, all_formats};

/// What stands in every planted secret, however it is written.
const MARK: &str = "unter2";

/// A folder with Acme and secrets in every form in which they can be written, sound and broken.
fn planted() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&root().join(ACME), folder.path());
    let put = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    put(
        "s/app.toml",
        "[[applications]]\nname = \"Chat_Server_S\"\ntype = \"chat-server\"\ntenant = \"Acme\"\n\
         [applications.options.\"log\"]\ndb-password = \"hunter2-toml\"\n\"#db-password\" = '''hunter2\nhunter2-more'''\n\
         [applications.options.login]\nseal = \"hunter2-seal\"\nseal-age = 3\n",
    );
    put(
        "s/agents.yaml",
        "# the old password: hunter2-comment\nagents:\n  - username: sec.one\n    tenant: Acme\n    application: WDE_Main\n    \
         options:\n      interaction-workspace:\n        crm.api-token: &token \"h\\u0075nter2 yaml\"\n        crm.password: |\n          \
         hunter2 first\n            hunter2 second\n        seal: *token\n        seal.age: 3  # wdectl: allow(unlisted-option) kept\n  \
         - {username: sec.two, tenant: Acme, application: WDE_Main, agent-groups: [Nowhere], options: {interaction-workspace: \
         {crm.password: hunter2-flow, chat.auto-answer: yes}}}\n  - username: sec.three\n    tenant: Acme\n    application: WDE_Main\n    \
         options:\n      interaction-workspace:\n        crm.password: hunter2-first\n        crm.password: hunter2-again\n        \
         login.secret: [hunter2-list]\n",
    );
    put(
        "s/groups.json",
        "{\"agent-groups\": [{\"name\": \"Sec\", \"tenant\": \"Acme\", \"agents\": [\"sec.one\", \"sec.two\"], \"options\": \
         {\"interaction-workspace\": {\"crm.password\": \"\\u0068unter2\\n\u{FC}\u{8A9E}\", \"pass\\u0077ord\": \"hunter2-key\", \
         \"chat.auto-answer\": \"nope\"}}}, {\"name\": \"Sec-B\", \"tenant\": \"Acme\", \"agents\": [\"sec.one\"], \"options\": \
         {\"interaction-workspace\": {\"crm.password\": \"hunter2-other\"}}}]}",
    );
    put(
        "s/agent-group/Sec-B.cfg",
        "[interaction-workspace]\r\ncrm.passwd=hunter2, cfg\r\ncrm.password hunter2\r\n",
    );
    put(
        "s/broken.json",
        "{\"agents\": [{\"username\": \"x\", \"password\": \"hunter2-broken, \"options\": 5}]}\n",
    );
    put(
        "s/broken.yaml",
        "agents:\n  - username: y\n    password: \"hunter2 open\n    - options: {token: hunter2\n",
    );
    put("s/broken.toml", "[[agents]]\nusername = \"z\"\npassword = hunter2-bare\ntoken = 'hunter2-open\n");
    put("s/people.csv", "Username,Password\nana,hunter2-csv\n");
    put(
        "s/export.xml",
        "<?xml version=\"1.0\"?>\n<CfgData><CfgReference><CfgTenantRef id=\"T1\" name=\"Acme\"/></CfgReference><CfgCreate>\n\
         <CfgApplication id=\"A1\" name=\"Exported\" version=\"8.5.1\" type=\"107\" password=\"hunter2-xml\" startupType=\"1\" \
         ownerDBID=\"T1\"><options><list_pair key=\"db\"><str_pair key=\"password\" value=\"hunter2 &amp; xml\"/>\
         <str_pair value=\"hunter2 value first\" key=\"api-key\"/></list_pair></options></CfgApplication>\n\
         <CfgPerson id=\"P1\" userName=\"sec.xml\" tenantDBID=\"T1\" isAgent=\"2\" password=\"hunter2-person\" bogus=\"1\"/>\n\
         </CfgCreate></CfgData>\n",
    );
    put(
        "scenarios/secret.yaml",
        "scenarios:\n  - name: a secret is set\n    steps:\n      - login: {agent: sec.one}\n      - set: {object: agent/sec.one, option: \
         crm.password, value: hunter2-new}\n      - expect: {agent: sec.one, option: crm.password, value: hunter2-new}\n      - start: \
         {chat: c1, async: true, queue: chat-greet, user-data: {token: hunter2-data}}\n  - name: a secret is another one\n    steps:\n      \
         - login: {agent: sec.one}\n      - expect: {agent: sec.one, option: crm.password, value: hunter2-wrong}\n",
    );
    put("site.toml", "[[options]]\nname = \"seal\"\nkind = \"integer\"\nsecret = true\n");
    let settings = folder.path().join("wdectl.toml");
    let text = std::fs::read_to_string(&settings).unwrap();
    std::fs::write(settings, format!("catalogues = [\"site.toml\"]\n{text}")).unwrap();
    folder
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &to),
            false => _ = std::fs::copy(entry.path(), to).unwrap(),
        }
    }
}

fn run(folder: &Path, args: &[&str], input: &str) -> Output {
    let mut command = assert_cmd::Command::new(assert_cmd::cargo_bin!("wdectl"));
    command.current_dir(folder).env_remove("CLICOLOR_FORCE").env_remove("GITHUB_STEP_SUMMARY");
    command.args(args).write_stdin(input).output().unwrap()
}

/// Both streams, in which no secret may stand; an answer must have been tried.
fn said(folder: &Path, args: &[&str], input: &str) -> String {
    let output = run(folder, args, input);
    let text =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let shown = text.lines().find(|line| line.contains(MARK));
    assert_eq!(shown, None, "{args:?}");
    assert!(
        output.status.code().is_some_and(|code| code <= 2) && !text.contains("panicked"),
        "{args:?}: {text}"
    );
    text
}

#[test]
fn no_command_shows_a_secret_in_any_format() {
    let folder = planted();
    let at = folder.path();
    let mut commands: Vec<Vec<&str>> = COMMANDS.map(<[&str]>::to_vec).to_vec();
    for command in &mut commands {
        for word in command.iter_mut() {
            *word = match *word {
                "ana.ruiz" => "sec.one",
                "agent/ana.ruiz" => "agent/sec.one",
                "fixtures/deployments/acme/scenarios/hold.yaml" => "scenarios/secret.yaml",
                "Service-Chat-L2" => "Sec",
                "agent-group/Service-Chat-L2" => "agent-group/Sec",
                "fixtures/deployments/acme-broken" => ".",
                word => word,
            };
        }
    }
    commands.extend(
        [
            &["check"][..],
            &["check", "--statistics"],
            &["check", "--show-files"],
            &["check", "--show-settings"],
            &["check", "--diff", "--unsafe-fixes"],
            &["check", "--verbose", "--warn", "unlisted-option"],
            &["resolve", "--agent", "sec.one", "--explain"],
            &["resolve", "--agent", "sec.one", "crm.password"],
            &[
                "resolve",
                "--agent",
                "sec.one",
                "--set",
                "agent/sec.one:crm.password=hunter2-what-if",
                "--explain",
            ],
            &["resolve", "--agent", "sec.one", "--set", "agent/nobody:crm.password=hunter2-what-if"],
            &["resolve", "--agent", "sec.one", "--set", "crm.password=hunter2-what-if"],
            &["show", "application/Chat_Server_S"],
            &["show", "application/Exported"],
            &["show", "agent-group/Sec"],
            &["option", "learn", "application/Chat_Server_S"],
            &["option", "learn", "agent/sec.one"],
            &["option", "show", "seal"],
            &["chat", "run", "scenarios/secret.yaml", "--coverage"],
            &["chat", "run", "scenarios/secret.yaml", "--verbose"],
            &["chat", "mutate"],
            &["chat", "generate", "-o", "generated.yaml"],
            &["privilege", "effective", "--all"],
            &["report", "-o", "-"],
            &["import", "."],
            &["import", ".", "--to", "toml"],
            &["import", ".", "-o", "imported"],
            &["export", "--to", "json"],
            &["export", "--to", "cfgdata", "--roles"],
            &["export", "--to", "cfgdata", "--changes", "scenarios"],
            &["export", "--to", "cfg", "-o", "exported"],
        ]
        .map(<[&str]>::to_vec),
    );
    let formats = all_formats();
    for command in commands {
        said(at, &command, "");
        for format in &formats {
            said(at, &[&command[..], &["--format", format]].concat(), "");
        }
    }
    for file in files(at) {
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(
            !text.contains(MARK) || file.starts_with(at.join("s")) || file.ends_with("secret.yaml"),
            "{file:?}"
        );
    }
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        match entry.file_type().unwrap().is_dir() {
            true => found.extend(files(&entry.path())),
            false => found.push(entry.path()),
        }
    }
    found
}

#[test]
fn findings_beside_secrets_point_at_the_same_columns() {
    let folder = planted();
    let hidden = said(folder.path(), &["check", "--format", "concise"], "");
    let shown = run(folder.path(), &["check", "--format", "concise", "--show-secrets"], "");
    let shown = String::from_utf8(shown.stdout).unwrap();
    let places = |text: &str| -> Vec<String> {
        let place = |line: &str| line.splitn(4, ':').take(3).collect::<Vec<_>>().join(":");
        text.lines().map(place).collect()
    };
    assert_eq!(places(&hidden), places(&shown));
    assert!(hidden.contains("(secret)"), "two groups disagree about a secret:\n{hidden}");
    let text = said(folder.path(), &["check", "--format", "human"], "");
    assert!(text.contains("crm.password: ****"), "{text}");
}

#[test]
fn who_asks_for_secrets_is_shown_them() {
    let folder = planted();
    let resolve = &["resolve", "--agent", "sec.one", "crm.password"][..];
    assert_eq!(said(folder.path(), resolve, "").lines().next(), Some("(secret)"));
    let shown = run(folder.path(), &[resolve, &["--show-secrets"]].concat(), "");
    assert!(String::from_utf8(shown.stdout).unwrap().contains("hunter2 first"));
}

#[test]
fn a_file_that_is_changed_keeps_its_secrets() {
    let folder = planted();
    let at = folder.path();
    let path = at.join("s/agents.yaml");
    let text = "agents:\n  - username: sec.one\n    tenant: Acme\n    application: WDE_Main\n    options:\n      \
                interaction-workspace:\n        crm.password: hunter2-kept\n        chat.auto-answer: TRUE \n        \
                crm.token: \"hunter2 \u{FC}\"\n";
    std::fs::write(&path, text).unwrap();
    let diff = said(at, &["check", "--diff"], "");
    assert!(diff.contains("crm.password: ************"), "{diff}");
    said(at, &["check", "--fix"], "");
    let fixed = std::fs::read_to_string(&path).unwrap();
    assert_eq!(fixed, text.replace("TRUE ", "true "), "only the fix");
    for broken in ["s/broken.json", "s/broken.yaml", "s/broken.toml", "s/agent-group/Sec-B.cfg"] {
        std::fs::remove_file(at.join(broken)).unwrap();
    }
    std::fs::remove_file(at.join("s/groups.json")).unwrap();
    let rename = &["rename", "agent/sec.one", "sec.uno"][..];
    let diff = said(at, &[rename, &["--diff"]].concat(), "");
    assert!(diff.contains("+  - username: sec.uno") && diff.contains("value: ***"), "{diff}");
    let only_names =
        |line: &&str| line.starts_with(['+', '-']) && !line.starts_with("+++") && !line.starts_with("---");
    assert!(diff.lines().filter(only_names).all(|line| line.contains("sec.")), "{diff}");
    said(at, rename, "");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), fixed.replace("sec.one", "sec.uno"));
    assert!(
        std::fs::read_to_string(at.join("scenarios/secret.yaml")).unwrap().contains("value: hunter2-new")
    );
}

#[test]
fn a_changed_secret_is_a_change_without_values() {
    let (old, new) = (planted(), planted());
    let path = new.path().join("s/groups.json");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("hunter2-other", "hunter2-changed")).unwrap();
    let path = new.path().join("s/app.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("hunter2-toml", "hunter2-changed")).unwrap();
    let (from, to) = (old.path().to_str().unwrap(), new.path().to_str().unwrap());
    for format in ["human", "json", "markdown"] {
        let told = said(old.path(), &["diff", from, to, "--format", format], "");
        assert!(told.contains("db-password") && told.contains("(secret)"), "{told}");
    }
    assert!(!said(old.path(), &["diff", from, from], "").contains("password"));
}

#[test]
fn what_is_typed_is_not_shown_again_but_saved() {
    let folder = planted();
    let at = folder.path();
    let lines = "login: {agent: sec.one}\nset: {object: agent/sec.one, option: crm.password, value: hunter2-typed}\n\
                 set object=agent/sec.one option=crm.password value=hunter2-short\nset agent/sec.one crm.password hunter2-words\nset crm.password hunter2-words\nback\nredo\nstate\n\
                 set: {object: agent/sec.one, option: crm.password, value: hunter2-bad, bogus: 1}\n\
                 expect: {agent: sec.one, option: crm.password, value: hunter2-bad}\nsave typed.yaml\nsave typed.toml\n";
    for format in ["human", "json"] {
        let text = said(at, &["chat", "session", "--format", format], lines);
        assert!(text.contains("crm.password") && text.contains("*******"), "{text}");
        for file in ["typed.yaml", "typed.toml"] {
            let saved = std::fs::read_to_string(at.join(file)).unwrap();
            assert!(saved.contains("hunter2-typed"), "{saved}");
            std::fs::remove_file(at.join(file)).unwrap();
        }
    }
}

#[test]
fn reports_transcripts_and_unsaved_buffers_hide_secrets_too() {
    let folder = planted();
    let at = folder.path();
    let out = tempfile::tempdir().unwrap();
    let name = |file: &str| out.path().join(file).to_str().unwrap().to_owned();
    let outputs: Vec<String> =
        ["json", "jsonl", "sarif", "github", "gitlab", "junit", "checkstyle", "markdown", "human"]
            .iter()
            .map(|format| format!("{format}={}", name(format)))
            .collect();
    let mut args = vec!["check"];
    outputs.iter().for_each(|output| args.extend(["--output", output]));
    said(at, &args, "");
    said(at, &["chat", "run", "scenarios/secret.yaml", "--transcript", &name("t")], "");
    said(at, &["check", "--write-baseline", "--baseline", &name("baseline.json")], "");
    said(at, &["chat", "verify", "--emit-scenarios", &name("stories")], "");
    let written = files(out.path());
    assert!(written.len() > 12, "{written:?}");
    for file in written {
        assert!(!std::fs::read_to_string(&file).unwrap().contains(MARK), "{file:?}");
    }
    let unsaved =
        "agents:\n  - {username: buffer, password: hunter2, rolls: [hunter2]}\n  - token: \"hunter2\n";
    for format in ["human", "json", "sarif", "concise"] {
        let args = ["check", "--stdin-filename", "s/agents.yaml", "--format", format];
        let output = run(at, &args, unsaved);
        let text = String::from_utf8(output.stdout).unwrap();
        // `rolls` is no secret, what stands there is shown; the line of the password is not.
        assert!(!text.contains("password: hunter2") && text.contains("rolls"), "{text}");
    }
}
