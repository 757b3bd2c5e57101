//! The code by which a raiser comes back: 16 characters, 80 bits, made from the form that was sent. Pure.

use gongjie_base::{Result, Secret};

/// Crockford's alphabet: no I, L, O, U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters of a code.
pub const CHARS: usize = 16;
/// Characters of the key that a form carries, at least: what is shorter can be guessed.
pub const KEY_CHARS_MIN: usize = 32;

/// The code of the voice that this form files. The same form sent twice has the same code, and nothing that is stored
/// leads to either.
pub fn of_form(secret: &Secret, organization_id: i64, key: &str) -> Result<String> {
    let digest = secret.digest(
        "voice code",
        &[&organization_id.to_be_bytes(), key.as_bytes()],
    )?;
    let mut bits: u128 = 0;
    for byte in digest.iter().take(10) {
        bits = bits << 8 | u128::from(*byte);
    }
    let chars = (0..CHARS).rev().map(|n| {
        let at = usize::try_from(bits >> (5 * n) & 31).unwrap_or_default();
        ALPHABET.get(at).copied().map_or('0', char::from)
    });
    Ok(chars.collect())
}

/// What is stored of a code: its digest under the secret.
pub fn stored(secret: &Secret, code: &str) -> Result<String> {
    secret.digest_text("voice code stored", &[code.as_bytes()])
}

/// A code as it was typed: blanks, dashes, small and full-width letters, and letters that look alike. Nothing where it can be none.
pub fn read(typed: &str) -> Option<String> {
    let mut code = String::with_capacity(CHARS);
    for c in typed.chars() {
        let c = match c {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0)?,
            c => c,
        };
        if c.is_whitespace() || matches!(c, '-' | '–' | '—' | '_' | '.' | '·') {
            continue;
        }
        let c = match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            c => c,
        };
        let known = u8::try_from(c).is_ok_and(|b| ALPHABET.contains(&b));
        if !known || code.len() == CHARS {
            return None;
        }
        code.push(c);
    }
    (code.len() == CHARS).then_some(code)
}

/// A code as it is shown: four groups of four.
pub fn shown(code: &str) -> String {
    let chars: Vec<char> = code.chars().collect();
    let groups: Vec<String> = chars.chunks(4).map(|c| c.iter().collect()).collect();
    groups.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_has_one_code_and_another_form_another() {
        let secret = Secret::passing().unwrap();
        let code = of_form(&secret, 1, "key").unwrap();
        assert_eq!(code, of_form(&secret, 1, "key").unwrap());
        assert_ne!(code, of_form(&secret, 2, "key").unwrap());
        assert_ne!(code, of_form(&secret, 1, "other").unwrap());
        assert_ne!(
            code,
            of_form(&Secret::passing().unwrap(), 1, "key").unwrap()
        );
        assert_eq!(read(&code), Some(code.clone()));
        assert!(!stored(&secret, &code).unwrap().contains(&code));
    }

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let wanted = Some("7K4M2QXD01ABCDEF".to_owned());
        for typed in [
            "7K4M-2QXD-01AB-CDEF",
            " 7k4m 2qxd o1ab cdef ",
            "７Ｋ４Ｍ—２ＱＸＤ—ＯＩＡＢ—ＣＤＥＦ",
            "7k4m2qxdolabcdef",
        ] {
            assert_eq!(read(typed), wanted, "{typed}");
        }
        for typed in [
            "",
            "7K4M",
            "7K4M-2QXD-01AB-CDEF-0",
            "7K4M-2QXD-01AB-CDEU",
            "查询码",
        ] {
            assert_eq!(read(typed), None, "{typed}");
        }
        assert_eq!(shown("7K4M2QXD01ABCDEF"), "7K4M-2QXD-01AB-CDEF");
    }
}
