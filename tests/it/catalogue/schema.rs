//! The JSON Schema of catalogue files.

use serde_json::Value;

fn validator() -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(include_str!("../../../schemas/catalogue.schema.json")).unwrap();
    jsonschema::draft202012::options().build(&schema).unwrap()
}

fn json(toml: &str) -> Value {
    serde_json::to_value(toml::from_str::<toml::Table>(toml).unwrap()).unwrap()
}

#[test]
fn the_built_in_files_and_a_site_catalogue_are_valid() {
    for text in [
        include_str!("../../../schemas/options.toml"),
        include_str!("../../../schemas/privileges.toml"),
        include_str!("../../../fixtures/catalogue/site.toml"),
    ] {
        let errors: Vec<String> = validator()
            .iter_errors(&json(text))
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
}

#[test]
fn broken_files_are_refused_for_the_one_thing_that_is_wrong() {
    for (text, path) in [
        ("[option]", ""),
        ("[[options]]\nkind = \"boolean\"", "/options/0"),
        ("[[options]]\nname = \"a\"\nkind = \"bolean\"", "/options/0/kind"),
        ("[[options]]\nname = \"a\"\ndefault = []", "/options/0/default"),
        ("[[options]]\nname = \"a\"\ndefualt = \"30\"", "/options/0"),
        ("[[options]]\nname = \"a\"\nkind = \"boolean\"\nmin = 1", "/options/0/min"),
        ("[[options]]\nname = \"a\"\nkind = \"enumeration\"", "/options/0"),
        ("[[options]]\nname = \"a\"\napplication-type = \"chat-server\"", "/options/0"),
        ("[[options]]\nname = \"a\"\nlevels = [\"default\"]", "/options/0/levels/0"),
        ("[[options]]\nname = \"a\"\ndepends-on = [\"b\"]", "/options/0/depends-on/0"),
        ("[[privileges]]\nname = \"a\"\nintroduced = \"soon\"", "/privileges/0/introduced"),
        ("[aliases]\n\"a\" = \"\"", "/aliases/a"),
    ] {
        let document = json(text);
        let validator = validator();
        let mut paths: Vec<String> =
            validator.iter_errors(&document).map(|error| error.instance_path().to_string()).collect();
        paths.dedup();
        assert_eq!(paths, [path], "{text}");
    }
}

/// The reader and the schema agree on the names of all fields and words.
#[test]
fn the_reader_takes_every_word_of_the_schema() {
    use wdectl::catalogue::Catalogue;
    use wdectl::text::Sources;
    let schema: Value = serde_json::from_str(include_str!("../../../schemas/catalogue.schema.json")).unwrap();
    for list in ["option", "privilege"] {
        for (field, rule) in schema["$defs"][list]["properties"].as_object().unwrap() {
            let words = rule["enum"].as_array().cloned().unwrap_or_default();
            for word in words.iter().filter_map(Value::as_str) {
                let mut text = format!("[[{list}s]]\nname = \"acme.x\"\n{field} = \"{word}\"\n");
                match (field.as_str(), word) {
                    ("kind", "enumeration") => text.push_str("values = [\"a\"]\n"),
                    ("unit", _) => text.push_str("kind = \"integer\"\n"),
                    ("script-type", _) => text.push_str("kind = \"script\"\n"),
                    ("application-type", _) => text.push_str("section = \"settings\"\n"),
                    _ => {}
                }
                let mut sources = Sources::new();
                let file = sources.add("site.toml", text.clone().into_bytes());
                assert_eq!(Catalogue::built_in().extend(&sources, file), [], "{text}");
                assert!(validator().is_valid(&json(&text)), "{text}");
            }
        }
    }
}
