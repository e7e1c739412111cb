//! Entries of the plan in words: what to do, what comes, and which command does it.

use afterword_core::casebook::{Case, Key, Person, PersonId, Purpose};
use afterword_core::plan::{Action, Refusal, Standing, Step, What};
use jiff::Zoned;
use jiff::civil::Date;

/// Stands in the index for what only the owner can answer.
pub(crate) const ASKED: Key = Key {
    purpose: Purpose::ThankYou,
    round: 0,
    person: None,
    item: 0,
};

/// `thank-you`, as it is called in a line.
pub(crate) fn purpose(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::ThankYou => "thank-you",
        Purpose::PassOn => "thanks to pass on",
        Purpose::Card => "card",
        Purpose::Material => "note with what you promised",
        Purpose::TimelineQuestion => "question about the time",
        Purpose::CheckIn => "check-in",
        Purpose::Closing => "last note",
        Purpose::Gratitude => "thanks for the help",
    }
}

/// Whom an action is about.
pub(crate) fn addressee(action: &Action) -> Option<PersonId> {
    match action.what {
        What::Note { to, .. } => Some(to),
        What::ReadReply { from } | What::ReadAutomaticReply { from } => Some(from),
        What::GiveAddress { person } => Some(person),
        What::ChooseContact | What::Settle { .. } => None,
    }
}

fn name(case: &Case, id: PersonId) -> &str {
    case.person(id).map_or("somebody", |p: &Person| p.name.as_str())
}

/// What to do, as one sentence.
pub(crate) fn action(case: &Case, action: &Action) -> String {
    match &action.what {
        What::Note { key, to, step, .. } => {
            let (what, to) = (purpose(key.purpose), name(case, *to));
            let possible = action.standing == Standing::Offered && key.purpose != Purpose::Card;
            match (step, key.purpose) {
                (Step::Write, Purpose::Card) => format!("Write the card to {to} by hand, if you wish"),
                (Step::Write, _) if possible => format!("Write the {what} to {to}, if you wish"),
                (Step::Write, _) => format!("Write the {what} to {to}"),
                (Step::Open, _) => format!("Read the {what} to {to}, and make it yours"),
                (Step::Approve, _) => format!("Approve the {what} to {to}"),
                (Step::Send, _) => format!("Send the {what} to {to}"),
                (Step::Edit, _) => format!("Change the {what} to {to}: their date moved"),
                (Step::Mend, _) => format!("Mend the {what} to {to}: it was refused"),
                (Step::Proof, _) => format!("Proofread the card to {to}"),
                (Step::Seal, _) => format!("Seal the card to {to}"),
                (Step::Post, _) => format!("Post the card to {to}"),
                (Step::Confirm, _) => format!("Say whether the date is right: the {what} to {to} waits for it"),
            }
        }
        What::ReadReply { from } => format!("Say what the answer of {} means", name(case, *from)),
        What::ReadAutomaticReply { from } => format!("Say until when {} is away", name(case, *from)),
        What::GiveAddress { person } => format!("Give an address of {}", name(case, *person)),
        What::ChooseContact => format!("Say whether you may write to {} yourself", case.organization),
        What::Settle { note } => format!("Say whether note {note} arrived"),
    }
}

/// What will be possible, as one phrase.
pub(crate) fn opening(case: &Case, refusal: &Refusal) -> String {
    let to = refusal.to.map(|id| name(case, id));
    match (refusal.key.purpose, to) {
        (Purpose::CheckIn, Some(to)) => format!("one brief check-in to {to} is possible"),
        (Purpose::TimelineQuestion, Some(to)) => format!("one question to {to} about the time is possible"),
        (other, Some(to)) => format!("the {} to {to} opens", purpose(other)),
        (other, None) => format!("the {} opens", purpose(other)),
    }
}

/// The command that does it.
pub(crate) fn command(case: &Case, action: &Action) -> String {
    match &action.what {
        What::Note {
            key, to, step, note, ..
        } => {
            let who = quoted(name(case, *to));
            let number = note.map_or_else(|| "NOTE".to_owned(), |n| n.to_string());
            match (step, key.purpose) {
                (Step::Write, Purpose::Card) => format!("afterword card {who}"),
                (Step::Write, _) => format!("afterword draft {}", case.id),
                (Step::Open | Step::Approve, _) => format!("afterword approve {number}"),
                (Step::Send, _) => format!("afterword record sent {number}"),
                (Step::Edit | Step::Mend, _) => format!("afterword edit {number}"),
                (Step::Proof, _) => format!("afterword card {who} --proofed"),
                (Step::Seal, _) => format!("afterword card {who} --sealed"),
                (Step::Post, _) => format!("afterword card {who} --posted"),
                (Step::Confirm, _) => "afterword today --date-is-right".to_owned(),
            }
        }
        What::ReadReply { .. } => format!(
            "afterword record --help   (moved, resumed, offer, rejection; case {})",
            case.id
        ),
        What::ReadAutomaticReply { from } => {
            format!("afterword record away {} --back DATE", quoted(name(case, *from)))
        }
        What::GiveAddress { person } => {
            format!("afterword person {} --email ADDRESS", quoted(name(case, *person)))
        }
        What::ChooseContact => format!("afterword record contact {} direct|recruiter|none", case.id),
        What::Settle { note } => format!("afterword record sent {note}"),
    }
}

/// A word of a command line, in quotes where it needs them.
pub(crate) fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '@' | '/' | ':');
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

/// `Tue 3 Mar`, with the year where it is another.
pub(crate) fn day(date: Date, now: &Zoned) -> String {
    if date.year() == now.year() {
        date.strftime("%a %-d %b").to_string()
    } else {
        date.strftime("%a %-d %b %Y").to_string()
    }
}

/// `Tue 3 Mar, 15:00`; the time in the zone of the interview, named where it is not the person's own.
pub(crate) fn moment(at: &Zoned, now: &Zoned) -> String {
    let midnight = at.time() == jiff::civil::Time::midnight();
    if midnight {
        // The end of a day is shown as that day.
        let day_before = at.date().yesterday().unwrap_or(at.date());
        return day(day_before, now);
    }
    let zone = if at.offset() == now.with_time_zone(at.time_zone().clone()).offset()
        && at.time_zone().iana_name() == now.time_zone().iana_name()
    {
        String::new()
    } else {
        let name = at.time_zone().iana_name().unwrap_or("its own zone");
        format!(" ({})", name.rsplit('/').next().unwrap_or(name).replace('_', " "))
    };
    format!("{}, {}{zone}", day(at.date(), now), at.strftime("%H:%M"))
}

/// `Harbor Magazine, staff writer`
pub(crate) fn case(organization: &str, role: Option<&str>) -> String {
    match role {
        Some(role) => format!("{organization}, {role}"),
        None => organization.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_can_be_typed_as_it_is_shown() {
        assert_eq!(quoted("harbor"), "harbor");
        assert_eq!(quoted("Maria Gonzalez"), "'Maria Gonzalez'");
        assert_eq!(quoted("O'Brien"), "'O'\\''Brien'");
        assert_eq!(quoted(""), "''");
    }

    #[test]
    fn the_end_of_a_day_is_that_day() {
        let now: Zoned = "2026-03-02T18:00:00-05:00[America/New_York]".parse().unwrap();
        let end: Zoned = "2026-03-04T00:00:00-05:00[America/New_York]".parse().unwrap();
        assert_eq!(moment(&end, &now), "Tue 3 Mar");
        let abroad: Zoned = "2026-03-03T15:00:00+01:00[Europe/Berlin]".parse().unwrap();
        assert_eq!(moment(&abroad, &now), "Tue 3 Mar, 15:00 (Berlin)");
        let here: Zoned = "2027-03-03T15:00:00-05:00[America/New_York]".parse().unwrap();
        assert_eq!(moment(&here, &now), "Wed 3 Mar 2027, 15:00");
    }
}
