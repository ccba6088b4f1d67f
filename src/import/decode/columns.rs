//! The members that the elements of a document have: which are read, and which have values that are not.

use std::collections::HashSet;

use crate::import::decode::running::is_state_name;
use crate::import::decode::value::without_utc;

/// The members in their order, which is the same in nearly all elements of a document.
#[derive(Debug, Default)]
pub struct Columns {
    list: Vec<Column>,
    /// In lower case; `None`: not known yet, so that all are read.
    read: Option<HashSet<String>>,
}

#[derive(Debug)]
struct Column {
    name: String,
    is_read: bool,
    /// It may say that something is running.
    is_state: bool,
    has_values: bool,
}

impl Columns {
    /// From now on, only members of these names are read, and those of times in UTC.
    pub fn read_only(&mut self, names: &[&str]) {
        let first = |path: &&str| path.split('.').next().unwrap_or_default().to_ascii_lowercase();
        let read: HashSet<String> = names.iter().map(first).collect();
        // The path `*` stands for any member.
        if read.contains("*") {
            return;
        }
        for column in &mut self.list {
            column.is_read = is_read(&column.name, &read);
        }
        self.read = Some(read);
    }

    /// Whether the member at this position of an element is kept: if it is read, or if it may say that
    /// something is running.
    pub fn is_kept(&mut self, at: usize, name: &str) -> bool {
        self.find(at, name).is_none_or(|column| column.is_read || column.is_state)
    }

    /// Whether members of this name are read.
    pub fn reads(&self, name: &str) -> bool {
        self.read.as_ref().is_none_or(|read| is_read(name, read))
    }

    /// How many members of an element are kept, as far as is known.
    pub fn count_kept(&self) -> usize {
        self.list.iter().filter(|column| column.is_read || column.is_state).count()
    }

    /// The member has a value.
    pub fn fill(&mut self, at: usize, name: &str) {
        if let Some(column) = self.find(at, name) {
            column.has_values = true;
        }
    }

    /// The columns with values that are not read.
    pub fn unread(&self) -> Vec<String> {
        let of = self.list.iter().filter(|column| column.has_values && !column.is_read);
        of.map(|column| column.name.clone()).collect()
    }

    /// `None` after the last one: no listing has that many members.
    fn find(&mut self, at: usize, name: &str) -> Option<&mut Column> {
        let is_there = self.list.get(at).is_some_and(|column| column.name == name);
        let at = if is_there { Some(at) } else { self.list.iter().position(|x| x.name == name) };
        if at.is_none() && self.list.len() < MOST && name.len() < MOST {
            let is_read = self.read.as_ref().is_none_or(|read| is_read(name, read));
            let is_state = is_state_name(name);
            let name = name.to_owned();
            self.list.push(Column { name, is_read, is_state, has_values: false });
        } else if at.is_none() {
            return None;
        }
        let at = at.unwrap_or(self.list.len() - 1);
        self.list.get_mut(at)
    }
}

/// Most members of a listing, and most letters of a name: more is damage.
const MOST: usize = 500;

fn is_read(name: &str, read: &HashSet<String>) -> bool {
    let name = name.trim().to_ascii_lowercase();
    read.contains(&name) || without_utc(&name).is_some_and(|name| read.contains(name))
}
