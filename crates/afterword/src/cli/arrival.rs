//! `afterword arrival`: when a card is on the desk, and what speaks for an e-mail and for a card.

use std::fmt::Write as _;
use std::path::PathBuf;

use afterword_core::model::Format;
use afterword_core::post::{self, Advice, Arrival, Facts, MailClass, Verdict, Window};
use afterword_core::read::deadline::{Deadline, deadline};
use jiff::civil::Date;

use super::{Ended, print, print_json};
use crate::failure::Failure;
use crate::input::{self, Source, Wanted};
use crate::{clock, config, wire};

const EXAMPLES: &str = "\
Examples:
  afterword arrival --decide 'by Friday the 13th'
  afterword arrival --posted 2026-03-02 --class priority --decide 'in two weeks' --format in-person
  afterword arrival --after-collection --decide 'end of next week' --json
";

/// Show when a card would be on the desk, against the day they decide
///
/// Days are counted as the post counts them; a desk is looked at on business days only. The window is the post's own
/// expectation for the whole country, not a promise.
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES, help_template = super::TEMPLATE)]
pub(super) struct Args {
    /// The day it is posted [default: today]
    #[arg(long, value_name = "DAY")]
    posted: Option<Date>,
    /// It is posted after the last collection of that day
    #[arg(long)]
    after_collection: bool,
    /// How it travels: first-class, priority, express, lettermail, or a class of --standards
    #[arg(long, value_name = "CLASS", default_value = "first-class")]
    class: String,
    /// When they decide, in their words or as a day
    #[arg(long, value_name = "WORDS")]
    decide: Option<String>,
    /// How you met
    #[arg(long, value_enum)]
    format: Option<FormatArg>,
    /// The address of their work is not known
    #[arg(long)]
    no_address: bool,
    /// Count by this table of mail classes instead of the built-in one (TOML)
    #[arg(long, value_name = "FILE")]
    standards: Option<Source>,
    /// Count the desk's days by this employer's calendar in the profile
    #[arg(long, value_name = "NAME")]
    employer: Option<String>,
    /// Count these days as free too: a list of days or an .ics file; may be repeated
    #[arg(long, value_name = "FILE")]
    holidays: Vec<PathBuf>,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
    /// Ask as if it were this moment, like 2026-03-02T18:00:00-05:00[`America/New_York`]
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
    /// Read calendars from this file [default: afterword/config.toml in the configuration folder]
    #[arg(long, value_name = "FILE")]
    profile: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum FormatArg {
    /// In one room
    InPerson,
    /// By telephone
    Phone,
    /// By video
    Video,
}

impl From<FormatArg> for Format {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::InPerson => Self::InPerson,
            FormatArg::Phone => Self::Phone,
            FormatArg::Video => Self::Video,
        }
    }
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    let now = clock::now(args.now.as_deref())?;
    let calendars = config::load(args.profile.as_deref())?.calendars.read(&args.holidays)?;
    let employer = calendars.of(args.employer.as_deref());
    let class = class(args)?;
    let said = args.decide.as_deref().map(|words| deadline(words, &now, employer));
    if let Some(said) = &said
        && said.earliest.is_none()
        && said.latest.is_none()
    {
        return Err(Failure::new(format!(
            "no day is named by {:?}",
            args.decide.as_deref().unwrap_or_default()
        ))
        .hint("write it as they said it, like 'by Friday the 13th', or as a day, like 2026-03-13")
        .into());
    }
    let posted = args.posted.unwrap_or_else(|| now.date());
    let arrival = post::arrival(posted, args.after_collection, &class, employer);
    let facts = Facts {
        today: now.date(),
        format: args.format.map(Into::into),
        has_address: !args.no_address,
        decision: said.as_ref().map_or((None, None), |said| (said.earliest, said.latest)),
    };
    let advice = post::advise(&facts, &arrival);
    if args.json {
        print_json(&wire::arrival_out(posted, &class, &arrival, said.as_ref(), &advice))?;
    } else {
        print(shown(posted, &class, &arrival, said.as_ref(), &advice).as_bytes())?;
    }
    Ok(Ended::Done)
}

fn class(args: &Args) -> Result<MailClass, Failure> {
    let classes = match &args.standards {
        None => post::classes(),
        Some(source) => post::parse(&input::read_text(source, Wanted::STANDARDS)?.text).map_err(|why| {
            Failure::new(format!("cannot use {source}: {why}")).hint(
                "write tables [[class]] with name, says, days = [least, most], saturday, us_holidays, source and noted",
            )
        })?,
    };
    let names = classes
        .iter()
        .map(|class| class.name.clone())
        .collect::<Vec<_>>()
        .join(", ");
    classes
        .into_iter()
        .find(|class| class.name == args.class)
        .ok_or_else(|| {
            Failure::new(format!("no class of mail is called {:?}", args.class)).hint(format!("there is {names}"))
        })
}

/// A day as it is read.
fn day(date: Date) -> String {
    date.strftime("%a %-d %b %Y").to_string()
}

fn window(window: Window) -> String {
    if window.first == window.last {
        day(window.first)
    } else {
        format!("{} to {}", day(window.first), day(window.last))
    }
}

fn shown(posted: Date, class: &MailClass, arrival: &Arrival, said: Option<&Deadline>, advice: &Advice) -> String {
    let mut out = String::new();
    let mut line = |name: &str, value: &str| {
        let _ = writeln!(out, "{name:12}{value}");
    };
    let taken = if arrival.taken == posted {
        String::new()
    } else {
        format!(", taken by the post on {}", day(arrival.taken))
    };
    line("posted", &format!("{}{taken}", day(posted)));
    let [least, most] = class.days;
    line("by", &format!("{}, {least} to {most} delivery days", class.says));
    line("delivered", &window(arrival.delivered));
    line("on the desk", &window(arrival.on_desk));
    if let Some(said) = said {
        let decided = match (said.earliest, said.latest) {
            (Some(first), Some(last)) if first != last => window(Window { first, last }),
            (None, Some(last)) => format!("by {}", day(last)),
            (Some(first), None) => format!("from {}", day(first)),
            (Some(on), Some(_)) => day(on),
            (None, None) => "not said".to_owned(),
        };
        line("they decide", &decided);
    }
    let word = match (advice.card_is_advised, advice.verdict) {
        (true, Verdict::MayBeLate) => "Post it soon if you write one:",
        (true, _) => "A card is worth writing:",
        (false, _) => "The e-mail is the safer way:",
    };
    let _ = write!(out, "\n{word} {}.\n\nFor the e-mail\n", advice.reasons.join("; "));
    for reason in &advice.for_email {
        let _ = writeln!(out, "  {reason}");
    }
    out.push_str("For the card\n");
    for reason in &advice.for_card {
        let _ = writeln!(out, "  {reason}");
    }
    let _ = writeln!(
        out,
        "\nEither alone completes it; the choice is yours.\nSource: {}; noted {}.",
        class.source, class.noted
    );
    crate::text::plain_lines(&out)
}
