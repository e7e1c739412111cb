//! Strings that have broken other programs, in every field: printed whole or refused, never a panic.

use afterword_paper::{
    CardSheet, Envelope, EnvelopeSize, Face, FinishedCard, Locality, PaperError, Press, ProofMark, Role,
};

/// The Big List of Naughty Strings (`naughty/LICENSE`), and our own.
fn naughty() -> Vec<String> {
    let listed: Vec<String> = serde_json::from_str(include_str!("naughty/blns.json")).expect("a list of strings");
    assert!(listed.len() > 500, "{}", listed.len());
    listed
        .into_iter()
        .chain(NAUGHTY.iter().map(|text| (*text).to_owned()))
        .collect()
}

const NAUGHTY: &[&str] = &[
    "",
    " ",
    "\0",
    "\u{7F}\u{80}\u{9F}",
    "\u{FEFF}Ann",
    "\u{FFFD}\u{FFFE}\u{FFFF}",
    "undefined null NaN nil (null) None true 0 -1 1e309 0x7fffffff",
    "'; DROP TABLE cards; --",
    "${jndi:ldap://x/a} {{7*7}} <%= 7*7 %> %s%n%x `id` $(id)",
    "../../etc/passwd C:\\CON file:///etc/passwd",
    "<svg onload=alert(1)> ]]> &#x0; &lt;",
    "#set page(width: 1pt) #include \"/etc/passwd\"",
    "\\newcommand{\\a}{\\a\\a}\\a $$ ^^M",
    "endstream endobj trailer << /Root 1 0 R >> %%EOF",
    "BEGIN:VEVENT\r\nX:1",
    "Ann\r\nBcc: x@evil.example",
    "a\u{202E}txt.exe",
    "\u{2066}\u{2067}\u{2068}\u{2069}",
    "a\u{200D}\u{200C}\u{200B}b",
    "\u{E0041}\u{E0042}tagged",
    "e\u{301}\u{302}\u{303}\u{304}\u{306}\u{307}\u{308}\u{323}\u{327}\u{328}",
    "\u{301}\u{301}\u{301}",
    "Z\u{351}\u{36B}\u{343}a\u{334}\u{335}lgo",
    "ﬁ ﬂ ﬀ ﬃ ŉ ǆ İ ı ß ẞ ſ",
    "İstanbul Iğdır ΣΊΣΥΦΟΣ ὈΔΥΣΣΕΎΣ",
    "Жанна Щёлково Ґалаґан Ђорђе",
    "Ωμέγα Ἀθῆναι",
    "田中さんにあげて下さい",
    "部落格 사회과학원 어학연구소",
    "مُنَاقَشَةُ سُبُلِ",
    "שָׁלוֹם",
    "नमस्ते สวัสดี ગુજરાતી",
    "👩‍👩‍👧‍👦 👾 🇺🇸 🏳️‍🌈 ❤️ 5️⃣",
    "😀😀😀",
    "𝕿𝖍𝖊 𝖖𝖚𝖎𝖈𝖐 ⒯⒣⒠ Ｆｕｌｌｗｉｄｔｈ",
    "Ⅷ ½ ⅓ № ™ © ® ° ¶ § † ‡ … – — ‘ ’ “ ” ‹ › « »",
    "\u{A0}\u{2007}\u{202F}\u{3000}\u{2003}\u{1680}",
    "-\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2015}\u{AD}",
    "------------------------------------------------------------------------------------------",
    "a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r/s/t/u/v/w/x/y/z/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r/s",
    "https://example.com/a-very-long-path/that-nobody-would-write-by-hand?with=query&and=more#fragment-of-it",
    "\u{1}\u{2}\u{3}\u{4}\u{5}\u{6}\u{7}\u{8}\u{B}\u{C}\u{E}\u{F}",
    "\u{1b}[31mred\u{1b}[0m \u{9b}31m",
    "a\u{2028}b\u{2029}c\u{85}d",
    "\u{F8FF}\u{E000}\u{10FFFF}",
    "\u{115F}\u{1160}\u{3164}\u{FFA0}",
    "ﷺ ﷽",
    "x\u{FE0F}\u{FE0E}\u{180B}",
    "O'Brien-Smith, Jr., Ph.D. (Ann \"AJ\") de la Cruz y Núñez",
];

fn without_spaces(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn in_the_text_of_a_card() {
    let press = Press::new();
    let mut printed = 0;
    for (number, text) in naughty().into_iter().enumerate() {
        for text in [text.clone(), format!("Dear Ann,\n\n{text}\n\nSam"), text.repeat(40)] {
            match press.copy_out_sheet(&CardSheet::new(text.clone(), "Ann Lee")) {
                Ok(sheet) => {
                    printed += 1;
                    let svg = press.preview(&sheet.page);
                    assert!(!svg.contains("<script") && !svg.contains("]]>"), "{text:?}");
                    let copied: String = sheet
                        .page
                        .lines_of(Role::CopyLine)
                        .map(|line| line.text.as_str())
                        .collect();
                    let (copied, text) = (without_spaces(&copied), without_spaces(&text));
                    let mut letters = text.chars();
                    assert!(copied.chars().all(|c| letters.any(|of| of == c)), "in order: {text:?}");
                }
                Err(error) => assert_plain(&error),
            }
            // The faces of a machine's hand refuse alike; one string in eight tells as much in an eighth of the time.
            if number % 8 != 0 {
                continue;
            }
            let card = FinishedCard::new(text.clone(), "Ann", Face::PatrickHand);
            let refusals = [press.finished_card(&card).err(), press.plotter_card(&card).err()];
            for error in refusals.into_iter().flatten() {
                assert_plain(&error);
            }
        }
    }
    assert!(printed > 400, "{printed}");
}

#[test]
fn in_every_other_field() {
    let press = Press::new();
    for (number, text) in naughty().into_iter().enumerate() {
        // Long ones go through the same code; an eighth of them is enough for each run.
        let long = (number % 8 == 0).then(|| text.repeat(40));
        for text in [text.clone()].into_iter().chain(long) {
            let mut sheet = CardSheet::new("Thank you.", text.clone());
            sheet.proof = Some(ProofMark {
                hash: text.clone(),
                date: text.clone(),
            });
            let mark = press.copy_out_sheet(&sheet);
            sheet.proof = None;
            let name = press.copy_out_sheet(&sheet);
            for sheet in [mark, name] {
                match sheet {
                    Ok(sheet) => assert!(!sheet.page.title.chars().any(char::is_control)),
                    Err(error) => assert_plain(&error),
                }
            }
            for field in 0..8 {
                let own = |number: usize, usual: &str| {
                    if field == number {
                        text.clone()
                    } else {
                        usual.to_owned()
                    }
                };
                let envelope = Envelope {
                    size: EnvelopeSize::A2,
                    recipient_line: own(0, "Ann Lee"),
                    attention_line: Some(own(1, "Design")),
                    organization: Some(own(2, "Harbor")),
                    delivery_address_lines: vec![own(3, "1 Main St")],
                    last_line: own(4, "Portland, ME 04101"),
                    country: Some(own(5, "Canada")),
                    return_address_lines: vec![own(6, "2 Side St")],
                    locality: Locality {
                        city: (field == 7).then(|| text.clone()),
                        ..Locality::default()
                    },
                    ..Envelope::default()
                };
                if let Err(error) = press.envelope(&envelope) {
                    assert_plain(&error);
                }
            }
        }
    }
}

/// A message a terminal can show as it is.
fn assert_plain(error: &PaperError) {
    let message = error.to_string();
    assert!(message.contains("hint:"), "{message}");
    assert!(!message.chars().any(|c| c.is_control() && c != '\n'), "{message:?}");
    assert!(!message.contains(['\u{202E}', '\u{2066}', '\u{200B}']), "{message:?}");
    assert!(!matches!(error, PaperError::Pdf { .. }), "{message}");
}
