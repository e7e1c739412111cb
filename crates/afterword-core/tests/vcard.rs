//! Contact files of every version, and the inputs that must not hurt.

use std::time::{Duration, Instant};

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
    let mut read = cards.remove(0);
    read.span = 0..0;
    assert_eq!(read, contact);
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
