//! Places that are no files, never end, or cannot be written.

use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use super::{FILES, deployment, exported, program, said, texts, wdectl};

/// Runs a command in the folder for at most ten seconds, as one that waits for ever would say nothing.
fn in_time(folder: &Path, args: &[&str]) -> Output {
    let mut child = Command::new(program())
        .current_dir(folder)
        .args(args)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    for _ in 0..1000 {
        if child.try_wait().unwrap().is_some() {
            return child.wait_with_output().unwrap();
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    child.kill().unwrap();
    panic!("{args:?} never ends");
}

fn pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

#[test]
fn what_is_no_file_is_passed_over_in_a_folder_and_told_where_it_is_named() {
    let folder = deployment();
    let at = |name: &str| folder.path().join(name);
    symlink("nowhere", at("dangling.yaml")).unwrap();
    symlink("/dev/zero", at("zero.yaml")).unwrap();
    std::fs::create_dir(at("folder.yaml")).unwrap();
    pipe(&at("pipe.yaml"));
    let _socket = std::os::unix::net::UnixListener::bind(at("socket.yaml")).unwrap();
    let shown = in_time(folder.path(), &["check", "--show-files"]);
    assert_eq!(said(&shown).matches(".yaml ").count(), FILES + 2, "{}", said(&shown));
    assert_eq!(in_time(folder.path(), &["check"]).status.code(), Some(0));
    for (name, why) in [
        ("dangling.yaml", "there is no file or folder `dangling.yaml`"),
        ("folder.yaml", "`folder.yaml` holds no file"),
        ("socket.yaml", "cannot read `socket.yaml`"),
        ("zero.yaml", "`zero.yaml` is larger than 1048576 bytes"),
    ] {
        let named = in_time(folder.path(), &["check", name, "--max-file-size", "1MiB"]);
        assert_eq!(named.status.code(), Some(2), "{name}: {}", said(&named));
        assert!(said(&named).contains(why), "{name}: {}", said(&named));
    }
}

/// On Linux there are files that are listed and cannot be read, as if they had gone meanwhile, and files that hold more
/// than is said of them.
#[test]
#[cfg(target_os = "linux")]
fn a_file_that_goes_or_grows_is_told_and_the_others_are_judged() {
    let folder = deployment();
    let at = |name: &str| folder.path().join(name);
    symlink("/proc/self/mem", at("gone.yaml")).unwrap();
    let gone = in_time(folder.path(), &["check", "--format", "concise"]);
    assert_eq!(gone.status.code(), Some(2), "{}", said(&gone));
    assert!(said(&gone).contains("error: cannot read `gone.yaml`"), "{}", said(&gone));
    assert_eq!(said(&gone).matches("[duplicate-grant]").count(), FILES, "{}", said(&gone));
    std::fs::remove_file(at("gone.yaml")).unwrap();
    symlink("/proc/version", at("grown.yaml")).unwrap();
    assert_eq!(std::fs::metadata(at("grown.yaml")).unwrap().len(), 0);
    let grown = in_time(folder.path(), &["check", "--format", "concise"]);
    let told = said(&grown);
    let line = told.lines().find(|line| line.starts_with("grown.yaml")).unwrap_or_else(|| panic!("{told}"));
    assert!(!line.contains("it holds nothing"), "{line}");
}

#[test]
fn files_of_our_own_that_never_end_are_refused() {
    let folder = deployment();
    let at = |name: &str| folder.path().join(name);
    pipe(&at(".gitignore"));
    let piped = in_time(folder.path(), &["check"]);
    assert_eq!(piped.status.code(), Some(2));
    assert!(said(&piped).contains(".gitignore` is no file"), "{}", said(&piped));
    // Another one's file above counts as well, and so does one below.
    std::fs::create_dir_all(at("deep/er")).unwrap();
    std::fs::write(at("deep/er/a.yaml"), "roles: [{name: Z}]\n").unwrap();
    assert_eq!(in_time(&at("deep/er"), &["check"]).status.code(), Some(2));
    std::fs::rename(at(".gitignore"), at("deep/.gitignore")).unwrap();
    let below = in_time(folder.path(), &["check"]);
    assert_eq!(below.status.code(), Some(2));
    assert!(said(&below).contains("deep/.gitignore` is no file"), "{}", said(&below));
    std::fs::remove_file(at("deep/.gitignore")).unwrap();
    let large = std::fs::File::create(at(".gitignore")).unwrap();
    large.set_len((16 << 20) + 1).unwrap();
    assert!(said(&in_time(folder.path(), &["check"])).contains(".gitignore` is larger than 16777216 bytes"));
    std::fs::remove_file(at(".gitignore")).unwrap();
    let large = std::fs::File::create(at("large")).unwrap();
    large.set_len((256 << 20) + 1).unwrap();
    for (settings, args) in [
        ("catalogues = [\"large\"]\n", &["check"][..]),
        ("baseline = \"large\"\n", &["check"]),
        ("", &["chat", "run", "large"]),
    ] {
        std::fs::write(at("wdectl.toml"), settings).unwrap();
        let refused = in_time(folder.path(), args);
        assert_eq!(refused.status.code(), Some(2), "{args:?}: {}", said(&refused));
        assert!(said(&refused).contains("`large` is larger than 268435456 bytes"), "{}", said(&refused));
    }
    std::fs::write(
        at("wdectl.toml"),
        format!("exclude = [\"{}{}\"]\n", "{a,".repeat(2000), "}".repeat(2000)),
    )
    .unwrap();
    let globs = in_time(folder.path(), &["check"]);
    assert_eq!(globs.status.code(), Some(2));
    assert!(said(&globs).contains("cannot use the globs of `exclude`"), "{}", said(&globs));
}

/// What writes, and where to.
const WRITERS: [&[&str]; 9] = [
    &["check", "--fix", "--select", "duplicate-grant"],
    &["check", "--output", "json=PLACE/a.json"],
    &["check", "--write-baseline", "--baseline", "PLACE/a.json"],
    &["rename", "agent/ana", "ana.ruiz"],
    &["import", ".", "-o", "PLACE"],
    &["export", "--to", "cfg", "-o", "PLACE/a.cfg"],
    &["export", "--to", "cfgdata", "-o", "PLACE/a.xml"],
    &["report", "-o", "PLACE/a.html"],
    &["chat", "verify", "--emit-scenarios", "PLACE/s"],
];

/// Tries everything that writes; nothing may change, and the place is told without names of ours.
fn nothing_is_written(folder: &Path, place: &str, run: impl Fn(&[&str]) -> Output) {
    let old = texts(folder);
    for args in WRITERS {
        let args: Vec<String> = args.iter().map(|arg| arg.replace("PLACE", place)).collect();
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        if place == "w.yaml" && matches!(args[..2], ["check", "--fix"] | ["rename", _]) {
            continue;
        }
        let output = run(&args);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", said(&output));
        assert!(said(&output).contains("error: cannot "), "{args:?}: {}", said(&output));
        assert!(!said(&output).contains(" at path "), "{args:?}: {}", said(&output));
        let whole = folder.to_string_lossy();
        assert!(!said(&output).contains(&*whole), "a path is told as it was named: {}", said(&output));
        assert_eq!(texts(folder), old, "{args:?}");
        let left = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
        assert_eq!(left.filter(|name| name.to_string_lossy().starts_with('.')).count(), 0, "{args:?}");
    }
}

#[test]
fn a_place_that_cannot_be_written_is_told_and_nothing_changes() {
    let folder = exported();
    std::fs::remove_dir_all(folder.path().join("out")).unwrap();
    let text = "applications: [{name: W, options: {interaction-workspace: {a: b}}}]\n";
    std::fs::write(folder.path().join("w.yaml"), text).unwrap();
    std::fs::remove_file(folder.path().join("groups.yaml")).unwrap();
    // Below a file nobody can write, root neither.
    nothing_is_written(folder.path(), "w.yaml", |args| wdectl(folder.path(), args));
    // A folder that is not ours. Root may write everywhere, and has to become somebody else.
    use std::os::unix::fs::PermissionsExt as _;
    let mode = |mode| std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(mode)).unwrap();
    mode(0o555);
    let nobody = |args: &[&str]| {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(program());
        command.current_dir(folder.path()).args(args).output()
    };
    let may_write = tempfile::tempfile_in(folder.path()).is_ok();
    if !may_write {
        nothing_is_written(folder.path(), ".", |args| wdectl(folder.path(), args));
    } else if nobody(&["--version"]).is_ok_and(|output| output.status.success()) {
        nothing_is_written(folder.path(), ".", |args| nobody(args).unwrap());
    } else {
        println!("not tried in a read-only folder: root cannot become somebody else here");
    }
    mode(0o755);
}
