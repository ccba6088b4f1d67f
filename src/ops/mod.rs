//!

pub mod app;
pub mod apply;
pub mod candidate_windows;
pub mod catch_up;
pub mod change;
pub mod estimate;
pub mod expected;
pub mod forecast;
pub mod impact;
pub mod import_diff;
pub mod input;
pub mod job_check;
pub mod job_finder;
pub mod job_ref;
pub mod limits;
pub mod mode_change;
pub mod notification;
pub mod observations;
pub mod rule_usage;
pub mod scenario_source;
pub mod server_status;
pub mod suggestions;
pub mod tenant_access;
pub mod tenants;
pub mod treatment;
pub mod undo;
