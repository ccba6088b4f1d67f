//! Near: names that are close to one that nobody has, for hints.

/// So many are offered at most.
const MOST: usize = 3;
/// Names that are less alike than this are not offered.
const ALIKE: f64 = 0.8;

/// The names that are nearest to `text`, the nearest first: alike in letters, a slip
/// away, or holding it.
pub fn near<'n>(text: &str, names: impl IntoIterator<Item = &'n str>) -> Vec<&'n str> {
    let wanted = text.to_lowercase();
    let mut found: Vec<(f64, &str)> = names
        .into_iter()
        .filter_map(|name| {
            let lower = name.to_lowercase();
            let holds = !wanted.is_empty() && lower.contains(&wanted);
            let slipped = wanted.chars().count() > 2 && strsim::osa_distance(&wanted, &lower) == 1;
            let least = if holds || slipped { ALIKE } else { 0.0 };
            let alike = strsim::jaro_winkler(&wanted, &lower).max(least);
            (alike >= ALIKE).then_some((alike, name))
        })
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    found.dedup_by(|a, b| a.1 == b.1);
    found.truncate(MOST);
    found.into_iter().map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use crate::ops::suggestions::near;

    #[test]
    fn near_names_are_alike_or_hold_the_text() {
        #[track_caller]
        fn case(text: &str, want: &[&str]) {
            let names =
                ["Nightly VMs", "Nightly SQL", "Orders CDP", "夜間バックアップ", "Web", "x"];
            assert_eq!(near(text, names), want);
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
}
