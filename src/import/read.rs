//! Reads the files of an import: decode each, recognise its listings, read them, and merge all.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use crate::import::assumption::Assumption;
use crate::import::context::Context;
use crate::import::dates::DateOrders;
use crate::import::decode::running::{is_cut, may_hide_run, says_running};
use crate::import::decode::text::{DecodedText, decode};
use crate::import::decode::{Columns, Element, Member as _, Problem, Sink, Value};
use crate::import::decode::{json, table};
use crate::import::envelope::{self, Envelope, PageNumbers, TWICE, next_page};
use crate::import::formats::{Recognised, known_names, recognise};
use crate::import::imported::{
    ExportFormat, ImportError, ImportOptions, Imported, Kind, SourceFile,
};
use crate::import::listing::Listing;
use crate::import::records::{ListingPage, RecordCounts, Records};
use crate::import::warnings::{Place, Position};
use crate::import::{declaration, document, merge, provider};

/// Reads all files of an import as one.
pub fn read(files: Vec<SourceFile<'_>>, options: &ImportOptions) -> Result<Imported, ImportError> {
    let declared: Vec<Option<bool>> =
        files.iter().map(|file| declaration::split(&file.bytes).1).collect();
    let names: Vec<&str> = files.iter().map(|file| file.name).collect();
    let mut imported = read_listings(files, options)?;
    imported.is_declared_complete = declared.iter().all(|complete| *complete == Some(true));
    let partial = names.iter().zip(declared).filter(|(_, complete)| *complete == Some(false));
    imported.lost.extend(partial.map(|(name, _)| format!("{name} says that it is not complete")));
    Ok(imported)
}

fn read_listings(
    files: Vec<SourceFile<'_>>,
    options: &ImportOptions,
) -> Result<Imported, ImportError> {
    let names: Vec<&str> = files.iter().map(|file| file.name).collect();
    let mut error = ImportError::default();
    if files.is_empty() {
        error.add("import", "", "there is no file to read");
    }
    let mut texts = Vec::with_capacity(files.len());
    for source in &files {
        match decode(declaration::split(&source.bytes).0) {
            Ok(text) if text.text.trim_start().is_empty() => {
                error.add(source.name, "", "the file is empty");
            }
            Ok(text) => texts.push(text),
            Err(problem) => error.add(source.name, &problem.place, &problem.what),
        }
    }
    error.check()?;
    if let Some(file) = texts.iter().position(|text| document::is_document(&text.text, options)) {
        if files.len() > 1 {
            let what = "the file is a scenario document, which is complete; import it by itself";
            error.add(names[file], "", what);
            return Err(error);
        }
        return document::read(&texts[file].text, names[file]).map_err(|problem| {
            error.add(names[file], &problem.place, &problem.what);
            error
        });
    }
    let mut orders = DateOrders::new(options, files.len());
    let (mut records, mut context) = read_all(&names, &texts, options, &orders)?;
    if orders.settle(&context.dates, options) {
        (records, context) = read_all(&names, &texts, options, &orders)?;
    }
    orders.report(&mut context);
    // Each site is a server of its own, and together they are none.
    if options.site.is_none() && context.sites.len() > 1 {
        let what = format!(
            "has rows of {} sites; `mm init --site UID` says which one this server is",
            context.sites.len()
        );
        context.lose(0, &what);
    }
    // Files and records together would need twice the memory.
    drop(texts);
    drop(files);
    merge::merge(records, context, &names)
}

/// Reads all files. It is an error if one is broken, or if nothing in it can be used.
fn read_all<'o>(
    names: &[&str],
    texts: &[DecodedText<'_>],
    options: &'o ImportOptions,
    orders: &DateOrders,
) -> Result<(Records, Context<'o>), ImportError> {
    let mut context = Context::new(options, names.len());
    let mut records = Records::default();
    let mut error = ImportError::default();
    for (file, text) in texts.iter().enumerate() {
        context.date_order = orders.of(file);
        if text.is_windows_1252 {
            context.assume(Place::file(file), "", Assumption::Windows1252);
        }
        let mut reader = Reader {
            file,
            number: 0,
            columns: Columns::default(),
            header: None,
            listing: None,
            sample: Vec::new(),
            page: ListingPage::default(),
            is_unknown_reported: false,
            is_running_reported: false,
            records: &mut records,
            context: &mut context,
        };
        let read = if text.text.trim_start().starts_with(['{', '[']) {
            json::read(&text.text, &mut reader)
        } else {
            if !text.text.ends_with('\n') {
                reader.context.lose(file, "does not end with a line break: it may be cut off");
            }
            table::read(&text.text, &mut reader)
        };
        if let Err(problem) = read {
            error.add(names[file], &problem.place, &problem.what);
        }
    }
    error.check()?;
    let is_any_used = (0..names.len()).any(|file| context.is_used(file));
    for (file, name) in names.iter().enumerate() {
        if context.is_used(file) {
            continue;
        }
        // A listing of something else, or of nothing, is left out and reported beside listings that can be used.
        let is_empty = context.is_empty[file] && context.warnings.first_unused(file).is_none();
        if is_any_used && is_empty {
            context.assume(Place::file(file), "", Assumption::Empty);
        }
        if is_any_used && (is_empty || context.foreign[file].is_some()) {
            continue;
        }
        let (place, what) = match (context.foreign[file], context.warnings.first_unused(file)) {
            (Some(name), _) => ("", format!("a listing of {name}, which is not an export of jobs")),
            (None, Some((place, what))) => (place, what.to_owned()),
            (None, None) => ("", "the list is empty; leave the file out".to_owned()),
        };
        error.add(name, place, &format!("nothing can be used: {what}"));
    }
    error.check()?;
    Ok((records, context))
}

/// A listing is recognised by this many of its elements.
const SAMPLE: usize = 50;

/// Reads the elements of a file into records.
struct Reader<'r, 'o> {
    file: usize,
    /// The number of the document.
    number: usize,
    columns: Columns,
    /// The names in the first line of a table, as an element.
    header: Option<Value<'static>>,
    /// What the document lists; `None` until enough elements were seen.
    listing: Option<Recognised>,
    /// Elements that were seen before.
    sample: Vec<(Position, Value<'static>)>,
    page: ListingPage,
    is_unknown_reported: bool,
    is_running_reported: bool,
    records: &'r mut Records,
    context: &'r mut Context<'o>,
}

impl Sink for Reader<'_, '_> {
    fn columns(&mut self) -> &mut Columns {
        &mut self.columns
    }

    fn header(&mut self, names: &[String]) {
        let names = names.iter().map(|name| (name.clone().into(), Value::Null));
        self.header = Some(Value::Object(names.collect()));
    }

    fn element(&mut self, position: Position, element: Result<Value<'_>, String>) {
        let element = match element {
            Ok(element) => element,
            Err(what) => {
                self.context.unused(self.place(position), "", what);
                return;
            }
        };
        if self.listing.is_some() {
            self.read(position, &element);
            return;
        }
        self.sample.push((position, element.into_owned()));
        if self.sample.len() == SAMPLE {
            self.recognise(None);
        }
    }

    fn end(&mut self, document: &Value<'_>) -> Result<(), Problem> {
        let place = self.place(Position::File);
        let envelope =
            Envelope::read(Element::new(document, place), self.context).unwrap_or_default();
        let stated = envelope.schema().map(provider_listing).transpose()?;
        if self.listing.is_none() {
            self.recognise(stated.map(Recognised::Listing));
        }
        let mut page = std::mem::take(&mut self.page);
        let numbers = PageNumbers::read(document, place, self.context);
        (page.total, page.offset) = (numbers.total, numbers.offset);
        (page.at_least, page.pages) = (numbers.at_least, numbers.pages);
        let count = numbers.count;
        if envelope.schema().is_none() {
            // Some servers count the rows of the page, others those of all pages.
            page.total = page.total.or(count.filter(|count| *count != page.count));
        }
        page.next = next_page(document);
        envelope::check(document, &envelope, count, &page, place, self.context);
        // A script writes null if its query failed.
        let has_null = json::WRAPPERS.iter().any(|name| document.has(name));
        if has_null {
            self.context.lose(self.file, "has null where a list should be");
        }
        match self.listing.take() {
            Some(Recognised::Listing(listing)) => {
                let is_empty =
                    page.count == 0 && !has_null && envelope::is_bare(document, &numbers);
                self.context.is_empty[self.file] |= is_empty;
                if page.count == 0 && !has_null && self.lists_sessions(listing) {
                    self.context.has_no_session[self.file] = true;
                    self.records.lists_no_session = true;
                }
                self.records.lists_all_tenants |= listing.format == ExportFormat::Vspc;
                self.records.lists_provider_sessions |=
                    listing.format == ExportFormat::ProviderSessions;
                self.records.pages.push(page);
                let unread = self.columns.unread();
                if !unread.is_empty() {
                    self.context.assume(Place::file(self.file), "", Assumption::Unread(unread));
                }
            }
            Some(Recognised::Foreign(name)) if page.count > 0 => {
                self.context.foreign[self.file] = Some(name);
                for _ in 0..page.count {
                    self.context.assume(place, "", Assumption::Foreign(name));
                }
            }
            _ => {
                let rest = page.total.unwrap_or(0).saturating_sub(page.offset.unwrap_or(0));
                if page.count == 0 && (rest > 0 || page.next.is_some()) {
                    self.context.lose(self.file, "has a page without the rows that it tells of");
                } else {
                    // A line of text that no listing has for its names may be a message.
                    let is_json = self.header.is_none();
                    let is_empty = page.count == 0 && !has_null && is_json;
                    self.context.is_empty[self.file] |=
                        is_empty && envelope::is_bare(document, &numbers);
                }
            }
        }
        self.columns = Columns::default();
        self.header = None;
        self.is_unknown_reported = false;
        self.is_running_reported = false;
        self.number += 1;
        Ok(())
    }
}

impl Reader<'_, '_> {
    fn place(&self, position: Position) -> Place {
        Place::new(self.file, self.number, position)
    }

    /// Whether a document without elements lists sessions. A table has to show it by its columns: a message
    /// of an error may look like one.
    fn lists_sessions(&self, listing: &Listing) -> bool {
        let is_shown = |header: &Value<'_>| listing.is_identified_by(|name: &str| header.has(name));
        listing.kind == Kind::Sessions
            && self.header.as_ref().is_none_or(is_shown)
            && self.context.warnings.first_unused(self.file).is_none()
    }

    /// Decides what the document lists, and reads the elements that were seen before.
    fn recognise(&mut self, stated: Option<Recognised>) {
        let sample = std::mem::take(&mut self.sample);
        let objects = sample.iter().map(|(_, element)| element);
        // A table without a row still has its names.
        let header = self.header.as_ref().filter(|_| sample.is_empty());
        let objects: Vec<&Value<'_>> =
            objects.filter(|element| matches!(element, Value::Object(_))).chain(header).collect();
        let recognised = stated.unwrap_or_else(|| recognise(&objects, self.context.options));
        if let Recognised::Listing(listing) = recognised {
            self.page.listing = listing.name;
            self.page.jobs = listing.jobs;
            let identifying: Vec<&str> = listing.all.split_whitespace().collect();
            self.columns.read_only(&[&listing.names()[..], IDS, &identifying, ALWAYS].concat());
        }
        self.listing = Some(recognised);
        for (position, element) in sample {
            self.read(position, &element);
        }
    }

    fn read(&mut self, position: Position, element: &Value<'_>) {
        let place = self.place(position);
        self.page.count += 1;
        self.page.ids.extend(id_of(element));
        let listing = match (&self.listing, element) {
            (Some(Recognised::Listing(listing)), Value::Object(_)) => *listing,
            (Some(Recognised::Foreign(name)), Value::Object(members)) => {
                let name = *name;
                if let Some((member, _)) = members.iter().find(|(name, x)| says_running(name, x)) {
                    self.lose_running(place, member, &format!("a listing of {name}, left out"));
                }
                return;
            }
            _ => {
                // All elements of a listing are unknown for the same reason.
                if !std::mem::replace(&mut self.is_unknown_reported, true) {
                    let what = unknown(element, self.listing.as_ref(), self.context.options);
                    self.context.unused(place, "", what);
                }
                return;
            }
        };
        // Either value could be the right one, and one may say that nothing runs.
        if let Some(name) = element.ambiguous(&|name| self.columns.reads(name)) {
            self.context.hides_running |= says_running("", element);
            self.context.unused(place, name, format!("{TWICE}: the element is not used"));
            return;
        }
        if is_of_other_site(element, place, self.context) {
            self.context.used[self.file] += 1;
            return;
        }
        let known = self.records.counts();
        self.records.single_jobs |=
            listing.jobs.is_some() && matches!(position, Position::Document | Position::Member(_));
        match (listing.read)(Element::new(element, place), self.records, self.context) {
            Ok(()) => self.context.used[self.file] += 1,
            Err(what) => {
                self.context.hides_running |= says_running("", element);
                self.context.unused(place, "", what);
            }
        }
        self.check_unread(element, listing, known, place);
        for job in self.records.jobs.iter_mut().skip(known.jobs) {
            job.set = listing.jobs;
        }
        for job in self.records.job_details.iter_mut().skip(known.job_details) {
            job.set = listing.jobs;
        }
    }

    /// A row may say that something is running in a member that is not read.
    fn check_unread(
        &mut self,
        element: &Value<'_>,
        listing: &Listing,
        before: RecordCounts,
        place: Place,
    ) {
        let Value::Object(members) = element else { return };
        let has = |names: Vec<&str>, name: &str| {
            names.iter().any(|known| known.eq_ignore_ascii_case(name)) || ALWAYS.contains(&name)
        };
        // What is nested in a member is not read with it.
        let is_read = |name: &str, value: &Value<'_>| {
            !matches!(value.unwrapped(), Value::List(_) | Value::Object(_))
                && (has(listing.names(), name) || !is_cut(value) && has(known_names(listing), name))
        };
        let hidden =
            members.iter().find(|(name, value)| may_hide_run(name, value) && !is_read(name, value));
        let member = hidden.map(|(name, _)| &**name);
        if let Some(member) = member.filter(|_| !self.records.is_running_since(before)) {
            self.lose_running(place, member, &format!("read as {}", listing.name));
        }
    }

    /// Once for each document.
    fn lose_running(&mut self, place: Place, member: &str, what: &str) {
        if !std::mem::replace(&mut self.is_running_reported, true) {
            let what = format!(
                "may have a running session that mm does not read, by {} ({what}); if it is none, \
                 leave that out of the export",
                place.with_member(member)
            );
            self.context.lose_running(place.file, &what);
        }
    }
}

fn provider_listing(schema: &str) -> Result<&'static Listing, Problem> {
    if schema == provider::SCHEMA {
        return Ok(&provider::LISTINGS[0]);
    }
    Err(Problem {
        place: "schema".into(),
        what: format!("{schema:?} is not known; this mm reads {:?}", provider::SCHEMA),
    })
}

/// Members that identify an element.
const IDS: &[&str] =
    &["uniqueUid", "instanceUid", "id", "jobUid", "backupAgentUid", "uniqueJobUid"];

/// Members that readers look at by themselves.
const ALWAYS: &[&str] = &["message", "job_type", "JobType", "siteUid"];

/// A hash of all ids of an element, by which pages that overlap are found.
fn id_of(element: &Value<'_>) -> Option<u64> {
    let mut hash = DefaultHasher::new();
    let mut has_any = false;
    for member in IDS {
        if let Value::Text(text) = element.at(member) {
            has_any = true;
            (member, text).hash(&mut hash);
        }
    }
    has_any.then(|| hash.finish())
}

/// Whether an element belongs to another server than that of the store.
fn is_of_other_site(element: &Value<'_>, place: Place, context: &mut Context<'_>) -> bool {
    let Value::Text(site) = element.at("siteUid") else {
        return false;
    };
    // Sources write one id with and without braces.
    let plain =
        |id: &str| id.trim_matches(|c: char| c.is_whitespace() || "{}".contains(c)).to_lowercase();
    let site = plain(site);
    if context.options.site.as_deref().is_none_or(|own| plain(own) == site) {
        context.sites.insert(site);
        return false;
    }
    context.assume(place, "siteUid", Assumption::OtherSite(site));
    true
}

/// Why an element cannot be used that belongs to no listing.
fn unknown(
    element: &Value<'_>,
    recognised: Option<&Recognised>,
    options: &ImportOptions,
) -> String {
    let Value::Object(members) = element else {
        return format!("{} where an object should be", element.kind());
    };
    if let Value::Text(message) = element.at("message") {
        return format!("the server answered with an error: {message}");
    }
    let names: Vec<&str> = members.iter().take(12).map(|(name, _)| &**name).collect();
    let names = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
    if let Some(Recognised::Several(listings)) = recognised {
        let kinds: Vec<String> =
            listings.iter().map(|listing| format!("{} ({})", listing.name, listing.kind)).collect();
        let kinds = kinds.join(" or ");
        return format!("may list {kinds}: say which with --kind; its members: {names}");
    }
    let of = options
        .format
        .map_or("in any known format".into(), |format| format!("in the format {format}"));
    format!("not an export {of}; its members: {names}")
}
