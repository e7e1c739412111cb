//! `afterword record`: what happened outside, in the person's own words or from a mail.
//!
//! A mail is classed and linked, and a human answer stops the plan until its reader says what it means; nothing in a mail
//! decides anything by itself.

use afterword_core::casebook::{Case, Contact, Event, Key, Purpose};
use afterword_core::plan::policy;
use afterword_store::book::{RoundRecord, Transaction};
use serde::Serialize;

use super::draft::Which;
use super::{Ended, page_width, print, print_json};
use crate::book::happened::{
    Done, day, happened, member, moved, name, no_round, not_sent, promised, sent, told, whole,
};
use crate::book::{self, BookArgs, Desk, decided, lookup, words};
use crate::failure::Failure;
use crate::input::{self, Source, Wanted};
use crate::mail::incoming::{self, By};
use crate::screen::Screen;
use crate::wire_book;

const EXAMPLES: &str = "\
Examples:
  afterword record sent 3
  afterword record moved harbor 'end of next week'
  afterword record reply harbor --from 'Maria Gonzalez'
  afterword record rejection harbor
  afterword record --message reply.eml
";

/// Say what happened
#[derive(Debug, clap::Args)]
#[command(
    before_help = EXAMPLES,
    help_template = super::TEMPLATE,
    subcommand_negates_reqs = true,
    args_conflicts_with_subcommands = false
)]
pub(super) struct Args {
    #[command(subcommand)]
    what: Option<What>,
    /// A mail that came, as saved, or its words: a file, or `-` for standard input
    #[arg(long, value_name = "FILE", required = true)]
    message: Option<Source>,
    #[command(flatten)]
    book: BookArgs,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// You sent a note yourself
    Sent {
        /// The note's number
        note: String,
    },
    /// A note of which nobody knew did not arrive; it waits to be sent again
    NotSent {
        /// The note's number
        note: String,
    },
    /// Somebody answered; the plan stops until you say what it means
    Reply {
        /// The case
        case: String,
        /// Who
        #[arg(long, value_name = "PERSON")]
        from: String,
    },
    /// They gave a date, or moved it
    Moved {
        /// The case
        case: String,
        /// Their words, like 'end of next week'
        words: String,
    },
    /// The answer changes nothing; the plan goes on
    Resumed {
        /// The case
        case: String,
    },
    /// They made an offer
    Offer {
        /// The case
        case: String,
    },
    /// You took the position
    Accepted {
        /// The case
        case: String,
    },
    /// They said no
    Rejection {
        /// The case
        case: String,
    },
    /// You withdrew
    Withdrawal {
        /// The case
        case: String,
    },
    /// Somebody is away
    Away {
        /// Who
        person: String,
        /// The day they are back
        #[arg(long, value_name = "DATE")]
        back: Option<String>,
        /// The case, where they belong to several
        #[arg(long, value_name = "CASE")]
        case: Option<String>,
    },
    /// A note came back
    Bounced {
        /// The note's number
        note: String,
        /// Their server tries on
        #[arg(long)]
        soft: bool,
    },
    /// A card went into the post that the book did not see being made
    Posted {
        /// To whom
        person: String,
        /// The case, where they belong to several
        #[arg(long, value_name = "CASE")]
        case: Option<String>,
    },
    /// They asked for something, or you promised it
    Promised {
        /// The case
        case: String,
        /// What
        thing: String,
        /// To whom
        #[arg(long, value_name = "PERSON")]
        to: String,
        /// By when, like 'by Friday'
        #[arg(long, value_name = "WORDS")]
        by: Option<String>,
        /// They asked for it
        #[arg(long)]
        asked: bool,
    },
    /// Somebody there said that a follow-up is welcome
    Invited {
        /// The case
        case: String,
    },
    /// How the employer may be written to
    Contact {
        /// The case
        case: String,
        /// direct, recruiter or none
        how: How,
    },
    /// Which policy the plan follows for this employer
    Policy {
        /// The case
        case: String,
        /// patient, promised or strategic
        name: String,
    },
    /// You leave a note out
    LeftOut {
        /// The case
        case: String,
        /// Which
        note: Which,
        /// To whom, where each has their own
        #[arg(long, value_name = "PERSON")]
        to: Option<String>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum How {
    /// To each person
    Direct,
    /// Through the agency's recruiter
    Recruiter,
    /// Not at all
    None,
}

#[derive(Debug, Serialize)]
struct RecordOut {
    case: Option<i64>,
    recorded: Option<&'static str>,
    said: Vec<String>,
    next: String,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    book::with(&args.book, async |desk| {
        let mut tx = desk.book.transaction().await?;
        let done = match (&args.what, &args.message) {
            (Some(what), _) => record(desk, &mut tx, what).await?,
            (None, Some(source)) => {
                let raw = input::read_bytes(source, Wanted::MAIL)?;
                let zone = desk.now.time_zone();
                let candidates = incoming::candidates(&mut tx, zone).await?;
                incoming::take_in(&mut tx, &raw, &candidates, By::Hand, &desk.moment, zone).await?
            }
            (None, None) => {
                return Err(Failure::new("nothing to record")
                    .hint("see `afterword record --help`")
                    .into());
            }
        };
        tx.commit().await?;
        let next = done.next.clone().or_else(|| {
            let case = done.case.as_ref()?;
            let decision = decided(case, &desk.moment);
            decision.actions.first().map(|a| words::command(case, a))
        });
        let next = next.unwrap_or_else(|| "afterword today".to_owned());
        if desk.json {
            print_json(&wire_book::out(RecordOut {
                case: done.case.as_ref().map(|c| c.id.0),
                recorded: done.event,
                said: done.said,
                next,
            }))?;
        } else {
            let mut screen = Screen::new(page_width());
            for line in &done.said {
                screen.block(line);
            }
            screen.next(&next);
            print(screen.text().as_bytes())?;
        }
        Ok(if done.event.is_some() {
            Ended::Done
        } else {
            Ended::Waiting
        })
    })
}

async fn record(desk: &Desk, tx: &mut Transaction, what: &What) -> anyhow::Result<Done> {
    match what {
        What::Sent { note } => sent(desk, tx, note).await,
        What::NotSent { note } => not_sent(desk, tx, note).await,
        What::Reply { case, from } => {
            let case = whole(tx, Some(case)).await?;
            let from = member(&case, from)?;
            let name = name(&case, from);
            let said = format!("{name} answered. Nothing goes out until you say what it means:");
            let event = Event::Reply { from, to_note: None };
            let next = meanings(&case);
            let mut done = happened(desk, tx, case, event, said).await?;
            done.said.push(next);
            done.next = Some("afterword record --help".to_owned());
            Ok(done)
        }
        What::Moved { case, words } => {
            let case = whole(tx, Some(case)).await?;
            moved(desk, tx, case, words).await
        }
        What::Resumed { case } => simple(desk, tx, case, Event::Resumed, "The plan goes on as it was.").await,
        What::Offer { case } => {
            simple(
                desk,
                tx,
                case,
                Event::Offer,
                "An offer. Your answer to it is the next word; nothing else goes out.",
            )
            .await
        }
        What::Accepted { case } => {
            simple(
                desk,
                tx,
                case,
                Event::Accepted,
                "You took it. One note of thanks to those who wanted you is ready to be written.",
            )
            .await
        }
        What::Rejection { case } => {
            simple(
                desk,
                tx,
                case,
                Event::Rejection,
                "They decided for somebody else. One gracious note keeps the door open, if you wish.",
            )
            .await
        }
        What::Withdrawal { case } => {
            simple(
                desk,
                tx,
                case,
                Event::Withdrawal,
                "You withdrew. One gracious note thanks them for their time, if you wish.",
            )
            .await
        }
        What::Away { person, back, case } => {
            let case = whole_of(tx, case.as_deref(), person).await?;
            let from = member(&case, person)?;
            let back_on = back.as_deref().map(|words| day(desk, words)).transpose()?;
            let said = match back_on {
                Some(day) => format!(
                    "{} is away until {}; the plan waits for that.",
                    name(&case, from),
                    words::day(day, &desk.now)
                ),
                None => format!(
                    "{} is away for an unknown time; the plan waits for your word.",
                    name(&case, from)
                ),
            };
            happened(desk, tx, case, Event::OutOfOffice { from, back_on }, said).await
        }
        What::Bounced { note, soft } => {
            let record = lookup::note(tx, note).await?;
            let case = whole(tx, Some(&record.case.to_string())).await?;
            let said = if *soft {
                format!(
                    "Note {} is delayed; their server tries on, and so there is nothing to do.",
                    record.note.id
                )
            } else {
                format!(
                    "Note {} came back. It reached nobody; another address is needed.",
                    record.note.id
                )
            };
            let event = Event::Bounce {
                note: record.note.id,
                hard: !soft,
            };
            happened(desk, tx, case, event, said).await
        }
        What::Posted { person, case } => {
            let case = whole_of(tx, case.as_deref(), person).await?;
            let to = member(&case, person)?;
            let round = case
                .rounds
                .iter()
                .rev()
                .find(|r| r.people.contains(&to))
                .map_or(1, |r| r.number);
            let key = Key::to(Purpose::Card, round, to);
            let said = format!("The card to {} is in the post.", name(&case, to));
            let done = happened(desk, tx, case, Event::CardPosted { key }, said).await?;
            book::cards::take_from_stationery(tx, desk.now.timestamp()).await?;
            Ok(done)
        }
        What::Promised {
            case,
            thing,
            to,
            by,
            asked,
        } => promised(desk, tx, case, thing, to, by.as_deref(), *asked).await,
        What::Invited { case } => {
            let case = whole(tx, Some(case)).await?;
            let rounds = tx.rounds(case.id).await?;
            let Some(last) = rounds.last() else {
                return Err(no_round().into());
            };
            let changed = RoundRecord {
                follow_up_invited: true,
                ..last.clone()
            };
            tx.put_round(&changed).await?;
            told(desk, tx, case, "Noted: they said that a follow-up is welcome.").await
        }
        What::Contact { case, how } => {
            let contact = match how {
                How::Direct => Contact::Direct,
                How::Recruiter => Contact::ThroughRecruiter,
                How::None => Contact::None,
            };
            simple(
                desk,
                tx,
                case,
                Event::ContactChosen { contact },
                "Noted for this employer.",
            )
            .await
        }
        What::Policy { case, name } => {
            if !policy::NAMES.contains(&name.as_str()) {
                return Err(Failure::new(format!("there is no policy {name:?}"))
                    .hint(format!("the policies are {}", policy::NAMES.join(", ")))
                    .into());
            }
            let event = Event::PolicyChosen { policy: name.clone() };
            let reason = policy::Policy::built_in(name).map(|p| p.reason).unwrap_or_default();
            simple(desk, tx, case, event, &reason).await
        }
        What::LeftOut { case, note, to } => left_out(desk, tx, case, *note, to.as_deref()).await,
    }
}

/// The case of a person: the one named, else the only one they belong to.
async fn whole_of(tx: &mut Transaction, named: Option<&str>, person: &str) -> anyhow::Result<Case> {
    if named.is_some() {
        return whole(tx, named).await;
    }
    let found = lookup::person(tx, person).await?;
    let links = tx.links_of(found.id).await?;
    match links.as_slice() {
        [one] => whole(tx, Some(&one.case.to_string())).await,
        [] => Err(Failure::new(format!("{} belongs to no case", found.name))
            .hint("say which with --case")
            .into()),
        several => {
            let list: Vec<String> = several.iter().map(|l| l.case.to_string()).collect();
            Err(Failure::new(format!("{} belongs to several cases", found.name))
                .hint(format!("say which with --case: {}", list.join(", ")))
                .into())
        }
    }
}

async fn simple(desk: &Desk, tx: &mut Transaction, case: &str, event: Event, said: &str) -> anyhow::Result<Done> {
    let case = whole(tx, Some(case)).await?;
    happened(desk, tx, case, event, said.to_owned()).await
}

/// What a reply may mean, as commands.
fn meanings(case: &Case) -> String {
    let id = case.id;
    format!(
        "`record resumed {id}` (changes nothing), `record moved {id} WORDS` (a new date), `record offer {id}`, \
         `record rejection {id}`"
    )
}

async fn left_out(
    desk: &Desk,
    tx: &mut Transaction,
    case: &str,
    which: Which,
    to: Option<&str>,
) -> anyhow::Result<Done> {
    let case = whole(tx, Some(case)).await?;
    let to = to.map(|named| member(&case, named)).transpose()?;
    let decision = decided(&case, &desk.moment);
    let keys = decision
        .actions
        .iter()
        .filter_map(afterword_core::plan::Action::key)
        .chain(decision.refusals.iter().map(|r| r.key));
    let fits = |k: &Key| k.purpose == which.purpose() && (to.is_none() || k.person.is_none() || k.person == to);
    let mut keys: Vec<Key> = keys.filter(fits).collect();
    keys.sort_unstable();
    keys.dedup();
    match keys.as_slice() {
        [key] => {
            let said = "Left out. Nobody is ever pressed to write.".to_owned();
            happened(desk, tx, case.clone(), Event::LeftOut { key: *key }, said).await
        }
        [] => Err(
            Failure::new(format!("there is no {} in this plan", words::purpose(which.purpose())))
                .hint("`afterword plan --why` says what there is")
                .into(),
        ),
        _ => Err(Failure::new("several fit").hint("say whose with --to PERSON").into()),
    }
}
