//! Rules of a campaign as tables of cases.

use gongjie_base::{Error, lifecycle as table};

use super::lifecycle::{Action, TABLE};
use super::rules::{
    CampaignInput, CampaignState, Counted, Hue, Qualifier, StatedInput, ThemeInput, read_campaign,
    read_stated, read_theme,
};
use crate::org::Part;

fn fields(error: Error) -> Vec<String> {
    let Error::Invalid(fields) = error else {
        panic!("not a refused form: {error}")
    };
    let mut names: Vec<String> = fields.into_iter().map(|f| f.field).collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn campaign(year: &str, starts_on: &str, ends_on: &str) -> CampaignInput {
    CampaignInput {
        year: year.into(),
        name: "行动".into(),
        starts_on: starts_on.into(),
        ends_on: ends_on.into(),
        ..CampaignInput::default()
    }
}

#[test]
fn a_campaign_needs_a_year_a_name_and_two_days_in_order() {
    assert!(read_campaign(&campaign("2026", "2026-01-01", "2026-12-31")).is_ok());
    let cases = [
        (
            CampaignInput::default(),
            vec!["ends_on", "name", "starts_on", "year"],
        ),
        (campaign("1999", "2026-01-01", "2026-12-31"), vec!["year"]),
        (campaign("今年", "2026-01-01", "2026-12-31"), vec!["year"]),
        (
            campaign("2026", "2026-12-31", "2026-01-01"),
            vec!["ends_on"],
        ),
        (campaign("2026", "一月", "2026-12-31"), vec!["starts_on"]),
    ];
    for (input, wanted) in cases {
        assert_eq!(
            fields(read_campaign(&input).unwrap_err()),
            wanted,
            "{input:?}"
        );
    }
}

#[test]
fn a_campaign_is_planned_then_open_then_closed_and_a_coordinator_says_so() {
    use CampaignState::{Closed, Open, Planned};
    let cases = [
        (Planned, Action::Open, Some(Open)),
        (Open, Action::Close, Some(Closed)),
        (Planned, Action::Close, None),
        (Open, Action::Open, None),
        (Closed, Action::Open, None),
        (Closed, Action::Close, None),
    ];
    for (from, action, to) in cases {
        let line = table::find(TABLE, from, action);
        assert_eq!(line.map(|l| l.to), to, "{from} {action}");
    }
    assert!(TABLE.iter().all(|l| l.who == [Part::Coordinator]));
}

#[test]
fn a_theme_has_a_name_and_one_character() {
    let theme = |name: &str, mark: &str, position: &str| ThemeInput {
        name: name.into(),
        mark: mark.into(),
        position: position.into(),
        ..ThemeInput::default()
    };
    let read = read_theme(&theme(" 办事流程 ", "办", "3")).unwrap();
    assert_eq!((read.name.as_str(), read.position), ("办事流程", Some(3)));
    for (input, wanted) in [
        (theme("", "办", ""), vec!["name"]),
        (theme("办事", "办事", ""), vec!["mark"]),
        (theme("办事", "", "0"), vec!["mark", "position"]),
    ] {
        assert_eq!(fields(read_theme(&input).unwrap_err()), wanted, "{input:?}");
    }
}

#[test]
fn four_themes_have_four_colours() {
    let mut hues: Vec<Hue> = (0..4).map(Hue::in_turn).collect();
    hues.sort_unstable();
    hues.dedup();
    assert_eq!(hues, Hue::ALL);
    assert_eq!(Hue::in_turn(4), Hue::in_turn(0));
}

fn stated(kind: &str, text: &str) -> StatedInput {
    StatedInput {
        kind: kind.into(),
        text: text.into(),
        source: "年终总结第 2 页".into(),
        ..StatedInput::default()
    }
}

#[test]
fn a_stated_total_keeps_its_words_and_gives_its_number() {
    let read = read_stated(&stated("measures", "90余项")).unwrap();
    assert_eq!(
        (
            read.number,
            read.text.as_str(),
            read.unit.as_str(),
            read.qualifier
        ),
        (90, "90余", "项", Qualifier::MoreThan)
    );
    assert_eq!(read.kind, Counted::Measures);
    let read = read_stated(&stated("problems", "25")).unwrap();
    assert_eq!((read.number, read.qualifier), (25, Qualifier::Exact));
}

#[test]
fn a_stated_total_without_a_number_or_a_source_is_refused() {
    let nowhere = StatedInput {
        source: String::new(),
        ..stated("problems", "25")
    };
    let cases = [
        (stated("problems", "很多"), vec!["text"]),
        (stated("problems", "3—5 项"), vec!["text"]),
        (stated("", "25"), vec!["kind"]),
        (stated("other", "25"), vec!["label"]),
        (nowhere, vec!["source"]),
    ];
    for (input, wanted) in cases {
        assert_eq!(
            fields(read_stated(&input).unwrap_err()),
            wanted,
            "{input:?}"
        );
    }
}
