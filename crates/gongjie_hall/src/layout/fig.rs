//! Counted numbers in pages: each is marked with the figure it is, so that a test can open it and count its rows.

use std::fmt::Display;

use super::Page;

/// Sizes of lists: figures that count the rows of one page, under the filters of its address. Code, the page of the rows; its name is the text `size-…` of its code.
///
/// The rows carry `data-one` with the code. Figures that count the facts of a campaign stand in the registry of the room `figures`.
pub const SIZES: &[(&str, &str)] = &[
    ("activity-units", "/activities/{id}"),
    ("bulletin-list", "/bulletins"),
    ("bulletin-rows", "/bulletins/{id}"),
    ("calendar-list", "/calendars"),
    ("campaign-list", "/campaigns"),
    ("carry-list", "/campaigns/{id}/carry-overs"),
    ("channel-list", "/channels"),
    ("difference-list", "/differences"),
    ("evidence-list", "/outcomes/{id}"),
    ("exclusion-list", "/exclusions"),
    ("figure-rows", "/figures/{id}"),
    ("gap-list", "/ledger"),
    ("grid-list", "/lists/problems"),
    ("grid-group", "/lists/problems"),
    ("inbox-list", "/inbox"),
    ("ledger-list", "/ledger"),
    ("leniency-list", "/leniency"),
    ("ledger-group", "/ledger"),
    ("light-list", "/supervision"),
    ("lists-problems", "/lists"),
    ("lists-units", "/lists/units"),
    ("nobody-list", "/lists/people"),
    ("objection-list", "/public/notices/{id}"),
    ("open-file-list", "/public"),
    ("outcome-figures", "/outcomes"),
    ("outcome-joint", "/outcomes"),
    ("outcome-list", "/outcomes"),
    ("outbox-list", "/outbox"),
    ("pairing-list", "/pairings"),
    ("problem-list", "/problems"),
    ("rate-rows", "/rates/{code}"),
    ("search-list", "/search"),
    ("slip-list", "/slips"),
    ("template-list", "/office-templates"),
    ("theme-list", "/themes"),
    ("todo-list", "/"),
    ("unit-list", "/units"),
    ("unit-sheet", "/units/{id}/sheet/{fact}"),
    ("view-list", "/views"),
];

impl Page {
    /// A counted number with the page of its rows. `text`: as it is read, which may be a stated total; `n`: what was counted.
    pub fn fig(&self, id: impl Display, n: impl Display, text: &str, href: &str) -> String {
        format!(
            "<a class=\"fig\" data-fig=\"{id}\" data-n=\"{n}\" href=\"{}\">{}</a>",
            escaped(href),
            escaped(text)
        )
    }

    /// The size of a list on this page in words: `17 行`.
    pub fn size(&self, id: &str, key: &str, n: impl Display) -> String {
        self.tally(id, &n, self.t1(key, "n", &n))
    }

    /// The same where the words were made already.
    pub fn tally(&self, id: &str, n: impl Display, text: impl AsRef<str>) -> String {
        format!(
            "<span data-fig=\"{id}\" data-n=\"{n}\">{}</span>",
            escaped(text.as_ref())
        )
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
