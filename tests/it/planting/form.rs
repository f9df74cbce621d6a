//! Mistakes in the form of files.

use wdectl::names::ObjectKind;

use super::model::{Deployment, Dialect, File, MARK, NOT_TEXT, Node};
use super::planter::{Planter, objects, texts};
use super::random::Random;

pub(super) const PLANTERS: &[Planter] = &[
    texts("syntax", "something behind the end", |files, random| {
        let file = any_file(files, random, &["json"]);
        files[file].1 += &format!("{MARK}}}\n");
    }),
    texts("syntax", "a comma too many", |files, random| {
        let file = any_file(files, random, &["json"]);
        before_some_line(&mut files[file].1, random, |line, next| {
            let is_last = next.trim_start().starts_with(['}', ']']) && !line.ends_with(['{', '[']);
            is_last.then(|| format!("{line}{MARK},\n"))
        });
    }),
    texts("syntax", "a word without quotes", |files, random| {
        let file = any_file(files, random, &["toml"]);
        before_some_line(&mut files[file].1, random, |line, _| {
            line.starts_with("[[").then(|| format!("{line}\ndescription = {MARK}old\n"))
        });
    }),
    texts("syntax", "a bracket that stays open", |files, random| {
        let file = any_file(files, random, &["yaml"]);
        before_some_line(&mut files[file].1, random, |line, _| {
            let indent = line.len() - line.trim_start().len();
            let is_first =
                line.trim_start().starts_with("- username:") || line.trim_start().starts_with("- name:");
            is_first.then(|| format!("{line}\n{}description: {MARK}[old\n", " ".repeat(indent + 2)))
        });
    })
    // What is read of the bracket is a list, and a description is none.
    .with(&["not-a-value"]),
    objects("syntax", "bytes of a code page", |made| {
        let at = made.random.below(made.objects.len());
        made.field(at, "description", format!("K{MARK}{NOT_TEXT}ndigung"));
    }),
    objects("not-a-deployment-file", "something else", |made| {
        let file = made.random.pick(&[
            ("rota.yaml", "monday: ana\ntuesday: bob\n"),
            ("rota.json", "{\"monday\": \"ana\"}\n"),
            ("rota.json", "[1, 2]\n"),
            ("rota.toml", "monday = \"ana\"\n"),
            ("people/rota.yml", "- ana\n- bob\n"),
            ("rota.yaml", "\n"),
        ]);
        extra(made, file.0, file.1);
    }),
    objects("unplaced-options", "a CFG file of nobody", |made| {
        let path = made.random.pick(&["export/options.cfg", "options.conf", "agents-old/ana.cfg"]);
        extra(made, path, "[interaction-workspace]\nchat.nickname=Ana\n");
    }),
    objects("ambiguous-object", "a CFG file of two", |made| {
        let (kind, name) = made.random.pick(&[
            (ObjectKind::AgentGroup, "Team Leads"),
            (ObjectKind::Transaction, "Gold"),
            (ObjectKind::BusinessAttribute, "Reasons"),
        ]);
        for tenant in made.tenants.clone() {
            made.add(kind, name, Some(&tenant.name));
        }
        extra(made, &format!("{kind}/{name}.cfg"), "[interaction-workspace]\nchat.nickname=Ana\n");
    })
    .among_tenants(),
    objects("unknown-key", "a field", |made| {
        let at = made.random.below(made.objects.len());
        let key = made.random.pick(&["nmae", "agent-grop", "optoins", "colour", "privileg"]);
        made.field(at, &format!("{MARK}{key}"), "x");
    }),
    objects("unknown-key", "a list", |made| {
        let list = made.random.pick(&["agent-grups", "skill-groups", "Agents", "script"]);
        let file = used_file(made, &[Dialect::Json, Dialect::Yaml, Dialect::Toml]);
        made.files[file].top.push((format!("{MARK}{list}"), Node::List(vec!["x".into()])));
    }),
    objects("duplicate-key", "an option", |made| {
        let with_options = |at: &usize| !made.objects[*at].options.is_empty();
        let all: Vec<usize> = (0..made.objects.len()).filter(with_options).collect();
        let at = made.random.pick(&all);
        let options = made.objects[at].options.clone();
        let (section, name, value) = made.random.pick(&options);
        made.set_in(at, &section, &format!("{MARK}{name}"), value);
    }),
    objects("duplicate-key", "a field", |made| {
        let at = made.random.below(made.objects.len());
        let (key, other) =
            made.random.pick(&[("folder", "folder"), ("dbid", "dbid"), ("description", "description")]);
        made.field(at, key, "101");
        made.field(at, &format!("{MARK}{other}"), "101");
    }),
    objects("duplicate-key", "a list", |made| {
        let file = used_file(made, &[Dialect::Json, Dialect::Yaml]);
        let inside: Vec<&str> = made
            .objects
            .iter()
            .filter(|object| object.file == file)
            .map(|object| object.kind.list())
            .collect();
        let list = made.random.pick(&inside);
        made.files[file].top.push((format!("{MARK}{list}"), Node::List(Vec::new())));
    }),
    objects("not-a-value", "a list for an option", |made| {
        let holder = holder_outside_cfg(made);
        made.set(holder, "chat.auto-answer", Node::Raw(format!("{MARK}[\"true\", \"false\"]")));
    }),
    objects("not-a-value", "null", |made| {
        let script = spare_script(made);
        let key = made.random.pick(&["folder", "description", "media"]);
        made.field(script, key, Node::Raw(format!("{MARK}null")));
    }),
    objects("not-a-value", "a word that is none", |made| {
        let tenant = made.any_tenant();
        let group = made.add(ObjectKind::AgentGroup, "Odd", Some(&tenant.name));
        let (key, word) = made.random.pick(&[("enabled", "yes"), ("virtual", "1"), ("enabled", "maybe")]);
        made.field(group, key, format!("{MARK}{word}"));
    }),
    objects("not-read", "what an export holds beside", |made| {
        let element = made.random.pick(&[
            "CfgHost id='H1' name='srv01'",
            "CfgPlace id='L1' name='Desk 17'",
            "CfgSwitch id='W1' name='SIP'",
        ]);
        let text = format!("<CfgData><CfgCreate><{MARK}{element}/></CfgCreate></CfgData>\n");
        made.extra.push(("export.xml".to_owned(), text));
    }),
    objects("not-a-value", "one text for a list", |made| {
        let tenant = made.any_tenant();
        let group = made.add(ObjectKind::AgentGroup, "Odd", Some(&tenant.name));
        made.field(group, "agents", format!("{MARK}somebody"));
    }),
    texts("unused-suppression", "a comment", |files, random| {
        let file = any_file(files, random, &["yaml", "toml"]);
        let text = &mut files[file].1;
        before_some_line(text, random, |line, _| {
            (!line.is_empty()).then(|| format!("# wdectl: allow({MARK}unknown-option) long ago\n{line}\n"))
        });
    }),
    objects("unused-suppression", "an entry", |made| {
        allow(made, "role-without-members");
    }),
    texts("invalid-suppression", "a comment without a reason", |files, random| {
        let file = any_file(files, random, &["yaml", "toml"]);
        let text = &mut files[file].1;
        before_some_line(text, random, |line, _| {
            (!line.is_empty()).then(|| format!("{MARK}# wdectl: allow(unknown-option)\n{line}\n"))
        });
    }),
    objects("invalid-suppression", "an entry for no rule", |made| {
        allow(made, "role-without-member");
    }),
];

/// A file of one of these dialects; where the deployment has none, a new one with a tenant's script.
fn any_file(files: &mut Vec<(String, String)>, random: &mut Random, ends: &[&str]) -> usize {
    let fits = |path: &str| ends.iter().any(|end| path.ends_with(end));
    let all: Vec<usize> = (0..files.len()).filter(|&at| fits(&files[at].0)).collect();
    if !all.is_empty() {
        return random.pick(&all);
    }
    let text = match ends[0] {
        "json" => {
            "{\n  \"access-groups\": [\n    {\n      \"name\": \"Spare\",\n      \"tenant\": \"Acme\"\n    }\n  ]\n}\n"
        }
        "toml" => "[[access-groups]]\nname = \"Spare\"\ntenant = \"Acme\"\n",
        _ => "access-groups:\n- name: Spare\n  tenant: Acme\n",
    };
    files.push((format!("zz-more.{}", ends[0]), text.to_owned()));
    files.len() - 1
}

/// Writes something else for a random line of those for which there is something; both a line and the next are seen.
fn before_some_line(text: &mut String, random: &mut Random, instead: impl Fn(&str, &str) -> Option<String>) {
    let lines: Vec<&str> = text.lines().chain([""]).collect();
    let changes: Vec<(usize, String)> = lines
        .windows(2)
        .enumerate()
        .filter_map(|(at, pair)| Some((at, instead(pair[0], pair[1])?)))
        .collect();
    let (at, change) = random.pick(&changes);
    let mut changed = String::new();
    for (position, line) in lines.iter().take(lines.len() - 1).enumerate() {
        if position == at {
            changed += &change;
        } else {
            changed += line;
            changed.push('\n');
        }
    }
    *text = changed;
}

fn extra(made: &mut Deployment, path: &str, text: &str) {
    made.extra.push((path.to_owned(), format!("{MARK}{text}")));
}

/// A file of one of these dialects that holds something; one is made where there is none.
fn used_file(made: &mut Deployment, dialects: &[Dialect]) -> usize {
    let fits = |at: &usize| {
        dialects.contains(&made.files[*at].dialect) && made.objects.iter().any(|object| object.file == *at)
    };
    let all: Vec<usize> = (0..made.files.len()).filter(fits).collect();
    if !all.is_empty() {
        return made.random.pick(&all);
    }
    let file = new_file(made);
    let moved = made.random.below(made.objects.len());
    made.objects[moved].file = file;
    file
}

/// A script in a JSON file of its own.
fn spare_script(made: &mut Deployment) -> usize {
    let file = new_file(made);
    let tenant = made.any_tenant();
    let script = made.add(ObjectKind::Script, "spare", Some(&tenant.name));
    made.objects[script].file = file;
    script
}

/// An object in JSON that asks for a rule to be quiet.
fn allow(made: &mut Deployment, rule: &str) {
    let script = spare_script(made);
    let rule = Node::Text(format!("{MARK}{rule}"));
    let entry = vec![("rule".to_owned(), rule), ("reason".to_owned(), "long ago".into())];
    made.field(script, "wdectl-allow", Node::List(vec![Node::Map(entry)]));
}

/// A new JSON file for objects of any tenant.
fn new_file(made: &mut Deployment) -> usize {
    let path = "zz-more.json".to_owned();
    made.files.push(File { path, dialect: Dialect::Json, tenant: None, top: Vec::new() });
    made.files.len() - 1
}

fn holder_outside_cfg(made: &mut Deployment) -> usize {
    loop {
        let holder = made.holder();
        if !made.objects[holder].in_cfg {
            return holder;
        }
    }
}
