//! Decisions about cells as tables of cases; plans of small sheets.

use std::collections::HashMap;

use gongjie_reader::{Options, Register, file, judge};
use proptest::prelude::*;

use super::known::{Known, Person};
use super::plan::{self, Plan};
use super::rules::{Answer, Choices, Fate, Weight, head_key, is_done, likeness, weigh};

#[test]
fn a_cell_is_weighed_against_what_stands_and_what_was_written_last() {
    let cases = [
        ("甲", "甲", None, Fate::Same),
        ("甲", "甲", Some("乙"), Fate::Same),
        ("甲", "乙", Some("乙"), Fate::Change),
        ("甲", "乙", Some("甲"), Fate::Kept),
        ("甲", "乙", Some("丙"), Fate::Clash),
        ("甲", "乙", None, Fate::Clash),
        ("甲", "", Some(""), Fate::Change),
    ];
    for (file, ours, base, wanted) in cases {
        assert_eq!(weigh(file, ours, base), wanted, "{file} {ours} {base:?}");
    }
}

#[test]
fn words_about_closing_say_done_or_not() {
    for words in ["√", "是", "已完成", "已销号", "100%", "完成", "已解决", "✓"] {
        assert!(is_done(words), "{words}");
    }
    for words in [
        "×",
        "否",
        "未完成",
        "推进中",
        "阶段性完成",
        "长期坚持",
        "部分完成",
        "",
        "50%",
        "没有完成",
    ] {
        assert!(!is_done(words), "{words}");
    }
}

#[test]
fn answers_are_read_from_buttons_and_from_choices() {
    let answer =
        |name: &str, value: &str| Answer::read(name, value).map(|a| (a.kind, a.about, a.to));
    let read = |kind: &str, about: &str, to: &str| {
        Some((kind.to_owned(), about.to_owned(), to.to_owned()))
    };
    assert_eq!(
        answer("answer", "unit|国资处|12"),
        read("unit", "国资处", "12")
    );
    assert_eq!(answer("unit|国资处", "12"), read("unit", "国资处", "12"));
    assert_eq!(
        answer("answer", "seen|date:3:a|b|1"),
        read("seen", "date:3:a|b", "1")
    );
    assert_eq!(answer("answer", "unit"), None);
    let mut choices = Choices::default();
    for (text, taken) in [
        ("unit|国资处|new", true),
        ("year|*|2022", true),
        ("year|*|22", false),
        ("row|7|out", true),
        ("row|x|out", false),
        ("cell|D7|", true),
        ("unit|x|", false),
        ("drop|x|y", false),
    ] {
        let answer = Answer::read("answer", text).unwrap();
        assert_eq!(choices.take(&answer), taken, "{text}");
    }
    assert_eq!(
        (choices.year, choices.left_out.contains(&7)),
        (Some(2022), true)
    );
}

#[test]
fn likeness_is_that_of_pairs_of_letters() {
    assert!(likeness("增设一条人行通道", "增设一条无障碍人行通道") > 0.6);
    assert!(likeness("路灯不亮", "难题之1号") < 0.1);
    assert!((likeness("甲乙丙", "甲乙丙") - 1.0).abs() < f64::EPSILON);
    assert_eq!(
        head_key(&["序 号".to_owned(), "牵头（单位）".to_owned()]),
        "序号|牵头单位"
    );
}

fn known() -> Known {
    let mut register = Register::default();
    let units: Vec<(i64, String)> = ["教务处", "学工部", "后勤处"]
        .iter()
        .zip(1..)
        .map(|(n, id)| (id, (*n).to_owned()))
        .collect();
    for (_, name) in &units {
        register.add(name, []);
    }
    Known {
        campaign_id: 1,
        year: 2026,
        register,
        units,
        people: vec![
            Person {
                id: 7,
                name: "张三".to_owned(),
                unit_id: Some(1),
            },
            Person {
                id: 8,
                name: "张三".to_owned(),
                unit_id: Some(2),
            },
        ],
        themes: vec![(
            3,
            "教学方面".to_owned(),
            vec!["教学方面".to_owned(), "教".to_owned()],
        )],
        problems: Vec::new(),
        by_key: HashMap::new(),
        by_title: HashMap::new(),
    }
}

fn plan_of(text: &str, choices: &Choices) -> Plan {
    let known = known();
    let book = file::open(text.as_bytes()).unwrap();
    let options = Options {
        year: Some(2026),
        register: known.register.clone(),
        ..Options::default()
    };
    let sheet = judge::sheet(&book.grids[0], &options);
    plan::read(&sheet, &book.grids[0], &known, choices)
}

#[test]
fn rows_of_one_number_share_a_pairing_and_a_person_is_found_by_the_unit() {
    let text = "序号,牵头单位,共建单位,难题,举措,责任人,完成时限\n\
        1,教务处,学工部,选课难,改系统,张三,2026年6月\n\
        1,教务处,学工部,排课挤,错峰,张三,2026年7月\n\
        2,后勤处,学工部,食堂挤,加窗口,张三,2026年8月\n";
    let plan = plan_of(text, &Choices::default());
    assert_eq!((plan.problems.len(), plan.pairings.len()), (3, 2));
    assert_eq!(plan.problems[0].pairing, plan.problems[1].pairing);
    let owner = |at: usize| plan.problems[at].measures[0].owner;
    assert_eq!(
        (owner(0), owner(1), owner(2)),
        (Some(7), Some(7), None),
        "of two of the same name nobody is guessed"
    );
    let asked: Vec<&str> = plan
        .questions
        .iter()
        .filter(|q| q.weight == Weight::Look)
        .map(|q| q.key.as_str())
        .collect();
    assert!(asked.contains(&"person:张三"), "{asked:?}");
}

#[test]
fn without_partners_there_is_no_pairing_and_without_measures_the_problem_is_one() {
    let text = "序号,问题,责任单位,责任人,完成时限,是否完成\n\
        1,窗口少,后勤处,李四,2026年6月,√\n\
        2,排队长,后勤处,李四,长期坚持,否\n";
    let plan = plan_of(text, &Choices::default());
    assert_eq!((plan.problems.len(), plan.pairings.len()), (2, 0));
    let measure = &plan.problems[0].measures[0];
    assert_eq!(
        (measure.units.as_slice(), measure.is_done),
        (&[3][..], true)
    );
    assert!(!plan.problems[1].measures[0].is_done);
    let people = plan.questions.iter().filter(|q| q.key == "people").count();
    assert_eq!(people, 1, "people who are not known are asked about once");
    let mut choices = Choices::default();
    choices.take(&Answer::read("answer", "person|*|new").unwrap());
    let plan = plan_of(text, &choices);
    assert_eq!(
        (plan.people.len(), plan.problems[0].measures[0].owner),
        (1, Some(-1))
    );
}

#[test]
fn a_long_text_becomes_a_description_with_a_title_of_its_own() {
    let long = "师生反映报修之后长期没有人回应。".repeat(12);
    let text = format!("序号,问题,责任单位,整改措施\n1,{long},后勤处,建群\n");
    let plan = plan_of(&text, &Choices::default());
    let problem = &plan.problems[0];
    assert_eq!(problem.title, "师生反映报修之后长期没有人回应");
    assert_eq!(problem.row.get("hurts"), Some(long.as_str()));
    assert_eq!(
        problem.row.get("title"),
        None,
        "a title that we made is not the file's"
    );
}

#[test]
fn an_unknown_unit_blocks_its_rows_alone() {
    let text = "序号,牵头单位,共建单位,难题,举措\n1,教务处,保密办,选课难,改系统\n2,后勤处,学工部,食堂挤,加窗口\n";
    let plan = plan_of(text, &Choices::default());
    assert_eq!(
        (plan.problems[0].is_blocked, plan.problems[1].is_blocked),
        (true, false)
    );
    assert_eq!(plan.counts().problems, 1);
    let mut choices = Choices::default();
    choices.take(&Answer::read("answer", "unit|保密办|open").unwrap());
    let plan = plan_of(text, &choices);
    assert!(!plan.problems[0].is_blocked);
    assert_eq!(plan.pairings[0].partners_open.as_deref(), Some("保密办"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    /// Whatever stands in the cells: every record is in exactly one problem, and every measure is kept.
    #[test]
    fn no_record_is_lost_on_the_way_to_a_plan(
        rows in prop::collection::vec(
            ("[1-3]?", "(教务处|学工部|后勤处|保密办|教务处、学工部)?", "(学工部|后勤处、等有关部门|某公司)?", "(难题甲|难题乙|难题丙)?", "(改一改|再改改|1[.]做甲 2[.]做乙)?", "(张三|李四)?", "(2026年6月|月底|随时)?"),
            1..12)
    ) {
        let mut text = "序号,牵头单位,共建单位,难题,举措,责任人,完成时限\n".to_owned();
        for (a, b, c, d, e, f, g) in &rows {
            text = format!("{text}{a},{b},{c},{d},{e},{f},{g}\n");
        }
        let known = known();
        let book = file::open(text.as_bytes()).unwrap();
        let options = Options { year: Some(2026), register: known.register.clone(), ..Options::default() };
        let sheet = judge::sheet(&book.grids[0], &options);
        let plan = plan::read(&sheet, &book.grids[0], &known, &Choices::default());
        let mut wanted: Vec<u32> = sheet.records.iter().map(|r| r.row).collect();
        wanted.dedup();
        let mut found: Vec<u32> = plan.problems.iter().flat_map(|p| p.sheet_rows.clone()).collect();
        found.sort_unstable();
        prop_assert_eq!(found, wanted);
        let measures = sheet.records.iter().filter(|r| r.measure.is_some()).count();
        prop_assert_eq!(plan.problems.iter().map(|p| p.measures.len()).sum::<usize>(), measures);
    }
}
