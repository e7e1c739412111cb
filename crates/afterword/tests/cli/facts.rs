//! `read signature`, `message`, `invite`, `vcard`, and `check`: what they find, and what they refuse.

use serde_json::json;

use crate::sandbox::{Sandbox, texts};

const SIGNATURE: &str = "Best,\nDana\n\n--\nDana Whitlock\nBuyer\nHarborline Inc.\nTacoma, WA 98402\n";

const MAIL: &[u8] = b"From: Dana Whitlock <dana@harborline.example>\r\nTo: priya@mail.example\r\n\
    In-Reply-To: <1@mail.example>\r\nMessage-ID: <2@harborline.example>\r\nSubject: Re: Thank you\r\n\
    Date: Thu, 17 Sep 2026 08:55:00 -0700\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\n\
    Thanks for this, Zo\xeb says hello \x1b[31m. We enjoyed meeting you too.\r\n";

const INVITE: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1\r\n\
    DTSTART:20260916T160000Z\r\nDTEND:20260916T170000Z\r\nSUMMARY:Interview with Dana Whitlock\r\n\
    ATTENDEE;CN=Dana Whitlock:mailto:dana@harborline.example\r\n\
    ATTENDEE;CN=Priya Raman:mailto:priya@mail.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

const VCARD: &[u8] =
    b"BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=ISO-8859-1:Whitlock;Zo\xeb\r\nFN;CHARSET=ISO-8859-1:Zo\xeb Whitlock\r\n\
    ORG:Harborline;Supply\r\nEND:VCARD\r\n";

const NOTE: &str = "Hi Yusuf,\n\nThank you for your time on Tuesday. I realy enjoyed the talk about the ledger.\n\nBest regards,\nPriya Raman\n";

#[test]
fn a_signature_is_read_as_a_list_and_as_json() {
    let sandbox = Sandbox::new();
    sandbox.write("mail.txt", SIGNATURE);
    let ran = sandbox.run(&["read", "signature", "mail.txt"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    assert!(ran.stdout.starts_with("name: Dana Whitlock\n"), "{}", ran.stdout);
    let out = sandbox
        .run_with(
            &["read", "signature", "--json", "--source", "card", "-"],
            SIGNATURE.as_bytes(),
        )
        .json();
    assert_eq!((&out["schema"], &out["postal_code"]), (&json!(1), &json!("98402")));
    let empty = sandbox.run(&["read", "signature", "-"]);
    assert_eq!((empty.code, empty.stdout.as_str()), (0, "no signature found\n"));
}

#[test]
fn a_message_is_tied_to_the_note_it_answers() {
    let sandbox = Sandbox::new();
    sandbox.write("reply.eml", MAIL);
    let ran = sandbox.run(&["read", "message", "reply.eml"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(
        ran.stdout.contains("answers your note: no\n") && !ran.stdout.contains('\x1b'),
        "{}",
        ran.stdout
    );
    sandbox.write(
        "note.json",
        r#"{"our_message_id": "<1@mail.example>", "our_to": "dana@harborline.example"}"#,
    );
    let out = sandbox
        .run_with(&["read", "message", "--json", "--context", "note.json", "-"], MAIL)
        .json();
    assert_eq!(
        (&out["class"], &out["in_reply_to_ours"]),
        (&json!("human_reply"), &json!(true))
    );
    assert!(
        out["text"].as_str().expect("text").contains("Zoë"),
        "bytes, not guessed text"
    );
}

#[test]
fn an_invitation_leaves_its_reader_out() {
    let sandbox = Sandbox::new();
    sandbox.write("invite.ics", INVITE);
    let me = ["--me-name", "Priya Raman", "--me-email", "priya@mail.example"];
    let ran = sandbox.run(&[&["read", "invite", "--json", "invite.ics"], &me[..]].concat());
    let out = ran.json();
    assert_eq!(texts(&out["events"][0]["people"], "name"), ["Dana Whitlock"]);
    let list = sandbox
        .run(&[&["read", "invite", "invite.ics"], &me[..]].concat())
        .stdout;
    assert!(
        list.contains("start: 2026-09-16T16:00:00Z\n") && !list.contains("Priya"),
        "{list}"
    );
}

#[test]
fn contacts_keep_their_letters() {
    let sandbox = Sandbox::new();
    sandbox.write("zoe.vcf", VCARD);
    let list = sandbox.run(&["read", "vcard", "zoe.vcf"]).stdout;
    assert!(
        list.contains("name: Zoë Whitlock\n") && list.contains("department: Supply\n"),
        "{list}"
    );
    let out = sandbox.run_with(&["read", "vcard", "--json", "-"], VCARD).json();
    assert_eq!(texts(&out["contacts"], "organization"), ["Harborline"]);
}

#[test]
fn what_is_no_mail_calendar_or_contact_is_said_to_hold_none() {
    let sandbox = Sandbox::new();
    for (what, says) in [
        ("invite", "no event found"),
        ("vcard", "no contact found"),
        ("message", "class: "),
    ] {
        for bytes in [&b""[..], b"hello", b"\0\xff\xfe\x1b[2J\x9b"] {
            let ran = sandbox.run_with(&["read", what, "-"], bytes);
            assert_eq!(ran.code, 0, "{ran:?}");
            assert!(ran.stdout.contains(says) && !ran.stdout.contains('\x1b'), "{ran:?}");
        }
    }
}

#[test]
fn a_note_with_findings_ends_with_one() {
    let sandbox = Sandbox::new();
    sandbox.write("note.txt", NOTE);
    sandbox.write(
        "context.json",
        r#"{"candidate": "Priya Raman", "company": "Tallybird", "interview_date": "2026-09-16",
            "now": "2026-09-16T17:30:00-07:00", "people": [{"name": "Yusuf Adeyemi"}], "other_notes": [{"text": "x"}, "y"]}"#,
    );
    let args = [
        "check",
        "--kind",
        "email",
        "--to",
        "Yusuf Adeyemi",
        "--subject",
        "Thank you",
    ];
    let ran = sandbox.run(&[&args[..], &["--context", "context.json", "note.txt"]].concat());
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""), "{ran:?}");
    assert!(ran.stdout.contains("[spelling]"), "{}", ran.stdout);
    let ran = sandbox.run_with(
        &[&args[..], &["--json", "--context", "context.json", "-"]].concat(),
        NOTE.as_bytes(),
    );
    let out = ran.json();
    assert_eq!((ran.code, &out["schema"]), (1, &json!(1)));
    let misspelled = out["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .find(|finding| finding["rule"] == "spelling")
        .expect("the misspelling");
    let span = &misspelled["span"];
    let at = |key: &str| usize::try_from(span[key].as_u64().expect("a number")).expect("small");
    assert_eq!(
        NOTE[at("start")..at("end")],
        *misspelled["excerpt"].as_str().expect("words")
    );
}

#[test]
fn wrong_input_is_refused() {
    let sandbox = Sandbox::new();
    for what in ["signature", "message", "invite", "vcard"] {
        sandbox
            .run(&["read", what, "nope"])
            .refused("cannot read nope: No such file");
    }
    let check = ["check", "--kind", "card", "note.txt"];
    sandbox.run(&check).refused("cannot read note.txt: No such file");
    sandbox.write("note.txt", NOTE);
    for context in [
        "[]",
        "{",
        "{\"people\": 3}",
        "{\"people\": [{}]}",
        "{\"now\": \"soon\"}",
    ] {
        sandbox.write("c.json", context);
        sandbox
            .run(&[&check[..], &["--context", "c.json"]].concat())
            .refused("context");
    }
    sandbox.write("c.json", "[]");
    sandbox
        .run(&["read", "message", "--context", "c.json", "note.txt"])
        .refused("cannot read the context c.json");
    let large = vec![b'a'; 10 * 1024 * 1024 + 1];
    sandbox
        .run_with(&["read", "message", "-"], &large)
        .refused("larger than 10 MB, the limit for a mail");
    assert_eq!(sandbox.run(&["read", "signature", "--source", "fax", "-"]).code, 2);
    assert_eq!(sandbox.run(&["check", "--kind", "fax", "-"]).code, 2);
}
