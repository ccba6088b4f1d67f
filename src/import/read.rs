//! The way of an import: decode each file, recognise its listings, read them, and merge all.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use crate::import::assumption::Assumption;
use crate::import::context::Context;
use crate::import::decode::text::{DecodedText, decode};
use crate::import::decode::time::DateOrder;
use crate::import::decode::{Document, Element, Member as _, Problem, Value, json, members, table};
use crate::import::formats::recognise;
use crate::import::imported::{Format, ImportError, ImportOptions, Imported, SourceFile};
use crate::import::listing::Listing;
use crate::import::records::{Page, Records};
use crate::import::warnings::{Place, Position};
use crate::import::{declaration, document, merge, provider};

members! {
    /// What stands around the elements of a REST answer.
    struct Envelope {
        observed_at: crate::domain::Instant = "observed_at" | "observedAt",
        errors: Vec<ServerError> = "errors",
        total: u32 = "pagination.total" | "meta.pagingInfo.total",
        offset: u32 = "pagination.skip" | "meta.pagingInfo.offset",
        count: u32 = "count",
        schema: String = "schema",
    }
}

members! {
    struct ServerError {
        message: String = "message",
    }
}

/// Reads all files of an import as one.
pub fn read(files: &[SourceFile<'_>], options: &ImportOptions) -> Result<Imported, ImportError> {
    let mut is_declared_complete = true;
    let files: Vec<SourceFile<'_>> = files
        .iter()
        .map(|file| {
            let (bytes, declared) = declaration::split(file.bytes);
            is_declared_complete &= declared;
            SourceFile { name: file.name, bytes }
        })
        .collect();
    Ok(Imported { is_declared_complete, ..read_listings(&files, options)? })
}

fn read_listings(
    files: &[SourceFile<'_>],
    options: &ImportOptions,
) -> Result<Imported, ImportError> {
    let error = |file: usize, problem: Problem| ImportError {
        file: files.get(file).map_or("import", |file| file.name).into(),
        place: problem.place,
        what: problem.what,
    };
    if files.is_empty() {
        return Err(error(0, Problem::of_file("there is no file to read")));
    }
    let mut texts = Vec::with_capacity(files.len());
    for (file, source) in files.iter().enumerate() {
        let text = decode(source.bytes).map_err(|problem| error(file, problem))?;
        if text.text.trim_start().is_empty() {
            return Err(error(file, Problem::of_file("the file is empty")));
        }
        texts.push(text);
    }
    if let Some(file) = texts.iter().position(|text| document::is_document(&text.text, options)) {
        if files.len() > 1 {
            let what = "the file is a scenario document, which is complete; import it by itself";
            return Err(error(file, Problem::of_file(what)));
        }
        return document::read(&texts[file].text, files[file].name)
            .map_err(|problem| error(file, problem));
    }
    let mut context = Context::new(options, files.len());
    let mut records = Records::default();
    for (file, text) in texts.iter().enumerate() {
        read_file(file, text, &mut records, &mut context)
            .map_err(|problem| error(file, problem))?;
    }
    let names: Vec<&str> = files.iter().map(|file| file.name).collect();
    merge::merge(records, context, &names)
}

/// Reads a file. It is an error if the file is broken, or if nothing in it can be used.
fn read_file(
    file: usize,
    text: &DecodedText<'_>,
    records: &mut Records,
    context: &mut Context<'_>,
) -> Result<(), Problem> {
    if text.is_windows_1252 {
        context.assume(Place::file(file), "", Assumption::Windows1252);
    }
    context.date_order = DateOrder::of(&text.text);
    let documents = if text.text.trim_start().starts_with(['{', '[']) {
        json::documents(&text.text)?
    } else {
        if !text.text.ends_with('\n') {
            context.lose(file, "does not end with a line break: it may be cut off");
        }
        vec![table::document(&text.text)]
    };
    for (number, document) in documents.into_iter().enumerate() {
        read_document(document, Place::new(file, number, Position::File), records, context)?;
    }
    if context.used[file] > 0 || context.is_provider[file] {
        return Ok(());
    }
    let first = context.warnings.first_unused(file);
    let (place, what) = first.unwrap_or(("", "the list is empty; leave the file out"));
    Err(Problem { place: place.into(), what: format!("nothing can be used: {what}") })
}

/// A listing is recognised by this many of its elements.
const SAMPLE: usize = 50;

fn read_document(
    document: Document<'_>,
    place: Place,
    records: &mut Records,
    context: &mut Context<'_>,
) -> Result<(), Problem> {
    let Document { mut elements, envelope } = document;
    let envelope =
        Envelope::read(Element { value: &envelope, place, path: "" }, context).unwrap_or_default();
    let sample: Vec<_> = elements.by_ref().take(SAMPLE).collect();
    let objects: Vec<&Value<'_>> =
        sample.iter().filter_map(|(_, each)| each.as_ref().ok()).collect();
    let format = context.options.format;
    let listing = match &envelope.schema {
        Some(schema) => Some(provider_listing(schema)?),
        None => recognise(&objects, format),
    };
    let mut page = Page {
        listing: listing.map_or("", |listing| listing.name),
        jobs: listing.and_then(|listing| listing.jobs),
        total: envelope.total.map(u64::from),
        offset: envelope.offset.map(u64::from),
        count: 0,
        ids: Vec::new(),
    };
    for (position, element) in sample.into_iter().chain(elements) {
        let place = Place::new(place.file, place.document, position);
        let element = match element {
            Ok(element) => element,
            Err(what) => {
                context.unused(place, "", what);
                continue;
            }
        };
        page.count += 1;
        page.ids.extend(id_of(&element));
        let known = (records.jobs.len(), records.job_details.len());
        let read = match (listing, &element) {
            (Some(listing), Value::Object(_)) => {
                records.single_jobs |= listing.jobs.is_some()
                    && matches!(position, Position::Document | Position::Member(_));
                (listing.read)(Element { value: &element, place, path: "" }, records, context)
            }
            _ => Err(unknown(&element, format)),
        };
        match read {
            Ok(()) => context.used[place.file] += 1,
            Err(what) => context.unused(place, "", what),
        }
        let added = records.jobs.iter_mut().skip(known.0);
        for job in added.chain(records.job_details.iter_mut().skip(known.1)) {
            job.set = page.jobs;
        }
    }
    read_envelope(&envelope, &page, place, context);
    if let Some(listing) = listing {
        records.lists_all_tenants |= listing.format == Format::Vspc;
        records.lists_provider_sessions |= listing.format == Format::ProviderSessions;
        records.pages.push(page);
    }
    Ok(())
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

/// A hash of all ids of an element, by which pages that overlap are found.
fn id_of(element: &Value<'_>) -> Option<u64> {
    const MEMBERS: [&str; 6] =
        ["uniqueUid", "instanceUid", "id", "jobUid", "backupAgentUid", "uniqueJobUid"];
    let mut hash = DefaultHasher::new();
    let mut has_any = false;
    for member in MEMBERS {
        if let Value::Text(text) = element.at(member) {
            has_any = true;
            (member, text).hash(&mut hash);
        }
    }
    has_any.then(|| hash.finish())
}

fn read_envelope(envelope: &Envelope, page: &Page, place: Place, context: &mut Context<'_>) {
    if let Some(at) = envelope.observed_at {
        context.observed_at = Some(context.observed_at.map_or(at, |known| known.min(at)));
    }
    for error in envelope.errors.iter().flatten() {
        let message = error.message.as_deref().unwrap_or_default();
        context.unused(place, "", format!("the server answered with an error: {message}"));
    }
    if envelope.schema.is_some() {
        context.is_provider[place.file] = true;
        match envelope.count {
            Some(count) if u64::from(count) == page.count => {}
            Some(count) => {
                let what = format!("holds {} of {count} sessions", page.count);
                context.lose(place.file, &what);
            }
            None => context.lose(place.file, "does not say how many sessions it has"),
        }
    }
}

/// Why an element cannot be used that belongs to no listing.
fn unknown(element: &Value<'_>, format: Option<Format>) -> String {
    let Value::Object(members) = element else {
        return format!("{} where an object should be", element.kind());
    };
    if let Value::Text(message) = element.at("message") {
        return format!("the server answered with an error: {message}");
    }
    let names: Vec<&str> = members.iter().take(12).map(|(name, _)| &**name).collect();
    let of =
        format.map_or("in any known format".into(), |format| format!("in the format {format}"));
    format!("not an export {of}; its members: {}", names.join(", "))
}
