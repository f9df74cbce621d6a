//! Deployments with names and values that nobody would choose.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// Texts that some form has trouble with.
pub(super) fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-z][a-z.-]{0,6}",
        1 => prop::sample::select(vec![
            "no", "y", "012", "12:30:45", "~", "null", "a.b", "a:b", "a: b", "a #b", "#a", "[a]", "a=b", "a/b", "A/b", " a",
            "a ", "a\nb", "a\tb", "\u{1}", "é", "語", "<a&\"b'>", "x%2Fy", "CON", "a\u{2028}b", "]]>", "\u{1f600}",
        ]).prop_map(str::to_owned),
        1 => "\\PC{1,8}",
    ]
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![2 => prop::sample::select(vec!["one", "two", "three", "One", "a b"]).prop_map(str::to_owned), 1 => texts()]
}

fn names() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(name(), 0..3)
}

fn options() -> impl Strategy<Value = Value> {
    let section = prop_oneof![Just("interaction-workspace".to_owned()), texts()];
    let option = (prop::option::weighted(0.2, Just("#")), texts(), texts());
    let options = prop::collection::vec(option, 0..4).prop_map(|options| {
        let named = |(mark, name, value): (Option<&str>, String, String)| {
            // Nested maps are another matter.
            (format!("{}{}", mark.unwrap_or_default(), name.trim_start_matches('#')), value.into())
        };
        Value::Object(options.into_iter().map(named).collect())
    });
    prop::collection::vec((section, options), 0..3)
        .prop_map(|sections| Value::Object(sections.into_iter().collect()))
}

fn flag() -> impl Strategy<Value = Option<bool>> {
    prop::option::weighted(0.2, any::<bool>())
}

fn object(kind: &'static str) -> impl Strategy<Value = Value> {
    let common = (
        name(),
        prop::option::of(prop::sample::select(vec!["Acme", "Bank", ""])),
        flag(),
        prop::option::of(texts()),
    );
    let lists = (names(), names(), names(), prop::option::of(name()));
    (common, lists, flag(), options(), names()).prop_map(move |(common, lists, flag, options, texts)| {
        let (name, tenant, enabled, description) = common;
        let (one, two, three, only) = lists;
        let mut map = Map::new();
        map.insert("name".into(), name.into());
        let mut put = |key: &str, value: Option<Value>| {
            map.extend(value.map(|value| (key.to_owned(), value)));
        };
        put("enabled", enabled.map(Value::from));
        put("description", description.map(Value::from));
        if kind != "tenants" {
            put("tenant", tenant.map(Value::from));
        }
        if !matches!(kind, "roles" | "scripts" | "access-groups") {
            put("options", Some(options));
        }
        match kind {
            "applications" => put("type", only.map(|_| "chat-server".into())),
            "agent-groups" => {
                put("agents", Some(one.into()));
                put("roles", Some(two.into()));
                put("virtual", flag.map(Value::from));
            }
            "access-groups" => {
                put("agents", Some(one.into()));
                put("roles", Some(two.into()));
            }
            "agents" => {
                put("agent-groups", Some(one.into()));
                put("access-groups", Some(two.into()));
                put("roles", Some(three.into()));
                put("application", only.map(Value::from));
                put("is-agent", flag.map(Value::from));
                put("skills", Some(json!("Chat 5, Mail 3")));
                put("place", texts.first().map(|text| text.as_str().into()));
                put("mentioned", flag.map(|flag| (!flag).into()));
            }
            "roles" => {
                let kinds = ["agent", "access-group", "agent-group"];
                let members = one.iter().chain(&two).zip(kinds.iter().cycle());
                put("members", Some(members.map(|(name, kind)| format!("{kind}/{name}")).collect()));
                put("privileges", Some(three.into()));
            }
            "scripts" => {
                put("type", Some("interaction-queue".into()));
                put("media", only.map(Value::from));
            }
            "business-attributes" => put("values", Some(texts.into())),
            _ => {}
        }
        Value::Object(map)
    })
}

/// A document of lists of objects; the same name may be in several tenants, and what is named may not be there.
pub(super) fn deployments() -> impl Strategy<Value = Value> {
    let list = |kind: &'static str| {
        prop::collection::vec(object(kind), 0..4).prop_map(move |objects| (kind, objects))
    };
    let tenants = prop::sample::select(vec![vec![], vec!["Acme"], vec!["Acme", "Bank"]]);
    let lists = (
        list("applications"),
        list("agent-groups"),
        list("access-groups"),
        list("agents"),
        list("roles"),
        list("scripts"),
        list("transactions"),
        list("business-attributes"),
    );
    (tenants, lists, options()).prop_map(|(tenants, (a, b, c, d, e, f, g, h), options)| {
        let tenant = |name: &&str| json!({"name": name, "options": options});
        let mut map = Map::new();
        map.insert("tenants".into(), tenants.iter().map(tenant).collect());
        for (kind, mut objects) in [a, b, c, d, e, f, g, h] {
            // What is written twice is put together; that is another matter.
            let only = if let [only] = tenants[..] { only } else { "" };
            let mut seen = BTreeSet::new();
            objects.retain(|object| {
                let tenant = object["tenant"].as_str().unwrap_or(only);
                seen.insert((tenant.to_owned(), object["name"].to_string()))
            });
            map.insert(kind.to_owned(), objects.into());
        }
        Value::Object(map)
    })
}

/// The same without objects of tenants that are not there, or of none where there is only one.
pub(super) fn tame(mut document: Value) -> Value {
    let tenants = document["tenants"].as_array().cloned().unwrap_or_default();
    let is_there = |name: &str| match tenants.as_slice() {
        [] => false,
        [only] => only["name"] == name,
        several => name.is_empty() || several.iter().any(|tenant| tenant["name"] == name),
    };
    let only = if let [only] = tenants.as_slice() { only["name"].as_str().unwrap_or_default() } else { "" };
    for objects in document.as_object_mut().into_iter().flat_map(|lists| lists.values_mut()) {
        let mut seen = BTreeSet::new();
        let Some(objects) = objects.as_array_mut() else { continue };
        objects.retain_mut(|object| {
            if object["tenant"].as_str().is_some_and(|name| !is_there(name)) {
                object.as_object_mut().and_then(|object| object.remove("tenant"));
            }
            let tenant = object["tenant"].as_str().unwrap_or(only).to_owned();
            // What is only named, and in no tenant, may be any object of that name.
            if tenant.is_empty() {
                object.as_object_mut().and_then(|object| object.remove("mentioned"));
            }
            seen.insert((tenant, object["name"].to_string()))
        });
    }
    document
}
