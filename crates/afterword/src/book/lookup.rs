//! Finding what somebody named: a case, a person or a note by its number, its name or the beginning of one.
//!
//! What fits one thing is that thing; what fits several is refused with all of them, what fits none with what is near.

use afterword_core::casebook::{CaseId, NoteId, PersonId};
use afterword_store::book::{CaseFilter, CaseSummary, NoteRecord, PersonRecord, Snapshot};

use crate::book::words;
use crate::failure::Failure;

/// The case that is meant: a number, an employer, or words of employer and position. The only one where nothing is said.
///
/// # Errors
/// None or several fit.
pub(crate) async fn case(view: &mut Snapshot, named: Option<&str>) -> anyhow::Result<CaseSummary> {
    let all = view.case_list(CaseFilter::All).await?;
    let label = |c: &CaseSummary| words::case(&c.organization, c.role.as_deref());
    let Some(named) = named else {
        let open: Vec<&CaseSummary> = all.iter().filter(|c| c.closed.is_none()).collect();
        return match open.as_slice() {
            [one] => Ok((*one).clone()),
            [] => Err(Failure::new("there is no case yet")
                .hint("begin one with `afterword new JOT`")
                .into()),
            _ => Err(which("case", &open.iter().map(|c| (c.id.0, label(c))).collect::<Vec<_>>()).into()),
        };
    };
    if let Ok(number) = named.trim().parse()
        && let Some(found) = all.iter().find(|c| c.id == CaseId(number))
    {
        return Ok(found.clone());
    }
    let labels: Vec<String> = all.iter().map(label).collect();
    match best(named, &labels).as_slice() {
        [one] => Ok(all[*one].clone()),
        [] => Err(unknown("case", named, &labels, "afterword cases").into()),
        several => {
            let list: Vec<(i64, String)> = several.iter().map(|i| (all[*i].id.0, labels[*i].clone())).collect();
            Err(which("case", &list).into())
        }
    }
}

/// The person who is meant.
///
/// # Errors
/// None or several fit.
pub(crate) async fn person(view: &mut Snapshot, named: &str) -> anyhow::Result<PersonRecord> {
    let all = view.people().await?;
    among(&all, named)
}

/// The person who is meant, of these.
///
/// # Errors
/// None or several fit.
pub(crate) fn among(people: &[PersonRecord], named: &str) -> anyhow::Result<PersonRecord> {
    let number = named.trim().trim_start_matches('#').parse();
    if let Some(found) = number.ok().and_then(|n| people.iter().find(|p| p.id == PersonId(n))) {
        return Ok(found.clone());
    }
    if let Some(found) = people
        .iter()
        .find(|p| p.addr_spec.as_deref().is_some_and(|a| a.eq_ignore_ascii_case(named)))
    {
        return Ok(found.clone());
    }
    let labels: Vec<String> = people
        .iter()
        .map(|p| match &p.organization {
            Some(organization) => format!("{} ({organization})", p.name),
            None => p.name.clone(),
        })
        .collect();
    let names: Vec<String> = people.iter().map(|p| p.name.clone()).collect();
    match best(named, &names).as_slice() {
        [one] => Ok(people[*one].clone()),
        [] => Err(unknown("person", named, &names, "afterword people").into()),
        several => {
            let list: Vec<(i64, String)> = several.iter().map(|i| (people[*i].id.0, labels[*i].clone())).collect();
            Err(which("person", &list).into())
        }
    }
}

/// The note of this number.
///
/// # Errors
/// No number, or no such note.
pub(crate) async fn note(view: &mut Snapshot, named: &str) -> anyhow::Result<NoteRecord> {
    let missing = || {
        Failure::new(format!("there is no note {named:?}"))
            .hint("notes go by the numbers that `afterword draft` and `afterword plan` show")
    };
    let number: i64 = named.trim().parse().map_err(|_| missing())?;
    Ok(view.note(NoteId(number)).await?.ok_or_else(missing)?)
}

/// The indices of what fits best: the whole name, else names with all the words in them as beginnings.
fn best(named: &str, labels: &[String]) -> Vec<usize> {
    let wanted = fold(named);
    if wanted.is_empty() {
        return Vec::new();
    }
    let exact: Vec<usize> = (0..labels.len()).filter(|i| fold(&labels[*i]) == wanted).collect();
    if !exact.is_empty() {
        return exact;
    }
    let words: Vec<&str> = wanted.split(' ').collect();
    (0..labels.len())
        .filter(|i| {
            let label = fold(&labels[*i]);
            let parts: Vec<&str> = label.split(' ').collect();
            words.iter().all(|w| parts.iter().any(|p| p.starts_with(w)))
        })
        .collect()
}

/// Lower case, letters and digits alone, one space between words.
pub(crate) fn fold(text: &str) -> String {
    let plain: String = text
        .chars()
        .flat_map(char::to_lowercase)
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn unknown(what: &str, named: &str, labels: &[String], list: &str) -> Failure {
    let mut near: Vec<(f64, &String)> = labels
        .iter()
        .map(|label| (likeness(named, label), label))
        .filter(|(likeness, _)| *likeness > 0.72)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0));
    let failure = Failure::new(format!("there is no {what} {named:?}"));
    match near.first() {
        Some((_, label)) => failure.hint(format!("did you mean {label}? `{list}` lists them all")),
        None => failure.hint(format!("`{list}` lists them all")),
    }
}

/// How near a name comes to what was typed: the whole, or one of its words.
fn likeness(typed: &str, label: &str) -> f64 {
    let (typed, label) = (fold(typed), fold(label));
    let whole = strsim::jaro_winkler(&typed, &label);
    label
        .split(' ')
        .map(|word| strsim::jaro_winkler(&typed, word))
        .fold(whole, f64::max)
}

fn which(what: &str, list: &[(i64, String)]) -> Failure {
    const SHOWN: usize = 6;
    let shown: Vec<String> = list
        .iter()
        .take(SHOWN)
        .map(|(id, label)| format!("{id} {label}"))
        .collect();
    let more = if list.len() > SHOWN { ", and more" } else { "" };
    let say = if what == "person" {
        "say #NUMBER"
    } else {
        "say its number"
    };
    Failure::new(format!("which {what}: several fit")).hint(format!("{say}: {}{more}", shown.join("; ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_beginning_of_a_name_is_enough_and_the_whole_name_wins() {
        let labels = ["Ann Smith", "Ann Smithson", "Théo Lund"].map(str::to_owned);
        assert_eq!(best("ann smith", &labels), [0]);
        assert_eq!(best("ann s", &labels), [0, 1]);
        assert_eq!(best("lund", &labels), [2]);
        assert!(best("bob", &labels).is_empty() && best("", &labels).is_empty());
        let error = unknown("person", "smythson", &labels, "afterword people");
        assert!(format!("{error:?}").contains("did you mean Ann Smithson"), "{error:?}");
    }
}
