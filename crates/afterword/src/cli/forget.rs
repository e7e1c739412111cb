//! `afterword forget`: somebody or a case, for good.

use std::io::{self, IsTerminal as _, Write as _};

use afterword_store::book::{Forget, ForgetCount};
use serde::Serialize;

use super::keep_book::consent;
use super::{Ended, page_width, print, print_json};
use crate::book::{self, BookArgs, lookup, words};
use crate::failure::Failure;
use crate::screen::Screen;
use crate::wire_book;

const EXAMPLES: &str = "\
Examples:
  afterword forget person 'Maria Gonzalez' --dry-run
  afterword forget case harbor --yes
";

/// Forget somebody, or a case, for good
///
/// What was noted, written and sent goes from the book, its index and its log. Of a mail address a salted hash stays, so
/// that nobody is contacted there again. Backups made before are yours to delete.
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES, help_template = super::TEMPLATE)]
pub(super) struct Args {
    /// person or case
    what: What,
    /// Who or which
    #[arg(value_name = "NAME")]
    name: String,
    /// Do it without asking
    #[arg(long)]
    yes: bool,
    /// Say what would go, and do nothing
    #[arg(long, conflicts_with = "yes")]
    dry_run: bool,
    #[command(flatten)]
    book: BookArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum What {
    /// Somebody, in every case
    Person,
    /// A case, and everybody who belongs to no other
    Case,
}

#[derive(Debug, Serialize)]
struct ForgetOut {
    name: String,
    done: bool,
    scrubbed: bool,
    count: ForgetCount,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    book::with(&args.book, async |desk| {
        let mut view = desk.book.read().await?;
        let (what, name) = match args.what {
            What::Person => {
                let person = lookup::person(&mut view, &args.name).await?;
                (Forget::Person(person.id), person.name)
            }
            What::Case => {
                let case = lookup::case(&mut view, Some(&args.name)).await?;
                (
                    Forget::Case(case.id),
                    words::case(&case.organization, case.role.as_deref()),
                )
            }
        };
        drop(view);
        let gone = || Failure::new(format!("{name} is not in the book any more")).hint("nothing was changed");
        let count = desk.book.would_forget(what).await?.ok_or_else(gone)?;
        if args.dry_run {
            return said(desk.json, name, count, false, false);
        }
        if !args.yes && !desk.json && io::stdin().is_terminal() {
            show_count(&name, &count)?;
        }
        consent(args.yes, desk.json, &format!("Forget {name} for good?"))?;
        let mut salt = [0; 16];
        getrandom::fill(&mut salt)
            .map_err(|e| Failure::new(format!("the system gives no random bytes: {e}")).hint("nothing was changed"))?;
        let done = desk
            .book
            .forget(what, desk.now.timestamp(), &salt)
            .await?
            .ok_or_else(gone)?;
        said(desk.json, name, done.count, true, done.scrubbed)
    })
}

/// What would go, before it is asked for.
fn show_count(name: &str, count: &ForgetCount) -> io::Result<()> {
    let text = crate::text::plain(&format!("{name}: {}", counted(count)));
    writeln!(anstream::stderr(), "{text}")
}

fn counted(count: &ForgetCount) -> String {
    let parts = [
        (count.people, "person", "people"),
        (count.cases, "case", "cases"),
        (count.jots, "jot", "jots"),
        (count.points, "point", "points"),
        (count.promises, "promise", "promises"),
        (count.notes, "note", "notes"),
        (count.cards, "card", "cards"),
        (count.events, "record", "records"),
        (count.attachments, "attachment", "attachments"),
    ];
    let said: Vec<String> = parts
        .iter()
        .filter(|(n, _, _)| *n > 0)
        .map(|(n, one, many)| format!("{n} {}", if *n == 1 { one } else { many }))
        .collect();
    if said.is_empty() {
        "nothing else".to_owned()
    } else {
        said.join(", ")
    }
}

fn said(json: bool, name: String, count: ForgetCount, done: bool, scrubbed: bool) -> anyhow::Result<Ended> {
    if json {
        print_json(&wire_book::out(ForgetOut {
            name,
            done,
            scrubbed,
            count,
        }))?;
        return Ok(Ended::Done);
    }
    let mut screen = Screen::new(page_width());
    screen.head(&if done {
        format!("Forgotten: {name}.")
    } else {
        format!("Would go with {name}:")
    });
    screen.block(&counted(&count));
    if done && !scrubbed {
        screen
            .aside("Another program still reads the book; the file is clean once it has ended and this is done again.");
    }
    if done {
        screen.aside("Backups made before still hold it; delete them yourself.");
    }
    screen.next(if done { "afterword today" } else { "the same with --yes" });
    print(screen.text().as_bytes())?;
    Ok(Ended::Done)
}
