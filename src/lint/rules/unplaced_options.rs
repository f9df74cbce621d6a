use super::super::{Context, Findings, Fixable, Rule};
use crate::deployment::Problem;
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::Span;

pub(super) const RULE: Rule = Rule {
    name: "unplaced-options",
    severity: Severity::Error,
    subject: "file",
    summary: "a CFG file does not say whose options it holds",
    why: "A CFG or CONF file holds the options of one object but not its name. Without it nothing in the file counts.",
    example: "export/options.cfg, where `export` is no kind of object",
    fix: Fixable::Never,
    repair: "Put the file in a folder named after the kind and name it after the object, as in \
             `application/WDE_Main.cfg`, or name it on the command line with `--as application/WDE_Main`.",
    source: "GAX Help, File Formats",
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for problem in context.deployment.problems() {
        let Problem::UnplacedOptions { file } = problem else { continue };
        findings.push(
            Diagnostic::new("this file does not say whose options it holds")
                .at(Span::new(*file, 0, 0), "nothing in it counts")
                .help("name it `<kind>/<object>.cfg`, for example `application/WDE_Main.cfg`, or use `--as kind/object`"),
        );
    }
}
