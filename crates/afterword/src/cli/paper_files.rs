//! Where a page goes that was asked for by itself: a file of its own name in a folder, or standard output.

use std::io::Write as _;
use std::path::PathBuf;

use afterword_store::{Existing, KeptFile, keep};

use super::print;
use super::write::cannot_keep;
use crate::text;

/// Where to put what is made.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Keep {
    /// Put the file into this folder; `-` is standard output
    #[arg(long, value_name = "DIR", default_value = "afterword-out")]
    out: PathBuf,
    /// Replace a file that is there already
    #[arg(long)]
    force: bool,
}

impl Keep {
    /// Keeps one file and says where.
    pub(super) fn keep(&self, name: &str, bytes: Vec<u8>) -> anyhow::Result<()> {
        if self.out.as_os_str() == "-" {
            return print(&bytes);
        }
        let existing = if self.force {
            Existing::Replace
        } else {
            Existing::Refuse
        };
        let file = KeptFile {
            name: name.to_owned(),
            bytes,
        };
        let paths = keep(&[file], &self.out, existing).map_err(cannot_keep)?;
        for path in paths {
            print(format!("{}\n", text::plain(&path.display().to_string())).as_bytes())?;
        }
        Ok(())
    }
}

/// Something worth knowing that stops nothing.
pub(super) fn remark(what: &str) {
    let _ = writeln!(anstream::stderr(), "note: {}", text::plain(what));
}
