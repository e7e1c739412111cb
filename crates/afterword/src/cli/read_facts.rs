//! `afterword read signature`, `message`, `invite` and `vcard`: what a text or file of somebody else's says.

use std::fmt::Write as _;
use std::path::PathBuf;

use afterword_core::read::invite::{self, Event, Invite, InviteFinding, Me};
use afterword_core::read::message::{self, Message, MessageFinding, SentContext};
use afterword_core::read::signature::{self, Signature};
use afterword_core::read::vcard::{self, Contact, VcardFinding};
use serde::Serialize;

use super::{Ended, print, print_json, read_context};
use crate::input::{self, Source, Wanted};
use crate::text::plain;
use crate::{card_image, config, wire};

const SIGNATURE_EXAMPLES: &str = "\
Examples:
  afterword read signature mail.txt
  afterword read signature --source card card.txt
  afterword read signature --json --source ocr - < scan.txt
  afterword read signature --image card.jpg
";

const MESSAGE_EXAMPLES: &str = "\
Examples:
  afterword read message reply.eml
  afterword read message --json --context note.json - < reply.eml
";

const INVITE_EXAMPLES: &str = "\
Examples:
  afterword read invite invite.ics
  afterword read invite --json --me-name 'Priya Raman' --me-email priya@mail.example - < invite.ics
";

const VCARD_EXAMPLES: &str = "\
Examples:
  afterword read vcard contacts.vcf
  afterword read vcard --json - < dana.vcf
";

/// Show the person and the address a mail's signature or a business card gives
#[derive(Debug, clap::Args)]
#[command(before_help = SIGNATURE_EXAMPLES, help_template = super::TEMPLATE)]
pub(super) struct SignatureArgs {
    /// The text: a file, or `-` for standard input
    #[arg(value_name = "FILE", required_unless_present = "image")]
    file: Option<Source>,
    /// Read a picture of a business card instead: its QR code, else its letters by tesseract
    #[arg(long, value_name = "FILE", conflicts_with_all = ["file", "source"])]
    image: Option<PathBuf>,
    /// Where the text comes from
    #[arg(long, value_enum, default_value_t = TextSource::Email)]
    source: TextSource,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum TextSource {
    /// The end of a mail
    Email,
    /// A card, typed
    Card,
    /// A card, scanned
    Ocr,
}

impl From<TextSource> for signature::Source {
    fn from(source: TextSource) -> Self {
        match source {
            TextSource::Email => Self::Email,
            TextSource::Card => Self::Card,
            TextSource::Ocr => Self::Ocr,
        }
    }
}

/// Show what kind of mail came and whether it answers your note
#[derive(Debug, clap::Args)]
#[command(before_help = MESSAGE_EXAMPLES, help_template = super::TEMPLATE)]
pub(super) struct MessageArgs {
    /// The mail as saved, or its words: a file, or `-` for standard input
    #[arg(value_name = "FILE")]
    file: Source,
    /// What this JSON file says of the note that may be answered
    #[arg(long, value_name = "FILE")]
    context: Option<PathBuf>,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
}

/// Show the interviews and the people a calendar invitation holds
#[derive(Debug, clap::Args)]
#[command(before_help = INVITE_EXAMPLES, help_template = super::TEMPLATE)]
pub(super) struct InviteArgs {
    /// The invitation: an iCalendar file, or `-` for standard input
    #[arg(value_name = "FILE")]
    file: Source,
    /// Your name, so that you are not listed [default: the profile's]
    #[arg(long, value_name = "NAME")]
    me_name: Option<String>,
    /// Your address, so that you are not listed [default: the profile's]
    #[arg(long, value_name = "ADDRESS")]
    me_email: Option<String>,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
}

/// Show the people a contact file holds
#[derive(Debug, clap::Args)]
#[command(before_help = VCARD_EXAMPLES, help_template = super::TEMPLATE)]
pub(super) struct VcardArgs {
    /// The contacts: a vCard file, or `-` for standard input
    #[arg(value_name = "FILE")]
    file: Source,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
}

/// What a reader found, as JSON.
#[derive(Debug, Serialize)]
struct Out<T> {
    schema: u8,
    #[serde(flatten)]
    read: T,
}

/// A card read from a picture.
#[derive(Debug, Serialize)]
struct FromImage {
    read_by: &'static str,
    text: String,
    #[serde(flatten)]
    read: Signature,
}

#[derive(Debug, Serialize)]
struct Contacts {
    contacts: Vec<Contact>,
    findings: Vec<VcardFinding>,
}

pub(super) fn signature(args: &SignatureArgs) -> anyhow::Result<Ended> {
    if let Some(path) = &args.image {
        let card = card_image::read(path)?;
        return show(
            FromImage {
                read_by: card.from,
                text: card.text,
                read: card.read,
            },
            args.json,
            |list, card| signature_lines(list, &card.read),
        );
    }
    let file = args.file.as_ref().unwrap_or(&Source::Stdin);
    let text = input::read_text(file, Wanted::SIGNATURE)?;
    let mut read = signature::signature(&text.text, args.source.into());
    read.findings
        .splice(0..0, text.findings.into_iter().map(|finding| finding.message));
    show(read, args.json, signature_lines)
}

pub(super) fn message(args: &MessageArgs) -> anyhow::Result<Ended> {
    let context: Option<SentContext> = args.context.as_deref().map(read_context).transpose()?;
    let raw = input::read_bytes(&args.file, Wanted::MAIL)?;
    show(message::message(&raw, context.as_ref()), args.json, message_lines)
}

pub(super) fn invite(args: InviteArgs) -> anyhow::Result<Ended> {
    let (name, email) = match (args.me_name, args.me_email) {
        (Some(name), Some(email)) => (name, email),
        (name, email) => {
            let own = config::load(None)?.profile.candidate;
            (
                name.or(own.name).unwrap_or_default(),
                email.or(own.addr_spec).unwrap_or_default(),
            )
        }
    };
    let raw = input::read_bytes(&args.file, Wanted::CALENDAR)?;
    let me = Me {
        name,
        email,
        zone: None,
    };
    show(invite::invite(&raw, &me), args.json, invite_lines)
}

pub(super) fn vcard(args: &VcardArgs) -> anyhow::Result<Ended> {
    let raw = input::read_bytes(&args.file, Wanted::CONTACTS)?;
    let (contacts, findings) = vcard::vcards(&raw);
    show(Contacts { contacts, findings }, args.json, vcard_lines)
}

fn show<T: Serialize>(read: T, json: bool, lines: fn(&mut List, &T)) -> anyhow::Result<Ended> {
    if json {
        print_json(&Out {
            schema: wire::SCHEMA,
            read,
        })?;
    } else {
        let mut list = List::default();
        lines(&mut list, &read);
        print(list.out.as_bytes())?;
    }
    Ok(Ended::Done)
}

/// Lines of `name: value`, made harmless for the terminal.
#[derive(Debug, Default)]
struct List {
    out: String,
}

impl List {
    fn item(&mut self, name: &str, value: &str) {
        for line in value.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let _ = writeln!(self.out, "{name}: {}", plain(line));
        }
    }

    fn maybe(&mut self, name: &str, value: Option<&str>) {
        self.item(name, value.unwrap_or_default());
    }

    fn all<S: AsRef<str>>(&mut self, name: &str, values: &[S]) {
        for value in values {
            self.item(name, value.as_ref());
        }
    }

    /// Something of several: a blank line before it, unless it comes first.
    fn gap(&mut self) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
    }

    fn nothing_but(&mut self, text: &str) {
        if self.out.is_empty() {
            let _ = writeln!(self.out, "{text}");
        }
    }
}

fn signature_lines(list: &mut List, read: &Signature) {
    list.maybe("name", read.name.as_deref());
    list.maybe("title", read.title.as_deref());
    list.maybe("department", read.department.as_deref());
    list.maybe("organisation", read.organisation.as_deref());
    list.maybe("email", read.email.as_deref());
    list.all("phone", &read.phones);
    list.all("street", &read.street);
    list.maybe("city", read.city.as_deref());
    list.maybe("region", read.region.as_deref());
    list.maybe("postal code", read.postal_code.as_deref());
    list.maybe("country", read.country.as_deref());
    list.nothing_but("no signature found");
    list.all("finding", &read.findings);
}

fn message_lines(list: &mut List, read: &Message) {
    list.item("class", &word(&read.class));
    list.item("because", read.reason.says);
    list.maybe("words", read.reason.excerpt.as_deref());
    list.item("answers your note", if read.in_reply_to_ours { "yes" } else { "no" });
    list.maybe("back on", read.return_date.map(|date| date.to_string()).as_deref());
    list.maybe("decision", read.new_decision_text.as_deref());
    if let Some(report) = &read.report {
        list.maybe("could not reach", report.recipient.as_deref());
        list.maybe("server said", report.diagnostic.as_deref());
    }
    list.item("from", &mailbox(&read.from.name, &read.from.addr_spec));
    list.item("subject", &read.subject);
    list.maybe("sent", read.sent_at.map(|time| time.to_string()).as_deref());
    for finding in &read.findings {
        list.item("finding", &message_finding(finding));
    }
}

fn invite_lines(list: &mut List, read: &Invite) {
    list.maybe("company", read.company.as_deref());
    list.maybe("role", read.role.as_deref());
    for event in &read.events {
        list.gap();
        event_lines(list, event);
    }
    if !read.cancelled.is_empty() {
        list.gap();
    }
    for cancelled in &read.cancelled {
        list.item("called off", &cancelled.uid);
    }
    if read.events.is_empty() && read.cancelled.is_empty() {
        let _ = writeln!(list.out, "no event found");
    }
    if !read.findings.is_empty() {
        list.gap();
    }
    for finding in &read.findings {
        list.item("finding", &invite_finding(finding));
    }
}

fn event_lines(list: &mut List, event: &Event) {
    list.item("event", &event.summary);
    list.item("kind", &word(&event.kind));
    list.item("start", &event.start.to_string());
    list.item("end", &event.end.to_string());
    list.maybe("zone", event.zone.as_deref());
    list.maybe("format", event.format.map(|format| word(&format)).as_deref());
    list.item("location", &event.location);
    for person in &event.people {
        let title = person.title.as_ref().map(|title| format!(", {title}"));
        let who = mailbox(&person.name, person.email.as_deref().unwrap_or_default());
        list.item(&word(&person.part), &format!("{who}{}", title.unwrap_or_default()));
    }
}

fn vcard_lines(list: &mut List, read: &Contacts) {
    for contact in &read.contacts {
        list.gap();
        contact_lines(list, contact);
    }
    list.nothing_but("no contact found");
    if !read.findings.is_empty() {
        list.gap();
    }
    for finding in &read.findings {
        list.item("finding", &vcard_finding(finding));
    }
}

fn contact_lines(list: &mut List, contact: &Contact) {
    list.item("name", &contact.formatted_name);
    list.maybe("title", contact.title.as_deref());
    list.maybe("role", contact.role.as_deref());
    list.maybe("organization", contact.organization.as_deref());
    list.maybe("department", contact.organizational_unit.as_deref());
    for email in &contact.emails {
        list.item("email", &email.value);
    }
    for phone in &contact.phones {
        list.item("phone", &phone.value);
    }
    for address in &contact.addresses {
        let mut parts = address.delivery_address_lines();
        let rest = [
            &address.locality,
            &address.region,
            &address.postal_code,
            &address.country,
        ];
        parts.extend(rest.into_iter().flatten().cloned());
        list.item("address", &parts.join(", "));
    }
    list.maybe("web", contact.url.as_deref());
}

/// `Dana Whitlock <dana@harborline.example>`, or what there is of it.
fn mailbox(name: &str, address: &str) -> String {
    match (name, address) {
        (name, "") => name.to_owned(),
        ("", address) => address.to_owned(),
        (name, address) => format!("{name} <{address}>"),
    }
}

/// The JSON word of a plain value, with spaces.
fn word(value: &impl Serialize) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|value| value.as_str().map(|word| word.replace('_', " ")))
        .unwrap_or_default()
}

/// The JSON word of a finding this program has no sentence for yet.
fn finding_word(finding: &impl Serialize) -> String {
    serde_json::to_value(finding)
        .ok()
        .map(|value| word(&value["finding"]))
        .unwrap_or_default()
}

fn message_finding(finding: &MessageFinding) -> String {
    match finding {
        MessageFinding::TooLarge { bytes } => format!("The mail has {bytes} bytes; only its beginning was read."),
        MessageFinding::TooDeep => "The mail is nested very deeply; the innermost parts were left out.".to_owned(),
        MessageFinding::NoHeaders => "There are no headers: it was read as pasted words.".to_owned(),
        MessageFinding::WrongCharset => "Some bytes do not fit the stated character set.".to_owned(),
        MessageFinding::ControlCharacters => "Invisible control characters were taken out.".to_owned(),
        MessageFinding::DateImplausible => "The stated date cannot be right.".to_owned(),
        MessageFinding::WinmailIgnored => "A winmail.dat was left out.".to_owned(),
        MessageFinding::OtherSender { addr_spec } => {
            format!("It answers your note, but comes from {addr_spec}, where the note did not go.")
        }
        MessageFinding::LinkUnsure => "Only sender and subject tie it to your note: please confirm.".to_owned(),
        other => finding_word(other),
    }
}

fn invite_finding(finding: &InviteFinding) -> String {
    match finding {
        InviteFinding::TooLarge { bytes } => format!("The file has {bytes} bytes; only its beginning was read."),
        InviteFinding::TooManyEvents { read } => format!("Only the first {read} events were read."),
        InviteFinding::Truncated => "The file ends in the middle of an event.".to_owned(),
        InviteFinding::NotUtf8 => "Bytes that are not UTF-8 were read as Western European.".to_owned(),
        InviteFinding::UnknownZone { tzid } => format!("Nobody knows the time zone {tzid}: ask which one is meant."),
        InviteFinding::ZoneRulesDiffer { tzid } => {
            format!("The file's own rules for {tzid} differ from that place's; the place's were taken.")
        }
        InviteFinding::Floating { uid } => format!("No time zone is stated; ask which one is meant ({uid})."),
        InviteFinding::EndBeforeStart { uid } => format!("It ends before it begins: ask ({uid})."),
        InviteFinding::NoStart { uid } => format!("Its start cannot be read, so it was left out ({uid})."),
        InviteFinding::BadRule { uid } => {
            format!("How it repeats cannot be read; the first time was taken ({uid}).")
        }
        InviteFinding::Duplicate { uid } => {
            format!("It stands in the file more than once; the latest was taken ({uid}).")
        }
        other => finding_word(other),
    }
}

fn vcard_finding(finding: &VcardFinding) -> String {
    match finding {
        VcardFinding::TooLarge { bytes } => format!("The file has {bytes} bytes; only its beginning was read."),
        VcardFinding::TooManyCards => "There are more contacts than are read.".to_owned(),
        VcardFinding::Truncated => "The file ends in the middle of a contact.".to_owned(),
        VcardFinding::Dropped { property } => format!("A picture, key or sound was left out ({property})."),
        VcardFinding::NestedIgnored => "A contact inside a contact was left out.".to_owned(),
        VcardFinding::UnknownCharset { charset } => {
            format!("Nobody knows the character set {charset}; it was read as Western European.")
        }
        VcardFinding::NoName { .. } => "There is a contact without a name.".to_owned(),
        other => finding_word(other),
    }
}
