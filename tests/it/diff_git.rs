//! `diff` with revisions of a git repository.

use std::path::Path;
use std::process::Command;

use crate::commands::{err, out};
use crate::diff::{answer, diff_in, document};

/// Runs git in a folder and gives what it prints.
fn git(folder: &Path, args: &[&str]) -> String {
    let output = Command::new("git")
        .current_dir(folder)
        .args(["-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "init.defaultBranch=main"])
        .args(["-c", "commit.gpgsign=false", "-c", "protocol.file.allow=always"])
        .args(args)
        .output()
        .unwrap();
    assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn write(folder: &Path, file: &str, text: &str) {
    let path = folder.join(file);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

fn commit(folder: &Path, message: &str) -> String {
    git(folder, &["add", "--all", "--force"]);
    git(folder, &["commit", "--quiet", "--message", message]);
    git(folder, &["rev-parse", "HEAD"])
}

const AGENTS: &str = "agents: [{username: ana, application: WDE}]\napplications: [{name: WDE}]\n";

/// A repository with a deployment in `config`: a first commit on which `side` and `main` build.
fn repository() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    git(at, &["init", "--quiet", "--initial-branch=main"]);
    write(at, "config/agents.yaml", AGENTS);
    write(at, "config/application/WDE.cfg", "[interaction-workspace]\nchat.typing-timeout=1\n");
    write(at, "config/.hidden.yaml", "agents: [{username: hidden}]\n");
    write(at, "config/scenarios/a.yaml", "agents: [{username: scenario}]\n");
    write(at, "config/old/left-out.yaml", "agents: [{username: excluded}]\n");
    write(at, "config/wdectl.toml", "exclude = [\"old/*\"]\n");
    write(at, "elsewhere/agents.yaml", "agents: [{username: elsewhere}]\n");
    commit(at, "first");
    git(at, &["branch", "side"]);
    write(at, "config/application/WDE.cfg", "[interaction-workspace]\nchat.typing-timeout=2\n");
    commit(at, "second");
    folder
}

/// Old and new value of the only change.
fn only_change(folder: &Path, args: &[&str]) -> (String, String) {
    let document = document(folder, 1, args);
    let changes = document["changes"].as_array().unwrap();
    assert_eq!(changes.len(), 1, "{document}");
    let text = |key: &str| changes[0][key].as_str().unwrap().to_owned();
    assert_eq!(text("name"), "chat.typing-timeout");
    (text("old"), text("new"))
}

#[test]
fn revisions_are_read_like_folders() {
    let folder = repository();
    let at = folder.path();
    answer(at, 0, &["git:HEAD", "-d", "config"]);
    assert_eq!(only_change(at, &["git:HEAD~1", "-d", "config"]), ("1".into(), "2".into()));
    assert_eq!(only_change(at, &["git:HEAD", "git:side", "-d", "config"]), ("2".into(), "1".into()));
    assert_eq!(only_change(at, &["config", "git:side", "-d", "config"]), ("2".into(), "1".into()));
    write(at, "config/application/WDE.cfg", "[interaction-workspace]\nchat.typing-timeout=3\n");
    assert_eq!(only_change(at, &["git:HEAD", "-d", "config"]), ("2".into(), "3".into()));
    // From inside the folder, and of one file.
    assert_eq!(only_change(&at.join("config"), &["git:HEAD"]), ("2".into(), "3".into()));
    let document = document(at, 1, &["git:HEAD", "-d", "config"]);
    let because = document["changes"][0]["because"].as_array().unwrap();
    assert_eq!(because[0]["location"]["file"], "HEAD:config/application/WDE.cfg");
    assert_eq!(because[1]["location"]["file"], "config/application/WDE.cfg");
    write(at, "config/agents.yaml", &AGENTS.replace("ana", "eva"));
    let text = answer(at, 1, &["git:HEAD", "-d", "config/agents.yaml"]);
    assert!(text.contains("agent/eva is new") && text.contains("agent/ana is gone"), "{text}");
}

#[test]
fn a_repository_that_is_the_folder_itself() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    git(at, &["init", "--quiet", "--initial-branch=main"]);
    write(at, "agents.yaml", AGENTS);
    write(at, "application/WDE.cfg", "[interaction-workspace]\nchat.typing-timeout=1\n");
    commit(at, "first");
    answer(at, 0, &["git:HEAD"]);
    write(at, "application/WDE.cfg", "[interaction-workspace]\nchat.typing-timeout=2\n");
    assert_eq!(only_change(at, &["git:HEAD"]), ("1".into(), "2".into()));
    let shown = document(at, 1, &["git:HEAD"]);
    let file = shown["changes"][0]["because"][0]["location"]["file"].as_str().unwrap().to_owned();
    assert!(git(at, &["show", &file]).contains("chat.typing-timeout=1"), "{file}");
}

/// What is shown of a revision, `git show` takes from wherever one stands.
#[test]
fn places_in_a_revision_are_places_to_git() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    git(at, &["init", "--quiet", "--initial-branch=main"]);
    let tenants = "tenants: [{name: A}, {name: B}]\n";
    let groups = "agent-groups: [{name: G, tenant: A, agents: [ana]}, {name: G, tenant: B}]\n";
    let agents = AGENTS.replace("username: ana", "username: ana, tenant: A");
    write(at, "site/all.yaml", &format!("{tenants}{groups}{agents}"));
    write(at, "site/A/agent-group/G.cfg", "[interaction-workspace]\nchat.typing-timeout=1\n");
    commit(at, "first");
    write(at, "site/A/agent-group/G.cfg", "[interaction-workspace]\nchat.typing-timeout=2\n");
    write(at, "site/all.yaml", &format!("{tenants}{groups}{agents}").replace("ana", "eva"));
    for (stand, deployment, place) in [
        ("site", ".", "HEAD:site/all.yaml"),
        (".", "site", "HEAD:site/all.yaml"),
        ("site/A", "..", "HEAD:site/all.yaml"),
    ] {
        let text = answer(&at.join(stand), 1, &["git:HEAD", "-d", deployment]);
        assert!(text.contains(place), "{text}");
        assert!(git(&at.join(stand), &["show", place]).contains("username: ana"));
    }
    // The folder above the kind is the tenant, at the top of a repository as well.
    let flat = tempfile::tempdir().unwrap();
    let at = flat.path();
    git(at, &["init", "--quiet", "--initial-branch=main"]);
    write(at, "all.yaml", &format!("{tenants}{groups}{agents}"));
    write(at, "A/agent-group/G.cfg", "[interaction-workspace]\nchat.typing-timeout=1\n");
    commit(at, "first");
    answer(at, 0, &["git:HEAD"]);
    write(at, "A/agent-group/G.cfg", "[interaction-workspace]\nchat.typing-timeout=2\n");
    assert_eq!(only_change(at, &["git:HEAD"]), ("1".into(), "2".into()));
}

#[test]
fn three_dots_are_the_merge_base() {
    let folder = repository();
    let at = folder.path();
    git(at, &["checkout", "--quiet", "side"]);
    write(at, "config/agents.yaml", &AGENTS.replace("[{", "[{first-name: Ana, "));
    commit(at, "on the side");
    // `main` went on; what it did is not this branch's change.
    answer(at, 0, &["git:main...", "-d", "config"]);
    assert_eq!(only_change(at, &["git:main", "-d", "config"]), ("2".into(), "1".into()));
    git(at, &["checkout", "--quiet", "--orphan", "stranger"]);
    commit(at, "from nothing");
    let output = diff_in(at, &["git:main...", "-d", "config"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("`main` and HEAD have no commit in common"), "{}", err(&output));
}

#[test]
fn what_is_not_there_is_told_with_its_cure() {
    let folder = repository();
    let at = folder.path();
    let shallow = tempfile::tempdir().unwrap();
    let source = format!("file://{}", at.display());
    git(shallow.path(), &["clone", "--quiet", "--depth=1", "--no-single-branch", &source, "clone"]);
    let clone = shallow.path().join("clone");
    write(at, "fresh/agents.yaml", AGENTS);
    for (folder, args, said) in [
        (at, &["git:nope", "-d", "config"][..], "there is no revision `nope` in the repository"),
        (at, &["git:--upload-pack=x", "-d", "config"], "`--upload-pack=x` is no revision"),
        (at, &["git:", "-d", "config"], "`git:` without a revision"),
        (at, &["git:main..side", "-d", "config"], "name both sides, `git:main git:side`"),
        (at, &["git:main...side", "-d", "config"], "the merge base with HEAD, `git:main...`"),
        (at, &["git:HEAD:config"], "write `git:HEAD -d config`"),
        (at, &["git:HEAD", "-d", "fresh"], "`HEAD:fresh` holds no file"),
        (&clone, &["git:HEAD~1", "-d", "config"], "is shallow; `git fetch --unshallow`"),
        (&clone, &["git:origin/side...", "-d", "config"], "this clone is shallow"),
    ] {
        let output = diff_in(folder, args);
        assert_eq!(output.status.code(), Some(2), "{args:?}\n{}", out(&output));
        assert!(err(&output).contains(said), "{args:?} said: {}", err(&output));
    }
    git(&clone, &["fetch", "--quiet", "--unshallow"]);
    assert_eq!(only_change(&clone, &["git:HEAD~1", "-d", "config"]), ("1".into(), "2".into()));
}

#[test]
fn neither_hooks_nor_filters_run_and_nothing_is_written() {
    let folder = repository();
    let at = folder.path();
    let trap = at.join("trap");
    git(at, &["config", "core.pager", &format!("touch {}", trap.display())]);
    git(at, &["config", "core.fsmonitor", &format!("touch {}", trap.display())]);
    git(at, &["config", "filter.trap.smudge", &format!("touch {}", trap.display())]);
    write(at, ".gitattributes", "*.cfg filter=trap\n");
    let before = git(at, &["-c", "core.fsmonitor=false", "status", "--porcelain"]);
    answer(at, 1, &["git:HEAD~1", "-d", "config"]);
    assert!(!trap.exists());
    assert_eq!(git(at, &["-c", "core.fsmonitor=false", "status", "--porcelain"]), before);
}
