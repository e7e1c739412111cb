//! What must hold for any bytes at all, a function for each reader. Run by `tests/targets.rs` and by `fuzz/`.

use std::ops::Range;

use afterword_core::calendar::Holidays;
use afterword_core::read::deadline::{DeadlineKind, calendar_date};
use afterword_core::read::message::SentContext;
use afterword_core::read::signature::{Source, address_in};
use afterword_core::read::{deadline as deadlines, holidays as free_days, invite as invites, message as messages};
use afterword_core::read::{signature as signatures, vcard as cards};
use jiff::Zoned;

/// A place in a text lies on characters.
fn on_characters(text: &str, start: usize, end: usize) {
    assert!(text.get(start..end).is_some(), "{start}..{end} parts a character");
}

/// A place in a file lies inside it.
fn inside(raw: &[u8], span: &Range<usize>) {
    assert!(
        span.start <= span.end && span.end <= raw.len(),
        "{span:?} of {} bytes",
        raw.len()
    );
}

/// Memory in proportion to the input: what is given back is at most so many times as long, and some more.
fn in_proportion(given: usize, back: usize) {
    assert!(back <= 64 * given + 65_536, "{back} bytes from {given}");
}

pub(crate) fn deadline(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let said_on: Zoned = "2026-12-31T23:59:59-05:00[America/New_York]".parse().expect("a moment");
    let read = deadlines::deadline(&text, &said_on, &Holidays::us());
    let shape = (read.earliest.is_some(), read.latest.is_some());
    let expect = match read.kind {
        DeadlineKind::By => (false, true),
        DeadlineKind::After => (true, false),
        DeadlineKind::Window => (true, true),
        DeadlineKind::Unknown => (false, false),
    };
    assert_eq!(shape, expect);
    assert!(
        read.latest.or(read.earliest).is_none_or(|day| day >= said_on.date()),
        "a day gone by"
    );
    if let Some(span) = read.span {
        on_characters(&text, span.start, span.end);
    }
    if let Some((_, span)) = calendar_date(&text, &said_on) {
        on_characters(&text, span.start, span.end);
    }
}

pub(crate) fn signature(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for source in [Source::Email, Source::Card, Source::Ocr] {
        let read = signatures::signature(&text, source);
        let found = &read.found;
        let places = [
            found.name,
            found.title,
            found.department,
            found.organisation,
            found.email,
            found.city,
        ];
        for span in places
            .into_iter()
            .flatten()
            .chain(found.phones.iter().copied())
            .chain(found.street.iter().copied())
        {
            on_characters(&text, span.start, span.end);
        }
        let facts = [
            &read.name,
            &read.title,
            &read.department,
            &read.organisation,
            &read.email,
            &read.city,
            &read.region,
        ];
        for fact in facts.into_iter().flatten().chain(&read.phones).chain(&read.street) {
            assert!(!fact.contains(['\n', '\r']), "a line break in {fact:?}");
        }
        let json = serde_json::to_string(&read).expect("serialisable");
        in_proportion(data.len(), json.len());
    }
    let _ = address_in(&text);
}

pub(crate) fn message(data: &[u8]) {
    let context = SentContext {
        our_message_id: "<note-1@afterword.example>".to_owned(),
        our_from: "leon@post.example".to_owned(),
        our_to: "dana@harborline.example".to_owned(),
        our_to_name: "Dana Whitlock".to_owned(),
        our_subject: "Thank you for yesterday".to_owned(),
        our_sent_at: "2026-10-07T09:05:00-05:00".to_owned(),
        company: "Harborline Logistics".to_owned(),
        role: "Supply Planner".to_owned(),
    };
    for context in [None, Some(&context)] {
        let read = messages::message(data, context);
        for span in [read.reason.span, read.return_span, read.new_decision_span]
            .into_iter()
            .flatten()
        {
            on_characters(&read.text, span.start, span.end);
        }
        in_proportion(data.len(), serde_json::to_string(&read).expect("serialisable").len());
    }
}

pub(crate) fn invite(data: &[u8]) {
    let me = invites::Me {
        name: "Sam Obrecht".to_owned(),
        email: "sam@inboxly.example".to_owned(),
        zone: None,
    };
    let read = invites::invite(data, &me);
    for span in [&read.company_span, &read.role_span].into_iter().flatten() {
        inside(data, span);
    }
    for event in &read.events {
        inside(data, &event.span);
        for person in &event.people {
            for span in [&person.span, &person.title_span].into_iter().flatten() {
                inside(data, span);
            }
        }
    }
    in_proportion(data.len(), serde_json::to_string(&read).expect("serialisable").len());
}

pub(crate) fn vcard(data: &[u8]) {
    let (contacts, findings) = cards::vcards(data);
    let wide = data.starts_with(&[0xff, 0xfe]) || data.starts_with(&[0xfe, 0xff]);
    for contact in &contacts {
        for span in contact.found.iter().map(|found| &found.span).chain([&contact.span]) {
            if !wide {
                inside(data, span);
            }
        }
        // What was read can be written, and is read again as the same person.
        let (again, _) = cards::vcards(cards::write_vcard(contact).as_bytes());
        assert_eq!(again.len(), 1);
        assert_eq!(again[0].organization, contact.organization);
        assert_eq!(again[0].formatted_name, contact.formatted_name);
    }
    let json = serde_json::to_string(&(contacts, findings)).expect("serialisable");
    in_proportion(data.len(), json.len());
}

pub(crate) fn holidays(data: &[u8]) {
    let (days, wrong) = free_days::holidays(data);
    assert!(days.len() <= 40_000 && wrong.len() <= 100);
}
