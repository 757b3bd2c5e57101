//! Names of people in a cell, with telephones and offices taken off.

use gongjie_words::normalise;

/// People of a cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct People {
    pub names: Vec<String>,
    pub phones: Vec<String>,
    /// A piece that does not look like a name, if any.
    pub doubt: Option<String>,
}

/// The common family names, those of two letters apart.
const FAMILIES: &str = "傅王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝封谈匡鞠惠荆乐冀胥郁南班储芮";
/// 示例 stands before the names of people who are invented and marked so.
const FAMILIES_OF_TWO: [&str; 13] = [
    "欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "令狐", "慕容", "司徒", "夏侯",
    "示例",
];
const TITLES: [&str; 52] = [
    "副总经理",
    "总经理",
    "副董事长",
    "董事长",
    "总工程师",
    "常务副市长",
    "副市长",
    "副县长",
    "副区长",
    "副镇长",
    "副主席",
    "党委委员",
    "副书记",
    "副校长",
    "副院长",
    "副处长",
    "副主任",
    "副部长",
    "副馆长",
    "副科长",
    "副局长",
    "副经理",
    "党委书记",
    "书记",
    "校长",
    "院长",
    "处长",
    "主任",
    "部长",
    "馆长",
    "科长",
    "局长",
    "经理",
    "教授",
    "老师",
    "同志",
    "组长",
    "区长",
    "县长",
    "市长",
    "镇长",
    "主席",
    "主管",
    "所长",
    "站长",
    "队长",
    "园长",
    "辅导员",
    "秘书",
    "干事",
    "助理",
    "护士长",
];

/// Ends of offices that stand before a name, parted from it.
const POSITIONS: [&str; 8] = [
    "常委",
    "委员",
    "书记",
    "主席",
    "主任",
    "长",
    "党组成员",
    "助理",
];

/// Whether two to four letters read as a Chinese name.
pub fn is_name(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    let is_han = letters
        .iter()
        .all(|c| ('\u{4E00}'..='\u{9FFF}').contains(c) || *c == '·' || *c == '某' || *c == '×');
    if !is_han {
        return false;
    }
    let double = FAMILIES_OF_TWO
        .iter()
        .any(|family| text.starts_with(family));
    match letters.as_slice() {
        [first, ..] if letters.len() <= 3 && letters.len() >= 2 => {
            FAMILIES.contains(*first) || double
        }
        [_, _, _, _] => double,
        _ => text.contains('·') && letters.len() <= 16,
    }
}

/// Whether a text is one telephone number.
pub fn is_phone_number(text: &str) -> bool {
    is_phone(text.trim())
}

/// Reads the people of a cell: parted by 、 ， ； or a line break, by a blank where both sides are names.
pub fn read(text: &str) -> People {
    let mut people = People::default();
    let pieces = pieces(&normalise(text));
    for (at, piece) in pieces.iter().enumerate() {
        // 县委常委、副县长 张建国: an office without a name, before a piece that has one.
        let is_office = POSITIONS.iter().any(|end| piece.trim().ends_with(end));
        if is_office && !is_name(piece.trim()) && at + 1 < pieces.len() {
            continue;
        }
        take(piece, &mut people);
    }
    people
}

/// Cuts at separators that do not stand in brackets.
fn pieces(text: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut depth = 0_usize;
    for letter in text.chars() {
        match letter {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let parts =
            depth == 0 && matches!(letter, '、' | '，' | ',' | '；' | ';' | '/' | '\n' | '|');
        if parts {
            out.push(String::new());
        } else if let Some(last) = out.last_mut() {
            last.push(letter);
        }
    }
    out.retain(|piece| !piece.trim().is_empty());
    out
}

fn take(piece: &str, people: &mut People) {
    // A telephone between separators belongs to the name before it.
    if is_phone(piece.trim()) && !people.names.is_empty() {
        people.phones.push(piece.trim().to_owned());
        return;
    }
    let (name, inside) = brackets(piece.trim());
    for inside in &inside {
        if is_phone(inside) {
            people.phones.push(inside.trim().to_owned());
        } else if inside.contains("兼") || inside.chars().count() > 6 {
            people.doubt = Some(piece.trim().to_owned());
        }
    }
    let (name, phone) = without_phone(&name);
    people.phones.extend(phone);
    let name = name.trim().trim_end_matches(['。', '.', '：', ':']).trim();
    // 张伟等3人: who the others are is not said.
    let name = match name.split_once('等') {
        Some((first, rest))
            if is_name(first)
                && rest
                    .chars()
                    .all(|c| c.is_ascii_digit() || "人名同志位".contains(c)) =>
        {
            people.doubt = Some(name.to_owned());
            first
        }
        _ => name,
    };
    if name.is_empty() {
        return;
    }
    take_words(name, people);
}

/// A piece of names and blanks.
fn take_words(name: &str, people: &mut People) {
    let words: Vec<&str> = name.split_whitespace().collect();
    // 王　磊 is one name, padded to the width of three letters.
    let joined: String = words.concat();
    if words.len() == 2 && words.iter().all(|w| w.chars().count() == 1) && is_name(&joined) {
        people.names.push(joined);
        return;
    }
    // 张 三 李 四: two names, each padded.
    let singles = words.len() == 4 && words.iter().all(|w| w.chars().count() == 1);
    if let ([a, b, c, d], true) = (words.as_slice(), singles) {
        let (first, second) = (format!("{a}{b}"), format!("{c}{d}"));
        if is_name(&first) && is_name(&second) {
            people.names.extend([first, second]);
            return;
        }
    }
    // 总经理助理 周健, 教务处 张三
    if let [before, last] = words.as_slice()
        && is_name(last)
        && !is_name(before)
        && before.chars().count() >= 2
    {
        let is_office = TITLES.iter().any(|title| before.ends_with(title))
            || before.ends_with(['处', '部', '室', '办', '长', '任']);
        if !is_office {
            people.doubt = Some(name.to_owned());
        }
        people.names.push((*last).to_owned());
        return;
    }
    if words.len() > 1 && words.iter().all(|word| is_name(word)) {
        people
            .names
            .extend(words.iter().map(|&word| word.to_owned()));
        return;
    }
    if words.len() == 2 && joined.chars().count() == 3 && is_name(&joined) {
        people.names.push(joined);
        return;
    }
    // 王磊 处长, 处长：王磊
    let known: Vec<&str> = words
        .iter()
        .copied()
        .filter(|word| !TITLES.contains(word))
        .collect();
    if let [only] = known.as_slice()
        && (is_name(only) || known.len() == words.len())
    {
        let bare = titled(only);
        if !is_name(bare) {
            people.doubt = Some(name.to_owned());
        }
        people.names.push(bare.to_owned());
        return;
    }
    people.doubt = Some(name.to_owned());
    people.names.push(name.to_owned());
}

/// The name without a title at its end: 王磊处长.
fn titled(name: &str) -> &str {
    // 副县长王芳: the title stands before the name.
    let after_title = TITLES
        .iter()
        .filter_map(|title| name.find(title).and_then(|at| name.get(at + title.len()..)))
        .find(|rest| is_name(rest));
    if let Some(rest) = after_title.filter(|_| !is_name(name)) {
        return rest;
    }
    // Of 刘副市长 only the family name is known.
    let found = TITLES
        .iter()
        .filter_map(|title| name.strip_suffix(title))
        .filter(|rest| is_name(rest) && !rest.ends_with(['副', '总']))
        .min_by_key(|rest| rest.len());
    let name = found.unwrap_or(name);
    let label = name.split_once(['：', ':']).map(|(_, rest)| rest.trim());
    label.filter(|rest| is_name(rest)).unwrap_or(name)
}

/// The text outside of brackets, and what stands in each.
fn brackets(text: &str) -> (String, Vec<String>) {
    let (mut outside, mut inside) = (String::new(), Vec::new());
    let mut open: Option<String> = None;
    for letter in text.chars() {
        match (letter, &mut open) {
            ('（' | '(', None) => open = Some(String::new()),
            ('）' | ')', Some(_)) => inside.extend(open.take()),
            (letter, Some(open)) => open.push(letter),
            (letter, None) => outside.push(letter),
        }
    }
    inside.extend(open);
    (outside, inside)
}

fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (4..=16).contains(&digits)
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || " -+—转电话：:".contains(c))
}

fn without_phone(text: &str) -> (String, Option<String>) {
    let from = text.find(|c: char| c.is_ascii_digit() || c == '+');
    let Some(from) = from else {
        return (text.to_owned(), None);
    };
    let (head, tail) = text.split_at(from);
    if is_phone(tail) && !head.trim().is_empty() {
        (
            head.trim_end_matches(['：', ':', ' ']).to_owned(),
            Some(tail.trim().to_owned()),
        )
    } else {
        (text.to_owned(), None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_offices_write_them() {
        for (text, names, phones, is_sure) in [
            ("张三、李四", vec!["张三", "李四"], vec![], true),
            ("张三（82668888）", vec!["张三"], vec!["82668888"], true),
            ("张三 李四", vec!["张三", "李四"], vec![], true),
            ("王　磊", vec!["王磊"], vec![], true),
            ("王 磊\n李小明", vec!["王磊", "李小明"], vec![], true),
            ("王磊 处长", vec!["王磊"], vec![], true),
            ("王磊处长", vec!["王磊"], vec![], true),
            ("王磊 13900001111", vec!["王磊"], vec!["13900001111"], true),
            ("欧阳修远", vec!["欧阳修远"], vec![], true),
            ("各单位负责人", vec!["各单位负责人"], vec![], false),
            ("教务处", vec!["教务处"], vec![], false),
            ("", vec![], vec![], true),
        ] {
            let got = read(text);
            assert_eq!(
                (got.names, got.phones, got.doubt.is_none()),
                (
                    names.into_iter().map(str::to_owned).collect(),
                    phones.into_iter().map(str::to_owned).collect(),
                    is_sure
                ),
                "{text}"
            );
        }
    }
}
