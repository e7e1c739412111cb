//! Contact files of every version, and the inputs that must not hurt.

use std::time::{Duration, Instant};

use afterword_core::read::signature::{Found, Signature, Source, signature};
use afterword_core::read::vcard::{Contact, ContactValue, PostalAddress, VcardFinding, vcards, write_vcard};

fn only(raw: &[u8]) -> Contact {
    let (mut cards, _) = vcards(raw);
    assert_eq!(cards.len(), 1, "{cards:#?}");
    cards.remove(0)
}

fn card(lines: &str) -> Vec<u8> {
    format!("BEGIN:VCARD\r\n{}\r\nEND:VCARD\r\n", lines.trim().replace('\n', "\r\n")).into_bytes()
}

#[expect(clippy::unnecessary_wraps, reason = "what it is compared with may be absent")]
fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn version_4_with_a_department() {
    let contact = only(&card(
        "VERSION:4.0\nFN:Dr. Eleanor Voss\nN:Voss;Eleanor;;Dr.;\nORG:Wexcombe University;Department of Literature;Room 4\n\
         TITLE:Professor and Chair\nEMAIL;TYPE=home:e@home.example\nEMAIL;TYPE=work;PREF=1:evoss@wexcombe.example\n\
         TEL;VALUE=uri;TYPE=\"work,voice\":tel:+1-617-555-0144\nADR;TYPE=work;LABEL=\"219 Hartnell Hall^nWexcombe\":;219 Hartnell Hall;1 College Green;Wexcombe;MA;01234;United States",
    ));
    assert_eq!(contact.family_name, some("Voss"));
    assert_eq!(contact.honorific_prefix, some("Dr."));
    assert_eq!(contact.organization, some("Wexcombe University"));
    assert_eq!(contact.organizational_unit, some("Department of Literature"));
    assert_eq!(contact.emails[0].value, "evoss@wexcombe.example");
    assert_eq!(
        (contact.phones[0].value.as_str(), contact.phones[0].kinds.as_slice()),
        ("+1-617-555-0144", &["work".to_owned()][..])
    );
    assert_eq!(
        contact.addresses[0].delivery_address_lines(),
        ["219 Hartnell Hall", "1 College Green"]
    );
    assert_eq!(contact.addresses[0].label, some("219 Hartnell Hall\nWexcombe"));
}

#[test]
fn row_53_quoted_printable_with_soft_breaks() {
    let contact = only(&card(
        "VERSION:2.1\nN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:M=C3=BCller;J=\n=C3=BCrgen\nFN;QUOTED-PRINTABLE;CHARSET=UTF-8:J=C3=BCrgen M=\n=C3=BCller\n\
         ADR;WORK;ENCODING=QUOTED-PRINTABLE:;;Werkstra=C3=9Fe 4=0D=0AHalle 2;Bludenz;;6700;=C3=96sterreich",
    ));
    assert_eq!(contact.formatted_name, "Jürgen Müller");
    assert_eq!(contact.given_name, some("Jürgen"));
    assert_eq!(
        contact.addresses[0].delivery_address_lines(),
        ["Werkstraße 4", "Halle 2"]
    );
    assert_eq!(contact.addresses[0].country, some("Österreich"));
}

#[test]
fn row_54_legacy_character_sets() {
    let mut raw = b"BEGIN:VCARD\r\nVERSION:2.1\r\nFN;CHARSET=ISO-8859-1:J\xfcrgen\r\nORG:Stra\xdfenbau\r\n".to_vec();
    raw.extend_from_slice(
        b"TITLE;CHARSET=SHIFT_JIS;ENCODING=QUOTED-PRINTABLE:=8E=D0=92=B7\r\nNOTE;CHARSET=X-NONE:a\xe9\r\nEND:VCARD\r\n",
    );
    let (cards, findings) = vcards(&raw);
    assert_eq!(cards[0].formatted_name, "Jürgen");
    assert_eq!(cards[0].organization, some("Straßenbau"));
    assert_eq!(cards[0].title, some("社長"));
    assert_eq!(cards[0].note, some("aé"));
    assert_eq!(
        findings,
        [VcardFinding::UnknownCharset {
            charset: "X-NONE".to_owned()
        }]
    );
    let wide: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(
            "BEGIN:VCARD\r\nFN:Zoë\r\nEND:VCARD\r\n"
                .encode_utf16()
                .flat_map(u16::to_le_bytes),
        )
        .collect();
    assert_eq!(only(&wide).formatted_name, "Zoë");
}

#[test]
fn utf_8_is_a_known_character_set_and_lists_in_names_read_as_words() {
    let (cards, findings) = vcards(&card(
        "VERSION:3.0\nFN;CHARSET=UTF-8:Zoë\nN:Stevenson;John;Philip,Paul;Dr.;Jr.,M.D.",
    ));
    assert_eq!(
        (
            findings,
            cards[0].additional_name.as_deref(),
            cards[0].honorific_suffix.as_deref()
        ),
        (vec![], Some("Philip Paul"), Some("Jr. M.D."))
    );
}

#[test]
fn row_55_grouped_properties_keep_their_label() {
    let contact = only(&card(
        "VERSION:3.0\nFN:Ann Lee\nitem1.EMAIL;type=INTERNET;type=pref:ann@x.example\nitem1.X-ABLabel:_$!<Assistant>!$_\nitem2.TEL:555-0100\nitem2.X-ABLabel:Front desk",
    ));
    assert_eq!(contact.emails[0].kinds, ["assistant"]);
    assert_eq!(contact.phones[0].kinds, ["front desk"]);
}

#[test]
fn row_56_the_preferred_comes_first() {
    for lines in [
        "FN:A\nEMAIL:b@x.example\nEMAIL;PREF=1:a@x.example",
        "FN:A\nEMAIL;PREF=50:b@x.example\nEMAIL;PREF=1:a@x.example",
        "FN:A\nEMAIL;TYPE=INTERNET:b@x.example\nEMAIL;TYPE=INTERNET,PREF:a@x.example",
        "FN:A\nEMAIL;INTERNET:b@x.example\nEMAIL;INTERNET;PREF:a@x.example",
    ] {
        assert_eq!(only(&card(lines)).emails[0].value, "a@x.example", "{lines}");
    }
}

#[test]
fn row_57_a_photo_is_dropped() {
    let photo = "QUJD".repeat(1_250_000);
    let folded: String = photo
        .as_bytes()
        .chunks(74)
        .flat_map(|chunk| [" ".into(), String::from_utf8_lossy(chunk), "\r\n".into()])
        .collect();
    let raw =
        format!("BEGIN:VCARD\r\nVERSION:3.0\r\nPHOTO;ENCODING=b;TYPE=JPEG:\r\n{folded}FN:Ann Lee\r\nEND:VCARD\r\n");
    let started = Instant::now();
    let (cards, findings) = vcards(raw.as_bytes());
    assert!(started.elapsed() < Duration::from_secs(1));
    assert_eq!(cards[0].formatted_name, "Ann Lee");
    assert_eq!(
        findings,
        [VcardFinding::Dropped {
            property: "PHOTO".to_owned()
        }]
    );
}

#[test]
fn row_58_many_cards_are_listed() {
    let raw = card("FN:A").repeat(3);
    assert_eq!(vcards(&raw).0.len(), 3);
    let raw = card("FN:A").repeat(20_000);
    let (cards, findings) = vcards(&raw);
    assert_eq!((cards.len(), findings), (10_000, vec![VcardFinding::TooManyCards]));
}

#[test]
fn row_59_a_nested_agent_is_ignored() {
    for lines in [
        "VERSION:2.1\nFN:Boss\nAGENT:\nBEGIN:VCARD\nVERSION:2.1\nFN:Assistant\nTEL:1\nEND:VCARD\nTITLE:CEO",
        "VERSION:3.0\nFN:Boss\nAGENT:BEGIN:VCARD\\nFN:Assistant\\nTEL:1\\nEND:VCARD\\n\nTITLE:CEO",
    ] {
        let contact = only(&card(lines));
        assert_eq!(
            (contact.formatted_name.as_str(), contact.title, contact.phones.len()),
            ("Boss", some("CEO"), 0),
            "{lines}"
        );
    }
    let deep = "BEGIN:VCARD\r\n".repeat(100_000);
    let _ = vcards(deep.as_bytes());
}

#[test]
fn row_60_commas_and_line_breaks_in_an_address() {
    let contact = only(&card(
        "FN:A\nADR:PO Box 7;Suite 4\\, East Wing;12 Main St\\nRear door;Springfield;IL;62701;USA",
    ));
    assert_eq!(
        contact.addresses[0].delivery_address_lines(),
        ["Suite 4, East Wing", "12 Main St", "Rear door", "PO Box 7"]
    );
    assert_eq!(contact.addresses[0].locality, some("Springfield"));
}

#[test]
fn row_12_a_surname_is_never_guessed() {
    let contact = only(&card("FN:Sukarno"));
    assert_eq!((contact.given_name, contact.family_name), (None, None));
    let contact = only(&card("N:van der Berg;Anna;;;"));
    assert_eq!(
        (contact.formatted_name.as_str(), contact.family_name),
        ("Anna van der Berg", some("van der Berg"))
    );
    assert!(matches!(
        vcards(&card("TEL:1")).1.as_slice(),
        [VcardFinding::NoName { .. }]
    ));
}

#[test]
fn what_is_written_reads_back() {
    let contact = Contact {
        formatted_name: "Dr. Jürgen \"JM\" Müller; Head, of \\ all".to_owned(),
        given_name: some("Jürgen"),
        family_name: some("Müller, von"),
        organization: some("A;B, C"),
        organizational_unit: some("R&D\nNorth"),
        title: some("Ünïcödé ".repeat(40).trim()),
        emails: vec![ContactValue {
            value: "j@x.example".to_owned(),
            kinds: vec!["work".to_owned()],
            pref: Some(1),
        }],
        phones: vec![ContactValue {
            value: "+43 5552 000".to_owned(),
            kinds: vec!["front desk".to_owned()],
            pref: None,
        }],
        addresses: vec![PostalAddress {
            street: some("Werkstraße 4\nHalle 2"),
            locality: some("Bludenz"),
            country: some("Österreich"),
            label: some("line \"one\"^\nline two"),
            kinds: vec!["work".to_owned()],
            ..PostalAddress::default()
        }],
        ..Contact::default()
    };
    let written = write_vcard(&contact);
    assert!(written.lines().all(|line| line.len() <= 75), "{written}");
    let (mut cards, findings) = vcards(written.as_bytes());
    assert_eq!(findings, []);
    assert_eq!(without_places(cards.remove(0)), contact);
}

fn without_places(read: Contact) -> Contact {
    Contact {
        span: 0..0,
        found: Vec::new(),
        ..read
    }
}

/// Pieces of names, streets and mischief; no text begins or ends with white space, as none does that was read.
#[rustfmt::skip]
const BITS: [&str; 44] = [
    "Ann", "Jürgen", "O'Neil", "山田", "الف", "🦊", ",", ";", ":", "\\", "\\n", "\"", "^", "^n", "^^", "=", "=3D", " ", "\n", "\t",
    "BEGIN:VCARD", "END:VCARD", "\nEND:VCARD", "item1.TEL", "e\u{301}", "ß", "İ", "+1 (617) 555-0144", ";ext=2", "PO Box 7",
    "Suite 4, East", "a@b.example", "data:,x", "TYPE=work", "QUOTED-PRINTABLE", "\u{a0}", "—", "Dr.", "Jr.", "x", "0", "-", "/", "%",
];

struct Seeded(u64);

impl Seeded {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % n as u64).unwrap_or(0)
    }

    fn text(&mut self) -> String {
        let long = if self.below(8) == 0 { 60 } else { 4 };
        let text: String = (0..=self.below(long)).map(|_| BITS[self.below(BITS.len())]).collect();
        let text = text.trim().to_owned();
        if text.is_empty() { "x".to_owned() } else { text }
    }

    fn line(&mut self) -> String {
        self.text().replace('\n', " ").trim().to_owned()
    }

    fn maybe(&mut self) -> Option<String> {
        (self.below(2) == 0).then(|| self.text())
    }

    /// A part of a name: commas part a list there, which reads as words.
    fn name(&mut self) -> Option<String> {
        (self.below(2) == 0).then(|| self.text())
    }

    fn kinds(&mut self) -> Vec<String> {
        const KINDS: [&str; 5] = ["work", "home", "cell", "front desk", "fax"];
        let from = self.below(KINDS.len());
        KINDS[from..]
            .iter()
            .take(self.below(3))
            .map(|kind| (*kind).to_owned())
            .collect()
    }

    fn pref(&mut self, at: usize) -> Option<u8> {
        // In the order a reader gives: the preferred first.
        u8::try_from(at + 1).ok().filter(|_| at == 0 && self.below(2) == 0)
    }

    fn contact(&mut self) -> Contact {
        let value = |seeded: &mut Self, at: usize| ContactValue {
            value: format!("v{}", seeded.text()),
            kinds: seeded.kinds(),
            pref: seeded.pref(at),
        };
        let (emails, phones, addresses) = (self.below(3), self.below(3), self.below(3));
        Contact {
            formatted_name: self.line(),
            honorific_prefix: self.name(),
            given_name: self.name(),
            additional_name: self.name(),
            family_name: self.name(),
            honorific_suffix: self.name(),
            title: self.maybe(),
            role: self.maybe(),
            organization: self.maybe(),
            organizational_unit: self.maybe(),
            emails: (0..emails).map(|at| value(self, at)).collect(),
            phones: (0..phones).map(|at| value(self, at)).collect(),
            addresses: (0..addresses)
                .map(|at| PostalAddress {
                    po_box: self.maybe(),
                    extended: self.maybe(),
                    street: Some(self.text()),
                    locality: self.maybe(),
                    region: self.maybe(),
                    postal_code: self.maybe(),
                    country: self.maybe(),
                    label: self.maybe(),
                    kinds: self.kinds(),
                    pref: self.pref(at),
                })
                .collect(),
            url: self.maybe(),
            note: self.maybe(),
            uid: self.maybe(),
            ..Contact::default()
        }
    }
}

#[test]
fn whatever_is_written_reads_back() {
    let mut seeded = Seeded(0x2545_f491_4f6c_dd1d);
    for round in 0..3_000 {
        let contact = seeded.contact();
        let written = write_vcard(&contact);
        assert!(written.lines().all(|line| line.len() <= 75), "{round}: {written}");
        let (cards, findings) = vcards(written.as_bytes());
        assert_eq!(findings, [], "{round}: {written}");
        let read: Vec<Contact> = cards.into_iter().map(without_places).collect();
        assert_eq!(read, [contact], "{round}: {written}");
    }
}

#[test]
fn every_property_says_where_it_stands() {
    let raw = card("VERSION:3.0\nFN:Jürgen Müller\nitem1.ORG:Alpwerk;Konstruk\n tion\nEMAIL:j@x.example\nX-OTHER:1");
    let read = only(&raw);
    let at: Vec<(&str, &[u8])> = read
        .found
        .iter()
        .map(|found| (found.property.as_str(), &raw[found.span.clone()]))
        .collect();
    assert_eq!(at[0], ("FN", "FN:Jürgen Müller\r\n".as_bytes()));
    assert_eq!(at[1], ("ORG", "item1.ORG:Alpwerk;Konstruk\r\n tion\r\n".as_bytes()));
    assert_eq!((at[2].0, at.len()), ("EMAIL", 3));
}

#[test]
fn a_signature_becomes_a_contact_and_comes_back() {
    let text = "Dana Whitlock\nBuyer\nSupply Planning Department\nHarborline Inc.\n12 Wharf St\nTacoma, WA 98402\nT: (253) 555-0117\ndana@harborline.example";
    let read = signature(text, Source::Card);
    let contact = Contact::from(&read);
    let (cards, _) = vcards(write_vcard(&contact).as_bytes());
    let back = Signature::from(&cards[0]);
    let facts = |read: Signature| Signature {
        found: Found::default(),
        findings: Vec::new(),
        ..read
    };
    assert_eq!(facts(back), facts(read));
}

#[test]
fn line_breaks_in_a_field_add_no_property() {
    let contact = Contact {
        formatted_name: "Ann\r\nEMAIL:x@evil.example".to_owned(),
        ..Contact::default()
    };
    let read = only(write_vcard(&contact).as_bytes());
    assert_eq!(read.emails, []);
}

#[test]
fn nonsense_never_panics() {
    let whole = card(
        "VERSION:2.1\nN;ENCODING=QUOTED-PRINTABLE:=C3=\n=BC;x\nitem1.ADR;TYPE=\"a:;;\\;b;c\nORG:;;\nTEL;PREF=999:1",
    );
    for cut in 0..whole.len() {
        let _ = vcards(&whole[..cut]);
        let mut bent = whole.clone();
        bent[cut] = 0xff;
        let _ = vcards(&bent);
    }
    for raw in [
        &b""[..],
        b"\xff\xfe",
        b"BEGIN:VCARD",
        b"END:VCARD",
        b"BEGIN:VCARD\nFN;=:\n",
    ] {
        let _ = vcards(raw);
    }
}
