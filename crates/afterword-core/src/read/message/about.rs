//! Whether a message is about this application at all.
//!
//! Newsletters, job alerts, surveys, scams, another employer's mail and the family all arrive in the same inbox, some
//! with the employer's name in them. A thread with our note settles it; else the sender and the words must both fit.

use super::link::{about_freemail, owned_domain, same_domain};
use super::phrases::{Words, fold};
use super::table::TABLE;
use super::{Class, Letter, Link, Reason, reason};

impl Letter<'_> {
    /// Says why the message is about something else.
    pub(super) fn unrelated(&self) -> Option<(Class, Reason)> {
        let unrelated = |rule, says| Some((Class::Unrelated, reason(rule, says)));
        let all = self.words.words.len();
        let has = |patterns: &[super::phrases::Pattern]| self.words.any(patterns, 0, all).is_some();
        let in_subject = |patterns: &[super::phrases::Pattern]| {
            let subject = Words::new(&self.facts.subject);
            subject.any(patterns, 0, subject.words.len()).is_some()
        };
        let Some(context) = self.context else {
            let aside = self.facts.is_bulk()
                && (has(&TABLE.aside) || in_subject(&TABLE.aside))
                && self.row(&[Class::Offer, Class::Rejection]).is_none();
            return if aside {
                unrelated("unrelated/bulk", "sent to a list, and not about an application")
            } else {
                None
            };
        };
        let linked = matches!(self.link, Link::MessageId | Link::Quote | Link::Recipient);
        let person = self.is_from_recipient() || self.is_recipient_by_name(&context.our_to_name);
        let inside = same_domain(&self.facts.from.addr_spec, &context.our_to);
        if has(&TABLE.scam) && !linked && !inside {
            return unrelated("unrelated/scam", "asks for money, bank details or another channel");
        }
        let decided = self.row(&[Class::Offer, Class::Rejection]).is_some();
        let alert = self.is_alert();
        if alert && !linked && !decided {
            return unrelated("unrelated/alert", "a job alert, a newsletter or a survey");
        }
        if linked || person {
            return None;
        }
        let named = self.names(&context.company);
        let bulk = self.facts.is_bulk();
        let asked = self.by_table().is_some();
        let hiring = self.row(&[Class::Offer, Class::Rejection, Class::NeedsInfo]).is_some()
            || has(&TABLE.hiring)
            || in_subject(&TABLE.hiring)
            || self.names_role(&context.role);
        if inside {
            // The employer writes about much else: events, orders, its newsletter.
            let strong = asked || has(&TABLE.receipt) || self.names_role(&context.role);
            return if !hiring || bulk && !strong {
                unrelated(
                    "unrelated/other-matter",
                    "from the employer, but not about the application",
                )
            } else {
                None
            };
        }
        if (has(&TABLE.private) || in_subject(&TABLE.private)) && !named_sender(&self.facts.from.name, &context.company)
        {
            return unrelated("unrelated/private", "family or friends");
        }
        if !named {
            return unrelated(
                "unrelated/other-sender",
                "another sender, and the employer is not named",
            );
        }
        if bulk && !decided && !asked {
            return unrelated("unrelated/bulk", "sent to a list, and not about the application");
        }
        let free = about_freemail(&owned_domain(&self.facts.from.addr_spec));
        let employer_voice = has(&TABLE.receipt)
            || asked && !free
            || self.names_role(&context.role)
            || named_sender(&self.facts.from.name, &context.company);
        if hiring && (decided || employer_voice) {
            return None;
        }
        unrelated(
            "unrelated/other-sender",
            "another sender who only mentions the employer",
        )
    }

    fn is_recipient_by_name(&self, name: &str) -> bool {
        let folded = |text: &str| {
            let mut parts: Vec<String> = fold(text)
                .split(|c: char| !c.is_alphanumeric())
                .filter(|part| !part.is_empty())
                .map(str::to_owned)
                .collect();
            parts.sort();
            parts
        };
        let (found, ours) = (folded(&self.facts.from.name), folded(name));
        ours.len() > 1 && found == ours
    }

    /// Sent to many about jobs in general, about the candidate's satisfaction, or to sell something.
    fn is_alert(&self) -> bool {
        let subject = Words::new(&self.facts.subject);
        let in_subject = subject.any(&TABLE.aside, 0, subject.words.len()).is_some();
        let in_text = self.words.any(&TABLE.aside, 0, self.words.words.len()).is_some()
            || Words::new(&self.facts.text).any(&TABLE.aside, 0, usize::MAX).is_some();
        let local = self.facts.from.addr_spec.split('@').next().unwrap_or_default();
        let sender = local.split(['.', '-', '_', '+']).any(|word| {
            [
                "survey",
                "surveys",
                "feedback",
                "newsletter",
                "news",
                "alerts",
                "alert",
                "marketing",
                "digest",
            ]
            .contains(&word)
        });
        let machine = sender || self.facts.is_bulk() || self.facts.is_automatic() || self.facts.is_no_reply();
        // "Your offer" in a subject is no coupon; a machine's survey is one wherever it is named.
        machine
            && (in_subject
                || in_text
                    && self
                        .by_table()
                        .is_none_or(|(class, _)| class == Class::NeedsInfo || in_subject || self.facts.is_bulk()))
    }

    /// Whether the employer is named: in full, or by its first distinctive word.
    fn names(&self, company: &str) -> bool {
        let haystack = fold(&format!(
            "{} {} {} {}",
            self.facts.from.name, self.facts.from.addr_spec, self.facts.subject, self.facts.text
        ));
        named_sender(&haystack, company)
    }

    fn names_role(&self, role: &str) -> bool {
        let role = fold(role.trim());
        role.len() > 3 && fold(&format!("{} {}", self.facts.subject, self.text.replace('\n', " "))).contains(&role)
    }
}

/// Whether a text holds a company's name, without its legal form.
pub(super) fn named_sender(text: &str, company: &str) -> bool {
    const LEGAL: [&str; 22] = [
        "inc",
        "llc",
        "ltd",
        "gmbh",
        "ag",
        "corp",
        "co",
        "plc",
        "sa",
        "sas",
        "bv",
        "nv",
        "kg",
        "se",
        "limited",
        "company",
        "group",
        "the",
        "corporation",
        "sarl",
        "spa",
        "srl",
    ];
    const GENERIC: [&str; 20] = [
        "general",
        "national",
        "united",
        "first",
        "american",
        "global",
        "university",
        "international",
        "bank",
        "new",
        "north",
        "south",
        "east",
        "west",
        "royal",
        "city",
        "state",
        "saint",
        "college",
        "health",
    ];
    let words = |text: &str| -> Vec<String> {
        fold(text)
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let name: Vec<String> = words(company)
        .into_iter()
        .filter(|word| !LEGAL.contains(&word.as_str()))
        .collect();
    let text = words(text);
    let Some(first) = name.first() else { return false };
    text.windows(name.len()).any(|window| window == name.as_slice())
        || first.len() >= 5 && !GENERIC.contains(&first.as_str()) && text.contains(first)
}
