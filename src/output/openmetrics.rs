//! Metrics in the OpenMetrics text format, which Prometheus reads, too.

use std::fmt::Write as _;

use crate::domain::Instant;

/// A value of a metric, with the names and values of its labels.
pub type Sample<'s> = (&'s [(&'s str, &'s str)], f64);

/// Metrics on their way to standard output.
#[derive(Default)]
pub struct OpenMetrics(String);

impl OpenMetrics {
    /// Adds a gauge. Without samples its value is not known, and nothing is added: a 0 would be a claim.
    pub fn gauge(&mut self, name: &str, help: &str, samples: &[Sample<'_>]) {
        if samples.is_empty() {
            return;
        }
        let text = &mut self.0;
        let _ = writeln!(text, "# HELP {name} {help}");
        let _ = writeln!(text, "# TYPE {name} gauge");
        if name.ends_with("_seconds") {
            let _ = writeln!(text, "# UNIT {name} seconds");
        }
        for (labels, value) in samples {
            text.push_str(name);
            let labels: Vec<String> = labels
                .iter()
                .map(|(name, value)| format!("{name}=\"{}\"", escape(value)))
                .collect();
            if !labels.is_empty() {
                let _ = write!(text, "{{{}}}", labels.join(","));
            }
            let _ = writeln!(text, " {value}");
        }
    }

    /// Adds a gauge without labels.
    pub fn value(&mut self, name: &str, help: &str, value: Option<f64>) {
        let sample = value.map(|value| (&[][..], value));
        self.gauge(name, help, sample.as_slice());
    }

    /// Adds a gauge that is 0 or 1.
    pub fn flag(&mut self, name: &str, help: &str, value: Option<bool>) {
        self.value(name, help, value.map(f64::from));
    }

    /// Adds an instant, as seconds since 1970.
    pub fn time(&mut self, name: &str, help: &str, at: Option<Instant>) {
        self.value(name, help, at.map(seconds));
    }

    /// The finished text.
    pub fn finish(mut self) -> String {
        self.0.push_str("# EOF\n");
        self.0
    }
}

/// An instant as seconds since 1970.
#[expect(clippy::cast_precision_loss, reason = "milliseconds of the calendar have 48 bits")]
pub fn seconds(at: Instant) -> f64 {
    at.millis() as f64 / 1000.0
}

/// Escapes the value of a label.
fn escape(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    for letter in value.chars() {
        match letter {
            '\\' => escaped.push_str("\\\\"),
            '"' => escaped.push_str("\\\""),
            '\n' => escaped.push_str("\\n"),
            // A parser may split lines at these, and a terminal obeys them.
            control if control.is_control() => escaped.push('\u{fffd}'),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_metric_has_its_type_and_unit_and_an_unknown_one_is_absent() {
        let mut metrics = OpenMetrics::default();
        let hostile = [("server", "a\"b\\c\nd\u{1b}\u{85}")];
        metrics.gauge("mm_info", "What it is.", &[(&hostile, 1.0)]);
        metrics.value("mm_unknown", "Not known.", None);
        metrics.flag("mm_overdue", "Late.", Some(false));
        metrics.time("mm_end_seconds", "End.", Some(Instant::from_millis(1_795_467_600_500)));
        let want = "# HELP mm_info What it is.\n# TYPE mm_info gauge\n\
            mm_info{server=\"a\\\"b\\\\c\\nd\u{fffd}\u{fffd}\"} 1\n\
            # HELP mm_overdue Late.\n# TYPE mm_overdue gauge\nmm_overdue 0\n\
            # HELP mm_end_seconds End.\n# TYPE mm_end_seconds gauge\n\
            # UNIT mm_end_seconds seconds\nmm_end_seconds 1795467600.5\n# EOF\n";
        assert_eq!(metrics.finish(), want);
    }
}
