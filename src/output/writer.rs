//! Writing of one result in the format that the user asked for.

use std::io::{self, Write};

use jiff::tz::TimeZone;

use crate::output::json::write_json;
use crate::output::{Format, Page, View};

/// Where and how results are written.
pub struct ResultWriter {
    /// The format.
    pub format: Format,
    /// Whether standard output is a terminal, which would obey control characters.
    pub is_terminal: bool,
    /// The columns of the terminal; without them nothing is wrapped.
    pub width: Option<u16>,
    /// The lines of the terminal.
    pub height: Option<u16>,
    /// Whether headings are bold, and what matters most has a colour.
    pub colored: bool,
    /// The zone of local times.
    pub zone: TimeZone,
    /// How commands in sentences call `mm`: with the store that was named.
    pub program: String,
}

impl ResultWriter {
    /// Writes one result.
    pub fn write(&self, view: &impl View, to: &mut dyn Write) -> io::Result<()> {
        let mut to = io::BufWriter::with_capacity(1 << 16, to);
        let unsupported = || io::Error::from(io::ErrorKind::Unsupported);
        match self.format {
            Format::Json => write_json(view, &mut to)?,
            Format::Jsonl => view.rows().ok_or_else(unsupported)?.jsonl(&mut to)?,
            Format::Csv => {
                view.rows().ok_or_else(unsupported)?.csv(&mut to, self.is_terminal)?;
            }
            Format::Html => {
                let page = Page::new(None, false, self.zone.clone());
                to.write_all(view.html(&page).ok_or_else(unsupported)?.as_bytes())?;
            }
            Format::OpenMetrics | Format::Ics => {
                let text = view.text(self.format).ok_or_else(unsupported)?;
                to.write_all(text.as_bytes())?;
            }
            Format::Table => {
                let mut page = Page::new(self.width, self.colored, self.zone.clone());
                page.set_height(self.height);
                page.set_program(&self.program);
                view.page(&mut page);
                to.write_all(page.into_text().as_bytes())?;
            }
        }
        to.flush()
    }
}
