//! The axis of time: which days are drawn, where a day stands, and what is written above. Pure.

use gongjie_base::Say;
use gongjie_base::clock::{days_between, plus_days};
use jiff::ToSpan;
use jiff::civil::Date;

gongjie_base::codes! {
    /// 刻度: how wide a day is.
    pub enum Scale {
        Week = "week",
        Month = "month",
        Quarter = "quarter",
    }
}

impl Scale {
    /// Months of one view, at most; what lies before and behind is one click away.
    pub const fn months_max(self) -> i32 {
        match self {
            Self::Week => 6,
            Self::Month => 24,
            Self::Quarter => 60,
        }
    }

    /// Thousandths of a pixel for a day; a wide window stretches them.
    const fn milli_pixels(self) -> i64 {
        match self {
            Self::Week => 11_500,
            Self::Month => 3_400,
            Self::Quarter => 1_250,
        }
    }
}

/// One line of the axis with the words behind it.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    /// Percent from the left.
    pub x: f64,
    pub label: Say,
    /// A new year begins: a stronger line.
    pub is_strong: bool,
    /// Room for the words; a short first or last period has none.
    pub is_said: bool,
}

/// The days that are drawn: whole months, both ends included.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    pub scale: Scale,
    pub from: Date,
    pub to: Date,
    /// There is more before, and behind.
    pub is_more: (bool, bool),
}

impl Axis {
    /// The axis for everything between two days. `wanted`: where the reader wants it to begin, when it does not fit.
    pub fn over(scale: Scale, first: Date, last: Date, wanted: Option<Date>, today: Date) -> Self {
        let (first, last) = (first.min(last).first_of_month(), last.max(first));
        let months = scale.months_max();
        let fits = months_between(first, last) < months;
        let from = if fits {
            first
        } else {
            // Without a wish: today near the left third, or the end where everything lies in the past.
            let natural = back(today, months / 3).min(back(last, months - 1));
            wanted
                .unwrap_or(natural)
                .first_of_month()
                .clamp(first, last.first_of_month())
        };
        let end = ahead(from, months - 1).last_of_month();
        let to = last.last_of_month().min(end);
        Self {
            scale,
            from,
            to,
            is_more: (first < from, last > to),
        }
    }

    /// Days of the axis.
    pub fn days(&self) -> i64 {
        days_between(self.from, self.to) + 1
    }

    /// Pixels below which it does not shrink.
    pub fn width(&self) -> i64 {
        (self.days() * self.scale.milli_pixels() / 1000).max(560)
    }

    /// Where a day begins, in percent; days beyond the ends stand at the ends.
    pub fn x(&self, day: Date) -> f64 {
        let (at, all) = (days_between(self.from, day), self.days());
        rounded(at.clamp(0, all), all)
    }

    /// Where a day ends.
    pub fn end(&self, day: Date) -> f64 {
        self.x(plus_days(day, 1))
    }

    /// The day stands on the axis.
    pub fn holds(&self, day: Date) -> bool {
        (self.from..=self.to).contains(&day)
    }

    /// Where the view begins that lies before, and the one behind.
    pub fn neighbours(&self) -> (Option<Date>, Option<Date>) {
        let step = self.scale.months_max() / 2;
        let before = self.is_more.0.then(|| back(self.from, step));
        let behind = self.is_more.1.then(|| ahead(self.from, step));
        (before, behind)
    }

    /// The same axis cut into calendar quarters, for one quarter a page.
    pub fn quarters(&self) -> Vec<Self> {
        let mut found = Vec::new();
        let mut from = self.from;
        while from <= self.to {
            let month = i32::from(from.month());
            let to = ahead(from, 2 - (month - 1) % 3)
                .last_of_month()
                .min(self.to);
            found.push(Self {
                from,
                to,
                is_more: (false, false),
                ..self.clone()
            });
            from = plus_days(to, 1);
        }
        found
    }

    /// Lines and words: Mondays, months or quarters.
    pub fn ticks(&self) -> Vec<Tick> {
        let mut days = Vec::new();
        let mut day = self.from;
        while day <= self.to {
            days.push(day);
            day = match self.scale {
                Scale::Week => {
                    let past = i64::from(day.weekday().to_monday_zero_offset());
                    plus_days(day, 7 - past)
                }
                Scale::Month => ahead(day, 1),
                Scale::Quarter => ahead(day, 3 - (i32::from(day.month()) - 1) % 3).first_of_month(),
            };
        }
        let ends = days.iter().skip(1).copied().chain([plus_days(self.to, 1)]);
        let room = match self.scale {
            Scale::Week => 4,
            Scale::Month => 20,
            Scale::Quarter => 45,
        };
        days.iter()
            .zip(ends)
            .map(|(day, end)| Tick {
                x: self.x(*day),
                label: self.label(*day),
                is_strong: day.day() == 1 && day.month() == 1,
                is_said: days_between(*day, end) >= room,
            })
            .collect()
    }

    fn label(&self, day: Date) -> Say {
        let is_first = day == self.from || (day.month() == 1 && day.day() <= 7);
        let key = match (self.scale, is_first) {
            (Scale::Week, _) => "roadmap-tick-week",
            (Scale::Month, false) => "roadmap-tick-month",
            (Scale::Month, true) => "roadmap-tick-month-year",
            (Scale::Quarter, _) => "roadmap-tick-quarter",
        };
        Say::new(key)
            .with("year", day.year())
            .with("month", day.month())
            .with("day", day.day())
            .with("quarter", (day.month() - 1) / 3 + 1)
    }
}

/// Percent with two places.
fn rounded(at: i64, all: i64) -> f64 {
    let hundredths = (at * 10_000 + all / 2) / all.max(1);
    i32::try_from(hundredths).map_or(0.0, f64::from) / 100.0
}

fn months_between(a: Date, b: Date) -> i32 {
    let months = |d: Date| i32::from(d.year()) * 12 + i32::from(d.month());
    months(b) - months(a)
}

fn ahead(day: Date, months: i32) -> Date {
    day.saturating_add(months.months())
}

fn back(day: Date, months: i32) -> Date {
    day.saturating_sub(months.months())
}
