//! Codes: every error code of the program stands in docs/exit-status.md with its status, and no other.

use std::collections::BTreeMap;

use crate::support::{files_below, project, text_of};

/// The codes of the program, with the status that each ends with.
fn given() -> BTreeMap<String, &'static str> {
    // A command line that is wrong, and what no part of the program knows anything of.
    let mut codes = BTreeMap::from([("usage".to_owned(), "2"), ("failed".to_owned(), "1")]);
    for path in files_below(&project("src")) {
        let text = text_of(&path);
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
        for said in code.split("Problem::failed(").skip(1) {
            let said = said.trim_start();
            let (name, rest) = said
                .strip_prefix('"')
                .and_then(|said| said.split_once('"'))
                .unwrap_or_else(|| panic!("{}: no code in {said:.60}", path.display()));
            let ends = ["Problem::", "\n    }\n", "\n}\n"].map(|end| rest.find(end));
            let statement = &rest[..ends.into_iter().flatten().min().unwrap_or(rest.len())];
            let status = match statement.split_once(".exit(Exit::") {
                Some((_, exit)) => status(&exit[..exit.find(')').unwrap()]),
                None => "1",
            };
            let known = codes.insert(name.to_owned(), status);
            assert!(known.is_none_or(|known| known == status), "{name} ends with two statuses");
        }
    }
    codes
}

fn status(exit: &str) -> &'static str {
    match exit {
        "Conflict" => "4",
        "Unconfirmed" => "5",
        "Unsafe" => "6",
        other => panic!("Exit::{other} is not known here"),
    }
}

/// The codes of the page, with their statuses.
fn documented() -> BTreeMap<String, String> {
    let page = text_of(&project("docs/exit-status.md"));
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.map(|row| {
        let mut cells = row.split(" | ");
        let code = cells.next().unwrap().trim_end_matches('`').to_owned();
        (code, cells.next().unwrap().to_owned())
    })
    .collect()
}

#[test]
fn every_error_code_is_documented_with_its_status() {
    let given: BTreeMap<String, String> =
        given().into_iter().map(|(code, status)| (code, status.to_owned())).collect();
    assert!(given.len() > 20, "{given:?}");
    let documented = documented();
    let missing: Vec<_> =
        given.iter().filter(|(code, status)| documented.get(*code) != Some(*status)).collect();
    assert!(missing.is_empty(), "not in docs/exit-status.md, or with another status: {missing:?}");
    let gone: Vec<_> = documented.keys().filter(|code| !given.contains_key(*code)).collect();
    assert!(gone.is_empty(), "in docs/exit-status.md alone: {gone:?}");
}
