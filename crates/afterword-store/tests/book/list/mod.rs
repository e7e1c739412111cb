//! What every database must do: one list of cases, run on each of them.
//!
//! A case gets an empty book of its own at a [`Place`] and panics if something does not hold. Not here: what only one
//! database has (a file's bytes, a server's wall between owners), which the crate's own tests look at.

mod changes;
mod movement;
mod sample;
mod senders;
mod texts;

use std::pin::Pin;

use afterword_store::book::{Book, Location, Owner};

pub(crate) use sample::{Filled, fill, now};

/// Where a case finds its empty book.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// The database.
    pub(crate) location: Location,
    /// Whose book; nobody else's case uses it.
    pub(crate) owner: Owner,
    /// A second owner with an empty book at the same place.
    pub(crate) stranger: Owner,
}

impl Place {
    /// Opens the book, with connections of its own each time.
    pub(crate) async fn book(&self) -> Book {
        Book::open(&self.location, self.owner).await.expect("the book opens")
    }

    /// The stranger's book at the same place.
    pub(crate) async fn strangers_book(&self) -> Book {
        Book::open(&self.location, self.stranger).await.expect("the book opens")
    }
}

/// A case at work.
pub(crate) type Running = Pin<Box<dyn Future<Output = ()> + Send>>;

/// A case of the list.
#[derive(Clone, Copy)]
pub(crate) struct Case {
    /// What it shows.
    pub(crate) name: &'static str,
    /// Runs it; panics if it does not hold.
    pub(crate) run: fn(Place) -> Running,
}

macro_rules! cases {
    ($($room:ident::$name:ident),+ $(,)?) => {
        vec![$(Case { name: stringify!($name), run: |place| Box::pin($room::$name(place)) }),+]
    };
}

/// The whole list.
#[must_use]
pub(crate) fn cases() -> Vec<Case> {
    cases![
        changes::everything_put_in_comes_out,
        changes::a_case_is_loaded_whole,
        changes::a_book_is_loaded_in_a_fixed_number_of_statements,
        changes::a_stale_change_is_refused,
        changes::an_entry_has_one_living_note,
        changes::what_happened_is_appended,
        changes::people_of_one_name_stay_two,
        changes::nothing_of_a_change_taken_back_stays,
        changes::writers_at_once_lose_nothing,
        changes::what_belongs_to_nothing_is_refused,
        changes::local_times_are_kept,
        changes::an_employer_has_one_budget,
        changes::stationery_never_falls_below_none,
        changes::settings_and_the_clock_are_kept,
        changes::the_next_due_comes_first,
        changes::a_calendar_sequence_never_falls,
        senders::each_note_is_claimed_once_by_eight_workers,
        senders::one_sender_has_the_lease,
        senders::what_a_dead_sender_left_is_settled,
        senders::a_window_is_kept_to,
        texts::words_are_found_however_they_are_spelt,
        texts::no_question_is_a_command,
        texts::strange_texts_come_back_as_they_were,
        texts::attachments_are_bounded_and_checked,
        movement::a_book_moves_to_another_place,
        movement::a_restored_book_doubts_what_could_have_been_sent,
        movement::forgetting_a_person_takes_what_was_counted,
        movement::forgetting_keeps_the_budget_and_the_stop,
        movement::forgetting_a_case_leaves_nothing,
        movement::owners_are_strangers,
        movement::the_years_with_somebody,
    ]
}
