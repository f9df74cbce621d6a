//! Any bytes inside of a CfgData document are read and judged as objects; every place lies in the text.

use wdectl::text::{Span, Syntax};

use super::ground::{fixtures, judged, objects_have_places};

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
    let (sources, deployment) = objects_have_places("any.xml", Syntax::Xml, [before, bytes].concat());
    let text = |span: Span| sources.get(span.file).text().get(span.range());
    for finding in judged(&sources, &deployment).findings {
        let places = finding.primary.iter().chain(&finding.related);
        assert!(places.into_iter().all(|label| text(label.span).is_some()), "{finding:?}");
    }
}
