//! The jot's bytes made safe to read: one normal form, plain quotation marks, no control characters.

use std::sync::LazyLock;

use regex::{Captures, Regex};
use unicode_normalization::UnicodeNormalization;

use super::initials;
use crate::model::{Finding, Severity};

/// A jot made safe to read.
#[derive(Debug, Clone)]
pub(super) struct Clean {
    /// NFC, `\n` line ends, straight quotation marks, no control or direction characters.
    pub(super) text: String,
    /// The same bytes with ASCII letters in lower case where the jot shouts; equal to `text` otherwise.
    pub(super) calm: String,
    /// What was taken out.
    pub(super) findings: Vec<Finding>,
}

/// Zero-width and direction-changing characters: invisible, and able to make a text read differently from its bytes.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{FE0F}' | '\u{00AD}')
}

pub(super) fn clean(raw: &str) -> Clean {
    let mut controls = 0_usize;
    let mut invisible = 0_usize;
    let mut text = String::with_capacity(raw.len());
    let mut chars = raw.strip_prefix('\u{FEFF}').unwrap_or(raw).nfc().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                if chars.peek() == Some(&'\n') {
                    chars.next();
                }
                text.push('\n');
            }
            '\n' => text.push('\n'),
            '\t' | '\u{A0}' | '\u{2007}' | '\u{202F}' => text.push(' '),
            '\u{2028}' | '\u{2029}' | '\u{85}' => text.push('\n'),
            '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{2032}' | '\u{FF07}' => text.push('\''),
            '\u{201C}' | '\u{201D}' | '\u{201E}' | '\u{201F}' | '\u{AB}' | '\u{BB}' => text.push('"'),
            c if is_invisible(c) => invisible += usize::from(c != '\u{FE0F}'),
            c if c.is_control() => controls += 1,
            c => text.push(c),
        }
    }
    let text = initials::written_out(&as_written(&text));
    let mut findings = Vec::new();
    let mut report = |n: usize, what: &str| {
        if n > 0 {
            findings.push(Finding {
                rule: "control_characters".to_owned(),
                severity: Severity::Hint,
                excerpt: String::new(),
                message: format!("the jot held {n} {what}; they were taken out"),
                fix: None,
            });
        }
    };
    report(
        controls,
        if controls == 1 {
            "control character"
        } else {
            "control characters"
        },
    );
    report(
        invisible,
        if invisible == 1 {
            "invisible character"
        } else {
            "invisible characters"
        },
    );
    let calm = calm(&text);
    Clean { text, calm, findings }
}

/// "right dictating this in the car": how the jot came to be.
static OPENING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^\s*(?:(?:right|ok(?:ay)?|so|well|alright|um+|uh)[,.]? )*(?:(?:i'?m |im |just )?(?:dictating|typing|writing|recording|doing) (?:this|it)(?: (?:quickly|quick|fast))?(?: (?:in|on|from|at) (?:the|my) \p{L}+(?: (?:park|stop|home))?)?|voice note)[,.:;]? (?:-+ )?").expect("tested")
});

/// "shell txt by fri", "4got": words that look like others, or like figures.
static LIKE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:(?P<who>she|he)ll (?P<does>txt|text|call|ring|phone|e-?mail|let me|tell|write|confirm)|(?P<forgot>4got)|(?-i:(?P<from>frm?)))\b").expect("tested")
});

/// "22 no wait 24 techs", "4 dead, scratch that 3 dead": the last figure is the one that is meant.
static FIGURE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b\d[\d.,]*(?: \p{L}+)?,? (?:no,? wait|sorry|scratch that|i mean|ay no),? (?P<next>\d)")
        .expect("tested")
});

/// "1 900 people and R214 000": where figures are written so twice.
static SPACED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?P<before>^|[\s$£€R(])(?P<head>\d{1,3}) (?P<tail>\d{3})(?P<behind>[\s.,;)]|$)").expect("tested")
});

/// "5h -> 22 min": an arrow from a figure to a figure is a change, and no answer.
static CHANGED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?P<from>\d[\d.,]*(?:%|k|m| ?[a-z]{1,5})?) ?(?:->|\x{2192}|=>) ?(?P<to>[$£€]?\d)").expect("tested")
});

/// "my dysphagia sorry my dyspraxia project", "position is chef de partie, no wait, pastry chef": what was said in error.
static SLIP: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?P<lead>(?:position|role|post|job) (?:is|was)|my|the|an?|his|her|their) (?:[\p{L}'-]+,? ){1,4}?(?:sorry|i mean|ay no|no,? wait|no,? sorry|scratch that|oops),? (?P<again>my|the|an?|his|her|their)?(?P<gap> ?)(?P<next>\p{L})").expect("tested")
});

/// What was typed or said in error, and how the jot came to be, taken out; figures and words that look like others, written out.
fn without_slips(text: &str) -> String {
    let text = OPENING.replace(text, "");
    let text = LIKE.replace_all(&text, |c: &Captures<'_>| match (c.name("who"), c.name("does")) {
        (Some(who), Some(does)) => {
            let does = does.as_str();
            format!(
                "{}'ll {}",
                who.as_str(),
                if does.eq_ignore_ascii_case("txt") { "text" } else { does }
            )
        }
        _ => if c.name("from").is_some() { "from" } else { "forgot" }.to_owned(),
    });
    let text = FIGURE.replace_all(&text, "$next");
    let text = CHANGED.replace_all(&text, "$from to $to");
    let spaced = SPACED.find_iter(&text).count() > 1;
    let text = if spaced {
        SPACED.replace_all(&text, "$before$head,$tail$behind")
    } else {
        text
    };
    let text = SLIP.replace_all(&text, |c: &Captures<'_>| {
        let part = |name: &str| c.name(name).map_or("", |m| m.as_str());
        let (lead, again) = (part("lead"), part("again"));
        let named = lead.contains(' ');
        // "the crew was sorry the job ended"
        let told = c[0]
            .split_whitespace()
            .any(|w| matches!(w.to_lowercase().as_str(), "was" | "were" | "am" | "are" | "felt" | "so"));
        if told && !named {
            return c[0].to_owned();
        }
        if lead.eq_ignore_ascii_case(again) || named && again.is_empty() {
            format!("{lead} {}", part("next"))
        } else if named {
            format!("{lead} {again} {}", part("next"))
        } else {
            c[0].to_owned()
        }
    });
    text.into_owned()
}

/// What is said aloud for a mark: "quote you will never have enough chairs unquote"; and "um", which is a pause.
fn as_written(text: &str) -> String {
    static QUOTED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)[,:]? \bquote[,:]? ([^\n\x22]{3,300}?),? (?:unquote|end quote|close quote|end of quote)\b[,.]?(?P<next> (?:she|he|i|they|we|her|his|their|then|oh|also)\b)?").expect("tested")
    });
    static PAUSE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)(?P<before>^|\n|[.,;:!?] ?|\b(?:and|but|so|then|oh|okay|ok|the|a|to|of|with) | )(?:um|uhm|uh|erm)\b[,.]? ").expect("tested")
    });
    let text = without_slips(text);
    let quoted = QUOTED.replace_all(&text, |c: &Captures<'_>| {
        let next = c.name("next").map_or("", |m| m.as_str());
        let ends = !next.is_empty() || c[0].ends_with('.');
        format!(" \"{}\"{}{next}", &c[1], if ends { "." } else { "" })
    });
    let spoken = PAUSE.is_match(&quoted) && quoted.split_whitespace().count() > 60;
    if !spoken {
        return quoted.into_owned();
    }
    PAUSE
        .replace_all(&quoted, |c: &Captures<'_>| match &c["before"] {
            " " => "... ".to_owned(),
            before => before.to_owned(),
        })
        .into_owned()
}

/// Lowers lines that shout. Byte positions stay as they are.
fn calm(text: &str) -> String {
    let shouts = |line: &str| {
        let (mut upper, mut lower) = (0_usize, 0_usize);
        for c in line.chars() {
            upper += usize::from(c.is_uppercase());
            lower += usize::from(c.is_lowercase());
        }
        upper > 12 && upper > lower * 8
    };
    let whole = shouts(text);
    let mut out = String::with_capacity(text.len());
    let mut blank = true;
    for line in text.split_inclusive('\n') {
        let opens = std::mem::replace(&mut blank, line.trim().is_empty());
        // "KESTER BAPTISTE QA/QC MGR" over lines about him: a name is still one.
        if opens && !whole && shouts(line) && (2..=5).contains(&line.split_whitespace().count()) {
            out.extend(line.split_inclusive(' ').enumerate().map(|(i, word)| {
                let (first, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
                match i {
                    0 | 1 => format!("{first}{}", rest.to_ascii_lowercase()),
                    // "QA/QC MGR"
                    _ if word.trim().len() <= 3 || word.contains('/') => word.to_owned(),
                    _ => word.to_ascii_lowercase(),
                }
            }));
        } else if whole || shouts(line) {
            out.extend(line.split_inclusive(' ').map(|word| {
                // Codes such as T2 and A320 are not words.
                if word.chars().any(|c| c.is_ascii_digit()) {
                    word.to_owned()
                } else {
                    word.to_ascii_lowercase()
                }
            }));
        } else {
            out.push_str(&named(line));
        }
    }
    out
}

/// "PHILIPPA NAISMITH, head of collections": a name in capitals at the head of a line, as a name.
fn named(line: &str) -> String {
    let lead: Vec<&str> = line
        .split(' ')
        .take_while(|w| {
            let bare = w.trim_end_matches([',', ':', '\n']);
            bare.len() >= 3 && bare.chars().all(|c| c.is_ascii_uppercase() || c == '-' || c == '\'')
        })
        .collect();
    if lead.len() < 2 {
        return line.to_owned();
    }
    let mut out = String::with_capacity(line.len());
    let upto: usize = lead.iter().map(|w| w.len() + 1).sum::<usize>().min(line.len());
    let mut start = true;
    for c in line[..upto].chars() {
        out.push(if start { c } else { c.to_ascii_lowercase() });
        start = !c.is_alphabetic() && c != '\'';
    }
    out.push_str(&line[upto..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_go_and_are_reported() {
        let c = clean("a\u{0}b\u{202E}c\r\nd\u{2019}s");
        assert_eq!(c.text, "abc\nd's");
        assert_eq!(c.findings.len(), 2);
    }

    #[test]
    fn marks_said_aloud_are_marks() {
        let text = |t: &str| clean(t).text;
        assert_eq!(
            text("He said quote you wait for it unquote. Nice"),
            "He said \"you wait for it\". Nice"
        );
        assert_eq!(
            text("he said: quote measure twice end quote and laughed"),
            "he said \"measure twice\" and laughed"
        );
        assert_eq!(
            text("she said quote aim low unquote her dog slept"),
            "she said \"aim low\". her dog slept"
        );
        assert_eq!(
            text("we quote every job the same day"),
            "we quote every job the same day"
        );
    }

    #[test]
    fn what_was_said_in_error_is_not_read() {
        let text = |t: &str| clean(t).text;
        assert_eq!(
            text("right dictating this in the car senior OT post at Cnoc"),
            "senior OT post at Cnoc"
        );
        assert_eq!(
            text("asked about my dysphagia sorry my dyspraxia project"),
            "asked about my dyspraxia project"
        );
        assert_eq!(
            text("position is chef de partie ay no pastry sous chef, mon"),
            "position is pastry sous chef, mon"
        );
        assert_eq!(text("she runs 22 no wait 24 techs"), "she runs 24 techs");
        assert_eq!(text("32 sets, 4 dead, scratch that 3 dead"), "32 sets, 3 dead");
        assert_eq!(text("1 900 people, R214 000 back"), "1,900 people, R214,000 back");
        assert_eq!(text("came fr Ibadan, Fr Michael"), "came from Ibadan, Fr Michael");
        assert_eq!(text("room 3 200 chairs"), "room 3 200 chairs");
        assert_eq!(text("shell txt by fri"), "she'll text by fri");
        for kept in [
            "the crew was sorry the job ended",
            "right of way work",
            "my boss is sorry he left",
        ] {
            assert_eq!(text(kept), kept);
        }
    }

    #[test]
    fn shouting_is_lowered_byte_for_byte() {
        let c = clean("SAT DOWN WITH RICK MONTOYA AND SAW BAY T2");
        assert_eq!(c.calm, "sat down with rick montoya and saw bay T2");
        assert_eq!(c.calm.len(), c.text.len());
    }
}
