//! Rules of results, shares, rights and files as tables of cases.

use std::collections::BTreeSet;

use gongjie_base::Error;

use super::doers::{Doers, Duty, Member};
use super::kinds::{CannotTake, take};
use crate::door::{clean_name, disposition};
use super::rules::{
    CannotShare, CannotWrite, EvidenceInput, Input, may_attach, may_share, may_withdraw_evidence,
    may_write, read, read_evidence,
};
use crate::campaign::rules::Qualifier;
use crate::measure::rules::DutyRole;
use crate::org::Part;
use crate::pairing::rules::MemberRole;
use crate::problem::rules::State;

fn list(words: &[&str]) -> Vec<String> {
    words.iter().map(|w| (*w).to_owned()).collect()
}

fn fields<T: std::fmt::Debug>(answer: Result<T, Error>) -> Vec<String> {
    let Err(Error::Invalid(fields)) = answer else {
        panic!("accepted: {answer:?}")
    };
    fields.into_iter().map(|f| f.field).collect()
}

#[test]
fn figures_keep_their_words_and_say_what_was_read() {
    let input = Input {
        text: "开展活动".into(),
        figure_label: list(&["问题", "个案", "", "比例", "说法"]),
        figure_text: list(&["90余项", "3000余个", "", "71.1%", "若干"]),
        figure_planned: list(&["planned", "achieved"]),
        figure_as_of: list(&["2026-06-30"]),
        ..Input::default()
    };
    let read = read(&input, &BTreeSet::new()).unwrap();
    let seen: Vec<_> = read
        .figures
        .iter()
        .map(|f| {
            (
                f.text.as_str(),
                f.number.as_deref(),
                f.unit.as_str(),
                f.qualifier,
            )
        })
        .collect();
    let more = Qualifier::MoreThan;
    assert_eq!(
        seen,
        [
            ("90余项", Some("90"), "项", more),
            ("3000余个", Some("3000"), "个", more),
            ("71.1%", Some("71.1"), "%", Qualifier::Exact),
            ("若干", None, "", Qualifier::Exact),
        ]
    );
    assert!(read.figures[0].is_planned && !read.figures[1].is_planned);
    assert_eq!(read.figures[0].as_of.as_deref(), Some("2026-06-30"));
}

#[test]
fn every_broken_field_of_a_result_is_named_at_once() {
    let bad = Input {
        figure_label: list(&["", "人"]),
        figure_text: list(&["3项", ""]),
        figure_planned: list(&["perhaps"]),
        figure_as_of: list(&["六月"]),
        share_unit: list(&["7"]),
        ..Input::default()
    };
    let wanted = [
        "text",
        "figure_label",
        "figure_planned",
        "figure_as_of",
        "figure_text",
        "share_unit",
    ];
    assert_eq!(fields(read(&bad, &BTreeSet::new())), wanted);
    let many = Input {
        text: "多".into(),
        figure_label: list(&["数"; 31]),
        figure_text: list(&["1项"; 31]),
        ..Input::default()
    };
    assert_eq!(fields(read(&many, &BTreeSet::new())), ["figure_text"]);
}

#[test]
fn shares_name_each_unit_once_and_add_up_to_a_hundred() {
    let units: BTreeSet<i64> = [1, 2, 3].into();
    type Case = (Vec<(i64, Option<i64>)>, Result<(), CannotShare>);
    let cases: Vec<Case> = vec![
        (vec![], Ok(())),
        (vec![(1, None), (2, None)], Ok(())),
        (vec![(1, Some(60)), (2, Some(40))], Ok(())),
        (vec![(1, Some(100))], Ok(())),
        (vec![(1, None), (1, None)], Err(CannotShare::UnitTwice)),
        (vec![(9, None)], Err(CannotShare::NotTakingPart)),
        (
            vec![(1, Some(60)), (2, None)],
            Err(CannotShare::PercentMissing),
        ),
        (
            vec![(1, Some(0)), (2, Some(100))],
            Err(CannotShare::PercentOutOfRange),
        ),
        (
            vec![(1, Some(60)), (2, Some(41))],
            Err(CannotShare::SumIs(101)),
        ),
    ];
    for (shares, wanted) in cases {
        assert_eq!(may_share(&shares, &units), wanted, "{shares:?}");
    }
}

#[test]
fn results_are_written_by_doers_while_the_work_goes_on() {
    let cases = [
        (State::Working, Part::Lead, Ok(())),
        (State::Paired, Part::PartnerHead, Ok(())),
        (State::Suspended, Part::Owner, Ok(())),
        (State::Working, Part::Raiser, Err(CannotWrite::NotYours)),
        (State::Working, Part::Leader, Err(CannotWrite::NotYours)),
        (
            State::Listed,
            Part::Coordinator,
            Err(CannotWrite::NotPaired),
        ),
        (
            State::Verifying,
            Part::Lead,
            Err(CannotWrite::BeingVerified),
        ),
        (State::Closed, Part::Coordinator, Err(CannotWrite::Closed)),
    ];
    for (state, part, wanted) in cases {
        assert_eq!(may_write(state, &[part]), wanted, "{state} {part}");
    }
    assert_eq!(may_attach(State::Verifying, &[Part::Lead]), Ok(()));
    let closed = Err(CannotWrite::Closed);
    assert_eq!(may_attach(State::Closed, &[Part::Lead]), closed);
    let lead = may_withdraw_evidence(State::Verifying, &[Part::Lead]);
    assert_eq!(lead, Err(CannotWrite::BeingVerified));
    assert_eq!(
        may_withdraw_evidence(State::Closed, &[Part::Coordinator]),
        Ok(())
    );
}

#[test]
fn a_unit_that_left_did_some_of_the_work_and_shares_no_credit() {
    let member = |unit_id, role, is_live| Member {
        unit_id,
        role,
        is_live,
    };
    let doers = Doers {
        members: vec![
            member(1, MemberRole::Lead, true),
            member(2, MemberRole::Partner, true),
            member(1, MemberRole::Partner, true),
            member(3, MemberRole::Partner, false),
        ],
        duties: vec![
            Duty {
                unit_id: None,
                person_id: Some(70),
                person_unit_id: Some(4),
                role: DutyRole::Owner,
            },
            Duty {
                unit_id: None,
                person_id: Some(80),
                person_unit_id: Some(5),
                role: DutyRole::LeaderInCharge,
            },
        ],
    };
    assert_eq!(doers.taking_part(), [1, 2].into());
    assert_eq!(doers.units(), [1, 2, 3, 4].into());
    assert_eq!(doers.people(), [70, 80].into());
    assert_eq!(doers.sides(), ([1].into(), [2].into()));
}

#[test]
fn named_shares_take_the_credit_else_everybody_who_takes_part() {
    let member = |unit_id, role| Member {
        unit_id,
        role,
        is_live: true,
    };
    let doers = Doers {
        members: vec![
            member(7, MemberRole::Partner),
            member(9, MemberRole::Lead),
        ],
        duties: Vec::new(),
    };
    assert_eq!(doers.credited(&[]), [(9, None), (7, None)], "the lead first");
    let named = [(7, Some(40)), (9, Some(60))];
    assert_eq!(doers.credited(&named), named);
    assert!(Doers::default().credited(&[]).is_empty());
}

#[test]
fn evidence_is_a_link_or_a_file_and_not_both() {
    let link = |link: &str| EvidenceInput {
        kind: "link".into(),
        title: "通知".into(),
        link: link.into(),
        ..EvidenceInput::default()
    };
    assert!(read_evidence(&link("https://example.org/通知?id=1"), false).is_ok());
    assert!(read_evidence(&link(""), true).is_ok());
    assert_eq!(fields(read_evidence(&link(""), false)), ["file"]);
    assert_eq!(fields(read_evidence(&link("https://a.cn"), true)), ["link"]);
    for bad in [
        "javascript:alert(1)",
        "http://",
        "https:///x",
        "https://a b",
        "ftp://a",
        "http://a\"b",
    ] {
        assert_eq!(fields(read_evidence(&link(bad), false)), ["link"], "{bad}");
    }
}

/// A zip as far as its first bytes and the names in it go.
fn zip(names: &[&str]) -> Vec<u8> {
    let mut bytes = b"PK\x03\x04\x14\0".to_vec();
    for name in names {
        bytes.extend(name.as_bytes());
        bytes.push(0);
    }
    bytes.extend(b"PK\x05\x06");
    bytes.extend([0; 18]);
    bytes
}

fn joined(parts: &[&[u8]]) -> Vec<u8> {
    parts.concat()
}

#[test]
fn a_file_is_taken_when_name_and_bytes_say_the_same() {
    let png = b"\x89PNG\r\n\x1a\nIHDR".to_vec();
    let docx = zip(&["[Content_Types].xml", "word/document.xml"]);
    let xlsx = zip(&["[Content_Types].xml", "xl/workbook.xml"]);
    let not = |e: &str| Err(CannotTake::NotWhatItSays(e.to_owned()));
    let ending = |e: &str| Err(CannotTake::Ending(e.to_owned()));
    let macros = zip(&[
        "[Content_Types].xml",
        "word/document.xml",
        "word/vbaProject.bin",
    ]);
    let sheet_macros = zip(&[
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/macrosheets/sheet1.xml",
    ]);
    let cases: Vec<(&str, Vec<u8>, Result<&str, CannotTake>)> = vec![
        ("a.pdf", b"%PDF-1.7\n".to_vec(), Ok("application/pdf")),
        ("A.PNG", png.clone(), Ok("image/png")),
        ("照片.jpeg", b"\xff\xd8\xff\xe0".to_vec(), Ok("image/jpeg")),
        ("a.webp", b"RIFF\0\0\0\0WEBPVP8 ".to_vec(), Ok("image/webp")),
        (
            "说明.txt",
            "一二三\r\n".as_bytes().to_vec(),
            Ok("text/plain"),
        ),
        ("gbk.csv", b"\xd2\xbb,\xb6\xfe\n".to_vec(), Ok("text/csv")),
        ("a.pdf", Vec::new(), Err(CannotTake::Empty)),
        ("a", png.clone(), ending("")),
        ("a.svg", b"<svg/>".to_vec(), ending("svg")),
        ("a.html", b"<html>".to_vec(), ending("html")),
        ("a.pdf.exe", b"MZ".to_vec(), ending("exe")),
        ("a.docm", macros.clone(), ending("docm")),
        ("a.xlsm", xlsx.clone(), ending("xlsm")),
        ("a.zip", docx.clone(), ending("zip")),
        ("a.png", b"<html><script>".to_vec(), not("png")),
        ("a.pdf", b"MZ\x90\0".to_vec(), not("pdf")),
        ("a.pdf", b"\n%PDF-1.7".to_vec(), not("pdf")),
        ("a.docx", xlsx.clone(), not("docx")),
        ("a.xlsx", zip(&["hello.txt"]), not("xlsx")),
        (
            "a.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(),
            not("docx"),
        ),
        ("a.docx", macros, Err(CannotTake::Macros)),
        ("a.xlsx", sheet_macros, Err(CannotTake::Macros)),
        ("a.txt", b"a\0b".to_vec(), not("txt")),
        ("a.txt", b"  <!DOCTYPE html>".to_vec(), not("txt")),
        ("a.csv", b"\xef\xbb\xbf<svg onload=x>".to_vec(), not("csv")),
        (
            "a.png",
            joined(&[&png, b"<script>alert(1)</script>"]),
            Err(CannotTake::TwoInOne),
        ),
        (
            "a.png",
            joined(&[&png, &zip(&["x"])]),
            Err(CannotTake::TwoInOne),
        ),
        (
            "a.pdf",
            joined(&[b"%PDF-1.4", &zip(&["x"])]),
            Err(CannotTake::TwoInOne),
        ),
    ];
    for (name, bytes, wanted) in cases {
        let taken = take(name, &bytes).map(|k| k.media_type);
        assert_eq!(taken, wanted, "{name}");
    }
    assert!(take("a.docx", &docx).is_ok() && take("a.xlsx", &xlsx).is_ok());
}

#[test]
fn a_file_name_holds_no_folder_no_trick_and_no_device() {
    for (name, wanted) in [
        ("会议 纪要.PDF", "会议 纪要.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\tmp\\a.docx", "a.docx"),
        ("CON.pdf", "_CON.pdf"),
        ("com1.x.txt", "_com1.x.txt"),
        ("a\u{202e}fdp.txt", "afdp.txt"),
        ("a\0\r\nb.txt", "ab.txt"),
        (".txt", "file.txt"),
        ("台账", "台账"),
    ] {
        assert_eq!(clean_name(name), wanted, "{name:?}");
    }
    let long = clean_name(&format!("{}.pdf", "长".repeat(4096)));
    assert_eq!(long.chars().count(), 124);
    assert_eq!(
        disposition("一\"x.pdf"),
        "attachment; filename=\"__x.pdf\"; filename*=UTF-8''%E4%B8%80%22x.pdf"
    );
}
