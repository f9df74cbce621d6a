//! What stands between the tags of elements: text, comments, CDATA, processing instructions, and the document type
//! definition that is not read.

use super::super::errors::excerpt;
use super::super::{Encoding, Style};
use super::declaration::{Declared, declared};
use super::names::is_character;
use super::{Open, Reader};

impl Reader<'_> {
    /// Text, which begins where the reader stands. Nothing where the file has too many values.
    #[cold]
    pub(super) fn text_up_to(&mut self, end: usize) -> Option<()> {
        // The blanks of XML and no other: a form feed is a control character, to be told.
        let text = self.text[self.at..end].trim_end_matches([' ', '\n', '\r', '\t']);
        let place = self.at..self.at + text.len();
        if let Some(length) = text.find("]]>") {
            let at = place.start + length;
            self.slip(at..at + 3, "`]]>` in a text".into(), Some("write it as `]]&gt;`"));
        }
        if let Some((length, odd)) = text.char_indices().find(|&(_, character)| !is_character(character)) {
            let at = place.start + length;
            self.slip(at..at + odd.len_utf8(), "a control character in a text".into(), Some("remove it"));
        }
        let Some(&Open { node, .. }) = self.open.last() else {
            if !std::mem::replace(&mut self.told.outside, true) {
                let message = format!("`{}` stands outside of all elements", excerpt(text));
                self.slip(place, message, Some("remove it"));
            }
            return Some(());
        };
        if self.below > 0 {
            return Some(());
        }
        let copied = self.meant(place.clone(), false);
        self.count(place.start)?;
        self.tree.add_key(node, (place.start, place.start), Style::Absent, None);
        self.tree.add_scalar(place.start, place.end, Style::Plain, copied);
        Some(())
    }

    /// `<!` and what follows. Nothing where the file has too many values.
    #[cold]
    pub(super) fn bang(&mut self) -> Option<()> {
        let rest = &self.text[self.at..];
        if rest.starts_with("<!--") {
            self.comment();
        } else if rest.starts_with("<![CDATA[") {
            return self.data();
        } else if rest.starts_with("<!DOCTYPE") {
            self.definition();
        } else {
            let end = rest[1..].find(['<', '>']).map_or(self.bytes.len(), |length| self.at + 1 + length);
            if !self.told.no_definition_end {
                let message = format!("`{}` is no markup of a document", excerpt(&self.text[self.at..end]));
                self.slip(self.at..end, message, None);
            }
            self.at = end + usize::from(self.bytes.get(end) == Some(&b'>'));
        }
        Some(())
    }

    fn comment(&mut self) {
        let (start, inside) = (self.at, self.at + 4);
        self.at = inside;
        if self.told.no_comment_end {
            return;
        }
        let Some(length) = self.text[inside..].find("-->") else {
            self.told.no_comment_end = true;
            self.slip(start..inside, "this comment is never closed".into(), Some("write the missing `-->`"));
            return;
        };
        let end = inside + length;
        self.at = end + 3;
        if let Some(dashes) = self.text[inside..end + 2].find("--").filter(|&dashes| dashes < length) {
            let at = inside + dashes;
            self.slip(at..at + 2, "`--` in a comment".into(), Some("a comment ends with `-->`"));
        } else if !self.text[inside..end].chars().all(is_character) {
            self.slip(start..inside, "a control character in this comment".into(), Some("remove it"));
        }
        self.tree.add_comment(start, self.at);
    }

    fn data(&mut self) -> Option<()> {
        let (start, inside) = (self.at, self.at + 9);
        self.at = inside;
        if self.told.no_data_end {
            return Some(());
        }
        let Some(length) = self.text[inside..].find("]]>") else {
            self.told.no_data_end = true;
            self.slip(
                start..inside,
                "this CDATA section is never closed".into(),
                Some("write the missing `]]>`"),
            );
            return Some(());
        };
        let end = inside + length;
        self.at = end + 3;
        if !self.text[inside..end].chars().all(is_character) {
            self.slip(start..inside, "a control character in this CDATA section".into(), Some("remove it"));
        }
        match self.open.last() {
            Some(&Open { node, .. }) if self.below == 0 => {
                self.count(start)?;
                self.tree.add_key(node, (start, start), Style::Absent, None);
                self.tree.add_scalar(inside, end, Style::Plain, None);
            }
            Some(_) => {}
            None => {
                self.slip(start..inside, "a CDATA section outside of all elements".into(), Some("remove it"))
            }
        }
        Some(())
    }

    /// `<?` and what follows.
    #[cold]
    pub(super) fn instruction(&mut self) {
        let (start, inside) = (self.at, self.at + 2);
        self.at = inside;
        if self.told.no_instruction_end {
            return;
        }
        let Some(length) = self.text[inside..].find("?>") else {
            self.told.no_instruction_end = true;
            self.slip(
                start..inside,
                "this instruction is never closed".into(),
                Some("write the missing `?>`"),
            );
            return;
        };
        self.at = inside + length + 2;
        let is_declaration = self.text[inside..].starts_with("xml")
            && matches!(self.bytes[inside + 3], b' ' | b'\t' | b'\r' | b'\n' | b'?');
        match is_declaration {
            true if start == 0 => self.declaration(),
            true => {
                let help = "move it to the very start of the file, or remove it";
                self.slip(start..inside + 3, "an XML declaration in the middle of a file".into(), Some(help));
            }
            false if !self.text[inside..inside + length].chars().all(is_character) => {
                self.slip(start..inside, "a control character in this instruction".into(), Some("remove it"));
            }
            false => {}
        }
    }

    /// Compares the encoding that the file names with the one its bytes are in.
    fn declaration(&mut self) {
        let Some((declared, place)) = declared(self.bytes) else { return };
        let label = excerpt(&self.text[place.clone()]);
        let is = match (self.encoding, declared) {
            (Encoding::Utf8, Declared::Unknown) => {
                let message = format!("the encoding `{label}` is not known; the file was read as UTF-8");
                self.slip(place, message, Some("save the file as UTF-8"));
                return;
            }
            (Encoding::Utf8, Declared::Utf8)
            | (Encoding::Utf16Le | Encoding::Utf16Be, Declared::Utf16)
            | (Encoding::CodePage(_), _) => return,
            (Encoding::Utf8, _) => "UTF-8",
            (Encoding::Utf16Le | Encoding::Utf16Be, _) => "UTF-16",
        };
        let message = format!("the file says that it is in `{label}`, but its bytes are {is}");
        self.slip(place, message, Some(&format!("write `encoding=\"{is}\"`; it was read as {is}")));
    }

    /// A document type definition: goes behind it.
    fn definition(&mut self) {
        let start = self.at;
        self.at += "<!DOCTYPE".len();
        if !std::mem::replace(&mut self.told.definition, true) {
            let help = "remove it; entities that it declares are not known";
            self.slip(start..self.at, "a document type definition is not read".into(), Some(help));
        }
        if self.told.no_definition_end {
            return;
        }
        match self.definition_end() {
            Some(end) => self.at = end,
            // What is left of it is no text of the document.
            None => (self.told.no_definition_end, self.told.outside) = (true, true),
        }
    }

    /// Behind the `>` of a definition.
    fn definition_end(&self) -> Option<usize> {
        let (mut at, mut depth) = (self.at, 0usize);
        loop {
            match self.bytes.get(at)? {
                b'>' if depth == 0 => return Some(at + 1),
                b'[' => depth += 1,
                b']' => depth = depth.saturating_sub(1),
                &quote @ (b'"' | b'\'') => {
                    at += 1 + self.bytes[at + 1..].iter().position(|&byte| byte == quote)?;
                }
                b'<' if self.bytes[at..].starts_with(b"<!--") => {
                    at += 4 + self.text[at + 4..].find("-->")? + 2
                }
                _ => {}
            }
            at += 1;
        }
    }
}
