//! Members of an element, read by name and type; those that cannot be used are reported.

use crate::domain::{Instant, Span};
use crate::import::assumption::Assumption;
use crate::import::context::{AllowedTime, Context};
use crate::import::decode::duration;
use crate::import::decode::running::says_running;
use crate::import::decode::value::{Value, quoted};
use crate::import::warnings::Place;

/// An element, or a member of one, and where it stands.
#[derive(Clone, Copy)]
pub struct Element<'e> {
    pub value: &'e Value<'e>,
    pub place: Place,
    /// The member of the element at `place`; empty for the element itself.
    pub path: &'static str,
    /// The name of the member says that its times are in UTC.
    pub is_utc: bool,
}

impl<'e> Element<'e> {
    pub fn new(value: &'e Value<'e>, place: Place) -> Element<'e> {
        Element { value, place, path: "", is_utc: false }
    }

    /// The first of these members that is there; nothing at the first path if none is.
    pub fn member(self, paths: &[&'static str]) -> Element<'e> {
        let place = self.place.inside(self.path, None);
        for path in paths {
            let value = self.value.at(path);
            if *value != Value::Null {
                return Element { value, place, path, is_utc: false };
            }
        }
        // PowerShell writes what is nested too deeply as a text, which is then reported.
        let cut = paths.iter().find_map(|path| Some((*path, self.value.cut_short(path)?)));
        let (path, value) = cut.unwrap_or((paths[0], &Value::Null));
        Element { value, place, path, is_utc: false }
    }

    /// The same for times: a member whose name says that it is in UTC comes first.
    fn time_member(self, paths: &[&'static str]) -> Element<'e> {
        let place = self.place.inside(self.path, None);
        for path in paths {
            let value = self.value.in_utc(path);
            if *value != Value::Null {
                return Element { value, place, path, is_utc: true };
            }
        }
        self.member(paths)
    }

    fn unused(self, what: String, context: &mut Context<'_>) {
        context.unused(self.place, self.path, what);
    }

    /// Reports what stands where an object should be, unless it says nothing.
    pub fn expect_object(self, context: &mut Context<'_>) {
        if self.value.is_filled() && !matches!(self.value, Value::Object(_)) {
            self.wrong_kind("an object", context);
        }
    }

    fn wrong_kind(self, wanted: &str, context: &mut Context<'_>) {
        self.unused(format!("{} where {wanted} should be", self.value.unwrapped().kind()), context);
    }
}

/// Something that a member can hold.
pub trait Member: Sized {
    /// `None`: the member is left out, empty, or was reported as unusable.
    fn read(element: Element<'_>, context: &mut Context<'_>) -> Option<Self>;

    /// The member at the first of these paths that is there.
    fn find<'e>(element: Element<'e>, paths: &[&'static str]) -> Element<'e> {
        element.member(paths)
    }

    /// Adds the names of the members that are read.
    fn add_names(_: &mut Vec<&'static str>) {}

    fn of(element: Element<'_>, context: &mut Context<'_>) -> Result<Self, String> {
        let read = Self::read(element, context);
        read.ok_or_else(|| format!("{} where an object should be", element.value.kind()))
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
                element: $crate::import::decode::Element<'_>,
                context: &mut $crate::import::context::Context<'_>,
            ) -> Option<$name> {
                let $crate::import::decode::Value::Object(_) = element.value else {
                    element.expect_object(context);
                    return None;
                };
                let place = element.place.inside(element.path, None);
                $( let $field = <$type>::read(<$type>::find(element, &[$($path),+]), context); )+
                Some($name { place, $($field,)+ })
            }

            fn add_names(names: &mut Vec<&'static str>) {
                $(
                    for path in [$($path),+] {
                        match path {
                            "" => <$type>::add_names(names),
                            path => names.push(path),
                        }
                    }
                )+
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

impl Member for String {
    fn read(element: Element<'_>, context: &mut Context<'_>) -> Option<String> {
        let text = match element.value.unwrapped() {
            Value::Null => return None,
            Value::Text(text) => text.trim().to_owned(),
            Value::Bool(true) => "True".into(),
            Value::Bool(false) => "False".into(),
            Value::Number(number) => number.to_string(),
            Value::List(_) | Value::Object(_) => {
                element.wrong_kind("a text", context);
                return None;
            }
        };
        Some(text).filter(|text| !text.is_empty())
    }
}

/// A state or result. Of several members, one that says that something is running counts.
#[derive(Debug)]
pub struct StateWord(pub String);

impl Member for StateWord {
    fn read(element: Element<'_>, context: &mut Context<'_>) -> Option<StateWord> {
        String::read(element, context).map(StateWord)
    }

    fn find<'e>(element: Element<'e>, paths: &[&'static str]) -> Element<'e> {
        let running = paths.iter().find(|path| says_running(path, element.value.at(path)));
        element.member(running.map_or(paths, std::slice::from_ref))
    }
}

impl Member for Id {
    fn read(element: Element<'_>, context: &mut Context<'_>) -> Option<Id> {
        let mut id = String::read(element, context)?;
        id.make_ascii_lowercase();
        let is_zero = id.bytes().all(|byte| matches!(byte, b'0' | b'-'));
        (!is_zero).then_some(Id(id))
    }
}

/// Says that the source has a member of this name, even without a value.
#[derive(Debug, Clone, Copy)]
pub struct HasMember;

impl Member for HasMember {
    fn find<'e>(element: Element<'e>, paths: &[&'static str]) -> Element<'e> {
        let path = paths.iter().find(|path| element.value.has(path));
        path.map_or_else(|| element.member(paths), |path| Element { path, ..element })
    }

    fn read(element: Element<'_>, _: &mut Context<'_>) -> Option<HasMember> {
        element.value.has(element.path).then_some(HasMember)
    }
}

impl Member for Present {
    fn read(element: Element<'_>, _: &mut Context<'_>) -> Option<Present> {
        (*element.value != Value::Null).then_some(Present)
    }
}

impl Member for bool {
    fn read(element: Element<'_>, context: &mut Context<'_>) -> Option<bool> {
        if let Value::List(_) | Value::Object(_) = element.value.unwrapped() {
            element.wrong_kind("true or false", context);
            return None;
        }
        let text = String::read(element, context)?;
        match &*text.to_ascii_lowercase() {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => {
                element.unused(format!("{} is neither true nor false", quoted(&text)), context);
                None
            }
        }
    }
}

impl Member for u32 {
    fn read(element: Element<'_>, context: &mut Context<'_>) -> Option<u32> {
        const MOST: u32 = 1_000_000;
        let text = String::read(element, context)?;
        let number = text.parse().ok().filter(|number| *number <= MOST);
        if number.is_none() {
            let what = format!("{} is not a number from 0 to {MOST}", quoted(&text));
            element.unused(what, context);
        }
        number
    }
}

impl Member for TaskLimit {
    fn read(element: Element<'_>, context: &mut Context<'_>) -> Option<TaskLimit> {
        if matches!(element.value, Value::Number(number) if number.as_i64() == Some(-1)) {
            return None;
        }
        u32::read(element, context).filter(|tasks| *tasks > 0).map(TaskLimit)
    }
}

/// A time that may lie in the future; an [`Instant`] of an export cannot.
#[derive(Debug, Clone, Copy)]
pub struct NextStart(pub Instant);

/// The end of something that is over, so that it is no time in the future.
#[derive(Debug, Clone, Copy)]
pub struct EndTime(pub Instant);

/// Clocks may differ by this much.
const CLOCKS_DIFFER: Span = Span::from_secs(5 * 60);

impl Member for EndTime {
    fn read(element: Element<'_>, context: &mut Context<'_>) -> Option<EndTime> {
        let end = Instant::read(element, context)?;
        if end > context.options.now + CLOCKS_DIFFER {
            context.assume(element.place, element.path, Assumption::FutureEnd);
            return None;
        }
        Some(EndTime(end))
    }

    fn find<'e>(element: Element<'e>, paths: &[&'static str]) -> Element<'e> {
        element.time_member(paths)
    }
}

impl Member for Instant {
    fn read(element: Element<'_>, context: &mut Context<'_>) -> Option<Instant> {
        time(element, AllowedTime::Past, context)
    }

    fn find<'e>(element: Element<'e>, paths: &[&'static str]) -> Element<'e> {
        element.time_member(paths)
    }
}

/// Words for a job that has no next start.
const NEVER: [&str; 9] =
    ["", "continuous", "disabled", "not scheduled", "never", "manual", "none", "n/a", "na"];

impl Member for NextStart {
    fn read(element: Element<'_>, context: &mut Context<'_>) -> Option<NextStart> {
        // Reports tell why there is none, as in `After [Job A]`, `<Continuous>` and `<Disabled>`.
        if let Value::Text(text) = element.value.unwrapped() {
            let word = text.trim().to_ascii_lowercase();
            let word = word.trim_matches(['<', '>', '-', ' ']);
            if word.starts_with("after ") || word == "continuous" {
                let schedule = Assumption::NoCron(text.trim().to_owned());
                context.assume(element.place, element.path, schedule);
            }
            if word.starts_with("after ") || NEVER.contains(&word) {
                return None;
            }
        }
        time(element, AllowedTime::Any, context).map(NextStart)
    }

    fn find<'e>(element: Element<'e>, paths: &[&'static str]) -> Element<'e> {
        element.time_member(paths)
    }
}

/// A time that stands for never counts as left out.
fn time(element: Element<'_>, when: AllowedTime, context: &mut Context<'_>) -> Option<Instant> {
    let Element { value, place, path, is_utc } = element;
    match value.unwrapped() {
        Value::Null => None,
        Value::Text(text) if matches!(text.trim(), "" | "<not scheduled>") => None,
        Value::Text(text) => context.time(text, place, path, when, is_utc),
        Value::Number(number) => context.time(&number.to_string(), place, path, when, is_utc),
        Value::Bool(_) | Value::List(_) | Value::Object(_) => {
            element.wrong_kind("a time", context);
            None
        }
    }
}

impl Member for Span {
    /// A part of a second counts as a second, and zero as left out.
    fn read(element: Element<'_>, context: &mut Context<'_>) -> Option<Span> {
        let (secs, found) = match element.value.unwrapped() {
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
            element.unused(format!("{found} is not a duration"), context);
        }
        span
    }
}

impl<T: Member> Member for Vec<T> {
    /// A single value counts as a list of one.
    fn read(element: Element<'_>, context: &mut Context<'_>) -> Option<Vec<T>> {
        let Element { value, place, path, .. } = element;
        match value {
            Value::Null => None,
            Value::List(items) => {
                let items = (0_u32..).zip(items).filter_map(|(at, value)| {
                    T::read(Element::new(value, place.inside(path, Some(at))), context)
                });
                Some(items.collect())
            }
            _ => T::read(element, context).map(|item| vec![item]),
        }
    }
}
