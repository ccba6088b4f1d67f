//! Closed sets of values that are written in one way: in options, columns and JSON alike.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserializer;
use serde::de::{Error, Visitor};

/// A closed set of values, each with one spelling.
pub trait Spelled: Copy + Eq + 'static {
    /// The noun for such a value in errors, as in "unknown *job type*".
    const WHAT: &'static str;
    /// All values, in the order in which they are listed to people.
    const ALL: &'static [Self];
    fn spelling(self) -> &'static str;
    fn spelled(text: &str) -> Option<Self>;
}

/// The error for a text that is no spelling of a set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownSpelling(String);

impl fmt::Display for UnknownSpelling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for UnknownSpelling {}

/// Finds the value with a spelling; the error lists all spellings.
pub fn find<T: Spelled>(text: &str) -> Result<T, UnknownSpelling> {
    T::spelled(text).ok_or_else(|| {
        let found: String = text.chars().take(80).collect();
        let known: Vec<&str> = T::ALL.iter().map(|value| value.spelling()).collect();
        UnknownSpelling(format!("unknown {} {found:?}; known: {}", T::WHAT, known.join(", ")))
    })
}

/// Declares an enum whose values have one spelling each.
macro_rules! spelled {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident: $what:literal {
            $( $(#[$value_meta:meta])* $value:ident = $spelling:literal, )+
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        $vis enum $name {
            $( $(#[$value_meta])* $value, )+
        }

        impl $crate::domain::spelling::Spelled for $name {
            const WHAT: &'static str = $what;
            const ALL: &'static [Self] = &[$( Self::$value, )+];
            fn spelling(self) -> &'static str {
                match self {
                    $( Self::$value => $spelling, )+
                }
            }
            fn spelled(text: &str) -> Option<Self> {
                match text {
                    $( $spelling => Some(Self::$value), )+
                    _ => None,
                }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad($crate::domain::spelling::Spelled::spelling(*self))
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::domain::spelling::UnknownSpelling;
            fn from_str(text: &str) -> ::std::result::Result<Self, Self::Err> {
                $crate::domain::spelling::find(text)
            }
        }

        $crate::domain::spelling::serde_as_text!($name, $what, $crate::domain::spelling::find);
    };
}
pub(crate) use spelled;

/// Reads and writes a type in JSON as the text that `Display` gives and `$parse` takes.
macro_rules! serde_as_text {
    ($name:ident, $what:literal, $parse:path) => {
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                to: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                from: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::domain::spelling::from_text(from, concat!("a ", $what), $parse)
            }
        }
    };
}
pub(crate) use serde_as_text;

/// Reads a value from a string without copying the string.
pub fn from_text<'de, T, E: fmt::Display, D: Deserializer<'de>>(
    from: D,
    what: &'static str,
    parse: fn(&str) -> Result<T, E>,
) -> Result<T, D::Error> {
    struct TextVisitor<T, E>(&'static str, fn(&str) -> Result<T, E>, PhantomData<(T, E)>);
    impl<T, E: fmt::Display> Visitor<'_> for TextVisitor<T, E> {
        type Value = T;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }
        fn visit_str<F: Error>(self, text: &str) -> Result<T, F> {
            self.1(text).map_err(F::custom)
        }
    }
    from.deserialize_str(TextVisitor(what, parse, PhantomData))
}

#[cfg(test)]
mod tests {
    use crate::domain::spelling::find;
    use crate::domain::{JobType, Mode, Operation, Rule, Spelled};

    #[test]
    fn every_spelling_leads_back_to_its_value() {
        fn case<T: Spelled + std::fmt::Debug>() {
            for value in T::ALL {
                assert_eq!(find::<T>(value.spelling()).unwrap(), *value);
            }
        }
        case::<JobType>();
        case::<Mode>();
        case::<Operation>();
        case::<Rule>();
    }

    #[test]
    fn an_unknown_spelling_is_an_error_that_lists_the_known_ones() {
        let error = find::<Mode>("Maintenance").unwrap_err().to_string();
        assert_eq!(error, "unknown mode \"Maintenance\"; known: active, maintenance");
    }
}
