//! A job's files, put into a folder all at once.
//!
//! Everything is written into a hidden folder inside the target first, then each file is given its real name by a hard
//! link, which refuses to take a name that is in use: what appears between the look and the link is not overwritten.
//! If any step fails, the names already given are taken back and replaced files return.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::{StoreError, name};

/// One file to keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptFile {
    /// Its name: lower-case ASCII, digits, hyphens and dots. Anything else is refused.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What to do with files that are there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// Refuse, and name them. Empty files count as absent.
    Refuse,
    /// Put the new ones in their place.
    Replace,
}

/// Puts the files into `folder`, which is made if it is missing, and returns their paths in the same order.
///
/// A link, folder or device in a target's place is refused even with [`Existing::Replace`]: it would lead elsewhere.
///
/// # Errors
///
/// See [`StoreError`]. After an error the folder holds what it held before, and folders made on the way are gone.
pub fn keep(files: &[KeptFile], folder: &Path, existing: Existing) -> Result<Vec<PathBuf>, StoreError> {
    let targets = targets(files, folder)?;
    let replaced = look(&targets, existing)?;
    let made = make_folder(folder)?;
    let result = place(files, &targets, &replaced, folder);
    if result.is_err() {
        for path in made.iter().rev() {
            // Only what was made here and is empty again goes.
            let _ = fs::remove_dir(path);
        }
    }
    result.map(|()| targets)
}

/// Whether the files could be put into `folder` as things stand; nothing is made.
///
/// # Errors
///
/// The same as [`keep`] for what stands in the way.
pub fn free(files: &[KeptFile], folder: &Path, existing: Existing) -> Result<(), StoreError> {
    look(&targets(files, folder)?, existing).map(|_| ())
}

fn targets(files: &[KeptFile], folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let mut seen = BTreeSet::new();
    let mut targets = Vec::with_capacity(files.len());
    for file in files {
        if !name::is_plain(&file.name) {
            return Err(StoreError::BadName(file.name.clone()));
        }
        if !seen.insert(file.name.as_str()) {
            return Err(StoreError::SameName(file.name.clone()));
        }
        targets.push(folder.join(&file.name));
    }
    Ok(targets)
}

/// Which targets exist and may be replaced; an error if one may not.
fn look(targets: &[PathBuf], existing: Existing) -> Result<Vec<bool>, StoreError> {
    let mut there = Vec::with_capacity(targets.len());
    let mut in_the_way = Vec::new();
    for path in targets {
        match fs::symlink_metadata(path) {
            Ok(meta) if !meta.is_file() => return Err(StoreError::NotAFile(path.clone())),
            Ok(meta) => {
                there.push(true);
                if existing == Existing::Refuse && meta.len() > 0 {
                    in_the_way.push(path.clone());
                }
            }
            Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => there.push(false),
            Err(e) => return Err(StoreError::io("look at", path)(e)),
        }
    }
    if in_the_way.is_empty() {
        Ok(there)
    } else {
        Err(StoreError::InTheWay(in_the_way))
    }
}

/// Makes the folder and what is missing above it; returns what was made, outermost first.
fn make_folder(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let mut missing = Vec::new();
    let mut at = Some(folder);
    while let Some(path) = at.filter(|p| !p.as_os_str().is_empty()) {
        match fs::metadata(path) {
            Ok(meta) if meta.is_dir() => break,
            Ok(_) => return Err(StoreError::NotAFolder(path.to_owned())),
            Err(e) if e.kind() == io::ErrorKind::NotFound => missing.push(path.to_owned()),
            // A file stands further up; the loop gets there and names it.
            Err(e) if e.kind() == io::ErrorKind::NotADirectory => {}
            Err(e) => return Err(StoreError::io("open the folder", path)(e)),
        }
        at = path.parent();
    }
    missing.reverse();
    for (i, path) in missing.iter().enumerate() {
        if let Err(e) = fs::create_dir(path) {
            for made in missing[..i].iter().rev() {
                let _ = fs::remove_dir(made);
            }
            return Err(StoreError::io("create the folder", path)(e));
        }
    }
    Ok(missing)
}

/// A hidden folder inside the target, removed with all it holds when dropped.
struct Staging(PathBuf);

impl Staging {
    fn new(folder: &Path) -> Result<Self, StoreError> {
        let process = std::process::id();
        for attempt in 0..100_u32 {
            let path = folder.join(format!(".afterword-{process}-{attempt}"));
            match fs::create_dir(&path) {
                Ok(()) => return Ok(Self(path)),
                Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {}
                Err(e) => return Err(StoreError::io("write into", folder)(e)),
            }
        }
        Err(StoreError::io("write into", folder)(
            io::ErrorKind::AlreadyExists.into(),
        ))
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn place(files: &[KeptFile], targets: &[PathBuf], replaced: &[bool], folder: &Path) -> Result<(), StoreError> {
    let staging = Staging::new(folder)?;
    for (i, (file, target)) in files.iter().zip(targets).enumerate() {
        write_new(&staging.0.join(format!("new-{i}")), &file.bytes).map_err(StoreError::io("write", target))?;
    }
    let mut undo: Vec<(usize, bool)> = Vec::with_capacity(files.len());
    let result = (0..files.len()).try_for_each(|i| {
        let old = staging.0.join(format!("old-{i}"));
        if replaced[i] {
            fs::rename(&targets[i], &old).map_err(StoreError::io("replace", &targets[i]))?;
        }
        undo.push((i, false));
        name_it(&staging.0.join(format!("new-{i}")), &targets[i])?;
        if let Some(last) = undo.last_mut() {
            last.1 = true;
        }
        Ok(())
    });
    if result.is_err() {
        for &(i, named) in undo.iter().rev() {
            if named {
                let _ = fs::remove_file(&targets[i]);
            }
            if replaced[i] {
                let _ = fs::rename(staging.0.join(format!("old-{i}")), &targets[i]);
            }
        }
    }
    result
}

fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    // Not forced to the disk: the jot is still there, and a job is made again in a moment.
    file.write_all(bytes)
}

/// Gives a finished file its name, never taking one in use.
fn name_it(new: &Path, target: &Path) -> Result<(), StoreError> {
    match fs::hard_link(new, target) {
        Ok(()) => Ok(()),
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => Err(StoreError::InTheWay(vec![target.to_owned()])),
        // Some file systems (FAT, some network drives) have no hard links; there a look must do.
        Err(_) if fs::symlink_metadata(target).is_err() => {
            fs::rename(new, target).map_err(StoreError::io("write", target))
        }
        Err(_) => Err(StoreError::InTheWay(vec![target.to_owned()])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, bytes: &str) -> KeptFile {
        KeptFile {
            name: name.to_owned(),
            bytes: bytes.as_bytes().to_vec(),
        }
    }

    fn listing(folder: &Path) -> Vec<(String, String)> {
        let mut all: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|e| e.unwrap())
            .map(|e| {
                (
                    e.file_name().into_string().unwrap(),
                    fs::read_to_string(e.path()).unwrap_or_default(),
                )
            })
            .collect();
        all.sort();
        all
    }

    #[test]
    fn files_arrive_together_and_nothing_else_is_left() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("a/b");
        let paths = keep(
            &[file("01-a.txt", "one"), file("plan.ics", "two")],
            &out,
            Existing::Refuse,
        )
        .unwrap();
        assert_eq!(paths, [out.join("01-a.txt"), out.join("plan.ics")]);
        assert_eq!(
            listing(&out),
            [("01-a.txt".into(), "one".into()), ("plan.ics".into(), "two".into())]
        );
    }

    #[test]
    fn what_is_there_stays_unless_told_otherwise() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("plan.ics"), "mine").unwrap();
        let files = [file("01-a.txt", "one"), file("plan.ics", "two")];
        let error = keep(&files, dir.path(), Existing::Refuse).unwrap_err();
        assert!(
            matches!(&error, StoreError::InTheWay(p) if p == &[dir.path().join("plan.ics")]),
            "{error}"
        );
        assert_eq!(listing(dir.path()), [("plan.ics".into(), "mine".into())]);
        keep(&files, dir.path(), Existing::Replace).unwrap();
        assert_eq!(
            listing(dir.path()),
            [("01-a.txt".into(), "one".into()), ("plan.ics".into(), "two".into())]
        );
    }

    #[test]
    fn an_empty_file_is_no_loss() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("a.txt"), "").unwrap();
        keep(&[file("a.txt", "one")], dir.path(), Existing::Refuse).unwrap();
        assert_eq!(listing(dir.path()), [("a.txt".into(), "one".into())]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_neither_followed_nor_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("out");
        fs::create_dir(&out).unwrap();
        fs::write(dir.path().join("precious"), "mine").unwrap();
        std::os::unix::fs::symlink(dir.path().join("precious"), out.join("b.txt")).unwrap();
        for existing in [Existing::Refuse, Existing::Replace] {
            let error = keep(&[file("a.txt", "one"), file("b.txt", "two")], &out, existing).unwrap_err();
            assert!(matches!(error, StoreError::NotAFile(_)), "{error}");
            assert_eq!(fs::read_to_string(dir.path().join("precious")).unwrap(), "mine");
            assert_eq!(listing(&out).len(), 1);
        }
    }

    #[test]
    fn failing_half_way_leaves_everything_as_it_was() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("a.txt"), "mine").unwrap();
        let targets = [dir.path().join("a.txt"), dir.path().join("b.txt")];
        // The second name is taken behind the look's back.
        fs::write(&targets[1], "theirs").unwrap();
        let files = [file("a.txt", "new"), file("b.txt", "new")];
        let error = place(&files, &targets, &[true, false], dir.path()).unwrap_err();
        assert!(matches!(error, StoreError::InTheWay(_)), "{error}");
        assert_eq!(
            listing(dir.path()),
            [("a.txt".into(), "mine".into()), ("b.txt".into(), "theirs".into())]
        );
    }

    #[test]
    fn names_are_not_paths() {
        let dir = tempfile::tempdir().unwrap();
        for bad in ["../x", "a/b.txt", "con.txt", ""] {
            let error = keep(&[file(bad, "")], dir.path(), Existing::Replace).unwrap_err();
            assert!(matches!(error, StoreError::BadName(_)), "{error}");
        }
        let error = keep(&[file("a.txt", ""), file("a.txt", "")], dir.path(), Existing::Replace).unwrap_err();
        assert!(matches!(error, StoreError::SameName(_)), "{error}");
    }

    #[test]
    fn a_file_in_the_folders_place_is_named() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("out"), "").unwrap();
        for out in ["out", "out/deeper"] {
            let error = keep(&[file("a.txt", "")], &dir.path().join(out), Existing::Replace).unwrap_err();
            assert!(
                matches!(&error, StoreError::NotAFolder(p) if p.ends_with("out")),
                "{error}"
            );
        }
    }
}
