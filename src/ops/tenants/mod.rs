//!

pub mod disable;
pub mod known;
pub mod terminated;
