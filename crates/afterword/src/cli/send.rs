//! `afterword send`: what was approved leaves, once, after one more look.

use std::cell::Cell;
use std::fmt::Write as _;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::time::Duration;

use afterword_core::casebook::{NoteId, NoteState, UNDO_SECONDS};
use afterword_core::plan::policy::Policy;
use afterword_store::book::NoteRecord;

use super::{Ended, print};
use crate::book::{BookArgs, Desk, with};
use crate::failure::Failure;
use crate::mail::accounts;
use crate::mail::filing::file_sent;
use crate::mail::imap::{Flag, Imap, Use};
use crate::mail::outbox::{Outbox, Told, carriers, freeze, left_to_its_owner};
use crate::mail::running::Running;
use crate::{clock, text};

const EXAMPLES: &str = "\
Examples:
  afterword send --dry-run        what would leave, to whom, and what holds it
  afterword send                  look once more, say y
  afterword send --eml 3          note 3 as a draft for your own mail program
";

/// Send the notes you approved
///
/// Shows what would go, asks once, and sends each note to its one recipient through your own mailbox. An approval can be
/// taken back for 15 seconds; the command waits that long. If the connection dies when a note may already have arrived,
/// it is never sent again by itself: `afterword resolve` says what is known.
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES, help_template = super::TEMPLATE)]
pub(super) struct Args {
    #[command(flatten)]
    book: BookArgs,
    /// Show what would be sent, and send nothing
    #[arg(long)]
    dry_run: bool,
    /// Send without asking
    #[arg(long, short = 'y')]
    yes: bool,
    /// Write this note as a mail draft for your own program (X-Unsent), and send nothing
    #[arg(long, value_name = "NOTE", conflicts_with_all = ["dry_run", "yes", "mailto"])]
    eml: Option<i64>,
    /// Where the draft is written [default: note-N.eml]
    #[arg(long, value_name = "FILE", requires = "eml")]
    out: Option<PathBuf>,
    /// Lay this note into your mailbox's folder of drafts, and send nothing
    #[arg(long, value_name = "NOTE", conflicts_with_all = ["dry_run", "yes", "eml", "mailto"])]
    draft: Option<i64>,
    /// Print this note as a mailto: link, and send nothing
    #[arg(long, value_name = "NOTE", conflicts_with_all = ["dry_run", "yes"])]
    mailto: Option<i64>,
    /// Connections at a time
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=16))]
    lanes: u8,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    with(&args.book, async |desk| match (args.eml, args.draft, args.mailto) {
        (Some(note), ..) => eml(desk, NoteId(note), args.out.as_ref()).await,
        (_, Some(note), _) => draft(desk, NoteId(note)).await,
        (_, _, Some(note)) => mailto(desk, NoteId(note)).await,
        (None, None, None) => send(desk, args).await,
    })
}

async fn send(desk: &Desk, args: &Args) -> anyhow::Result<Ended> {
    let waiting = approved(desk).await?;
    if args.dry_run {
        print(preview(desk, &waiting).await?.as_bytes())?;
        return Ok(Ended::Done);
    }
    let accounts = accounts::load(&accounts::place()?)?;
    // What a dead sender left is settled even if nothing waits.
    let Some((outbox, found)) = Outbox::open(&desk.book).await? else {
        return Err(Failure::new("another afterword is sending from this book")
            .hint("wait for it to finish; what you approved is not lost")
            .into());
    };
    let mut out = String::new();
    for record in &found.settled {
        let what = match record.note.state {
            NoteState::Uncertain { .. } => {
                "may have left when sending broke off; `afterword resolve` says what is known"
            }
            _ => "had not left when sending broke off, and waits again",
        };
        let _ = writeln!(out, "note {}: {what}", record.note.id);
    }
    print(out.as_bytes())?;
    // The settled ones wait again.
    let waiting = approved(desk).await?;
    if waiting.is_empty() {
        warn(&file_sent(&desk.book, &accounts, desk.now.timestamp()).await);
        print(b"Nothing is approved and waiting.\n")?;
        return Ok(if found.settled.is_empty() {
            Ended::Done
        } else {
            Ended::Waiting
        });
    }
    if !args.yes {
        if !io::stdin().is_terminal() {
            return Err(Failure::new("nobody is here to say yes")
                .hint("add --yes, or look first with --dry-run")
                .into());
        }
        print(preview(desk, &waiting).await?.as_bytes())?;
        if !agreed(waiting.len())? {
            print(b"Nothing was sent.\n")?;
            return Ok(Ended::Waiting);
        }
    }
    undo_window(&waiting, args.book.now.as_deref()).await?;
    look_again(desk, &waiting).await?;
    let carriers = carriers(&accounts, &waiting).await?;
    if carriers.is_empty() {
        return Err(Failure::new("there is no account to send from")
            .hint("`afterword account add YOUR-ADDRESS`; or `afterword send --eml NOTE` and your own mail program")
            .into());
    }
    let clock = Running::new(args.book.now.as_deref(), &desk.now, &desk.moment);
    let told = outbox
        .run(&carriers, usize::from(args.lanes), &clock, &Cell::new(false))
        .await?;
    let warnings = file_sent(&desk.book, &accounts, desk.now.timestamp()).await;
    if desk.json {
        super::print_json(&told.iter().map(wire).collect::<Vec<_>>())?;
    } else if told.is_empty() {
        print(b"What is approved is not due yet; `afterword send --dry-run` shows it.\n")?;
    } else {
        print(told.iter().map(line).collect::<String>().as_bytes())?;
    }
    warn(&warnings);
    let done = !told.is_empty() && told.iter().all(|t| matches!(t, Told::Sent { .. }));
    Ok(if done && found.settled.is_empty() {
        Ended::Done
    } else {
        Ended::Waiting
    })
}

fn warn(warnings: &[String]) {
    let mut stderr = anstream::stderr();
    for warning in warnings {
        let _ = writeln!(stderr, "warning: {}", text::plain(warning));
    }
}

/// Whoever says `send` does not wait for a delay of an earlier try; the reason for it may be mended.
async fn look_again(desk: &Desk, waiting: &[NoteRecord]) -> anyhow::Result<()> {
    let now = desk.now.timestamp();
    let delayed: Vec<_> = waiting.iter().filter(|n| n.retry_at.is_some_and(|t| t > now)).collect();
    if delayed.is_empty() {
        return Ok(());
    }
    let mut tx = desk.book.transaction().await?;
    for record in delayed {
        tx.put_off(record.note.id, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn approved(desk: &Desk) -> anyhow::Result<Vec<NoteRecord>> {
    let notes = desk.book.read().await?.all_notes().await?;
    Ok(notes
        .into_iter()
        .filter(|n| matches!(n.note.state, NoteState::Approved { .. }))
        .collect())
}

/// Waits until every approval has passed the time in which it can be taken back.
async fn undo_window(waiting: &[NoteRecord], now: Option<&str>) -> anyhow::Result<()> {
    if now.is_some() {
        return Ok(());
    }
    let last = waiting.iter().filter_map(|n| match &n.note.state {
        NoteState::Approved { approval, .. } => Some(approval.at.as_second() + UNDO_SECONDS),
        _ => None,
    });
    let left = last.max().unwrap_or(0) - clock::now(None)?.timestamp().as_second();
    if (1..=UNDO_SECONDS).contains(&left) {
        let mut stderr = anstream::stderr();
        let _ = writeln!(stderr, "Leaving in {left} s; Ctrl-C keeps everything here.");
        tokio::time::sleep(Duration::from_secs(left.unsigned_abs())).await;
    }
    Ok(())
}

fn agreed(count: usize) -> io::Result<bool> {
    let mut stderr = anstream::stderr();
    let what = if count == 1 {
        "this note".to_owned()
    } else {
        format!("these {count} notes")
    };
    write!(stderr, "Send {what}? [y/N] ")?;
    stderr.flush()?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}

/// Every waiting note as its reader will see it, and what the plan says to sending it now.
async fn preview(desk: &Desk, waiting: &[NoteRecord]) -> anyhow::Result<String> {
    let mut out = String::new();
    let mut view = desk.book.read().await?;
    for record in waiting {
        let case = view.case(record.case).await?;
        let name = case
            .as_ref()
            .and_then(|c| c.person(record.note.to))
            .map_or("", |p| p.name.as_str());
        let _ = writeln!(out, "note {}", record.note.id);
        let _ = writeln!(
            out,
            "From:    {}",
            text::plain(record.identity.as_deref().unwrap_or("not said"))
        );
        let _ = writeln!(
            out,
            "To:      {} <{}>",
            text::plain(name),
            text::plain(record.recipient.as_deref().unwrap_or(""))
        );
        for hint in hints(record.recipient.as_deref().unwrap_or("")) {
            let _ = writeln!(out, "         {hint}");
        }
        let _ = writeln!(out, "Subject: {}\n", text::plain(&record.subject));
        for line in record.body.lines() {
            let _ = writeln!(out, "    {}", text::plain(line));
        }
        let attached = view.attachments(record.case).await?;
        for attachment in attached.iter().filter(|a| a.note == Some(record.note.id)) {
            let _ = writeln!(out, "    [{}, {} bytes]", attachment.name, attachment.size);
        }
        let refusal = case.as_ref().and_then(|case| {
            let policy = Policy::built_in(&case.policy)?;
            let decision = afterword_core::plan::decide(case, &policy, &desk.moment);
            decision
                .permit(&record.note.key)
                .err()
                .map(|r| (r.practice, r.reason.clone()))
        });
        if let Some((practice, reason)) = refusal {
            let _ = writeln!(out, "\n    Held now: {reason} ({practice})");
        }
        out.push('\n');
    }
    if waiting.is_empty() {
        out.push_str("Nothing is approved and waiting.\n");
    }
    Ok(out)
}

/// What to look at twice in an address (hostile rows 16, 17 and 20). Nothing of it stops anybody.
fn hints(addr_spec: &str) -> Vec<String> {
    let mut hints = Vec::new();
    let (local, domain) = addr_spec.rsplit_once('@').unwrap_or(("", ""));
    if let Ok(wire) = crate::mail::smtp::a_label(addr_spec)
        && wire != addr_spec
    {
        hints.push(format!("on the wire: {wire}"));
    }
    let latin = domain
        .chars()
        .any(|c| c.is_ascii_alphabetic() || ('\u{c0}'..='\u{24f}').contains(&c));
    let other = domain.chars().any(|c| ('\u{370}'..='\u{52f}').contains(&c));
    if latin && other {
        hints.push("look twice: letters of two scripts in one domain".to_owned());
    }
    let bare: String = local
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_ascii_lowercase();
    if ["noreply", "donotreply", "nepasrepondre", "keineantwort"]
        .iter()
        .any(|n| bare.contains(n))
    {
        hints.push("nobody reads this address: it is for machines that send".to_owned());
    }
    hints
}

fn line(told: &Told) -> String {
    let (note, to, what) = told.parts();
    format!("note {note} to {}: {}\n", text::plain(to), text::plain(&what))
}

#[derive(serde::Serialize)]
struct Wire {
    note: i64,
    to: String,
    outcome: &'static str,
    text: String,
}

fn wire(told: &Told) -> Wire {
    let (note, to, text) = told.parts();
    let outcome = match told {
        Told::Sent { .. } => "sent",
        Told::Failed { .. } => "failed",
        Told::Waits { .. } => "waits",
        Told::Uncertain { .. } => "uncertain",
        Told::Held(_) => "held",
        Told::NotKept { .. } => "not_kept",
    };
    Wire {
        note: note.0,
        to: to.to_owned(),
        outcome,
        text,
    }
}

async fn named(desk: &Desk, id: NoteId) -> anyhow::Result<(NoteRecord, String)> {
    let mut view = desk.book.read().await?;
    let Some(record) = view.note(id).await? else {
        return Err(Failure::new(format!("there is no note {id}"))
            .hint("`afterword cases` lists what there is")
            .into());
    };
    let case = view.case(record.case).await?;
    let name = case
        .as_ref()
        .and_then(|c| c.person(record.note.to))
        .map_or_else(String::new, |p| p.name.clone());
    Ok((record, name))
}

async fn eml(desk: &Desk, id: NoteId, out: Option<&PathBuf>) -> anyhow::Result<Ended> {
    let (record, name) = named(desk, id).await?;
    let bytes = freeze::unsent(&record, &name, &desk.now)
        .map_err(|e| Failure::new(format!("cannot write the draft: a name or an address {e}")))?;
    let path = out.cloned().unwrap_or_else(|| PathBuf::from(format!("note-{id}.eml")));
    let written = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&path)
        .and_then(|mut f| f.write_all(&bytes));
    written.map_err(|e| {
        Failure::new(format!("cannot write {}", path.display()))
            .because(e)
            .hint("--out FILE names another")
    })?;
    left_to_its_owner(&desk.book, id, desk.now.timestamp()).await?;
    print(
        format!(
            "{}\nOnce you have sent it: `afterword record sent {id}`\n",
            path.display()
        )
        .as_bytes(),
    )?;
    Ok(Ended::Done)
}

async fn draft(desk: &Desk, id: NoteId) -> anyhow::Result<Ended> {
    let (record, name) = named(desk, id).await?;
    let bytes = freeze::unsent(&record, &name, &desk.now)
        .map_err(|e| Failure::new(format!("cannot write the draft: a name or an address {e}")))?;
    let accounts = accounts::load(&accounts::place()?)?;
    let from = freeze::mailbox(record.identity.as_deref().unwrap_or_default()).map(|(_, from)| from);
    let account = accounts
        .iter()
        .find(|a| from.as_ref().is_ok_and(|f| a.address.eq_ignore_ascii_case(f)));
    let reading = account.and_then(|a| Some((a, a.imap.as_ref()?)));
    let Some((account, endpoint)) = reading else {
        return Err(Failure::new("there is no mailbox to lay a draft into")
            .hint("`afterword account add ADDRESS --imap SERVER`; or --eml writes it as a file")
            .into());
    };
    let mut imap = Imap::open(
        &account.server(endpoint)?,
        &account.imap_login().await?,
        Duration::from_mins(1),
    )
    .await?;
    let folder = imap.folder_for(Use::Drafts).await?;
    let folder =
        folder.ok_or_else(|| Failure::new("the mailbox has no folder of drafts").hint("--eml writes it as a file"))?;
    imap.append(&folder, Flag::Draft, &bytes).await?;
    imap.log_out().await;
    left_to_its_owner(&desk.book, id, desk.now.timestamp()).await?;
    print(
        format!(
            "It is in {}. Once you have sent it: `afterword record sent {id}`\n",
            text::plain(&folder)
        )
        .as_bytes(),
    )?;
    Ok(Ended::Done)
}

async fn mailto(desk: &Desk, id: NoteId) -> anyhow::Result<Ended> {
    let (record, _) = named(desk, id).await?;
    let encoded = |text: &str| {
        text.replace("\r\n", "\n")
            .replace('\n', "\r\n")
            .bytes()
            .fold(String::new(), |mut out, b| {
                if b.is_ascii_alphanumeric() || b"-._~".contains(&b) {
                    out.push(char::from(b));
                } else {
                    let _ = write!(out, "%{b:02X}");
                }
                out
            })
    };
    left_to_its_owner(&desk.book, id, desk.now.timestamp()).await?;
    let to = encoded(record.recipient.as_deref().unwrap_or("")).replace("%40", "@");
    print(
        format!(
            "mailto:{to}?subject={}&body={}\n",
            encoded(&record.subject),
            encoded(&record.body)
        )
        .as_bytes(),
    )?;
    Ok(Ended::Done)
}

#[cfg(test)]
mod tests {
    use super::hints;

    #[test]
    fn rows_16_17_and_20_addresses_to_look_at_twice() {
        assert!(hints("ann@bücher.example")[0].contains("xn--bcher-kva"));
        assert!(
            hints("ann@pаypal.example").iter().any(|h| h.contains("two scripts")),
            "a Cyrillic a"
        );
        assert!(hints("no-reply@ats.example").iter().any(|h| h.contains("nobody reads")));
        assert!(hints("ann@example.org").is_empty());
    }
}
