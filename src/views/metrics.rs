//! The state of a server as metrics.

use crate::domain::Spelled;
use crate::output::{OpenMetrics, seconds};
use crate::views::status::StatusDocument;

/// Every metric that is known of a state, in OpenMetrics.
pub fn openmetrics(status: &StatusDocument) -> String {
    let mut metrics = OpenMetrics::default();
    let store = status.store.spelling();
    let info = [("server", &*status.server), ("store", store)];
    metrics.gauge("mm_server_info", "The server and the kind of its store.", &[(&info, 1.0)]);
    one_of(&mut metrics, "mm_mode", "The recorded mode.", "mode", status.mode);
    metrics.flag(
        "mm_overdue",
        "Whether maintenance is on past its planned end.",
        Some(status.overdue),
    );
    let applied = status.apply_status.applied;
    let help = "Whether the real server was told what is recorded.";
    one_of(&mut metrics, "mm_applied", help, "applied", applied);
    metrics.flag(
        "mm_drift",
        "Whether the real server differs although it was told.",
        status.apply_status.drift,
    );
    metrics.time(
        "mm_maintenance_start_timestamp_seconds",
        "When maintenance was switched on.",
        status.since,
    );
    metrics.time(
        "mm_planned_end_timestamp_seconds",
        "The planned end of the maintenance.",
        status.until,
    );
    let drained = status.drain.as_ref().and_then(|drain| drain.drained);
    metrics.flag("mm_drained", "Whether the maintenance is drained.", drained);
    #[expect(clippy::cast_precision_loss, reason = "there are fewer than 2^52 sessions")]
    let running = status.covered.map(|sessions| sessions as f64);
    metrics.value("mm_running_covered_sessions", "Covered sessions that are running.", running);
    metrics.time(
        "mm_last_observation_timestamp_seconds",
        "When running sessions were last observed.",
        status.observed_at,
    );
    let age = status.observed_at.map(|at| seconds(status.now) - seconds(at));
    metrics.value(
        "mm_last_observation_age_seconds",
        "Time since running sessions were last observed.",
        age,
    );
    metrics.time(
        "mm_next_window_start_timestamp_seconds",
        "When the next planned window opens.",
        status.next_window.as_ref().map(|window| window.from),
    );
    metrics.time(
        "mm_next_window_end_timestamp_seconds",
        "When the next planned window closes.",
        status.next_window.as_ref().and_then(|window| window.until),
    );
    hooks(&mut metrics, status);
    metrics.finish()
}

/// A gauge with a sample for each value of a set, of which one is 1.
fn one_of<T: Spelled>(metrics: &mut OpenMetrics, name: &str, help: &str, label: &str, is: T) {
    let labels: Vec<_> = T::ALL.iter().map(|each| [(label, each.spelling())]).collect();
    let samples: Vec<_> = T::ALL
        .iter()
        .zip(&labels)
        .map(|(each, labels)| (&labels[..], f64::from(*each == is)))
        .collect();
    metrics.gauge(name, help, &samples);
}

fn hooks(metrics: &mut OpenMetrics, status: &StatusDocument) {
    let labels: Vec<_> = status.hooks.iter().map(|run| [("hook", &*run.hook)]).collect();
    let runs = || status.hooks.iter().zip(&labels);
    let at: Vec<_> = runs().map(|(run, labels)| (&labels[..], seconds(run.at))).collect();
    metrics.gauge("mm_hook_last_run_timestamp_seconds", "When the hook last ended.", &at);
    let success: Vec<_> =
        runs().map(|(run, labels)| (&labels[..], f64::from(run.error.is_none()))).collect();
    metrics.gauge("mm_hook_last_success", "Whether the last run of the hook succeeded.", &success);
    let exits: Vec<_> =
        runs().filter_map(|(run, labels)| Some((&labels[..], f64::from(run.status?)))).collect();
    metrics.gauge("mm_hook_last_exit_status", "The last exit status of the hook.", &exits);
}
