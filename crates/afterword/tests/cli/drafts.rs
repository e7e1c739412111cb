//! What every output must be, whatever the jot was: checked by readers that are not ours where there is one.

use std::collections::BTreeSet;

use mail_parser::{Address, HeaderName, MessageParser};
use serde_json::Value;

use crate::sandbox::{Sandbox, texts};

/// Runs `write` on a jot and checks everything that came out; returns the JSON.
#[track_caller]
pub(crate) fn sound(jot: impl AsRef<[u8]>) -> Value {
    let sandbox = Sandbox::new();
    let ran = sandbox.write_jot(jot.as_ref(), &["--json", "--out", "out"]);
    assert!(matches!(ran.code, 0 | 1), "{ran:?}");
    let out = ran.json();
    let confirmed: BTreeSet<String> = texts(&out["people"], "email").into_iter().map(str::to_owned).collect();
    let bodies = texts(&out["notes"], "body");
    let files = sandbox.files("out");
    for (name, bytes) in &files {
        plain_name(name);
        match name.rsplit('.').next() {
            Some("eml") => draft(name, bytes, &confirmed, &bodies),
            Some("ics") => calendar(bytes, out["plan"].as_array().map_or(0, Vec::len)),
            Some("pdf") => assert!(bytes.starts_with(b"%PDF-"), "{name}"),
            Some("txt") => assert!(std::str::from_utf8(bytes).is_ok(), "{name}"),
            _ => panic!("an unexpected file: {name}"),
        }
    }
    let listed: BTreeSet<String> = out["files"]
        .as_array()
        .into_iter()
        .flatten()
        .map(Value::to_string)
        .collect();
    assert_eq!(listed.len(), files.len(), "{listed:?}");
    everything_stands_only_where_it_may(&out, &files);
    let shown = Sandbox::new().write_jot(jot.as_ref(), &[]);
    assert_eq!(shown.code, ran.code, "{shown:?}");
    for text in [&shown.stdout, &shown.stderr] {
        assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text:?}");
        assert!(!text.contains(['\u{202e}', '\u{2066}', '\u{200b}']), "{text:?}");
    }
    let too_wide = shown.stdout.lines().find(|l| l.is_ascii() && l.len() > 80);
    assert_eq!(too_wide, None);
    out
}

fn plain_name(name: &str) {
    let plain = name
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'.');
    assert!(
        plain && name.len() <= 80 && !name.contains("..") && !name.starts_with('.'),
        "{name}"
    );
}

/// One recipient at most and only a confirmed one; the text of a note, unchanged; nothing a server would refuse.
fn draft(name: &str, bytes: &[u8], confirmed: &BTreeSet<String>, bodies: &[&str]) {
    let raw = std::str::from_utf8(bytes).expect("ASCII");
    assert!(
        raw.is_ascii() && !raw.replace("\r\n", "").contains(['\r', '\n', '\0']),
        "{name}: {raw:?}"
    );
    assert!(raw.split("\r\n").all(|line| line.len() <= 998), "{name}");
    let message = MessageParser::default().parse(bytes).expect("a message");
    let head: BTreeSet<&str> = message.headers().iter().map(mail_parser::Header::name).collect();
    assert_eq!(head.len(), message.headers().len(), "{name}: a header twice");
    let known = [
        "Date",
        "From",
        "To",
        "Subject",
        "Message-ID",
        "MIME-Version",
        "Content-Type",
        "Content-Transfer-Encoding",
        "X-Unsent",
    ];
    assert!(head.iter().all(|h| known.contains(h)), "{name}: {head:?}");
    assert_eq!(
        message
            .header(HeaderName::Other("X-Unsent".into()))
            .and_then(|v| v.as_text()),
        Some("1")
    );
    assert!(
        message.message_id().is_some() && message.date().is_some() && message.subject().is_some(),
        "{name}"
    );
    let to: Vec<&str> = message
        .to()
        .into_iter()
        .flat_map(Address::iter)
        .filter_map(|a| a.address())
        .collect();
    assert!(
        to.len() <= 1 && to.iter().all(|a| confirmed.contains(*a)),
        "{name}: {to:?}"
    );
    let text = message.body_text(0).expect("a text").replace("\r\n", "\n");
    assert!(bodies.contains(&text.as_str()), "{name}: not a note's text: {text}");
}

/// Lines folded right, blocks nested right, one event an entry.
fn calendar(bytes: &[u8], entries: usize) {
    let raw = std::str::from_utf8(bytes).expect("UTF-8, also where lines are folded");
    assert!(!raw.replace("\r\n", "").contains(['\r', '\n']));
    assert!(raw.split("\r\n").all(|line| line.len() <= 75), "{raw}");
    let mut open = Vec::new();
    let mut uids = BTreeSet::new();
    let mut events = 0;
    for line in raw.replace("\r\n ", "").split_terminator("\r\n") {
        let (name, value) = line.split_once(':').expect("a name and a value");
        match name {
            "BEGIN" => {
                let inside = open.last().copied().unwrap_or_default();
                let right = matches!(
                    (inside, value),
                    ("", "VCALENDAR") | ("VCALENDAR", "VTIMEZONE" | "VEVENT") | ("VTIMEZONE", "STANDARD" | "DAYLIGHT")
                );
                assert!(right, "{value} in {inside:?}");
                open.push(match value {
                    "VCALENDAR" => "VCALENDAR",
                    "VTIMEZONE" => "VTIMEZONE",
                    "VEVENT" => "VEVENT",
                    _ => "observance",
                });
                events += usize::from(value == "VEVENT");
            }
            "END" => assert!(open.pop().is_some()),
            "UID" => assert!(uids.insert(value.to_owned()), "the same UID twice"),
            _ => assert!(!open.is_empty()),
        }
    }
    assert!(open.is_empty());
    assert_eq!((events, uids.len()), (entries, entries));
}

/// What was held back is in no note and no file.
fn everything_stands_only_where_it_may(out: &Value, files: &std::collections::BTreeMap<String, Vec<u8>>) {
    for held in texts(&out["held_back"], "text") {
        if held.split_whitespace().count() < 3 {
            continue;
        }
        for body in texts(&out["notes"], "body") {
            assert!(!body.contains(held), "{held:?} in a note");
        }
        for (name, bytes) in files {
            assert!(!String::from_utf8_lossy(bytes).contains(held), "{held:?} in {name}");
        }
    }
}
