//! The words a person wrote, cut from what they quoted and from their signature.
//!
//! Whole lines are kept or left out, so that a place in the reply is a place in the letter. Quotes are known by their
//! angle brackets, by the line that introduces them ("On ... wrote:", in the languages of the usual programs) or by a
//! block of copied headers; a signature by its delimiter, or by the sign-off and the name under it.

use super::phrases::fold;

/// A letter in two heaps.
#[derive(Debug, Default)]
pub(crate) struct Cut {
    /// What was newly written.
    pub(crate) reply: String,
    /// What was quoted, introductions included.
    pub(crate) quoted: String,
}

/// Lines that introduce everything below as somebody else's letter.
const DIVIDERS: [&str; 20] = [
    "original message",
    "original appointment",
    "ursprungliche nachricht",
    "ursprunglicher termin",
    "message d'origine",
    "message original",
    "mensaje original",
    "messaggio originale",
    "oorspronkelijk bericht",
    "mensagem original",
    "forwarded message",
    "begin forwarded message",
    "weitergeleitete nachricht",
    "message transfere",
    "mensaje reenviado",
    "messaggio inoltrato",
    "doorgestuurd bericht",
    "urspr. nachricht",
    "anfang der weitergeleiteten",
    "reply above this line",
];

/// Header labels of a copied block; two different ones in a row begin a quote.
const LABELS: [&str; 31] = [
    "from",
    "sent",
    "date",
    "to",
    "subject",
    "cc",
    "von",
    "gesendet",
    "datum",
    "an",
    "betreff",
    "de",
    "envoye",
    "a",
    "objet",
    "le",
    "enviado",
    "para",
    "asunto",
    "fecha",
    "van",
    "verzonden",
    "aan",
    "onderwerp",
    "da",
    "inviato",
    "data",
    "oggetto",
    "assunto",
    "reply-to",
    "antwort an",
];

const CLOSINGS: [&str; 44] = [
    "best",
    "best regards",
    "kind regards",
    "regards",
    "warm regards",
    "with kind regards",
    "many thanks",
    "thanks",
    "thank you",
    "thanks again",
    "cheers",
    "sincerely",
    "yours sincerely",
    "yours faithfully",
    "sincerely yours",
    "yours truly",
    "all the best",
    "best wishes",
    "warmly",
    "with best wishes",
    "with warm regards",
    "with all good wishes",
    "yours",
    "cordially",
    "respectfully",
    "talk soon",
    "mit freundlichen grussen",
    "freundliche grusse",
    "mit freundlichem gruss",
    "viele grusse",
    "beste grusse",
    "herzliche grusse",
    "liebe grusse",
    "mfg",
    "cordialement",
    "bien cordialement",
    "bien a vous",
    "sinceres salutations",
    "saludos",
    "un saludo",
    "saludos cordiales",
    "met vriendelijke groet",
    "cordiali saluti",
    "un cordiale saluto",
];

/// Lines a device or an office adds.
const TAGLINES: [&str; 9] = [
    "sent from my",
    "get outlook for",
    "von meinem iphone gesendet",
    "gesendet von",
    "envoye de mon",
    "enviado desde mi",
    "verzonden vanaf",
    "inviato da",
    "sent via",
];

const DISCLAIMERS: [&str; 10] = [
    "this e-mail and any",
    "this email and any",
    "this message is confidential",
    "confidentiality notice",
    "the information contained in this",
    "this communication is",
    "diese e-mail enthalt",
    "ce message et",
    "disclaimer:",
    "notice: this",
];

/// Cuts a plain-text body.
pub(crate) fn cut(text: &str) -> Cut {
    let lines: Vec<&str> = text.lines().collect();
    let mut quoted = vec![false; lines.len()];
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at].trim_start();
        if line.starts_with('>') || line.starts_with("|>") {
            quoted[at] = true;
            at += 1;
        } else if let Some(length) = introduction(&lines[at..]) {
            quoted[at..at + length].fill(true);
            let below = &lines[at + length..];
            // With brackets below only those are quoted, and an answer may follow them; without, all of it is.
            let bracketed = below
                .iter()
                .find(|line| !line.trim().is_empty())
                .is_some_and(|line| line.trim_start().starts_with('>'));
            if !bracketed {
                quoted[at..].fill(true);
                break;
            }
            at += length;
        } else if divides(&lines[at..]) {
            quoted[at..].fill(true);
            break;
        } else {
            at += 1;
        }
    }
    let mut cut = Cut::default();
    for (line, quoted) in lines.iter().zip(&quoted) {
        let heap = if *quoted { &mut cut.quoted } else { &mut cut.reply };
        heap.push_str(line);
        heap.push('\n');
    }
    let kept = without_signature(&cut.reply);
    cut.reply.truncate(kept);
    cut.reply.truncate(cut.reply.trim_end().len());
    cut
}

/// How many lines introduce a quote here: "On Monday, Ann\n<ann@x> wrote:".
fn introduction(lines: &[&str]) -> Option<usize> {
    const VERBS: [&str; 16] = [
        "wrote:",
        "writes:",
        "schrieb:",
        "schrieb",
        "ecrit :",
        "ecrit:",
        "escribio:",
        "escribio :",
        "ha scritto:",
        "schreef:",
        "geschreven:",
        "escreveu:",
        "skrev:",
        "napisal:",
        "hat geschrieben:",
        "wrote :",
    ];
    const OPENINGS: [&str; 12] = [
        "on ",
        "am ",
        "le ",
        "el ",
        "op ",
        "il ",
        "em ",
        "den ",
        "in data",
        "in a message",
        "at ",
        "> on ",
    ];
    let mut joined = String::new();
    for (count, line) in lines.iter().take(4).enumerate() {
        if line.trim().is_empty() || line.len() > 400 {
            return None;
        }
        joined.push_str(&fold(line.trim()));
        joined.push(' ');
        let so_far = joined.trim();
        let has_date = so_far.contains(|c: char| c.is_ascii_digit());
        let opens = OPENINGS.iter().any(|opening| so_far.starts_with(opening));
        let ends = VERBS.iter().any(|verb| so_far.ends_with(verb))
            || so_far.ends_with(':')
                && ["schrieb ", " wrote", "schreef ", " ecrit", "ha scritto"]
                    .iter()
                    .any(|verb| so_far.contains(verb));
        // In whatever language: a date, an address and a colon right above a bracketed quote.
        let above_quote = so_far.ends_with(':')
            && has_date
            && so_far.contains('@')
            && lines[count + 1..]
                .iter()
                .find(|line| !line.trim().is_empty())
                .is_some_and(|line| line.trim_start().starts_with('>'));
        if above_quote {
            return Some(count + 1);
        }
        if ends && (opens && has_date || so_far.contains('@') || count == 0 && has_date) {
            return Some(count + 1);
        }
        if !(opens || has_date || so_far.contains('@')) {
            return None;
        }
    }
    None
}

/// Whether a divider or a block of copied headers begins here.
fn divides(lines: &[&str]) -> bool {
    let Some(first) = lines.first() else { return false };
    let bare = fold(first.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '_' | '*' | ':' | '#' | '=')));
    let first = first.trim();
    if bare.len() < 80 && DIVIDERS.iter().any(|divider| bare.starts_with(divider)) {
        return true;
    }
    if first.len() >= 20 && first.chars().all(|c| c == '_') {
        return lines[1..]
            .iter()
            .find(|line| !line.trim().is_empty())
            .is_some_and(|line| label(line).is_some());
    }
    let mut found = Vec::new();
    for line in lines.iter().take(5) {
        match label(line) {
            Some(label) if !found.contains(&label) => found.push(label),
            _ => break,
        }
    }
    found.len() >= 3 || found.len() == 2 && lines[0].contains('@')
}

/// The header label a copied line begins with: `From: Ann`, `*Von:* Ann`, `De : Ann`.
fn label(line: &str) -> Option<String> {
    let line = line.trim().trim_start_matches('*');
    let (label, value) = line.split_once(':')?;
    let label = fold(label.trim().trim_end_matches('*'));
    (LABELS.contains(&label.as_str()) && !value.trim().is_empty()).then_some(label)
}

/// How many bytes of the reply come before its signature.
fn without_signature(reply: &str) -> usize {
    let mut offset = 0;
    let mut lines = Vec::new();
    for line in reply.split_inclusive('\n') {
        lines.push((offset, line.trim_end()));
        offset += line.len();
    }
    let mut end = reply.len();
    let first_words = reply.find(char::is_alphanumeric).unwrap_or(reply.len());
    for (index, (start, line)) in lines.iter().enumerate() {
        let has_words = first_words < *start;
        let folded = fold(line.trim());
        let ends = ["--", "—"].contains(&folded.as_str())
            || TAGLINES.iter().any(|tag| folded.starts_with(tag))
            || DISCLAIMERS.iter().any(|words| folded.starts_with(words));
        if ends && has_words {
            end = *start;
            break;
        }
        // A sign-off: the name below it stays, what follows the name goes, unless it is a postscript.
        let closing = folded.trim_end_matches([',', '!', '.', '-']);
        if CLOSINGS.contains(&closing) && has_words {
            let mut below = lines[index + 1..].iter().filter(|(_, line)| !line.is_empty());
            let named = below.next().is_some_and(|(_, name)| {
                name.chars().count() <= 45 && !name.trim_end().ends_with(['.', '?', ':', ';', ','])
            });
            let postscript = lines[index + 1..].iter().any(|(_, line)| {
                let line = fold(line);
                line.starts_with("ps") || line.starts_with("p.s") || line.starts_with("nb")
            });
            if let Some((after_name, _)) = below.next()
                && named
                && !postscript
            {
                end = *after_name;
                break;
            }
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_only_what_was_written() {
        for (text, reply) in [
            ("Yes.\n\nOn Mon, 1 Jan 2026, Ann\n<a@x.example> wrote:\n> old\n", "Yes."),
            (
                "> old\n\nYes, below.\n> more\n\nAnd here.",
                "\nYes, below.\n\nAnd here.",
            ),
            ("Ja.\n\nAm 01.12.2026 um 18:10 schrieb Owen Tran:\n> alt", "Ja."),
            (
                "Oui.\n\nLe lun. 3 mai 2027 à 10:00, Ann <a@x.example> a écrit :\n\n> vieux",
                "Oui.",
            ),
            ("Ok\n\nFrom: Ann <a@x.example>\nSent: Monday\nSubject: x\n\nold", "Ok"),
            ("Ok\n\n-----Original Message-----\nFrom: Ann\nold", "Ok"),
            (
                "Gern.\n\nVon: Ann <a@x.example>\nGesendet: Montag\nAn: B\n\nalt",
                "Gern.",
            ),
            ("Hi\n\nthe text\n\n-- \nAnn\nDirector", "Hi\n\nthe text"),
            (
                "Hi, the text.\n\nKind regards,\nAnn Lee\nOffer Manager\nPhone",
                "Hi, the text.\n\nKind regards,\nAnn Lee",
            ),
            (
                "Text.\n\nBest,\nAnn\n\nPS: we decide Friday.",
                "Text.\n\nBest,\nAnn\n\nPS: we decide Friday.",
            ),
            (
                "Да\n02.04.2012 14:20 пользователь \"bob@x.example\" <\nbob@x.example> написал:\n> старое",
                "Да",
            ),
            ("On Monday we meet. Ann wrote: yes", "On Monday we meet. Ann wrote: yes"),
        ] {
            assert_eq!(cut(text).reply, reply, "{text}");
        }
    }
}
