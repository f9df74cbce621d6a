use proptest::prelude::*;

use super::super::{Sources, Syntax, SyntaxError, read};
use super::*;
use crate::text::{Kind, Node, Span};

/// The tree as text: `a{x=1 b{}}`, text as `'text'`.
pub(super) fn shown(tree: &Tree<'_>) -> String {
    fn inside(node: Node<'_>, shown: &mut String) {
        for (at, entry) in node.entries().enumerate() {
            shown.push_str(if at == 0 { "" } else { " " });
            match entry.value.kind() {
                Kind::Map => {
                    shown.push_str(entry.key.text());
                    shown.push('{');
                    inside(entry.value, shown);
                    shown.push('}');
                }
                _ if entry.key.style() == Style::Absent => {
                    shown.push_str(&format!("'{}'", entry.value.text()));
                }
                _ => shown.push_str(&format!("{}={}", entry.key.text(), entry.value.text())),
            }
        }
    }
    let mut shown = String::new();
    tree.roots().for_each(|root| inside(root, &mut shown));
    shown
}

fn read_bytes(bytes: &[u8], limits: Limits) -> (String, Vec<String>) {
    let mut sources = Sources::new();
    let file = sources.add("a.xml", bytes.to_vec());
    let parsed = read(&sources, file, Syntax::Xml, limits);
    let told = |error: &SyntaxError| format!("[{}] {}", sources.slice(error.span), error.message);
    (shown(&parsed.tree), parsed.errors.iter().map(told).collect())
}

fn read_text(text: &str) -> (String, Vec<String>) {
    read_bytes(text.as_bytes(), Limits::default())
}

fn sound(text: &str) -> String {
    let (shown, errors) = read_text(text);
    assert!(errors.is_empty(), "{text}: {errors:?}");
    shown
}

#[track_caller]
fn broken(text: &str, tree: &str, errors: &[&str]) {
    let (found, told) = read_text(text);
    assert_eq!(
        (found.as_str(), told),
        (tree, errors.iter().map(|&error| error.to_owned()).collect()),
        "{text}"
    );
}

#[test]
fn elements_attributes_and_text_are_read() {
    assert_eq!(sound("<a/>"), "a{}");
    assert_eq!(
        sound("<?xml version='1.0' encoding='utf-8'?>\r\n<a  x = '1' y=\"2\" ><b/>t</a>\n"),
        "a{x=1 y=2 b{} 't'}"
    );
    assert_eq!(sound("<a x='1'></a >"), "a{x=1}");
    assert_eq!(sound("<!-- c --><a><![CDATA[<b>]]><?p q?></a>"), "a{'<b>'}");
    assert_eq!(sound("<ns:ä ns:b-1.2='ü'/>"), "ns:ä{ns:b-1.2=ü}");
    assert_eq!(sound(""), "");
    assert_eq!(sound(" \n"), "");
}

#[test]
fn references_and_line_ends_mean_what_xml_says() {
    let value = |text: &str| sound(&format!("<a x=\"{text}\"/>"));
    assert_eq!(value("&lt;&gt;&amp;&apos;&quot;&#65;&#x42;&#x1F600;"), "a{x=<>&'\"AB😀}");
    assert_eq!(value("a\tb\r\nc\nd\re&#10;f"), "a{x=a b c d e\nf}");
    assert_eq!(sound("<a>x&amp;y\r\nz</a>"), "a{'x&y\nz'}");
}

#[test]
fn values_point_into_the_source() {
    let mut sources = Sources::new();
    let text = "<a x=\"chat-hold\" y='a&amp;b'><b>t</b></a>";
    let file = sources.add("a.xml", text.as_bytes().to_vec());
    let parsed = read(&sources, file, Syntax::Xml, Limits::default());
    let a = Element::roots(&parsed.tree).next().unwrap();
    let [x, y] = [a.attribute("x").unwrap(), a.attribute("y").unwrap()];
    assert_eq!((sources.slice(x.span()), sources.slice(x.text_span())), ("\"chat-hold\"", "chat-hold"));
    assert_eq!((sources.slice(y.text_span()), y.text(), y.is_verbatim()), ("'a&amp;b'", "a&b", false));
    assert_eq!((sources.slice(a.span()), sources.slice(a.name_span())), (text, "a"));
    let b = a.children().next().unwrap();
    assert_eq!((b.name(), sources.slice(b.span())), ("b", "<b>t</b>"));
}

#[test]
fn names_are_local_and_namespaces_no_attributes() {
    let mut sources = Sources::new();
    let text = "<c:CfgData xmlns:c='http://x' xmlns='y' c:mode='m'><c:A/></c:CfgData>";
    let file = sources.add("a.xml", text.as_bytes().to_vec());
    let parsed = read(&sources, file, Syntax::Xml, Limits::default());
    let root = Element::roots(&parsed.tree).next().unwrap();
    let attributes: Vec<_> = root.attributes().map(|attribute| attribute.name).collect();
    assert_eq!(root.attribute("mode").map(Node::text), Some("m"));
    assert!(root.attribute("c").is_none() && root.attribute("ode").is_none());
    assert_eq!(
        (root.name(), attributes, root.children().next().unwrap().name()),
        ("CfgData", vec!["mode"], "A")
    );
}

#[test]
fn a_missing_quote_costs_one_value_at_most() {
    broken(
        "<l>\n<p k=\"a\" v=\"1/>\n<p k=\"b\" v=\"2\"/>\n</l>",
        "l{p{k=a v=1} p{k=b v=2}}",
        &["[\"] the closing quote of this value is missing"],
    );
    broken(
        "<l><q k=\"a>\n<p/></q></l>",
        "l{q{k=a p{}}}",
        &["[\"] the closing quote of this value is missing"],
    );
    broken("<l><p v=1 w='2'/></l>", "l{p{v=1 w=2}}", &["[v=1] the value of `v` stands without quotes"]);
    broken("<l><p v/></l>", "l{p{v=}}", &["[v] the attribute `v` has no value"]);
    broken("<l><p v='1'w='2'/></l>", "l{p{v=1 w=2}}", &["[w] a blank is missing before this attribute"]);
    broken(
        "<l><p v='1'\u{FC}='2'/></l>",
        "l{p{v=1 \u{FC}=2}}",
        &["[\u{FC}] a blank is missing before this attribute"],
    );
    broken("<l><p ; v='1'/></l>", "l{p{v=1}}", &["[;] `;` stands where an attribute is expected"]);
    broken("<l><p v='1' v='2'/></l>", "l{p{v=1 v=2}}", &["[v] the attribute `v` stands twice in one tag"]);
}

#[test]
fn signs_that_need_a_reference_are_read_as_they_were_meant() {
    broken(
        "<l><p v=\"_age()<259200 AND x\"/><p v=\"a\"/></l>",
        "l{p{v=_age()<259200 AND x} p{v=a}}",
        &["[<] a value may not hold `<`"],
    );
    broken("<l><p v='A & B'/></l>", "l{p{v=A & B}}", &["[&] this `&` stands alone"]);
    broken("<l><p v='&foo;'/></l>", "l{p{v=&foo;}}", &["[&foo;] the entity `&foo;` is not known"]);
    broken("<l><p v='&#0;'/></l>", "l{p{v=&#0;}}", &["[&#0;] `&#0;` is no character"]);
    broken("<l>1 < 2</l>", "l{'1' '2'}", &["[<] this `<` begins no tag"]);
    broken("<l>]]></l>", "l{']]>'}", &["[]]>] `]]>` in a text"]);
    broken("<l><?p \u{1}?></l>", "l{}", &["[<?] a control character in this instruction"]);
    broken("<l>\u{c}</l>", "l{'\u{c}'}", &["[\u{c}] a control character in a text"]);
}

#[test]
fn tags_that_do_not_match_are_one_finding_each() {
    broken("<l><p><q></p><r/></l>", "l{p{q{}} r{}}", &["[<q] `<q>` is not closed before `</p>`"]);
    broken("<l></p><r/></l>", "l{r{}}", &["[</p>] `</p>` closes no element"]);
    broken("<l><ps></p></l>", "l{ps{}}", &["[</p>] `</p>` closes no element"]);
    broken("<l></l x>", "l{}", &["[x] an end tag holds nothing but a name"]);
    broken("<l><p</l>", "l{p{}}", &["[<p] this tag has no `>`"]);
    broken("<a/><b/>", "a{} b{}", &["[<] a second root element begins here"]);
    broken("<a/>x<!-- c -->y", "a{}", &["[x] `x` stands outside of all elements"]);
    broken("<!-- c -->", "", &["[<] there is no element in this file"]);
}

#[test]
fn a_file_that_is_cut_short_is_read_up_to_there() {
    broken("<l><p v='1'/><q>", "l{p{v=1} q{}}", &["[<q] `<q>` is not closed when the file ends"]);
    broken("<l><p v='1'/><q v='2", "l{p{v=1} q{}}", &["[<] the file ends inside of this tag"]);
    broken("<l><p v='1'/></l", "l{p{v=1}}", &["[<] the file ends inside of this tag"]);
    broken(
        "<l><p v='1'/><!-- <r/>",
        "l{p{v=1} r{}}",
        &["[<l] `<l>` is not closed when the file ends", "[<!--] this comment is never closed"],
    );
}

#[test]
fn definitions_and_their_entities_are_not_read() {
    let bomb = "<?xml version='1.0'?><!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b \"&a;&a;>]\"><!-- ' -->]>\n<l v='&b;'>&b;</l>";
    broken(
        bomb,
        "l{v=&b; '&b;'}",
        &[
            "[<!DOCTYPE] a document type definition is not read",
            "[&b;] the entity `&b;` is not known",
            "[&b;] the entity `&b;` is not known",
        ],
    );
    broken(
        "<!DOCTYPE l [ <!ENTITY a 'x'> <l/>",
        "l{}",
        &["[<!DOCTYPE] a document type definition is not read"],
    );
    broken(
        "<l><!ELEMENT l ANY><p/></l>",
        "l{p{}}",
        &["[<!ELEMENT l ANY] `<!ELEMENT l ANY` is no markup of a document"],
    );
    broken("<l/><?xml version='1.0'?>", "l{}", &["[<?xml] an XML declaration in the middle of a file"]);
}

#[test]
fn limits_are_kept_and_named() {
    let text = "<a><b><c x='1'><d/></c></b><e/></a>";
    let at = |limits| read_bytes(text.as_bytes(), limits);
    let (tree, errors) = at(Limits { depth: 2, ..Limits::default() });
    assert_eq!(
        (tree.as_str(), errors),
        ("a{b{} e{}}", vec!["[<c] elements nested deeper than 2".to_owned()])
    );
    let (tree, errors) = at(Limits { expanded_nodes: 3, ..Limits::default() });
    assert_eq!((tree.as_str(), errors), ("a{b{c{}}}", vec!["[x] more than 3 values in one file".to_owned()]));
    let limits = Limits { attribute_bytes: 3, ..Limits::default() };
    let (tree, errors) = read_bytes(b"<a x='1234' y='123'/>", limits);
    assert_eq!(
        (tree.as_str(), errors),
        ("a{y=123}", vec!["[x] the value of `x` is longer than 3 bytes".to_owned()])
    );
}

#[test]
fn hostile_files_take_no_more_than_their_length() {
    let deep = "<a>".repeat(100_000);
    assert_eq!(read_text(&deep).1.len(), 2, "too deep, and not closed");
    let huge = format!("<a x='{}' y='1'/>", "x".repeat(8_000_000));
    assert_eq!(
        read_text(&huge),
        ("a{y=1}".into(), vec!["[x] the value of `x` is longer than 1048576 bytes".into()])
    );
    for unit in [
        "<a b=\"",
        "<!--",
        "<!DOCTYPE [",
        "<![CDATA[",
        "<?p",
        "<a b='<",
        "</",
        "&",
        "<a/",
        "<a>&",
        "</a>",
        "<a b=\"<\"",
        "]]>",
    ] {
        let (_, errors) = read_text(&unit.repeat(200_000));
        assert!(!errors.is_empty() && errors.len() <= 1001, "{unit}: {}", errors.len());
    }
    let many: String = (0..200_000).map(|n| format!(" a{n}='1'")).collect();
    assert_eq!(
        read_text(&format!("<a{many} a7='2'/>")).1,
        ["[a7] the attribute `a7` stands twice in one tag"]
    );
}

#[test]
fn encodings_are_those_that_the_file_names() {
    let file = |label: &str, value: &[u8]| {
        let mut bytes = format!("<?xml version=\"1.0\" encoding=\"{label}\"?><a x='").into_bytes();
        bytes.extend_from_slice(value);
        bytes.extend_from_slice(b"'/>");
        read_bytes(&bytes, Limits::default())
    };
    let read = |label, value| {
        let (tree, errors) = file(label, value);
        (tree, errors.first().cloned().unwrap_or_default())
    };
    let sound = |tree: &str| (tree.to_owned(), String::new());
    assert_eq!(read("windows-1252", b"M\xFCller \x80"), sound("a{x=Müller €}"));
    assert_eq!(read("ISO-8859-2", b"\xA3\xF3d\xBC"), sound("a{x=Łódź}"));
    assert_eq!(read("windows-1251", b"\xC8\xE2\xE0\xED"), sound("a{x=Иван}"));
    assert_eq!(read("UTF-8", "Müller".as_bytes()), sound("a{x=Müller}"));
    let told = "[windows-1252] the file says that it is in `windows-1252`, but its bytes are UTF-8";
    assert_eq!(read("windows-1252", "Müller".as_bytes()), ("a{x=Müller}".into(), told.into()));
    let told = "[utf-16] the file says that it is in `utf-16`, but its bytes are UTF-8";
    assert_eq!(read("utf-16", b"x"), ("a{x=x}".into(), told.into()));
    let told = "[x-none] the encoding `x-none` is not known; the file was read as UTF-8";
    assert_eq!(read("x-none", b"x"), ("a{x=x}".into(), told.into()));
    for (mark, unit) in [
        (&[0xFF, 0xFE][..], u16::to_le_bytes as fn(u16) -> [u8; 2]),
        (&[0xFE, 0xFF], u16::to_be_bytes),
        (&[], u16::to_le_bytes),
        (&[], u16::to_be_bytes),
    ] {
        let text = "<?xml version='1.0' encoding='UTF-16'?><a x='Müller'/>";
        let bytes: Vec<u8> = mark.iter().copied().chain(text.encode_utf16().flat_map(unit)).collect();
        assert_eq!(read_bytes(&bytes, Limits::default()), ("a{x=Müller}".into(), vec![]));
    }
}

#[test]
fn a_file_goes_back_into_its_code_page() {
    let bytes = b"<?xml version='1.0' encoding='windows-1252'?><a x='M\xFCller \x80'/>";
    let mut sources = Sources::new();
    let file = sources.add("a.xml", bytes.to_vec());
    let source = sources.get(file);
    assert_eq!(source.encoded(source.text()), bytes);
    assert_eq!(source.encoded("<a x='\u{3B1}'/>"), b"<a x='&#945;'/>", "a letter that the page lacks");
}

/// Every place lies in the text, on character boundaries, and every value stands where it says.
fn check_places(sources: &Sources, parsed: &Parsed<'_>) {
    let text = |span: Span| sources.get(span.file).text().get(span.range());
    let mut nodes: Vec<Node<'_>> = parsed.tree.roots().collect();
    while let Some(node) = nodes.pop() {
        assert!(text(node.span()).is_some());
        if node.kind() == Kind::Scalar && node.is_verbatim() {
            assert_eq!(text(node.text_span()), Some(node.text()));
        }
        for entry in node.entries() {
            nodes.push(entry.value);
            assert_eq!(text(entry.key.span()), Some(entry.key.text()));
        }
    }
    for error in &parsed.errors {
        assert!(text(error.span).is_some_and(|covered| !covered.is_empty()), "{error:?}");
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "([<>/=\"'&;!?a-]|\\[CDATA\\[|<!--|<!DOCTYPE|\\]\\]>|<a |/>|[\\x00-\\x20]|.){0,60}") {
        let mut sources = Sources::new();
        let file = sources.add("a.xml", text.into_bytes());
        let limits = Limits { depth: 4, expanded_nodes: 30, attribute_bytes: 8 };
        for limits in [limits, Limits::default()] {
            check_places(&sources, &read(&sources, file, Syntax::Xml, limits));
        }
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..60), label in "(windows-1252|utf-16|koi8-r|shift_jis|x)") {
        let mut sources = Sources::new();
        let head = format!("<?xml version='1.0' encoding='{label}'?><a>").into_bytes();
        let file = sources.add("a.xml", [head, bytes].concat());
        check_places(&sources, &read(&sources, file, Syntax::Xml, Limits::default()));
    }
}
