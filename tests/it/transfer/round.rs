//! A deployment that is written and read again is the same one.

use proptest::prelude::*;
use wdectl::deployment::{Deployment, Loss, Losses, OurForm, Outline};
use wdectl::text::{Sources, Syntax};

use super::super::commands::root;
use super::super::planting::clean_files;
use super::commands::files;
use super::model::{Model, Said, model, read};
use super::wild::deployments;

const OURS: [(Syntax, &str); 3] = [(Syntax::Yaml, "yaml"), (Syntax::Toml, "toml"), (Syntax::Json, "json")];

fn all(deployment: &Deployment) -> Outline<'_> {
    Outline::of(deployment, |_| true)
}

/// Writes in our form, as one file and as one a kind, reads both again, and says what was lost.
fn through_ours(sources: &Sources, deployment: &Deployment) -> Vec<Losses> {
    let mut lost = Vec::new();
    for (syntax, extension) in OURS {
        let outline = all(deployment);
        let form = OurForm::new(&outline, syntax, Some(sources));
        let (text, losses) = form.whole();
        let whole = vec![(format!("all.{extension}"), text)];
        let (_, again) = read(&whole);
        let mut before = model(deployment);
        let second = leave_one_application(&mut before, &model(&again));
        assert_eq!(model(&again), before, "{}", whole[0].1);
        let told = losses.iter().find(|(why, _)| *why == Loss::Second).map_or(0, |(_, lost)| lost.count);
        assert_eq!(told, second, "{}", whole[0].1);
        let form = OurForm::new(&outline, syntax, Some(sources));
        let (parts, lost_of_parts) = form.by_kind();
        assert_eq!(lost_of_parts, losses);
        let parts: Vec<_> =
            parts.into_iter().map(|(list, text)| (format!("{list}.{extension}"), text)).collect();
        let (_, again) = read(&parts);
        assert_eq!(model(&again), before, "{parts:?}");
        // Written from what was written, it is the same to the letter, but for where each object came from.
        let named = |lists: Vec<(&str, String)>| -> Vec<(String, String)> {
            lists.into_iter().map(|(list, text)| (format!("{list}.{extension}"), text)).collect()
        };
        let once = named(OurForm::new(&all(&again), syntax, None).by_kind().0);
        let (_, third) = read(&once);
        assert_eq!(named(OurForm::new(&all(&third), syntax, None).by_kind().0), once);
        lost.push(losses);
    }
    lost
}

/// An agent who is written twice may use two applications, and has one in our form: one that is there where there is
/// one. Takes the others out of a model, and says how many they were.
fn leave_one_application(before: &mut Model, again: &Model) -> usize {
    let mut lost = 0;
    for (key, said) in before {
        let links = |said: &Said| said.links.iter().filter(|link| link.0 == "Application").count();
        let nowhere = |said: &Said| {
            said.dangling.iter().filter(|(kind, _, member)| kind == "application" && !member).count()
        };
        let (written, Some(kept)) = (links(said) + nowhere(said), again.get(key)) else { continue };
        if written < 2 {
            continue;
        }
        assert_eq!(
            (links(kept), nowhere(kept)),
            (links(said).min(1), usize::from(links(said) == 0)),
            "{key:?}"
        );
        said.links.retain(|link| link.0 != "Application" || kept.links.contains(link));
        said.dangling.retain(|name| name.0 != "application" || name.2 || kept.dangling.contains(name));
        lost += written - 1;
    }
    lost
}

#[test]
fn random_deployments_lose_nothing_on_the_way_into_our_form() {
    for seed in 0..120 {
        let (sources, deployment) = read(&clean_files(seed, seed % 2 == 0));
        for lost in through_ours(&sources, &deployment) {
            assert!(lost.is_empty(), "{seed}: {lost:?}");
        }
    }
}

#[test]
fn every_native_form_loses_nothing_on_the_way_into_our_form() {
    let forms = [
        "agents-csv",
        "agents-csv-acme",
        "cfgdata-wizard",
        "gax",
        "gax-acme",
        "mutagen",
        "mutagen-acme",
        "mutagen-raw",
    ];
    for form in forms {
        let (sources, deployment) = read(&files(&root().join("fixtures/native").join(form)));
        assert!(deployment.object_count() > 2, "{form}");
        for lost in through_ours(&sources, &deployment) {
            assert!(lost.is_empty(), "{form}: {lost:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn wild_deployments_lose_nothing_on_the_way_into_our_form(document in deployments()) {
        let (sources, deployment) = read(&[("a.json".to_owned(), document.to_string())]);
        through_ours(&sources, &deployment);
    }
}
