//! Every counted number of every page: it is a registered figure, opens to its rows and equals them; a number that says nothing about itself is found.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use gongjie::demo;
use gongjie::figures::rules::Figure;
use gongjie::layout::SIZES;

use crate::client::Client;
use crate::house::{files, home_of};
use crate::html::{Document, Node};
use crate::world::World;

/// Pages of one shape (`/problems/*`), and addresses with filters of one page, that are walked.
const PER_SHAPE: usize = 3;

/// The coordinator of each demo organisation: who sees the most.
const READERS: [&str; 2] = ["tongchou", "example-gui"];

/// A page's shape: ids and filters left out.
fn shape(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let part = |p: &str| {
        let is_id = p.chars().all(|c| c.is_ascii_digit()) && !p.is_empty();
        if is_id { "*".to_owned() } else { p.to_owned() }
    };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

fn is_page(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    address.starts_with('/')
        && !["/views/", "/assets/", "/api/", "/login", "/evidence"]
            .iter()
            .any(|no| path.starts_with(no))
        && ![".xlsx", ".csv", ".docx"]
            .iter()
            .any(|end| path.ends_with(end))
        && !address.contains("lang=")
}

/// Walks what the main parts of pages link to, some of each shape.
async fn walk(client: &Client) -> BTreeMap<String, Document> {
    let mut todo = VecDeque::from(["/".to_owned(), "/views".into(), "/figures".into()]);
    todo.extend([
        "/ledger?group=lead".to_owned(),
        "/search?q=%E5%AD%A6".into(),
    ]);
    todo.extend(["/units?kind=branch".to_owned(), "/help".into()]);
    let menu = Document::read(&client.get("/").await.expect(200).body);
    todo.extend(menu.links(|_| true));
    let mut seen = BTreeSet::new();
    let mut shapes: BTreeMap<String, usize> = BTreeMap::new();
    let mut pages = BTreeMap::new();
    while let Some(address) = todo.pop_front() {
        let address = address.split('#').next().unwrap_or_default().to_owned();
        if !is_page(&address) || !seen.insert(address.clone()) {
            continue;
        }
        let of = shapes.entry(shape(&address)).or_default();
        *of += 1;
        if *of > PER_SHAPE {
            continue;
        }
        let reply = client.get(&address).await;
        if reply.status != 200 || !reply.body.starts_with("<!doctype html>") {
            assert!(
                matches!(reply.status.as_u16(), 200 | 303 | 403 | 404 | 409),
                "{address} {}",
                reply.status
            );
            continue;
        }
        let page = Document::read(&reply.body);
        todo.extend(page.links(|node| node.is_in("main")));
        pages.insert(address, page);
    }
    pages
}

/// Counts rows of a list over all its pages.
async fn count(client: &Client, first: &Document, of: &str) -> usize {
    let mut total = first.rows(of, None);
    let mut next = first.next();
    while let Some(address) = next {
        let page = Document::read(&client.get(&address).await.expect(200).body);
        total += page.rows(of, None);
        next = page.next();
    }
    total
}

/// Where the rows of a number are, if not beside it.
fn address_of(page: &Document, node: &Node) -> Option<String> {
    let at = node.attribute("data-at").map(str::to_owned);
    at.or_else(|| {
        let link = page.up(node).find(|n| n.tag == "a")?;
        let is_here = link.attribute("aria-current").is_some();
        let href = link.attribute("href")?;
        (!is_here && !href.starts_with('#')).then(|| href.to_owned())
    })
}

async fn check_page(
    client: &Client,
    address: &str,
    page: &Document,
    wrong: &mut Vec<String>,
) -> usize {
    let mut checked = 0;
    for node in page.all().filter(|n| n.attribute("data-fig").is_some()) {
        let id = node.attribute("data-fig").unwrap_or_default();
        let figure = Figure::from_code(id);
        let is_size = SIZES.iter().any(|(code, _)| *code == id);
        let n = node
            .attribute("data-n")
            .and_then(|n| n.parse::<usize>().ok());
        let Some(n) = n.filter(|_| figure.is_some() || is_size) else {
            wrong.push(format!(
                "{address}: {id} is no registered figure with a number"
            ));
            continue;
        };
        let own = if figure.is_some() { "figure-rows" } else { id };
        let of = node.attribute("data-of").unwrap_or(own);
        let rows = match (address_of(page, node), node.attribute("data-part")) {
            (None, Some(part)) => page.rows(of, page.by_id(part)),
            (Some(at), _) => {
                let reply = client.get(&at).await;
                if reply.status != 200 {
                    wrong.push(format!("{address}: {id} leads to {at}, {}", reply.status));
                    continue;
                }
                count(client, &Document::read(&reply.body), of).await
            }
            (None, None) => {
                let within = page.up(node).find(|n| n.attribute("data-within").is_some());
                let within = within.or_else(|| page.beside(node));
                match within {
                    Some(part) => page.rows(of, Some(part)),
                    None => count(client, page, of).await,
                }
            }
        };
        let text = page.text(node);
        if rows != n {
            wrong.push(format!("{address}: {id} says {n} ({text}), {rows} rows"));
        }
        let may_be_stated = figure.is_some_and(|f| f.stated().is_some());
        if !text.contains(&n.to_string()) && !may_be_stated {
            wrong.push(format!("{address}: {id} reads {text} and counts {n}"));
        }
        checked += 1;
    }
    checked
}

async fn check_reader(world: &World, reader: &str) {
    let client = world.client(reader).await;
    let pages = walk(&client).await;
    assert!(pages.len() > 40, "{} pages", pages.len());
    let (mut wrong, mut checked) = (Vec::new(), 0);
    for (address, page) in &pages {
        checked += check_page(&client, address, page, &mut wrong).await;
    }
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "{reader}:\n{}", wrong.join("\n"));
    assert!(checked > 100, "{reader}: only {checked} numbers");
    for (figure, found) in uses(&pages) {
        let declared = figure.uses().into_iter().map(|(place, _)| place.to_owned());
        let declared: BTreeSet<String> = declared.filter(|p| p != "/figures").collect();
        assert_eq!(declared, found, "{figure} of {reader}: declared, found");
    }
}

/// The places on which each figure stands, besides its own page.
fn uses(pages: &BTreeMap<String, Document>) -> BTreeMap<Figure, BTreeSet<String>> {
    let mut uses: BTreeMap<Figure, BTreeSet<String>> = BTreeMap::new();
    for (address, page) in pages {
        for node in page.all() {
            let id = node.attribute("data-fig").unwrap_or_default();
            if let Some(figure) = Figure::from_code(id) {
                let place = shape(address).trim_end_matches("/*").to_owned();
                let of = uses.entry(figure).or_default();
                // The page of the figures shows them all.
                if place != "/figures" && !place.starts_with("/figures/") {
                    of.insert(place);
                }
            }
        }
    }
    uses
}

both!(
    every_marked_number_opens_and_equals_its_rows,
    |world| async move {
        demo::load(&world.app).await.unwrap();
        let world = world.with_settings(&[
            ("heavy_reads_per_minute", "1000000"),
            ("writes_per_minute", "1000000"),
        ]);
        for reader in READERS {
            check_reader(&world, reader).await;
        }
    }
);

/// Words for countable things behind a number.
const COUNTERS: [&str; 10] = ["行", "道", "条", "项", "件", "个", "家", "次", "人", "份"];

/// Texts with a number that is no count of records, or a count within one record that its own page lists: key and why.
const ALLOWED: &[(&str, &str)] = &[
    (
        "close-out-evidence-count",
        "of one problem, listed on its page",
    ),
    (
        "close-out-measures-count",
        "of one problem, listed on its page",
    ),
    ("close-out-times", "of one problem, told by its history"),
    (
        "close-out-view-count",
        "of one close-out, its views stand beside",
    ),
    ("dossier-lists-of", "of one problem, its page lists them"),
    ("dossier-more-mates", "of one pairing, its page lists them"),
    ("dossier-stated-measures", "stated by the source"),
    ("dossier-stated-tasks", "stated by the source"),
    ("dossier-step-done", "of one problem, its page lists them"),
    (
        "dossier-step-measures",
        "of one problem, its page lists them",
    ),
    (
        "dossier-step-outcomes",
        "of one problem, its page lists them",
    ),
    ("dossier-step-units", "of one pairing, its page lists them"),
    (
        "dossier-story-older",
        "of one problem, behind the link beside it",
    ),
    ("evidence-file-hint", "a limit"),
    ("figure-trace-counted", "stands beside its figure"),
    ("figure-trace-covers", "stands beside its figure"),
    ("figure-trace-equal", "stands beside its figure"),
    ("figure-trace-none", "stands beside its figure"),
    ("figure-trace-over", "stands beside its figure"),
    ("figure-trace-short", "stands beside its figure"),
    ("figure-trace-short-about", "stands beside its figure"),
    ("figure-trace-short-at-least", "stands beside its figure"),
    ("figures-both", "stands beside its figure"),
    ("help-days", "a span of a lifecycle"),
    (
        "home-network-node",
        "the name of a circle; the list below opens it",
    ),
    ("home-recent-more", "of one activity, its page lists them"),
    (
        "ledger-note-difference",
        "stated total beside the rows of this page",
    ),
    ("light-why-sent-back", "of one measure, told by its history"),
    ("lists-in-pairings", "of one unit, its page lists them"),
    ("lists-pieces", "of one problem, its page lists them"),
    ("measure-done-of", "of one measure, its tree stands there"),
    ("measure-extension-n", "an ordinal"),
    ("measure-extensions-left", "a limit"),
    ("measure-stated-measures", "stated by the source"),
    ("measure-stated-tasks", "stated by the source"),
    ("me-password-hint", "a limit"),
    ("outcome-backed", "of one outcome, its page lists them"),
    ("outcome-figure-label", "an ordinal"),
    ("outcome-not-added", "the sum of the column above it"),
    (
        "past-late-n",
        "part of the number above it, opened by the same link",
    ),
    ("board-day-more", "opened by its link"),
    ("grid-bulk-set", "of the rows that were chosen"),
    ("network-least-n", "a filter"),
    ("network-node", "of one unit, opened by its link"),
    (
        "oversight-send-backs",
        "of one measure, told by its history",
    ),
    (
        "oversight-rest",
        "opened by its link, part of the number above",
    ),
    ("roadmap-more", "opened by its link"),
    ("roadmap-page-holds", "a limit"),
    ("slip-send-backs", "of one slip, its page lists them"),
    ("unit-below", "of one unit, the tree shows them under it"),
    ("unit-people-n", "of one unit, its page lists them"),
];

/// Pages whose numbers are not marked yet: the board, the calendar, the roadmaps, the network, the task book, and the pages on the way of a paste.
fn is_not_yet(address: &str) -> bool {
    let shape = shape(address);
    let pages = ["/pairings/network", "/problems/*/taskbook"];
    pages.contains(&shape.as_str())
        || shape.ends_with("/roadmap")
        || shape.starts_with("/grid/")
        || ["view=board", "view=calendar", "view=month"]
            .iter()
            .any(|view| address.contains(view))
}

/// Texts of the catalogue that say a count, as patterns: pieces between their arguments.
fn counting_texts() -> Vec<(String, Vec<String>)> {
    let mut found = Vec::new();
    for (_, text) in files(&home_of("gongjie_hall"), "locales/zh-CN", &[".ftl"]) {
        for line in text.lines() {
            let Some((key, words)) = line.split_once(" = ") else {
                continue;
            };
            let counts = COUNTERS.iter().any(|c| {
                [format!("}} {c}"), format!("}}{c}")]
                    .iter()
                    .any(|end| words.contains(end))
            });
            if !counts {
                continue;
            }
            let mut pieces = Vec::new();
            let mut rest = words;
            while let Some((before, behind)) = rest.split_once('{') {
                pieces.push(before.to_owned());
                rest = behind.split_once('}').map_or("", |(_, b)| b);
            }
            pieces.push(rest.to_owned());
            found.push((key.to_owned(), pieces));
        }
    }
    found
}

/// Whether a text is this pattern with something in its gaps.
fn is_said(text: &str, pieces: &[String]) -> bool {
    let (first, last) = (&pieces[0], &pieces[pieces.len() - 1]);
    if pieces.len() < 2 || !text.starts_with(first.as_str()) || !text.ends_with(last.as_str()) {
        return false;
    }
    let mut at = first.len();
    for piece in &pieces[1..] {
        // What is counted is a number and nothing else; other gaps take any words.
        let is_counter = COUNTERS.iter().any(|c| piece.trim_start().starts_with(c));
        let Some(found) = text[at..]
            .find(piece.as_str())
            .filter(|f| *f > 0 || piece.is_empty())
        else {
            return false;
        };
        let gap = &text[at..at + found];
        if is_counter && !gap.chars().all(|c| c.is_ascii_digit()) {
            return false;
        }
        at += found + piece.len();
    }
    true
}

/// Places in which a lone number is no count of records: an ordinal, a year, a number to call, a change as it was written, what somebody stated, a part of the one record that the page shows (`data-own`).
fn is_no_count(page: &Document, node: &Node) -> bool {
    page.up(node).any(|n| {
        let has = |class: &str| n.classes().any(|c| c == class);
        let label = n.attribute("data-label").unwrap_or_default();
        let is_own = ["data-own", "data-stated", "data-field"]
            .iter()
            .any(|name| n.attribute(name).is_some());
        let tags = [
            "kbd", "option", "textarea", "time", "ins", "del", "text", "summary",
        ];
        let classes = [
            "dropcell",
            "ono",
            "crumbs",
            "stepper__m",
            "figtext",
            "when",
            "calls",
        ];
        is_own
            || tags.contains(&n.tag.as_str())
            || classes.iter().any(|c| has(c))
            || ["序号", "号", "年份", "年度", "次序", "编号", "人员"].contains(&label)
    })
}

async fn bare(client: &Client) -> BTreeSet<String> {
    let texts = counting_texts();
    assert!(texts.len() > 50, "{} texts", texts.len());
    let mut bare = BTreeSet::new();
    let pages = walk(client).await.into_iter();
    for (address, page) in pages.filter(|(address, _)| !is_not_yet(address)) {
        for (node, text) in page.texts() {
            let text = text.trim();
            let is_marked = page.up(node).any(|n| n.attribute("data-fig").is_some());
            if is_marked || !node.is_in("main") && !page.up(node).any(|n| n.tag == "main") {
                continue;
            }
            let is_number = !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
            if is_number && !shape(&address).starts_with("/history") && !is_no_count(&page, node) {
                bare.insert(format!(
                    "{}: the lone number {text} in {}",
                    shape(&address),
                    node.tag
                ));
            }
            // What somebody stated is the source's own text, whatever it sounds like.
            let is_stated = page.up(node).any(|n| n.attribute("data-stated").is_some());
            let has_digit = !is_stated && text.chars().any(|c| c.is_ascii_digit());
            let said: Vec<&str> = texts
                .iter()
                .filter(|(_, pieces)| has_digit && is_said(text, pieces))
                .map(|(key, _)| key.as_str())
                .collect();
            let is_allowed = ALLOWED.iter().any(|(key, _)| said.contains(key));
            if let (Some(key), false) = (said.first(), is_allowed) {
                bare.insert(format!("{}: {key} reads {text}", shape(&address)));
            }
        }
    }
    bare
}

both!(no_page_counts_without_saying_what, |world| async move {
    demo::load(&world.app).await.unwrap();
    let world = world.with_settings(&[
        ("heavy_reads_per_minute", "1000000"),
        ("writes_per_minute", "1000000"),
    ]);
    let mut all = BTreeSet::new();
    for reader in READERS {
        all.extend(bare(&world.client(reader).await).await);
    }
    let all: Vec<String> = all.into_iter().collect();
    assert!(all.is_empty(), "{}", all.join("\n"));
});

#[test]
fn every_size_is_drawn_and_has_a_name() {
    let zh = files(&home_of("gongjie_hall"), "locales/zh-CN", &[".ftl"]);
    let sources = crate::house::sources(&[".html", ".rs"]);
    for (code, _) in SIZES {
        let name = format!("\nsize-{code} = ");
        assert!(
            zh.iter().any(|(_, text)| text.contains(&name)),
            "{code} has no name"
        );
        let marks = [
            format!("fig(\"{code}\""),
            format!("data-fig=\"{code}\""),
            format!("size(\"{code}\""),
            format!("tally(\"{code}\""),
        ];
        let is_drawn = sources
            .iter()
            .any(|(_, text)| marks.iter().any(|m| text.contains(m)));
        assert!(is_drawn, "{code} is registered and nowhere drawn");
    }
}
