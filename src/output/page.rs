//! Pages: text and tables for people, fitted to the terminal.

use std::cell::OnceCell;
use std::fmt::Write as _;

use jiff::Zoned;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::domain::Instant;
use crate::output::program::name_program;
use crate::output::sanitize;
use crate::output::table::{GAP, Table};
use crate::output::tone::{Tone, painted};
use crate::output::wrap::{columns, wrap};

/// Local times of one page or table, with the date only where it differs from that of the first.
pub struct Times {
    zone: TimeZone,
    first: Date,
}

impl Times {
    /// A time with its date, to name the date once.
    pub fn first(&self, instant: Instant) -> String {
        self.zoned(instant).strftime(&format!("%Y-%m-%d {}", instant.clock_format())).to_string()
    }

    /// A time of day, with the weekday within six days of the first one, or the date otherwise.
    pub fn at(&self, instant: Instant) -> String {
        let zoned = self.zoned(instant);
        let days = (zoned.date() - self.first).get_days();
        let date = match days {
            0 => "",
            1..=6 => "%a ",
            _ => "%Y-%m-%d ",
        };
        zoned.strftime(&format!("{date}{}", instant.clock_format())).to_string()
    }

    /// The name of the zone at an instant, such as `CET`.
    pub fn zone(&self, instant: Instant) -> String {
        self.zoned(instant).strftime("%Z").to_string()
    }

    fn zoned(&self, instant: Instant) -> Zoned {
        instant.timestamp().to_zoned(self.zone.clone())
    }
}

/// Local times of a list or of fields. The first one names its date and zone, later ones only what
/// differs from it.
pub struct Dates {
    zone: TimeZone,
    first: OnceCell<(Date, String)>,
}

impl Dates {
    /// The next time in the order of the page.
    pub fn at(&self, instant: Instant) -> String {
        let zoned = instant.timestamp().to_zoned(self.zone.clone());
        let this = (zoned.date(), zoned.strftime("%Z").to_string());
        let is_first = self.first.get().is_none();
        let (date, zone) = self.first.get_or_init(|| this.clone());
        let clock = instant.clock_format();
        let format = match (*date == this.0, *zone == this.1 && !is_first) {
            (_, false) => return instant.in_zone(&self.zone),
            (false, true) => format!("%Y-%m-%d {clock}"),
            (true, true) => clock.to_owned(),
        };
        zoned.strftime(&format).to_string()
    }
}

/// A time in a zone, to the minute, with the abbreviation of the zone.
pub fn minute(instant: Instant, zone: &TimeZone) -> String {
    instant.timestamp().to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M %Z").to_string()
}

/// Text on its way to standard output.
pub struct Page {
    text: String,
    width: Option<usize>,
    height: Option<usize>,
    colored: bool,
    zone: TimeZone,
    program: String,
}

impl Page {
    /// An empty page. Without a width nothing is wrapped or left out.
    pub fn new(width: Option<u16>, colored: bool, zone: TimeZone) -> Page {
        let width = width.map(usize::from);
        let program = "mm".to_owned();
        Page { text: String::new(), width, height: None, colored, zone, program }
    }

    /// Sets how commands in sentences call `mm`: with the store that was named.
    pub fn set_program(&mut self, program: &str) {
        self.program = sanitize(program).to_string();
    }

    /// Sets the lines of the screen.
    pub fn set_height(&mut self, height: Option<u16>) {
        self.height = height.map(usize::from);
    }

    /// Whether this is for the screen of a terminal.
    pub fn is_on_screen(&self) -> bool {
        self.height.is_some()
    }

    /// Whether the first lines have left the screen, on which the prompt needs one.
    pub fn is_longer_than_screen(&self) -> bool {
        self.height.is_some_and(|height| self.text.lines().count() >= height)
    }

    /// Replaces what is on the screen by the first lines of this page.
    pub fn redraw(&mut self) {
        let Some(height) = self.height else { return };
        let mut text = "\u{1b}[H\u{1b}[2J".to_owned();
        let lines = self.text.lines().count();
        let shown = if lines >= height { height.saturating_sub(2) } else { lines };
        for line in self.text.lines().take(shown) {
            text.push_str(line);
            text.push('\n');
        }
        if shown < lines {
            let _ = writeln!(text, "… {} more lines", lines - shown);
        }
        self.text = text;
    }

    /// The finished text.
    pub fn into_text(self) -> String {
        self.text
    }

    /// The columns left on a line after the first `taken`; `None` where nothing is wrapped.
    pub fn left_after(&self, taken: usize) -> Option<usize> {
        self.width.map(|width| width.saturating_sub(taken))
    }

    /// Adds a line of sanitized text; wrapped lines keep its indentation.
    pub fn line(&mut self, line: impl AsRef<str>) {
        let line = name_program(line.as_ref(), &self.program);
        self.hanging(&line, line.len() - line.trim_start().len());
    }

    /// Adds a line of sanitized text, wrapped with an indentation of `indent` columns.
    pub fn hanging(&mut self, line: &str, indent: usize) {
        for part in wrap(line, self.width, indent) {
            self.text.push_str(&part);
            self.text.push('\n');
        }
    }

    /// Adds a line of sanitized text that is one line at any width.
    pub fn unwrapped(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// Adds a line that is bold at a terminal.
    pub fn strong(&mut self, line: impl AsRef<str>) {
        self.toned(Tone::Heading, line.as_ref(), 0);
    }

    /// Adds a line that is bold at a terminal, wrapped with an indentation.
    pub fn strong_hanging(&mut self, line: &str, indent: usize) {
        self.toned(Tone::Heading, line, indent);
    }

    /// Adds a warning.
    pub fn warning(&mut self, text: &str) {
        let from = self.text.len();
        let label = "warning:";
        let text = name_program(text, &self.program);
        self.hanging(&format!("{label} {}", sanitize(&text)), label.len() + 1);
        if self.colored {
            self.text.replace_range(from..from + label.len(), &Tone::Warning.paint(label));
        }
    }

    /// Adds a line in a tone, wrapped with an indentation.
    pub fn toned(&mut self, tone: Tone, line: &str, indent: usize) {
        for part in wrap(line, self.width, indent) {
            let part = if self.colored { tone.paint(&part) } else { part };
            self.text.push_str(&part);
            self.text.push('\n');
        }
    }

    /// Adds a line in which the words that matter most are painted, wrapped with an indentation.
    fn painted(&mut self, line: &str, indent: usize) {
        let from = self.text.len();
        self.hanging(line, indent);
        if self.colored {
            let lines = self.text[from..].lines().map(|line| painted(line).into_owned() + "\n");
            let lines = lines.collect::<String>();
            self.text.replace_range(from.., &lines);
        }
    }

    fn local(&self, instant: Instant, format: &str) -> String {
        instant.timestamp().to_zoned(self.zone.clone()).strftime(format).to_string()
    }

    /// A local time with its date and zone, for a page that shows no other.
    pub fn time(&self, instant: Instant) -> String {
        self.dates().at(instant)
    }

    /// The local times of a list or of fields.
    pub fn dates(&self) -> Dates {
        Dates { zone: self.zone.clone(), first: OnceCell::new() }
    }

    /// The local times of a table whose first one this is.
    pub fn times(&self, first: Instant) -> Times {
        let zone = self.zone.clone();
        Times { first: first.timestamp().to_zoned(zone.clone()).date(), zone }
    }

    /// The local day of an instant, and the offset of its times.
    pub fn day(&self, instant: Instant) -> String {
        self.local(instant, "%Y-%m-%d, times at %:z")
    }

    /// The local time of an instant, below a line with its day.
    pub fn clock(&self, instant: Instant) -> String {
        let digits = if instant.millis().rem_euclid(1000) == 0 { "" } else { "%.3f" };
        self.local(instant, &format!("%H:%M:%S{digits}"))
    }

    /// Adds names with their values, one per line.
    pub fn fields(&mut self, fields: &[(&str, String)]) {
        let longest = fields.iter().map(|(name, _)| columns(name)).max().unwrap_or(0);
        let indent = longest + 2 + usize::from(GAP);
        for (name, value) in fields {
            let gap = " ".repeat(indent - 2 - columns(name));
            let value = name_program(value, &self.program);
            let line = format!("  {}{gap}{}", sanitize(name), sanitize(&value));
            self.painted(line.trim_end(), indent);
        }
    }

    /// Adds a table.
    pub fn table(&mut self, table: Table) {
        let (lines, left_out) = table.lines(self.width);
        for (at, line) in lines.iter().map(|line| line.trim_end()).enumerate() {
            if at == 0 {
                self.strong(line);
            } else {
                self.painted(line, 0);
            }
        }
        if !left_out.is_empty() {
            self.line(format!("Columns not shown for lack of width: {}", left_out.join(", ")));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::{Instant, Toward, When};
    use crate::output::Align;
    use crate::output::page::{Page, Table, TimeZone};

    #[track_caller]
    fn shows(width: Option<u16>, bold: bool, write: impl Fn(&mut Page), want: &str) {
        let mut page = Page::new(width, bold, TimeZone::UTC);
        write(&mut page);
        assert_eq!(page.into_text(), want);
    }

    fn table() -> Table {
        let columns = [("JOB", Align::Left), ("TASKS", Align::Right), ("DRAINED", Align::Left)];
        let mut table = Table::new(&columns);
        table.leave_out_first(&["DRAINED"]);
        table.push(["nightly of every server", "12", "at once"]);
        table
    }

    #[test]
    fn times_of_a_list_are_as_short_as_they_can_be_and_can_be_typed_again() {
        #[track_caller]
        fn case(zone: &str, times: &[(&str, &str)]) {
            let zone = TimeZone::get(zone).unwrap();
            let dates = Page::new(None, false, zone.clone()).dates();
            for (time, want) in times {
                let instant = Instant::parse(time).unwrap();
                let shown = dates.at(instant);
                assert_eq!(shown, *want);
                let typed = When::parse(&shown).unwrap();
                assert_eq!(typed.resolve(instant, &zone, Toward::Past), Ok(instant), "{shown}");
            }
        }
        let evening = ("2026-11-23T21:00:00Z", "2026-11-23 21:00 UTC");
        case("UTC", &[evening, ("2026-11-23T22:05:07Z", "22:05:07")]);
        case("UTC", &[evening, ("2026-11-24T00:00:00Z", "2026-11-24 00:00")]);
        case("UTC", &[evening, ("2026-11-22T23:00:00Z", "2026-11-22 23:00")]);
        let summer = ("2026-10-25T00:30:00Z", "2026-10-25 02:30 CEST");
        case("Europe/Berlin", &[summer, ("2026-10-25T01:30:00Z", "2026-10-25 02:30 CET")]);
        case("America/Sao_Paulo", &[("2026-11-23T21:00:00Z", "2026-11-23 18:00 -03")]);
    }

    #[test]
    fn without_a_terminal_a_table_is_whole() {
        let want = "JOB                      TASKS  DRAINED\n\
                    nightly of every server     12  at once\n";
        shows(None, false, |page| page.table(table()), want);
    }

    #[test]
    fn at_a_terminal_a_table_is_wrapped_between_words() {
        let want = "\u{1b}[1mJOB               TASKS  DRAINED\u{1b}[0m\n\
                    nightly of every     12  at once\nserver\n";
        shows(Some(36), true, |page| page.table(table()), want);
    }

    #[test]
    fn on_a_narrow_terminal_a_table_loses_columns() {
        let want = "JOB               TASKS\nnightly of every     12\nserver\n\
                    Columns not shown for lack of\nwidth: DRAINED\n";
        shows(Some(30), false, |page| page.table(table()), want);
    }

    #[test]
    fn empty_columns_go_first_and_pairs_go_together() {
        let table = || {
            let names = ["TENANT", "CUT", "REFUSED", "LOST", "PENDING"];
            let mut table = Table::new(&names.map(|name| (name, Align::Left)));
            table.leave_out_first(&["CUT", "REFUSED", "PENDING"]);
            table.keep_together(&["CUT", "REFUSED"]);
            table.push(["Oakhill", "-", "7", "1", "-"]);
            table
        };
        let want = "TENANT   CUT  REFUSED  LOST\nOakhill  -    7        1\n\
                    Columns not shown for lack of\nwidth: PENDING\n";
        shows(Some(30), false, |page| page.table(table()), want);
        let want = "TENANT   LOST\nOakhill  1\nColumns not shown for\n\
                    lack of width: CUT,\nREFUSED, PENDING\n";
        shows(Some(21), false, |page| page.table(table()), want);
    }

    #[test]
    fn on_a_very_narrow_terminal_words_are_broken() {
        let mut page = Page::new(Some(12), false, TimeZone::UTC);
        page.table(table());
        let text = page.into_text();
        assert!(text.lines().all(|line| line.len() <= 12), "{text}");
    }

    #[test]
    fn values_stand_beside_their_names() {
        let fields = [("When", "a session is running".to_owned()), ("Code", "a\nb".to_owned())];
        let page = |page: &mut Page| page.fields(&fields);
        shows(None, false, page, "  When  a session is running\n  Code  a\\nb\n");
        shows(Some(20), false, page, "  When  a session is\n        running\n  Code  a\\nb\n");
    }
}
