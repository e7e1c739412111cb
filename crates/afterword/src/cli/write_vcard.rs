//! `afterword write vcard`: the people a reader found, as contacts any address book takes.

use afterword_core::read::signature::Signature;
use afterword_core::read::vcard::{Contact, ContactValue, write_vcard};
use serde_json::Value;

use super::{Ended, print};
use crate::failure::Failure;
use crate::input::{self, Source, Wanted};

const EXAMPLES: &str = "\
Examples:
  afterword read signature --json mail.txt | afterword write vcard - > dana.vcf
  afterword read invite --json invite.ics | afterword write vcard -
  afterword read vcard --json old.vcf | afterword write vcard - > new.vcf
  afterword read jot --json jot.txt | afterword write vcard -
";

/// Write the people that `read --json` found as vCard 4.0
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES, help_template = super::TEMPLATE)]
pub(super) struct Args {
    /// What `afterword read … --json` printed: a file, or `-` for standard input
    #[arg(value_name = "FACTS")]
    file: Source,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    let text = input::read_text(&args.file, Wanted::FACTS)?.text;
    let facts: Value = serde_json::from_str(&text).map_err(|e| {
        Failure::new(format!("cannot read the facts {}", args.file))
            .because(e)
            .hint("give what `afterword read signature --json` (or vcard, invite, jot) prints")
    })?;
    let people: Vec<Contact> = contacts(&facts)
        .into_iter()
        .filter(|contact| !contact.formatted_name.trim().is_empty())
        .collect();
    if people.is_empty() {
        return Err(Failure::new("no person is named in these facts")
            .hint("a contact needs a name; add `\"name\": \"...\"` to the facts if you know it")
            .into());
    }
    let cards: String = people.iter().map(write_vcard).collect();
    print(cards.as_bytes())?;
    Ok(Ended::Done)
}

/// The people of whichever reader's facts these are.
fn contacts(facts: &Value) -> Vec<Contact> {
    if let Some(list) = facts["contacts"].as_array() {
        return list
            .iter()
            .filter_map(|one| serde_json::from_value(one.clone()).ok())
            .collect();
    }
    if let Some(events) = facts["events"].as_array() {
        let people = events.iter().filter_map(|event| event["people"].as_array()).flatten();
        return once_each(people.map(|person| named(person, &facts["company"])));
    }
    if let Some(people) = facts["people"].as_array() {
        return once_each(
            people
                .iter()
                .map(|person| named(person, &facts["interview"]["organization"])),
        );
    }
    if facts["formatted_name"].is_string() {
        return serde_json::from_value(facts.clone()).ok().into_iter().collect();
    }
    let mut whole = serde_json::to_value(Signature::default()).unwrap_or_default();
    if let (Some(whole), Some(given)) = (whole.as_object_mut(), facts.as_object()) {
        whole.extend(given.iter().map(|(key, value)| (key.clone(), value.clone())));
        whole.remove("schema");
    }
    let read: Option<Signature> = serde_json::from_value(whole).ok();
    read.iter().map(Contact::from).collect()
}

/// A person of an invitation or a jot.
fn named(person: &Value, organization: &Value) -> Contact {
    let text = |value: &Value| value.as_str().filter(|text| !text.trim().is_empty()).map(str::to_owned);
    Contact {
        formatted_name: text(&person["name"]).unwrap_or_default(),
        honorific_prefix: text(&person["honorific_prefix"]),
        title: text(&person["title"]),
        organization: text(organization),
        emails: text(&person["email"])
            .map(|value| ContactValue {
                value,
                kinds: vec!["work".to_owned()],
                pref: None,
            })
            .into_iter()
            .collect(),
        ..Contact::default()
    }
}

/// One contact for each name; a later one fills what the first leaves open.
fn once_each(people: impl Iterator<Item = Contact>) -> Vec<Contact> {
    let mut out: Vec<Contact> = Vec::new();
    for person in people {
        match out
            .iter_mut()
            .find(|known| known.formatted_name == person.formatted_name)
        {
            Some(known) => {
                known.title = known.title.take().or(person.title);
                if known.emails.is_empty() {
                    known.emails = person.emails;
                }
            }
            None => out.push(person),
        }
    }
    out
}
