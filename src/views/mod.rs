//!

pub mod chart;
pub mod history_text;
pub mod job;
pub mod monte_carlo;
pub mod preview;
pub mod progress_bar;
pub mod report_html;
pub mod session_row;
pub mod session_table;
pub mod shell;
pub mod simulation;
pub mod tenant;
pub mod timeline;
pub mod undo;
