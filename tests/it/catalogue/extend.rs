//! Catalogue files of a site.

use std::fmt::Write;

use proptest::prelude::*;
use snapbox::assert_data_eq;
use wdectl::catalogue::{Catalogue, CatalogueError, DependencyProblem, OptionSpec, Unit, ValueKind};
use wdectl::names::{ApplicationType, Basis, WORKSPACE_SECTION};
use wdectl::text::Sources;

fn extended(text: &str) -> (Catalogue, Vec<CatalogueError>, Sources) {
    extended_by("site.toml", text)
}

fn extended_by(path: &str, text: &str) -> (Catalogue, Vec<CatalogueError>, Sources) {
    let mut sources = Sources::new();
    let file = sources.add(path, text.as_bytes().to_vec());
    let mut catalogue = Catalogue::built_in();
    let errors = catalogue.extend(&sources, file);
    (catalogue, errors, sources)
}

fn option<'c>(catalogue: &'c Catalogue, name: &str) -> &'c OptionSpec {
    catalogue.find_option(WORKSPACE_SECTION, None, name).unwrap()
}

#[test]
fn a_site_adds_entries_and_overrides_single_fields() {
    let (catalogue, errors, sources) = extended(include_str!("../../../fixtures/catalogue/site.toml"));
    assert_eq!(errors, []);

    let stamp = option(&catalogue, "chat.time-stamp");
    assert_eq!((stamp.basis, stamp.judge("yes").len()), (Basis::Seen, 1));
    assert!(stamp.description.starts_with("By its name"));
    assert_eq!(sources.locate(stamp.declared.unwrap()).line, 7);

    let queue = option(&catalogue, "chat.on-hold-queue");
    let default = queue.default.as_ref().unwrap();
    assert_eq!((default.value.as_str(), default.basis), ("chat-hold", Basis::Seen));
    assert_eq!(queue.basis, Basis::Documented);
    assert_eq!(queue.routing_override, option(&Catalogue::built_in(), "chat.on-hold-queue").routing_override);

    let board = option(&catalogue, "acme.wallboard.north.refresh");
    assert_eq!(board.name, "acme.wallboard.<board>.refresh");
    assert_eq!(board.judge("0").len(), 1);

    assert!(catalogue.option("acme", None, "acme.api-token").unwrap().spec.is_secret());

    let handling = catalogue.option("settings", Some(ApplicationType::InteractionServer), "handling-timeout");
    let kind = handling.unwrap().spec.judged_kind();
    assert_eq!(kind, Some(&ValueKind::Integer { min: Some(1), max: Some(600), unit: Some(Unit::Minutes) }));

    let acme = catalogue.privilege("Acme.Wallboard.canUse").unwrap();
    assert_eq!(acme.name, "Acme - Can Use Wallboard");
    let chat = catalogue.privilege("InteractionWorkspace.Chat.canUse").unwrap();
    assert_eq!(chat.name, "Chat - Can Use Chat Channel");
    assert_eq!(chat.aliases, ["InteractionWorkspace.Chat.canUse"]);
}

#[test]
fn every_mistake_of_a_file_is_told_with_its_place() {
    let (_, errors, sources) = extended(include_str!("../../../fixtures/catalogue/broken/mistakes.toml"));
    let mut told = String::new();
    for error in &errors {
        let at = sources.locate(error.span);
        writeln!(told, "{}:{}: {}", at.line, at.column, error.message).unwrap();
        if let Some(help) = &error.help {
            writeln!(told, "    {help}").unwrap();
        }
    }
    assert_data_eq!(told, snapbox::file!["../../../fixtures/catalogue/broken/mistakes.expected.txt"]);
}

#[test]
fn a_catalogue_file_may_be_yaml_or_json_and_values_need_no_quotes() {
    let toml = extended("[[options]]\nname = \"acme.a\"\nkind = \"integer\"\nmin = 1\ndefault = 30\n").0;
    let yaml = extended_by(
        "site.yaml",
        "options:\n  - name: acme.a\n    kind: integer\n    min: 1\n    default: 30\n",
    );
    let json = extended_by(
        "site.json",
        r#"{"options": [{"name": "acme.a", "kind": "integer", "min": 1, "default": 30}]}"#,
    );
    let plain = |catalogue: &Catalogue| {
        let mut spec: OptionSpec = option(catalogue, "acme.a").clone();
        spec.declared = None;
        spec
    };
    assert_eq!(plain(&toml).default.unwrap().value, "30");
    for (catalogue, errors, _) in [yaml, json] {
        assert_eq!(errors, []);
        assert_eq!(plain(&catalogue), plain(&toml));
    }
}

#[test]
fn the_same_field_twice_is_told_and_the_last_counts() {
    let (catalogue, errors, sources) =
        extended_by("site.yaml", "options:\n  - name: acme.a\n    group: a\n    group: b\n");
    assert_eq!(errors.iter().map(|error| sources.locate(error.span).line).collect::<Vec<_>>(), [4]);
    assert_eq!(option(&catalogue, "acme.a").group, "b");
}

#[test]
fn a_former_name_may_become_an_option_of_its_own_and_former_names_may_change() {
    let (catalogue, errors, _) = extended(
        "[[options]]\nname = \"interaction.override-options\"\ngroup = \"acme\"\n\
         [[options]]\nname = \"chat.nickname\"\nformer-names = [\"chat.alias\", \"chat.auto-answer\"]\n",
    );
    assert_eq!(errors, []);
    let found = |name| catalogue.option(WORKSPACE_SECTION, None, name).unwrap();
    assert_eq!(found("interaction.override-options").spec.group, "acme");
    assert!(!found("interaction.override-options").is_former_name());
    assert_eq!(found("chat.alias").spec.name, "chat.nickname");
    assert_eq!(found("chat.auto-answer").spec.name, "chat.auto-answer");
}

#[test]
fn a_syntax_error_leaves_the_other_entries() {
    let (catalogue, errors, sources) =
        extended("[[options]]\nname = \"acme.a\"\nkind = \n[[options]]\nname = \"acme.b\"\n");
    let [error] = errors.as_slice() else { panic!("{errors:?}") };
    assert_eq!(sources.locate(error.span).line, 3);
    assert!(catalogue.option(WORKSPACE_SECTION, None, "acme.b").is_some());
}

#[test]
fn dependencies_that_lead_nowhere_or_in_a_ring_are_told() {
    let (catalogue, errors, _) = extended(
        "[[privileges]]\nname = \"A\"\ndepends-on = [\"B\"]\n[[privileges]]\nname = \"B\"\n\
         depends-on = [\"C\", \"Chat - Can Relase\"]\n[[privileges]]\nname = \"C\"\ndepends-on = [\"A\"]\n\
         [[privileges]]\nname = \"D\"\ndepends-on = [\"D\"]\n\
         [[privileges]]\nname = \"E\"\ndepends-on = [\"A\"]\n\
         [[options]]\nname = \"acme.a\"\ndepends-on = [{ option = \"acme.b\" }, { option = \"acme.x\" }]\n\
         needs-privileges = [\"Chat - Can Fly\"]\n\
         [[options]]\nname = \"acme.b\"\ndepends-on = [{ option = \"acme.a\" }]\n",
    );
    assert_eq!(errors, []);
    let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
    assert_eq!(
        catalogue.dependency_problems(),
        [
            DependencyProblem::UnknownPrivilege {
                privilege: "B".into(),
                depends_on: "Chat - Can Relase".into(),
                nearest: Some("Chat - Can Release".into()),
            },
            DependencyProblem::PrivilegeCycle { privileges: names(&["A", "B", "C"]) },
            DependencyProblem::PrivilegeCycle { privileges: names(&["D"]) },
            DependencyProblem::UnknownOption {
                section: WORKSPACE_SECTION.into(),
                option: "acme.a".into(),
                depends_on: "acme.x".into(),
                nearest: Some("acme.a".into()),
            },
            DependencyProblem::UnknownPrivilegeOfOption {
                section: WORKSPACE_SECTION.into(),
                option: "acme.a".into(),
                privilege: "Chat - Can Fly".into(),
                nearest: None,
            },
            DependencyProblem::OptionCycle {
                section: WORKSPACE_SECTION.into(),
                options: names(&["acme.a", "acme.b"]),
            },
        ]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Text cut out of a file, or doubled in it, makes mistakes with places, and nothing worse.
    #[test]
    fn any_file_is_read_to_its_end(from in 0..900_usize, length in 0..40_usize, doubled: bool) {
        let text = include_str!("../../../fixtures/catalogue/site.toml");
        let (from, to) = (from.min(text.len()), (from + length).min(text.len()));
        let rest = &text[if doubled { from } else { to }..];
        let (catalogue, errors, sources) = extended(&format!("{}{rest}", &text[..if doubled { to } else { from }]));
        prop_assert!(catalogue.options().len() >= Catalogue::built_in().options().len());
        for error in errors {
            let source = sources.get(error.span.file).text();
            prop_assert!(source.get(error.span.range()).is_some(), "{:?}", error);
        }
    }
}
