//! Pictures of cards, contacts written, and a person's own holidays.

use std::path::Path;

use image::{GrayImage, Luma};
use serde_json::{Value, json};

use crate::sandbox::{NOW, Sandbox};

const CARD: &str = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Dana Whitlock\r\nORG:Harborline Inc.;Supply Planning\r\nTITLE:Buyer\r\n\
    TEL;TYPE=WORK:(253) 555-0117\r\nADR;TYPE=WORK:;;12 Wharf St;Tacoma;WA;98402;United States\r\nEND:VCARD\r\n";

/// A QR code as a camera would see it: a few pixels for each module, on white.
fn code(text: &str) -> GrayImage {
    const MODULE: u32 = 5;
    let code = qrcode::QrCode::new(text).expect("a code");
    let side = u32::try_from(code.width()).expect("small");
    GrayImage::from_fn((side + 8) * MODULE, (side + 8) * MODULE, |x, y| {
        let (x, y) = ((x / MODULE).wrapping_sub(4), (y / MODULE).wrapping_sub(4));
        let inside = x < side && y < side;
        let dark = inside && code[(x as usize, y as usize)] == qrcode::Color::Dark;
        Luma([if dark { 0 } else { 255 }])
    })
}

#[test]
fn a_qr_code_of_a_contact_is_read() {
    let sandbox = Sandbox::new();
    for name in ["card.png", "card.jpg"] {
        code(CARD).save(sandbox.path(name)).expect("a picture");
        let out = sandbox.run(&["read", "signature", "--json", "--image", name]).json();
        assert_eq!(
            (
                &out["name"],
                &out["department"],
                &out["city"],
                &out["country"],
                &out["read_by"]
            ),
            (
                &json!("Dana Whitlock"),
                &json!("Supply Planning"),
                &json!("Tacoma"),
                &json!("US"),
                &json!("qr_code")
            ),
            "{out}"
        );
        assert_eq!(out["phones"], json!(["+12535550117"]));
    }
    let shown = sandbox.run(&["read", "signature", "--image", "card.png"]);
    assert!(shown.stdout.starts_with("name: Dana Whitlock\n"), "{shown:?}");
}

#[test]
fn without_code_and_program_it_says_so() {
    let sandbox = Sandbox::new();
    GrayImage::from_pixel(40, 40, Luma([255]))
        .save(sandbox.path("blank.png"))
        .expect("a picture");
    // The sandbox has no PATH, so no program is found.
    sandbox
        .run(&["read", "signature", "--image", "blank.png"])
        .refused("no QR code, and tesseract is not installed");
    code("https://x.example")
        .save(sandbox.path("link.png"))
        .expect("a picture");
    sandbox
        .run(&["read", "signature", "--image", "link.png"])
        .refused("its QR code holds no contact, and tesseract is not installed");
}

#[test]
fn pictures_that_mean_harm_are_refused() {
    let sandbox = Sandbox::new();
    sandbox.write("list.png", "/etc/passwd\n");
    sandbox
        .run(&["read", "signature", "--image", "list.png"])
        .refused("neither a PNG nor a JPEG");
    // A PNG that says it is 100,000 by 100,000 pixels: refused by its head alone.
    let mut small = std::io::Cursor::new(Vec::new());
    GrayImage::new(1, 1)
        .write_to(&mut small, image::ImageFormat::Png)
        .expect("a picture");
    let mut bytes = small.into_inner();
    bytes[16..24].copy_from_slice(&[0, 1, 0x86, 0xa0, 0, 1, 0x86, 0xa0]);
    let sum = crc(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&sum.to_be_bytes());
    sandbox.write("bomb.png", &bytes);
    sandbox
        .run(&["read", "signature", "--image", "bomb.png"])
        .refused("too large, 100000 by 100000");
    sandbox.write("cut.png", &bytes[..20]);
    sandbox
        .run(&["read", "signature", "--image", "cut.png"])
        .refused("damaged");
    sandbox
        .run(&["read", "signature", "--image", "none.png"])
        .refused("cannot be opened");
    sandbox
        .run(&["read", "signature", "--image", "."])
        .refused("no file of at most 40 MB");
}

/// The checksum of a PNG chunk (ISO 3309).
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            if sum & 1 == 1 {
                (sum >> 1) ^ 0xedb8_8320
            } else {
                sum >> 1
            }
        })
    })
}

#[test]
fn letters_are_read_where_tesseract_is_installed() {
    let Some(folder) = ["/usr/bin", "/usr/local/bin"]
        .into_iter()
        .find(|folder| Path::new(folder).join("tesseract").is_file())
    else {
        eprintln!("NOT CHECKED: tesseract is missing here");
        return;
    };
    let sandbox = Sandbox::new();
    sandbox.write("card.png", include_bytes!("../card.png"));
    let mut command = sandbox.command(
        Path::new(env!("CARGO_BIN_EXE_afterword")),
        &["read", "signature", "--json", "--image", "card.png"],
    );
    let done = command.env("PATH", folder).output().expect("the program runs");
    let out: Value = serde_json::from_slice(&done.stdout).expect("JSON");
    assert_eq!(
        (&out["read_by"], &out["name"]),
        (&json!("tesseract"), &json!("Dana Whitlock")),
        "{out}"
    );
    assert_eq!(
        (&out["postal_code"], &out["phones"]),
        (&json!("98402"), &json!(["+12535550117"])),
        "{out}"
    );
}

#[test]
fn what_was_read_is_written_as_a_contact() {
    let sandbox = Sandbox::new();
    let facts = sandbox.run_with(
        &["read", "signature", "--json", "--source", "card", "-"],
        b"Dana Whitlock\nBuyer\nHarborline Inc.\n12 Wharf St\nTacoma, WA 98402\n",
    );
    let card = sandbox.run_with(&["write", "vcard", "-"], facts.stdout.as_bytes());
    assert_eq!(card.code, 0, "{card:?}");
    assert!(
        card.stdout
            .starts_with("BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Dana Whitlock\r\n"),
        "{card:?}"
    );
    let back = sandbox
        .run_with(&["read", "vcard", "--json", "-"], card.stdout.as_bytes())
        .json();
    assert_eq!(back["contacts"][0]["organization"], json!("Harborline Inc."));
    assert_eq!(back["contacts"][0]["addresses"][0]["postal_code"], json!("98402"));
    let again = sandbox.run_with(&["write", "vcard", "-"], back.to_string().as_bytes());
    assert_eq!(again.stdout, card.stdout);
    sandbox
        .run_with(&["write", "vcard", "-"], b"{}")
        .refused("no person is named");
    sandbox
        .run_with(&["write", "vcard", "-"], b"FN:Ann")
        .refused("cannot read the facts");
}

#[test]
fn people_of_an_invitation_become_contacts_once() {
    let sandbox = Sandbox::new();
    let facts = json!({"company": "Harborline", "events": [
        {"people": [{"name": "Dana Whitlock", "title": null, "email": "dana@harborline.example"}]},
        {"people": [{"name": "Dana Whitlock", "title": "Buyer", "email": null}, {"name": "Art\r\nMendel", "title": "CFO"}]},
    ]});
    let out = sandbox
        .run_with(&["write", "vcard", "-"], facts.to_string().as_bytes())
        .stdout;
    assert_eq!(out.matches("BEGIN:VCARD").count(), 2, "{out}");
    assert!(
        out.contains("TITLE:Buyer\r\nEMAIL;TYPE=work:dana@harborline.example\r\n"),
        "{out}"
    );
    assert!(out.contains("FN:Art\\nMendel\r\n"), "{out}");
}

#[test]
fn own_holidays_and_an_employers_calendar_count() {
    let sandbox = Sandbox::new();
    sandbox.write("family.txt", "2027-04-13 a day off\n");
    sandbox.write(
        "kanton.ics",
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20270414\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    );
    sandbox.write(
        "profile.toml",
        "holidays = 'family.txt'\n[employer.'Bergtal Optik']\nholidays = ['kanton.ics']\nus_federal = false\n",
    );
    let said = "2027-04-12T09:00:00+02:00[Europe/Zurich]";
    let latest = |more: &[&str], words: &str| {
        let ran = sandbox.run(&[&["read", "deadline", "--json", "--said-on", said, words], more].concat());
        ran.json()["latest"].clone()
    };
    let two = "within two business days";
    assert_eq!(latest(&[], two), "2027-04-14");
    assert_eq!(latest(&["--holidays", "family.txt"], two), "2027-04-15");
    assert_eq!(
        latest(&["--holidays", "family.txt", "--holidays", "kanton.ics"], two),
        "2027-04-16"
    );
    assert_eq!(latest(&["--profile", "profile.toml"], two), "2027-04-15");
    assert_eq!(
        latest(&["--profile", "profile.toml", "--employer", "bergtal  optik"], two),
        "2027-04-16"
    );
    // Memorial Day, 31 May, is free for everybody but this employer.
    let said_in_may = |more: &[&str]| {
        let said = "2027-05-28T09:00:00+02:00[Europe/Zurich]";
        let ran = sandbox.run(
            &[
                &[
                    "read",
                    "deadline",
                    "--json",
                    "--said-on",
                    said,
                    "within one business day",
                ],
                more,
            ]
            .concat(),
        );
        ran.json()["latest"].clone()
    };
    assert_eq!(said_in_may(&[]), "2027-06-01");
    assert_eq!(
        said_in_may(&["--profile", "profile.toml", "--employer", "Bergtal Optik"]),
        "2027-05-31"
    );
    sandbox.write("wrong.txt", "5 April\n");
    sandbox
        .run(&["read", "deadline", "--holidays", "wrong.txt", "Friday"])
        .refused("line 1 is no day: 5 April");
    sandbox.write("empty.txt", "# none\n");
    sandbox
        .run(&["read", "deadline", "--holidays", "empty.txt", "Friday"])
        .refused("it names no day");
    sandbox
        .run(&["read", "deadline", "--holidays", "none.ics", "Friday"])
        .refused("cannot read");
}

#[test]
fn own_holidays_and_an_employers_calendar_move_the_plan() {
    let sandbox = Sandbox::new();
    sandbox.write("family.txt", "2026-03-03 a day off\n");
    sandbox.write("closed.txt", "2026-03-05\n2026-03-10\n");
    sandbox.write(
        "profile.toml",
        "holidays = 'family.txt'\n[employer.'Harbor Magazine']\nholidays = 'closed.txt'\n",
    );
    let jot = |employer: &str| {
        format!(
            "company: {employer}\nrole: staff writer\nwhen: mon mar 2 2026\nme: Gabriela Garcia\n\n\
             Maria Gonzalez, editor in chief\n- the oyster farm piece and how it changed the county vote\n\
             promised: the ferry story\n\nthey decide: within three business days\n"
        )
    };
    sandbox.write("harbor.txt", jot("Harbor Magazine"));
    sandbox.write("lantern.txt", jot("Lantern Weekly"));
    let promise = |e: &Value| {
        e["what"]
            .as_str()
            .is_some_and(|what| what.starts_with("send the ferry"))
    };
    // The last day on which they decide, the day of the promise, and the day from which one may ask.
    let days = |name: &str, more: &[&str]| {
        let ran = sandbox.run(&[&["write", name, "--json", "--now", NOW], more].concat());
        let out = ran.json();
        let entry = |key: &str, is: fn(&Value) -> bool| {
            let plan = out["plan"].as_array().expect("a plan");
            let found = plan.iter().find(|e| is(e)).and_then(|e| e[key].as_str());
            found.unwrap_or_default().to_owned()
        };
        let latest = out["interview"]["decision"]["latest"].as_str().unwrap_or_default();
        [
            latest.to_owned(),
            entry("on", promise),
            entry("after", |e| e["after"].is_string()),
        ]
    };
    assert_eq!(days("harbor.txt", &[]), ["2026-03-05", "2026-03-03", "2026-03-06"]);
    let family = ["2026-03-06", "2026-03-04", "2026-03-09"];
    assert_eq!(days("harbor.txt", &["--holidays", "family.txt"]), family);
    assert_eq!(days("lantern.txt", &["--profile", "profile.toml"]), family);
    let both = ["2026-03-09", "2026-03-04", "2026-03-11"];
    assert_eq!(days("harbor.txt", &["--profile", "profile.toml"]), both);
    // The employer may be named later.
    sandbox.write("nameless.txt", jot("").replace("company: \n", ""));
    sandbox.write("answers.txt", "organization: harbor magazine\n");
    assert_eq!(days("nameless.txt", &["--profile", "profile.toml"]), family);
    let answered = ["--profile", "profile.toml", "--answers", "answers.txt"];
    assert_eq!(days("nameless.txt", &answered), both);
    // Reading alone says the same.
    let read = [
        "read",
        "jot",
        "harbor.txt",
        "--json",
        "--now",
        NOW,
        "--profile",
        "profile.toml",
    ];
    assert_eq!(sandbox.run(&read).json()["interview"]["decision"]["latest"], both[0]);
    sandbox.write("profile.toml", "[employer.'Another']\nholidays = 'missing.txt'\n");
    let write = ["write", "harbor.txt", "--profile", "profile.toml"];
    sandbox.run(&write).refused("cannot read");
    assert!(!sandbox.path("afterword-out").exists());
}
