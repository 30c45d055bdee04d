//! Which category of the tree an article belongs to, by its folder, its names and its published neighbours. Pure: it is told the
//! tree and the neighbours, and answers guesses with what speaks for them; a person chooses where they are near each other.

use domain::Id;
use domain::knowledge::{Category, category_path};

use super::look::CategoryGuess;

/// From this on a guess is taken, when it leads the second by `LEAD`.
const SURE: f64 = 0.6;
const LEAD: f64 = 0.15;
/// Below this nothing speaks for it.
const LEAST: f64 = 0.12;

/// What an article says about where it belongs.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Hints<'a> {
    /// Sub-folders of the chosen folder.
    pub folder: &'a str,
    pub file: &'a str,
    /// What the file itself names: front matter, a column, a heading.
    pub own: Option<&'a str>,
    pub title: &'a str,
    pub body: &'a str,
}

/// The two best categories, best first, and whether the first may be taken without asking. `votes` are the categories of near
/// published articles, with how much each counts, 0 to 1.
pub(super) fn guess(hints: Hints<'_>, votes: &[(Id, f64)], tree: &[Category]) -> (Vec<CategoryGuess>, bool) {
    let open: Vec<&Category> = tree.iter().filter(|category| !category.archived).collect();
    let mut scored: Vec<(f64, &Category)> = open.iter().map(|category| (score(category, hints, votes, tree), *category)).collect();
    scored.retain(|(score, _)| *score >= LEAST);
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.id.cmp(&b.1.id)));
    let second = scored.get(1).map_or(0.0, |(score, _)| *score);
    let sure = scored.first().is_some_and(|(score, _)| *score >= SURE && score - second >= LEAD);
    let shown = scored.into_iter().take(2);
    let shown = shown.map(|(score, category)| CategoryGuess {
        category: category.id,
        path: category_path(category.id, tree),
        confidence: (score * 100.0).round() as i64,
    });
    (shown.collect(), sure)
}

/// Independent pieces of evidence, each of which alone would be wrong this often.
fn score(category: &Category, hints: Hints<'_>, votes: &[(Id, f64)], tree: &[Category]) -> f64 {
    let voted: f64 = votes.iter().filter(|(id, _)| *id == category.id).map(|(_, weight)| weight).sum();
    let named = named(&category.name, hints);
    let own = either(&[named, 0.75 * voted.min(1.0)]);
    let parent = tree.iter().find(|parent| Some(parent.id) == category.parent);
    // What names the parent speaks for a child only when something speaks for that child.
    let above = parent.filter(|_| own > 0.2).map_or(0.0, |parent| 0.4 * self::named(&parent.name, hints));
    either(&[own, above])
}

fn named(name: &str, hints: Hints<'_>) -> f64 {
    let name = plain(name);
    if name.is_empty() {
        return 0.0;
    }
    let steps = |path: &str| path.split(['/', '／', '>', '\\']).map(plain).filter(|step| !step.is_empty()).collect::<Vec<_>>();
    let (own, folder) = (steps(hints.own.unwrap_or_default()), steps(hints.folder));
    let is = |steps: &[String]| steps.contains(&name);
    // Only the last step names the place itself.
    let last = |steps: &[String]| steps.last().is_some_and(|step| *step == name);
    let touches = |step: &String| step.chars().count() >= 2 && (step.contains(&name) || name.contains(step.as_str()));
    let told = |sure: bool, weight: f64| if sure { weight } else { 0.0 };
    let body = plain(&hints.body.chars().take(2_000).collect::<String>());
    either(&[
        told(last(&own), 0.95),
        told(is(&own) && !last(&own), 0.2),
        told(last(&folder), 0.85),
        told(is(&folder) && !last(&folder), 0.3),
        told(!is(&folder) && folder.last().is_some_and(touches), 0.55),
        told(!is(&own) && own.last().is_some_and(touches), 0.5),
        told(plain(hints.file).contains(&name), 0.5),
        told(plain(hints.title).contains(&name), 0.5),
        (body.matches(&name).count() as f64 * 0.08).min(0.25),
    ])
}

fn either(evidence: &[f64]) -> f64 {
    1.0 - evidence.iter().map(|piece| 1.0 - piece).product::<f64>()
}

/// Numbers before names (「01 售后」) order folders and name nothing.
fn plain(text: &str) -> String {
    let text = text.trim_start_matches(|c: char| c.is_ascii_digit() || ". _-、".contains(c));
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn tree() -> Vec<Category> {
        let category = |at: u8, name: &str, parent: Option<u8>| Category {
            id: Id([at; 16]),
            name: name.to_owned(),
            parent: parent.map(|parent| Id([parent; 16])),
            position: i64::from(at),
            archived: at == 9,
        };
        vec![
            category(1, "售后政策", None),
            category(2, "退换货", Some(1)),
            category(3, "保修", Some(1)),
            category(4, "产品", None),
            category(9, "旧的", None),
        ]
    }

    fn check(hints: Hints<'_>, votes: &[(u8, f64)], wanted: Expect) {
        let votes: Vec<(Id, f64)> = votes.iter().map(|(at, weight)| (Id([*at; 16]), *weight)).collect();
        let (guesses, sure) = guess(hints, &votes, &tree());
        let told: Vec<String> = guesses.iter().map(|guess| format!("{} {}", guess.path, guess.confidence)).collect();
        wanted.assert_eq(&format!("{} {}", if sure { "sure:" } else { "unsure:" }, told.join(", ")));
    }

    #[test]
    fn names_and_neighbours_speak_for_a_category() {
        check(Hints { folder: "资料/01 退换货", ..Hints::default() }, &[], expect!["sure: 售后政策 / 退换货 85"]);
        check(Hints { own: Some("售后政策/保修"), ..Hints::default() }, &[], expect!["sure: 售后政策 / 保修 95, 售后政策 20"]);
        check(Hints { title: "退换货须知", ..Hints::default() }, &[(2, 0.6)], expect!["sure: 售后政策 / 退换货 73"]);
        check(Hints::default(), &[(2, 0.5), (3, 0.45)], expect!["unsure: 售后政策 / 退换货 38, 售后政策 / 保修 34"]);
        check(Hints { folder: "旧的", title: "随便", ..Hints::default() }, &[], expect!["unsure: "]);
    }
}
