//! Whether a message was caused by our note.
//!
//! The thread headers are the usual tie, but neither the only one (programs drop them) nor proof: an id can be copied.
//! So every tie has its kind, and what rests on sender and subject alone is marked for confirmation.

use super::facts::Facts;
use super::phrases::fold;
use super::reply::Cut;
use super::report::Report;
use super::{Link, MessageFinding, SentContext};

/// The strongest tie there is.
pub(crate) fn link(facts: &Facts, cut: &Cut, report: Option<&Report>, context: &SentContext) -> Link {
    let ours = context.our_message_id.trim().trim_matches(['<', '>']);
    let is_ours = |id: &str| !ours.is_empty() && id == ours;
    let original = facts.original.as_ref();
    if facts.thread_ids.iter().any(|id| is_ours(id))
        || original
            .and_then(|original| original.message_id.as_deref())
            .is_some_and(is_ours)
        || report
            .and_then(|report| report.original_message_id.as_deref())
            .is_some_and(is_ours)
        || !ours.is_empty()
            && (facts.text.contains(ours) || facts.report.as_ref().is_some_and(|report| report.text.contains(ours)))
    {
        return Link::MessageId;
    }
    let is_report = report.is_some() || facts.header("x-failed-recipients").is_some() || is_daemon(facts);
    if is_report {
        return reported(facts, report, context);
    }
    if quotes_ours(cut, context) {
        return Link::Quote;
    }
    let from_recipient = facts.from.addr_spec.eq_ignore_ascii_case(&context.our_to);
    let ours = bare_subject(&context.our_subject);
    let subject = fold(&facts.subject);
    let names_ours = ours.chars().count() > 3 && subject.contains(&ours);
    let replies = subject.trim() != ours && names_ours;
    if from_recipient && replies {
        // A machine answering that address about that subject has nothing else to answer.
        return if facts.is_automatic() {
            Link::Recipient
        } else {
            Link::Subject
        };
    }
    if names_ours && facts.is_automatic() && same_domain(&facts.from.addr_spec, &context.our_to) {
        return Link::Recipient;
    }
    Link::None
}

fn is_daemon(facts: &Facts) -> bool {
    let local = facts.from.addr_spec.split('@').next().unwrap_or_default();
    ["mailer-daemon", "postmaster", "mdaemon", "mail-daemon"].contains(&local)
}

/// A report without our id: it must speak of our recipient, and not show another message.
fn reported(facts: &Facts, report: Option<&Report>, context: &SentContext) -> Link {
    let to = context.our_to.to_ascii_lowercase();
    let recipient = report
        .and_then(|report| report.recipient.as_deref())
        .is_some_and(|found| found.contains(&to))
        || facts
            .header("x-failed-recipients")
            .is_some_and(|found| found.to_ascii_lowercase().contains(&to))
        || facts.text.to_ascii_lowercase().contains(&to);
    if to.is_empty() || !recipient {
        return Link::None;
    }
    let ours = bare_subject(&context.our_subject);
    if let Some(original) = &facts.original {
        let same_subject = !ours.is_empty() && bare_subject(&original.subject) == ours;
        let same_sender = original.from.is_empty() || original.from.eq_ignore_ascii_case(&context.our_from);
        let other_id = original.message_id.as_deref().is_some_and(|id| !id.is_empty());
        if !same_sender || other_id && !same_subject {
            return Link::None;
        }
    }
    Link::Recipient
}

/// Whether the quoted part is our note: its sender introduced as the writer, or its copied subject.
fn quotes_ours(cut: &Cut, context: &SentContext) -> bool {
    let quoted = fold(&cut.quoted);
    let from = context.our_from.to_lowercase();
    let subject = fold(context.our_subject.trim());
    let line_of = |labels: &[&str], value: &str| {
        quoted.lines().any(|line| {
            let line = line.trim_start_matches(['>', ' ', '*', '|']);
            line.split_once(':').is_some_and(|(label, rest)| {
                labels.contains(&label.trim().trim_end_matches('*').trim()) && rest.contains(value)
            })
        })
    };
    if quoted.is_empty() {
        return false;
    }
    let written_by_us = !from.is_empty()
        && (line_of(&["from", "von", "de", "van", "da"], &from)
            || quoted
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .split(&from)
                .nth(1)
                .is_some_and(|after| {
                    [
                        "wrote",
                        "schrieb",
                        "a ecrit",
                        "escribio",
                        "ha scritto",
                        "schreef",
                        "writes",
                    ]
                    .iter()
                    .any(|verb| after.chars().take(40).collect::<String>().contains(verb))
                }));
    let our_subject = subject.chars().count() > 3
        && line_of(
            &["subject", "betreff", "objet", "asunto", "onderwerp", "oggetto"],
            &subject,
        );
    written_by_us || our_subject
}

/// What the person should know of the tie.
pub(crate) fn findings(facts: &Facts, link: Link, context: &SentContext) -> Vec<MessageFinding> {
    match link {
        Link::Subject => vec![MessageFinding::LinkUnsure],
        Link::MessageId | Link::Quote
            if !facts.from.addr_spec.eq_ignore_ascii_case(&context.our_to)
                && !same_domain(&facts.from.addr_spec, &context.our_to)
                && facts.report.is_none()
                && !is_daemon(facts) =>
        {
            vec![MessageFinding::OtherSender {
                addr_spec: facts.from.addr_spec.clone(),
            }]
        }
        _ => Vec::new(),
    }
}

const PREFIXES: [&str; 26] = [
    "re:",
    "aw:",
    "fwd:",
    "fw:",
    "wg:",
    "sv:",
    "vs:",
    "ref:",
    "rif:",
    "tr:",
    "antw:",
    "res:",
    "enc:",
    "rv:",
    "re :",
    "automatic reply:",
    "automatische antwort:",
    "reponse automatique :",
    "reponse automatique:",
    "respuesta automatica:",
    "automatisch antwoord:",
    "risposta automatica:",
    "out of office:",
    "auto:",
    "autoreply:",
    "auto reply:",
];

/// A folded subject without its prefixes.
pub(crate) fn bare_subject(subject: &str) -> String {
    let mut bare = fold(subject.trim());
    while let Some(rest) = PREFIXES.iter().find_map(|prefix| bare.strip_prefix(prefix)) {
        bare = rest.trim_start().to_owned();
    }
    bare
}

/// The part of a domain that one owner holds: `hire.acme.co.uk` belongs to `acme.co.uk`.
pub(crate) fn owned_domain(addr_spec: &str) -> String {
    const SECOND_LEVEL: [&str; 8] = ["co", "com", "ac", "org", "gov", "edu", "net", "or"];
    let domain = addr_spec
        .rsplit('@')
        .next()
        .unwrap_or_default()
        .trim_end_matches('.')
        .to_ascii_lowercase();
    let labels: Vec<&str> = domain.split('.').collect();
    let keep = match labels.as_slice() {
        [.., second, top] if top.len() == 2 && SECOND_LEVEL.contains(second) && labels.len() > 2 => 3,
        _ => 2,
    };
    labels[labels.len().saturating_sub(keep)..].join(".")
}

pub(crate) fn same_domain(a: &str, b: &str) -> bool {
    let (a, b) = (owned_domain(a), owned_domain(b));
    !a.is_empty() && a == b && !about_freemail(&a)
}

/// Domains where a neighbour means nothing.
pub(crate) fn about_freemail(domain: &str) -> bool {
    const FREE: [&str; 18] = [
        "gmail",
        "googlemail",
        "outlook",
        "hotmail",
        "live",
        "yahoo",
        "icloud",
        "me",
        "aol",
        "gmx",
        "web",
        "proton",
        "protonmail",
        "fastmail",
        "mail",
        "post",
        "orange",
        "mailbox",
    ];
    FREE.contains(&domain.split('.').next().unwrap_or_default())
}
