//! One workbook as the offices make it: 封面汇总, three lists, 销号台账, 台账; the same sheets one by one.

use gongjie_base::{Conn, Result};
use gongjie_paper::{Align, Cell, Column, NumberFormat, Rgb, Row, Sheet, Workbook};
use jiff::civil::Date;

use super::rules::{Block, Line, List, View};
use super::say;
use crate::figures::queries as figures;
use crate::figures::rules::Figure;
use crate::layout::{Lang, Words};
use crate::ledger;
use crate::measure::rules::State as MeasureState;
use crate::org::Actor;

/// Numbers of the cover, in the order of the sentence that leaders read aloud.
const COVER: [Figure; 8] = [
    Figure::Branches,
    Figure::Pairings,
    Figure::Problems,
    Figure::Measures,
    Figure::Documents,
    Figure::Closed,
    Figure::Solved,
    Figure::Checked,
];
/// How many of them make the sentence.
const SENTENCE: usize = 6;
/// Fewer problems than this give no rate.
const SAMPLE_MIN: i64 = 10;

/// What the files are made of; all of it comes from one picture of the database.
pub struct Book<'a> {
    pub actor: &'a Actor,
    pub view: &'a View,
    /// Oldest first.
    pub blocks: &'a [Block],
    pub words: Words,
    pub today: Date,
}

impl Book<'_> {
    /// Cover, three lists, close-out list, ledger.
    pub async fn workbook(&self, conn: &Conn) -> Result<Workbook> {
        let mut sheets = vec![self.cover(conn).await?];
        sheets.extend(List::ALL.iter().map(|list| self.sheet(*list)));
        let view = ledger::rules::View {
            campaign: self.view.campaign.clone(),
            theme: self.view.theme.clone(),
            unit: self.view.unit.clone(),
            ..ledger::rules::View::default()
        };
        let ledger = ledger::export::export(conn, self.actor, &view, self.words, self.today);
        sheets.push(ledger.await?);
        Ok(Workbook { sheets })
    }

    fn framed(&self, name: String, columns: Vec<Column>, rows: Vec<Row>) -> Sheet {
        let mut sheet = Sheet::new(name.clone(), columns);
        sheet.title = name;
        let today = say::day(self.words, &self.today.to_string());
        sheet.meta = vec![
            self.words.text_with(
                "lists-reporting-unit",
                &[("name", self.actor.organization_name.clone())],
            ),
            self.words.text_with("lists-reported-on", &[("day", today)]),
        ];
        sheet.rows = rows;
        sheet.footer = vec![self.words.text("lists-sign")];
        sheet
    }

    async fn cover(&self, conn: &Conn) -> Result<Sheet> {
        let words = self.words;
        let wanted = self.view.campaign.parse().ok();
        let scope = figures::scope(conn, self.actor, wanted, self.today).await?;
        let mut rows = Vec::new();
        let mut counts = Vec::new();
        let mut sentence = Vec::new();
        for figure in COVER {
            let trace = figures::trace(conn, self.actor, &scope, figure).await?;
            counts.push((figure, trace.counted));
            sentence.push((figure, trace.text()));
            let stated = trace.stated.as_ref();
            rows.push(Row::from(vec![
                Cell::text(words.code("figure", figure.code())),
                Cell::integer(trace.counted),
                Cell::text(words.text(figure.unit())),
                Cell::text(stated.map(|_| words.say(&trace.say())).unwrap_or_default()),
                Cell::text(self.definition(figure)),
            ]));
        }
        let of = |figure| {
            let found = counts.iter().find(|(f, _)| *f == figure);
            found.map_or(0, |(_, n)| *n)
        };
        rows.push(self.rate(of(Figure::Closed), of(Figure::Problems)));
        let columns = vec![
            Column::new(words.text("lists-cover-what"), 26),
            Column::new(words.text("lists-cover-number"), 12).aligned(Align::Right),
            Column::new(words.text("lists-cover-unit"), 8).aligned(Align::Centre),
            Column::new(words.text("lists-cover-stated"), 34),
            Column::new(words.text("lists-cover-definition"), 60),
        ];
        let mut sheet = self.framed(words.text("lists-cover"), columns, rows);
        sheet.intro = self.sentence(&sentence);
        let campaign = scope.campaign.map(|c| c.name).unwrap_or_default();
        sheet.title = words.text_with("lists-title-of", &[("campaign", campaign)]);
        if self.view.is_narrowed() {
            sheet.footer.insert(0, words.text("lists-note-narrowed"));
        }
        Ok(sheet)
    }

    /// What leaders read aloud: the numbers as the home page says them.
    fn sentence(&self, numbers: &[(Figure, String)]) -> String {
        let words = self.words;
        let between = if words.lang == Lang::En { " " } else { "" };
        let parts = numbers.iter().take(SENTENCE).flat_map(|(figure, text)| {
            [
                words.code("home-before", figure.code()),
                text.clone(),
                words.code("home-after", figure.code()),
            ]
        });
        let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
        parts.join(between)
    }

    fn definition(&self, figure: Figure) -> String {
        let parts: Vec<String> = ["object", "filter", "once"]
            .iter()
            .map(|part| self.words.text(&figure.key(part)))
            .collect();
        parts.join("；")
    }

    /// 销号率, or that there are too few problems for one.
    fn rate(&self, closed: i64, problems: i64) -> Row {
        let number = if problems < SAMPLE_MIN {
            Cell::text(self.words.text("lists-too-few"))
        } else {
            #[allow(clippy::cast_precision_loss, reason = "counts of problems are small")]
            Cell::number(closed as f64 / problems as f64, NumberFormat::Percent(1))
        };
        Row::from(vec![
            Cell::text(self.words.text("lists-rate")),
            number,
            Cell::blank(),
            Cell::text(self.words.text_with(
                "lists-rate-of",
                &[
                    ("closed", closed.to_string()),
                    ("problems", problems.to_string()),
                ],
            )),
            Cell::text(self.words.text("lists-rate-definition")),
        ])
    }

    /// One list. Numbers begin at 1; a problem's cells cover the rows of its measures.
    pub fn sheet(&self, list: List) -> Sheet {
        let rows = self.blocks.iter().zip(1_i64..);
        let rows: Vec<Row> = match list {
            List::Problems => rows.map(|(block, n)| self.problem(block, n)).collect(),
            _ => rows
                .flat_map(|(block, n)| self.lines(list, block, n))
                .collect(),
        };
        let name = self.words.code("lists-list", list.code());
        self.framed(name, self.columns(list), rows)
    }

    fn columns(&self, list: List) -> Vec<Column> {
        let mut columns = vec![Column::new(self.words.text("lists-no"), 6).aligned(Align::Centre)];
        columns.extend(named(list).iter().map(|(key, width)| {
            let column = Column::new(self.words.text(key), *width);
            match *key {
                "lists-start" | "lists-end" => column.grouped(self.words.text("lists-span")),
                _ => column,
            }
        }));
        columns
    }

    fn problem(&self, block: &Block, n: i64) -> Row {
        let words = self.words;
        let members: Vec<&str> = block.members.iter().map(|(m, _)| m.name.as_str()).collect();
        let class = block.class.map(|c| words.code("class", c.code()));
        let theme = block.theme.as_ref().map(|(_, _, name)| name.clone());
        let raised_on = block.raised_on.as_deref().map(|on| say::day(words, on));
        let mut remark = words.code("problem-state", block.state.code());
        if block.is_title_ours {
            remark = format!("{remark}；{}", words.text("lists-title-ours"));
        }
        Row::from(vec![
            Cell::integer(n),
            Cell::text(&block.title),
            Cell::text(&block.hurts),
            Cell::text(words.code("origin", block.origin.code())),
            Cell::text(&block.raised_by),
            Cell::text(class.unwrap_or_default()),
            Cell::text(theme.unwrap_or_default()),
            Cell::text(members.join("、")),
            Cell::text(raised_on.unwrap_or_default()),
            Cell::blank(),
            Cell::text(block.with_carried(remark, &words)),
        ])
    }

    /// The rows of one problem: one without a measure, else one for each.
    fn lines(&self, list: List, block: &Block, n: i64) -> Vec<Row> {
        if block.lines.is_empty() {
            return vec![self.line(list, block, n, None, true)];
        }
        let lines = block.lines.iter().enumerate();
        lines
            .map(|(i, line)| self.line(list, block, n, Some(line), i == 0))
            .collect()
    }

    fn line(&self, list: List, block: &Block, n: i64, line: Option<&Line>, is_first: bool) -> Row {
        let merged = |cell: Cell| if is_first { cell } else { Cell::merged_up() };
        let mut cells = vec![merged(Cell::integer(n)), merged(Cell::text(&block.title))];
        let indent = "\u{3000}".repeat(line.map_or(0, |l| l.depth));
        cells.push(Cell::text(
            line.map(|l| format!("{indent}{}", l.text))
                .unwrap_or_default(),
        ));
        let texts = match line {
            None => Vec::new(),
            Some(line) => match list {
                List::Problems | List::Measures => self.measure_cells(line),
                List::Duties => self.duty_cells(line),
                List::Closings => self.done_cells(line),
            },
        };
        cells.extend(texts.into_iter().map(Cell::text));
        if let (List::Measures, Some(line)) = (list, line) {
            cells.push(self.light(line));
        }
        if list == List::Closings {
            cells.resize_with(8, Cell::blank);
            cells.extend(
                self.closing_cells(block)
                    .into_iter()
                    .map(|t| merged(Cell::text(t))),
            );
        }
        Row::from(cells)
    }

    fn measure_cells(&self, line: &Line) -> Vec<String> {
        let words = self.words;
        let start = line.start_on.as_deref().map(|on| say::day(words, on));
        vec![
            line.goal.clone(),
            start.unwrap_or_default(),
            line.due.said(&words),
            lead(line),
            say::names(&line.partners),
            line.progress_said(&words),
            words.code("measure-state", line.state.code()),
        ]
    }

    /// The word says it; the fill is for the screen, for print is black and white.
    fn light(&self, line: &Line) -> Cell {
        let cell = Cell::text(self.words.code("light", line.light));
        match line.light {
            "red" => cell.filled(Rgb(0xF8, 0xCB, 0xC6)),
            "yellow" => cell.filled(Rgb(0xFF, 0xEB, 0x9C)),
            "blue" => cell.filled(Rgb(0xD6, 0xE4, 0xF5)),
            "green" => cell.filled(Rgb(0xDC, 0xEE, 0xD8)),
            "grey" => cell.filled(Rgb(0xDD, 0xDD, 0xDD)),
            _ => cell,
        }
    }

    fn duty_cells(&self, line: &Line) -> Vec<String> {
        let owner = line.owner.as_ref();
        vec![
            line.leaders.join("、"),
            lead(line),
            say::names(&line.partners),
            owner.map(|o| o.name.clone()).unwrap_or_default(),
            owner.map(|o| o.phone.clone()).unwrap_or_default(),
            line.due.said(&self.words),
        ]
    }

    fn done_cells(&self, line: &Line) -> Vec<String> {
        let owner = line.owner.as_ref();
        vec![
            lead(line),
            owner.map(|o| o.name.clone()).unwrap_or_default(),
            line.due.said(&self.words),
            line.progress_said(&self.words),
            self.yes_or_no(line.state == MeasureState::Done),
        ]
    }

    fn closing_cells(&self, block: &Block) -> Vec<String> {
        let closing = &block.closing;
        let on = closing
            .closed_on
            .as_deref()
            .map(|on| say::day(self.words, on));
        let struck = match closing.mark() {
            Some(mark) => self.words.text(mark.key()),
            None => self.words.text("no"),
        };
        vec![
            struck,
            on.unwrap_or_default(),
            closing.verifier.clone(),
            closing.evidence_said(&self.words),
            block.remark(&self.words),
        ]
    }

    fn yes_or_no(&self, is_so: bool) -> String {
        self.words.text(if is_so { "yes" } else { "no" })
    }
}

fn lead(line: &Line) -> String {
    line.lead
        .as_ref()
        .map(|l| l.name.clone())
        .unwrap_or_default()
}

/// Text keys of a list's columns behind the number, and their widths in half-width characters.
const fn named(list: List) -> &'static [(&'static str, u16)] {
    match list {
        List::Problems => &[
            ("lists-problem-name", 30),
            ("lists-hurts", 40),
            ("lists-origin", 10),
            ("lists-raised-by", 18),
            ("lists-class", 18),
            ("lists-theme", 18),
            ("lists-involved", 26),
            ("lists-raised-on", 16),
            ("lists-urgency", 10),
            ("lists-remark", 14),
        ],
        List::Measures => &[
            ("lists-problem", 26),
            ("lists-measure", 40),
            ("lists-goal", 22),
            ("lists-start", 16),
            ("lists-end", 16),
            ("lists-lead", 18),
            ("lists-partners", 24),
            ("lists-progress", 28),
            ("lists-finish", 10),
            ("lists-light", 8),
        ],
        List::Duties => &[
            ("lists-problem", 26),
            ("lists-measure", 40),
            ("lists-leader", 12),
            ("lists-lead", 20),
            ("lists-partners", 26),
            ("lists-owner", 12),
            ("lists-phone", 16),
            ("lists-due", 16),
        ],
        List::Closings => &[
            ("lists-problem", 24),
            ("lists-measure", 34),
            ("lists-responsible", 18),
            ("lists-owner", 10),
            ("lists-due", 16),
            ("lists-progress", 24),
            ("lists-is-done", 8),
            ("lists-is-closed", 8),
            ("lists-closed-on", 16),
            ("lists-verifier", 16),
            ("lists-evidence", 10),
            ("lists-remark", 14),
        ],
    }
}

/// Codes of a list's columns, the number first.
pub fn codes(list: List) -> impl Iterator<Item = &'static str> {
    let named = named(list).iter();
    let codes = named.map(|(key, _)| key.strip_prefix("lists-").unwrap_or(key));
    std::iter::once("no").chain(codes)
}
