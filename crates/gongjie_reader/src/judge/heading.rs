//! What a heading means, by its words alone.

use std::collections::HashMap;
use std::sync::LazyLock;

use gongjie_words::{normalise, squash};

use crate::field::{AFTER, BEFORE, FOREIGN, Field, NAMES};

/// What the words of a heading say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// A field, with how sure the words are (of 100).
    Field(Field, u8),
    /// Known, and no field of a ledger.
    Foreign,
    /// Never seen.
    Unknown,
}

/// A whole known name from which nothing was taken away.
pub const EXACT: u8 = 100;
/// A name that needed its decorations taken away, times this, of 100.
const TRIMMED: u32 = 88;
/// A heading whose last word is the name of a field.
const NAMED: u8 = 72;
/// A heading that only holds a word of a field.
const HOLDS: u8 = 55;

static KNOWN: LazyLock<HashMap<String, Meaning>> = LazyLock::new(|| {
    let mut known = HashMap::new();
    for name in FOREIGN.split_whitespace() {
        known.insert(key(name), Meaning::Foreign);
    }
    for (field, weight, names) in NAMES {
        for name in names.split_whitespace() {
            known.insert(key(name), Meaning::Field(*field, *weight));
        }
    }
    known
});

/// A heading as it is shown: blanks and line breaks taken out.
pub fn shown(text: &str) -> String {
    squash(text).trim_end_matches([':', '：']).to_owned()
}

/// Letters and digits alone, in lower case.
fn key(text: &str) -> String {
    normalise(text)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// A heading without what stands in brackets.
fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let mut out = String::new();
    for letter in text.chars() {
        match letter {
            '（' | '(' | '【' | '[' | '〔' => depth += 1,
            '）' | ')' | '】' | ']' | '〕' => depth = depth.saturating_sub(1),
            other if depth == 0 => out.push(other),
            _ => {}
        }
    }
    out
}

/// What a heading of one or two levels (`group/column`) means.
pub fn meaning(heading: &str) -> Meaning {
    let whole = alone(heading);
    let Some((group, column)) = heading.rsplit_once('/') else {
        return whole;
    };
    if matches!(whole, Meaning::Field(_, EXACT) | Meaning::Foreign) {
        return whole;
    }
    let own = alone(column);
    let both = alone(&format!("{group}{column}"));
    let above = alone(group);
    // 时间节点 over 起 and 止: only the end is a limit.
    if matches!(above, Meaning::Field(Field::Due, _)) {
        match key(column).as_str() {
            "起" | "开始" | "起始" => return Meaning::Foreign,
            "止" | "截止" | "结束" => return Meaning::Field(Field::Due, EXACT),
            _ => {}
        }
    }
    // 责任单位 + 名称, 完成 + 时间: the group says what the column alone leaves open.
    match (own, both, above) {
        (Meaning::Field(_, weight), _, _) if weight >= 70 => own,
        (_, Meaning::Field(_, weight), _) if weight >= 70 => both,
        (Meaning::Field(field, _), _, Meaning::Field(group, weight))
            if weight >= 70 && field != group && is_vague(column) =>
        {
            Meaning::Field(group, 60)
        }
        (Meaning::Field(..) | Meaning::Foreign, _, _) => own,
        (_, _, Meaning::Field(group, weight)) if is_vague(column) => {
            Meaning::Field(group, weight.min(60))
        }
        _ => both,
    }
}

fn is_vague(column: &str) -> bool {
    matches!(
        key(column).as_str(),
        "名称"
            | "单位"
            | "部门"
            | "时间"
            | "日期"
            | "内容"
            | "情况"
            | "姓名"
            | "描述"
            | "简述"
            | "文字"
    )
}

fn alone(heading: &str) -> Meaning {
    let full = key(heading);
    if full.is_empty() {
        return Meaning::Unknown;
    }
    if full.chars().count() > 24 {
        return Meaning::Unknown;
    }
    if let Some(meaning) = KNOWN.get(&full) {
        return *meaning;
    }
    let bare = key(&without_brackets(heading));
    if let Some(meaning) = KNOWN.get(&bare) {
        return *meaning;
    }
    // 责任人及电话 is a column of people.
    let with_phone = ["电话", "联系方式"].iter().any(|word| full.contains(word));
    if with_phone && PEOPLE.iter().any(|word| full.contains(word)) && !full.contains("填") {
        return Meaning::Field(Field::Owner, 85);
    }
    if is_count(&bare) {
        return Meaning::Foreign;
    }
    if let Some(meaning) = trimmed(&bare) {
        return meaning;
    }
    holding(&bare)
}

/// How many, how much, which share: figures about problems are no problems.
fn is_count(key: &str) -> bool {
    let ends = [
        "数", "数量", "个数", "项数", "率", "占比", "得分", "分值", "排名", "金额", "经费", "元",
        "比例", "个", "人次", "电话", "附件", "依据",
    ];
    let starts = ["实际", "预期", "是否纳入", "上报", "销号时", "申请"];
    ends.iter().any(|end| key.ends_with(end)) || starts.iter().any(|start| key.starts_with(start))
}

/// The name that is left when decorations are taken from both ends.
fn trimmed(key: &str) -> Option<Meaning> {
    let mut fronts = vec![key];
    let mut at = 0;
    while let Some(text) = fronts.get(at).copied() {
        for word in BEFORE {
            if let Some(rest) = text
                .strip_prefix(word)
                .filter(|rest| !rest.is_empty() && !fronts.contains(rest))
            {
                fronts.push(rest);
            }
        }
        at += 1;
        if at > 12 {
            break;
        }
    }
    let found = |text: &str| match KNOWN.get(text) {
        Some(Meaning::Field(field, weight)) if *weight > 50 => {
            let weight = u32::from(*weight) * TRIMMED / 100;
            Some(Meaning::Field(
                *field,
                u8::try_from(weight).unwrap_or(HOLDS),
            ))
        }
        Some(Meaning::Foreign) => Some(Meaning::Foreign),
        _ => None,
    };
    for text in &fronts {
        if let Some(meaning) = found(text) {
            return Some(meaning);
        }
    }
    for text in &fronts {
        for word in AFTER {
            if let Some(meaning) = text
                .strip_suffix(word)
                .filter(|t| !t.is_empty())
                .and_then(found)
            {
                return Some(meaning);
            }
        }
    }
    None
}

/// Words for units in headings.
const UNITS: &[&str] = &[
    "单位",
    "部门",
    "支部",
    "党组织",
    "处室",
    "科室",
    "学院",
    "党委",
    "党总支",
    "机构",
];
/// Words for people in headings.
const PEOPLE: &[&str] = &[
    "责任人",
    "负责人",
    "联系人",
    "经办人",
    "承办人",
    "联络员",
    "责任人员",
    "网格员",
    "责任医生",
    "责任教师",
];

/// 隐患描述, 诉求事项, 问题点位: what a trade calls a problem, and a word for telling it.
fn is_stem_of_problem(key: &str) -> bool {
    const STEMS: [&str; 16] = [
        "隐患",
        "风险",
        "问题",
        "难题",
        "诉求",
        "信访",
        "督查",
        "督办",
        "来电",
        "工单",
        "反映",
        "短板",
        "投诉",
        "缺陷",
        "差距",
        "不符合项",
    ];
    const TELLS: [&str; 9] = [
        "描述", "内容", "事项", "表述", "点位", "表现", "详情", "概况", "弱项",
    ];
    STEMS.iter().any(|stem| key.contains(stem)) && TELLS.iter().any(|tell| key.ends_with(tell))
}

/// A heading that is not known as a whole, by the word that it holds.
fn holding(key: &str) -> Meaning {
    let has = |words: &[&str]| words.iter().any(|word| key.contains(word));
    let ends = |words: &[&str]| words.iter().any(|word| key.ends_with(word));
    let field = if has(UNITS)
        && ends(PEOPLE)
        && (key.contains('及')
            || key.contains('和')
            || key.contains('与')
            || key.contains("责任单位责任人"))
    {
        return Meaning::Field(Field::Lead, HOLDS);
    } else if ends(&["领导", "副总"]) || (key.starts_with("分管副") || key.starts_with("牵头副"))
    {
        Field::OwnerLeader
    } else if ends(PEOPLE) {
        Field::Owner
    } else if has(&["牵头", "主办", "主责"]) && has(UNITS) {
        Field::Lead
    } else if has(&[
        "配合", "协办", "协同", "参与", "共建", "结对", "联合", "协作", "协助", "联建",
    ]) && has(UNITS)
    {
        Field::Partner
    } else if has(&["责任", "承办", "负责", "落实", "实施"]) && has(UNITS) {
        Field::Lead
    } else if has(&[
        "时限",
        "期限",
        "截止",
        "时间节点",
        "完成时间",
        "完成日期",
        "完成节点",
    ]) {
        Field::Due
    } else if has(&["举措", "措施", "对策", "做法"])
        || (has(&["整改", "改进", "推进", "处理", "处置", "防控", "化解"])
            && ends(&["要求", "方案", "意见", "计划", "办法"]))
    {
        Field::Measure
    } else if has(&["销号", "是否完成", "是否解决", "是否办结"]) && !has(&["时间", "日期", "材料"])
    {
        Field::Closed
    } else if has(&["进展", "推进情况", "落实情况", "办理情况", "进度"]) {
        Field::Progress
    } else if has(&["成效", "完成情况"]) {
        Field::Outcome
    } else if has(&["类别", "类型"]) {
        Field::Class
    } else if has(&["主题"]) {
        Field::Theme
    } else if ends(&[
        "问题", "难题", "难点", "堵点", "痛点", "诉求", "任务", "事项", "隐患", "短板", "不足",
    ]) || is_stem_of_problem(key)
    {
        Field::Problem
    } else if ends(&["编号"]) {
        Field::No
    } else if ends(&["备注"]) {
        Field::Note
    } else {
        return Meaning::Unknown;
    };
    // 技术难题, 攻关期限: the last word is the name itself.
    let is_named = ends(&["问题", "难题", "期限", "时限", "举措", "措施"]);
    Meaning::Field(field, if is_named { NAMED } else { HOLDS })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_offices_are_known() {
        for (heading, want) in [
            ("序 号", Field::No),
            ("责任部门/牵头部门", Field::Lead),
            ("责任部门/配合部门", Field::Partner),
            ("责任单位/名称", Field::Lead),
            ("完成时限（年月）", Field::Due),
            ("拟采取的主要举措", Field::Measure),
            ("存在的突出问题", Field::Problem),
            ("牵头 单位（部门）", Field::Lead),
            ("具体责任人姓名", Field::Owner),
            ("分管校领导", Field::OwnerLeader),
            ("难题与举措/难题", Field::Problem),
            ("结对情况/时间", Field::PairedOn),
            ("责任单位及责任人", Field::Lead),
            ("工作推进落实情况", Field::Progress),
            ("时间节点/止", Field::Due),
        ] {
            let got = meaning(&shown(heading));
            assert!(
                matches!(got, Meaning::Field(field, _) if field == want),
                "{heading}: {got:?}"
            );
        }
        for heading in [
            "联系电话",
            "难题数",
            "举措数量",
            "完成率",
            "经费（万元）",
            "佐证材料",
            "实际完成时间",
            "预期成效",
            "时间节点/起",
        ] {
            assert_eq!(meaning(&shown(heading)), Meaning::Foreign, "{heading}");
        }
        for heading in ["天气", "承诺事由"] {
            assert_eq!(meaning(&shown(heading)), Meaning::Unknown, "{heading}");
        }
    }
}
