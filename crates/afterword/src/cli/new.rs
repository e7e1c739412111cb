//! `afterword new`: bringing an interview, a jot or somebody's contact data into the case book; or an empty jot to fill in.
//!
//! What kind of thing it is shows in its content: a calendar invitation, contacts, a mail, the end of a mail, else a jot.

use std::fmt::Write as _;
use std::io::{self, IsTerminal as _};

use afterword_core::model::PointKind;
use afterword_core::read::jot::Answer;
use afterword_core::write::{Choices, Job, Seed, write_with};
use serde::Serialize;

use super::ask::{Prompt, Terminal, ask};
use super::{Ended, page_width, print, print_json};
use crate::book::bring::{self, Brought, Kind, kind_of};
use crate::book::letters::Kept;
use crate::book::take_up::{self, Existing, Taken, Wishes};
use crate::book::{self, BookArgs, Desk, words};
use crate::failure::Failure;
use crate::input::{self, Source, Wanted};
use crate::screen::Screen;
use crate::wire_book;

const TEMPLATE: &str = include_str!("template.jot");

const EXAMPLES: &str = "\
Examples:
  afterword new jot.txt                  what you jotted after an interview
  afterword new invite.ics               an interview to come
  afterword new dana.vcf --case harbor   somebody's address
  afterword new --template > jot.txt     an empty jot to fill in
";

/// Take up an interview, a jot, or somebody's contact data
///
/// A jot for an interview that the book has is added to it. Nobody is merged silently. Exit code: 0 taken up, 1 taken up
/// and something is asked, 2 failed and nothing was changed.
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES, help_template = super::TEMPLATE)]
pub(super) struct Args {
    /// A jot, an invitation, contacts, or a mail: a file, or `-` for standard input [default: you are asked]
    #[arg(value_name = "FILE")]
    source: Option<Source>,
    /// Print an empty jot to standard output
    #[arg(long, conflicts_with = "source")]
    template: bool,
    /// Take it as this, whatever it looks like
    #[arg(long = "as", value_enum, value_name = "KIND")]
    kind: Option<Kind>,
    /// The case it belongs to: its number, or its employer
    #[arg(long, value_name = "CASE")]
    case: Option<String>,
    /// The employer, over what it says
    #[arg(long, value_name = "NAME")]
    employer: Option<String>,
    /// The position, over what it says
    #[arg(long, value_name = "ROLE")]
    role: Option<String>,
    /// An agency is involved; you will be asked once whether you may write yourself
    #[arg(long)]
    agency: bool,
    /// Put this jot below the one that is there
    #[arg(long, conflicts_with = "replace")]
    add: bool,
    /// Put this jot in the place of the one that is there
    #[arg(long)]
    replace: bool,
    /// This name is the person of that name in the book; may be repeated
    #[arg(long, value_name = "NAME")]
    same: Vec<String>,
    /// Answer a question of the jot, like 'Theo Lund: showed me the darkroom'; may be repeated
    #[arg(long, value_name = "ABOUT: WORDS")]
    answer: Vec<String>,
    /// Ask nothing, even at a terminal
    #[arg(long)]
    no_ask: bool,
    #[command(flatten)]
    book: BookArgs,
}

#[derive(Debug, Serialize)]
struct FactsOut {
    case: Option<i64>,
    said: Vec<String>,
}

#[derive(Debug, Serialize)]
struct NewOut {
    case: i64,
    round: u8,
    said: Vec<String>,
    people: Vec<String>,
    questions: Vec<String>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    if args.template {
        print(TEMPLATE.as_bytes())?;
        return Ok(Ended::Done);
    }
    let wishes = Wishes {
        employer: args.employer.clone(),
        role: args.role.clone(),
        case: args.case.clone(),
        existing: if args.replace {
            Some(Existing::Replace)
        } else {
            args.add.then_some(Existing::Add)
        },
        same: args.same.clone(),
        agency: args.agency,
    };
    let Some(source) = &args.source else {
        if !asks(args) {
            return Err(Failure::new("nothing to take up")
                .hint("name a file, like `afterword new jot.txt`; `afterword new --template > jot.txt` makes an empty one")
                .into());
        }
        let text = wizard(&mut Terminal { width: page_width() })?;
        return book::with(&args.book, async |desk| jot(desk, &text, args, &wishes).await);
    };
    let bytes = input::read_bytes(source, Wanted::MAIL)?;
    let kind = args.kind.unwrap_or_else(|| kind_of(&bytes));
    book::with(&args.book, async |desk| match kind {
        Kind::Jot => {
            let text = input::decoded(&bytes, source, Wanted::JOT)?.text;
            jot(desk, &text, args, &wishes).await
        }
        Kind::Invite => brought(desk, bring::invite(desk, &bytes, &wishes).await?).await,
        Kind::Contacts => brought(desk, bring::contacts(desk, &bytes, &wishes).await?).await,
        Kind::Message | Kind::Signature => {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            brought(
                desk,
                bring::signature(desk, &text, kind == Kind::Message, &wishes).await?,
            )
            .await
        }
    })
}

/// Somebody is there to answer, and did not say otherwise.
fn asks(args: &Args) -> bool {
    let nobody = args.book.json || args.no_ask || args.source == Some(Source::Stdin);
    !nobody && io::stdin().is_terminal() && io::stderr().is_terminal()
}

async fn jot(desk: &Desk, text: &str, args: &Args, wishes: &Wishes) -> anyhow::Result<Ended> {
    let mut answers = Vec::new();
    for line in &args.answer {
        let (found, refusals) = Answer::parse(line);
        if let Some(refusal) = refusals.first() {
            return Err(Failure::new(format!("`{}` {}", refusal.about, refusal.why))
                .hint(refusal.hint.clone())
                .into());
        }
        answers.extend(found);
    }
    let mut choices = Choices {
        answers,
        ..Choices::default()
    };
    let read = |text: &str, choices: &Choices| write_with(text, desk.profile(), &desk.now, Seed(0), choices);
    let (mut job, refusals) = read(text, &choices);
    if let Some(refusal) = refusals.first() {
        return Err(Failure::new(format!("`{}` {}", refusal.about, refusal.why))
            .hint(refusal.hint.clone())
            .into());
    }
    if job.people.is_empty() && job.interview.organization.is_none() && wishes.case.is_none() {
        return Err(Failure::new("there is nothing to take up in this jot yet")
            .hint("a first line says employer, position and day; a name on its own line starts a person")
            .into());
    }
    let mut whole = text.to_owned();
    let mut wishes = wishes.clone();
    if let Some((combined, existing)) = take_up::combined(desk, text, &job, &wishes).await? {
        whole = combined;
        wishes.existing = Some(existing);
        job = read(&whole, &choices).0;
    }
    if asks(args) && !job.questions.is_empty() {
        let mut terminal = Terminal { width: page_width() };
        job = ask(&mut terminal, job, &mut choices, |choices| read(&whole, choices))?;
    }
    let kept = Kept {
        written: Some(desk.now.clone()),
        answers: choices
            .answers
            .iter()
            .map(|a| (a.about.clone(), a.text.clone()))
            .collect(),
        ..Kept::default()
    };
    let taken = take_up::jot(desk, &whole, &job, kept, &wishes).await?;
    report(desk, &job, &taken)?;
    let open = !job.questions.is_empty() || job.people.is_empty();
    Ok(if open { Ended::Waiting } else { Ended::Done })
}

fn report(desk: &Desk, job: &Job, taken: &Taken) -> anyhow::Result<()> {
    /// Where what stands beside a name begins.
    const NAME: usize = 24;
    if desk.json {
        return print_json(&wire_book::out(NewOut {
            case: taken.case.0,
            round: taken.round,
            said: taken.said.clone(),
            people: job.people.iter().map(|p| p.name.clone()).collect(),
            questions: job.questions.iter().map(|q| q.text.clone()).collect(),
        }));
    }
    let mut screen = Screen::new(page_width());
    let organization = job.interview.organization.as_deref().unwrap_or("the case");
    let label = words::case(organization, job.interview.role.as_deref());
    let round = if taken.round > 1 {
        format!(", round {}", taken.round)
    } else {
        String::new()
    };
    screen.head(&format!("Taken up: {label} (case {}{round}).", taken.case));
    for person in &job.people {
        let count = person.points.len();
        let points = match count {
            0 => "nothing to write about yet".to_owned(),
            1 => "1 thing to write about".to_owned(),
            n => format!("{n} things to write about"),
        };
        let mut about = points;
        let promised = person.points.iter().filter(|p| p.kind == PointKind::Promised).count();
        if promised > 0 {
            let _ = write!(about, ", {promised} promised");
        }
        if person.addr_spec.is_none() {
            about.push_str("; no address yet");
        }
        screen.row(&person.name, NAME, &about);
    }
    if !job.held_back.is_empty() {
        let count = job.held_back.len();
        screen.aside(&match count {
            1 => "1 line stays with you and goes into no note.".to_owned(),
            n => format!("{n} lines stay with you and go into no note."),
        });
    }
    for said in &taken.said {
        screen.block(said);
    }
    if !job.questions.is_empty() {
        screen.section("Only you know");
        for question in &job.questions {
            screen.block(&question.text);
        }
        screen.aside("Answer with --answer on `afterword draft`, like --answer 'Theo Lund: showed me the darkroom'.");
    }
    screen.next(&format!("afterword draft {}", taken.case));
    print(screen.text().as_bytes())
}

/// Asks for an interview and gives it as a jot.
fn wizard(prompt: &mut impl Prompt) -> io::Result<String> {
    let mut jot = String::new();
    prompt.say("What was it? Enter skips a question, Ctrl-D ends.")?;
    let header = [
        ("company", "Which company or organisation?"),
        ("role", "Which position?"),
        ("when", "On which day? (like: today, mon mar 2)"),
        ("how", "How? (in person, phone, video)"),
        ("they decide", "When do they decide, in their words?"),
    ];
    for (key, question) in header {
        prompt.say(question)?;
        let Some(line) = prompt.line()? else { return Ok(jot) };
        if !line.is_empty() {
            let _ = writeln!(jot, "{key}: {line}");
        }
    }
    loop {
        prompt.say("Whom did you meet? A name and what they do. (Enter when that is all)")?;
        let Some(person) = prompt.line()?.filter(|l| !l.is_empty()) else {
            break;
        };
        let _ = write!(jot, "\n{person}\n");
        prompt.say("What did they say or show you? One thing a line. (Enter when that is all)")?;
        while let Some(line) = prompt.line()?.filter(|l| !l.is_empty()) {
            let _ = writeln!(jot, "- {line}");
        }
    }
    Ok(jot)
}

/// Says what came of it, and what is next.
async fn brought(desk: &Desk, brought: Brought) -> anyhow::Result<Ended> {
    if desk.json {
        print_json(&wire_book::out(FactsOut {
            case: brought.case.map(|c| c.0),
            said: brought.said,
        }))?;
        return Ok(Ended::Done);
    }
    let name = match brought.person {
        Some(id) => desk.book.read().await?.person(id).await?.map(|p| p.name),
        None => None,
    };
    let mut screen = Screen::new(page_width());
    for line in brought.said {
        screen.block(&line);
    }
    screen.next(&match (name, brought.case) {
        (Some(name), _) => format!("afterword person {}", words::quoted(&name)),
        (None, Some(case)) => format!("afterword brief {case}"),
        (None, None) => "afterword today".to_owned(),
    });
    print(screen.text().as_bytes())?;
    Ok(Ended::Done)
}
