//! Links: every link of the documentation leads to a file and a heading that exist, and the index
//! lists every page.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::support::{files_below, project, read_text};

#[test]
fn links_lead_somewhere() {
    let broken: Vec<_> = pages().iter().flat_map(|page| broken_links(page)).collect();
    assert!(broken.is_empty(), "broken links:\n{}", broken.join("\n"));
}

#[test]
fn index_lists_every_page() {
    let index = read_text(&project("docs/README.md"));
    let listed: BTreeSet<_> = links(&index).map(|link| file_of(link).to_owned()).collect();
    let docs = project("docs");
    let pages = files_below(&docs).into_iter().filter(|page| page.parent() == Some(&docs));
    for page in pages.filter(|page| is_page(page)) {
        let name = page.file_name().unwrap().to_str().unwrap();
        assert!(name == "README.md" || listed.contains(name), "docs/README.md lacks {name}");
    }
}

fn pages() -> Vec<PathBuf> {
    let roots = ["README.md", "CHANGELOG.md"].map(project);
    files_below(&project("docs")).into_iter().filter(|page| is_page(page)).chain(roots).collect()
}

fn is_page(path: &Path) -> bool {
    path.extension().is_some_and(|end| end == "md")
}

fn broken_links(page: &Path) -> Vec<String> {
    let text = without_code(&read_text(page));
    let broken = |link: &&str| {
        if link.contains("://") {
            return false;
        }
        let target = match file_of(link) {
            "" => page.to_owned(),
            file => page.parent().unwrap().join(file),
        };
        let heading = link.split_once('#').map(|(_, heading)| heading);
        !target.exists() || heading.is_some_and(|it| !headings(&read_text(&target)).contains(it))
    };
    let names = |link| format!("{}: {link}", page.display());
    links(&text).filter(broken).map(names).collect()
}

/// The targets of the links of a page.
fn links(text: &str) -> impl Iterator<Item = &str> {
    text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(link, _)| link)
}

fn file_of(link: &str) -> &str {
    link.split_once('#').map_or(link, |(file, _)| file)
}

/// A page without its blocks of code.
fn without_code(text: &str) -> String {
    text.split("```").step_by(2).collect()
}

/// The anchors that readers of Markdown give to headings: lower case, without punctuation, hyphens
/// for spaces.
fn headings(text: &str) -> BTreeSet<String> {
    let text = without_code(text);
    let titles = text.lines().filter(|line| line.starts_with('#'));
    titles.map(|line| anchor(line.trim_start_matches('#').trim())).collect()
}

fn anchor(title: &str) -> String {
    let kept = title.chars().filter(|c| c.is_alphanumeric() || [' ', '-', '_'].contains(c));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}
