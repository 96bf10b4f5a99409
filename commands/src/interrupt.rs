//! Ctrl-C while a database is being changed: what runs is cancelled, the engine takes it back. A second
//! Ctrl-C ends the process at once; the database then takes it back by itself.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::{SigId, flag, low_level};

use crate::Exit;

/// How often the watcher looks.
const LOOK: Duration = Duration::from_millis(20);
/// A statement that begins just after a cancellation is cancelled with the next.
const AGAIN: Duration = Duration::from_millis(500);

/// Heeds Ctrl-C for as long as it lives.
pub(crate) struct Interrupt {
    asked: Arc<AtomicBool>,
    over: Arc<AtomicBool>,
    handlers: Vec<SigId>,
    watcher: Option<JoinHandle<()>>,
}

impl Interrupt {
    /// From now on Ctrl-C, or being told to end, calls `first` once and `cancel` again and again.
    ///
    /// # Errors
    ///
    /// When the system refuses.
    pub(crate) fn heed(
        first: impl Fn() + Send + 'static,
        cancel: impl Fn() + Send + 'static,
    ) -> io::Result<Interrupt> {
        let asked = Arc::new(AtomicBool::new(false));
        let over = Arc::new(AtomicBool::new(false));
        let mut handlers = Vec::new();
        for signal in [SIGINT, SIGTERM] {
            // In this order: only what comes after the first finds it asked.
            let code = Exit::Interrupted as i32;
            handlers.push(flag::register_conditional_shutdown(
                signal,
                code,
                Arc::clone(&asked),
            )?);
            handlers.push(flag::register(signal, Arc::clone(&asked))?);
        }
        let (watched, ended) = (Arc::clone(&asked), Arc::clone(&over));
        let watch = move || {
            let mut cancelled: Option<Instant> = None;
            while !ended.load(Ordering::Relaxed) {
                if watched.load(Ordering::Relaxed) {
                    if cancelled.is_none() {
                        first();
                    }
                    if cancelled.is_none_or(|at| at.elapsed() >= AGAIN) {
                        cancel();
                        cancelled = Some(Instant::now());
                    }
                }
                thread::park_timeout(LOOK);
            }
        };
        Ok(Interrupt {
            asked,
            over,
            handlers,
            watcher: Some(
                thread::Builder::new()
                    .name("interrupt".to_owned())
                    .spawn(watch)?,
            ),
        })
    }

    /// Whether it was asked for; for the engine to look at.
    pub(crate) fn asked(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.asked)
    }
}

impl Drop for Interrupt {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
        if let Some(watcher) = self.watcher.take() {
            watcher.thread().unpark();
            // A panic in it was said already.
            let _ = watcher.join();
        }
        for handler in self.handlers.drain(..) {
            low_level::unregister(handler);
        }
    }
}
