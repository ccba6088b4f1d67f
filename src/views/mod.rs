//! Results of commands as documents, rows and pages: those that several commands share, and long ones.

pub mod applied;
pub mod chart;
pub mod glossary;
pub mod headline;
pub mod history_text;
pub mod impact;
pub mod import_report;
pub mod job;
pub mod job_list;
pub mod message;
pub mod metrics;
pub mod mode;
pub mod monte_carlo;
pub mod notice;
pub mod plan;
pub mod preview;
pub mod progress_bar;
pub mod report;
pub mod rules;
#[cfg(test)]
mod run_counts;
pub mod session;
pub mod session_preview;
pub mod session_table;
pub mod shell;
pub mod simulation;
pub mod status;
pub mod tenant;
pub mod timeline;
pub mod undo;
pub mod wait;
