//! Same ideas as one: how many people have had each.

use crate::{CaseId, MemberId};

/// An idea, as far as counting goes.
#[derive(Clone, Copy, Debug)]
pub struct Idea<'a> {
    /// The case.
    pub case: &'a CaseId,
    /// Who had it.
    pub member: &'a MemberId,
    /// The one it says again.
    pub same_as: Option<&'a CaseId>,
}

/// How many people have had each idea, those of the ideas joined to it among them: under the one that all of them lead to, in
/// the order of their names.
///
/// An idea that leads to none of these stands for itself. Where ideas lead to each other in a circle, which two people can
/// bring about at the same moment, the one with the first name stands for all.
pub fn count_ideas<'a>(ideas: &[Idea<'a>]) -> Vec<(&'a CaseId, u32)> {
    let mut known = ideas.to_vec();
    known.sort_unstable_by_key(|idea| idea.case);
    let mut people: Vec<(&CaseId, &MemberId)> =
        known.iter().map(|idea| (root(idea.case, &known), idea.member)).collect();
    people.sort_unstable();
    people.dedup();
    let mut counted = Vec::<(&CaseId, u32)>::new();
    for (case, _) in people {
        match counted.last_mut() {
            Some((last, members)) if *last == case => *members += 1,
            _ => counted.push((case, 1)),
        }
    }
    counted
}

/// Where an idea leads, among known ones that are sorted by their names.
fn root<'a>(case: &'a CaseId, known: &[Idea<'a>]) -> &'a CaseId {
    let find = |case: &CaseId| known.binary_search_by(|idea| idea.case.cmp(case)).ok().map(|place| known[place]);
    let next = |case: &CaseId| find(find(case)?.same_as?).map(|idea| idea.case);
    let mut passed = Vec::new();
    let mut at = case;
    while let Some(to) = next(at) {
        passed.push(at);
        if let Some(begin) = passed.iter().position(|earlier| *earlier == to) {
            return passed[begin..].iter().copied().min().unwrap_or(to);
        }
        at = to;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cases as `case by member -> same_as`; the counts as `case: people`.
    #[track_caller]
    fn check(cases: &[(&str, &str, &str)], expected: &[(&str, u32)]) {
        let id = |text: &str| CaseId::new(text).unwrap();
        let cases: Vec<_> = cases
            .iter()
            .map(|(case, member, same)| (id(case), MemberId::new(*member).unwrap(), CaseId::new(*same).ok()))
            .collect();
        let ideas: Vec<_> =
            cases.iter().map(|(case, member, same_as)| Idea { case, member, same_as: same_as.as_ref() }).collect();
        let counted = count_ideas(&ideas);
        let counted: Vec<_> = counted.iter().map(|(case, people)| (case.as_str(), *people)).collect();
        assert_eq!(counted, expected);
    }

    #[test]
    fn people_are_counted_and_not_their_cases() {
        check(&[], &[]);
        check(&[("a", "ana", "")], &[("a", 1)]);
        check(&[("a", "ana", ""), ("b", "bor", "a"), ("c", "bor", "a"), ("d", "ana", "")], &[("a", 2), ("d", 1)]);
    }

    #[test]
    fn a_chain_counts_at_its_end() {
        check(&[("a", "ana", "b"), ("b", "bor", "c"), ("c", "cene", ""), ("d", "dana", "b")], &[("c", 4)]);
    }

    #[test]
    fn what_leads_nowhere_stands_for_itself_and_a_circle_for_its_first() {
        check(&[("a", "ana", "gone"), ("b", "bor", "a")], &[("a", 2)]);
        check(&[("c", "ana", "b"), ("b", "bor", "c"), ("a", "cene", "c")], &[("b", 3)]);
        check(&[("a", "ana", "a")], &[("a", 1)]);
    }
}
