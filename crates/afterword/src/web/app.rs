//! The open book, and what the pages share: the key, the clock, the proofreader, what can be undone.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Instant;

use afterword_paper::Press;
use afterword_store::book::{Book, Location, Owner};
use jiff::{SignedDuration, Zoned};

use super::undo::Undo;
use crate::book::Desk;
use crate::book::letters::Jobs;
use crate::book::measure::{self, Known, Text};
use crate::clock;
use crate::config::Settings;
use crate::language::Language;

/// Changes that can be taken back; the oldest is forgotten first.
const UNDONE_AT_MOST: usize = 20;

/// Replays of jots kept offline that are remembered.
const MARKS_AT_MOST: usize = 200;

/// What the handlers share.
pub(crate) struct App {
    book: Book,
    location: Location,
    settings: Settings,
    /// The moment given on the command line, and when it was given: from there time goes on.
    given: Option<(Zoned, Instant)>,
    date_is_right: bool,
    /// Opens the pages; made anew at each start.
    pub(crate) key: String,
    /// Names the calendar feed; kept in the book, because calendars remember it.
    pub(crate) feed_key: String,
    /// Where the pages are.
    pub(crate) address: SocketAddr,
    /// Reached by other machines too.
    pub(crate) lan: bool,
    /// Approved notes go out by themselves.
    pub(crate) sends: bool,
    language: OnceLock<Arc<Language>>,
    press: Press,
    undo: Mutex<VecDeque<Undo>>,
    marks: Mutex<VecDeque<(String, i64)>>,
    jobs: Jobs,
}

/// What an [`App`] is made of.
pub(crate) struct Parts {
    pub(crate) book: Book,
    pub(crate) location: Location,
    pub(crate) settings: Settings,
    pub(crate) given: Option<Zoned>,
    pub(crate) date_is_right: bool,
    pub(crate) key: String,
    pub(crate) feed_key: String,
    pub(crate) lan: bool,
    pub(crate) sends: bool,
}

impl App {
    pub(crate) fn new(parts: Parts, address: SocketAddr) -> Arc<Self> {
        Arc::new(Self {
            book: parts.book,
            location: parts.location,
            settings: parts.settings,
            given: parts.given.map(|now| (now, Instant::now())),
            date_is_right: parts.date_is_right,
            key: parts.key,
            feed_key: parts.feed_key,
            address,
            lan: parts.lan,
            sends: parts.sends,
            language: OnceLock::new(),
            press: Press::new(),
            undo: Mutex::default(),
            marks: Mutex::default(),
            jobs: Jobs::default(),
        })
    }

    /// The link that opens the pages.
    pub(crate) fn link(&self) -> String {
        format!("http://{}/?key={}", self.address, self.key)
    }

    fn now(&self) -> anyhow::Result<Zoned> {
        match &self.given {
            None => Ok(clock::now(None)?),
            Some((now, since)) => {
                let passed = i64::try_from(since.elapsed().as_secs()).unwrap_or(0);
                Ok(now.checked_add(SignedDuration::from_secs(passed))?)
            }
        }
    }

    /// The book at this moment.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn desk(&self) -> anyhow::Result<Desk> {
        let settings = self.settings.clone();
        let book = self.book.of(Owner::LOCAL);
        let desk = Desk::at(book, self.location.clone(), settings, self.now()?, self.date_is_right).await?;
        Ok(Desk {
            jobs: self.jobs.clone(),
            ..desk
        })
    }

    /// What lays texts on paper.
    pub(crate) fn press(&self) -> &Press {
        &self.press
    }

    /// What is found in a text, its language too; the proofreader loads at its first use, and other pages go on meanwhile.
    pub(crate) async fn remarks(
        &self,
        known: Known,
        note: afterword_store::book::NoteRecord,
    ) -> Vec<afterword_core::check::Remark> {
        let language = Arc::clone(self.language.get_or_init(|| Arc::new(measure::language())));
        let measured = tokio::task::spawn_blocking(move || known.remarks(Some(&language), &Text::of(&note))).await;
        measured.unwrap_or_default()
    }

    /// Begins to load the proofreader: somebody is about to need it.
    pub(crate) fn wake_language(&self) {
        self.language.get_or_init(|| Arc::new(measure::language()));
    }

    /// Remembers how to take something back.
    pub(crate) fn can_undo(&self, undo: Undo) {
        let mut list = self.undo.lock().unwrap_or_else(PoisonError::into_inner);
        list.push_back(undo);
        if list.len() > UNDONE_AT_MOST {
            list.pop_front();
        }
    }

    /// What was done last, as it is called; none where nothing can be taken back.
    pub(crate) fn last_done(&self) -> Option<String> {
        let list = self.undo.lock().unwrap_or_else(PoisonError::into_inner);
        list.back().map(|u| u.what.clone())
    }

    /// Takes the last change from the list.
    pub(crate) fn take_undo(&self) -> Option<Undo> {
        self.undo.lock().unwrap_or_else(PoisonError::into_inner).pop_back()
    }

    /// The case that a jot of this mark went to, if it was taken up before.
    pub(crate) fn marked(&self, mark: &str) -> Option<i64> {
        let list = self.marks.lock().unwrap_or_else(PoisonError::into_inner);
        list.iter().find(|(m, _)| m == mark).map(|(_, case)| *case)
    }

    /// Remembers where the jot of this mark went.
    pub(crate) fn mark(&self, mark: String, case: i64) {
        let mut list = self.marks.lock().unwrap_or_else(PoisonError::into_inner);
        list.push_back((mark, case));
        if list.len() > MARKS_AT_MOST {
            list.pop_front();
        }
    }
}
