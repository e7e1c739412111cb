//! Why files could not be kept.

use std::io;
use std::path::PathBuf;

/// Why files could not be kept. Whatever the reason, the folder is as it was before.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Files of these names are there already and nobody said to replace them.
    #[error("{}", in_the_way(.0))]
    InTheWay(Vec<PathBuf>),
    /// Something stands in a target's place that is not a plain file: a link, a folder, a device.
    #[error("not a plain file: {}", .0.display())]
    NotAFile(PathBuf),
    /// The place for the folder is taken by something that is not a folder.
    #[error("not a folder: {}", .0.display())]
    NotAFolder(PathBuf),
    /// A name that could lead out of the folder or that a system reserves.
    #[error("not a usable file name: {0:?}")]
    BadName(String),
    /// Two files of one job were given the same name.
    #[error("two files named {0:?} in one job")]
    SameName(String),
    /// The system refused.
    #[error("cannot {what} {}", .path.display())]
    Io {
        /// What was being done, as in "cannot create the folder".
        what: &'static str,
        /// To what.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl StoreError {
    pub(crate) fn io(what: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { what, path, source }
    }

    /// Whether the disk, the permissions or a read-only mount are to blame.
    #[must_use]
    pub fn is_not_writable(&self) -> bool {
        matches!(self, Self::Io { source, .. } if matches!(
            source.kind(),
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::StorageFull
        ))
    }
}

/// A list short enough to read: a whole job can be forty files.
fn in_the_way(paths: &[PathBuf]) -> String {
    const SHOWN: usize = 4;
    let names: Vec<_> = paths
        .iter()
        .take(SHOWN)
        .filter_map(|p| p.file_name())
        .map(|n| n.to_string_lossy())
        .collect();
    let mut text = match paths
        .first()
        .and_then(|p| p.parent())
        .filter(|p| !p.as_os_str().is_empty())
    {
        Some(folder) => format!("{} already has {}", folder.display(), names.join(", ")),
        None => format!("there is already {}", names.join(", ")),
    };
    if paths.len() > SHOWN {
        text.push_str(" and ");
        text.push_str(&(paths.len() - SHOWN).to_string());
        text.push_str(" more");
    }
    text
}
