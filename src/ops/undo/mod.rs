//!

pub mod latest;
pub mod mode;
pub mod step;
