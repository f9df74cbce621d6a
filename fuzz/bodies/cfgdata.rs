//! Any bytes inside of a CfgData document are read and judged as objects; every place lies in the text.

use wdectl::deployment::{Input, load};
use wdectl::text::{Sources, Syntax};

use super::ground::{LIMITS, fixtures, judged};

/// What is inside of the documents of the fixtures.
pub fn corpus() -> Vec<Vec<u8>> {
    let inside = |(_, bytes): (String, Vec<u8>)| {
        let text = String::from_utf8(bytes).ok()?;
        let (_, rest) = text.split_once("<CfgCreate>")?;
        Some(rest.as_bytes().to_vec())
    };
    let all = fixtures("native", &["xml"]).into_iter().chain(fixtures("rules", &["xml"]));
    let mut corpus: Vec<Vec<u8>> = all.filter_map(inside).collect();
    corpus.push(
        b"<CfgPerson id='P' userName='ana' tenantDBID='T' isAgent='2'/></CfgCreate></CfgData>".to_vec(),
    );
    corpus
}

pub fn run(bytes: &[u8]) {
    let before =
        b"<CfgData><CfgReference><CfgTenantRef id='T' name='Acme'/><CfgPersonRef id='P' name='ana'/>\
                   </CfgReference><CfgCreate>";
    let text = [before, bytes].concat();
    let mut sources = Sources::new();
    let file = sources.add("any.xml", text);
    let deployment = load(&sources, &[Input { file, syntax: Syntax::Xml, object: None }], LIMITS);
    let text = sources.get(file).text();
    for (_, object) in deployment.objects() {
        assert!(text.get(object.at.range()).is_some());
        for setting in &object.options {
            assert!(text.get(setting.key.range()).is_some());
            let place = text.get(setting.at.range());
            assert!(place.is_some_and(|place| !setting.verbatim || place == deployment.text(setting.value)));
        }
    }
    for finding in judged(&sources, &deployment).findings {
        let places = finding.primary.iter().chain(&finding.related);
        assert!(places.into_iter().all(|label| text.get(label.span.range()).is_some()), "{finding:?}");
    }
}
