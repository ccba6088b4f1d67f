//! Document: the members of a scenario as they stand in JSON, before anything is checked.
//!
//! Every member is optional here, so that a missing one is reported by the check with its place,
//! and `null` counts as left out. Unknown members are refused by the reader.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::domain::{
    FailureCode, Instant, JobType, Mode, Operation, Product, Quoted, Service, Side, Span, Target,
    TaskState,
};

/// A string that is borrowed from the document wherever the document allows it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text<'a>(pub Cow<'a, str>);

impl<'a> From<&'a str> for Text<'a> {
    fn from(text: &'a str) -> Text<'a> {
        Text(Cow::Borrowed(text))
    }
}

impl From<String> for Text<'_> {
    fn from(text: String) -> Self {
        Text(Cow::Owned(text))
    }
}

impl std::ops::Deref for Text<'_> {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl std::borrow::Borrow<str> for Text<'_> {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl Serialize for Text<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.0)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Text<'a>, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = Text<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Borrowed(text)))
            }
            fn visit_str<E>(self, text: &str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }
        from.deserialize_str(Visitor)
    }
}

/// An object: `serde` would take an array of the same length for one, too.
pub(super) struct Object<T>(pub T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Object<T>, D::Error> {
        struct Visitor<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> serde::de::Visitor<'de> for Visitor<T> {
            type Value = Object<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                map: A,
            ) -> Result<Object<T>, A::Error> {
                T::deserialize(serde::de::value::MapAccessDeserializer::new(map)).map(Object)
            }
        }
        from.deserialize_map(Visitor(std::marker::PhantomData))
    }
}

fn object<'de, T, D>(from: D) -> Result<Option<T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Ok(Option::<Object<T>>::deserialize(from)?.map(|object| object.0))
}

pub(super) fn objects<'de, T, D>(from: D) -> Result<Option<Vec<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Ok(Option::<Objects<T>>::deserialize(from)?.map(|objects| objects.0))
}

/// A list of objects.
struct Objects<T>(Vec<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Objects<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Objects<T>, D::Error> {
        /// So many tasks have most jobs, at most.
        const FEW: usize = 8;
        struct Visitor<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> serde::de::Visitor<'de> for Visitor<T> {
            type Value = Objects<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a sequence")
            }
            fn visit_seq<A: serde::de::SeqAccess<'de>>(
                self,
                mut list: A,
            ) -> Result<Objects<T>, A::Error> {
                let mut objects = Vec::with_capacity(FEW);
                while let Some(Object(object)) = list.next_element()? {
                    objects.push(object);
                }
                Ok(Objects(objects))
            }
        }
        from.deserialize_seq(Visitor(std::marker::PhantomData))
    }
}

/// What each name stands for; a name that is there twice is an error.
fn by_name<'de: 'a, 'a, T, D>(from: D) -> Result<Option<BTreeMap<Text<'a>, T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    struct Visitor<'a, T>(std::marker::PhantomData<(&'a (), T)>);
    impl<'de: 'a, 'a, T: Deserialize<'de>> serde::de::Visitor<'de> for Visitor<'a, T> {
        type Value = Named<'a, T>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }
        fn visit_map<A: serde::de::MapAccess<'de>>(
            self,
            mut map: A,
        ) -> Result<Named<'a, T>, A::Error> {
            let mut all = BTreeMap::new();
            while let Some(name) = map.next_key::<Text<'a>>()? {
                if all.contains_key(&name) {
                    let what = format!("{} is here twice", Quoted(&name));
                    return Err(serde::de::Error::custom(what));
                }
                let value = map.next_value()?;
                all.insert(name, value);
            }
            Ok(Named(all))
        }
    }
    struct Named<'a, T>(BTreeMap<Text<'a>, T>);
    impl<'de: 'a, 'a, T: Deserialize<'de>> Deserialize<'de> for Named<'a, T> {
        fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Named<'a, T>, D::Error> {
            from.deserialize_map(Visitor(std::marker::PhantomData))
        }
    }
    Ok(Option::<Named<'a, T>>::deserialize(from)?.map(|named| named.0))
}

/// A scenario document.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document<'a> {
    /// Format version: 1.
    pub scenario: Option<u32>,
    /// The instant at which the simulation starts.
    pub start: Option<Instant>,
    /// The horizon.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<Instant>,
    /// The mode at the start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<Mode>,
    /// When the mode that is on at the start ends by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
    /// The notification text.
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub message: Option<Text<'a>>,
    /// Why there is maintenance.
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text<'a>>,
    /// The Cloud Connect Service at the start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<Service>,
    /// Replicas in failover at the start.
    #[serde(
        borrow,
        skip_serializing_if = "Option::is_none",
        default,
        deserialize_with = "objects"
    )]
    pub replicas_in_failover: Option<Vec<ReplicaDoc<'a>>>,
    /// Tenants.
    #[serde(
        borrow,
        skip_serializing_if = "Option::is_none",
        default,
        deserialize_with = "objects"
    )]
    pub tenants: Option<Vec<TenantDoc<'a>>>,
    /// Jobs and policies.
    #[serde(
        borrow,
        skip_serializing_if = "Option::is_none",
        default,
        deserialize_with = "objects"
    )]
    pub jobs: Option<Vec<JobDoc<'a>>>,
    /// What happens on the way.
    #[serde(
        borrow,
        skip_serializing_if = "Option::is_none",
        default,
        deserialize_with = "objects"
    )]
    pub events: Option<Vec<EventDoc<'a>>>,
}

/// A replica in failover.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplicaDoc<'a> {
    /// Whose it is.
    #[serde(borrow)]
    pub tenant: Option<Text<'a>>,
    /// Its name.
    #[serde(borrow)]
    pub replica: Option<Text<'a>>,
}

/// A tenant.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TenantDoc<'a> {
    /// Its name.
    #[serde(borrow)]
    pub name: Option<Text<'a>>,
    /// Whether it may use the cloud.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// How many tasks may run at once against the cloud over all its jobs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slots: Option<u32>,
}

/// A job or policy.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JobDoc<'a> {
    /// Its name, known within its tenant.
    #[serde(borrow)]
    pub name: Option<Text<'a>>,
    /// Whose it is.
    #[serde(borrow)]
    pub tenant: Option<Text<'a>>,
    /// What it does.
    #[serde(rename = "type")]
    pub job_type: Option<JobType>,
    /// Where it writes to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<Target>,
    /// How many tasks of one session may run at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slots: Option<u32>,
    /// Its tasks, in order.
    #[serde(
        borrow,
        skip_serializing_if = "Option::is_none",
        default,
        deserialize_with = "objects"
    )]
    pub tasks: Option<Vec<TaskDoc<'a>>>,
    /// When sessions start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub starts: Option<Vec<Instant>>,
    /// More starts, by cron.
    #[serde(borrow, skip_serializing_if = "Option::is_none", default, deserialize_with = "object")]
    pub schedule: Option<ScheduleDoc<'a>>,
    /// What past sessions took, by task.
    #[serde(
        borrow,
        skip_serializing_if = "Option::is_none",
        default,
        deserialize_with = "by_name"
    )]
    pub recorded: Option<BTreeMap<Text<'a>, Vec<Span>>>,
    /// Automatic retries.
    #[serde(skip_serializing_if = "Option::is_none", default, deserialize_with = "object")]
    pub retry: Option<RetryDoc>,
    /// A session that runs at the start.
    #[serde(borrow, skip_serializing_if = "Option::is_none", default, deserialize_with = "object")]
    pub running: Option<RunningDoc<'a>>,
    /// What the initial synchronisation of a policy still takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub initial_sync: Option<Span>,
    /// Whether the policy does not exist until an event creates it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_by_event: Option<bool>,
}

/// A task of a job.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaskDoc<'a> {
    /// Its name.
    #[serde(borrow)]
    pub name: Option<Text<'a>>,
    /// How long it runs.
    pub duration: Option<Span>,
    /// Whether it ends in an error of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fails: Option<bool>,
}

/// A schedule.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScheduleDoc<'a> {
    /// Five fields.
    #[serde(borrow)]
    pub cron: Option<Text<'a>>,
    /// The time zone of the fields.
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub timezone: Option<Text<'a>>,
}

/// Automatic retries of a failed session.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetryDoc {
    /// How many at most.
    pub times: Option<u32>,
    /// How long after the failure.
    pub wait: Option<Span>,
}

/// A session that runs at the start.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunningDoc<'a> {
    /// When it began.
    pub started: Option<Instant>,
    /// Which attempt it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attempt: Option<u32>,
    /// Its tasks.
    #[serde(borrow, default, deserialize_with = "objects")]
    pub tasks: Option<Vec<RunningTaskDoc<'a>>>,
}

/// A task of a session that runs at the start.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunningTaskDoc<'a> {
    /// Its name.
    #[serde(borrow)]
    pub name: Option<Text<'a>>,
    /// Where it stands.
    pub state: Option<TaskState>,
    /// When it began.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub started: Option<Instant>,
    /// When it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended: Option<Instant>,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<FailureCode>,
}

/// An event with every member that some event takes.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventDoc<'a> {
    /// When it happens.
    pub at: Option<Instant>,
    /// What happens.
    #[serde(borrow)]
    pub event: Option<Text<'a>>,
    /// `enable`: when the mode ends by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
    /// `set-message`: the text.
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub message: Option<Text<'a>>,
    /// Whose job, replica or request it is.
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub tenant: Option<Text<'a>>,
    /// The job or policy.
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub job: Option<Text<'a>>,
    /// The replica.
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub replica: Option<Text<'a>>,
    /// `request`: what is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<Operation>,
    /// `request`: who asks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<Side>,
    /// `request`: the agent that restores.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<Product>,
}
