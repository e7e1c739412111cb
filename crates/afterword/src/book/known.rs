//! What is known of somebody, changed; and the years with them in words.

use afterword_core::casebook::Purpose;
use afterword_store::book::{AddressSource, Link, Occasion, PersonRecord, PostalAddress, Transaction};

use super::{Desk, words};
use crate::book;
use crate::failure::Failure;
use crate::mail;

/// What its owner knows better; what is left open stays.
#[derive(Debug, Clone, Default)]
pub(crate) struct Change {
    pub(crate) name: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) title: Option<String>,
    /// Street and town, apart by semicolons.
    pub(crate) post: Option<String>,
    pub(crate) department: Option<String>,
    pub(crate) wants_card: bool,
    pub(crate) no_note: bool,
}

/// Keeps what is known better of somebody, and what the plan makes of it.
///
/// # Errors
/// A name or an address that no mail can carry, an address without a town, and the database's.
pub(crate) async fn change(
    desk: &Desk,
    tx: &mut Transaction,
    known: PersonRecord,
    wanted: &Change,
) -> anyhow::Result<()> {
    let mut person = known.clone();
    if let Some(name) = &wanted.name {
        person.name = mail::display_name(name)
            .map_err(|e| Failure::new(format!("the name {name:?} {e}")).hint("nothing was changed"))?;
    }
    if let Some(email) = &wanted.email {
        mail::address(email)
            .map_err(|e| Failure::new(format!("the address {email:?} {e}")).hint("nothing was changed"))?;
        person.addr_spec = Some(email.clone());
    }
    person.title = wanted.title.clone().or(person.title);
    person.department = wanted.department.clone().or(person.department);
    if let Some(post) = &wanted.post {
        let lines: Vec<String> = post
            .split(';')
            .map(|l| l.trim().to_owned())
            .filter(|l| !l.is_empty())
            .collect();
        if lines.len() < 2 {
            return Err(Failure::new("an address needs a street and a town")
                .hint("write it like '12 Wharf St; Boston MA 02110'")
                .into());
        }
        person.postal = Some(PostalAddress {
            lines,
            country: None,
            source: AddressSource::Other,
        });
    }
    let links = tx.links_of(person.id).await?;
    if person != known {
        tx.update_person(&person).await?;
    }
    for link in links {
        let changed = Link {
            wants_card: link.wants_card || wanted.wants_card,
            no_note: (link.no_note || wanted.no_note) && !wanted.wants_card,
            ..link
        };
        if changed != link {
            tx.link(&changed).await?;
        }
        let Some(case) = tx.case(link.case).await? else {
            continue;
        };
        let moved = wanted.email.is_some() && known.addr_spec != person.addr_spec;
        if moved && known.addr_spec.is_some() {
            // Another address lifts what a bounce closed.
            let event = afterword_core::casebook::Event::AddressCorrected { person: person.id };
            let after = case
                .clone()
                .record(desk.now.timestamp(), event)
                .map_err(|refused| Failure::new(refused.to_string()).hint("nothing was changed"))?;
            book::keep(desk, tx, &case, &after).await?;
        } else {
            book::index(tx, &case, &desk.moment).await?;
        }
    }
    Ok(())
}

/// What there was, in words.
pub(crate) fn occasion(what: &Occasion) -> String {
    match what {
        Occasion::Interview { round: 1 } => "interview".to_owned(),
        Occasion::Interview { round } => format!("interview, round {round}"),
        Occasion::Note { purpose, .. } => format!("{} sent", words::purpose(*purpose)),
        Occasion::Card { purpose } if *purpose == Purpose::Card => "card posted".to_owned(),
        Occasion::Card { purpose } => format!("{} posted", words::purpose(*purpose)),
        Occasion::Event { name } => name.replace('_', " "),
    }
}
