//! The sample before it is written: the same every time, with whole sentences, in the order of its times.

use std::collections::BTreeSet;

use domain::field::Noun;
use domain::time::DAY;
use expect_test::{Expect, expect};

use super::articles::FILES;
use super::chance::Chance;
use super::company::Chain;
use super::customers::Client;
use super::data::Data;
use super::days::Days;
use super::ledger::{Happening, Ledger};
use super::scene::Stage;
use super::text::fill;
use super::{company, customers, imagine, knowledge};

/// A Sunday in November, 19:09 in China.
const NOW: i64 = 1_795_345_764_000;

fn told(happenings: &[Happening]) -> blake3::Hash {
    blake3::hash(format!("{happenings:?}").as_bytes())
}

fn stage<R>(play: impl FnOnce(&Data, &Chain, &[Client], Days) -> R) -> R {
    let (data, days) = (Data::read().expect("the data files"), Days::new(NOW));
    let mut ledger = Ledger::new(NOW);
    let chain = company::found(&data.company, days.beginning(), &mut ledger).expect("a chain");
    let clients = customers::write(&data, &chain, &days, &mut ledger);
    play(&data, &chain, &clients, days)
}

#[test]
fn the_same_clock_gives_the_same_past_and_another_clock_another() {
    let (summary, once) = imagine(Days::new(NOW)).expect("a past");
    let (_, again) = imagine(Days::new(NOW)).expect("a past");
    let (_, later) = imagine(Days::new(NOW + DAY)).expect("a past");
    assert_eq!(told(&once), told(&again));
    assert_ne!(told(&once), told(&later));
    expect!["青禾生活: 12 shops, 40 staff, 2000 customers, 1931 conversations, 3000 tickets, 200 articles, 753 ratings"]
        .assert_eq(&summary.to_string());
}

#[test]
fn nothing_happens_later_than_now_or_out_of_order() {
    let (_, happenings) = imagine(Days::new(NOW)).expect("a past");
    assert!(happenings.is_sorted_by_key(|happening| happening.at));
    assert!(happenings.iter().all(|happening| happening.at <= NOW));
}

#[test]
fn no_record_is_made_twice() {
    let (_, happenings) = imagine(Days::new(NOW)).expect("a past");
    let mut ids = BTreeSet::new();
    let messages = happenings.iter().flat_map(|happening| &happening.edits).filter(|edit| edit.noun == Noun::Message);
    assert!(messages.clone().count() > 10_000);
    assert!(messages.map(|edit| edit.id).all(|id| ids.insert(id)));
}

#[test]
fn every_line_of_every_dialogue_has_its_words() {
    stage(|data, chain, clients, days| {
        let stage = Stage::new(data, chain, clients, days);
        let mut chance = Chance::of("lines");
        for script in &data.scripts {
            let scene = stage.cast(NOW, &script.casting, script.lang.is_some(), &mut chance);
            let slots = stage.slots(&scene, "HZ02A-1842");
            for line in &script.lines {
                (0..6).for_each(|_| assert_whole(&fill(line, &slots, &mut chance).expect("whole")));
            }
        }
    });
}

#[test]
fn every_text_of_every_matter_has_its_words() {
    stage(|data, chain, clients, days| {
        let stage = Stage::new(data, chain, clients, days);
        let mut chance = Chance::of("matters");
        for matter in &data.matters {
            let scene = stage.cast(NOW, &matter.casting, false, &mut chance);
            let slots = stage.slots(&scene, "HZ02A-1842");
            let texts = [&matter.subject, &matter.description]
                .into_iter()
                .chain(matter.fields.values())
                .chain(&matter.notes)
                .chain(&matter.resolutions)
                .chain(&matter.hand);
            for text in texts {
                (0..6).for_each(|_| assert_whole(&fill(text, &slots, &mut chance).expect("whole")));
            }
        }
    });
}

/// No braces, brackets or bars are left over.
fn assert_whole(text: &str) {
    assert!(!text.contains(['{', '}', '[', ']', '|']), "{text}");
}

#[test]
fn scripts_that_open_a_ticket_name_a_matter_that_is_there() {
    let data = Data::read().expect("the data files");
    for script in &data.scripts {
        let opens = script.lines.iter().any(|line| line.starts_with("t: "));
        let known = script.matter.as_ref().is_some_and(|wanted| data.matters.iter().any(|matter| matter.id == *wanted));
        assert_eq!(opens, known, "{} {:?}", script.topic, script.lines);
    }
}

#[test]
fn every_article_of_the_folder_is_built_in_and_can_be_read() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/sample/knowledge");
    let names = std::fs::read_dir(folder).expect("the folder").filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let names: BTreeSet<String> = names.collect();
    let built_in: BTreeSet<String> = FILES.iter().map(|(name, _)| format!("{name}.md")).collect();
    assert_eq!(names, built_in);
    let fronts: Vec<_> = FILES.iter().map(|file| knowledge::parse(*file).expect("front matter").0).collect();
    assert!(fronts.iter().all(|front| !front.questions.is_empty() && !front.tags.is_empty()));
    expect!["200 articles, 705 revisions"].assert_eq(&format!(
        "{} articles, {} revisions",
        fronts.len(),
        fronts.iter().map(|front| front.version).sum::<i64>()
    ));
}

fn check_older(body: &str, back: i64, expected: Expect) {
    expected.assert_eq(&knowledge::older(body, back));
}

#[test]
fn an_older_text_lacks_the_last_part_or_has_another_price() {
    let first = "炸篮 ¥69，旧篮登批次号。".repeat(12);
    let body = format!("{first}\n\n## 例外\n\n摔落的不换。");
    assert_eq!(knowledge::older(&body, 1), first);
    check_older("AF-520 标价 ¥329，炸篮 ¥69。", 1, expect!["AF-520 标价 ¥299，炸篮 ¥69。"]);
    check_older("AF-520 标价 ¥329，炸篮 ¥69。", 2, expect!["AF-520 标价 ¥299，炸篮 ¥64。"]);
}

#[test]
fn customers_have_numbers_of_their_own() {
    stage(|_, _, clients, _| {
        let tails: BTreeSet<&str> = clients.iter().map(|client| client.tail.as_str()).collect();
        assert_eq!((clients.len(), tails.len()), (customers::COUNT, customers::COUNT));
        assert_eq!(clients.iter().filter(|client| client.foreign).count(), 43);
    });
}
