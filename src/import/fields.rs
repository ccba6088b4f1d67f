//! Fields: the members of an element, read leniently; what cannot be used is reported.

use std::borrow::Cow;

use crate::domain::{Instant, Span};
use crate::import::context::{Context, shown};
use crate::import::node::{Node, member};
use crate::import::spans;
use crate::import::warnings::Place;

/// The members of an element, or of an object in it, with its place. Names are found in any letter
/// case, and `null` counts as left out.
#[derive(Clone, Copy)]
pub(super) struct Fields<'n, 'a> {
    members: &'n [(Cow<'a, str>, Node<'a>)],
    /// Where it lies.
    pub place: Place,
}

impl<'n, 'a> Fields<'n, 'a> {
    /// The members of an object; `None` for anything else.
    pub fn of(node: &'n Node<'a>, place: Place) -> Option<Fields<'n, 'a>> {
        match node {
            Node::Object(members) => Some(Fields { members, place }),
            _ => None,
        }
    }

    /// A member; nothing where it is left out.
    pub fn get(&self, name: &str) -> &'n Node<'a> {
        member(self.members, name)
    }

    /// Whether a member is there and not `null`.
    pub fn has(&self, name: &str) -> bool {
        *self.get(name) != Node::Null
    }

    /// The first of these names that is there; the first of all where none is.
    pub fn which(&self, names: &[&'static str]) -> &'static str {
        let found = names.iter().find(|name| self.has(name)).or(names.first());
        found.copied().unwrap_or_default()
    }

    /// A text without spaces around it; numbers and truth values as they are written.
    pub fn text(&self, name: &str, context: &mut Context<'_>) -> Option<Cow<'a, str>> {
        let text = match scalar(self.get(name)) {
            Node::Null => return None,
            Node::Text(text) => trimmed(text),
            Node::Flag(flag) => Cow::Borrowed(if *flag { "True" } else { "False" }),
            Node::Whole(number) => Cow::Owned(number.to_string()),
            Node::Real(number) => Cow::Owned(number.to_string()),
            other @ (Node::List(_) | Node::Object(_)) => {
                self.refuse(name, other, "a text", context);
                return None;
            }
        };
        Some(text).filter(|text| !text.is_empty())
    }

    /// An id in lower case; one of zeros counts as left out.
    pub fn id(&self, name: &str, context: &mut Context<'_>) -> Option<Cow<'a, str>> {
        let id = self.text(name, context)?;
        if id.bytes().all(|byte| matches!(byte, b'0' | b'-')) {
            return None;
        }
        let lower = !id.bytes().any(|byte| byte.is_ascii_uppercase());
        Some(if lower { id } else { Cow::Owned(id.to_ascii_lowercase()) })
    }

    /// Whether something is so.
    pub fn flag(&self, name: &str, context: &mut Context<'_>) -> Option<bool> {
        match scalar(self.get(name)) {
            Node::Null => None,
            Node::Flag(flag) => Some(*flag),
            Node::Whole(0) => Some(false),
            Node::Whole(1) => Some(true),
            Node::Text(text) => match text.trim() {
                "" => None,
                "0" => Some(false),
                "1" => Some(true),
                text if text.eq_ignore_ascii_case("true") => Some(true),
                text if text.eq_ignore_ascii_case("false") => Some(false),
                text => {
                    let what = format!("{} is neither true nor false", shown(text));
                    context.notes.unused(self.place, name, what);
                    None
                }
            },
            other => {
                self.refuse(name, other, "true or false", context);
                None
            }
        }
    }

    /// A whole number that is not below zero, and not absurdly large.
    pub fn count(&self, name: &str, context: &mut Context<'_>) -> Option<u32> {
        const MOST: u32 = 1_000_000;
        let text = self.text(name, context)?;
        let number = text.parse().ok().filter(|number| *number <= MOST);
        if number.is_none() {
            context.notes.unused(self.place, name, format!("{} is no count", shown(&text)));
        }
        number
    }

    /// An instant; what stands for never counts as left out.
    pub fn time(&self, name: &str, context: &mut Context<'_>) -> Option<Instant> {
        // PowerShell may write a time as an object that holds it in several ways.
        match scalar(self.get(name)) {
            Node::Null => None,
            Node::Text(text) if text.trim().is_empty() => None,
            Node::Text(text) => context.time(text, self.place, name),
            other => {
                self.refuse(name, other, "a time", context);
                None
            }
        }
    }

    /// A duration; zero counts as left out.
    pub fn span(&self, name: &str, context: &mut Context<'_>) -> Option<Span> {
        let node = self.get(name);
        let read = match scalar(node) {
            Node::Null => return None,
            Node::Text(text) if matches!(text.trim(), "" | "N/A") => return None,
            Node::Text(text) => spans::read(text),
            #[expect(clippy::cast_precision_loss, reason = "what is that long is refused")]
            Node::Whole(secs) => spans::of_secs(*secs as f64),
            Node::Real(secs) => spans::of_secs(*secs),
            other => match scalar(other.member("TotalSeconds")) {
                Node::Real(secs) => spans::of_secs(*secs),
                #[expect(clippy::cast_precision_loss, reason = "what is that long is refused")]
                Node::Whole(secs) => spans::of_secs(*secs as f64),
                _ => spans::Read::Unusable,
            },
        };
        match read {
            spans::Read::For(span) => Some(span),
            spans::Read::Zero => None,
            spans::Read::Unusable => {
                let found = match scalar(node) {
                    Node::Text(text) => shown(text),
                    Node::Whole(number) => number.to_string(),
                    Node::Real(number) => number.to_string(),
                    other => other.kind().to_owned(),
                };
                context.notes.unused(self.place, name, format!("{found} is no duration"));
                None
            }
        }
    }

    /// An object inside this one.
    pub fn object(&self, name: &'static str) -> Option<Fields<'n, 'a>> {
        Fields::of(self.get(name), self.place.inside(name, None))
    }

    /// The first object inside this one, whatever it is called.
    pub fn first_object(&self) -> Option<Fields<'n, 'a>> {
        let mut inner = self.members.iter().map(|(_, node)| node);
        inner.find_map(|node| Fields::of(node, self.place))
    }

    /// The objects of a list inside this one; a single object counts as a list of one.
    pub fn objects(&self, name: &'static str) -> Vec<Fields<'n, 'a>> {
        match self.get(name) {
            Node::List(nodes) => {
                let place = |at| self.place.inside(name, Some(at));
                let numbered = nodes.iter().enumerate();
                numbered.filter_map(|(at, node)| Fields::of(node, place(at))).collect()
            }
            Node::Object(_) => self.object(name).into_iter().collect(),
            _ => Vec::new(),
        }
    }

    /// The texts of a list inside this one; a single text counts as a list of one.
    pub fn texts(&self, name: &str) -> Vec<&'n str> {
        let text = |node: &'n Node<'a>| match node {
            Node::Text(text) => Some(text.trim()),
            _ => None,
        };
        match self.get(name) {
            Node::List(nodes) => nodes.iter().filter_map(text).collect(),
            node => text(node).into_iter().collect(),
        }
    }

    fn refuse(&self, name: &str, found: &Node<'_>, wanted: &str, context: &mut Context<'_>) {
        let what = format!("{} where {wanted} should be", found.kind());
        context.notes.unused(self.place, name, what);
    }
}

/// What an object stands for that PowerShell made of a plain value.
fn scalar<'n, 'a>(node: &'n Node<'a>) -> &'n Node<'a> {
    let Node::Object(members) = node else {
        return node;
    };
    let inner = ["value", "Guid"].iter().map(|name| member(members, name));
    let mut plain =
        inner.filter(|inner| !matches!(inner, Node::Null | Node::List(_) | Node::Object(_)));
    plain.next().unwrap_or(node)
}

fn trimmed<'a>(text: &Cow<'a, str>) -> Cow<'a, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}
