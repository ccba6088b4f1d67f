//! Init: makes the store, or says anew what it is for and who shares it.

use std::path::PathBuf;

use serde::Serialize;
use serde_json::json;

use crate::args::Global;
use crate::commands::Response;
use crate::error::{Code, Error, Result};
use crate::ops::app::App;
use crate::ops::notification::check_text;
use crate::output::{Page, View, sanitize};
use crate::platform;
use crate::store::{Group, NewEntry, NewStore, StoreKind};
use crate::views::shell::command_with_store;

/// What `mm init` takes.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "The same again changes nothing; another name renames the server. What the store is for is decided here, or by the first act that only one kind of store allows.\n\nExamples:\n  mm init --server cc01 --live --group backup    for a real server, shared by a group\n  mm --store night.db init --rehearsal           to try things out with simulated sessions"
)]
pub struct Args {
    /// Name the server [default: the name of this host]
    #[arg(long, value_name = "NAME")]
    server: Option<String>,
    /// Keep a rehearsal: its sessions are simulated, and its time may be set
    #[arg(long, conflicts_with = "live")]
    rehearsal: bool,
    /// Observe and gate a real server
    #[arg(long)]
    live: bool,
    /// Share the store with this group: folder 2770, file 0660
    #[arg(long, value_name = "GROUP")]
    group: Option<String>,
}

/// Makes the store.
pub fn run(global: &Global, args: &Args) -> Result<Response> {
    let app = App::of(global)?;
    let wanted = Wanted::of(args)?;
    if let Some(group) = &wanted.group {
        app.location.may_be_shared(group)?;
    }
    let host = platform::host();
    let founding = NewStore {
        server: wanted.server.as_deref().unwrap_or(&host),
        kind: wanted.kind,
        group: wanted.group.as_ref(),
        actor: &app.actor,
    };
    let made = app.lock_or_create_as(&founding, |change| {
        let before = change.snapshot().server()?;
        let mut made = Made {
            schema: "mm.store/1",
            revision: before.revision,
            changed: change.is_new(),
            path: app.location.0.clone(),
            server: wanted.server.clone().unwrap_or_else(|| before.name.clone()),
            store: before.kind.or(wanted.kind),
            shared: before.shared || wanted.group.is_some(),
            is_new: change.is_new(),
        };
        if let (Some(kind), Some(_)) = (wanted.kind, before.kind) {
            change.only_for(kind, &format!("mm init makes no {kind} store of another"))?;
        }
        let given = match &wanted.group {
            Some(group) => app.location.share(group)?,
            None => false,
        };
        let stays = made.server == before.name
            && made.store == before.kind
            && made.shared == before.shared
            && !given;
        if change.is_new() || stays {
            change.leave()?;
            return Ok(made);
        }
        let group = wanted.group.as_ref().map(|group| &group.name);
        let entry = NewEntry {
            action: "init",
            reason: None,
            before: json!({"server": before.name, "store": before.kind, "shared": before.shared}),
            after: json!({"server": made.server, "store": made.store, "shared": made.shared, "group": group}),
        };
        let writer = change.record(&app.actor, &entry)?;
        writer.set_server(&made.server, made.store, made.shared)?;
        made.revision = writer.revision();
        made.changed = true;
        writer.commit()?;
        Ok(made)
    })?;
    Ok(Response::of(&app, made))
}

/// The options, checked.
struct Wanted {
    server: Option<String>,
    kind: Option<StoreKind>,
    group: Option<Group>,
}

impl Wanted {
    fn of(args: &Args) -> Result<Wanted> {
        if let Some(server) = &args.server {
            check_text("--server", server)?;
            if server.trim().is_empty() {
                return Err(Error::usage("--server is blank"));
            }
        }
        let group = match &args.group {
            None => None,
            Some(name) => {
                let gid = platform::group(name).ok_or_else(|| {
                    Error::new(Code::UnknownGroup, format!("no group is named {name:?} here"))
                        .hint("name a group of this machine, or give its number")
                })?;
                Some(Group { name: name.clone(), gid })
            }
        };
        let kind = match (args.rehearsal, args.live) {
            (true, _) => Some(StoreKind::Rehearsal),
            (false, true) => Some(StoreKind::Live),
            (false, false) => None,
        };
        Ok(Wanted { server: args.server.clone(), kind, group })
    }
}

/// The document `mm.store/1`, of a store that was made.
#[derive(Serialize)]
struct Made {
    schema: &'static str,
    revision: u64,
    changed: bool,
    path: PathBuf,
    server: String,
    store: Option<StoreKind>,
    shared: bool,
    #[serde(skip)]
    is_new: bool,
}

impl View for Made {
    fn page(&self, page: &mut Page) {
        page.strong(match (self.is_new, self.changed) {
            (true, _) => "The store was made.",
            (false, true) => "The store was changed.",
            (false, false) => "The store is there already; nothing was changed.",
        });
        let kind = match self.store {
            Some(StoreKind::Live) => "live: it observes and gates a real server",
            Some(StoreKind::Rehearsal) => {
                "rehearsal: its sessions are simulated, its time may be set"
            }
            None => "not decided: the first act that only one kind allows decides",
        };
        let shared = if self.shared { "its group" } else { "its owner alone" };
        page.fields(&[
            ("path", self.path.display().to_string()),
            ("server", self.server.clone()),
            ("kind", kind.to_owned()),
            ("open to", shared.to_owned()),
        ]);
        if self.is_new {
            let next = command_with_store(&self.path, "");
            page.line(format!(
                "{} shows the state, and what to do next.",
                sanitize(next.trim_end())
            ));
        }
    }
}
