//! Brings text to one shape: half-width digits, single blanks, and keys for comparing names.

/// Text with one spelling for digits, Latin letters and the signs used with digits.
///
/// Full-width digits, letters and `．／－％＋＝＆＃＠` become half width; `：` only between two digits (a time of
/// day). Chinese punctuation (`，。、；：（）“”《》—～`) stays. Trims; a run of blanks becomes one blank; a run that
/// holds a line break becomes one `\n`, because a numbered cell is several measures (`domain.md` 7.3 rule 5).
/// Zero-width characters vanish. Applying it twice changes nothing more.
pub fn normalise(text: &str) -> String {
    let folded: Vec<char> = text
        .chars()
        .filter(|&c| !is_zero_width(c))
        .map(fold)
        .collect();
    let mut out = String::with_capacity(text.len());
    let mut gap: Option<char> = None;
    for (at, &c) in folded.iter().enumerate() {
        if is_blank(c) {
            let line = gap == Some('\n') || is_line_break(c);
            gap = Some(if line { '\n' } else { ' ' });
            continue;
        }
        if let Some(blank) = gap.take()
            && !out.is_empty()
        {
            out.push(blank);
        }
        out.push(if c == '：' && between_digits(&folded, at) {
            ':'
        } else {
            c
        });
    }
    out
}

/// [`normalise`]d text without any blank or line break, for comparing names and column headings.
pub fn squash(text: &str) -> String {
    normalise(text).chars().filter(|&c| !is_blank(c)).collect()
}

/// A key under which two spellings of one name are equal; for comparing only, never for showing.
///
/// [`squash`]ed, bracket characters removed (their content stays: `国资处（采购办）党支部` and `国资处(采购办)党支部` agree),
/// every dash made `-`, every middle dot made `·`, Latin letters in lower case.
pub fn name_key(name: &str) -> String {
    squash(name)
        .chars()
        .filter(|c| !"（）()〔〕【】[]［］｛｝{}〈〉<>".contains(*c))
        .map(|c| match c {
            '—' | '–' | '―' | '─' | '‐' | '‑' | '−' | '－' => '-',
            '•' | '・' | '∙' | '‧' => '·',
            _ => c,
        })
        .flat_map(char::to_lowercase)
        .collect()
}

fn fold(c: char) -> char {
    match c {
        '０'..='９'
        | 'Ａ'..='Ｚ'
        | 'ａ'..='ｚ'
        | '．'
        | '／'
        | '－'
        | '％'
        | '＋'
        | '＝'
        | '＆'
        | '＃'
        | '＠' => {
            // Full-width forms stand 0xFEE0 above their ASCII twins.
            char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c)
        }
        _ => c,
    }
}

fn is_zero_width(c: char) -> bool {
    matches!(
        c,
        '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}'
    )
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

fn is_line_break(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

fn between_digits(chars: &[char], at: usize) -> bool {
    let digit = |i: Option<usize>| {
        i.and_then(|i| chars.get(i))
            .is_some_and(char::is_ascii_digit)
    };
    digit(at.checked_sub(1)) && digit(Some(at + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normalise_folds_digits_and_keeps_chinese_punctuation() {
        for (text, want) in [
            ("２０２２年６月", "2022年6月"),
            ("２０２２．６．２１", "2022.6.21"),
            ("７１．１％", "71.1%"),
            ("ＡＢｃ", "ABc"),
            ("　财务处　 党支部 ", "财务处 党支部"),
            ("1.起草文件\r\n\r\n 2.开会", "1.起草文件\n2.开会"),
            (
                "“三张清单”，（试行）；共建—共享：好",
                "“三张清单”，（试行）；共建—共享：好",
            ),
            ("１５：４０", "15:40"),
            ("编号：3", "编号：3"),
            ("\u{FEFF}序\u{200B}号", "序号"),
            (" \n ", ""),
        ] {
            assert_eq!(normalise(text), want, "{text}");
            assert_eq!(normalise(want), want, "twice: {text}");
        }
    }

    #[test]
    fn squash_removes_every_blank_and_line_break() {
        for (text, want) in [
            ("牵头\n党支部", "牵头党支部"),
            (" 结 对 时 间　", "结对时间"),
            ("王　磊", "王磊"),
            ("完成\t时限", "完成时限"),
        ] {
            assert_eq!(squash(text), want);
        }
    }

    #[test]
    fn name_key_is_blind_to_the_kind_of_bracket_and_dash() {
        for (a, b) in [
            ("国资处（采购办）党支部", "国资处(采购办) 党支部"),
            ("国资处（采购办）党支部", "国资处【采购办】党支部"),
            (
                "新媒体学院—崇实书院师生联合党支部",
                "新媒体学院-崇实书院\n师生联合党支部",
            ),
            ("经金学院硕１１５４党支部", "经金学院硕1154党支部"),
            ("ＭＢＡ中心", "mba中心"),
        ] {
            assert_eq!(name_key(a), name_key(b));
        }
        assert_ne!(name_key("保卫处第一党支部"), name_key("保卫处第二党支部"));
    }
}
