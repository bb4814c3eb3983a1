//! What somebody may have meant who wrote a name that nothing has.

/// The closest of the known names, if one is close: a slip of a letter or two, another case, a dash for an underscore.
pub fn closest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = |text: &str| text.to_lowercase().replace(['-', ' '], "_");
    let written = plain(written);
    // A third of the letters: of two one may be wrong, of five two.
    let slips_max = ((written.chars().count() + 1) / 3).clamp(1, 3);
    let near = known.into_iter().map(|name| (distance(&written, &plain(name)), name));
    // Of equally close ones the first of the list.
    near.filter(|(slips, _)| *slips <= slips_max).min_by_key(|(slips, _)| *slips).map(|(_, name)| name)
}

/// The shortest of the known names that has a word of the written one, beside the root both have: `member.orders` for
/// `member.order_count`.
pub fn related<'a>(written: &str, root: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let words = |name: &str| -> Vec<String> {
        let rest = name.strip_prefix(root).unwrap_or(name).to_lowercase();
        rest.split(['.', '_', '-'])
            .map(|word| word.trim_end_matches('s').to_owned())
            .filter(|word| word.len() > 2)
            .collect()
    };
    let written = words(written);
    let is_related = |name: &&str| words(name).iter().any(|word| written.contains(word));
    known.into_iter().filter(is_related).min_by_key(|name| name.len())
}

/// What to write instead: `did you mean “paid”?`, or else the known names: `must be one of placed, paid or completed`.
pub fn instead(written: &str, known: &[&str], otherwise: &str) -> String {
    match closest(written, known.iter().copied()) {
        Some(name) => format!("did you mean “{name}”?"),
        None => format!("{otherwise} {}", list(known, "or")),
    }
}

/// Names in a sentence: `placed, paid or completed`.
pub fn list(names: &[&str], last: &str) -> String {
    match names {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

/// How many letters must be written, left out or replaced to come from one text to the other, or exchanged with the next:
/// the optimal string alignment distance.
fn distance(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len().abs_diff(other.len()) > 3 {
        return usize::MAX;
    }
    let mut rows: Vec<Vec<usize>> = vec![(0..=other.len()).collect()];
    for (i, letter) in one.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, wanted) in other.iter().enumerate() {
            let replaced = rows[i][j] + usize::from(letter != wanted);
            let mut least = replaced.min(rows[i][j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && one[i - 1] == *wanted && *letter == other[j - 1] {
                least = least.min(rows[i - 1][j - 1] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows.last().and_then(|row| row.last()).copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, expected: Option<&str>) {
        let known = ["currency", "coupon_codes", "placed_at", "updated_at", "lines", "id", "member.orders"];
        assert_eq!(closest(written, known), expected);
    }

    #[test]
    fn a_slip_is_understood() {
        check("curency", Some("currency"));
        check("currnecy", Some("currency"));
        check("couponCodes", Some("coupon_codes"));
        check("coupon-code", Some("coupon_codes"));
        check("Lines", Some("lines"));
        check("line", Some("lines"));
        check("member.order", Some("member.orders"));
        check("ids", Some("id"));
    }

    #[test]
    fn another_word_is_not() {
        check("colour", None);
        check("x", None);
        check("", None);
        check("delivered", None);
    }

    #[test]
    fn a_name_with_a_word_in_common_is_related() {
        let known = ["member.average_order", "member.orders", "member.points"];
        assert_eq!(related("member.order_count", "member", known), Some("member.orders"));
        assert_eq!(related("member.member", "member", known), None);
    }

    #[test]
    fn names_are_listed_as_in_a_sentence() {
        assert_eq!(list(&["a"], "or"), "a");
        assert_eq!(list(&["a", "b"], "and"), "a and b");
        assert_eq!(instead("x", &["paid", "placed", "done"], "must be one of"), "must be one of paid, placed or done");
        assert_eq!(instead("payed", &["paid", "placed"], "must be one of"), "did you mean “paid”?");
    }
}
