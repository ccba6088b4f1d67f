//! Two threads for many jobs: one reads them while the other one checks and indexes them.

use std::panic::resume_unwind;
use std::sync::mpsc::sync_channel;
use std::thread;

/// How many items are handed over at once.
const BATCH: usize = 256;
/// How many batches wait at most, so that a large scenario is never in memory as a whole.
const WAITING: usize = 8;

/// Calls `take` with everything that `read` sends, in order, on another thread. Mistakes that stop
/// the reading are reported before those in what was read.
pub fn hand_over<T: Send, E: Send>(
    read: impl FnOnce(&mut dyn FnMut(T)) -> Result<(), E>,
    take: impl FnMut(T) -> Result<(), E> + Send,
) -> Result<(), E> {
    let (sender, receiver) = sync_channel::<Vec<T>>(WAITING);
    thread::scope(|scope| {
        let taken = scope.spawn(move || receiver.into_iter().flatten().try_for_each(take));
        let mut batch = Vec::with_capacity(BATCH);
        // Nothing is received after the first error.
        let send = |batch| _ = sender.send(batch);
        let read = read(&mut |item| {
            batch.push(item);
            if batch.len() == BATCH {
                send(std::mem::replace(&mut batch, Vec::with_capacity(BATCH)));
            }
        });
        send(batch);
        drop(sender);
        read.and(taken.join().unwrap_or_else(|panic| resume_unwind(panic)))
    })
}
