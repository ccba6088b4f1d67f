//! `mm init`: create the store, or change its server name, its kind and its group.

use std::path::PathBuf;

use serde::Serialize;
use serde_json::json;

use crate::commands::Response;
use crate::error::{Code, Error, Result};
use crate::ops::app::App;
use crate::ops::notification::check_text;
use crate::output::{Page, View, sanitize};
use crate::platform;
use crate::store::{Group, HistoryAction, NewEntry, NewStore, StoreKind};
use crate::views::shell::command_with_store;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "If the store exists, `mm init` changes only what you give: --server renames the server. Without --live or --rehearsal, the first command that needs one kind of store decides which kind it is.\n\nExamples:\n  mm init --server cc01 --live --group backup    a real server, shared with a group\n  mm --store night.db init --rehearsal           simulated sessions, to try things out"
)]
pub struct Args {
    /// Name of the server [default: the host name]
    #[arg(long, value_name = "NAME")]
    server: Option<String>,
    /// Make the store a rehearsal: sessions are simulated, and --now sets the time
    #[arg(long, conflicts_with = "live")]
    rehearsal: bool,
    /// Make the store live: it keeps the state of a real server
    #[arg(long)]
    live: bool,
    /// Site of the server in the console (siteUid); imports leave out rows of other sites
    #[arg(long, value_name = "UID")]
    site: Option<String>,
    /// Group to share the store with: folder mode 2770, file mode 0660
    #[arg(long, value_name = "GROUP")]
    group: Option<String>,
}

pub fn run(app: &App, args: &Args) -> Result<Response> {
    let wanted = Wanted::of(args)?;
    if let Some(group) = &wanted.group {
        app.location.may_be_shared(group)?;
    }
    let host = platform::host();
    let new_store = NewStore {
        server: wanted.server.as_deref().unwrap_or(&host),
        kind: wanted.kind,
        site: wanted.site.as_deref(),
        group: wanted.group.as_ref(),
        actor: &app.actor,
    };
    let initialized = app.lock_or_create(&new_store, |store| {
        let before = store.snapshot().server()?;
        let mut initialized = Initialized {
            schema: "mm.store/1",
            revision: before.revision,
            changed: store.is_new(),
            path: app.location.0.clone(),
            server: wanted.server.clone().unwrap_or_else(|| before.name.clone()),
            store: before.kind.or(wanted.kind),
            site: wanted.site.clone().or_else(|| before.site.clone()),
            shared: before.shared || wanted.group.is_some(),
            is_new: store.is_new(),
        };
        if let (Some(kind), Some(_)) = (wanted.kind, before.kind) {
            store.only_for(kind, &format!("`mm init` cannot turn it into a {kind} store"))?;
        }
        let is_newly_shared = match &wanted.group {
            Some(group) => app.location.share(group)?,
            None => false,
        };
        let is_unchanged = initialized.server == before.name
            && initialized.store == before.kind
            && initialized.site == before.site
            && initialized.shared == before.shared
            && !is_newly_shared;
        if store.is_new() || is_unchanged {
            store.leave()?;
            return Ok(initialized);
        }
        let group = wanted.group.as_ref().map(|group| &group.name);
        let entry = NewEntry {
            action: HistoryAction::Init,
            reason: None,
            before: json!({"server": before.name, "store": before.kind, "site": before.site, "shared": before.shared}),
            after: json!({"server": initialized.server, "store": initialized.store, "site": initialized.site, "shared": initialized.shared, "group": group}),
        };
        let writer = store.record(&app.actor, &entry)?;
        let Initialized { server, store, site, shared, .. } = &initialized;
        writer.set_server(server, *store, site.as_deref(), *shared)?;
        initialized.revision = writer.revision();
        initialized.changed = true;
        writer.commit()?;
        Ok(initialized)
    })?;
    if initialized.changed {
        app.set_changed();
    }
    Ok(Response::new(initialized))
}

/// The checked options.
struct Wanted {
    server: Option<String>,
    site: Option<String>,
    kind: Option<StoreKind>,
    group: Option<Group>,
}

impl Wanted {
    fn of(args: &Args) -> Result<Wanted> {
        if let Some(server) = &args.server {
            check_text("--server", server)?;
            if server.trim().is_empty() {
                return Err(Error::usage("--server must not be blank"));
            }
        }
        if let Some(site) = &args.site {
            check_text("--site", site)?;
            if site.trim().is_empty() {
                return Err(Error::usage("--site must not be blank"));
            }
        }
        let group = match &args.group {
            None => None,
            Some(name) => {
                let gid = platform::group(name).ok_or_else(|| {
                    Error::new(
                        Code::UnknownGroup,
                        format!("this machine has no group named {name:?}"),
                    )
                    .hint("`getent group` lists the groups; a number works, too")
                })?;
                Some(Group { name: name.clone(), gid })
            }
        };
        let kind = match (args.rehearsal, args.live) {
            (true, _) => Some(StoreKind::Rehearsal),
            (false, true) => Some(StoreKind::Live),
            (false, false) => None,
        };
        Ok(Wanted { server: args.server.clone(), site: args.site.clone(), kind, group })
    }
}

/// The document `mm.store/1` of a new or changed store.
#[derive(Serialize)]
struct Initialized {
    schema: &'static str,
    revision: u64,
    changed: bool,
    path: PathBuf,
    server: String,
    store: Option<StoreKind>,
    site: Option<String>,
    shared: bool,
    #[serde(skip)]
    is_new: bool,
}

impl View for Initialized {
    fn page(&self, page: &mut Page) {
        page.strong(match (self.is_new, self.changed) {
            (true, _) => "Created the store.",
            (false, true) => "Changed the store.",
            (false, false) => "The store exists already. Nothing was changed.",
        });
        let kind = match self.store {
            Some(StoreKind::Live) => "live: it keeps the state of a real server",
            Some(StoreKind::Rehearsal) => {
                "rehearsal: sessions are simulated, and --now sets the time"
            }
            None => "undecided: the first command that needs one kind sets it",
        };
        let shared = if self.shared { "the group" } else { "the owner only" };
        let mut fields = vec![
            ("path", self.path.display().to_string()),
            ("server", self.server.clone()),
            ("kind", kind.to_owned()),
            ("access", shared.to_owned()),
        ];
        fields.extend(self.site.clone().map(|site| ("site", site)));
        page.fields(&fields);
        if self.is_new {
            let next = command_with_store(&self.path, "");
            page.line(format!(
                "`{}` shows the state and what to do next.",
                sanitize(next.trim_end())
            ));
        }
    }
}
