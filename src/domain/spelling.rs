//! Spelling: every value has one, for flags, columns and JSON alike.

use std::fmt;

/// A closed set of values, each written in exactly one way.
pub trait Spelled: Copy + Eq + 'static {
    /// What such a value is called in an error, as in "unknown *job type*".
    const WHAT: &'static str;
    /// All values, in the order in which they are listed to people.
    const ALL: &'static [Self];
    /// How this value is written.
    fn spelling(self) -> &'static str;
    /// The value that is written so.
    fn spelled(text: &str) -> Option<Self>;
}

/// A text that is not the spelling of any value of its set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownSpelling {
    what: &'static str,
    found: String,
    known: Vec<&'static str>,
}

impl fmt::Display for UnknownSpelling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown {} {:?}; known: {}", self.what, self.found, self.known.join(", "))
    }
}

impl std::error::Error for UnknownSpelling {}

/// Finds the value that is written `text`; an unknown one is an error that lists what is known.
pub fn find<T: Spelled>(text: &str) -> Result<T, UnknownSpelling> {
    T::spelled(text).ok_or_else(|| UnknownSpelling {
        what: T::WHAT,
        found: text.chars().take(80).collect(),
        known: T::ALL.iter().map(|value| value.spelling()).collect(),
    })
}

/// Declares an enumeration whose values are spelled once.
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

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, to: S) -> ::std::result::Result<S::Ok, S::Error> {
                to.serialize_str($crate::domain::spelling::Spelled::spelling(*self))
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(from: D) -> ::std::result::Result<Self, D::Error> {
                $crate::domain::spelling::deserialize(from)
            }
        }
    };
}
pub(crate) use spelled;

/// Reads a spelled value from a string, without keeping the string.
pub fn deserialize<'de, T, D>(from: D) -> ::std::result::Result<T, D::Error>
where
    T: Spelled,
    D: serde::Deserializer<'de>,
{
    struct Visitor<T>(std::marker::PhantomData<T>);
    impl<T: Spelled> serde::de::Visitor<'_> for Visitor<T> {
        type Value = T;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "a {}", T::WHAT)
        }
        fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
            find(text).map_err(E::custom)
        }
    }
    from.deserialize_str(Visitor(std::marker::PhantomData))
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
    fn an_unknown_spelling_is_named_with_what_is_known() {
        let error = find::<Mode>("Maintenance").unwrap_err().to_string();
        assert_eq!(error, "unknown mode \"Maintenance\"; known: active, maintenance");
    }
}
