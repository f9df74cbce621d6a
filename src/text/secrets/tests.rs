use super::*;

fn names() -> SecretNames {
    let known = [("chat.token", false), ("seal", true), ("site.<name>.key", true), ("login.password", true)];
    SecretNames::new(known, &["keyboard.shortcut."])
}

#[test]
fn a_name_is_secret_by_what_is_known_of_it_else_by_its_end() {
    let names = names();
    for name in
        ["password", "db.PassWord", "security/api-key", "#x.token", "Seal", "site.x.y.key", "accessToken"]
    {
        assert!(names.has(name), "{name}");
    }
    let names = SecretNames::new([("seal/of", true), ("token", false)], &[]);
    assert!(names.has("seal/of") && names.has("crm/seal/of"), "a name with a `/` of its own");
    assert!(!names.has("of") && !names.has("crm/token"));
    let names = SecretNames::new([("a.<b>.</c", true), ("d.<e>.f", true)], &[]);
    assert!(names.has("a.<b>.</c"), "a name that is no template");
    assert!(names.has("d.x.f"));
}

#[test]
fn a_name_is_no_secret_by_how_it_begins() {
    let names = names();
    for name in ["chat.token", "password-policy", "keyboard.shortcut.token", "site.key", "sealed", ""] {
        assert!(!names.has(name), "{name}");
    }
}

/// Each text has its secrets in «», and is masked there and nowhere else.
#[test]
fn values_are_hidden_in_any_syntax_whole_or_broken() {
    for marked in [
        "password = \"«hun\\\"ter»\"\nuser = \"x\"",
        "password = '«hunter»' # why\nuser = 'x'",
        "password = \"\"\"«hun\nter»\"\"\"\nuser = 1",
        "user = x\r\npassword = «hunter, 2»\r\nother = y",
        "#password = «hunter»\nuser = x",
        "{\"password\": \"«hunter»\", \"user\": \"x\"}",
        "{\"password\":\n  \"«hunter»\", \"user\": \"x\"}",
        "a: {password: «hunter», user: x}",
        "a:\n  password: «hunter  # why»\n  user: x",
        "a:\n  password: |\n«    hun\n    ter\n»  user: x",
        "a:\n  - password: >-\n«      hun\n»    user: x",
        "a:\n  password:\n«    hunter\n»  user: x",
        "a:\n  password: &anchor «hunter»\n  user: x",
        "a:\n  password: !!str '«hun''ter»'\n  user: x",
        "password:\n  nested: x",
        "<CfgApplication name=\"x\" password=\"«hunter»\" type=\"1\"/>",
        "<str_pair key=\"password\" value=\"«hunter»\"/><str_pair key=\"a\" value=\"b\"/>",
        "<str_pair value='«hunter»' key='db/password'/>\n<x value='y'/>",
        "<password value=\"«hunter»\"/>",
        "<Password>«hunter»</Password><a>b</a>",
        "- set: {object: agent/ana, option: login/password, value: «hunter»}\n- wait: 1h",
        "- set: {value: \"«hun}ter»\", option: seal, object: agent/ana}",
        "- set:\n    object: agent/ana\n    option: seal\n    value: «hunter»\n- wait: 1h",
        "set object=agent/ana option=seal value=«hunter»",
        "{\"key\": \"password\", \"value\": \"«hunter»\"}, {\"key\": \"a\", \"value\": \"b\"}",
        "agent/ana:password=«hunter»",
        "password «hunter»\nuser x",
        "the password is told by nobody",
        "password",
        "password = \"«hunter»",
        "password = «gr\u{FC}n \u{8A9E} \u{1F600}»",
        "chat.token = open",
    ] {
        let (mut text, mut expected, mut is_hidden) = (String::new(), String::new(), false);
        for letter in marked.chars() {
            match letter {
                '«' | '»' => is_hidden = letter == '«',
                _ => {
                    text.push(letter);
                    expected.push(if is_hidden { hidden(letter) } else { letter });
                }
            }
        }
        // Blanks hidden with the lines that they indent, or shown: both are as good.
        let even = |text: &str| text.replace(' ', "*");
        let found = names().mask(&text).into_owned();
        assert_eq!(even(&found), even(&expected), "{marked}");
        assert_eq!(found.len(), text.len());
        assert!(found.char_indices().map(|(at, _)| at).eq(text.char_indices().map(|(at, _)| at)));
    }
}

#[test]
fn a_column_of_a_table_is_hidden_below_its_heading() {
    let text = "Username;Password;Name\r\nana;geheim;Ana\r\nbob;\"a;\"\"b\";Bob\r\nx\r\n";
    let places = columns(&names(), text);
    let hidden: Vec<&str> = places.into_iter().map(|place| &text[place]).collect();
    assert_eq!(hidden, ["geheim", "a;\"\"b"]);
}

proptest::proptest! {
    #[test]
    fn any_text_is_masked_in_its_own_length(text in "([a\"'=:{}<>|\n \\-#/,é&!]|password|value|token|seal|\"\"\"){0,40}") {
        let names = names();
        let masked = names.mask(&text).into_owned();
        proptest::prop_assert!(masked.char_indices().map(|(at, _)| at).eq(text.char_indices().map(|(at, _)| at)));
        let lines = |text: &str| text.match_indices('\n').map(|(at, _)| at).collect::<Vec<_>>();
        proptest::prop_assert_eq!(lines(&masked), lines(&text));
        for place in columns(&names, &text) {
            proptest::prop_assert!(text.get(place).is_some());
        }
    }
}
