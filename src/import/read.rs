//! The way of an import: decode each file, recognise its listings, read them, and merge all.

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
use crate::import::{document, merge};

members! {
    /// What stands around the elements of a REST answer.
    struct Envelope {
        observed_at: crate::domain::Instant = "observed_at" | "observedAt",
        errors: Vec<ServerError> = "errors",
        total: u32 = "pagination.total" | "meta.pagingInfo.total",
    }
}

members! {
    struct ServerError {
        message: String = "message",
    }
}

/// Reads all files of an import as one.
pub fn read(files: &[SourceFile<'_>], options: &ImportOptions) -> Result<Imported, ImportError> {
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
    let documents = match text.text.trim_start().as_bytes() {
        [b'{' | b'[', ..] => json::documents(&text.text)?,
        _ => vec![table::document(&text.text)],
    };
    for (number, document) in documents.into_iter().enumerate() {
        read_document(document, Place::new(file, number, Position::File), records, context);
    }
    if context.used[file] > 0 {
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
) {
    let Document { mut elements, envelope } = document;
    let sample: Vec<_> = elements.by_ref().take(SAMPLE).collect();
    let objects: Vec<&Value<'_>> =
        sample.iter().filter_map(|(_, each)| each.as_ref().ok()).collect();
    let format = context.options.format;
    let listing = recognise(&objects, format);
    let mut count = 0;
    for (position, element) in sample.into_iter().chain(elements) {
        let place = Place::new(place.file, place.document, position);
        let element = match element {
            Ok(element) => element,
            Err(what) => {
                context.unused(place, "", what);
                continue;
            }
        };
        count += 1;
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
    }
    let total = read_envelope(&envelope, place, context);
    if let Some(listing) = listing {
        records.lists_all_tenants |= listing.format == Format::Vspc;
        add_page(listing, total, count, records);
    }
}

/// Returns how many elements the listing has on all its pages.
fn read_envelope(envelope: &Value<'_>, place: Place, context: &mut Context<'_>) -> Option<u64> {
    let envelope = Envelope::read(Element { value: envelope, place, path: "" }, context)?;
    if let Some(at) = envelope.observed_at {
        context.observed_at = Some(context.observed_at.map_or(at, |known| known.min(at)));
    }
    for error in envelope.errors.unwrap_or_default() {
        let message = error.message.unwrap_or_default();
        context.unused(place, "", format!("the server answered with an error: {message}"));
    }
    envelope.total.map(u64::from)
}

fn add_page(listing: &'static Listing, total: Option<u64>, count: u64, records: &mut Records) {
    if let Some(jobs) = listing.jobs {
        let total = total.unwrap_or(count);
        records.pages.push(Page { listing: listing.name, jobs, total, count });
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
