use super::super::{Context, Findings, Fixable, Rule};
use crate::deployment::Problem;
use crate::diagnostic::{Diagnostic, Severity};

pub(super) const RULE: Rule = Rule {
    name: "syntax",
    severity: Severity::Error,
    subject: "file",
    summary: "the form of a file is broken, or its bytes are not text",
    why: "What cannot be read cannot be judged. Everything else in the file, and in all other files, was still read \
          and judged; but what stands at the broken place counts for nothing.",
    example: "agents:\n  - username: ana\n    options: {interaction-workspace: {chat.nickname: Ana}",
    fix: Fixable::Never,
    repair: "Mend the file at the place shown. Bytes that are not text usually come from a file saved in a Windows code \
             page: save it as UTF-8.",
    source: "the definitions of TOML, YAML and JSON; the vendor's description of CFG and CONF files",
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for problem in context.deployment.problems() {
        match problem {
            Problem::Syntax(error) => {
                let told = |words: &String| context.sources.told(error.span, words);
                let finding = Diagnostic::new(told(&error.message)).at(error.span, "");
                findings.push(Diagnostic { help: error.help.as_ref().map(told), ..finding });
            }
            Problem::Encoding { span, likely } => findings.push(
                Diagnostic::new(format!("bytes here are not UTF-8; they look like {likely}"))
                    .at(*span, "not text")
                    .help("save the file as UTF-8"),
            ),
            _ => {}
        }
    }
}
