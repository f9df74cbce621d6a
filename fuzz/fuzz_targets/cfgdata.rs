//! Any bytes inside of a CfgData document are read and judged as objects; every place lies in the text.

#![no_main]

use libfuzzer_sys::fuzz_target;
use wdectl::deployment::{Input, load};
use wdectl::text::{Limits, Sources, Syntax};

fuzz_target!(|bytes: &[u8]| {
    let before = b"<CfgData><CfgReference><CfgTenantRef id='T' name='Acme'/><CfgPersonRef id='P' name='ana'/>\
                   </CfgReference><CfgCreate>";
    let text = [before, bytes].concat();
    let mut sources = Sources::new();
    let file = sources.add("any.xml", text);
    let deployment = load(&sources, &[Input { file, syntax: Syntax::Xml, object: None }], Limits::default());
    let text = sources.get(file).text();
    for (_, object) in deployment.objects() {
        assert!(text.get(object.at.range()).is_some());
        for setting in &object.options {
            assert!(text.get(setting.key.range()).is_some());
            let place = text.get(setting.at.range());
            assert!(place.is_some_and(|place| !setting.verbatim || place == deployment.text(setting.value)));
        }
    }
});
