//! Nearest: the known name that somebody who typed another one probably meant.

/// Names that are less alike than this are not alike.
const ALIKE: f64 = 0.7;
/// The same for one word of a name.
const WORD_ALIKE: f64 = 0.9;

/// The known name that is most like `typed`, if one is: one that holds it or a word like it, or
/// is spelled much the same.
pub fn nearest<'n>(typed: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let typed = typed.trim().to_lowercase();
    let alike = |name: &str| {
        let holds = typed.len() > 2 && name.contains(&typed);
        let words = name.split('-').map(|word| strsim::jaro_winkler(&typed, word));
        let has_alike = words.fold(0.0, f64::max) > WORD_ALIKE;
        strsim::jaro_winkler(&typed, name) + if holds || has_alike { 1.0 } else { 0.0 }
    };
    known
        .into_iter()
        .map(|name| (alike(name), name))
        .filter(|(alike, _)| *alike > ALIKE)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn the_name_that_was_meant_is_found() {
        #[track_caller]
        fn case(typed: &str, want: Option<&str>) {
            let known = ["refuse-new-session", "tenant-disabled", "maintenance", "allow-restore"];
            assert_eq!(nearest(typed, known), want);
        }
        case("maintainance", Some("maintenance"));
        case("Maintenance", Some("maintenance"));
        case("restore", Some("allow-restore"));
        case("refuse-session", Some("refuse-new-session"));
        case("sesion", Some("refuse-new-session"));
        case("xyzzy", None);
        case("", None);
    }
}
