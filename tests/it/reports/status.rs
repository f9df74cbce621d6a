//! The exit status never depends on the format: commands × formats × outcomes.

use super::super::commands::{ACME, BROKEN, err, out, wdectl};

/// Every command that has formats.
pub(crate) const COMMANDS: [&[&str]; 25] = [
    &["resolve", "--agent", "ana.ruiz"],
    &["resolve", "--agent", "ana.ruiz", "chat.on-hold-queue"],
    &["resolve", "--agent-group", "Service-Chat-L2"],
    &["resolve", "--all"],
    &["privilege", "list"],
    &["privilege", "show", "Chat - Can Release Async"],
    &["privilege", "effective", "--agent", "ana.ruiz"],
    &["privilege", "who-can", "Chat - Can Release Async"],
    &["privilege", "why-not", "--agent", "ana.ruiz", "Chat - Can Release Async"],
    &["privilege", "matrix"],
    &["privilege", "graph"],
    &["shortcut", "parse", "Ctrl+Alt+V", "Ctrl+"],
    &["shortcut", "list", "--agent", "ana.ruiz"],
    &["shortcut", "free", "--agent", "ana.ruiz"],
    &["chat", "ready"],
    &["chat", "run", "fixtures/deployments/acme/scenarios/hold.yaml"],
    &["chat", "verify", "--property", "hold-queue-exists"],
    &["chat", "model"],
    &["diff", BROKEN],
    &["option", "list"],
    &["rule", "show", "unknown-option"],
    &["show", "agent/ana.ruiz"],
    &["list", "agents"],
    &["refs", "agent-group/Service-Chat-L2"],
    &["rename", "agent/ana.ruiz", "ana.ortiz", "--diff"],
];

/// A broken deployment that is explored at once: of `chat verify` only the status is asked here.
const REFUTED: &str = "fixtures/verify/wrong-hold-queue.yaml";

/// Every format there is, as the program names them.
pub(crate) fn all_formats() -> Vec<String> {
    let said = err(&wdectl(&["check", "--output", "?=x"]));
    let (_, formats) = said.split_once("the formats are ").unwrap();
    names(formats.lines().next().unwrap())
}

fn names(list: &str) -> Vec<String> {
    list.trim().replace(" and ", ", ").split(", ").map(str::to_owned).collect()
}

/// The formats that a command makes; every other one is refused, and the refusal names these.
fn made(args: &[&str], formats: &[String]) -> Vec<String> {
    let refused = |format: &&String| {
        let output = wdectl(&[args, &["--format", format]].concat());
        let said = err(&output);
        let (_, has) = said.split_once(" has the formats ")?;
        assert_eq!((output.status.code(), out(&output).as_str()), (Some(2), ""), "{args:?} {format}");
        Some(names(has))
    };
    let (mut made, mut told) = (Vec::new(), Vec::new());
    for format in formats {
        match refused(&format) {
            Some(names) => told = names,
            None => made.push(format.clone()),
        }
    }
    told.sort_by_key(|name| formats.iter().position(|format| format == name));
    assert_eq!(told, made, "{args:?}");
    made
}

/// Runs a command in these formats, and gives the exit status, which must be one.
fn status(args: &[&str], formats: &[String]) -> i32 {
    let without = wdectl(args).status.code().unwrap();
    for format in formats {
        let output = wdectl(&[args, &["--format", format]].concat());
        assert_eq!(output.status.code(), Some(without), "{args:?} {format}: {}", err(&output));
    }
    without
}

#[test]
fn check_ends_alike_in_every_format() {
    let formats = made(&["check", ACME], &all_formats());
    for (expected, args) in [
        (0, &["check", ACME][..]),
        (1, &["check", BROKEN]),
        (0, &["check", BROKEN, "--fail-on", "never"]),
        (0, &["check", BROKEN, "--select", "unlisted-option"]),
        (1, &["check", BROKEN, "--select", "unlisted-option", "--fail-on", "info"]),
        (2, &["check", ACME, "LICENSE-MIT"]),
        (2, &["check", BROKEN, "LICENSE-MIT"]),
        (2, &["check", BROKEN, "LICENSE-MIT", "--fail-on", "never"]),
    ] {
        assert_eq!(status(args, &formats), expected, "{args:?}");
    }
}

/// A deployment of which one file cannot be read: reading a process's own memory from its start fails for everybody.
fn unreadable() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.yaml"), "agents: [{username: ana.ruiz}]\n").unwrap();
    std::os::unix::fs::symlink("/proc/self/mem", folder.path().join("b.yaml")).unwrap();
    folder
}

#[test]
fn every_other_command_ends_alike_in_every_format() {
    let formats = all_formats();
    let unreadable = unreadable();
    let unreadable = unreadable.path().to_str().unwrap();
    let output = wdectl(&["list", "agents", "-d", unreadable]);
    assert!(err(&output).contains("b.yaml"), "the file was read: {}", err(&output));
    std::thread::scope(|scope| {
        for half in COMMANDS.chunks(COMMANDS.len().div_ceil(2)) {
            let formats = &formats;
            scope.spawn(move || {
                for command in half {
                    let made = made(&[command, &["-d", ACME][..]].concat(), formats);
                    let broken = if command[..2] == ["chat", "verify"] { REFUTED } else { BROKEN };
                    for deployment in [ACME, broken, unreadable] {
                        status(&[command, &["-d", deployment][..]].concat(), &made);
                    }
                }
            });
        }
    });
}
