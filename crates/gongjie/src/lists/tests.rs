//! Links, groups and words of the lists as tables of cases.

use super::rules::{
    Block, Closing, Due, Line, Mark, Named, NextStep, Owner, View, by_person, by_unit,
};
use crate::layout::{Lang, Words};
use crate::measure::rules::{DueKind, DutyRole, State as MeasureState};
use crate::org::TermPack;
use crate::problem::rules::{ClosedAs, Origin, State};

const WORDS: Words = Words {
    lang: Lang::Zh,
    pack: TermPack::Party,
};

fn named(id: i64, name: &str) -> Named {
    Named {
        id,
        name: name.into(),
        is_outside: false,
    }
}

fn due(kind: DueKind, on: Option<&str>, text: Option<&str>) -> Due {
    Due {
        kind,
        on: on.map(Into::into),
        text: text.map(Into::into),
        first_on: None,
    }
}

fn line(id: i64, lead: Option<i64>, partners: &[i64], owner: Option<&str>) -> Line {
    Line {
        id,
        depth: 0,
        text: format!("举措{id}"),
        goal: String::new(),
        start_on: None,
        due: due(DueKind::None, None, None),
        lead: lead.map(|id| named(id, &format!("单位{id}"))),
        partners: partners
            .iter()
            .map(|id| named(*id, &format!("单位{id}")))
            .collect(),
        leaders: Vec::new(),
        owner: owner.map(|name| Owner {
            person_id: None,
            name: name.into(),
            phone: String::new(),
        }),
        state: MeasureState::Working,
        light: "green",
        why: None,
        progress: None,
        stated: (None, None),
    }
}

fn block(lines: Vec<Line>) -> Block {
    Block {
        id: 1,
        title: "题".into(),
        is_title_ours: false,
        hurts: String::new(),
        theme: None,
        class: None,
        origin: Origin::Other,
        raised_by: String::new(),
        raised_on: None,
        members: vec![(named(1, "单位1"), true), (named(2, "单位2"), false)],
        state: State::Working,
        carried: Vec::new(),
        closing: Closing::default(),
        next: NextStep::Leads,
        lines,
    }
}

#[test]
fn a_link_keeps_the_view_and_drops_the_page() {
    let view: View = serde_html_form::from_str(
        "campaign=3&theme=none&unit=4&state=working&q=%E9%97%A8&dense=1&before=9&after=8",
    )
    .unwrap();
    let kept = "theme=none&unit=4&state=working&q=%E9%97%A8&campaign=3&dense=1";
    assert_eq!(view.query(&[]), kept);
    assert_eq!(view.query(&[("before", "5")]), format!("{kept}&before=5"));
    let without = view.query(&[("unit", ""), ("q", "")]);
    assert_eq!(without, "theme=none&state=working&campaign=3&dense=1");
    assert!(view.is_narrowed() && !View::default().is_narrowed());
}

#[test]
fn a_unit_holds_what_it_leads_before_what_it_supports() {
    let blocks = [
        block(vec![
            line(1, Some(1), &[2], None),
            line(2, Some(2), &[], None),
        ]),
        block(Vec::new()),
    ];
    let holders: Vec<_> = by_unit(&blocks)
        .into_iter()
        .map(|h| {
            let held = h.held.iter();
            let held = held.map(|h| (h.role, h.line.as_ref().map(|l| l.id)));
            (h.id, held.collect::<Vec<_>>())
        })
        .collect();
    let lead = |id| (DutyRole::Lead, id);
    let partner = |id| (DutyRole::Partner, id);
    let expected = vec![
        (1, vec![lead(Some(1)), lead(None)]),
        (2, vec![lead(Some(2)), partner(Some(1)), partner(None)]),
    ];
    assert_eq!(holders, expected);
}

#[test]
fn measures_of_nobody_stand_apart() {
    let blocks = [block(vec![
        line(1, Some(1), &[], Some("甲")),
        line(2, Some(2), &[], None),
        line(3, Some(2), &[], Some("甲")),
    ])];
    let (nobody, holders) = by_person(&blocks);
    assert_eq!(nobody.len(), 1);
    assert_eq!(holders.len(), 1);
    assert_eq!(holders[0].held.len(), 2);
    assert_eq!(holders[0].units, "单位1、单位2");
}

#[test]
fn a_problem_covers_at_least_one_row() {
    assert_eq!(block(Vec::new()).span(), 1);
    let lines = vec![line(1, None, &[], None), line(2, None, &[], None)];
    assert_eq!(block(lines).span(), 2);
    assert_eq!(block(Vec::new()).leads(), "单位1");
}

#[test]
fn limits_are_said_as_offices_say_them() {
    let cases = [
        (
            due(DueKind::Date, Some("2026-06-30"), None),
            "2026年6月30日",
        ),
        (due(DueKind::None, None, Some("年底前")), "年底前"),
        (due(DueKind::None, None, None), ""),
        (due(DueKind::LongTerm, None, Some("长期")), "长期坚持"),
        (
            due(DueKind::Immediate, Some("2026-06-30"), None),
            "立行立改 2026年6月30日",
        ),
    ];
    for (due, expected) in cases {
        assert_eq!(due.said(&WORDS), expected, "{due:?}");
    }
    let moved = Due {
        first_on: Some("2026-05-01".into()),
        ..due(DueKind::Date, Some("2026-06-30"), None)
    };
    assert_eq!(moved.first_said(&WORDS), "原定2026年5月1日");
}

#[test]
fn the_two_marks_are_kept_apart() {
    let cases = [
        (ClosedAs::Solved, Mark::Solved),
        (ClosedAs::Partly, Mark::Solved),
        (ClosedAs::Checked, Mark::Checked),
    ];
    for (closed_as, mark) in cases {
        assert_eq!(Mark::of(closed_as), mark);
    }
    assert_eq!(Closing::default().mark(), None);
}

#[test]
fn a_compound_line_says_what_it_stands_for() {
    let compound = Line {
        stated: (Some(47), Some(69)),
        ..line(1, None, &[], None)
    };
    let said = compound.stated_said(&WORDS);
    assert_eq!(said, "合写：47 条举措、69 条任务，记作一行");
    assert_eq!(line(1, None, &[], None).stated_said(&WORDS), "");
}
