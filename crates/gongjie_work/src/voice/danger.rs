//! Words of danger: where they stand, the emergency numbers are shown at once. They decide nothing. Pure.

use gongjie_base::codes;

codes! {
    /// What kind of danger the words speak of.
    pub enum Danger {
        /// 正在遭遇诈骗
        Fraud = "fraud",
        /// 轻生自伤
        SelfHarm = "self_harm",
        /// 暴力与人身侵害
        Violence = "violence",
        /// 火灾、伤病等险情
        Accident = "accident",
    }
}

/// Words by kind. Chosen so that a complaint about lectures on fraud is not taken for a fraud under way (domain 4.3, 10.1).
const WORDS: &[(Danger, &[&str])] = &[
    (
        Danger::Fraud,
        &[
            "正在转账",
            "转账给",
            "转了钱",
            "已经转账",
            "刚转账",
            "被骗了",
            "骗走",
            "安全账户",
            "让我转",
            "叫我转",
            "要验证码",
            "验证码给了",
            "共享屏幕",
            "屏幕共享",
            "网贷",
            "裸聊",
            "敲诈",
            "being scammed",
            "transfer money now",
        ],
    ),
    (
        Danger::SelfHarm,
        &[
            "不想活",
            "想死",
            "自杀",
            "轻生",
            "结束生命",
            "活不下去",
            "割腕",
            "跳楼",
            "自残",
            "自伤",
            "遗书",
            "kill myself",
            "suicide",
        ],
    ),
    (
        Danger::Violence,
        &[
            "打人",
            "被打",
            "持刀",
            "拿刀",
            "殴打",
            "家暴",
            "性骚扰",
            "猥亵",
            "强奸",
            "性侵",
            "跟踪我",
            "被跟踪",
            "绑架",
            "威胁要",
            "霸凌",
            "欺凌",
            "stabbed",
            "assault",
            "raped",
            "stalking",
        ],
    ),
    (
        Danger::Accident,
        &[
            "着火",
            "起火",
            "火灾",
            "冒烟",
            "煤气泄漏",
            "燃气泄漏",
            "触电",
            "昏迷",
            "大出血",
            "溺水",
            "电梯困人",
            "on fire",
            "unconscious",
        ],
    ),
];

/// Kinds of danger that a text speaks of, in their order; none for most texts.
pub fn found(text: &str) -> Vec<Danger> {
    let text = gongjie_words::normalise(text).to_lowercase();
    WORDS
        .iter()
        .filter(|(_, words)| words.iter().any(|word| text.contains(word)))
        .map(|(danger, _)| *danger)
        .collect()
}

/// Every word, for the page that looks while somebody types.
pub fn all_words() -> Vec<&'static str> {
    WORDS
        .iter()
        .flat_map(|(_, words)| words.iter().copied())
        .collect()
}

/// The numbers to call, with the text key of whose they are: the same all over China.
pub const NUMBERS: &[(&str, &str)] = &[
    ("110", "number-police"),
    ("120", "number-ambulance"),
    ("119", "number-fire"),
    ("96110", "number-fraud"),
    ("12356", "number-mind"),
];

#[cfg(test)]
mod tests {
    use super::{Danger, found};

    #[test]
    fn danger_is_seen_and_talk_about_it_is_not() {
        let cases: [(&str, &[Danger]); 7] = [
            ("有人冒充客服让我转账，正在转账怎么办", &[Danger::Fraud]),
            ("室友说不想活了", &[Danger::SelfHarm]),
            ("楼下有人持刀打人", &[Danger::Violence]),
            ("实验室着火了", &[Danger::Accident]),
            ("反诈讲座排在考试周，能不能换时间", &[]),
            ("食堂排队太长", &[]),
            ("", &[]),
        ];
        for (text, wanted) in cases {
            assert_eq!(found(text), wanted, "{text}");
        }
    }
}
