//! Enumerations in a cell: 1.… 2.…; ①②; （一）（二）; 一是…二是…; lines. The style of the first number counts.

mod marks;

use marks::{Mark, marks};

/// How the parts of a cell are numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `1.` `1、` `1．` `1，`
    Digit,
    /// `1)` `1）`
    DigitBracket,
    /// `（1）` `(1)`
    Brackets,
    /// `①`
    Circle,
    /// `一、`
    Han,
    /// `（一）`
    HanBrackets,
    /// `一是`
    Is,
    /// `第一，` `措施一：`
    Nth,
    /// `a.` `b、`
    Latin,
    /// Lines without numbers.
    Lines,
}

/// The parts of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// At least one.
    pub items: Vec<String>,
    /// Empty when nothing was split.
    pub style: Option<Style>,
    /// Words before the first number; a heading of the cell, or more.
    pub intro: String,
    /// Whether the split is a judgement.
    pub is_sure: bool,
}

/// Cuts a cell at its numbers, or at its lines.
pub fn cut(text: &str) -> Cut {
    let whole = || Cut {
        items: vec![text.trim().to_owned()],
        style: None,
        intro: String::new(),
        is_sure: true,
    };
    let marks = marks(text);
    let Some(first) = marks.first() else {
        return lines(text).unwrap_or_else(whole);
    };
    // 1, 2, 3 of the first style; another style is inside of them.
    let mut run: Vec<Mark> = Vec::new();
    for mark in marks.iter().filter(|mark| mark.style == first.style) {
        let wanted = run.last().map_or(1, |last| last.value + 1);
        if mark.value == wanted {
            run.push(*mark);
        }
    }
    let intro = text.get(..first.from).unwrap_or("").trim();
    let own_style = marks
        .iter()
        .filter(|mark| mark.style == first.style)
        .count();
    if own_style == 1 {
        // A lone number is taken off where it begins the cell: its fellows stand in the rows around.
        let rest = text
            .get(first.to..)
            .unwrap_or("")
            .trim()
            .trim_end_matches(['；', ';']);
        let is_number = matches!(
            first.style,
            Style::Digit | Style::Circle | Style::Brackets | Style::DigitBracket
        );
        if intro.is_empty() && !rest.is_empty() && is_number {
            return Cut {
                items: vec![rest.to_owned()],
                style: Some(first.style),
                intro: String::new(),
                is_sure: true,
            };
        }
        return whole();
    }
    if run.len() < 2 || run.first().is_none_or(|mark| mark.from != first.from) {
        return whole();
    }
    let ends = run.iter().skip(1).map(|mark| mark.from).chain([text.len()]);
    let parts: Vec<String> = run
        .iter()
        .zip(ends)
        .map(|(mark, end)| {
            let part = text.get(mark.to..end).unwrap_or("").trim();
            part.trim_end_matches(['；', ';', '，', ','])
                .trim_end()
                .to_owned()
        })
        .filter(|part| !part.is_empty())
        .collect();
    if parts.is_empty() {
        return whole();
    }
    let is_headed = intro.is_empty() || intro.ends_with(['：', ':']);
    Cut {
        is_sure: is_headed && !matches!(first.style, Style::Is | Style::Nth | Style::Latin),
        items: parts,
        style: Some(first.style),
        intro: intro.to_owned(),
    }
}

/// Lines without numbers, where each seems to say a thing of its own.
fn lines(text: &str) -> Option<Cut> {
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let (last, others) = lines.split_last()?;
    if others.is_empty() {
        return None;
    }
    let stops = |line: &str| line.ends_with(['。', '；', ';', '！']);
    let goes_on =
        |line: &str| line.ends_with(['，', ',', '、', '：', ':', '和', '及', '的', '与', '（']);
    if others.iter().any(|line| goes_on(line)) || last.chars().count() < 4 {
        return None;
    }
    let count = |line: &str| line.chars().count();
    let all_stop = others.iter().all(|line| stops(line));
    // Lines of one length without a stop are one sentence that the office broke by hand.
    let (shortest, longest) = (
        others.iter().map(|l| count(l)).min()?,
        others.iter().map(|l| count(l)).max()?,
    );
    let is_wrapped =
        !all_stop && longest - shortest <= 1 && count(last) <= longest && others.len() > 1;
    if is_wrapped || (!all_stop && others.iter().any(|line| count(line) < 4)) {
        return None;
    }
    Some(Cut {
        items: lines
            .iter()
            .map(|line| {
                line.trim_start_matches(['-', '—', '·', '•', '●', '◆', '■', '★', '*'])
                    .trim()
                    .trim_end_matches(['；', ';'])
                    .to_owned()
            })
            .collect(),
        style: Some(Style::Lines),
        intro: String::new(),
        is_sure: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbered_cells_are_cut_in_every_style() {
        for (text, want) in [
            ("1.起草文件；2.开会。", vec!["起草文件", "开会。"]),
            ("1、起草文件\n2、开会", vec!["起草文件", "开会"]),
            ("１．起草文件\n２．开会", vec!["起草文件", "开会"]),
            ("（1）起草（2）开会（3）总结", vec!["起草", "开会", "总结"]),
            ("①起草文件②开会", vec!["起草文件", "开会"]),
            ("⑴补充工具\n⑵以旧换新", vec!["补充工具", "以旧换新"]),
            ("⒈起草⒉开会", vec!["起草", "开会"]),
            ("一是起草文件；二是开会。", vec!["起草文件", "开会。"]),
            ("（一）起草\n（二）开会", vec!["起草", "开会"]),
            ("一、起草文件。二、开会。", vec!["起草文件。", "开会。"]),
            (
                "1.起草：（1）调研；（2）成文。\n2.开会",
                vec!["起草：（1）调研；（2）成文。", "开会"],
            ),
            ("主要举措：1.起草2.开会", vec!["起草", "开会"]),
            (
                "第一步，摸清需求；第二步，结对帮学；第三步，开放课程。",
                vec!["摸清需求", "结对帮学", "开放课程。"],
            ),
            (
                "a.每月招聘；b.共建订单班；c.建驿站2处",
                vec!["每月招聘", "共建订单班", "建驿站2处"],
            ),
            (
                "1.建群 2.48小时响应 3.月度通报",
                vec!["建群", "48小时响应", "月度通报"],
            ),
            ("投入 2.5万元改造", vec!["投入 2.5万元改造"]),
            ("A级景区提升，b站宣传", vec!["A级景区提升，b站宣传"]),
            (
                "1.2023年3月完成招标2.2023年9月竣工",
                vec!["2023年3月完成招标", "2023年9月竣工"],
            ),
            (
                "措施一：完善制度\n措施二：加强检查",
                vec!["完善制度", "加强检查"],
            ),
            ("1-加强宣传\n2-开展检查", vec!["加强宣传", "开展检查"]),
            ("主要举措：1.起草。2.开会", vec!["起草。", "开会"]),
            ("1) 起草\n2) 开会", vec!["起草", "开会"]),
            ("投入1.5万元，2.6万元", vec!["投入1.5万元，2.6万元"]),
            ("2022.6.21完成", vec!["2022.6.21完成"]),
            ("1.开会", vec!["开会"]),
            ("3.回访；", vec!["回访"]),
            (
                "召开协调会。\n印发方案。",
                vec!["召开协调会。", "印发方案。"],
            ),
            ("召开协调会，\n印发方案", vec!["召开协调会，\n印发方案"]),
            ("建立台账", vec!["建立台账"]),
            ("第一，起草；第二，开会", vec!["起草", "开会"]),
            ("3月开会，5月总结", vec!["3月开会，5月总结"]),
        ] {
            assert_eq!(cut(text).items, want, "{text}");
        }
    }
}
