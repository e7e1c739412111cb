//! What only a file has: bytes, rights, a disk that is full, a second process, a power cut.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use afterword_store::book::{Book, BookError, Forget, Location, Mode, Owner, PersonRecord};

use crate::block_on;
use crate::list::{fill, now};

fn location(dir: &Path) -> Location {
    Location::File(dir.join("book.db"))
}

async fn open(dir: &Path) -> Result<Book, BookError> {
    Book::open(&location(dir), Owner::LOCAL).await
}

/// A book with something in every table, closed.
fn made() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    block_on(async {
        let book = open(dir.path()).await.unwrap();
        let mut tx = book.transaction().await.unwrap();
        fill(&mut tx).await;
        tx.commit().await.unwrap();
        book.close().await;
    });
    dir
}

fn files(dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all: Vec<_> = fs::read_dir(dir)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.is_file())
        .map(|p| (p.clone(), fs::read(p).unwrap()))
        .collect();
    all.sort();
    all
}

#[test]
fn nobody_else_may_read_it() {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("share/afterword");
    block_on(async {
        let book = open(&home).await.unwrap();
        let mut tx = book.transaction().await.unwrap();
        fill(&mut tx).await;
        tx.commit().await.unwrap();
        book.sender_lease().await.unwrap().unwrap();
        book.export(&home.join("out.zip"), &[]).await.unwrap();
        book.backup(&home.join("copy.db")).await.unwrap();
        let seen: Vec<_> = files(&home).into_iter().map(|(path, _)| path).collect();
        assert!(
            seen.len() >= 6,
            "the file, its log and index, the lease, the export, the backup: {seen:?}"
        );
        for path in seen {
            let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode, 0o600, "{}", path.display());
        }
        let mode = fs::metadata(&home).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o700);
        let facts = book.facts().await.unwrap();
        let file = facts.file.as_ref().unwrap();
        assert!(
            facts.is_whole() && !file.open_to_others && file.wal_bytes > 0,
            "{facts:?}"
        );
        fs::set_permissions(home.join("book.db"), fs::Permissions::from_mode(0o644)).unwrap();
        assert!(book.facts().await.unwrap().file.unwrap().open_to_others);
    });
}

/// Row 89.
#[test]
fn a_newer_book_is_refused_with_its_bytes_unchanged() {
    let dir = made();
    let path = dir.path().join("book.db");
    let mut bytes = fs::read(&path).unwrap();
    // `user_version`, SQLite file format 1.3.13.
    bytes[60..64].copy_from_slice(&99_u32.to_be_bytes());
    fs::write(&path, &bytes).unwrap();
    let newer = block_on(open(dir.path()));
    assert!(matches!(newer, Err(BookError::Newer { found: 99, .. })), "{newer:?}");
    drop(newer);
    assert!(fs::read(&path).unwrap() == bytes, "the file is as it was");
    // Nor is it restored over another.
    let other = made();
    let restored = block_on(Book::restore(&location(other.path()), &path, Owner::LOCAL, now()));
    assert!(matches!(restored, Err(BookError::Newer { .. })), "{restored:?}");
}

/// Row 90: cut off.
#[test]
fn a_book_cut_off_is_damaged() {
    let dir = made();
    let path = dir.path().join("book.db");
    let whole = fs::read(&path).unwrap();
    for len in [
        1,
        50,
        99,
        100,
        4096,
        whole.len() / 2,
        whole.len() - 4096,
        whole.len() - 1,
    ] {
        fs::write(&path, &whole[..len]).unwrap();
        let opened = block_on(open(dir.path()));
        assert!(
            matches!(opened, Err(BookError::Damaged { .. })),
            "cut at {len}: {opened:?}"
        );
        assert!(opened.unwrap_err().hint().unwrap().contains("restore"));
    }
    fs::write(
        &path,
        "Dear diary, this is a text file and has been one for more than a hundred bytes. ".repeat(3),
    )
    .unwrap();
    assert!(matches!(block_on(open(dir.path())), Err(BookError::Damaged { .. })));
}

/// Row 90: bits flipped. Wherever they are, nothing panics, and either it is noticed or nothing was hurt.
#[test]
fn flipped_bits_are_noticed_or_harmless() {
    let dir = made();
    let path = dir.path().join("book.db");
    let whole = fs::read(&path).unwrap();
    let contents = block_on(async {
        open(dir.path())
            .await
            .unwrap()
            .read()
            .await
            .unwrap()
            .contents()
            .await
            .unwrap()
    });
    let mut noticed = 0;
    let mut seed = 7_usize;
    let flips = 120;
    for _ in 0..flips {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let at = (seed >> 24) % whole.len();
        let mut bytes = whole.clone();
        bytes[at] ^= 0xff;
        fs::write(&path, &bytes).unwrap();
        let _ = fs::remove_file(dir.path().join("book.db-wal"));
        let _ = fs::remove_file(dir.path().join("book.db-shm"));
        let found = block_on(async {
            let book = open(dir.path()).await?;
            let facts = book.facts().await?;
            let found = book.read().await?.contents().await;
            book.close().await;
            Ok::<_, BookError>((facts, found))
        });
        match found {
            Err(_) => noticed += 1,
            Ok((facts, found)) if !facts.is_whole() || found.is_err() => noticed += 1,
            // A letter of a text can change unnoticed: SQLite has no checksums. What must not happen is a wrong state.
            Ok((_, Ok(found))) => {
                let states = |c: &afterword_store::book::Contents| {
                    c.notes.iter().map(|n| n.note.state.name()).collect::<Vec<_>>()
                };
                assert_eq!(states(&found), states(&contents), "byte {at}");
            }
            Ok(_) => unreachable!("matched above"),
        }
    }
    assert!(noticed > 4, "only {noticed} of {flips} flips were noticed");
}

/// Row 86: the disk is full, at every page a change could need.
#[test]
fn a_full_disk_leaves_no_half_state() {
    let dir = tempfile::tempdir().unwrap();
    block_on(async {
        let book = open(dir.path()).await.unwrap();
        book.close().await;
        let mut full = 0;
        let mut pages = 1;
        loop {
            let book = open(dir.path()).await.unwrap();
            let before = book.read().await.unwrap().contents().await.unwrap();
            let limit = book.limit_pages(1).await.unwrap();
            book.limit_pages(u32::try_from(limit).unwrap() + pages).await.unwrap();
            let done = async {
                let mut tx = book.transaction().await?;
                let big = "word ".repeat(20_000);
                for name in ["a", "b", "c"] {
                    let mut person = PersonRecord::named(name);
                    person.title = Some(big.clone());
                    tx.add_person(&person).await?;
                }
                tx.commit().await
            }
            .await;
            match done {
                Err(BookError::Full) => full += 1,
                Err(e) => panic!("{e:?}"),
                Ok(()) => break,
            }
            assert_eq!(
                book.read().await.unwrap().contents().await.unwrap(),
                before,
                "at {pages} pages"
            );
            assert!(book.facts().await.unwrap().is_whole());
            book.close().await;
            pages += 7;
        }
        assert!(full > 3, "the limit was felt {full} times");
        let book = open(dir.path()).await.unwrap();
        assert_eq!(book.read().await.unwrap().people().await.unwrap().len(), 3);
    });
}

/// Row 88: while one writes, the other reads, and its own change waits.
#[test]
fn a_second_process_reads_and_waits() {
    let dir = made();
    block_on(async {
        let (one, two) = (open(dir.path()).await.unwrap(), open(dir.path()).await.unwrap());
        let mut tx = one.transaction().await.unwrap();
        tx.add_person(&PersonRecord::named("First")).await.unwrap();
        assert_eq!(
            two.read().await.unwrap().people().await.unwrap().len(),
            2,
            "what was committed is readable"
        );
        let begin = Instant::now();
        let (done, ()) = tokio::join!(
            async {
                let mut tx = two.transaction().await?;
                tx.add_person(&PersonRecord::named("Second")).await?;
                tx.commit().await
            },
            async {
                tokio::time::sleep(Duration::from_millis(300)).await;
                tx.commit().await.unwrap();
            }
        );
        done.unwrap();
        assert!(begin.elapsed() >= Duration::from_millis(250), "it waited");
        let mut view = one.read().await.unwrap();
        let names: Vec<_> = view.people().await.unwrap().into_iter().map(|p| p.name).collect();
        assert_eq!(names[2..], ["First", "Second"]);
        drop(view);
        // Longer than anybody waits.
        let tx = one.transaction().await.unwrap();
        let busy = two.transaction().await;
        assert!(matches!(busy, Err(BookError::Busy)), "it gave up");
        drop(tx);
    });
}

/// Row 87. As root nothing is read-only by its rights, so that somebody else looks.
#[test]
fn a_read_only_home_can_be_read() {
    let dir = made();
    let _ = fs::remove_file(dir.path().join("book.db-wal"));
    let _ = fs::remove_file(dir.path().join("book.db-shm"));
    fs::set_permissions(dir.path().join("book.db"), fs::Permissions::from_mode(0o444)).unwrap();
    fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o555)).unwrap();
    let exe = std::env::current_exe().unwrap();
    let is_root = String::from_utf8_lossy(&Command::new("id").arg("-u").output().unwrap().stdout).trim() == "0";
    let done = if is_root {
        // Where nobody may look into the folder of the build, a copy of this test can.
        let copy = tempfile::Builder::new().prefix("afterword-test-").tempfile().unwrap();
        let copy = copy.into_temp_path();
        fs::copy(&exe, &copy).unwrap();
        fs::set_permissions(&copy, fs::Permissions::from_mode(0o555)).unwrap();
        Command::new("runuser")
            .args(["-u", "nobody", "--"])
            .arg(&copy)
            .args(["--exact", "file::looks_at_a_read_only_home", "--ignored", "--nocapture"])
            .env("AFTERWORD_TEST_HOME", dir.path())
            .current_dir("/")
            .output()
    } else {
        Command::new(exe)
            .args(["--exact", "file::looks_at_a_read_only_home", "--ignored", "--nocapture"])
            .env("AFTERWORD_TEST_HOME", dir.path())
            .output()
    };
    let done = done.unwrap();
    fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let said = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success() && said.contains("1 passed"), "{said}");
}

#[test]
#[ignore = "run by a_read_only_home_can_be_read, as somebody without rights"]
fn looks_at_a_read_only_home() {
    let home = PathBuf::from(std::env::var_os("AFTERWORD_TEST_HOME").expect("run by the other test"));
    assert!(fs::write(home.join("x"), "").is_err(), "this home can be written to");
    block_on(async {
        let book = open(&home).await.unwrap();
        assert_eq!(book.mode(), Mode::ReadOnly);
        let mut view = book.read().await.unwrap();
        assert_eq!(view.people().await.unwrap().len(), 2);
        assert_eq!(view.open_cases().await.unwrap().len(), 1);
        assert!(!view.find("okonkwo", 5).await.unwrap().is_empty());
        drop(view);
        assert!(matches!(book.transaction().await.map(|_| ()), Err(BookError::ReadOnly)));
        assert!(matches!(book.sender_lease().await, Err(BookError::ReadOnly)));
        assert!(book.facts().await.unwrap().is_whole());
        let out = tempfile::tempdir().unwrap();
        book.backup(&out.path().join("copy.db")).await.unwrap();
        book.export(&out.path().join("out.zip"), &[]).await.unwrap();
        let missing = Book::open(&Location::File(home.join("new/book.db")), Owner::LOCAL).await;
        assert!(matches!(missing, Err(BookError::File { .. })), "{missing:?}");
    });
}

#[test]
fn what_was_forgotten_is_in_no_byte() {
    let dir = made();
    let traces = |dir: &Path| {
        let mut found = Vec::new();
        for (path, bytes) in files(dir) {
            let text = String::from_utf8_lossy(&bytes).to_lowercase();
            for word in ["okonkwo", "bread oven", "maya@", "main st", "%pdf-1.7 menu"] {
                if text.contains(word) {
                    found.push(format!("{word} in {}", path.display()));
                }
            }
        }
        found
    };
    assert!(traces(dir.path()).len() >= 5, "they are there before");
    block_on(async {
        let book = open(dir.path()).await.unwrap();
        let mut view = book.read().await.unwrap();
        let maya = view.people().await.unwrap().remove(0).id;
        drop(view);
        let done = book
            .forget(Forget::Person(maya), now(), &[9; 16])
            .await
            .unwrap()
            .unwrap();
        assert!(done.scrubbed);
        // Still open, and then closed.
        assert_eq!(traces(dir.path()), Vec::<String>::new());
        assert!(book.facts().await.unwrap().is_whole());
        book.close().await;
        assert_eq!(traces(dir.path()), Vec::<String>::new());
        let book = open(dir.path()).await.unwrap();
        assert_eq!(
            book.read().await.unwrap().find("tom", 5).await.unwrap().len(),
            1,
            "others are still found"
        );
    });
}

#[test]
fn a_backup_is_whole_and_comes_back() {
    let dir = made();
    let backup = dir.path().join("backup.db");
    block_on(async {
        let book = open(dir.path()).await.unwrap();
        let contents = book.read().await.unwrap().contents().await.unwrap();
        book.backup(&backup).await.unwrap();
        let again = book.backup(&backup).await;
        assert!(
            matches!(again, Err(BookError::Conflict { .. })),
            "never over a file: {again:?}"
        );
        let mut tx = book.transaction().await.unwrap();
        tx.add_person(&PersonRecord::named("Later")).await.unwrap();
        tx.commit().await.unwrap();
        let later = book.read().await.unwrap().contents().await.unwrap();
        // Somebody sends: nothing is swapped under them.
        let lease = book.sender_lease().await.unwrap().unwrap();
        let busy = Book::restore(&location(dir.path()), &backup, Owner::LOCAL, now()).await;
        assert!(matches!(busy, Err(BookError::Busy)), "{busy:?}");
        drop(lease);
        // A damaged backup changes nothing.
        let half = dir.path().join("half.db");
        let bytes = fs::read(&backup).unwrap();
        fs::write(&half, &bytes[..bytes.len() / 2]).unwrap();
        let damaged = Book::restore(&location(dir.path()), &half, Owner::LOCAL, now()).await;
        assert!(matches!(damaged, Err(BookError::Damaged { .. })), "{damaged:?}");
        assert_eq!(book.read().await.unwrap().contents().await.unwrap(), later);
        book.close().await;
        let restored = Book::restore(&location(dir.path()), &backup, Owner::LOCAL, now())
            .await
            .unwrap();
        assert_eq!(restored.uncertain, 1);
        let book = open(dir.path()).await.unwrap();
        let mut view = book.read().await.unwrap();
        let now_there = view.contents().await.unwrap();
        assert_eq!(now_there.people, contents.people);
        assert_eq!(now_there.notes[0].note.state.name(), "uncertain");
        drop(view);
        let aside = Location::File(restored.laid_aside.unwrap());
        let old = Book::open(&aside, Owner::LOCAL).await.unwrap();
        assert_eq!(
            old.read().await.unwrap().contents().await.unwrap(),
            later,
            "nothing was lost"
        );
        // And on a machine where there is nothing yet.
        let fresh = dir.path().join("new/machine/book.db");
        let restored = Book::restore(&Location::File(fresh.clone()), &backup, Owner::LOCAL, now())
            .await
            .unwrap();
        assert_eq!(restored.laid_aside, None);
        Book::open(&Location::File(fresh), Owner::LOCAL).await.unwrap();
        let left: Vec<_> = fs::read_dir(dir.path())
            .unwrap()
            .map(|e| e.unwrap().file_name())
            .collect();
        assert!(
            !left.iter().any(|n| n.to_string_lossy().starts_with(".afterword-")),
            "{left:?}"
        );
    });
}

/// Row 91: the file and its log as they are at many moments while the tables are made, as a power cut would leave them.
#[test]
fn a_power_cut_while_the_tables_are_made_leaves_the_old_or_the_new() {
    let dir = tempfile::tempdir().unwrap();
    let copies = tempfile::tempdir().unwrap();
    let (from, to) = (dir.path().to_owned(), copies.path().to_owned());
    let copier = std::thread::spawn(move || {
        let begin = Instant::now();
        let mut made = 0;
        while begin.elapsed() < Duration::from_secs(1) && made < 300 {
            // A fast disk would be done with all its copies before the tables are begun.
            std::thread::sleep(Duration::from_millis(2));
            let target = to.join(made.to_string());
            fs::create_dir(&target).unwrap();
            // A log that was still being written is what a cut leaves. A file copied while the log was brought into it is
            // not: the log would have been there still. Such a copy is thrown away.
            let stamp = |p: &Path| fs::metadata(p).and_then(|m| Ok((m.len(), m.modified()?))).ok();
            let before = stamp(&from.join("book.db"));
            for name in ["book.db", "book.db-wal"] {
                let _ = fs::copy(from.join(name), target.join(name));
            }
            if stamp(&from.join("book.db")) != before {
                fs::remove_dir_all(&target).unwrap();
                continue;
            }
            made += 1;
        }
        made
    });
    block_on(async {
        let book = open(dir.path()).await.unwrap();
        tokio::time::sleep(Duration::from_millis(200)).await;
        book.close().await;
    });
    let made = copier.join().unwrap();
    assert!(made > 5, "{made} copies");
    let mut old = 0;
    for copy in 0..made {
        let copy = copies.path().join(copy.to_string());
        if fs::metadata(copy.join("book.db")).map_or(0, |m| m.len()) <= 4096 {
            old += 1;
        }
        block_on(async {
            let book = open(&copy)
                .await
                .unwrap_or_else(|e| panic!("{}: {e:?}", copy.display()));
            let mut tx = book.transaction().await.unwrap();
            fill(&mut tx).await;
            tx.commit().await.unwrap();
            assert!(book.facts().await.unwrap().is_whole());
        });
    }
    assert!(old > 0 && old < made, "copies of before and after: {old} of {made}");
}
