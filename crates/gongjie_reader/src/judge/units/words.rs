//! How the names of units end, and what parts them from each other.

use super::roles::{HELPS, LEADS};

pub(super) const ENDS: &[&str] = &[
    "党支部",
    "支部",
    "党总支",
    "总支",
    "党委",
    "党组",
    "党组织",
    "处",
    "部",
    "院",
    "系",
    "所",
    "办",
    "办公室",
    "中心",
    "室",
    "馆",
    "科",
    "局",
    "委",
    "委员会",
    "厅",
    "会",
    "公司",
    "集团",
    "学校",
    "大学",
    "中学",
    "小学",
    "医院",
    "社区",
    "街道",
    "镇",
    "乡",
    "村",
    "县",
    "区",
    "市",
    "班",
    "队",
    "大队",
    "支队",
    "站",
    "厂",
    "园",
    "组",
    "团",
    "团委",
    "工会",
    "妇联",
    "银行",
    "分局",
    "派出所",
    "协会",
    "学会",
    "基地",
    "平台",
    "联盟",
    "专班",
    "书院",
    "基金会",
    "校区",
    "连",
    "库",
    "社",
    "司",
    "店",
    "段",
    "港",
    "矿",
    "台",
    "网",
    "学部",
    "总部",
    "事业部",
    "党小组",
    "指挥部",
    "单位",
    "部门",
    "校",
    "政府",
    "办事处",
    "居委会",
    "村委会",
    "厅局",
    "专班",
    "各县区",
];

/// Short names that offices use without an end.
pub(super) const SHORT: &[&str] = &[
    "宣传",
    "组织",
    "人事",
    "财务",
    "后勤",
    "保卫",
    "学工",
    "教务",
    "科研",
    "国资",
    "审计",
    "基建",
    "信息化",
];

/// What may follow 各…、 within one phrase.
pub(super) const GENERIC: &[&str] = &[
    "县级市",
    "县（市）",
    "县(市)",
    "县市",
    "区",
    "县",
    "市",
    "街道",
    "镇",
    "乡",
    "乡镇",
    "部门",
    "单位",
    "处室",
    "科室",
    "书院",
    "学院",
    "系",
    "中心",
    "直属单位",
    "附属医院",
    "开发区",
    "有关部门",
    "机关",
    "班级",
    "年级",
    "支部",
    "党支部",
    "党总支",
    "党委",
    "研究院",
    "部处",
    "院系",
    "园区",
    "功能区",
    "管委会",
    "社区",
    "村",
];

pub(super) const PARTIES: &[&str] = &["党支部", "支部", "党总支", "党委", "党组"];

pub(super) fn is_generic(text: &str) -> bool {
    let words = [
        "单位",
        "部门",
        "学院",
        "书院",
        "处室",
        "科室",
        "支部",
        "党支部",
        "机构",
        "院系",
        "职能部门",
        "企业",
        "方面",
        "人员",
        "街道",
        "社区",
    ];
    words.contains(&text)
}

/// Whether the words end as the name of a unit does.
pub fn ends_like_unit(text: &str) -> bool {
    let text = text.trim_end_matches(['）', ')']);
    ENDS.iter().any(|end| text.ends_with(end)) || SHORT.contains(&text)
}

/// Whether the words read as the name of one unit.
pub fn is_unit(text: &str) -> bool {
    let count = text.chars().count();
    let outside = text.split(['（', '(']).next().unwrap_or(text);
    (2..=30).contains(&count)
        && (ends_like_unit(text) || ends_like_unit(outside) || text.starts_with('各'))
        && !text.contains(['。', '，', '；'])
}

pub(super) fn is_party(text: &str) -> bool {
    PARTIES.iter().any(|end| text.ends_with(end))
}

/// Whether a line is no beginning of a name: it ends like a unit, or with a bracket or a mark of its role.
pub(super) fn is_complete(text: &str) -> bool {
    ends_like_unit(text)
        || text.ends_with(['）', ')'])
        || LEADS.iter().chain(HELPS).any(|word| text.ends_with(word))
}

pub(super) fn is_separator(letter: char) -> bool {
    matches!(
        letter,
        '、' | '，' | ',' | '；' | ';' | '/' | '\n' | ' ' | '|' | '+'
    )
}

/// A separator or a link word between two known names.
pub(super) fn is_joint(letter: char) -> bool {
    is_separator(letter) || matches!(letter, '和' | '及' | '与' | '以' | '同' | '会')
}

/// Whether the words end so clearly that a following 和 or 及 parts two units: 区农业农村与水务局 is one.
pub(super) fn ends_surely(text: &str) -> bool {
    const WEAK: [&str; 24] = [
        "村", "区", "县", "市", "乡", "镇", "会", "园", "厂", "组", "班", "队", "站", "店", "段",
        "港", "矿", "台", "网", "社", "连", "系", "所", "司",
    ];
    const CLEAR: [&str; 8] = [
        "委员会",
        "工会",
        "公司",
        "派出所",
        "研究所",
        "协会",
        "学会",
        "管委会",
    ];
    let is_weak = WEAK.iter().any(|end| text.ends_with(end));
    ends_like_unit(text) && (!is_weak || CLEAR.iter().any(|end| text.ends_with(end)))
}
