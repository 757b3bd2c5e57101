//! Words in two languages and two term packs, from the catalogues in `locales/`.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{LazyLock, RwLock};

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, langid, static_loader};
use gongjie_base::Say;
use gongjie_words::date as words_date;
use jiff::civil::Date;

use crate::org::TermPack;

static_loader! {
    static CATALOGUES = {
        locales: "./locales",
        fallback_language: "zh-CN",
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

static ZH: LanguageIdentifier = langid!("zh-CN");
static ZH_NEUTRAL: LazyLock<LanguageIdentifier> = LazyLock::new(|| langid!("zh-CN-neutral"));
static EN: LanguageIdentifier = langid!("en");
static EN_NEUTRAL: LazyLock<LanguageIdentifier> = LazyLock::new(|| langid!("en-neutral"));

/// Texts without arguments by key, for each language and term pack: as many as the catalogues have.
static KNOWN: LazyLock<[RwLock<HashMap<String, String>>; 4]> = LazyLock::new(Default::default);

/// The language of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    Zh,
    En,
}

impl Lang {
    /// The language of a code such as `zh`, `zh-CN` or `en-GB`.
    pub fn from_code(code: &str) -> Option<Self> {
        match code.get(..2)? {
            "zh" => Some(Self::Zh),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// For the `lang` attribute.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }
}

/// The words of one page: language and term pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    pub lang: Lang,
    pub pack: TermPack,
}

impl Words {
    /// The text of `key`, or the key itself in brackets, so that a gap is seen and a test finds it.
    pub fn text(self, key: &str) -> String {
        // Most words of a page are the same every time: they are put together once.
        let known = KNOWN.get(self.shelf());
        if let Some(text) = known.and_then(|k| k.read().ok()?.get(key).cloned()) {
            return text;
        }
        let text = self.look_up(key, None);
        if !text.starts_with('⟦')
            && let Some(mut known) = known.and_then(|k| k.write().ok())
        {
            known.insert(key.to_owned(), text.clone());
        }
        text
    }

    const fn shelf(self) -> usize {
        match (self.lang, self.pack) {
            (Lang::Zh, TermPack::Party) => 0,
            (Lang::Zh, TermPack::Neutral) => 1,
            (Lang::En, TermPack::Party) => 2,
            (Lang::En, TermPack::Neutral) => 3,
        }
    }

    /// The text of `key` with arguments.
    pub fn text_with(self, key: &str, args: &[(&'static str, String)]) -> String {
        // Arguments are text: numbers are printed as they were formatted, so a year never reads 2,022.
        // `$n-form` says whether `$n` is one, for words that differ then: "1 row", "2 rows".
        let map: HashMap<Cow<'static, str>, FluentValue<'_>> = args
            .iter()
            .flat_map(|(name, value)| {
                let form = if value == "1" { "one" } else { "other" };
                [
                    (
                        Cow::Borrowed(*name),
                        FluentValue::String(value.clone().into()),
                    ),
                    (
                        Cow::Owned(format!("{name}-form")),
                        FluentValue::String(form.into()),
                    ),
                ]
            })
            .collect();
        self.look_up(key, Some(&map))
    }

    /// Words that were chosen earlier and kept as key and arguments.
    pub fn said(self, key: &str, args: &[(String, String)]) -> String {
        let form = |value: &str| if value == "1" { "one" } else { "other" };
        let map: HashMap<Cow<'static, str>, FluentValue<'_>> = args
            .iter()
            .flat_map(|(name, value)| {
                let day = self.day(value);
                [
                    (Cow::Owned(name.clone()), FluentValue::String(day.into())),
                    (
                        Cow::Owned(format!("{name}-form")),
                        FluentValue::String(form(value).into()),
                    ),
                ]
            })
            .collect();
        self.look_up(key, Some(&map))
    }

    /// Words that were chosen where a rule was broken. An argument that is a day is written as the reader writes it.
    pub fn say(self, say: &Say) -> String {
        let args: Vec<_> = say
            .args
            .iter()
            .map(|(name, value)| (*name, self.day(value)))
            .collect();
        self.text_with(say.key, &args)
    }

    /// A day as the reader writes it; what is no day stays as written.
    pub fn day(self, day: &str) -> String {
        match day.parse::<Date>() {
            Ok(date) if day.len() == 10 && self.lang == Lang::En => words_date::en(date),
            Ok(date) if day.len() == 10 => words_date::zh(date),
            _ => day.to_owned(),
        }
    }

    /// The label of a stored code: `code("problem-state", "closed")` is the text of `problem-state-closed`.
    pub fn code(self, set: &str, code: &str) -> String {
        self.text(&format!("{set}-{}", code.replace('_', "-")))
    }

    /// The text of `key`, if the catalogues have one: for labels of stored words that may be newer than they.
    pub fn find(self, key: &str) -> Option<String> {
        Some(self.text(key)).filter(|text| !text.starts_with('⟦'))
    }

    fn look_up(
        self,
        key: &str,
        args: Option<&HashMap<Cow<'static, str>, FluentValue<'_>>>,
    ) -> String {
        let (own, base): (&LanguageIdentifier, &LanguageIdentifier) = match (self.lang, self.pack) {
            (Lang::Zh, TermPack::Party) => (&ZH, &ZH),
            (Lang::Zh, TermPack::Neutral) => (&ZH_NEUTRAL, &ZH),
            (Lang::En, TermPack::Party) => (&EN, &EN),
            (Lang::En, TermPack::Neutral) => (&EN_NEUTRAL, &EN),
        };
        let find = |lang| match args {
            Some(args) => {
                CATALOGUES.lookup_single_language::<Cow<'static, str>>(lang, key, Some(args))
            }
            None => CATALOGUES.lookup_single_language::<Cow<'static, str>>(lang, key, None),
        };
        find(own)
            .or_else(|_| find(base))
            .unwrap_or_else(|_| format!("⟦{key}⟧"))
    }
}
