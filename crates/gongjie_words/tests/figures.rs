//! Tables of figure spellings, and when figures may be added.

use gongjie_words::{Qualifier, Refusal, Sum, WrittenFigure, sum};

fn check(table: &[(&str, &str, &str, Qualifier)]) {
    for (text, number, unit, qualifier) in table {
        let got = WrittenFigure::read(text);
        let read = got.number.map(|number| number.to_string());
        assert_eq!(read.as_deref(), Some(*number), "number of {text}");
        assert_eq!(
            (got.unit.as_str(), got.qualifier),
            (*unit, *qualifier),
            "{text}"
        );
        assert_eq!(got.display(), *text);
    }
}

#[test]
fn every_figure_of_the_seed_is_read() {
    use Qualifier::{Exact, MoreThan};
    check(&[
        ("28个", "28", "个", Exact),
        ("共28个支部", "28", "个支部", Exact),
        ("21项", "21", "项", Exact),
        ("25项", "25", "项", Exact),
        ("90余项", "90", "项", MoreThan),
        ("15项", "15", "项", Exact),
        ("47条", "47", "条", Exact),
        ("69条", "69", "条", Exact),
        ("13项", "13", "项", Exact),
        ("133项", "133", "项", Exact),
        ("133人", "133", "人", Exact),
        ("458位", "458", "位", Exact),
        ("1个", "1", "个", Exact),
        ("11个", "11", "个", Exact),
        ("12个", "12", "个", Exact),
        ("7人", "7", "人", Exact),
        ("4人", "4", "人", Exact),
        ("14册", "14", "册", Exact),
        ("555家", "555", "家", Exact),
        ("3000余个", "3000", "个", MoreThan),
        ("超过1000余万", "10000000", "", MoreThan),
        ("累计超过1000余万", "10000000", "", MoreThan),
        ("3项", "3", "项", Exact),
        ("2项", "2", "项", Exact),
    ]);
}

#[test]
fn numbers_are_read_in_digits_and_in_chinese() {
    use Qualifier::Exact;
    check(&[
        ("133", "133", "", Exact),
        ("71.1%", "71.1", "%", Exact),
        ("７１．１％", "71.1", "%", Exact),
        ("百分之七十一", "71", "%", Exact),
        ("3.5亿元", "350000000", "元", Exact),
        ("500万元", "5000000", "元", Exact),
        ("1亿2000万元", "120000000", "元", Exact),
        ("1亿5万", "100050000", "", Exact),
        ("1.2万亿元", "1200000000000", "元", Exact),
        ("0万元", "0", "元", Exact),
        ("1,234人", "1234", "人", Exact),
        ("-3.5%", "-3.5", "%", Exact),
        ("三十项", "30", "项", Exact),
        ("十二个", "12", "个", Exact),
        ("一百零五人", "105", "人", Exact),
        ("一千二百三十四", "1234", "", Exact),
        ("一万零五百人", "10500", "人", Exact),
        ("一万二千亿元", "1200000000000", "元", Exact),
        ("两个", "2", "个", Exact),
        ("三项", "3", "项", Exact),
        ("5.5个百分点", "5.5", "个百分点", Exact),
        ("13个一级学科", "13", "个一级学科", Exact),
    ]);
}

#[test]
fn hedges_are_read_before_inside_and_after_the_number() {
    use Qualifier::{About, AtLeast, MoreThan, Nearly};
    check(&[
        ("三十余项", "30", "项", MoreThan),
        ("十余万人", "100000", "人", MoreThan),
        ("1.5万余人", "15000", "人", MoreThan),
        ("百余人", "100", "人", MoreThan),
        ("30多项", "30", "项", MoreThan),
        ("3个多月", "3", "个月", MoreThan),
        ("5年多", "5", "年", MoreThan),
        ("100+人", "100", "人", MoreThan),
        ("100人以上", "100", "人", MoreThan),
        ("90%以上", "90", "%", MoreThan),
        ("逾百人", "100", "人", MoreThan),
        ("近100人", "100", "人", Nearly),
        ("接近百人", "100", "人", Nearly),
        ("约3.5亿元", "350000000", "元", About),
        ("100人左右", "100", "人", About),
        ("二十来人", "20", "人", About),
        ("近100余人", "100", "人", About),
        ("不少于10项", "10", "项", AtLeast),
        ("至少3次", "3", "次", AtLeast),
        ("不低于90%", "90", "%", AtLeast),
    ]);
}

#[test]
fn text_that_is_no_single_figure_gives_no_number() {
    for text in [
        "",
        "数十项",
        "几十个",
        "十几人",
        "3-5项",
        "三五项",
        "三百五",
        "一万二",
        "不超过100万",
        "100人以内",
        "一流大学",
        "三张清单",
        "百年校庆",
        "近三年",
        "第3项",
        "3分之一",
        "三点五亿",
        "6月21日",
        "1+11",
        "1.2.3",
        "3 5项",
        "555家单位参会，提供职位数3000余个",
        "99999999999999999999",
        "已完成",
    ] {
        let got = WrittenFigure::read(text);
        assert_eq!((got.number, got.unit.as_str()), (None, ""), "{text}");
        assert_eq!(got.display(), text);
    }
}

#[test]
fn only_exact_figures_of_one_unit_are_added() {
    let add = |texts: &[&str]| {
        let figures: Vec<_> = texts.iter().map(|text| WrittenFigure::read(text)).collect();
        sum(&figures)
    };
    let text = |text: &str| text.to_owned();
    let total = |number: &str, unit: &str| Sum::Total {
        number: gongjie_words::Decimal::parse(number).unwrap_or_default(),
        unit: unit.to_owned(),
    };
    assert_eq!(add(&["13项", "133项"]), total("146", "项"));
    assert_eq!(add(&["0.1万元", "200元"]), total("1200", "元"));
    for (texts, refusal) in [
        (&[][..], Refusal::Empty),
        (
            &["13项", "90余项"],
            Refusal::Inexact {
                text: text("90余项"),
            },
        ),
        (
            &["13项", "数十项"],
            Refusal::NotRead {
                text: text("数十项"),
            },
        ),
        (
            &["71.1%", "20%"],
            Refusal::Share {
                text: text("71.1%"),
            },
        ),
        (
            &["133项", "133人"],
            Refusal::UnitsDiffer {
                first: text("项"),
                other: text("人"),
            },
        ),
        (&["9223372036854775807", "1"], Refusal::TooLarge),
    ] {
        assert_eq!(add(texts), Sum::Refused(refusal), "{texts:?}");
    }
}
