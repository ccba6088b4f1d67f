//! Jobs export: the present as a scenario document, which can be simulated and imported.

use std::io;

use clap::Args;

use crate::cli::Global;
use crate::command::Done;
use crate::command::ahead::{Question, complete};
use crate::command::context::Context;
use crate::command::settle::checked;
use crate::command::state::State;
use crate::domain::{Instant, Span};
use crate::engine::Keep;
use crate::output::{Page, Show, Sink, safe_json};
use crate::scenario::Document;
use crate::store::Part;

/// What `mm jobs export` takes.
#[derive(Debug, Args)]
#[command(
    after_help = "It is a scenario, described in docs/scenario.md, and JSON whatever --output says.\n\nExamples:\n  mm jobs export >night.json\n  mm jobs export --horizon 7d | mm simulate --scenario - --timeline"
)]
pub struct Arguments {
    /// End the scenario so long from now: schedules are laid out up to its end
    #[arg(long, value_name = "DUR", value_parser = Span::parse, default_value = "1d")]
    horizon: Span,
}

/// Writes the present.
pub fn run(global: &Global, arguments: &Arguments) -> anyhow::Result<Done> {
    let context = Context::of(global)?;
    let document = context.look(|view| {
        let state = State::of(view, context.now())?;
        let maintenance = state.maintenance.as_ref();
        let mut present =
            view.present(state.now, maintenance, state.settled.working.clone(), Part::All)?;
        let end = (state.now + arguments.horizon).min(Instant::LAST);
        // Windows that are planned are part of the night.
        let declared = view.declared(state.now, end)?;
        let keep = Keep::Counts;
        let planned = Question { before: &declared, after: &declared, end, keep };
        let events = planned.events(state.now, state.server.message.as_deref());
        complete(&mut present.document, end, events);
        // What is written must be readable.
        checked(&present)?;
        Ok(present.document)
    })?;
    Ok(context.done(Exported(document)))
}

struct Exported(Document<'static>);

impl Show for Exported {
    fn json(&self, to: &mut Sink<'_>) -> io::Result<()> {
        crate::output::json(&self.0, to)
    }

    fn page(&self, page: &mut Page) {
        // A document of strings and numbers has no reason to fail.
        let json = serde_json::to_string_pretty(&self.0).unwrap_or_default();
        page.line(safe_json(&json));
    }
}
