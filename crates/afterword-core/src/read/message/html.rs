//! HTML to plain text, for mail bodies and calendar descriptions.
//!
//! A tag stripper and not a browser: block elements break lines, list items get a dash, table cells a tab, block quotes
//! the `> ` of mail, and what is never shown (scripts, styles, comments, the head) is dropped. Nothing is fetched and
//! no style is evaluated. One pass, linear in the input, without recursion, so nesting cannot exhaust the stack.

/// What happens to the address behind a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    /// Only the words of the link are kept.
    Drop,
    /// The address follows the words in angle brackets, unless the words show it already.
    Show,
}

/// Elements whose content a reader never sees.
const UNSEEN: [&str; 6] = ["script", "style", "head", "title", "template", "noscript"];
/// Elements that begin and end on a line of their own.
const BLOCKS: [&str; 24] = [
    "p",
    "div",
    "tr",
    "table",
    "ul",
    "ol",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "section",
    "article",
    "header",
    "footer",
    "blockquote",
    "pre",
    "dl",
    "dt",
    "dd",
    "tbody",
];
/// Elements after which a blank line reads best.
const PARAGRAPHS: [&str; 10] = ["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table"];
const MAX_QUOTE_DEPTH: usize = 8;

/// Whether a text is HTML rather than plain words that happen to hold an angle bracket.
#[must_use]
pub fn looks_like_html(text: &str) -> bool {
    const SIGNS: [&str; 14] = [
        "<html", "<body", "<p>", "<p ", "<br", "<div", "<table", "<ul>", "<li>", "<span", "</a>", "<b>", "</p>",
        "<strong",
    ];
    let head: String = text.chars().take(20_000).collect::<String>().to_ascii_lowercase();
    SIGNS.iter().any(|sign| head.contains(sign))
}

/// The text a reader of the HTML would see.
#[must_use]
pub fn html_to_text(html: &str, links: Links) -> String {
    let mut out = Writer::default();
    let mut open_link: Option<(String, usize)> = None;
    let mut rest = html;
    // Without a closing bracket ahead nothing can be a tag; looking again at every `<` would be quadratic.
    let last_bracket = html.rfind('>').unwrap_or(0);
    while let Some(at) = rest.find(['<', '&']) {
        out.words(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with('&') {
            let (text, used) = entity(rest);
            out.words_raw(&text);
            rest = &rest[used..];
            continue;
        }
        if let Some(after) = rest.strip_prefix("<!--") {
            rest = after.find("-->").map_or("", |end| &after[end + 3..]);
            continue;
        }
        let ahead = html.len() - rest.len() < last_bracket;
        let Some(tag) = ahead.then(|| Tag::read(rest)).flatten() else {
            out.words_raw("<");
            rest = &rest[1..];
            continue;
        };
        rest = &rest[tag.len..];
        if UNSEEN.contains(&tag.name.as_str()) && !tag.closing {
            rest = skip_element(rest, &tag.name);
            continue;
        }
        if tag.name == "a" && links == Links::Show {
            if tag.closing {
                if let Some((address, from)) = open_link.take() {
                    let shown = out.text.get(from..).unwrap_or_default();
                    if !shown.contains(&address) {
                        out.words_raw(&format!(" <{address}>"));
                    }
                }
            } else {
                open_link = tag.link().map(|address| (address, out.text.len()));
            }
        }
        out.tag(&tag);
    }
    out.words(rest);
    out.finish()
}

/// Skips to behind the closing tag of an unseen element; an unclosed one swallows the rest, as in a browser.
fn skip_element<'a>(rest: &'a str, name: &str) -> &'a str {
    let mut from = rest;
    while let Some(at) = from.find("</") {
        from = &from[at + 2..];
        if from
            .get(..name.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(name))
        {
            return from.find('>').map_or("", |end| &from[end + 1..]);
        }
    }
    ""
}

struct Tag<'a> {
    name: String,
    closing: bool,
    attributes: &'a str,
    len: usize,
}

impl<'a> Tag<'a> {
    /// Reads a tag at the start of `text`, which begins with `<`. `None` if this is a bare bracket.
    fn read(text: &'a str) -> Option<Self> {
        let body = &text[1..];
        let closing = body.starts_with('/');
        let body = body.strip_prefix('/').unwrap_or(body);
        let first = body.chars().next()?;
        if !(first.is_ascii_alphabetic() || first == '!' || first == '?') {
            return None;
        }
        let name_end = body
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == ':' || c == '-'))
            .unwrap_or(body.len());
        let (name, after) = body.split_at(name_end);
        // `<ann@example.org>` in HTML that was never escaped is an address, not an element.
        if after.starts_with(['@', '.']) {
            return None;
        }
        let end = tag_end(after)?;
        let len = text.len() - after.len() + end + 1;
        Some(Self {
            name: name.to_ascii_lowercase(),
            closing,
            attributes: &after[..end],
            len,
        })
    }

    fn link(&self) -> Option<String> {
        let lower = self.attributes.to_ascii_lowercase();
        let at = lower.find("href")?;
        let value = self.attributes[at + 4..].trim_start().strip_prefix('=')?.trim_start();
        let address = match value.chars().next()? {
            quote @ ('"' | '\'') => value[1..].split(quote).next()?,
            _ => value.split(|c: char| c.is_whitespace()).next()?,
        };
        let address = address.trim();
        let address = address
            .strip_prefix("mailto:")
            .map_or(address, |mail| mail.split('?').next().unwrap_or(mail));
        let address = address.strip_prefix("tel:").unwrap_or(address);
        (!address.is_empty() && address.len() < 2_000).then(|| decode_entities(address))
    }
}

/// The `>` that ends a tag, outside quoted attribute values.
fn tag_end(after: &str) -> Option<usize> {
    let mut quote = None;
    let mut after_equals = false;
    for (at, byte) in after.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') if after_equals => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            after_equals = byte == b'=';
        }
    }
    // An unclosed quote: any bracket will do.
    after.find('>')
}

/// Replaces character references in a text that holds no tags.
#[must_use]
pub fn decode_entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let (decoded, used) = entity(&rest[at..]);
        out.push_str(&decoded);
        rest = &rest[at + used..];
    }
    out.push_str(rest);
    out
}

const NAMED: [(&str, &str); 43] = [
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", " "),
    ("ensp", " "),
    ("emsp", " "),
    ("thinsp", " "),
    ("shy", ""),
    ("zwnj", ""),
    ("zwj", ""),
    ("ndash", "–"),
    ("mdash", "—"),
    ("hellip", "…"),
    ("bull", "•"),
    ("middot", "·"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("laquo", "«"),
    ("raquo", "»"),
    ("euro", "€"),
    ("copy", "©"),
    ("reg", "®"),
    ("auml", "ä"),
    ("ouml", "ö"),
    ("uuml", "ü"),
    ("Auml", "Ä"),
    ("Ouml", "Ö"),
    ("Uuml", "Ü"),
    ("szlig", "ß"),
    ("eacute", "é"),
    ("Eacute", "É"),
    ("egrave", "è"),
    ("agrave", "à"),
    ("ecirc", "ê"),
    ("ccedil", "ç"),
    ("ocirc", "ô"),
    ("iacute", "í"),
    ("ntilde", "ñ"),
    ("aacute", "á"),
];

/// Decodes the reference at the start of `text`, which begins with `&`; gives the text and the bytes it took.
fn entity(text: &str) -> (String, usize) {
    let literal = ("&".to_owned(), 1);
    let Some(end) = text.bytes().take(12).position(|byte| byte == b';') else {
        return literal;
    };
    let name = &text[1..end];
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => number.parse().ok(),
        };
        return match code.and_then(char::from_u32) {
            Some('\u{a0}') => (" ".to_owned(), end + 1),
            Some('\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{feff}' | '\u{34f}') => (String::new(), end + 1),
            Some(found) if !found.is_control() || matches!(found, '\n' | '\t') => (found.to_string(), end + 1),
            Some(_) => (String::new(), end + 1),
            None => literal,
        };
    }
    NAMED
        .iter()
        .find(|(known, _)| *known == name)
        .map_or(literal, |(_, text)| ((*text).to_owned(), end + 1))
}

/// Collects the text: folds white space as HTML does, keeps line breaks and quote depth.
#[derive(Default)]
struct Writer {
    text: String,
    quotes: usize,
    preformatted: usize,
    pending_space: bool,
    cells: usize,
}

impl Writer {
    fn words(&mut self, words: &str) {
        for character in words.chars() {
            if character == '\u{a0}' {
                self.pending_space = true;
            } else if character.is_whitespace() {
                if self.preformatted > 0 && character == '\n' {
                    self.line();
                } else {
                    self.pending_space = true;
                }
            } else {
                self.push(character);
            }
        }
    }

    fn words_raw(&mut self, words: &str) {
        self.words(words);
    }

    fn push(&mut self, character: char) {
        if self.at_line_start() {
            for _ in 0..self.quotes {
                self.text.push_str("> ");
            }
        } else if self.pending_space {
            self.text.push(' ');
        }
        self.pending_space = false;
        self.text.push(character);
    }

    fn at_line_start(&self) -> bool {
        self.text.is_empty() || self.text.ends_with('\n')
    }

    fn line(&mut self) {
        self.pending_space = false;
        if self.at_line_start() {
            for _ in 0..self.quotes {
                self.text.push_str("> ");
            }
        }
        self.text.push('\n');
    }

    fn break_line(&mut self) {
        self.pending_space = false;
        if !self.at_line_start() {
            self.text.push('\n');
        }
    }

    fn blank_line(&mut self) {
        self.break_line();
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    fn tag(&mut self, tag: &Tag<'_>) {
        match tag.name.as_str() {
            "br" => self.line(),
            "blockquote" => {
                self.break_line();
                self.quotes = if tag.closing {
                    self.quotes.saturating_sub(1)
                } else {
                    (self.quotes + 1).min(MAX_QUOTE_DEPTH)
                };
            }
            "pre" => {
                self.break_line();
                self.preformatted = if tag.closing {
                    self.preformatted.saturating_sub(1)
                } else {
                    self.preformatted.saturating_add(1)
                };
            }
            "hr" => {
                self.break_line();
                self.text.push_str("________________________________\n");
            }
            "li" if !tag.closing => {
                self.break_line();
                self.push('-');
                self.pending_space = true;
            }
            "tr" => {
                self.break_line();
                self.cells = 0;
            }
            "td" | "th" if !tag.closing => {
                if self.cells > 0 && !self.at_line_start() {
                    self.text.push('\t');
                    self.pending_space = false;
                }
                self.cells += 1;
            }
            name if PARAGRAPHS.contains(&name) && tag.closing => self.blank_line(),
            name if BLOCKS.contains(&name) => self.break_line(),
            _ => {}
        }
    }

    fn finish(self) -> String {
        let mut out = String::with_capacity(self.text.len());
        let mut blank = 0;
        for line in self.text.lines() {
            let line = line.trim_end();
            blank = if line.is_empty() { blank + 1 } else { 0 };
            if blank < 2 {
                out.push_str(line);
                out.push('\n');
            }
        }
        out.truncate(out.trim_end().len());
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_what_a_reader_would_see() {
        for (html, text) in [
            ("<p>Hi&nbsp;Ann,</p><p>a <b>b</b><br>c</p>", "Hi Ann,\n\na b\nc"),
            ("<style>p{}</style><script>if (a<b) {}</script>x", "x"),
            ("<ul><li>one</li><li>two</li></ul>", "- one\n- two"),
            ("<table><tr><td>Ann</td><td>Chair</td></tr></table>", "Ann\tChair"),
            ("new<blockquote>old<br>older</blockquote>", "new\n> old\n> older"),
            ("a < b & c &lt;tag&gt; &#8217; &#x2019;", "a < b & c <tag> ’ ’"),
            ("mail <ann@x.example> now", "mail <ann@x.example> now"),
            ("<!-- <p>no</p> -->yes<!-- open", "yes"),
            ("<a title=\"a>b\">t</a>", "t"),
        ] {
            assert_eq!(html_to_text(html, Links::Drop), text, "{html}");
        }
        let link =
            "<a href='mailto:ann@x.example?subject=a'>Ann</a> <a href=\"https://z.example/j\">https://z.example/j</a>";
        assert_eq!(
            html_to_text(link, Links::Show),
            "Ann <ann@x.example> https://z.example/j"
        );
    }

    #[test]
    fn is_linear_and_survives_nonsense() {
        for piece in [
            "<div>",
            "<blockquote>",
            "<",
            "&",
            "<a href=\"",
            "<!--",
            "<script>",
            "</",
            "&#x110000;",
        ] {
            let _ = html_to_text(&piece.repeat(100_000), Links::Show);
        }
    }
}
