//! Read: from the files of one import to everything that they tell.

use crate::import::assumption::Assumption;
use crate::import::context::Context;
use crate::import::detect::{self, Kind, Shape};
use crate::import::fields::Fields;
use crate::import::incoming::{Format, Incoming, Options, Source, Wrong};
use crate::import::node::{Node, Take, member};
use crate::import::records::Records;
use crate::import::text::{Decoded, decode};
use crate::import::warnings::{List, Place, Spot};
use crate::import::{join, json, mm, powershell, table, times, vbr, vspc};

/// Reads all files of an import, and joins what they tell.
pub fn read(sources: &[Source<'_>], options: &Options) -> Result<Incoming, Wrong> {
    let wrong = |file: usize, place: &str, what: String| {
        let file = sources.get(file).map_or("import", |source| source.name);
        Wrong { file: file.into(), place: place.into(), what }
    };
    if sources.is_empty() {
        return Err(wrong(0, "", "there is no file to read".into()));
    }
    let mut texts = Vec::with_capacity(sources.len());
    for (file, source) in sources.iter().enumerate() {
        let text = decode(source.bytes).map_err(|(place, what)| wrong(file, &place, what))?;
        let shape = detect::shape(&text.text, options.format);
        texts.push((text, shape.ok_or_else(|| wrong(file, "", "it is empty".into()))?));
    }
    if let Some(file) = texts.iter().position(|(_, shape)| *shape == Shape::Scenario) {
        if texts.len() > 1 {
            let what = "it is a scenario document, which tells everything: import it by itself";
            return Err(wrong(file, "", what.into()));
        }
        return mm::read(&texts[file].0.text, sources[file].name)
            .map_err(|mistake| wrong(file, &mistake.place, mistake.what));
    }
    let mut context = Context::new(options);
    let mut records = Records::default();
    for (file, (text, shape)) in texts.iter().enumerate() {
        let (used, refused) = read_file(file, text, *shape, &mut records, &mut context)
            .map_err(|(place, what)| wrong(file, &place, what))?;
        if used == 0 {
            let (place, what) =
                refused.unwrap_or_else(|| (String::new(), "it lists nothing; leave it out".into()));
            return Err(wrong(file, &place, format!("nothing can be used: {what}")));
        }
        context.used.push(used);
    }
    let names: Vec<&str> = sources.iter().map(|source| source.name).collect();
    join::join(records, context, &names)
}

/// Reads a file. Returns how many of its elements can be used, and why the first that cannot be
/// used cannot.
fn read_file<'a>(
    file: usize,
    text: &'a Decoded<'_>,
    shape: Shape,
    records: &mut Records<'a>,
    context: &mut Context<'_>,
) -> Result<(u64, Option<Refusal>), Refusal> {
    let file = u32::try_from(file).unwrap_or(u32::MAX);
    if text.ansi {
        let place = Place::new(file, Spot::new(0, List::File, 0));
        context.notes.guessed(place, "", Assumption::CodePage);
    }
    context.day_first = times::day_first(&text.text);
    let mut reader = Reader {
        file,
        records,
        context,
        kind: None,
        waiting: Vec::new(),
        document: None,
        came: 0,
        used: 0,
        refused: None,
    };
    match shape {
        Shape::Table => table::rows(&text.text, &mut reader)?,
        Shape::Json | Shape::Scenario => json::elements(&text.text, &mut reader)?,
    }
    Ok((reader.used, reader.refused))
}

/// So many elements of a document are looked at before it is said what they are.
const LOOK: usize = 50;

/// Takes the elements of a file.
struct Reader<'r, 'a, 'o> {
    file: u32,
    records: &'r mut Records<'a>,
    context: &'r mut Context<'o>,
    /// What the elements of this document are, once that is known.
    kind: Option<Kind>,
    /// Elements that came before it was known.
    waiting: Vec<(Spot, Node<'a>)>,
    document: Option<u32>,
    came: u64,
    used: u64,
    refused: Option<Refusal>,
}

/// A place, and why what lies there cannot be used.
type Refusal = (String, String);

impl<'a> Take<'a> for Reader<'_, 'a, '_> {
    fn element(&mut self, spot: Spot, node: Node<'a>) {
        if self.document != Some(spot.document()) {
            self.document = Some(spot.document());
            (self.kind, self.came) = (None, 0);
        }
        self.came += 1;
        if self.kind.is_some() {
            return self.take(spot, &node);
        }
        self.waiting.push((spot, node));
        if self.waiting.len() >= LOOK {
            self.decide();
        }
    }

    fn refuse(&mut self, spot: Spot, what: String) {
        let place = Place::new(self.file, spot);
        if self.refused.is_none() {
            self.refused = Some((spot.to_string(), what.clone()));
        }
        self.context.notes.unused(place, "", what);
    }

    fn end(&mut self, around: Node<'a>) {
        self.decide();
        let Node::Object(around) = around else {
            self.page(None);
            return;
        };
        let place = Place::new(self.file, Spot::new(self.document.unwrap_or(0), List::File, 0));
        if let Some(fields) = Fields::of(&Node::Object(around), place) {
            let name = fields.which(&["observed_at", "observedAt"]);
            if let Some(at) = fields.time(name, self.context) {
                let known = self.context.observed_at;
                self.context.observed_at = Some(known.map_or(at, |known| known.min(at)));
            }
            for error in fields.objects("errors") {
                let what = error.text("message", self.context).unwrap_or_default();
                self.refuse(
                    Spot::new(self.document.unwrap_or(0), List::File, 0),
                    format!("the server answered with an error: {what}"),
                );
            }
            let inner = fields.object("pagination");
            let inner = inner.or_else(|| fields.object("meta")?.object("pagingInfo"));
            let total = inner.and_then(|inner| inner.count("total", self.context));
            self.page(total.map(u64::from));
        }
        self.document = None;
    }
}

impl<'a> Reader<'_, 'a, '_> {
    /// Decides what the elements of this document are, and takes those that wait.
    fn decide(&mut self) {
        if self.waiting.is_empty() {
            return;
        }
        let nodes = self.waiting.iter().map(|(_, node)| node);
        self.kind = detect::kind(nodes, self.context.options.format);
        for (spot, node) in std::mem::take(&mut self.waiting) {
            self.take(spot, &node);
        }
    }

    fn take(&mut self, spot: Spot, node: &Node<'a>) {
        let place = Place::new(self.file, spot);
        let (Some(kind), Some(fields)) = (self.kind, Fields::of(node, place)) else {
            return self.refuse(spot, unknown(node, self.context.options.format));
        };
        self.records.whole |= kind.format() == Format::Vspc;
        self.records.single |= kind.listing().is_some() && spot.single();
        let taken = match kind {
            Kind::Vspc(kind) => vspc::take(kind, &fields, self.records, self.context),
            Kind::Vbr(kind) => vbr::take(kind, &fields, self.records, self.context),
            Kind::Powershell(kind) => powershell::take(kind, &fields, self.records, self.context),
        };
        match taken {
            Ok(()) => self.used += 1,
            Err(what) => self.refuse(spot, what),
        }
    }

    /// Remembers how much of a listing of jobs this document holds.
    fn page(&mut self, total: Option<u64>) {
        if let Some(listing) = self.kind.and_then(Kind::listing) {
            let came = self.came;
            self.records.pages.push((listing, total.unwrap_or(came), came));
        }
    }
}

/// Why an element is not known.
fn unknown(node: &Node<'_>, format: Option<Format>) -> String {
    let Node::Object(members) = node else {
        return format!("{} where an object should be", node.kind());
    };
    if let Node::Text(message) = member(members, "message") {
        return format!("the server answered with an error: {message}");
    }
    let names: Vec<&str> = members.iter().take(12).map(|(name, _)| &**name).collect();
    let of = format.map_or("of any format that is known".into(), |format| format!("of {format}"));
    format!("not an export {of}; its members: {}", names.join(", "))
}
