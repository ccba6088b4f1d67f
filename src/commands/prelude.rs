//! What most commands need.

pub use serde::Serialize;

pub use crate::args::{ExpectRevision, Global, spelled};
pub use crate::commands::Response;
pub use crate::domain::{Instant, Mode, Service, Span, Toward, When};
pub use crate::error::{Code, Error, Exit, Result};
pub use crate::ops::app::App;
pub use crate::output::{Page, View};
pub use crate::store::HistoryAction;
