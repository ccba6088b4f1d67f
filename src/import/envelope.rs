//! What stands around the elements of a document: its time, the page that it is, and errors of the server.

use std::collections::HashSet;

use crate::domain::Instant;
use crate::import::context::Context;
use crate::import::decode::running::{is_cut, says_running};
use crate::import::decode::{Element, Member as _, Value, members, normalized, quoted};
use crate::import::records::{ListingPage, NextPage};
use crate::import::warnings::Place;

members! {
    /// What stands around the elements of a REST answer.
    pub struct Envelope {
        observed_at: Instant = "observed_at" | "observedAt",
        schema: String = "schema",
    }
}

impl Envelope {
    /// The name of the document's format, if it says so.
    pub fn schema(&self) -> Option<&str> {
        self.schema.as_deref()
    }
}

/// What may stand around provider sessions, a format of `mm`'s own.
const PROVIDER: &str = "schema observedat count sessions complete iscomplete success succeeded ok status statuscode \
    httpstatus code message server host hostname source site name version generator tool comment \
    description timezone meta metadata";

/// Reports what the members around the elements say of the document: that it is not whole, or that the server
/// failed. `count` is the number of sessions that provider sessions tell.
pub fn check(
    document: &Value<'_>,
    envelope: &Envelope,
    count: Option<u64>,
    page: &ListingPage,
    place: Place,
    context: &mut Context<'_>,
) {
    if let Some(name) = document.ambiguous(&|_| true) {
        context.unused(place, name, TWICE);
    }
    if let Some(at) = envelope.observed_at {
        context.observed_at = Some(context.observed_at.map_or(at, |known| known.min(at)));
    }
    for (path, value) in around(document) {
        if !matches!(path, "" | "page") && !path.ends_with("links") {
            Element { value, path, ..Element::new(value, place) }.expect_object(context);
        }
        let Value::Object(members) = value else { continue };
        for (name, value) in members.iter().filter(|(_, value)| value.is_filled()) {
            let word = normalized(name);
            let plain = word.strip_prefix("is").unwrap_or(&word);
            let is_partial = plain == "complete" && !is_truthy(value)
                || ["partial", "incomplete", "truncated"].contains(&plain) && is_truthy(value);
            let is_paging = PAGING.contains(&&*word);
            let is_own = envelope.schema.is_none()
                || PROVIDER.split_whitespace().any(|known| known == word)
                || !path.is_empty();
            if is_partial {
                context.lose(place.file, "says that it is not complete");
            } else if is_error(&word, value, page.count == 0) {
                let errors = match value {
                    Value::List(errors) => &errors[..],
                    error => std::slice::from_ref(error),
                };
                for error in errors {
                    let what = match (error, error.at("message")) {
                        (Value::Text(message), _) | (_, Value::Text(message)) => {
                            format!("the server answered with an error: {message}")
                        }
                        _ => format!("the server answered with an error, by {}", quoted(name)),
                    };
                    context.unused(place, "errors", what);
                }
            } else if !is_paging && says_running(name, value) {
                let what = format!("says that something runs, by {}", quoted(name));
                context.lose(place.file, &what);
            } else if !is_own && is_truthy(value) && !is_plain(value) {
                let what = format!("has {}, which mm does not read", quoted(name));
                context.lose(place.file, &what);
            } else if !is_paging && (has_objects(value) || is_cut(value)) {
                let what = format!("has a list {}, which mm does not read", quoted(name));
                context.lose(place.file, &what);
            }
        }
    }
    if envelope.schema.is_some() {
        context.is_provider[place.file] = true;
        match count {
            Some(count) if count == page.count => {}
            Some(count) => {
                let what = format!("holds {} of {count} sessions", page.count);
                context.lose_running(place.file, &what);
            }
            None => context.lose(place.file, "does not say how many sessions it has"),
        }
        // A listing with one session twice may lack another.
        let mut ids = HashSet::new();
        if page.ids.iter().any(|id| !ids.insert(id)) {
            context.lose(place.file, "lists a session twice");
        }
    }
}

/// What is wrong with a member that an object has twice.
pub const TWICE: &str = "there twice, with different values";

/// Objects in which servers describe a page. These and other names around elements are compared as normalised.
const PAGING: [&str; 8] =
    ["pagination", "paginginfo", "paging", "pageinfo", "page", "meta", "metadata", "links"];

const TOTALS: &[&str] = &["total", "totalcount", "totalitems", "totalrecords", "odatacount"];
/// Totals of servers whose pages have no offset.
const AT_LEAST: &[&str] = &[
    "totalelements",
    "totalrows",
    "totalresults",
    "totalhits",
    "totalsize",
    "recordstotal",
    "numfound",
];
const PAGES: &[&str] = &["pages", "pagescount", "totalpages", "numberofpages", "numpages"];
const OFFSETS: &[&str] = &["skip", "offset"];
const COUNTS: &[&str] = &["count"];

/// The numbers that describe a page.
#[derive(Debug, Default)]
pub struct PageNumbers {
    pub total: Option<u64>,
    pub offset: Option<u64>,
    pub at_least: Option<u64>,
    pub pages: Option<u64>,
    pub count: Option<u64>,
}

impl PageNumbers {
    pub fn read(document: &Value<'_>, place: Place, context: &mut Context<'_>) -> PageNumbers {
        let mut number = |names| number(document, names, place, context);
        PageNumbers {
            total: number(TOTALS),
            offset: number(OFFSETS),
            count: number(COUNTS),
            at_least: plain_number(document, AT_LEAST),
            pages: plain_number(document, PAGES),
        }
    }
}

/// The highest number in one of these members, whatever else they may hold.
fn plain_number(document: &Value<'_>, names: &[&str]) -> Option<u64> {
    let around = around(document).into_iter().filter_map(|(_, value)| match value {
        Value::Object(members) => Some(members),
        _ => None,
    });
    let members = around.flatten().filter(|(name, _)| names.contains(&&*normalized(name)));
    let numbers = members.filter_map(|(_, value)| match value.unwrapped() {
        Value::Number(number) => number.as_u64(),
        Value::Text(text) => text.trim().parse().ok(),
        _ => None,
    });
    numbers.max()
}

/// The highest number in one of these members that describe a page.
fn number(
    document: &Value<'_>,
    names: &'static [&'static str],
    place: Place,
    context: &mut Context<'_>,
) -> Option<u64> {
    let mut highest = None;
    for (_, around) in around(document) {
        let Value::Object(members) = around else { continue };
        for (name, value) in members {
            let word = normalized(name);
            let Some(path) = names.iter().find(|name| **name == word) else { continue };
            let number = u32::read(Element { value, path, ..Element::new(value, place) }, context);
            highest = highest.max(number.map(u64::from));
        }
    }
    highest
}

/// What stands around the elements of a page, and the objects in it that describe the page.
fn around<'v, 'a>(document: &'v Value<'a>) -> Vec<(&'static str, &'v Value<'a>)> {
    let mut found = vec![("", document)];
    let mut at = 0;
    while let Some((_, value)) = found.get(at) {
        if let Value::Object(members) = value {
            for (name, value) in members {
                let word = normalized(name);
                let path = PAGING.iter().find(|path| **path == word);
                found.extend(path.map(|path| (*path, value)));
            }
        }
        at += 1;
    }
    found
}

/// Whether nothing stands around an empty list but what describes its page, and that tells of no element.
pub fn is_bare(document: &Value<'_>, numbers: &PageNumbers) -> bool {
    let Value::Object(members) = document else { return true };
    let is_of_page = |name: &str| {
        let word = normalized(name);
        PAGING.contains(&&*word) || TOTALS.iter().chain(COUNTS).any(|known| *known == word)
    };
    let tells_elements = [numbers.total, numbers.offset, numbers.count, numbers.at_least];
    members.iter().all(|(name, value)| is_of_page(name) || !is_truthy(value))
        && tells_elements.into_iter().flatten().all(|number| number == 0)
}

/// Whether a member around the elements of a page, by its normalised name, says that the server failed.
fn is_error(name: &str, value: &Value<'_>, is_empty: bool) -> bool {
    const PARTS: [&str; 22] = [
        "error",
        "exception",
        "failure",
        "failed",
        "unreachable",
        "denied",
        "warning",
        "timedout",
        "timeout",
        "skipped",
        "omitted",
        "dropped",
        "missing",
        "offline",
        "unavailable",
        "inaccessible",
        "unauthorized",
        "forbidden",
        "incomplete",
        "partial",
        "cancelled",
        "canceled",
    ];
    match name {
        "success" | "succeeded" | "issuccess" | "ok" => !is_truthy(value),
        "message" => is_empty && is_truthy(value),
        "statuscode" | "httpstatus" | "httpstatuscode" | "status" | "result" | "code" => {
            let number = match value.unwrapped() {
                Value::Number(number) => number.as_u64(),
                Value::Text(text) if PARTS.iter().any(|part| normalized(text).contains(part)) => {
                    return true;
                }
                Value::Text(text) => text.trim().parse().ok(),
                _ => None,
            };
            number.is_some_and(|number| number >= 400)
        }
        _ => PARTS.iter().any(|part| name.contains(part)) && is_truthy(value),
    }
}

/// A text or a number, which describes a listing more than it takes something from it.
fn is_plain(value: &Value<'_>) -> bool {
    matches!(value.unwrapped(), Value::Text(_) | Value::Number(_))
}

/// Whether objects are listed in a value, at any depth.
fn has_objects(value: &Value<'_>) -> bool {
    match value {
        Value::List(items) => {
            items.iter().any(|item| matches!(item, Value::Object(_)) || has_objects(item))
        }
        Value::Object(members) => members.iter().any(|(_, value)| has_objects(value)),
        _ => false,
    }
}

/// Whether a value says yes, or more than that.
fn is_truthy(value: &Value<'_>) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(value) => *value,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::Text(text) => !matches!(&*normalized(text), "" | "false" | "0" | "no" | "none"),
        Value::List(items) => !items.is_empty(),
        Value::Object(_) => true,
    }
}

/// The link to the next page that stands around the elements of a page, or the mark that there is one.
pub fn next_page(document: &Value<'_>) -> Option<NextPage> {
    let is_mark = |name: &str| {
        let name = normalized(name);
        name.starts_with("next")
            || name.ends_with("nextlink")
            || name.starts_with("hasmore")
            || name.starts_with("hasnext")
            || ["more", "moredata", "morerecords", "moreresults", "limitreached", "after"]
                .contains(&&*name)
            || ["cursor", "continuation"].iter().any(|part| name.contains(part))
                && !name.starts_with("prev")
    };
    let (mut named, mut is_last) = (Vec::new(), true);
    let mut listed: &[Value<'_>] = &[];
    for (_, around) in around(document) {
        match around {
            Value::Object(members) => {
                named.extend(members.iter().filter(|(name, _)| is_mark(name)).map(|(_, x)| x));
                is_last &= !members.iter().any(|(name, value)| {
                    ["last", "islast", "islastpage"].contains(&&*normalized(name))
                        && *value == Value::Bool(false)
                });
            }
            Value::List(links) => listed = links,
            _ => {}
        }
    }
    if !is_last {
        return Some(NextPage { offset: None });
    }
    let is_next = |link: &&Value<'_>| matches!(link.at("rel"), Value::Text(rel) if rel.eq_ignore_ascii_case("next"));
    let link = named.into_iter().chain(listed.iter().filter(is_next));
    let link = link.map(|link| match link.at("href") {
        Value::Null => link,
        address => address,
    });
    let is_link = |link: &&Value<'_>| !matches!(link, Value::List(_) | Value::Object(_));
    let address = link.into_iter().find(|link| is_link(link) && is_truthy(link))?;
    let Value::Text(address) = address else { return Some(NextPage { offset: None }) };
    let address = address.to_ascii_lowercase();
    let number = |(_, rest): (&str, &str)| {
        let end = rest.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(rest.len());
        rest[..end].parse().ok()
    };
    let offset = ["skip=", "offset="].iter().find_map(|name| number(address.split_once(name)?));
    Some(NextPage { offset })
}
