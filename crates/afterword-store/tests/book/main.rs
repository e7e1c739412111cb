//! The case book on both databases: the common list, and what only one of them has.

mod cluster;
mod file;
mod list;
mod server;
mod versions;

use std::panic::AssertUnwindSafe;

use afterword_store::book::{Location, Owner};

use list::Place;

/// Runs something asynchronous on one thread, as the program does.
fn block_on<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(work)
}

/// Runs every case of the list, each at a place of its own, and names all that do not hold.
fn run_list(mut place: impl FnMut(i64) -> (Place, Option<tempfile::TempDir>)) {
    let mut failed = Vec::new();
    for (number, case) in (1..).zip(list::cases()) {
        let (place, _dir) = place(number);
        let held = std::panic::catch_unwind(AssertUnwindSafe(|| block_on((case.run)(place))));
        println!("{} {}", if held.is_ok() { "ok    " } else { "FAILED" }, case.name);
        if held.is_err() {
            failed.push(case.name);
        }
    }
    assert!(failed.is_empty(), "these do not hold: {failed:?}");
}

fn place(location: Location, number: i64) -> Place {
    Place {
        location,
        owner: Owner(number * 10),
        stranger: Owner(number * 10 + 1),
    }
}

#[test]
fn a_file_passes_the_list() {
    run_list(|number| {
        let dir = tempfile::tempdir().unwrap();
        let location = Location::File(dir.path().join("book.db"));
        (place(location, number), Some(dir))
    });
}

#[test]
fn a_server_passes_the_list() {
    let cluster = cluster::cluster();
    let location = cluster.database("list");
    run_list(|number| (place(location.clone(), number), None));
}
