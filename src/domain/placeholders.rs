//! Texts with placeholders: `{name}` stands for a value, and `{{` and `}}` for braces.

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece<P> {
    Text(Box<str>),
    Value(P),
}

/// What is wrong with a text, and at which byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    pub at: usize,
    pub kind: MistakeKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MistakeKind {
    UnknownName(String),
    /// A brace that belongs to no placeholder; `true` for an opening one.
    LoneBrace(bool),
}

/// Divides a text at its placeholders, whose names `read` knows.
pub fn pieces<P>(text: &str, read: impl Fn(&str) -> Option<P>) -> Result<Vec<Piece<P>>, Mistake> {
    let mut pieces = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(brace_at) = rest.find(['{', '}']) {
        plain.push_str(&rest[..brace_at]);
        let brace = &rest[brace_at..=brace_at];
        rest = &rest[brace_at + 1..];
        if let Some(after) = rest.strip_prefix(brace) {
            plain.push_str(brace);
            rest = after;
            continue;
        }
        let mistake = |kind| Mistake { at: text.len() - rest.len() - 1, kind };
        let name = rest.find('}').map(|end| &rest[..end]).filter(|_| brace == "{");
        let Some(name) = name.filter(|name| !name.contains('{')) else {
            return Err(mistake(MistakeKind::LoneBrace(brace == "{")));
        };
        let value = read(name)
            .ok_or_else(|| mistake(MistakeKind::UnknownName(name.chars().take(40).collect())))?;
        if !plain.is_empty() {
            pieces.push(Piece::Text(std::mem::take(&mut plain).into()));
        }
        pieces.push(Piece::Value(value));
        rest = &rest[name.len() + 1..];
    }
    plain.push_str(rest);
    if !plain.is_empty() {
        pieces.push(Piece::Text(plain.into()));
    }
    Ok(pieces)
}
