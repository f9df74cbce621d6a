//! `wdectl rule`.

use std::io::Write as _;

use super::args::{Format, Global, RuleCommand};
use super::exit::Exit;
use super::terminal::Terminal;
use crate::lint::{RULES, find_rule};
use crate::report::table;

pub(super) fn run(global: &Global, command: &RuleCommand, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let out = &mut terminal.out;
    let json = match global.format {
        None | Some(Format::Human | Format::Table) => false,
        Some(Format::Json) => true,
        Some(other) => return Err(other.not_made()),
    };
    match command {
        RuleCommand::List if json => {
            let rules: Vec<_> = RULES.iter().map(|rule| facts(rule)).collect();
            serde_json::to_writer_pretty(&mut *out, &serde_json::json!({"version": 1, "rules": rules}))?;
            writeln!(out)?;
        }
        RuleCommand::List => {
            let rows = RULES.iter().map(|rule| {
                [
                    rule.name.to_owned(),
                    rule.severity.to_string(),
                    rule.fix.as_str().to_owned(),
                    rule.subject.to_owned(),
                    rule.summary.to_owned(),
                ]
            });
            writeln!(out, "{}", table(["rule", "severity", "fix", "about", "finds"], rows))?;
        }
        RuleCommand::Show { name } => {
            let rule = find_rule(name)?;
            if json {
                let answer = serde_json::json!({"version": 1, "rules": [facts(rule)]});
                serde_json::to_writer_pretty(&mut *out, &answer)?;
                writeln!(out)?;
            } else {
                write!(out, "{}", crate::report::rule_page(rule))?;
            }
        }
    }
    Ok(Exit::Yes)
}

fn facts(rule: &crate::lint::Rule) -> serde_json::Value {
    serde_json::json!({
        "name": rule.name, "severity": rule.severity, "subject": rule.subject, "summary": rule.summary,
        "why": rule.why, "example": rule.example, "fix": rule.fix.as_str(), "repair": rule.repair, "source": rule.source,
        "suppressible": rule.can_be_suppressed(),
    })
}
