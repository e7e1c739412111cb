//! Cards, envelopes and the post from a shell, without a case book.

use std::fmt::Write as _;

use serde_json::json;

use crate::sandbox::{NOW, Ran, Sandbox};

const NOTE: &str = "Dear Ines,\n\nThank you for the hour on Tuesday, and for the press room.\n\nSam Whitfield\n";

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("note.txt", NOTE);
    sandbox
}

/// The words of a sandbox's PDF as poppler reads them; `None` where it is not installed.
fn words(sandbox: &Sandbox, file: &str) -> Option<String> {
    let output = std::process::Command::new("pdftotext")
        .arg(sandbox.path(file))
        .arg("-")
        .output();
    let Ok(output) = output else {
        eprintln!("SKIPPED: pdftotext (poppler-utils) is not installed");
        assert!(std::env::var_os("CI").is_none(), "pdftotext is missing in CI");
        return None;
    };
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn done(ran: &Ran) {
    assert_eq!(ran.code, 0, "{ran:?}");
}

#[test]
fn a_card_is_a_sheet_to_copy_unless_asked_otherwise() {
    let sandbox = sandbox();
    let ran = sandbox.run(&["sheet", "note.txt", "--to", "Ines Okafor"]);
    done(&ran);
    assert_eq!(ran.stdout, "afterword-out/ines-okafor-card.pdf\n");
    if let Some(text) = words(&sandbox, "afterword-out/ines-okafor-card.pdf") {
        assert!(
            text.contains("Copy it in your own hand") && text.contains("50 mm"),
            "{text}"
        );
        assert!(
            text.contains("Thank you for the hour on Tuesday, and for the press room."),
            "{text}"
        );
    }
    // Nothing is replaced unless told.
    sandbox
        .run(&["sheet", "note.txt", "--to", "Ines Okafor"])
        .refused("ines-okafor-card.pdf");
    done(&sandbox.run(&["sheet", "note.txt", "--to", "Ines Okafor", "--force"]));
    let names = |more: &[&str]| sandbox.run(&[&["sheet", "note.txt", "--force"], more].concat()).stdout;
    assert_eq!(names(&["--printed"]), "afterword-out/card-printed.pdf\n");
    assert_eq!(
        names(&["--printed=kalam", "--opened"]),
        "afterword-out/card-printed.pdf\n"
    );
    assert_eq!(names(&["--plotter"]), "afterword-out/card-plotter.svg\n");
    assert!(names(&["--svg", "--out", "-"]).starts_with("<?xml "));
    let help = sandbox.run(&["sheet", "--help"]).stdout;
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(help.contains("A machine's hand is not the sender's"), "{help}");
}

#[test]
fn s48_a_phone_shows_the_lines_of_the_card() {
    let sandbox = sandbox();
    let ran = sandbox.run(&["sheet", "note.txt", "--phone", "--size", "dl", "--landscape"]);
    done(&ran);
    assert!(ran.stdout.lines().all(|line| line.chars().count() <= 36), "{ran:?}");
    let of = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(of(&ran.stdout), of(NOTE));
    assert!(!sandbox.path("afterword-out").exists());
}

#[test]
fn s30_what_does_not_fit_is_refused_with_what_could_go() {
    let sandbox = Sandbox::new();
    let text = format!(
        "Dear Ines,\n\n{}I liked the press.\n\nSam\n",
        "Thank you for this long and good hour. ".repeat(12)
    );
    let ran = sandbox.run_with(&["sheet", "-", "--size", "4bar"], text.as_bytes());
    ran.refused("the text is too long for the card");
    assert!(ran.stderr.contains("cut about "), "{ran:?}");
    let ran = sandbox.run_with(&["sheet", "-"], "Thank you \u{1F64F}".as_bytes());
    ran.refused("U+1F64F");
    sandbox.run_with(&["sheet", "-"], b" \n").refused("no text");
}

#[test]
fn s42_the_proof_mark_closes_again_when_the_text_changes() {
    let sandbox = sandbox();
    let card = ["sheet", "note.txt", "--to", "Ines", "--force", "--now", NOW];
    done(&sandbox.run(&[&card[..], &["--proofed"]].concat()));
    let Some(text) = words(&sandbox, "afterword-out/ines-card.pdf") else {
        return;
    };
    let (_, mark) = text.split_once("Proofed 2 March 2026 · ").expect("a mark");
    let hash = format!("--proofed={}", &mark[..8]);
    done(&sandbox.run(&[&card[..], &[hash.as_str()]].concat()));
    sandbox.write("note.txt", NOTE.replace("Tuesday", "Monday"));
    sandbox
        .run(&[&card[..], &[hash.as_str()]].concat())
        .refused("not the text that was proofread");
}

#[test]
fn s34_a_sample_is_read_and_never_pasted() {
    let sandbox = Sandbox::new();
    let samples = sandbox.run(&["stationery", "samples"]);
    done(&samples);
    assert!(samples.stdout.contains("Dear Priya,"), "{samples:?}");
    let pasted = "Dear Ann,\n\nI have been sketching the alarm panel ever since.\n\nSam\n";
    sandbox
        .run_with(&["sheet", "-"], pasted.as_bytes())
        .refused("a sentence of a sample");
}

#[test]
fn s39_an_address_from_a_website_needs_a_department() {
    let sandbox = Sandbox::new();
    let address = [
        "envelope",
        "--to",
        "Ines Okafor",
        "--organization",
        "Harbor Magazine",
        "--street",
        "412 Wharf St",
        "--last-line",
        "Portland, ME 04101",
        "--source",
        "website",
        "--force",
    ];
    sandbox.run(&address).refused("names no department");
    assert!(!sandbox.path("afterword-out").exists());
    let ran = sandbox.run(&[&address[..], &["--department", "Editorial Department"]].concat());
    done(&ran);
    if let Some(text) = words(&sandbox, "afterword-out/ines-okafor-envelope.pdf") {
        assert_eq!(
            text,
            "Ines Okafor Editorial Department Harbor Magazine 412 Wharf St Portland, ME 04101"
        );
    }
    let job =
        "company: Harbor Magazine\nme: Sam Whitfield\n\nMaria Gonzalez, editor\n- the oyster farm piece and the vote\n";
    let written = |address: &str| {
        let ran = sandbox.write_jot(
            job,
            &["--from-website", "--address", address, "--force", "--out", "out"],
        );
        assert!(ran.code < 2, "{ran:?}");
        sandbox
            .files("out")
            .into_keys()
            .any(|name| name.ends_with("envelope.pdf"))
    };
    assert!(!written("Maria Gonzalez: 12 Wharf St; Boston MA 02110"));
    assert!(written("Maria Gonzalez: attn Features; 12 Wharf St; Boston MA 02110"));
}

#[test]
fn row_60_an_address_stands_on_the_right_lines_in_its_country() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "profile.toml",
        "name = 'Sam Whitfield'\nreturn_address = ['1 Elm St', 'Boston MA 02110']\n[card]\nsize = 'din-a6'\n",
    );
    let ran = sandbox.run(&[
        "envelope",
        "--profile",
        "profile.toml",
        "--to",
        "Jonas Feld",
        "--organization",
        "Bergtal, Optik",
        "--street",
        "Torstr. 6",
        "--city",
        "Berlin",
        "--postal-code",
        "10119",
        "--country",
        "Germany",
    ]);
    done(&ran);
    if let Some(text) = words(&sandbox, "afterword-out/jonas-feld-envelope.pdf") {
        assert_eq!(
            text,
            "Sam Whitfield 1 Elm St Boston MA 02110 Jonas Feld Bergtal, Optik Torstr. 6 10119 Berlin GERMANY"
        );
    }
    sandbox
        .run(&["envelope", "--to", "Ann", "--city", "X", "--country", "Atlantis"])
        .refused("no country is called");
    let square = sandbox.run(&[
        "envelope",
        "--to",
        "Ann",
        "--last-line",
        "Bath, ME 04530",
        "--size",
        "5x5in",
    ]);
    assert!(square.stderr.contains("square envelope"), "{square:?}");
}

#[test]
fn a_mailing_is_one_pdf_and_a_bad_row_stops_it() {
    let sandbox = Sandbox::new();
    let mut table = "to,department,street,last_line,source\n".to_owned();
    for number in 0..40 {
        let _ = writeln!(
            table,
            "Person {number},Hiring,{number} Main St,\"Bath, ME 04530\",website"
        );
    }
    sandbox.write("list.csv", &table);
    let ran = sandbox.run(&["envelope", "--csv", "list.csv", "--size", "10"]);
    done(&ran);
    assert!(ran.stderr.contains("40 envelopes"), "{ran:?}");
    if let Some(text) = words(&sandbox, "afterword-out/envelopes.pdf") {
        assert!(
            text.contains("Person 0 Hiring") && text.contains("Person 39 Hiring"),
            "{text}"
        );
    }
    sandbox.write("list.csv", table.replace("Person 7,Hiring", "Person 7,"));
    sandbox
        .run(&["envelope", "--csv", "list.csv", "--force"])
        .refused("row 8 of list.csv");
}

#[test]
fn s32_a_window_is_held_against_the_decision_and_both_sides_are_shown() {
    let sandbox = Sandbox::new();
    let ask = |more: &[&str]| sandbox.run(&[&["arrival", "--now", NOW, "--posted", "2026-03-02"], more].concat());
    let ran = ask(&["--decide", "by Friday the 13th", "--format", "in-person", "--json"]);
    let out = ran.json();
    assert_eq!(out["on_desk"], json!(["2026-03-03", "2026-03-09"]));
    assert_eq!(
        (&out["verdict"], &out["card_is_advised"]),
        (&json!("in_time"), &json!(true))
    );
    let ran = ask(&["--decide", "by Friday", "--format", "in-person"]);
    assert!(
        ran.stdout.contains("For the e-mail") && ran.stdout.contains("For the card"),
        "{ran:?}"
    );
    assert!(ran.stdout.contains("Source: "), "{ran:?}");
    ask(&["--decide", "we will be in touch"]).refused("no day is named");
    ask(&["--class", "pigeon"]).refused("no class of mail");
    sandbox.write(
        "mail.toml",
        "[[class]]\nname = 'pigeon'\nsays = 'Pigeon post'\ndays = [0, 0]\nsaturday = true\nus_holidays = false\n\
         source = 'own'\nnoted = '2026-01-01'\n",
    );
    let ran = ask(&["--class", "pigeon", "--standards", "mail.toml", "--json"]);
    assert_eq!(ran.json()["on_desk"], json!(["2026-03-02", "2026-03-02"]));
}

#[test]
fn a_hand_is_measured_by_where_its_copies_ended() {
    let sandbox = sandbox();
    done(&sandbox.run(&["stationery", "hand"]));
    if let Some(text) = words(&sandbox, "afterword-out/hand.pdf") {
        assert!(text.contains("Thank you for the good hour on Monday."), "{text}");
    }
    let ran = sandbox.run(&["stationery", "hand", "--ended-at", "125", "--ended-at", "127"]);
    done(&ran);
    sandbox.write("profile.toml", &ran.stdout);
    // A wide hand has fewer words on a line.
    let lines = |more: &[&str]| {
        let ran = sandbox.run(&[&["sheet", "note.txt", "--phone"], more].concat());
        ran.stdout.lines().count()
    };
    assert!(lines(&["--profile", "profile.toml"]) > lines(&[]));
    sandbox
        .run(&["stationery", "hand", "--ended-at", "3"])
        .refused("no hand writes");
    sandbox.write("profile.toml", "[card]\nmargin_mm = 400\n");
    sandbox
        .run(&["sheet", "note.txt", "--profile", "profile.toml"])
        .refused("card.margin_mm");
}

#[test]
fn a_page_is_printed_at_its_own_size_or_not_at_all() {
    let sandbox = sandbox();
    done(&sandbox.run(&["sheet", "note.txt", "--to=-x"]));
    let ran = sandbox.run(&["print", "afterword-out/x-card.pdf", "--dry-run", "--copies", "2"]);
    done(&ran);
    assert!(
        ran.stdout
            .starts_with("lp -n 2 -o media=Letter -o print-scaling=none -o number-up=1 -o sides=one-sided -- /"),
        "{ran:?}"
    );
    // The sandbox has no PATH, so there is no program to print with.
    sandbox
        .run(&["print", "afterword-out/x-card.pdf"])
        .refused("there is no `lp`");
    sandbox.run(&["print", "note.txt"]).refused("is no PDF");
}

#[test]
fn rows_10_and_61_hidden_characters_are_refused_and_markup_is_printed() {
    let sandbox = Sandbox::new();
    sandbox
        .run(&["envelope", "--to", "Ann \u{202E}eel", "--last-line", "Bath, ME"])
        .refused("hidden character");
    sandbox
        .run(&[
            "envelope",
            "--to",
            "Ann\r\nBcc: x@evil.example",
            "--last-line",
            "Bath, ME",
        ])
        .refused("hidden character");
    let typed = "#include \"/etc/passwd\" \\input{/etc/passwd} <b>x</b>";
    let ran = sandbox.run_with(&["sheet", "-", "--size", "a7"], typed.as_bytes());
    done(&ran);
    if let Some(text) = words(&sandbox, "afterword-out/card-card.pdf") {
        // A line may end behind a slash.
        let joined = |text: &str| text.split_whitespace().collect::<String>();
        assert!(joined(&text).contains(&joined(typed)), "{text}");
    }
}
