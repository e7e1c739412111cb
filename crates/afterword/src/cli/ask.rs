//! Asking, where somebody is there to answer: one question at a time, each skippable.
//!
//! What is asked and what an answer does is for the core to say; here is only the conversation.

use std::collections::BTreeSet;
use std::io::{self, BufRead as _, Write as _};

use afterword_core::read::jot::{Answer, Refusal};
use afterword_core::write::{Choices, Job};

use crate::text::{plain, wrap};

/// Somebody to ask.
pub(super) trait Prompt {
    /// Says something.
    fn say(&mut self, text: &str) -> io::Result<()>;
    /// Reads one line; `None` when they have had enough.
    fn line(&mut self) -> io::Result<Option<String>>;
}

/// The person at the terminal. What is said goes to standard error: standard output is for the result.
pub(super) struct Terminal {
    pub(super) width: usize,
}

impl Prompt for Terminal {
    fn say(&mut self, text: &str) -> io::Result<()> {
        let mut stderr = anstream::stderr();
        for line in wrap(&plain(text), self.width) {
            writeln!(stderr, "{line}")?;
        }
        Ok(())
    }

    fn line(&mut self) -> io::Result<Option<String>> {
        let mut stderr = anstream::stderr();
        write!(stderr, "> ")?;
        stderr.flush()?;
        let mut line = String::new();
        let read = io::stdin().lock().read_line(&mut line)?;
        if read == 0 {
            writeln!(stderr)?;
            return Ok(None);
        }
        Ok(Some(line.trim().to_owned()))
    }
}

/// Asks what is open until nothing is, or they have had enough. Answers are added to `choices`; the last job is returned.
///
/// A question is put once, and again only when its answer could not be used.
pub(super) fn ask(
    prompt: &mut impl Prompt,
    mut job: Job,
    choices: &mut Choices,
    write: impl Fn(&Choices) -> (Job, Vec<Refusal>),
) -> io::Result<Job> {
    let mut put: BTreeSet<(String, String)> = BTreeSet::new();
    if !job.questions.is_empty() {
        prompt.say("")?;
        prompt.say("Some of it only you know. Enter skips, yes takes a sentence that is offered, - leaves it out, Ctrl-D ends.")?;
    }
    while let Some(question) = job
        .questions
        .iter()
        .find(|q| !put.contains(&(q.about.clone(), q.text.clone())))
    {
        prompt.say("")?;
        prompt.say(&question.text)?;
        let Some(text) = prompt.line()? else { break };
        if text.is_empty() {
            put.insert((question.about.clone(), question.text.clone()));
            continue;
        }
        let mut next = choices.clone();
        let answer = Answer {
            about: question.about.clone(),
            text,
        };
        next.answers.push(answer.settled(std::slice::from_ref(question)));
        let (written, refusals) = write(&next);
        if let Some(refusal) = refusals.first() {
            prompt.say(&format!("That {}: {}.", refusal.why, refusal.hint))?;
            continue;
        }
        put.insert((question.about.clone(), question.text.clone()));
        *choices = next;
        job = written;
    }
    Ok(job)
}

/// Answers as a file that gives the same notes again.
pub(super) fn answer_file(answers: &[Answer]) -> String {
    let mut out = String::from("# afterword write JOT --answers answers.txt\n");
    for answer in answers {
        out.push_str(&answer.about);
        out.push_str(": ");
        out.push_str(&answer.text.replace(['\n', '\r'], " "));
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use afterword_core::model::Profile;
    use afterword_core::write::{Seed, write_with};

    use super::*;
    use crate::fixture;

    /// Somebody with prepared lines.
    struct Script {
        lines: Vec<&'static str>,
        heard: Vec<String>,
    }

    impl Prompt for Script {
        fn say(&mut self, text: &str) -> io::Result<()> {
            self.heard.push(text.to_owned());
            Ok(())
        }

        fn line(&mut self) -> io::Result<Option<String>> {
            Ok((!self.lines.is_empty()).then(|| self.lines.remove(0).to_owned()))
        }
    }

    const JOT: &str = "staff writer, Harbor Magazine, mon mar 2\n\nMaria Gonzalez, editor in chief\n\
                       - asked what I would cut and I blanked\n\nTheo Lund, art director\n";

    fn talk(lines: &[&'static str]) -> (Job, Choices, Vec<String>) {
        let write = |choices: &Choices| write_with(JOT, &Profile::default(), &fixture::now(), Seed(0), choices);
        let mut choices = Choices::default();
        let mut script = Script {
            lines: lines.to_vec(),
            heard: Vec::new(),
        };
        let (job, _) = write(&choices);
        let job = ask(&mut script, job, &mut choices, write).expect("no terminal is involved");
        (job, choices, script.heard)
    }

    #[test]
    fn every_open_question_is_put_once() {
        let (before, _, heard) = talk(&[]);
        assert!(heard.len() >= 3 && before.questions.len() >= 3, "{heard:?}");
        let skip_all = ["", "", "", "", "", "", "", "", ""];
        let (job, choices, heard) = talk(&skip_all);
        assert_eq!(
            (job.questions.len(), choices.answers.len()),
            (before.questions.len(), 0)
        );
        for question in &job.questions {
            assert_eq!(heard.iter().filter(|h| **h == question.text).count(), 1, "{heard:?}");
        }
    }

    #[test]
    fn what_is_answered_is_asked_no_more_and_can_be_repeated() {
        let lines = [
            "Gabriela Garcia",
            "she cut the gift guide to 12 pages",
            "-",
            "-",
            "-",
            "-",
        ];
        let (job, choices, _) = talk(&lines);
        assert_eq!(job.candidate.name.as_deref(), Some("Gabriela Garcia"));
        assert!(job.questions.is_empty(), "{:?}", job.questions);
        let (again, refused) = Answer::parse(&answer_file(&choices.answers));
        assert!(refused.is_empty());
        assert_eq!(again, choices.answers);
    }

    #[test]
    fn what_is_agreed_to_is_kept_in_full() {
        let (mut before, _, _) = talk(&[]);
        let guess = "It was good to hear that you run two presses.".to_owned();
        before.questions.truncate(1);
        before.questions[0].guess = Some(guess.clone());
        let done = Job {
            questions: Vec::new(),
            ..before.clone()
        };
        let mut choices = Choices::default();
        let mut script = Script {
            lines: vec!["Yes."],
            heard: Vec::new(),
        };
        ask(&mut script, before, &mut choices, |_| (done.clone(), Vec::new())).expect("no terminal is involved");
        assert_eq!(choices.answers[0].text, guess);
    }
}
