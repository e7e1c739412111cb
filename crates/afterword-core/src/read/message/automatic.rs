//! Messages a machine sent, and the replies among them that say a person is away or gone.
//!
//! RFC 3834 first (`Auto-Submitted` other than `no`), then the older headers, then subjects in many languages. Exchange's
//! loop header alone proves nothing, since letters of people carry it too. A notice without any header is believed when
//! it answers our note within minutes, or when it speaks in the formulas of such notices.

use super::facts::Facts;
use super::link::{owned_domain, same_domain};
use super::phrases::{Words, fold};
use super::table::TABLE;
use super::{Class, Letter, Link, Reason};

/// Subjects that only an automatic reply has, folded.
const SUBJECTS: &[&str] = &[
    "automatic reply",
    "auto reply",
    "autoreply",
    "auto-reply",
    "auto response",
    "autoresponse",
    "auto-response",
    "out of office",
    "out of the office",
    "out-of-office",
    "ooo:",
    "ooo ",
    "vacation reply",
    "away from",
    "away:",
    "away -",
    "out:",
    "i am away",
    "on leave",
    "on vacation",
    "on holiday",
    "automatische antwort",
    "abwesenheit",
    "abwesend",
    "auto-antwort",
    "automatische ruckantwort",
    "reponse automatique",
    "absence du bureau",
    "absent du bureau",
    "absence",
    "respuesta automatica",
    "fuera de la oficina",
    "ausente",
    "automatisch antwoord",
    "afwezig",
    "niet aanwezig",
    "risposta automatica",
    "fuori ufficio",
    "assente",
    "resposta automatica",
    "autosvar",
    "automatiskt svar",
    "out until",
];

/// Formulas of notices, folded: at least one beside the absence itself.
const FORMULAS: [&str; 15] = [
    "thank you for your e",
    "thank you for your m",
    "thanks for your e",
    "thanks for your m",
    "currently",
    "limited access",
    "urgent",
    "derzeit",
    "zurzeit",
    "wird nicht weitergeleitet",
    "dringend",
    "actuellement",
    "actualmente",
    "momenteel",
    "attualmente",
];

impl Facts {
    /// Whether headers or the subject say that a machine sent it.
    pub(crate) fn is_automatic(&self) -> bool {
        let submitted = self
            .header("auto-submitted")
            .is_some_and(|value| !value.trim().to_ascii_lowercase().starts_with("no"));
        let precedence = self
            .header("precedence")
            .map(str::to_ascii_lowercase)
            .unwrap_or_default();
        submitted
            || self.is_auto_reply()
            || ["auto_reply", "auto-reply", "bulk", "junk", "list"].contains(&precedence.trim())
            || self.header("feedback-id").is_some() && self.is_bulk()
    }

    /// Whether it is an automatic *reply*, made for one message that came in.
    pub(crate) fn is_auto_reply(&self) -> bool {
        let submitted = self
            .header("auto-submitted")
            .map(str::to_ascii_lowercase)
            .unwrap_or_default();
        let subject = fold(&self.subject);
        let subject = subject.trim_start_matches("re: ");
        submitted.trim().starts_with("auto-replied")
            || submitted.trim().starts_with("auto-notified")
            || self
                .header("x-autoreply")
                .is_some_and(|value| !value.eq_ignore_ascii_case("no"))
            || self.header("x-autorespond").is_some()
            || self.header("x-autoresponder").is_some()
            || self.header("x-mail-autoreply").is_some()
            || self.header_is("precedence", "auto_reply")
            || self.header_is("precedence", "auto-reply")
            || self.header_is("x-precedence", "auto_reply")
            || self
                .header("x-ms-exchange-generated-message-source")
                .is_some_and(|value| value.to_ascii_lowercase().contains("mailbox rules"))
            || self.header("x-ms-exchange-inbox-rules-loop").is_some()
                && self.header("x-auto-response-suppress").is_some()
                && self.header("auto-submitted").is_some()
            || SUBJECTS.iter().any(|known| subject.starts_with(known))
    }

    /// Whether it went to a list of people.
    pub(crate) fn is_bulk(&self) -> bool {
        self.header("list-unsubscribe").is_some() || self.header("list-id").is_some()
    }

    /// Whether its sender takes no answers.
    pub(crate) fn is_no_reply(&self) -> bool {
        let local = self
            .from
            .addr_spec
            .split('@')
            .next()
            .unwrap_or_default()
            .replace(['-', '_', '.'], "");
        [
            "noreply",
            "donotreply",
            "notification",
            "notifications",
            "alerts",
            "mailer",
            "automated",
            "system",
            "robot",
            "keineantwort",
            "nepasrepondre",
            "noresponder",
        ]
        .iter()
        .any(|known| local.starts_with(known) || local.ends_with(known))
    }
}

impl Letter<'_> {
    /// An absence notice, a notice of departure, or a receipt sent in answer.
    pub(super) fn automatic_reply(&self) -> Option<(Class, Reason)> {
        let subject = self.subject_words();
        let all = self.words.words.len();
        let away = self
            .words
            .any(&TABLE.away, 0, all)
            .or_else(|| subject.any(&TABLE.away, 0, subject.words.len()).map(|_| 0..0));
        let reply = self.facts.is_auto_reply();
        let machine = self.facts.is_automatic();
        let left = self.left();
        if !(reply || machine || self.is_notice_by_words(away.is_some() || left.is_some())) {
            return None;
        }
        // A machine of the employer that writes first is judged by what it says.
        let answers =
            reply || self.is_from_recipient() || self.link != Link::None && !self.facts.is_no_reply() || !machine;
        if !answers {
            return None;
        }
        if let Some(range) = left {
            return Some((
                Class::BounceHard,
                self.saw("bounce/left", "the person has left, or the address is given up", range),
            ));
        }
        if let Some(found) = self
            .row(&[Class::Offer, Class::Rejection])
            .filter(|_| away.is_none() && !self.subject_says_away())
        {
            return Some(found);
        }
        let receipt = self.words.any(&TABLE.receipt, 0, all);
        if let Some(range) = away.clone().filter(|_| !self.is_desk() || receipt.is_none()) {
            return Some((
                Class::OutOfOffice,
                self.saw("out-of-office", "an automatic reply of a person who is away", range),
            ));
        }
        if self.subject_says_away() && receipt.is_none() {
            return Some((
                Class::OutOfOffice,
                super::reason("out-of-office/subject", "an automatic reply whose subject says away"),
            ));
        }
        if !reply {
            return None;
        }
        // "Content decides": a scheduling robot answers automatically too.
        if receipt.is_none()
            && let Some(found) = self.row(&[Class::Scheduling, Class::NeedsInfo])
        {
            return Some(found);
        }
        let reason = receipt.map_or_else(
            || super::reason("auto-ack/automatic-reply", "an automatic reply that is no absence"),
            |range| self.saw("auto-ack/receipt", "a machine confirms that something arrived", range),
        );
        Some((Class::AutoAck, reason))
    }

    /// Whether the subject is that of an absence and not of any automatic reply.
    fn subject_says_away(&self) -> bool {
        let subject = fold(&self.facts.subject);
        SUBJECTS
            .iter()
            .skip_while(|known| **known != "out of office")
            .any(|known| subject.starts_with(known))
            && !["auto", "reponse", "respuesta", "risposta", "resposta"]
                .iter()
                .any(|known| subject.starts_with(known))
    }

    fn subject_words(&self) -> Words {
        Words::new(&self.subject())
    }

    fn left(&self) -> Option<std::ops::Range<usize>> {
        (0..self.words.sentences.len()).find_map(|index| {
            let sentence = self.words.sentence(index);
            let range = self.words.any(&TABLE.left, sentence.start, sentence.end)?;
            self.words
                .any(&TABLE.left_guard, sentence.start, sentence.end)
                .is_none()
                .then_some(range)
        })
    }

    pub(super) fn is_from_recipient(&self) -> bool {
        self.context
            .is_some_and(|context| self.facts.from.addr_spec.eq_ignore_ascii_case(&context.our_to))
    }

    /// A shared mailbox rather than a person: several people, a desk, a system.
    fn is_desk(&self) -> bool {
        const DESKS: [&str; 24] = [
            "info",
            "hr",
            "jobs",
            "careers",
            "career",
            "recruiting",
            "recruitment",
            "talent",
            "people",
            "support",
            "helpdesk",
            "hiring",
            "bewerbung",
            "bewerbungen",
            "karriere",
            "personal",
            "kontakt",
            "contact",
            "recrutement",
            "rh",
            "desk",
            "admissions",
            "office",
            "empleo",
        ];
        let local = self.facts.from.addr_spec.split('@').next().unwrap_or_default();
        !self.is_from_recipient()
            && (DESKS.iter().any(|desk| {
                local == *desk || local.starts_with(&format!("{desk}-")) || local.starts_with(&format!("{desk}."))
            }) || self.facts.is_no_reply())
    }

    /// A notice without headers: it came within minutes, or it speaks like one.
    fn is_notice_by_words(&self, says_away: bool) -> bool {
        let Some(context) = self.context else {
            return says_away && self.formulas() >= 2;
        };
        let related = self.link != Link::None
            || self.is_from_recipient()
            || same_domain(&self.facts.from.addr_spec, &context.our_to);
        if !says_away || !related || owned_domain(&self.facts.from.addr_spec).is_empty() {
            return false;
        }
        let ours = super::sent_at(&context.our_sent_at).and_then(|sent| sent.timestamp);
        let theirs = self.facts.date.and_then(|sent| sent.timestamp);
        let seconds = ours
            .zip(theirs)
            .map(|(ours, theirs)| theirs.as_second() - ours.as_second());
        let at_once = seconds.is_some_and(|seconds| (0..=180).contains(&seconds));
        at_once || self.formulas() >= 2
    }

    fn formulas(&self) -> usize {
        let folded = fold(self.text);
        FORMULAS.iter().filter(|formula| folded.contains(*formula)).count()
    }
}
