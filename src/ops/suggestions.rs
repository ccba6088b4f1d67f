//! Suggestions of known names that are similar to an unknown one.

const MOST: usize = 3;
/// Jaro-Winkler similarity from which on a name is suggested.
const SIMILAR: f64 = 0.8;

/// `did you mean "a" or "b"?` with the most similar names; `None` if no name is similar.
pub fn did_you_mean<'n>(text: &str, names: impl IntoIterator<Item = &'n str>) -> Option<String> {
    let mut similar: Vec<String> =
        similar(text, names).into_iter().map(|name| format!("{name:?}")).collect();
    let last = similar.pop()?;
    let others = if similar.is_empty() { String::new() } else { similar.join(", ") + " or " };
    Some(format!("did you mean {others}{last}?"))
}

/// Names that contain the text, are one typing error away, or look like it; the best first.
fn similar<'n>(text: &str, names: impl IntoIterator<Item = &'n str>) -> Vec<&'n str> {
    let wanted = text.to_lowercase();
    let mut found: Vec<(f64, &str)> = names
        .into_iter()
        .filter_map(|name| {
            let lower = name.to_lowercase();
            let contains = !wanted.is_empty() && lower.contains(&wanted);
            let one_off = wanted.chars().count() > 2 && strsim::osa_distance(&wanted, &lower) == 1;
            let least = if contains || one_off { SIMILAR } else { 0.0 };
            let similarity = strsim::jaro_winkler(&wanted, &lower).max(least);
            (similarity >= SIMILAR).then_some((similarity, name))
        })
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    found.dedup_by(|a, b| a.1 == b.1);
    found.truncate(MOST);
    found.into_iter().map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn similar_names_look_like_the_text_or_contain_it() {
        #[track_caller]
        fn case(text: &str, want: &[&str]) {
            let names =
                ["Nightly VMs", "Nightly SQL", "Orders CDP", "夜間バックアップ", "Web", "x"];
            assert_eq!(similar(text, names), want);
        }
        case("Nigthly VMs", &["Nightly VMs", "Nightly SQL"]);
        case("orders cdp", &["Orders CDP"]);
        case("CDP", &["Orders CDP"]);
        case("夜間バックアプ", &["夜間バックアップ"]);
        case("wbe", &["Web"]);
        case("z", &[]);
        case("payroll", &[]);
        case("", &[]);
    }

    #[test]
    fn suggestions_are_a_question() {
        #[track_caller]
        fn case(names: &[&str], want: Option<&str>) {
            assert_eq!(did_you_mean("job", names.iter().copied()).as_deref(), want);
        }
        case(&[], None);
        case(&["job 1"], Some("did you mean \"job 1\"?"));
        case(&["job 1", "job 2"], Some("did you mean \"job 1\" or \"job 2\"?"));
        case(&["job 1", "job 2", "job 3"], Some("did you mean \"job 1\", \"job 2\" or \"job 3\"?"));
    }
}
