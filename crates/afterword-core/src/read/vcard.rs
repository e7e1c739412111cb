//! Contact files: vCard 2.1, 3.0 and 4.0 read, 4.0 written.
//!
//! What a note and an envelope need: names, titles, the organisation and the department (the second component of `ORG`,
//! without which a letter may never reach the person), addresses by component. Photos, keys and nested cards are left
//! out. Old files come with quoted-printable and their own character sets; both are undone.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

use mail_parser::decoders::charsets::map::charset_decoder;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use serde::{Deserialize, Serialize};

use super::invite::content_line::{ContentLine, ContentLines, split_escaped, text_of, unescape};
use super::signature::{Signature, Source, signature};

const MAX_BYTES: usize = 20 * 1024 * 1024;
const MAX_CARDS: usize = 10_000;
/// A text beyond this is a picture or a key.
const MAX_VALUE: usize = 32 * 1024;
const MAX_VALUES: usize = 100;

/// An address or number with what it is for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ContactValue {
    /// The address or number as written.
    pub value: String,
    /// `work`, `home`, `cell`, `fax`, or a label of the person's own; lower case.
    pub kinds: Vec<String>,
    /// 1 is most preferred.
    pub pref: Option<u8>,
}

/// A postal address by component.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PostalAddress {
    /// The post office box.
    pub po_box: Option<String>,
    /// Suite, building, mail stop.
    pub extended: Option<String>,
    /// Street and number; several lines are kept as lines.
    pub street: Option<String>,
    /// The town.
    pub locality: Option<String>,
    /// State, province, county.
    pub region: Option<String>,
    /// The postal code.
    pub postal_code: Option<String>,
    /// The country, as written.
    pub country: Option<String>,
    /// The address as a label to be printed, where the file has one.
    pub label: Option<String>,
    /// `work`, `home`, ...
    pub kinds: Vec<String>,
    /// 1 is most preferred.
    pub pref: Option<u8>,
}

impl PostalAddress {
    /// What stands between the name and the town on an envelope, line by line.
    #[must_use]
    pub fn delivery_address_lines(&self) -> Vec<String> {
        [&self.extended, &self.street, &self.po_box]
            .into_iter()
            .flatten()
            .flat_map(|part| part.lines())
            .map(|line| line.trim().trim_end_matches(',').to_owned())
            .filter(|line| !line.is_empty())
            .collect()
    }
}

/// A person as a contact file has them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Contact {
    /// The name as it is to be shown.
    pub formatted_name: String,
    /// Dr., Prof.
    pub honorific_prefix: Option<String>,
    /// The given name. Never guessed from the shown one.
    pub given_name: Option<String>,
    /// Middle names.
    pub additional_name: Option<String>,
    /// The family name. Never guessed from the shown one.
    pub family_name: Option<String>,
    /// Jr., MD.
    pub honorific_suffix: Option<String>,
    /// The job title.
    pub title: Option<String>,
    /// What the person does, in words.
    pub role: Option<String>,
    /// The employer.
    pub organization: Option<String>,
    /// The department.
    pub organizational_unit: Option<String>,
    /// E-mail addresses, the most preferred first.
    pub emails: Vec<ContactValue>,
    /// Telephone numbers, the most preferred first.
    pub phones: Vec<ContactValue>,
    /// Postal addresses, the most preferred first.
    pub addresses: Vec<PostalAddress>,
    /// A web page.
    pub url: Option<String>,
    /// A note.
    pub note: Option<String>,
    /// The card's own id.
    pub uid: Option<String>,
    /// Where the card stands in the file, in bytes.
    #[serde(default)]
    pub span: Range<usize>,
    /// Where each property stands, in bytes, in the order of the card.
    #[serde(default)]
    pub found: Vec<FoundProperty>,
}

/// A property of a card that gave a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundProperty {
    /// Its name, such as `ORG`.
    pub property: String,
    /// The bytes of the file it stands in.
    pub span: Range<usize>,
}

impl From<&Signature> for Contact {
    /// The person of a signature or card. The name is not parted: which of its words is the family name is not known.
    fn from(read: &Signature) -> Self {
        let work = |value: &String| ContactValue {
            value: value.clone(),
            kinds: vec!["work".to_owned()],
            pref: None,
        };
        let address = PostalAddress {
            street: (!read.street.is_empty()).then(|| read.street.join("\n")),
            locality: read.city.clone(),
            region: read.region.clone(),
            postal_code: read.postal_code.clone(),
            country: read.country.clone(),
            ..PostalAddress::default()
        };
        let stated = address != PostalAddress::default();
        Self {
            formatted_name: read.name.clone().unwrap_or_default(),
            title: read.title.clone(),
            organization: read.organisation.clone(),
            organizational_unit: read.department.clone(),
            emails: read.email.iter().map(work).collect(),
            phones: read.phones.iter().map(work).collect(),
            addresses: stated
                .then(|| PostalAddress {
                    kinds: vec!["work".to_owned()],
                    ..address
                })
                .into_iter()
                .collect(),
            ..Self::default()
        }
    }
}

impl From<&Contact> for Signature {
    /// A card's facts in the fields of a signature: numbers in E.164 where all can be read, the country by its code.
    fn from(contact: &Contact) -> Self {
        let address = contact.addresses.first().cloned().unwrap_or_default();
        let is_fax = |value: &&ContactValue| value.kinds.iter().any(|kind| kind.contains("fax") || kind == "pager");
        let stated: Vec<String> = contact
            .phones
            .iter()
            .filter(|phone| !is_fax(phone))
            .map(|phone| phone.value.clone())
            .collect();
        // The signature reader knows numbers and countries; it is shown the address they are to be read in.
        let town =
            [&address.locality, &address.region, &address.postal_code].map(|part| part.clone().unwrap_or_default());
        let mut lines = vec![contact.formatted_name.clone()];
        lines.extend(address.delivery_address_lines());
        lines.push(town.join(" "));
        lines.extend(address.country.clone());
        lines.extend(stated.iter().map(|phone| format!("Tel: {phone}")));
        let shown = signature(&lines.join("\n"), Source::Card);
        Self {
            name: filled(&contact.formatted_name),
            title: contact.title.clone(),
            department: contact.organizational_unit.clone(),
            organisation: contact.organization.clone(),
            email: contact.emails.first().map(|email| email.value.clone()),
            phones: if shown.phones.len() == stated.len() {
                shown.phones
            } else {
                stated
            },
            street: address.delivery_address_lines(),
            city: address.locality,
            region: address.region,
            postal_code: address.postal_code,
            country: shown.country.filter(|_| address.country.is_some()).or(address.country),
            ..Self::default()
        }
    }
}

/// Something a person should know about how the file was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "finding")]
#[non_exhaustive]
pub enum VcardFinding {
    /// Larger than is read.
    TooLarge {
        /// The size of the whole.
        bytes: usize,
    },
    /// More cards than are read.
    TooManyCards,
    /// The file ends in the middle of a card.
    Truncated,
    /// A picture, key or sound was left out.
    Dropped {
        /// The property.
        property: String,
    },
    /// A card inside a card was left out.
    NestedIgnored,
    /// A character set that nobody knows; read as Western European.
    UnknownCharset {
        /// Its name in the file.
        charset: String,
    },
    /// A card without a name.
    NoName {
        /// Where it stands.
        span: Range<usize>,
    },
}

/// Reads every card of a file. Never fails and never panics.
#[must_use]
pub fn vcards(raw: &[u8]) -> (Vec<Contact>, Vec<VcardFinding>) {
    let mut findings = Vec::new();
    let mut raw = raw;
    if raw.len() > MAX_BYTES {
        findings.push(VcardFinding::TooLarge { bytes: raw.len() });
        raw = &raw[..MAX_BYTES];
    }
    let wide = utf16(raw);
    let raw = wide.as_deref().unwrap_or(raw);
    let mut lines = ContentLines::new(raw, true);
    let mut contacts = Vec::new();
    let mut card: Option<Card> = None;
    let mut depth = 0_usize;
    for line in lines.by_ref() {
        let is_card = |line: &ContentLine| line.raw().trim().eq_ignore_ascii_case("VCARD");
        match (line.name.as_str(), &mut card) {
            ("BEGIN", None) if is_card(&line) => {
                if contacts.len() >= MAX_CARDS {
                    findings.push(VcardFinding::TooManyCards);
                    break;
                }
                card = Some(Card::new(line.span.start));
            }
            ("BEGIN", Some(_)) => {
                depth += 1;
                note(&mut findings, VcardFinding::NestedIgnored);
            }
            ("END", Some(_)) if depth > 0 => depth -= 1,
            ("END", Some(_)) if is_card(&line) => {
                if let Some(card) = card.take() {
                    contacts.push(card.finish(line.span.end, &mut findings));
                }
            }
            (_, Some(card)) if depth == 0 => card.property(&line, &mut findings),
            _ => {}
        }
    }
    if let Some(card) = card {
        findings.push(VcardFinding::Truncated);
        contacts.push(card.finish(lines.position(), &mut findings));
    }
    (contacts, findings)
}

fn note(findings: &mut Vec<VcardFinding>, finding: VcardFinding) {
    if findings.len() < 1_000 && !findings.contains(&finding) {
        findings.push(finding);
    }
}

/// Some programs export UTF-16 with a byte-order mark.
fn utf16(raw: &[u8]) -> Option<Vec<u8>> {
    let name: &[u8] = match raw {
        [0xff, 0xfe, ..] => b"utf-16le",
        [0xfe, 0xff, ..] => b"utf-16be",
        _ => return None,
    };
    charset_decoder(name).map(|decode| decode(&raw[2..]).into_bytes())
}

/// A card being read.
struct Card {
    contact: Contact,
    /// `item1` and what it is labelled.
    labels: Vec<(String, String)>,
    /// Groups of the values, in the order of `emails`, `phones`, `addresses`.
    groups: [Vec<Option<String>>; 3],
    label: Option<String>,
}

impl Card {
    fn new(start: usize) -> Self {
        let contact = Contact {
            span: start..start,
            ..Contact::default()
        };
        Self {
            contact,
            labels: Vec::new(),
            groups: Default::default(),
            label: None,
        }
    }

    fn property(&mut self, line: &ContentLine, findings: &mut Vec<VcardFinding>) {
        const DROPPED: [&str; 4] = ["PHOTO", "LOGO", "KEY", "SOUND"];
        const FACTS: [&str; 12] = [
            "FN", "N", "ORG", "TITLE", "ROLE", "EMAIL", "TEL", "ADR", "LABEL", "URL", "NOTE", "UID",
        ];
        if DROPPED.contains(&line.name.as_str()) || line.value.len() > MAX_VALUE {
            return note(
                findings,
                VcardFinding::Dropped {
                    property: line.name.clone(),
                },
            );
        }
        if line.name == "AGENT" {
            return note(findings, VcardFinding::NestedIgnored);
        }
        if FACTS.contains(&line.name.as_str()) && self.contact.found.len() < 4 * MAX_VALUES {
            self.contact.found.push(FoundProperty {
                property: line.name.clone(),
                span: line.span.clone(),
            });
        }
        let value = decoded(line, findings);
        let text = || filled(&unescape(&value));
        let contact = &mut self.contact;
        match line.name.as_str() {
            "FN" if contact.formatted_name.is_empty() => {
                contact.formatted_name = text().unwrap_or_default().replace('\n', " ");
            }
            "N" => {
                let mut parts = names(&value);
                contact.family_name = take(&mut parts, 0);
                contact.given_name = take(&mut parts, 1);
                contact.additional_name = take(&mut parts, 2);
                contact.honorific_prefix = take(&mut parts, 3);
                contact.honorific_suffix = take(&mut parts, 4);
            }
            "ORG" => {
                let mut parts = components(&value);
                contact.organization = take(&mut parts, 0);
                contact.organizational_unit = take(&mut parts, 1);
            }
            "TITLE" => contact.title = contact.title.take().or_else(text),
            "ROLE" => contact.role = contact.role.take().or_else(text),
            "URL" => contact.url = contact.url.take().or_else(text),
            "NOTE" => contact.note = contact.note.take().or_else(text),
            "UID" => contact.uid = text(),
            "LABEL" => self.label = text(),
            "X-ABLABEL" => {
                let label = unescape(&value)
                    .replace("_$!<", "")
                    .replace(">!$_", "")
                    .trim()
                    .to_lowercase();
                self.labels.extend(line.group.clone().map(|group| (group, label)));
            }
            "EMAIL" | "TEL" => {
                let at = usize::from(line.name == "TEL");
                let list = if at == 0 {
                    &mut contact.emails
                } else {
                    &mut contact.phones
                };
                let stated = unescape(&value);
                let stated = stated
                    .trim()
                    .trim_start_matches("tel:")
                    .trim_start_matches("mailto:")
                    .trim();
                if !stated.is_empty() && list.len() < MAX_VALUES {
                    list.push(ContactValue {
                        value: stated.to_owned(),
                        kinds: kinds(line),
                        pref: pref(line),
                    });
                    self.groups[at].push(line.group.clone());
                }
            }
            "ADR" if contact.addresses.len() < MAX_VALUES => {
                let address = address(&value, line);
                if address
                    != (PostalAddress {
                        kinds: address.kinds.clone(),
                        pref: address.pref,
                        ..PostalAddress::default()
                    })
                {
                    contact.addresses.push(address);
                    self.groups[2].push(line.group.clone());
                }
            }
            _ => {}
        }
    }

    fn finish(self, end: usize, findings: &mut Vec<VcardFinding>) -> Contact {
        let Self {
            mut contact,
            labels,
            groups,
            label,
        } = self;
        contact.span.end = end;
        let named = |group: &Option<String>| {
            labels
                .iter()
                .find(|(name, _)| Some(name) == group.as_ref())
                .map(|(_, label)| label.clone())
        };
        for (value, group) in contact
            .emails
            .iter_mut()
            .zip(&groups[0])
            .chain(contact.phones.iter_mut().zip(&groups[1]))
        {
            value.kinds.extend(named(group));
        }
        for (address, group) in contact.addresses.iter_mut().zip(&groups[2]) {
            address.kinds.extend(named(group));
        }
        if let (Some(label), [address, ..]) = (label, contact.addresses.as_mut_slice()) {
            address.label.get_or_insert(label);
        }
        contact.emails.sort_by_key(|value| value.pref.unwrap_or(u8::MAX));
        contact.phones.sort_by_key(|value| value.pref.unwrap_or(u8::MAX));
        contact.addresses.sort_by_key(|address| address.pref.unwrap_or(u8::MAX));
        if contact.formatted_name.is_empty() {
            let parts = [
                &contact.honorific_prefix,
                &contact.given_name,
                &contact.additional_name,
                &contact.family_name,
                &contact.honorific_suffix,
            ];
            let name = parts.into_iter().flatten().cloned().collect::<Vec<_>>().join(" ");
            contact.formatted_name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        if contact.formatted_name.is_empty() {
            note(
                findings,
                VcardFinding::NoName {
                    span: contact.span.clone(),
                },
            );
        }
        contact
    }
}

/// The value with its transfer encoding and character set undone, escapes kept.
fn decoded(line: &ContentLine, findings: &mut Vec<VcardFinding>) -> String {
    let quoted = line.has("ENCODING", "QUOTED-PRINTABLE") || line.has("", "QUOTED-PRINTABLE");
    let bytes = if quoted {
        quoted_printable_decode(&line.value).map(Cow::Owned)
    } else {
        None
    };
    let bytes = bytes.unwrap_or(Cow::Borrowed(line.value.as_slice()));
    let charset = line.param("CHARSET").filter(|charset| !charset.is_empty());
    // UTF-8 needs no decoder, and bytes that are none fall back as if unlabelled.
    let charset = charset.filter(|charset| {
        !["UTF-8", "UTF8", "US-ASCII", "ASCII"].contains(&charset.trim().to_ascii_uppercase().as_str())
    });
    let decoder = charset.and_then(|charset| charset_decoder(charset.trim().as_bytes()));
    if let (Some(charset), None) = (charset, decoder) {
        note(
            findings,
            VcardFinding::UnknownCharset {
                charset: charset.chars().take(40).collect(),
            },
        );
    }
    let text = decoder.map_or_else(|| text_of(&bytes).into_owned(), |decode| decode(&bytes));
    if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text
    }
}

/// Semicolon-separated components, each unescaped.
fn components(value: &str) -> Vec<Option<String>> {
    split_escaped(value, ';')
        .into_iter()
        .take(20)
        .map(|part| filled(&unescape(part)))
        .collect()
}

/// The components of a name; each may be a list ("Philip,Paul"), which reads as words.
fn names(value: &str) -> Vec<Option<String>> {
    let joined = |part: &str| {
        split_escaped(part, ',')
            .into_iter()
            .map(unescape)
            .collect::<Vec<_>>()
            .join(" ")
    };
    split_escaped(value, ';')
        .into_iter()
        .take(20)
        .map(|part| filled(&joined(part)))
        .collect()
}

fn take(parts: &mut [Option<String>], at: usize) -> Option<String> {
    parts.get_mut(at).and_then(Option::take)
}

fn filled(text: &str) -> Option<String> {
    let text: String = text
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn address(value: &str, line: &ContentLine) -> PostalAddress {
    let mut parts = components(value);
    PostalAddress {
        po_box: take(&mut parts, 0),
        extended: take(&mut parts, 1),
        street: take(&mut parts, 2),
        locality: take(&mut parts, 3),
        region: take(&mut parts, 4),
        postal_code: take(&mut parts, 5),
        country: take(&mut parts, 6),
        label: line.param("LABEL").and_then(|label| filled(&unescape(label))),
        kinds: kinds(line),
        pref: pref(line),
    }
}

/// What it is for, from `TYPE=` and from the bare words of 2.1.
fn kinds(line: &ContentLine) -> Vec<String> {
    const NOT_KINDS: [&str; 9] = [
        "pref",
        "internet",
        "voice",
        "quoted-printable",
        "base64",
        "8bit",
        "7bit",
        "utf-8",
        "x400",
    ];
    let mut out: Vec<String> = Vec::new();
    for kind in line
        .param_values("TYPE")
        .chain(line.param_values(""))
        .map(str::to_ascii_lowercase)
    {
        if !kind.is_empty() && !NOT_KINDS.contains(&kind.as_str()) && !out.contains(&kind) && out.len() < 10 {
            out.push(kind);
        }
    }
    out
}

/// `PREF=1` of 4.0; the bare `PREF` and `TYPE=pref` of the older ones count as 1.
fn pref(line: &ContentLine) -> Option<u8> {
    let stated = line
        .param("PREF")
        .and_then(|value| value.parse().ok())
        .filter(|pref| (1..=100).contains(pref));
    stated.or_else(|| (line.has("TYPE", "pref") || line.has("", "PREF")).then_some(1))
}

/// Writes a contact as vCard 4.0 (RFC 6350).
#[must_use]
pub fn write_vcard(contact: &Contact) -> String {
    let mut out = String::new();
    let part = |text: &Option<String>| escape(text.as_deref().unwrap_or_default());
    property(&mut out, "BEGIN", "VCARD");
    property(&mut out, "VERSION", "4.0");
    property(&mut out, "FN", &escape(&contact.formatted_name));
    let name = [
        &contact.family_name,
        &contact.given_name,
        &contact.additional_name,
        &contact.honorific_prefix,
        &contact.honorific_suffix,
    ];
    if name.iter().any(|part| part.is_some()) {
        property(&mut out, "N", &name.map(part).join(";"));
    }
    if contact.organization.is_some() || contact.organizational_unit.is_some() {
        let unit = contact
            .organizational_unit
            .as_deref()
            .map(|unit| format!(";{}", escape(unit)))
            .unwrap_or_default();
        property(&mut out, "ORG", &format!("{}{unit}", part(&contact.organization)));
    }
    for (key, value) in [("TITLE", &contact.title), ("ROLE", &contact.role)] {
        if let Some(value) = value {
            property(&mut out, key, &escape(value));
        }
    }
    for (key, list) in [("EMAIL", &contact.emails), ("TEL", &contact.phones)] {
        for value in list {
            property(
                &mut out,
                &format!("{key}{}", parameters(&value.kinds, value.pref)),
                &escape(&value.value),
            );
        }
    }
    for address in &contact.addresses {
        let parts = [
            &address.po_box,
            &address.extended,
            &address.street,
            &address.locality,
            &address.region,
            &address.postal_code,
            &address.country,
        ];
        let label = address
            .label
            .as_deref()
            .map(|label| format!(";LABEL={}", parameter(&label.replace('\\', "\\\\"))))
            .unwrap_or_default();
        property(
            &mut out,
            &format!("ADR{}{label}", parameters(&address.kinds, address.pref)),
            &parts.map(part).join(";"),
        );
    }
    for (key, value) in [("URL", &contact.url), ("NOTE", &contact.note), ("UID", &contact.uid)] {
        if let Some(value) = value {
            property(&mut out, key, &escape(value));
        }
    }
    property(&mut out, "END", "VCARD");
    out
}

fn parameters(kinds: &[String], pref: Option<u8>) -> String {
    let mut out = String::new();
    for kind in kinds {
        let _ = write!(out, ";TYPE={}", parameter(kind));
    }
    if let Some(pref) = pref {
        let _ = write!(out, ";PREF={pref}");
    }
    out
}

/// A parameter value, quoted where it must be (RFC 6868).
fn parameter(value: &str) -> String {
    let value = value.replace('^', "^^").replace('"', "^'").replace('\n', "^n");
    let value: String = value.chars().filter(|c| !c.is_control() || *c == '\t').collect();
    let plain = !value.is_empty() && value.chars().all(|c| c.is_alphanumeric() || c == '-');
    if plain { value } else { format!("\"{value}\"") }
}

fn escape(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text: String = text
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect();
    text.replace('\\', "\\\\")
        .replace('\n', "\\n")
        .replace(',', "\\,")
        .replace(';', "\\;")
}

/// One line, folded at 75 octets without parting a character.
fn property(out: &mut String, name: &str, value: &str) {
    let mut width = 0;
    for character in name.chars().chain([':']).chain(value.chars()) {
        if width + character.len_utf8() > 75 {
            out.push_str("\r\n ");
            width = 1;
        }
        out.push(character);
        width += character.len_utf8();
    }
    out.push_str("\r\n");
}
