//! The proofreader on a thread of its own: it loads while something else goes on, and commands that never ask never
//! load it.

use std::sync::mpsc::{Sender, channel};
use std::thread;

use afterword_core::check::{Dialect, Proofreader};

type Task = Box<dyn FnOnce(&mut Proofreader) + Send>;

/// A proofreader that began to load when this was made.
pub(crate) struct Language {
    tasks: Sender<Task>,
}

impl Language {
    /// Begins to load.
    pub(crate) fn load(dialect: Dialect) -> Self {
        let (tasks, queue) = channel::<Task>();
        thread::spawn(move || {
            let mut proofreader = Proofreader::load_for(dialect);
            for task in queue {
                task(&mut proofreader);
            }
        });
        Self { tasks }
    }

    /// Does something with the proofreader as soon as it is there.
    ///
    /// # Panics
    /// If proofreading itself did.
    pub(crate) fn with<T: Send + 'static>(&self, task: impl FnOnce(&mut Proofreader) -> T + Send + 'static) -> T {
        let (answer, answers) = channel();
        let asked = self.tasks.send(Box::new(move |proofreader| {
            let _ = answer.send(task(proofreader));
        }));
        asked
            .ok()
            .and_then(|()| answers.recv().ok())
            .expect("the proofreader answers as long as it is asked")
    }
}
