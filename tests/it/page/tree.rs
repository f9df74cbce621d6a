//! A page as a tree, read by a tokenizer that follows the standard. Tags that do not pair fail the test.

use html5gum::{DefaultEmitter, Token, Tokenizer};

const VOID: [&str; 6] = ["meta", "br", "hr", "img", "input", "link"];

/// An element with what is in it; text is an element without a name.
#[derive(Debug, Default)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
    pub(crate) children: Vec<Self>,
    text: String,
}

pub(crate) fn read(page: &str) -> Element {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let utf8 = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let mut open = vec![Element::default()];
    for token in Tokenizer::new_with_emitter(page, emitter) {
        match token.unwrap() {
            Token::StartTag(tag) => {
                let name = utf8(&tag.name);
                let attributes = tag.attributes.iter().map(|(key, value)| (utf8(key), utf8(value)));
                let element = Element { attributes: attributes.collect(), name, ..Element::default() };
                if tag.self_closing || VOID.contains(&element.name.as_str()) {
                    open.last_mut().unwrap().children.push(element);
                } else {
                    open.push(element);
                }
            }
            Token::EndTag(tag) => {
                let element = open.pop().unwrap();
                assert_eq!(element.name, utf8(&tag.name), "a tag closes another one");
                open.last_mut().unwrap().children.push(element);
            }
            Token::String(text) => {
                let text = utf8(&text);
                open.last_mut().unwrap().children.push(Element { text, ..Element::default() });
            }
            Token::Doctype(_) => {}
            Token::Comment(comment) => panic!("a comment: {comment:?}"),
            Token::Error(error) => panic!("{error:?}"),
        }
    }
    assert_eq!(open.len(), 1, "an element stays open");
    open.pop().unwrap()
}

impl Element {
    pub(crate) fn attribute(&self, key: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str())
    }

    /// The element itself and everything in it.
    pub(crate) fn all(&self) -> Vec<&Self> {
        let mut found = vec![self];
        found.extend(self.children.iter().flat_map(Self::all));
        found
    }

    /// The elements of a name below it.
    pub(crate) fn named(&self, name: &str) -> Vec<&Self> {
        self.all().into_iter().skip(1).filter(|element| element.name == name).collect()
    }

    /// The elements of a class below it.
    pub(crate) fn classed(&self, class: &str) -> Vec<&Self> {
        let has = |element: &&Self| {
            element.attribute("class").is_some_and(|all| all.split(' ').any(|one| one == class))
        };
        self.all().into_iter().skip(1).filter(has).collect()
    }

    /// The element of an id.
    pub(crate) fn id(&self, id: &str) -> &Self {
        let found = self.all().into_iter().find(|element| element.attribute("id") == Some(id));
        found.unwrap_or_else(|| panic!("nothing has the id {id}"))
    }

    /// What is read in it, without what only decorates, with single spaces.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        self.add_text(&mut text);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn add_text(&self, text: &mut String) {
        if self.attribute("aria-hidden") == Some("true") {
            return;
        }
        *text += &self.text;
        if ["td", "th", "li", "div", "p", "tr", "dd", "dt"].contains(&self.name.as_str()) {
            text.push(' ');
        }
        self.children.iter().for_each(|child| child.add_text(text));
    }

    /// The cells of each row of the bodies of a table.
    pub(crate) fn rows(&self) -> Vec<Vec<&Self>> {
        let bodies = self.named("tbody");
        let rows = bodies.iter().flat_map(|body| body.children.iter().filter(|child| child.name == "tr"));
        rows.map(|row| {
            row.children.iter().filter(|cell| ["td", "th"].contains(&cell.name.as_str())).collect()
        })
        .collect()
    }
}
