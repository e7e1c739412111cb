//! Being told to end: Ctrl-C, or the system's polite request.

use tokio::signal::unix::{SignalKind, signal};

/// Comes back once somebody asks this process to end. Where the system gives no such signal, never.
pub(crate) async fn asked() {
    let (Ok(mut interrupt), Ok(mut terminate)) = (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
    else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
}
