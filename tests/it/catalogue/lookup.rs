//! Finding options and privileges by name.

use wdectl::catalogue::{Catalogue, ValueKind};
use wdectl::names::{ApplicationType, Level, WORKSPACE_SECTION};

fn captures(catalogue: &Catalogue, name: &str) -> (String, Vec<(String, String)>) {
    let found = catalogue.option(WORKSPACE_SECTION, None, name).unwrap();
    let owned = |(placeholder, text): (&str, &str)| (placeholder.to_owned(), text.to_owned());
    (found.spec.name.clone(), found.captures().into_iter().map(owned).collect())
}

#[test]
fn a_plain_name_comes_before_a_template() {
    let catalogue = Catalogue::built_in();
    assert_eq!(captures(&catalogue, "voice.ringing-bell"), ("voice.ringing-bell".into(), vec![]));
    assert_eq!(
        captures(&catalogue, "chat.ringing-bell"),
        ("<media-type>.ringing-bell".into(), vec![("media-type".into(), "chat".into())])
    );
    assert_eq!(
        captures(&catalogue, "workbin.chat.mine"),
        (
            "workbin.<media-type>.<workbin-nickname>".into(),
            vec![("media-type".into(), "chat".into()), ("workbin-nickname".into(), "mine".into())]
        )
    );
}

#[test]
fn names_count_by_letter_section_and_application() {
    let catalogue = Catalogue::built_in();
    let found = |section, application, name| catalogue.option(section, application, name).is_some();
    assert!(found(WORKSPACE_SECTION, None, "chat.on-hold-queue"));
    assert!(found(WORKSPACE_SECTION, Some(ApplicationType::Workspace), "chat.on-hold-queue"));
    assert!(!found(WORKSPACE_SECTION, Some(ApplicationType::ChatServer), "chat.on-hold-queue"));
    assert!(!found(WORKSPACE_SECTION, None, "Chat.On-Hold-Queue"));
    assert!(!found("settings", None, "chat.on-hold-queue"));
    assert!(found("settings", None, "delivering-timeout"));
    assert!(found("settings", None, "async-idle-alert"));
    assert!(!found("settings", Some(ApplicationType::ChatServer), "delivering-timeout"));
    let typed = catalogue.find_option(WORKSPACE_SECTION, None, "CHAT.On-hold-queue").unwrap();
    assert_eq!(typed.name, "chat.on-hold-queue");
    let typed = catalogue.find_option("Settings", None, "Async-Idle-Alert").unwrap();
    assert_eq!(typed.application, ApplicationType::ChatServer);
    let typed = catalogue.find_option(WORKSPACE_SECTION, None, "Contact.Directory-Permissions.Segment");
    assert_eq!(typed.unwrap().name, "contact.directory-permissions.<ContactAttributeName>");
}

#[test]
fn a_former_name_finds_the_option_and_says_so() {
    let catalogue = Catalogue::built_in();
    let found = catalogue.option(WORKSPACE_SECTION, None, "interaction.override-options").unwrap();
    assert_eq!(found.spec.name, "interaction.override-option-key");
    assert!(found.is_former_name());
    assert!(!catalogue.option(WORKSPACE_SECTION, None, "chat.ringing-bell").unwrap().is_former_name());
}

#[test]
fn the_nearest_name_knows_templates_too() {
    let catalogue = Catalogue::built_in();
    let near = |name| catalogue.nearest_option(WORKSPACE_SECTION, None, name);
    assert_eq!(near("chat.on-hold-queu").as_deref(), Some("chat.on-hold-queue"));
    assert_eq!(near("workbn.chat.mine").as_deref(), Some("workbin.chat.mine"));
    assert_eq!(near("openmedia.bundle-timeout"), None);
    assert_eq!(
        catalogue.nearest_option("settings", Some(ApplicationType::ChatServer), "async-idle-alrt").as_deref(),
        Some("async-idle-alert")
    );
    assert_eq!(catalogue.nearest_privilege("Chat - Can Relase Async"), Some("Chat - Can Release Async"));
}

#[test]
fn a_privilege_is_found_by_letter_and_typed_in_any_case() {
    let catalogue = Catalogue::built_in();
    assert!(catalogue.privilege("Chat - Can Save Attached files").is_some());
    assert!(catalogue.privilege("Chat - Can Save Attached Files").is_none());
    let typed = catalogue.find_privilege("chat - can save attached FILES").unwrap();
    assert_eq!(typed.name, "Chat - Can Save Attached files");
    assert_eq!(typed.dependencies().collect::<Vec<_>>(), ["Chat - Can Use Chat Channel"]);
}

#[test]
fn every_keyboard_option_is_judged_as_a_key_combination_and_nothing_unverified_else() {
    let catalogue = Catalogue::built_in();
    let kind = |name| catalogue.judged_kind(WORKSPACE_SECTION, None, name);
    for name in [
        "keyboard.shortcut.interaction.chat.hold",
        "keyboard.shortcut.interaction.chat.release",
        "keyboard.shortcut.of.nobody",
        "keyboard.hotkey.toaster.accept",
    ] {
        assert_eq!(kind(name), Some(&ValueKind::KeyCombination), "{name}");
    }
    assert_eq!(kind("chat.time-stamp"), None);
    assert_eq!(kind("chat.nobody-knows"), None);
    assert_eq!(kind("interaction.window.show-in-taskbar"), Some(&ValueKind::Boolean));
}

#[test]
fn levels_are_judged_where_they_are_documented() {
    let catalogue = Catalogue::built_in();
    let allows = |name, level| catalogue.option(WORKSPACE_SECTION, None, name).unwrap().spec.allows(level);
    assert_eq!(allows("chat.on-hold-queue", Level::VirtualAgentGroup), Some(true));
    assert_eq!(allows("chat.on-hold-queue", Level::Transaction), Some(true));
    assert_eq!(allows("keyboard.shortcut.interaction.chat.hold", Level::Transaction), Some(false));
    assert_eq!(allows("interaction.case-data.order", Level::Application), Some(false));
    assert_eq!(allows("chat.nickname", Level::Agent), None);
    assert_eq!(allows("chat.nickname", Level::Transaction), None);
}

#[test]
fn the_built_in_dependencies_lead_somewhere() {
    assert_eq!(Catalogue::built_in().dependency_problems(), []);
}

#[test]
fn every_option_is_found_under_its_name_and_a_template_under_names_of_its_form() {
    let catalogue = Catalogue::built_in();
    for spec in catalogue.options() {
        let name = spec.name.replace('<', "x").replace('>', "");
        let found = catalogue.option(&spec.section, Some(spec.application), &name).unwrap();
        assert_eq!(found.spec, spec);
        assert_eq!(found.captures().len(), spec.name.matches('<').count());
        assert_eq!(
            catalogue.find_option(&spec.section, Some(spec.application), &name.to_uppercase()),
            Some(spec)
        );
    }
}
