//! Page: text and tables for people, fitted to the terminal.

use std::fmt::Write as _;

use jiff::tz::TimeZone;

use crate::domain::Instant;
use crate::output::fit::{GAP, fit};
use crate::output::safe::safe;
use crate::output::table::{AT_ONCE, Table};
use crate::output::wrap::{columns, wrap};

/// A page of text on its way to standard output.
pub struct Page {
    text: String,
    width: Option<usize>,
    bold: bool,
    zone: TimeZone,
}

impl Page {
    /// An empty page. `width` is that of the terminal; without one nothing is ever cut.
    pub fn new(width: Option<u16>, bold: bool, zone: TimeZone) -> Page {
        Page { text: String::new(), width: width.map(usize::from), bold, zone }
    }

    /// What was written.
    pub fn into_text(self) -> String {
        self.text
    }

    /// How many columns are left on a line after so many; `None`: as many as it takes.
    pub fn left_after(&self, taken: usize) -> Option<usize> {
        self.width.map(|width| width.saturating_sub(taken))
    }

    /// Adds a line, which is the program's own words and harmless texts; at a terminal it goes on
    /// below where it is too long, as far in as it begins.
    pub fn line(&mut self, line: impl AsRef<str>) {
        let line = line.as_ref();
        self.hanging(line, line.len() - line.trim_start().len());
    }

    /// Adds a line that goes on below, `indent` columns in, where it is too long for a terminal.
    pub fn hanging(&mut self, line: &str, indent: usize) {
        for part in wrap(line, self.width, indent) {
            self.text.push_str(&part);
            self.text.push('\n');
        }
    }

    /// Adds a line that stands out at a terminal.
    pub fn strong(&mut self, line: impl AsRef<str>) {
        self.strong_hanging(line.as_ref(), 0);
    }

    /// The same, which goes on below `indent` columns in.
    pub fn strong_hanging(&mut self, line: &str, indent: usize) {
        for part in wrap(line, self.width, indent) {
            if self.bold {
                let _ = writeln!(self.text, "\u{1b}[1m{part}\u{1b}[0m");
            } else {
                let _ = writeln!(self.text, "{part}");
            }
        }
    }

    fn local(&self, instant: Instant, format: &str) -> String {
        instant.timestamp().to_zoned(self.zone.clone()).strftime(format).to_string()
    }

    /// An instant as people here read it: local, with its offset.
    pub fn time(&self, instant: Instant) -> String {
        self.local(instant, "%Y-%m-%d %H:%M:%S %:z")
    }

    /// The day of an instant, and the offset of local times then.
    pub fn day(&self, instant: Instant) -> String {
        self.local(instant, "%Y-%m-%d, times at %:z")
    }

    /// The local time of an instant, under a line that says the day.
    pub fn clock(&self, instant: Instant) -> String {
        let digits = if instant.millis().rem_euclid(1000) == 0 { "" } else { "%.3f" };
        self.local(instant, &format!("%H:%M:%S{digits}"))
    }

    /// Adds names with what is to be said of them, one below the other; text from outside is made
    /// harmless here.
    pub fn fields(&mut self, fields: &[(&str, String)]) {
        let longest = fields.iter().map(|(name, _)| columns(name)).max().unwrap_or(0);
        for (name, text) in fields {
            let gap = " ".repeat(longest - columns(name) + GAP);
            let line = format!("  {name}{gap}{}", safe(text));
            self.hanging(line.trim_end(), longest + 2 + GAP);
        }
    }

    /// Adds a table.
    pub fn table(&mut self, table: &Table) {
        let wishes = table.wishes(self.width.is_some());
        let widths = fit(&wishes, &table.expendable, self.width.unwrap_or(usize::MAX));
        let shown: Vec<(usize, usize)> =
            widths.iter().enumerate().filter_map(|(at, width)| Some((at, (*width)?))).collect();
        let headers = shown.iter().map(|(at, width)| wrap(table.columns[*at].0, Some(*width), 0));
        let heads = headers.map(|lines| lines.len()).max().unwrap_or(0);
        let mut from = 0;
        loop {
            let to = table.rows().min(from + AT_ONCE);
            let laid = table.laid(&shown, from..to);
            for (at, line) in laid.lines().enumerate() {
                let line = line.trim_end();
                match (at < heads, from) {
                    (true, 0) => self.strong(line),
                    (true, _) => {}
                    (false, _) => self.line(line),
                }
            }
            from = to;
            if from == table.rows() {
                break;
            }
        }
        let left_out: Vec<&str> = table
            .columns
            .iter()
            .zip(&widths)
            .filter(|(_, w)| w.is_none())
            .map(|(c, _)| c.0)
            .collect();
        if !left_out.is_empty() {
            self.line(format!("Not shown, for want of width: {}", left_out.join(", ")));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::output::Align;
    use crate::output::page::{Page, Table, TimeZone};

    #[track_caller]
    fn shows(width: Option<u16>, bold: bool, write: impl Fn(&mut Page), want: &str) {
        let mut page = Page::new(width, bold, TimeZone::UTC);
        write(&mut page);
        assert_eq!(page.into_text(), want);
    }

    #[test]
    fn a_table_fits_a_terminal_and_is_whole_elsewhere() {
        let mut table = Table::new(&[
            ("JOB", Align::Left),
            ("TASKS REFUSED", Align::Right),
            ("DRAINED", Align::Left),
        ]);
        table.leave_out_first(&["DRAINED"]);
        table.push(["nightly of every server", "12", "at once"]);
        let page = |page: &mut Page| page.table(&table);
        shows(
            None,
            false,
            page,
            "JOB                      TASKS REFUSED  DRAINED\nnightly of every server             12  at once\n",
        );
        shows(
            Some(36),
            true,
            page,
            "\u{1b}[1mJOB                   TASKS  DRAINED\u{1b}[0m\n\u{1b}[1m                    REFUSED\u{1b}[0m\nnightly of every         12  at once\nserver\n",
        );
        shows(
            Some(30),
            false,
            page,
            "JOB                      TASKS\n                       REFUSED\nnightly of every            12\nserver\nNot shown, for want of width:\nDRAINED\n",
        );
    }

    #[test]
    fn what_is_said_of_names_stands_beside_them() {
        let fields = [("When", "a session is running".to_owned()), ("Code", "a\nb".to_owned())];
        let page = |page: &mut Page| page.fields(&fields);
        shows(None, false, page, "  When  a session is running\n  Code  a\\nb\n");
        shows(Some(20), false, page, "  When  a session is\n        running\n  Code  a\\nb\n");
    }
}
