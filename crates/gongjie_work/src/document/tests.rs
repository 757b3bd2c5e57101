//! Rules of documents and agreements as tables of cases.

use gongjie_base::Error;
use jiff::civil::date;

use super::rules::{
    AgreementInput, AgreementState, DocumentInput, Term, read_agreement, read_document, term,
};

#[test]
fn a_link_is_a_web_address_and_nothing_else() {
    let cases = [
        ("", true),
        ("https://example.org/a", true),
        ("http://oa.example.org", true),
        ("javascript:alert(1)", false),
        ("https://", false),
        ("https://a b", false),
        ("文件在柜子里", false),
    ];
    for (link, ok) in cases {
        let input = DocumentInput {
            title: "办法".into(),
            kind: "rule".into(),
            state: "drafting".into(),
            link: link.into(),
            ..DocumentInput::default()
        };
        assert_eq!(read_document(&input).is_ok(), ok, "{link}");
    }
}

#[test]
fn every_broken_field_is_named_at_once() {
    let Err(Error::Invalid(fields)) = read_document(&DocumentInput::default()) else {
        panic!("accepted")
    };
    let mut names: Vec<&str> = fields.iter().map(|f| f.field.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["kind", "state", "title"]);
}

#[test]
fn an_agreement_does_not_end_before_it_starts() {
    let cases = [
        ("2026-01-01", "2026-12-31", true),
        ("2026-01-01", "2026-01-01", true),
        ("2026-01-02", "2026-01-01", false),
        ("", "2026-01-01", true),
        ("明年", "", false),
    ];
    for (start, end, ok) in cases {
        let input = AgreementInput {
            title: "协议".into(),
            state: "signed".into(),
            starts_on: start.into(),
            ends_on: end.into(),
            ..AgreementInput::default()
        };
        assert_eq!(read_agreement(&input).is_ok(), ok, "{start} {end}");
    }
}

#[test]
fn a_signed_agreement_turns_yellow_thirty_days_before_its_end() {
    use AgreementState::{Drafting, Expired, Signed};
    let today = date(2026, 11, 23);
    let cases = [
        (Signed, Some("2026-12-24"), Term::Running),
        (Signed, Some("2026-12-23"), Term::Ending(30)),
        (Signed, Some("2026-11-23"), Term::Ending(0)),
        (Signed, Some("2026-11-22"), Term::Ended(1)),
        (Expired, Some("2026-11-13"), Term::Ended(10)),
        (Drafting, Some("2026-11-24"), Term::Running),
        (Signed, None, Term::Running),
    ];
    for (state, ends_on, wanted) in cases {
        assert_eq!(term(state, ends_on, today), wanted, "{state} {ends_on:?}");
    }
}
