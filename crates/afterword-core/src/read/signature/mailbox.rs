//! Addresses for mail and the web, as people write them and as a scanner reads them.

use std::ops::Range;

use super::phrases::{PLAIN_LABELS, PUBLIC_HOSTS, TOP_DOMAINS};
use super::piece::Piece;

/// An address found in a piece.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) address: String,
    pub(super) range: Range<usize>,
}

/// The first mail address in a text, repaired: "name [at] host [dot] example", "name @host,example".
pub(super) fn first_mail(piece: &Piece, ocr: bool) -> Option<Found> {
    let text = piece.text();
    let at_signs: &[&str] = &[
        "@", "[at]", "(at)", "{at}", "<at>", "[ät]", "(ät)", "(@)", "[@]", " at ", " AT ",
    ];
    let mut best: Option<(usize, usize)> = None;
    for sign in at_signs {
        let found = text
            .find(sign)
            .or_else(|| text.to_ascii_lowercase().find(&sign.to_ascii_lowercase()));
        // In words, "at" says nothing unless a dot is spelled out too.
        let found = found.filter(|_| !sign.starts_with(' ') || text.to_ascii_lowercase().contains(" dot "));
        if let Some(i) = found
            && best.is_none_or(|(b, _)| i < b)
        {
            best = Some((i, sign.len()));
        }
    }
    if best.is_none() && ocr {
        best = text.find(['©', '®']).map(|i| (i, '©'.len_utf8()));
    }
    let (mark, length) = best?;
    let start = local_start(text, mark, ocr)?;
    let local: String = text[start..mark].chars().filter(|c| !c.is_whitespace()).collect();
    let local = dots_spelled_out(&local);
    let (domain, end) = domain_from(text, mark + length, ocr)?;
    let address = format!("{}@{domain}", local.trim_matches('.'));
    Some(Found {
        address,
        range: start..end,
    })
}

/// Where the part before the at sign begins.
fn local_start(text: &str, mark: usize, ocr: bool) -> Option<usize> {
    let mut start = mark - (text[..mark].len() - text[..mark].trim_end().len());
    if start < mark && !ocr && text[mark..].starts_with('@') {
        // "Recruiter @ Company" is no address.
        return None;
    }
    let word = |c: char| c.is_alphanumeric() || "._%+-'&".contains(c);
    loop {
        let head = &text[..start];
        let kept = head.trim_end_matches(word);
        start = kept.len();
        let joined =
            text[start..mark].starts_with('.') || kept.trim_end().ends_with('.') && kept.len() > kept.trim_end().len();
        if ocr && joined && !kept.is_empty() && kept.trim_end() != kept && text[start..mark].len() > 1 {
            let before = kept.trim_end().trim_end_matches(word);
            // A short initial and its dot, parted from the rest by the scanner.
            if kept.trim_end().len() - before.len() <= 3 && !before.is_empty() || text[start..].starts_with('.') {
                start = kept.trim_end().len();
                continue;
            }
        }
        break;
    }
    let local = text[start..mark].trim_start_matches(['.', '\'', '-', '&']);
    (!local.trim().is_empty()).then(|| mark - local.len())
}

fn dots_spelled_out(text: &str) -> String {
    let mut out = text.to_owned();
    for dot in [
        "[dot]", "(dot)", "{dot}", "[punkt]", "(punkt)", "[point]", "(point)", "[.]",
    ] {
        out = out.replace(dot, ".");
    }
    out
}

/// The host after an at sign and where it ends.
fn domain_from(text: &str, from: usize, ocr: bool) -> Option<(String, usize)> {
    let mut domain = String::new();
    let mut at = from + (text[from..].len() - text[from..].trim_start().len());
    if at > from && !ocr && text[..from].ends_with('@') {
        return None;
    }
    let mut end = at;
    while at < text.len() {
        let rest = &text[at..];
        let lower = rest.get(..rest.len().min(9)).unwrap_or_default().to_ascii_lowercase();
        let spelled = ["[dot]", "(dot)", "{dot}", "[punkt]", "(punkt)", "[point]", "[.]"]
            .iter()
            .find(|d| lower.starts_with(**d));
        if let Some(dot) = spelled {
            domain.push('.');
            at += dot.len();
            at += text[at..].len() - text[at..].trim_start().len();
            continue;
        }
        if lower.starts_with(" dot ") {
            domain.push('.');
            at += 5;
            continue;
        }
        let c = rest.chars().next()?;
        let next = rest.chars().nth(1);
        if c.is_alphanumeric() || c == '-' || c == '_' && ocr {
            domain.push(c);
            at += c.len_utf8();
            end = at;
        } else if next.is_some_and(char::is_alphanumeric)
            && (c == '.' || ocr && (c == ',' || c == ';') && !domain.contains('.'))
        {
            domain.push('.');
            at += 1;
        } else if c == ' ' && spelled_ahead(rest) {
            at += 1;
        } else if ocr && (c == ' ' || c == ',' || c == '.') {
            let tail = rest.trim_start_matches([' ', ',', '.']);
            let gap = &rest[..rest.len() - tail.len()];
            let dotted = gap.contains(['.', ',']) || domain.ends_with('.');
            let word: String = tail.chars().take_while(|c| c.is_alphanumeric() || *c == '-').collect();
            if tail.is_empty() || !dotted || word.is_empty() || domain.trim_end_matches('.').contains('.') {
                break;
            }
            if !domain.ends_with('.') {
                domain.push('.');
            }
            at += gap.len();
        } else {
            break;
        }
    }
    let domain = domain.trim_matches(['.', '-']).to_owned();
    let (_, tld) = domain.rsplit_once('.')?;
    let tld_letters = tld.chars().filter(|c| c.is_alphabetic()).count();
    if tld_letters < 2 || tld_letters + 1 < tld.chars().count() {
        return None;
    }
    // No top-level name holds a digit.
    let fixed: String = tld
        .chars()
        .map(|c| match c {
            '0' => 'o',
            '1' => 'l',
            '5' => 's',
            c => c,
        })
        .collect();
    let fixed = if ocr && fixed == "corn" {
        "com".to_owned()
    } else {
        fixed
    };
    Some((format!("{}.{fixed}", &domain[..domain.len() - tld.len() - 1]), end))
}

fn spelled_ahead(rest: &str) -> bool {
    let lower = rest.trim_start().get(..5).unwrap_or_default().to_ascii_lowercase();
    ["[dot]", "(dot)", "{dot}"].contains(&lower.as_str()) || rest.trim_start().starts_with("[.]")
}

/// Names of hosts in a text without mail addresses: "www.x.example/path", "x.example".
pub(super) fn webs(text: &str) -> Vec<Found> {
    let mut out = Vec::new();
    let mut at = 0;
    for token in text.split_inclusive(|c: char| c.is_whitespace() || "|<>(),;".contains(c)) {
        let word = token.trim_end_matches(|c: char| c.is_whitespace() || "|<>(),;.".contains(c));
        let bare = word.trim_start_matches("https://").trim_start_matches("http://");
        let handle = word.starts_with('@') && word.len() > 2;
        let host = bare.split(['/', '?', ':']).next().unwrap_or_default();
        let tld = host.rsplit_once('.').map_or("", |(_, t)| t);
        let label = host.rsplit_once('.').map_or("", |(h, _)| h);
        let hostlike = host.chars().all(|c| c.is_alphanumeric() || ".-".contains(c));
        let known = TOP_DOMAINS;
        let low = host == host.to_lowercase() || host == host.to_uppercase();
        let web = bare.len() < word.len()
            || bare.to_ascii_lowercase().starts_with("www.")
            || hostlike && label.chars().count() >= 3 && low && known.contains(&tld.to_ascii_lowercase().as_str());
        if web || handle {
            out.push(Found {
                address: if web { host.to_lowercase() } else { String::new() },
                range: at..at + word.len(),
            });
        }
        at += token.len();
    }
    out
}

/// The labels of a host by which an organisation may be known, without "www" and public suffixes; none for hosts that
/// give mailboxes to anybody.
pub(super) fn telling_labels(host: &str) -> Vec<String> {
    let host = host.to_lowercase();
    let labels: Vec<&str> = host.split('.').collect();
    let Some((_, rest)) = labels.split_last() else {
        return Vec::new();
    };
    let public = PUBLIC_HOSTS;
    rest.iter()
        .filter(|l| !PLAIN_LABELS.contains(*l) && !public.contains(*l))
        .map(|l| (*l).to_owned())
        .collect()
}
