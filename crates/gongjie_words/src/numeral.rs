//! Single digits and digit runs, in ASCII and in Chinese.

/// The value of one digit: `0`–`9`, `〇零○`, `一`–`九`, `两`.
pub(crate) fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => c.to_digit(10),
        _ => chinese_digit(c),
    }
}

/// The value of one Chinese digit.
pub(crate) fn chinese_digit(c: char) -> Option<u32> {
    Some(match c {
        '〇' | '零' | '○' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

/// A whole number as a date writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Number {
    pub value: u32,
    /// How many digits stood there; 0 when composed with 十.
    pub digits: usize,
}

/// Reads digits (`2022`, `二〇二二`) or a number composed with 十 (`二十一`) at the start; at most 8 digits.
/// Returns it with how many characters it took.
pub(crate) fn leading(chars: &[char]) -> Option<(Number, usize)> {
    let run: Vec<u32> = chars.iter().map_while(|&c| digit(c)).collect();
    if chars.get(run.len()) == Some(&'十') {
        let tens = match run.as_slice() {
            [] => 1,
            [d] => *d,
            _ => return None,
        };
        let ones = chars.get(run.len() + 1).and_then(|&c| chinese_digit(c));
        let used = run.len() + 1 + usize::from(ones.is_some());
        let value = tens * 10 + ones.unwrap_or(0);
        return Some((Number { value, digits: 0 }, used));
    }
    if run.is_empty() || run.len() > 8 {
        return None;
    }
    let value = run.iter().fold(0, |sum, d| sum * 10 + d);
    Some((
        Number {
            value,
            digits: run.len(),
        },
        run.len(),
    ))
}
