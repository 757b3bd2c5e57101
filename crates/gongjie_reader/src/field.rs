//! The fields of a ledger and the headings under which offices write them (`domain.md` 2.3 and 7.3 rule 3).

use serde::{Deserialize, Serialize};

/// What a column can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    No,
    Title,
    Problem,
    Measure,
    Lead,
    Partner,
    Owner,
    OwnerLeader,
    Due,
    PairedOn,
    Theme,
    Outcome,
    Progress,
    Closed,
    Class,
    Note,
}

impl Field {
    pub const ALL: [Self; 16] = [
        Self::No,
        Self::Title,
        Self::Problem,
        Self::Measure,
        Self::Lead,
        Self::Partner,
        Self::Owner,
        Self::OwnerLeader,
        Self::Due,
        Self::PairedOn,
        Self::Theme,
        Self::Outcome,
        Self::Progress,
        Self::Closed,
        Self::Class,
        Self::Note,
    ];

    /// The word printed for it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Title => "title",
            Self::Problem => "problem",
            Self::Measure => "measure",
            Self::Lead => "lead",
            Self::Partner => "partner",
            Self::Owner => "owner",
            Self::OwnerLeader => "owner_leader",
            Self::Due => "due",
            Self::PairedOn => "paired_on",
            Self::Theme => "theme",
            Self::Outcome => "outcome",
            Self::Progress => "progress",
            Self::Closed => "closed",
            Self::Class => "class",
            Self::Note => "note",
        }
    }

    /// The field of a [`Field::code`]; `None` for any other word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.code() == code)
    }

    /// Whether a merged cell of it speaks for every row that it covers (`domain.md` 7.3 rule 4).
    pub const fn is_identity(self) -> bool {
        matches!(
            self,
            Self::No
                | Self::Title
                | Self::Problem
                | Self::Lead
                | Self::Partner
                | Self::Theme
                | Self::Class
                | Self::Owner
                | Self::OwnerLeader
                | Self::PairedOn
        )
    }
}

/// A field, how sure the names are (of 100), and the names, parted by blanks.
pub type Names = (Field, u8, &'static str);

/// Whole headings. Where two columns claim a field, the surer name has it.
pub const NAMES: &[Names] = &[
    (
        Field::No,
        100,
        "序号 编号 no no. 项次 顺序号 序 问题编号 难题编号 台账编号 问题序号 难题序号 任务编号 举措编号 号",
    ),
    (
        Field::Title,
        90,
        "难题名称 问题名称 题目 标题 难题题目 题名 事项名称 难题标题 问题标题 问题题目",
    ),
    (
        Field::Title,
        65,
        "项目名称 实事项目 民生实事 民生实事项目 实事名称 项目 揭榜项目 榜单名称",
    ),
    (Field::Title, 60, "任务名称 名称"),
    (
        Field::Problem,
        100,
        "难题 解决难题 解决的难题 解决的问题 解决问题 隐患描述 隐患内容 隐患问题 存在隐患 存在差距 差距 薄弱环节 问题点 风险点 需求内容 提案内容 事故隐患 风险点描述 风险描述 问题 存在问题 存在的问题 具体问题 需解决的问题 需要解决的问题 拟解决的问题 具体表现 问题表现 问题描述 问题内容 难题内容 难题描述 主要问题 突出问题 发现问题 反馈问题 整改问题 难点问题 难点堵点 堵点难点 堵点 痛点 难点 急难愁盼问题 共性难题 问题难题 难题问题 具体难题 问题事项 反映问题 反映的问题 诉求 诉求内容 师生诉求 群众诉求 问题清单 难题清单 问题及表现 存在的主要问题 存在的突出问题 问题具体表现 检视问题 查摆问题",
    ),
    (
        Field::Problem,
        80,
        "需协调解决的问题 需协调事项 反馈意见 意见建议 事项 事项内容 工作事项 督办事项 交办事项 办理事项 工作任务 重点任务 任务 任务内容 重点工作 重点事项 工作内容 整改任务 困难 困难问题",
    ),
    (
        Field::Measure,
        100,
        "举措 措施 整改措施 主要举措 工作措施 具体举措 解决措施 解决举措 解决办法 对策 对策措施 工作举措 推进措施 整改举措 具体措施 解决方案 改进措施 落实措施 推进举措 拟采取措施 拟采取的措施 主要措施 举措内容 措施内容 举措清单 措施清单 具体做法 主要做法 做法 应对措施 破解举措 破解措施 处置措施 办理措施 办法 整改措施及目标 解决措施及办法",
    ),
    (
        Field::Measure,
        75,
        "整改要求 整改意见 处理意见 整改方案 推进计划 改进计划 工作安排 办理方式 下一步举措 处置意见 防控要求 工作要求 目标要求 主要任务及措施",
    ),
    (
        Field::Lead,
        100,
        "牵头党支部 牵头支部 牵头单位 牵头部门 主办单位 主办部门 牵头责任单位 牵头责任部门 主责单位 主责部门 主体责任单位 牵头处室 牵头科室 牵头学院 牵头方 牵头 主办 牵头党组织 牵头单位部门 牵头部门单位 牵头委办局 牵头党总支 主办科室 主办处室 牵头党委",
    ),
    (
        Field::Lead,
        90,
        "责任单位 责任部门 承办单位 承办部门 负责单位 负责部门 责任处室 责任科室 责任学院 整改责任单位 整改单位 落实单位 实施单位 责任主体 整改责任部门 责任党支部 责任支部 责任党组织 责任部门单位 责任单位部门 办理单位 承办科室 承办处室 落实部门 单位责任",
    ),
    (
        Field::Lead,
        40,
        "单位 部门 党支部 支部 单位名称 部门名称 科室 处室 学院 支部名称 党支部名称 党组织名称",
    ),
    (
        Field::Partner,
        100,
        "共建党支部 共建支部 共建单位 结对支部 结对党支部 结对单位 配合单位 配合部门 协办单位 协办部门 参与单位 参与部门 协同单位 协同部门 协作单位 联合单位 配合支部 配合党支部 参与支部 参与党支部 参加单位 配合处室 配合科室 会办单位 协助单位 协助部门 配合 协办 共建方 共建党组织 参与方 协办科室 协办处室 联建单位 联建党支部 联建支部 结对部门 配合责任单位 配合责任部门 配合学院 共建部门",
    ),
    (
        Field::Owner,
        100,
        "责任人 具体责任人 直接责任人 责任人员 责任人姓名 工作责任人 整改责任人 落实责任人 第一责任人 主要责任人",
    ),
    (
        Field::Owner,
        95,
        "负责人 具体负责人 项目负责人 工作负责人 牵头负责人 部门负责人 落实人",
    ),
    (
        Field::Owner,
        85,
        "经办人 承办人 具体经办人 办理人 经办人员 承办人员",
    ),
    (Field::Owner, 75, "联系人 联络人 联络员"),
    (
        Field::OwnerLeader,
        100,
        "责任领导 牵头领导 分管领导 牵头校领导 包保领导 挂钩领导 主管领导 负责领导 校领导 分管校领导 联系领导 包案领导 督办领导 牵头副总 分管副总 分管副市长 分管副县长 分管副区长 领办领导 分管负责人 责任校领导 局领导 院领导 分管院领导 包抓领导 联系校领导 市领导 县领导 区领导 牵头市领导 牵头负责领导 公司领导 分管局领导",
    ),
    (
        Field::Due,
        100,
        "完成时限 完成时间 时限 办理时限 整改时限 截止时间 时间节点 完成期限 整改期限 办结时限 时限要求 计划完成时间 预计完成时间 拟完成时间 截止日期 完成日期 到期时间 期限 时间要求 预计办结时间 销号时限 应办结时间 整改完成时限 完成节点 解决时限 限办时间 目标时限 计划完成时限 办理期限 整改完成时间 要求完成时间 计划完成日期 拟完成时限 完成时点 到期日 限期 办结期限 整改时间 解决时间 计划办结时间 节点时间 完成时间节点 完成时限要求 办理时间",
    ),
    (Field::Due, 60, "时间安排 进度安排 时间进度 实施时间 时间表"),
    (
        Field::PairedOn,
        100,
        "结对时间 活动时间 开展时间 共建时间 结对日期 共建日期 结对共建时间 活动日期",
    ),
    (Field::PairedOn, 45, "时间 日期"),
    (
        Field::Theme,
        100,
        "共建主题 活动主题 主题 共建内容 主题方面 所属主题",
    ),
    (
        Field::Theme,
        80,
        "方面 领域 所属领域 工作领域 专题 所属方面 涉及领域 涉及方面 板块 工作板块",
    ),
    (
        Field::Outcome,
        100,
        "取得成效 成效 工作成效 完成情况 进展及成效 取得的成效 取得成果 工作成果 整改成效 解决成效 解决情况 整改结果 办理结果 处置结果 落实成效 实际成效 主要成效 阶段性成效 成果 成效情况 进展成效 完成情况及成效 进展情况及成效 解决效果 整改完成情况 取得效果 办理成效 成果成效 成效成果 落实结果 处理结果 任务完成情况",
    ),
    (
        Field::Progress,
        100,
        "进展 进展情况 推进情况 办理情况 落实情况 工作进展 当前进展 目前进展 进度 推进进度 工作进度 最新进展 完成进度 进展状态 推进落实情况 整改落实情况 整改进展 办理进展 阶段进展 工作进展情况 目前进展情况 任务进展 整改进展情况 推进进展 进展程度 处置情况 处理情况 整改情况 治理情况 整治情况 推进完成情况 实施进展 办理进度 整改进度",
    ),
    (
        Field::Closed,
        100,
        "是否销号 销号情况 是否完成 完成与否 是否办结 办结情况 是否解决 销号状态 完成状态 办理状态 是否整改到位 是否完成整改 整改状态 销号 销号与否 解决与否 是否整改完成 办结状态 是否已完成 是否已销号 是否落实",
    ),
    (Field::Closed, 90, "状态 当前状态"),
    (
        Field::Class,
        100,
        "问题类别 类别 解决方式 难题类型 问题类型 难题类别 类型 分类 问题分类 问题性质 问题属性 解决类别 难题分类 难题性质 事项类别 事项类型 任务类别 难度等级 解决途径",
    ),
    (
        Field::Problem,
        80,
        "居民需求 群众需求 企业需求 师生需求 需求清单 微心愿 堵点卡点 卡点堵点 症结所在 症结 瓶颈问题 卡脖子问题 卡脖子问题描述 居民诉求 企业诉求 技术难题 难题清单 痛点堵点",
    ),
    (Field::Problem, 55, "年度目标 年度任务 目标任务内容"),
    (
        Field::Measure,
        75,
        "攻关路径 破解路径 解题路径 实施路径 解题思路 破题思路 主攻方向 攻关措施 攻坚举措 认领项目 具体要求 建设内容 实施内容 药方 破题举措",
    ),
    (
        Field::Lead,
        90,
        "揭榜单位 揭榜部门 领办单位 领题单位 攻坚单位",
    ),
    (Field::Lead, 60, "责任清单 责任分工"),
    (Field::Owner, 95, "挂帅人 揭榜人 领衔人 领办人"),
    (
        Field::OwnerLeader,
        100,
        "分管校长 分管院长 分管副校长 分管副院长 联系校长 挂点领导",
    ),
    (
        Field::Due,
        75,
        "节点 攻关周期 攻坚周期 办理周期 整改周期 时限清单",
    ),
    (
        Field::Note,
        100,
        "备注 说明 附注 其他说明 备注说明 其他 其它",
    ),
];

/// Headings that offices use for what is no field of a ledger; no content makes them one.
pub const FOREIGN: &str = "联系电话 电话 手机 手机号 手机号码 联系方式 办公电话 电话号码 经费 预算 所需经费 资金 资金来源 资金需求 投入 \
投入资金 核验人 审核人 验收人 填报人 填表人 复核人 签字 签名 签收 签收人 盖章 佐证材料 支撑材料 证明材料 附件 材料 来源 问题来源 难题来源 线索来源 提出单位 \
提出人 提出部门 提出支部 反映人 反映单位 诉求人 来访人 提出单位或人群 提出时间 反映时间 反馈时间 交办时间 收到时间 登记时间 受理时间 \
发现时间 签收时间 紧急程度 重要程度 优先级 难易程度 重要性 涉及部门 涉及单位 涉及范围 涉及人群 受益人群 覆盖人群 目标 目标任务 工作目标 \
预期目标 预期成效 预期效果 目标或成果形式 成果形式 预期成果 整改目标 完成标准 考核指标 评价标准 验收标准 销号标准 办结标准 销号时间 \
销号日期 实际完成时间 实际完成日期 办结时间 办结日期 开始时间 起始时间 启动时间 开始日期 起止时间 得分 分值 满意度 群众满意度 满意率 评分 \
排名 督办单位 督查单位 督办人 督办部门 监督单位 监督部门 监督人 验收单位 验收部门 核验单位 地点 活动地点 办公地点 参加人员 参加人数 参与人数 人数 次数 \
下一步计划 下一步工作 下步打算 下一步打算 下一步工作计划 下步计划 存在困难 困难和建议 存在困难及建议 \
原因 原因分析 问题原因 成因 成因分析 受理编号 工单号 依据 政策依据 学号 工号 姓名 职务 职称 性别 班级 民族 身份证号 邮箱 金额 单价 数量 合计 \
小计 页码 单位意见 领导批示 审核意见 牵头单位意见 意见 群众评价 评价 回访情况 满意情况 是否满意 星级 年度 年份 月份 项目编号 文号 文件名称 制度文件 结对协议 \
更新时间 最后更新 填报时间 责任书 主要职责 职责 议题 内容 会议内容 汇报人 主持人 科目 成绩 学分 课程 教师 规格 型号 投诉人 转办时间 亮灯 灯色 红黄绿灯 风险等级 发榜单位 出题单位";

/// Words around the core of a heading that say nothing about its field.
pub const BEFORE: &[&str] = &[
    "主要",
    "具体",
    "工作",
    "拟采取的",
    "拟采取",
    "拟",
    "需要",
    "需",
    "目前",
    "当前",
    "重点",
    "本单位",
    "计划",
    "预计",
    "我校",
    "学校",
    "各",
    "所",
    "相关",
    "有关",
    "整改",
    "推进",
    "解决",
    "专项",
    "本期",
    "本月",
    "初步",
    "改进",
    "攻坚",
    "化解",
    "存在的",
    "存在",
    "突出",
    "校内",
    "办理",
    "落实",
];
/// The same at its end.
pub const AFTER: &[&str] = &[
    "内容",
    "情况",
    "名单",
    "描述",
    "栏",
    "姓名",
    "名称",
    "清单",
    "一览",
    "列表",
    "简述",
    "概述",
    "要求",
    "明细",
    "情况说明",
    "必填",
    "选填",
    "项",
];
