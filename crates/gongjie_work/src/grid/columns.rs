//! Which cells each grid has, what kind of value each holds, and by which names offices call its column. Pure.

use super::rules::{Grid, Object};

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    Text,
    /// A day.
    Day,
    /// A limit as written: a date, 立行立改, 长期坚持.
    Due,
    /// A date as written, which may be vague.
    Written,
    Theme,
    Class,
    Grade,
    Unit,
    Units,
    Person,
}

impl Value {
    /// The editor that the cell gets.
    pub const fn editor(self) -> &'static str {
        match self {
            Self::Text | Self::Day | Self::Due | Self::Written => "text",
            Self::Theme => "theme",
            Self::Class => "class",
            Self::Grade => "grade",
            Self::Unit => "unit",
            Self::Units => "units",
            Self::Person => "person",
        }
    }
}

/// One column whose cells can be edited.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    pub object: Object,
    pub field: &'static str,
    pub value: Value,
    /// Other names of the column in spreadsheets, besides its own in both languages.
    pub names: &'static [&'static str],
}

const fn column(
    object: Object,
    field: &'static str,
    value: Value,
    names: &'static [&'static str],
) -> Column {
    Column {
        object,
        field,
        value,
        names,
    }
}

const PROBLEMS: &[Column] = &[
    column(
        Object::Problem,
        "title",
        Value::Text,
        &[
            "题名",
            "问题",
            "难点",
            "解决难题",
            "难题名称",
            "问题名称",
            "问题清单",
            "难题清单",
        ],
    ),
    column(
        Object::Problem,
        "hurts",
        Value::Text,
        &[
            "具体表现",
            "现状",
            "问题描述",
            "情况说明",
            "难在哪",
            "难在哪里",
            "表现",
        ],
    ),
    column(
        Object::Problem,
        "theme_id",
        Value::Theme,
        &["主题", "方面", "共建主题", "所属方面"],
    ),
    column(
        Object::Problem,
        "class",
        Value::Class,
        &["难题类别", "分类", "类型"],
    ),
    column(
        Object::Problem,
        "grade",
        Value::Grade,
        &["难度", "难度等级", "等级", "级别"],
    ),
    column(
        Object::Problem,
        "raised_by_unit_id",
        Value::Unit,
        &["单位", "提出部门", "部门", "来源单位", "填报单位"],
    ),
];

const MEASURES: &[Column] = &[
    column(
        Object::Measure,
        "text",
        Value::Text,
        &[
            "措施",
            "工作举措",
            "解决举措",
            "整改措施",
            "举措清单",
            "主要举措",
            "任务",
        ],
    ),
    column(
        Object::Measure,
        "goal",
        Value::Text,
        &["目标", "成果形式", "预期成果", "工作目标"],
    ),
    column(
        Object::Measure,
        "lead",
        Value::Unit,
        &["责任单位", "牵头部门", "责任部门", "主责单位", "牵头支部"],
    ),
    column(
        Object::Measure,
        "partners",
        Value::Units,
        &["协同单位", "配合部门", "协办单位", "共建单位"],
    ),
    column(
        Object::Measure,
        "owner",
        Value::Person,
        &["负责人", "联系人", "经办人", "责任清单"],
    ),
    column(
        Object::Measure,
        "start_on",
        Value::Day,
        &["开始时间", "启动时间", "起始日期"],
    ),
    column(
        Object::Measure,
        "due_text",
        Value::Due,
        &[
            "完成时限",
            "完成时间",
            "办结时限",
            "截止日期",
            "截止时间",
            "完成日期",
        ],
    ),
];

const LEDGER: &[Column] = &[
    column(
        Object::Pairing,
        "partners",
        Value::Units,
        &["共建党支部", "共建支部", "共建单位"],
    ),
    column(
        Object::Pairing,
        "date_text",
        Value::Written,
        &["结对时间", "时间", "共建时间"],
    ),
    column(
        Object::Pairing,
        "theme_text",
        Value::Text,
        &["共建主题", "主题"],
    ),
    column(
        Object::Problem,
        "title",
        Value::Text,
        &["解决难题", "难题", "问题"],
    ),
    column(
        Object::Outcome,
        "text",
        Value::Text,
        &["取得成效", "成效", "工作成效"],
    ),
];

impl Grid {
    /// Columns whose cells can be edited, in the order of the page.
    pub const fn columns(self) -> &'static [Column] {
        match self {
            Self::Problems => PROBLEMS,
            Self::Measures | Self::Duties => MEASURES,
            Self::Ledger => LEDGER,
        }
    }

    /// What pasting below the last row makes; nothing where rows are only changed.
    pub const fn makes(self) -> Option<Object> {
        match self {
            Self::Problems => Some(Object::Problem),
            Self::Measures | Self::Duties => Some(Object::Measure),
            Self::Ledger => None,
        }
    }

    /// Where the grid stands.
    pub const fn address(self) -> &'static str {
        match self {
            Self::Problems => "/lists/problems",
            Self::Measures => "/lists/measures",
            Self::Duties => "/lists/duties",
            Self::Ledger => "/lists/ledger",
        }
    }

    /// The row that a line of this grid stands for.
    pub const fn object(self) -> Object {
        match self {
            Self::Problems => Object::Problem,
            Self::Measures | Self::Duties => Object::Measure,
            Self::Ledger => Object::Pairing,
        }
    }
}

/// What a field of an object holds.
pub fn value_of(object: Object, field: &str) -> Value {
    [PROBLEMS, MEASURES, LEDGER]
        .into_iter()
        .flatten()
        .find(|c| c.object == object && c.field == field)
        .map_or(
            match (object, field) {
                (Object::Pairing, "theme_id") => Value::Theme,
                _ => Value::Text,
            },
            |c| c.value,
        )
}
