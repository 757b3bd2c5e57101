//! The texts: every key in both languages, both term packs whole, no language in the other.

use std::collections::{BTreeMap, BTreeSet};

use crate::house::{files, home_of, sources};

#[test]
fn every_text_key_stands_in_both_languages() {
    let keys = |lang: &str| -> BTreeMap<String, String> {
        let mut keys = BTreeMap::new();
        for (file, text) in files(
            &home_of("gongjie_hall"),
            &format!("locales/{lang}"),
            &[".ftl"],
        ) {
            for line in text.lines() {
                if let Some((key, _)) = line.split_once(" =")
                    && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
                    && keys.insert(key.to_owned(), file.clone()).is_some()
                {
                    panic!("{file}: {key} stands twice in {lang}");
                }
            }
        }
        keys
    };
    let (zh, en) = (keys("zh-CN"), keys("en"));
    let only_zh: Vec<_> = zh.keys().filter(|k| !en.contains_key(*k)).collect();
    let only_en: Vec<_> = en.keys().filter(|k| !zh.contains_key(*k)).collect();
    assert!(
        only_zh.is_empty() && only_en.is_empty(),
        "zh only: {only_zh:?}\nen only: {only_en:?}"
    );
    let mut missing = BTreeSet::new();
    for (file, text) in sources(&[".rs", ".html"]) {
        for call in [
            "p.t(\"",
            "p.t1(\"",
            "p.t2(\"",
            "Say::new(\"",
            "conflict(\"",
            "forbidden(\"",
            ".text(\"",
            "self.t(\"",
        ] {
            for tail in text.split(call).skip(1) {
                let key = tail.split('"').next().unwrap();
                if call == ".text(\"" && !key.contains('-') {
                    continue;
                }
                if !zh.contains_key(key) && !key.is_empty() {
                    missing.insert(format!("{file}: {key}"));
                }
            }
        }
    }
    assert!(
        missing.is_empty(),
        "{}",
        missing.into_iter().collect::<Vec<_>>().join("\n")
    );
}

/// Words of the party's own vocabulary, as the two languages write them.
const PARTY: &[(&str, &[&str])] = &[
    ("zh-CN", &["支部", "党"]),
    ("en", &["branch", "Branch", "Party", "secretar"]),
];

/// Keys and texts of a folder of words; lines that go on are part of their text.
fn texts(lang: &str) -> BTreeMap<String, String> {
    let folder = format!("locales/{lang}");
    let mut found = BTreeMap::new();
    for (_, text) in files(&home_of("gongjie_hall"), &folder, &[".ftl"]) {
        let mut last = String::new();
        for line in text.lines().filter(|l| !l.starts_with('#')) {
            match line.split_once(" =") {
                Some((key, words)) if !line.starts_with(' ') => {
                    key.clone_into(&mut last);
                    found.insert(last.clone(), words.to_owned());
                }
                _ => found.entry(last.clone()).or_default().push_str(line),
            }
        }
    }
    found
}

#[test]
fn the_neutral_words_cover_every_text_of_the_party_vocabulary() {
    for (lang, words) in PARTY {
        // Another party to an agreement is no political one.
        let is_party = |key: &str, text: &str| {
            !key.starts_with("document-other-party") && words.iter().any(|w| text.contains(w))
        };
        let (own, neutral) = (texts(lang), texts(&format!("{lang}-neutral")));
        assert!(own.len() > 500, "{lang}: words are read");
        let spoken: Vec<&String> = own
            .iter()
            .filter(|(key, text)| is_party(key, text))
            .map(|(key, _)| key)
            .collect();
        assert!(spoken.len() > 10, "{lang}: {spoken:?}");
        let missing: Vec<_> = spoken
            .iter()
            .filter(|key| !neutral.contains_key(**key))
            .collect();
        assert!(
            missing.is_empty(),
            "{lang} says without neutral words: {missing:?}"
        );
        let partial: Vec<_> = neutral
            .iter()
            .filter(|(key, text)| is_party(key, text))
            .collect();
        assert!(
            partial.is_empty(),
            "{lang}-neutral speaks of the party: {partial:?}"
        );
        let stray: Vec<_> = neutral
            .keys()
            .filter(|key| !own.contains_key(*key))
            .collect();
        assert!(
            stray.is_empty(),
            "{lang}-neutral has words that nothing asks for: {stray:?}"
        );
    }
}

#[test]
fn english_words_hold_no_chinese() {
    for lang in ["en", "en-neutral"] {
        let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
        // Seals and one-character marks stay as they are stamped; hints quote how the offices write.
        let is_quoted = |key: &str| {
            ["-mark-", "-seal"].iter().any(|part| key.contains(part))
                || [
                    "other-language",
                    "measure-due-hint",
                    "measure-due-unreadable",
                    "outcome-figures-hint",
                    "stated-text-hint",
                    "stated-text-unreadable",
                    "stated-unit-hint",
                ]
                .contains(&key)
        };
        let mixed: Vec<_> = texts(lang)
            .into_iter()
            .filter(|(key, text)| !is_quoted(key) && text.contains(is_han))
            .collect();
        assert!(mixed.is_empty(), "{lang}: {mixed:?}");
    }
}
