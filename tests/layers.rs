//! Layers: which module may import which, and that no imports form a cycle.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::{files_below, project, read_text};

/// Each layer with the layers below it, which are all that it may import.
const LAYERS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("error", &[]),
    ("clock", &["domain"]),
    ("platform", &["clock", "domain"]),
    ("scenario", &["domain"]),
    ("simulator", &["scenario", "domain"]),
    ("import", &["scenario", "domain"]),
    ("store", &["scenario", "domain", "error", "clock", "platform"]),
    ("hooks", &["domain", "error", "clock", "platform"]),
    ("output", &["domain", "platform"]),
    (
        "ops",
        &[
            "store",
            "simulator",
            "import",
            "hooks",
            "scenario",
            "domain",
            "error",
            "clock",
            "platform",
        ],
    ),
    ("args", &["output", "domain", "error"]),
    (
        "views",
        &[
            "ops",
            "output",
            "store",
            "simulator",
            "import",
            "hooks",
            "scenario",
            "domain",
            "error",
            "clock",
            "platform",
        ],
    ),
    (
        "commands",
        &[
            "views",
            "ops",
            "output",
            "args",
            "store",
            "simulator",
            "import",
            "hooks",
            "scenario",
            "domain",
            "error",
            "clock",
            "platform",
        ],
    ),
    ("cli", &["commands", "args", "ops", "output", "clock", "domain", "error"]),
    ("run", &["cli", "commands", "args", "ops", "output", "domain", "error", "clock", "platform"]),
];

/// The layers in which a foreign crate, or a name of the standard library, may appear.
const HOMES: &[(&str, &[&str])] = &[
    ("rusqlite::", &["store"]),
    ("comfy_table::", &["output"]),
    ("cronexpr::", &["scenario"]),
    ("csv::", &["output", "import"]),
    ("clap::", &["cli", "args", "commands", "run", "lib"]),
    ("strsim::", &["ops"]),
    ("std::env", &["run", "main", "platform", "clock"]),
    ("terminal_size::", &["run", "output"]),
    ("textwrap::", &["output"]),
    ("println!", &[]),
    ("Timestamp::now", &["clock"]),
];

/// The path of a module below the crate: `["ops", "app"]`.
type Path = Vec<String>;

/// A file of `src`, without comments and in-source tests.
struct Module {
    file: String,
    code: String,
    /// Submodules that are files of their own.
    children: BTreeSet<String>,
    /// Names that the module imports or re-exports, with the paths that they stand for.
    imports: BTreeMap<String, Path>,
    /// All paths that the module imports or mentions.
    paths: BTreeSet<Path>,
}

impl Module {
    fn layer(&self) -> &str {
        self.file.split(['/', '.']).next().unwrap()
    }
}

/// All modules that belong to the program, by path.
fn modules() -> BTreeMap<Path, Module> {
    let root = project("src");
    let mut modules = BTreeMap::new();
    let mut tests: Vec<Path> = Vec::new();
    for file in files_below(&root).iter().filter(|path| path.extension().is_some_and(|e| e == "rs"))
    {
        let name = file.strip_prefix(&root).unwrap().display().to_string().replace('\\', "/");
        let path: Path = (name.trim_end_matches(".rs").split('/'))
            .filter(|part| !["mod", "lib"].contains(part))
            .map(str::to_owned)
            .collect();
        let (code, of_tests) = code_of(&read_text(file));
        tests.extend(of_tests.into_iter().map(|child| [&path[..], &[child]].concat()));
        let children = declared(&code);
        let mut module =
            Module { file: name, code, children, imports: BTreeMap::new(), paths: BTreeSet::new() };
        collect_paths(&mut module, &path);
        modules.insert(path, module);
    }
    modules.retain(|path, _| !tests.iter().any(|test| path.starts_with(test)));
    modules
}

/// The code of a file that is not for tests alone, and the names of its test modules.
fn code_of(text: &str) -> (String, Vec<String>) {
    let mut code = String::new();
    let mut tests = Vec::new();
    let mut lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    while let Some(line) = lines.next() {
        if line.trim() == "#[cfg(test)]" {
            let mut item = lines.next().unwrap_or_default();
            while item.trim_start().starts_with("#[") {
                item = lines.next().unwrap_or_default();
            }
            let name = item.trim_start_matches("pub ").trim_start_matches("pub(crate) ");
            if let Some(name) = name.strip_prefix("mod ").and_then(|name| name.strip_suffix(';')) {
                tests.push(name.to_owned());
            } else if item.ends_with('{') {
                // An item ends where the indentation of its first line comes back.
                let indent = item.len() - item.trim_start().len();
                let end = format!("{}}}", " ".repeat(indent));
                lines.by_ref().find(|line| **line == end);
            }
            continue;
        }
        code.push_str(line);
        code.push('\n');
    }
    (code, tests)
}

/// The names of modules that a file declares.
fn declared(code: &str) -> BTreeSet<String> {
    let names = code.lines().filter_map(|line| {
        let line = line.trim_start_matches("pub(crate) ").trim_start_matches("pub ");
        line.strip_prefix("mod ")?.strip_suffix(';')
    });
    names.map(str::to_owned).collect()
}

/// Fills in the imports and paths of a module.
fn collect_paths(module: &mut Module, own: &[String]) {
    let mut rest = String::new();
    let mut trees = Vec::new();
    let mut tree: Option<String> = None;
    for line in module.code.lines() {
        let item = line.trim_start();
        let item =
            item.strip_prefix("pub(crate) ").or_else(|| item.strip_prefix("pub ")).unwrap_or(item);
        match (&mut tree, item.strip_prefix("use ")) {
            (Some(tree), _) => tree.push_str(item),
            (None, Some(begin)) => tree = Some(begin.to_owned()),
            (None, None) => rest.push_str(&format!("{line}\n")),
        }
        if let Some(whole) = tree.take_if(|tree| tree.ends_with(';')) {
            trees.push(whole.trim_end_matches(';').to_owned());
        }
    }
    for tree in trees {
        for (path, name) in expand(&tree) {
            if let Some(path) = absolute(&path, own, module) {
                module.paths.insert(path.clone());
                module.imports.insert(name, path);
            }
        }
    }
    let is_path = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == ':';
    for word in rest.split(|letter| !is_path(letter)).filter(|word| word.contains("::")) {
        let path: Path = word.split("::").map(str::to_owned).collect();
        let path = match module.imports.get(&path[0]) {
            Some(import) => Some([&import[..], &path[1..]].concat()),
            None => absolute(&path, own, module),
        };
        module.paths.extend(path);
    }
}

/// The paths of an import, braces expanded, each with the name that it gets here.
fn expand(tree: &str) -> Vec<(Path, String)> {
    let tree = tree.trim();
    if let Some((head, list)) = tree.split_once('{') {
        let list = list.strip_suffix('}').unwrap();
        let mut depth = 0;
        let parts = list.split(|letter| {
            depth += i32::from(letter == '{') - i32::from(letter == '}');
            letter == ',' && depth == 0
        });
        let parts = parts.filter(|part| !part.trim().is_empty());
        return parts.flat_map(|part| expand(&format!("{head}{}", part.trim()))).collect();
    }
    let (path, alias) = tree.split_once(" as ").map_or((tree, None), |(p, a)| (p, Some(a)));
    let mut path: Path = path.split("::").map(str::to_owned).collect();
    if path.last().is_some_and(|last| last == "self") {
        path.pop();
    }
    let name = alias.unwrap_or(path.last().unwrap()).to_owned();
    vec![(path, name)]
}

/// A path from the root of the crate; `None` for one that leads out of it.
fn absolute(path: &[String], own: &[String], module: &Module) -> Option<Path> {
    let ups = path.iter().take_while(|part| *part == "super").count();
    match path[0].as_str() {
        "crate" => Some(path[1..].to_vec()),
        "self" => Some([own, &path[1..]].concat()),
        "super" if ups <= own.len() => Some([&own[..own.len() - ups], &path[ups..]].concat()),
        child if module.children.contains(child) => Some([own, path].concat()),
        _ => None,
    }
}

/// The module in which something lives, re-exports followed.
fn home<'m>(
    modules: &'m BTreeMap<Path, Module>,
    path: &[String],
    depth: usize,
) -> Option<&'m Path> {
    let length = (0..=path.len()).rev().find(|length| modules.contains_key(&path[..*length]))?;
    let (found, module) = modules.get_key_value(&path[..length])?;
    match path.get(length).and_then(|name| module.imports.get(name)) {
        Some(target) if depth > 0 => {
            home(modules, &[target, &path[length + 1..]].concat(), depth - 1)
        }
        _ => Some(found),
    }
}

/// Which modules each module imports. A parent consists of its submodules, so it may use them although
/// they use what it defines.
fn graph(modules: &BTreeMap<Path, Module>) -> BTreeMap<&Path, BTreeSet<&Path>> {
    let imported = |own: &Path, module: &Module| {
        let homes = module.paths.iter().filter_map(|path| home(modules, path, 8));
        homes.filter(|home| !home.starts_with(own) && !home.is_empty()).collect()
    };
    modules.iter().map(|(own, module)| (own, imported(own, module))).collect()
}

/// The shortest way from a module back to itself.
fn cycle<'m>(
    graph: &BTreeMap<&'m Path, BTreeSet<&'m Path>>,
    start: &'m Path,
) -> Option<Vec<&'m Path>> {
    let mut ways = vec![vec![start]];
    let mut seen = BTreeSet::new();
    while !ways.is_empty() {
        let mut longer = Vec::new();
        for way in ways {
            for next in &graph[way.last()?] {
                if *next == start {
                    return Some(way);
                }
                if seen.insert(*next) {
                    longer.push([&way[..], &[*next]].concat());
                }
            }
        }
        ways = longer;
    }
    None
}

#[test]
fn layers_import_only_layers_below_them() {
    for (position, (layer, below)) in LAYERS.iter().enumerate() {
        for each in *below {
            let known = LAYERS[..position].iter().any(|(name, _)| name == each);
            assert!(known, "{layer} may import {each}, which does not stand above it in the list");
        }
    }
    for (path, module) in &modules() {
        if path.is_empty() || module.layer() == "main" {
            continue;
        }
        let Some((layer, below)) = LAYERS.iter().find(|(name, _)| *name == module.layer()) else {
            panic!("src/{} belongs to no layer", module.file);
        };
        for other in module.paths.iter().filter_map(|path| path.first()) {
            let allowed = other == layer || below.contains(&other.as_str());
            let is_layer = LAYERS.iter().any(|(name, _)| name == other);
            assert!(allowed || !is_layer, "src/{} imports crate::{other}", module.file);
        }
    }
}

#[test]
fn imports_form_no_cycle() {
    let modules = modules();
    let graph = graph(&modules);
    let mut cycles = BTreeSet::new();
    for start in graph.keys() {
        if let Some(found) = cycle(&graph, start) {
            let mut files: Vec<&str> = found.iter().map(|path| &*modules[*path].file).collect();
            let first = files.iter().enumerate().min_by_key(|(_, file)| **file).unwrap().0;
            files.rotate_left(first);
            cycles.insert(files.join(" → "));
        }
    }
    let cycles: Vec<String> = cycles.into_iter().collect();
    assert!(cycles.is_empty(), "modules import each other:\n{}", cycles.join("\n"));
}

#[test]
fn foreign_crates_stay_in_their_layers() {
    for module in modules().values() {
        for (name, homes) in HOMES {
            let at_home = homes.contains(&module.layer());
            assert!(at_home || !module.code.contains(name), "src/{} names {name}", module.file);
        }
    }
}

#[test]
fn rules_match_every_value_by_name() {
    for file in ["rules.rs", "job.rs", "operation.rs", "rule.rs"] {
        let code = read_text(&project("src/domain").join(file));
        assert!(!code.contains("_ =>"), "{file}: a new value must be a compile error");
    }
}
