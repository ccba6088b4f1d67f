//! Members of an element, read by name and type; those that cannot be used are reported.

use crate::domain::{Instant, Span};
use crate::import::context::Context;
use crate::import::decode::{Value, duration, quoted};
use crate::import::warnings::Place;

/// An element, or an object in one, and where it stands.
#[derive(Clone, Copy)]
pub struct Element<'e> {
    pub value: &'e Value<'e>,
    pub place: Place,
}

/// Something that a member can hold.
pub trait Member: Sized {
    /// `None`: the member is left out, empty, or was reported as unusable. `path` is the member's
    /// name below `place`.
    fn read(
        value: &Value<'_>,
        place: Place,
        path: &'static str,
        context: &mut Context<'_>,
    ) -> Option<Self>;

    fn of(element: Element<'_>, context: &mut Context<'_>) -> Result<Self, String> {
        let found = Self::read(element.value, element.place, "", context);
        found.ok_or_else(|| format!("{} where an object should be", element.value.kind()))
    }
}

/// Declares what is read of an element: a field, its type, and the member that holds it, or several
/// of which the first that is there counts. A name is a path (see [`Value::at`]).
macro_rules! members {
    ($(#[$meta:meta])* $vis:vis struct $name:ident { $(
        $(#[$field_meta:meta])* $field:ident: $type:ty = $($path:literal)|+,
    )+ }) => {
        $(#[$meta])*
        #[derive(Default)]
        $vis struct $name {
            #[allow(dead_code, reason = "few need it")]
            place: $crate::import::warnings::Place,
            $( $(#[$field_meta])* $field: Option<$type>, )+
        }

        impl $crate::import::decode::Member for $name {
            fn read(
                value: &$crate::import::decode::Value<'_>,
                place: $crate::import::warnings::Place,
                path: &'static str,
                context: &mut $crate::import::context::Context<'_>,
            ) -> Option<$name> {
                use $crate::import::decode::Value;
                let Value::Object(_) = value else { return None };
                let place = place.inside(path, None);
                $(
                    let paths = [$($path),+];
                    let is_there = |path: &&str| *value.at(path) != Value::Null;
                    let path = paths.iter().copied().find(is_there).unwrap_or(paths[0]);
                    let $field = <$type>::read(value.at(path), place, path, context);
                )+
                Some($name { place, $($field,)+ })
            }
        }
    };
}
pub(crate) use members;

/// An id, which is compared without regard to letter case. One of zeros counts as left out.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id(pub String);

/// Says only that a member is there.
#[derive(Debug, Clone, Copy)]
pub struct Present;

/// How many tasks may run at once. Zero and -1 stand for no limit, and count as left out.
#[derive(Debug, Clone, Copy)]
pub struct TaskLimit(pub u32);

fn wrong_kind(
    value: &Value<'_>,
    wanted: &str,
    place: Place,
    path: &'static str,
    context: &mut Context<'_>,
) {
    context.unused(place, path, format!("{} where {wanted} should be", value.kind()));
}

impl Member for String {
    fn read(
        value: &Value<'_>,
        place: Place,
        path: &'static str,
        context: &mut Context<'_>,
    ) -> Option<String> {
        let text = match value.unwrapped() {
            Value::Null => return None,
            Value::Text(text) => text.trim().to_owned(),
            Value::Bool(true) => "True".into(),
            Value::Bool(false) => "False".into(),
            Value::Number(number) => number.to_string(),
            other @ (Value::List(_) | Value::Object(_)) => {
                wrong_kind(other, "a text", place, path, context);
                return None;
            }
        };
        Some(text).filter(|text| !text.is_empty())
    }
}

impl Member for Id {
    fn read(
        value: &Value<'_>,
        place: Place,
        path: &'static str,
        context: &mut Context<'_>,
    ) -> Option<Id> {
        let id = String::read(value, place, path, context)?;
        let is_zero = id.bytes().all(|byte| matches!(byte, b'0' | b'-'));
        (!is_zero).then(|| Id(id.to_ascii_lowercase()))
    }
}

impl Member for Present {
    fn read(value: &Value<'_>, _: Place, _: &'static str, _: &mut Context<'_>) -> Option<Present> {
        (*value != Value::Null).then_some(Present)
    }
}

impl Member for bool {
    fn read(
        value: &Value<'_>,
        place: Place,
        path: &'static str,
        context: &mut Context<'_>,
    ) -> Option<bool> {
        let value = value.unwrapped();
        if let Value::List(_) | Value::Object(_) = value {
            wrong_kind(value, "true or false", place, path, context);
            return None;
        }
        let text = String::read(value, place, path, context)?;
        match &*text.to_ascii_lowercase() {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => {
                let what = format!("{} is neither true nor false", quoted(&text));
                context.unused(place, path, what);
                None
            }
        }
    }
}

impl Member for u32 {
    fn read(
        value: &Value<'_>,
        place: Place,
        path: &'static str,
        context: &mut Context<'_>,
    ) -> Option<u32> {
        const MOST: u32 = 1_000_000;
        let text = String::read(value, place, path, context)?;
        let number = text.parse().ok().filter(|number| *number <= MOST);
        if number.is_none() {
            let what = format!("{} is not a number from 0 to {MOST}", quoted(&text));
            context.unused(place, path, what);
        }
        number
    }
}

impl Member for TaskLimit {
    fn read(
        value: &Value<'_>,
        place: Place,
        path: &'static str,
        context: &mut Context<'_>,
    ) -> Option<TaskLimit> {
        if matches!(value, Value::Number(number) if number.as_i64() == Some(-1)) {
            return None;
        }
        u32::read(value, place, path, context).filter(|tasks| *tasks > 0).map(TaskLimit)
    }
}

impl Member for Instant {
    /// A time that stands for never counts as left out.
    fn read(
        value: &Value<'_>,
        place: Place,
        path: &'static str,
        context: &mut Context<'_>,
    ) -> Option<Instant> {
        match value.unwrapped() {
            Value::Null => None,
            Value::Text(text) if text.trim().is_empty() => None,
            Value::Text(text) => context.time(text, place, path),
            other => {
                wrong_kind(other, "a time", place, path, context);
                None
            }
        }
    }
}

impl Member for Span {
    /// A part of a second counts as a second, and zero as left out.
    fn read(
        value: &Value<'_>,
        place: Place,
        path: &'static str,
        context: &mut Context<'_>,
    ) -> Option<Span> {
        let (secs, found) = match value.unwrapped() {
            Value::Null => return None,
            Value::Text(text) if matches!(text.trim(), "" | "N/A") => return None,
            Value::Text(text) => (duration::seconds(text), quoted(text)),
            Value::Number(number) => (number.as_f64(), number.to_string()),
            other => (None, other.kind().to_owned()),
        };
        if secs == Some(0.0) {
            return None;
        }
        let span = secs.and_then(duration::span);
        if span.is_none() {
            context.unused(place, path, format!("{found} is not a duration"));
        }
        span
    }
}

impl<T: Member> Member for Vec<T> {
    /// A single value counts as a list of one.
    fn read(
        value: &Value<'_>,
        place: Place,
        path: &'static str,
        context: &mut Context<'_>,
    ) -> Option<Vec<T>> {
        match value {
            Value::Null => None,
            Value::List(items) => {
                let items = (0_u32..).zip(items);
                let read = |(at, item)| T::read(item, place.inside(path, Some(at)), "", context);
                Some(items.filter_map(read).collect())
            }
            single => T::read(single, place, path, context).map(|item| vec![item]),
        }
    }
}
