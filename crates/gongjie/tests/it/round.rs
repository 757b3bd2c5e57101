//! What is exported and read again gives the same records: ledger and lists of both demo organisations, in every format.

use std::collections::{BTreeMap, BTreeSet};

use gongjie::demo;
use gongjie::layout::{Lang, Words};
use gongjie::org::{Actor, TermPack, queries as org};
use gongjie_reader::report::{Record, Sheet};
use gongjie_reader::{Options, Register, file, judge};
use serde_json::Value;

use crate::world::World;

/// Who sees everything of each organisation, the article's first.
const READERS: [&str; 2] = ["tongchou", "example-gui"];
const FORMATS: [&str; 3] = ["xlsx", "csv", "docx"];
const LISTS: [&str; 4] = ["problems", "measures", "duties", "closings"];

/// A record as field and value; what is empty is left out.
type Said = BTreeMap<&'static str, String>;

fn put(said: &mut Said, field: &'static str, value: impl Into<String>) {
    let value = value.into();
    if !value.trim().is_empty() {
        said.insert(field, value.trim().to_owned());
    }
}

/// Units, aliases and short names of an organisation.
async fn register(world: &World, number: usize) -> Register {
    let conn = world.app.db.read();
    let organizations = org::list_organizations(conn).await.unwrap();
    let demos: Vec<_> = organizations
        .iter()
        .filter(|o| o.name != "测试大学" && o.code != "other")
        .collect();
    let actor = Actor::system(demos[demos.len() - 2 + number]);
    let names = org::list_names_of_all(conn, &actor).await.unwrap();
    let mut register = Register::default();
    for unit in org::list_all_units(conn, &actor).await.unwrap() {
        let own = names.iter().filter(|n| n.unit_id == unit.id);
        let mut aliases: Vec<&str> = own.map(|n| n.name.as_str()).collect();
        aliases.extend(unit.short_name.as_deref());
        register.add(&unit.name, aliases);
    }
    register
}

fn json(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Registered names in the order of the cell.
fn units(register: &Register, written: &[String]) -> String {
    let names = written.iter().map(|name| {
        let found = register.find(name);
        found.map_or_else(|| name.clone(), |(_, name)| name.to_owned())
    });
    names.collect::<Vec<_>>().join("|")
}

fn names_of(units: &Value) -> Vec<String> {
    let units = units.as_array().cloned().unwrap_or_default();
    units.iter().map(|unit| text(&unit["name"])).collect()
}

fn ledger_said(register: &Register, ledger: &Value) -> Vec<Said> {
    let rows = ledger["items"].as_array().unwrap();
    let said = rows.iter().zip(1..).map(|(row, n)| {
        let mut said = Said::new();
        put(&mut said, "no", n.to_string());
        let members = row["members"].as_array().unwrap();
        let is_known = row["lead_basis"] != "first_listed";
        let of = |leads: bool, key: &str| {
            let some = members
                .iter()
                .filter(|m| (is_known && m["role"] != "partner") == leads);
            some.map(|m| text(&m[key])).collect::<Vec<_>>()
        };
        put(&mut said, "lead", units(register, &of(true, "name")));
        put(&mut said, "partner", units(register, &of(false, "name")));
        let cell = text(&row["partners"]);
        let open = cell.strip_prefix(&of(false, "written").join("、")).unwrap();
        put(&mut said, "partner_open", open);
        put(&mut said, "paired_on", text(&row["date"]));
        put(&mut said, "theme", text(&row["theme"]));
        put(&mut said, "problem", text(&row["problem"]));
        put(&mut said, "outcome", text(&row["outcome"]));
        said
    });
    said.collect()
}

fn day(words: &Value) -> String {
    let text = text(words);
    text.parse()
        .map_or(text, |day: jiff::civil::Date| gongjie_words::date::zh(day))
}

/// The limit as the lists say it.
fn due(words: Words, due: &Value) -> String {
    match (due["kind"].as_str().unwrap(), &due["on"]) {
        ("long_term", _) => words.text("due-kind-long-term"),
        ("immediate", Value::Null) => words.text("due-kind-immediate"),
        ("immediate", on) => format!("{} {}", words.text("due-kind-immediate"), day(on)),
        (_, Value::Null) => text(&due["text"]),
        (_, on) => day(on),
    }
}

fn list_said(register: &Register, list: &str, lists: &Value, words: Words) -> Vec<Said> {
    let mut all = Vec::new();
    // The API begins with the newest, the office with the oldest.
    let problems: Vec<&Value> = lists["items"].as_array().unwrap().iter().rev().collect();
    for (problem, n) in problems.into_iter().zip(1..) {
        let mut base = Said::new();
        put(&mut base, "no", n.to_string());
        if list == "problems" {
            put(&mut base, "title", text(&problem["title"]));
            put(&mut base, "problem", text(&problem["hurts"]));
            let class = problem["class"].as_str();
            put(
                &mut base,
                "class",
                class.map_or_else(String::new, |c| words.code("class", c)),
            );
            put(&mut base, "theme", text(&problem["theme"]));
            all.push(base);
            continue;
        }
        put(&mut base, "problem", text(&problem["title"]));
        let measures = problem["measures"].as_array().unwrap();
        if measures.is_empty() {
            all.push(base);
            continue;
        }
        for measure in measures {
            let mut said = base.clone();
            put(&mut said, "measure", text(&measure["text"]));
            let lead = names_of(&serde_json::json!([measure["lead"]]));
            put(&mut said, "lead", units(register, &lead));
            put(&mut said, "due", due(words, &measure["due"]));
            if list != "closings" {
                let partners = names_of(&measure["partners"]);
                put(&mut said, "partner", units(register, &partners));
            }
            if list != "measures" {
                put(&mut said, "owner", text(&measure["owner"]["name"]));
            }
            if list == "closings" {
                let is_done = measure["state"] == "done";
                put(&mut said, "closed", if is_done { "是" } else { "否" });
            }
            if list == "duties" {
                put(&mut said, "owner_phone", text(&measure["owner"]["phone"]));
            } else {
                put(&mut said, "progress", text(&measure["progress"]));
            }
            all.push(said);
        }
    }
    all
}

fn read_said(record: &Record, fields: &BTreeSet<&'static str>) -> Said {
    let mut said = Said::new();
    let maybe = |text: &Option<String>| text.clone().unwrap_or_default();
    let time = |time: &Option<gongjie_reader::report::Time>| {
        time.as_ref().map(|t| t.text.clone()).unwrap_or_default()
    };
    for field in fields {
        let value = match *field {
            "no" => maybe(&record.no),
            "title" => maybe(&record.title),
            "problem" => maybe(&record.problem),
            "measure" => maybe(&record.measure),
            "lead" => record.lead.join("|"),
            "partner" => record.partner.join("|"),
            "partner_open" => record.partner_open.join("|"),
            "paired_on" => time(&record.paired_on),
            "due" => time(&record.due),
            "theme" => maybe(&record.theme),
            "class" => maybe(&record.class),
            "outcome" => maybe(&record.outcome),
            "progress" => maybe(&record.progress),
            "owner" => record.owner.join("|"),
            "closed" => maybe(&record.closed),
            "owner_phone" => record.owner_phone.join("|"),
            other => panic!("{other}"),
        };
        put(&mut said, field, value);
    }
    said
}

/// What differs between the records of a sheet and what the product says, and its doubts, in words.
fn faults(sheet: &Sheet, wanted: &[Said], is_article: bool) -> Vec<String> {
    let mut faults = Vec::new();
    if !sheet.is_ledger {
        return vec![sheet.why.clone()];
    }
    let fields: BTreeSet<&'static str> = wanted
        .iter()
        .flat_map(|said| said.keys().copied())
        .collect();
    let read: Vec<Said> = sheet
        .records
        .iter()
        .map(|r| read_said(r, &fields))
        .collect();
    if read.len() != wanted.len() {
        faults.push(format!("{} records, and not {}", read.len(), wanted.len()));
    }
    for (at, (read, wanted)) in read.iter().zip(wanted).enumerate() {
        for field in &fields {
            let (got, want) = (read.get(field), wanted.get(field));
            if got != want {
                faults.push(format!(
                    "record {}: {field}: {got:?}, and not {want:?}",
                    at + 1
                ));
            }
        }
    }
    let mut without = wanted
        .iter()
        .filter(|said| !said.contains_key("problem"))
        .count();
    for doubt in &sheet.doubts {
        // The article names days without a year and leaves problems out; nothing in the sheet may say which.
        let is_honest = match doubt.kind {
            "year_missing" => is_article,
            "problem_missing" if is_article && without > 0 => {
                without -= 1;
                true
            }
            _ => false,
        };
        if !is_honest {
            faults.push(format!("{} {}: {}", doubt.cell, doubt.kind, doubt.message));
        }
    }
    faults
}

both!(
    what_is_exported_and_read_again_gives_the_same_records,
    |world: World| async move {
        demo::load(&world.app).await.unwrap();
        let world = world.with_settings(&[("heavy_reads_per_minute", "1000000")]);
        let words = Words {
            lang: Lang::Zh,
            pack: TermPack::Party,
        };
        let mut wrong = Vec::new();
        let (mut records, mut years) = (0, 0);
        for (number, reader) in READERS.into_iter().enumerate() {
            let client = world.client(reader).await;
            let options = Options {
                year: None,
                register: register(&world, number).await,
                ..Options::default()
            };
            let known = &options.register;
            let ledger = json(
                &client
                    .get("/api/v1/ledger?rows=200")
                    .await
                    .expect(200)
                    .bytes,
            );
            let lists = json(&client.get("/api/v1/lists?rows=200").await.expect(200).bytes);
            let mut files = Vec::new();
            for format in FORMATS {
                let said = ledger_said(known, &ledger);
                files.push((format!("/ledger.{format}"), said));
                for list in LISTS {
                    let said = list_said(known, list, &lists, words);
                    files.push((format!("/lists.{format}?list={list}"), said));
                }
            }
            // The whole workbook reads as its sheets do, one after the other.
            for format in ["xlsx", "docx"] {
                let bytes = client
                    .get(&format!("/lists.{format}"))
                    .await
                    .expect(200)
                    .bytes;
                let report = judge::book(&file::open(&bytes).unwrap(), &options);
                let said = LISTS.map(|list| list_said(known, list, &lists, words));
                let said = said.into_iter().chain([ledger_said(known, &ledger)]);
                assert_eq!(report.sheets.len(), 6, "{reader} {format}");
                for (sheet, said) in report.sheets.iter().skip(1).zip(said) {
                    let faults = faults(sheet, &said, number == 0);
                    wrong.extend(
                        faults
                            .iter()
                            .map(|f| format!("{reader} lists.{format}: {f}")),
                    );
                }
            }
            for (path, said) in files {
                assert!(!said.is_empty(), "{path} of {reader} has rows");
                let bytes = client.get(&path).await.expect(200).bytes;
                let report = judge::book(&file::open(&bytes).unwrap(), &options);
                let faults = faults(&report.sheets[0], &said, number == 0);
                records += said.len();
                let of_years = report.sheets[0].doubts.iter();
                years += of_years.filter(|d| d.kind == "year_missing").count();
                wrong.extend(faults.iter().map(|f| format!("{reader} {path}: {f}")));
            }
        }
        assert!(years > 0, "the article's days have no year");
        assert!(
            records > 100,
            "{records} records are too few to say anything"
        );
        assert!(
            wrong.is_empty(),
            "{} faults:\n{}",
            wrong.len(),
            wrong.join("\n")
        );
    }
);
