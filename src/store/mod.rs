//! Keep: the facts of one server in a SQLite file, changed in one transaction with its history.
//!
//! Nothing else names `rusqlite`. A [`View`] reads in one snapshot. A [`Change`] reads and decides
//! under the lock of a writer; what operators decide can only be written by a [`Writer`], which
//! exists once an entry of the history was made, and what was observed by an [`Observer`].

mod applied;
mod catalog;
mod change;
mod check;
mod copy;
mod encoded;
mod job_row;
mod journal;
mod maintenance;
mod names;
mod night;
mod offers;
mod open;
mod place;
mod present;
mod schema;
mod seal;
mod sessions;
mod trouble;
mod value;
mod view;

pub use applied::{Doing, Told};
pub use catalog::{Jobs, Kept};
pub use change::{Change, Founding, Observer, Writer};
pub use check::{Finding, Looked};
pub use journal::{Actor, Deed, Entry, Which};
pub use maintenance::{Opens, Window};
pub use night::{Night, not_a_night};
pub use offers::Names;
pub use open::{Location, Store};
pub use place::Group;
pub use present::{Part, Present};
pub use sessions::{KeptSession, Process, Sessions};
pub use trouble::Result;
pub use view::{Kind, Server, View};
