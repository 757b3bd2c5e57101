//! Turns rows into shapes with places in percent, so that the picture grows with the window and its words do not. Pure.

use gongjie_base::Say;
use jiff::civil::Date;

use super::axis::Axis;
use super::gather::Line;
use super::rules::{Times, When, behind};

/// One shape of a row. Places are percent from the left; what lies beyond the axis is left out.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A bar: class, left, width.
    Bar {
        class: &'static str,
        x: f64,
        width: f64,
    },
    /// A diamond: class, middle.
    Pin { class: &'static str, x: f64 },
    /// The mark of what is done.
    Tick { x: f64 },
}

/// A row of the picture.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Drawing {
    pub shapes: Vec<Shape>,
    /// Milestones: class, middle.
    pub stones: Vec<(&'static str, f64)>,
    /// Left and right end of everything, for the words and the place to press.
    pub from: f64,
    pub to: f64,
    /// Where the end can be taken to propose a later one.
    pub grip: Option<f64>,
}

impl Drawing {
    /// Nothing of it stands on this axis.
    pub fn is_blank(&self) -> bool {
        self.shapes.is_empty() && self.stones.is_empty()
    }

    /// Where the words stand: behind the bar, before it, or in it; and the class for that.
    pub fn words(&self) -> (f64, &'static str) {
        if self.to <= 74.0 {
            (self.to, "gw")
        } else if self.from >= 26.0 {
            (self.from, "gw gw--end")
        } else {
            (self.from, "gw gw--in")
        }
    }

    /// Width of the place to press; a diamond has one too.
    pub fn width(&self) -> f64 {
        ((self.to - self.from).max(1.0) * 100.0).round() / 100.0
    }

    fn bar(&mut self, axis: &Axis, class: &'static str, from: Date, to: Date) {
        let (x, end) = (axis.x(from), axis.end(to));
        if end > x {
            let width = ((end - x) * 100.0).round() / 100.0;
            self.shapes.push(Shape::Bar { class, x, width });
            self.reach(x, end);
        }
    }

    fn middle(axis: &Axis, day: Date) -> f64 {
        let half = f64::midpoint(axis.x(day), axis.end(day));
        (half * 100.0).round() / 100.0
    }

    fn pin(&mut self, axis: &Axis, class: &'static str, day: Date) {
        if axis.holds(day) {
            let x = Self::middle(axis, day);
            self.shapes.push(Shape::Pin { class, x });
            self.reach(x, x);
        }
    }

    fn reach(&mut self, from: f64, to: f64) {
        if self.shapes.len() == 1 {
            (self.from, self.to) = (from, to);
        } else {
            (self.from, self.to) = (self.from.min(from), self.to.max(to));
        }
    }
}

/// A problem's own row: its pairing, as exactly as its time was recorded.
pub fn of_when(axis: &Axis, when: When) -> Drawing {
    let mut drawing = Drawing::default();
    match when {
        When::Day(day) => drawing.pin(axis, "gpin", day),
        When::Within(from, to) => drawing.bar(axis, "gmonth", from, to),
        When::Range(from, to) => drawing.bar(axis, "gbar", from, to),
        When::Since(from) => drawing.bar(axis, "gopen", from, axis.to),
        When::Unknown => {}
    }
    drawing
}

/// A measure's row: promise above, the limit that stands below, lateness behind it, milestones at the foot.
pub fn of_line(axis: &Axis, line: &Line, today: Date) -> Drawing {
    let mut drawing = Drawing::default();
    let times = &line.times;
    promise(&mut drawing, axis, times);
    standing(&mut drawing, axis, times);
    if let (Some(due), Some(_)) = (times.due, times.days_late(today)) {
        let until = if times.is_open {
            Some(today)
        } else {
            times.done
        };
        if let Some(until) = until {
            drawing.bar(axis, "glate", behind(due), until);
        }
    }
    if let Some(done) = times.done.filter(|day| axis.holds(*day)) {
        let x = Drawing::middle(axis, done);
        drawing.shapes.push(Shape::Tick { x });
        drawing.reach(x, x);
    }
    for stone in &line.milestones {
        let Some(day) = stone.due_on.parse::<Date>().ok().filter(|d| axis.holds(*d)) else {
            continue;
        };
        let class = match &stone.done_on {
            Some(_) => "gstone gstone--done",
            None if day < today => "gstone gstone--late",
            None => "gstone",
        };
        drawing.stones.push((class, Drawing::middle(axis, day)));
    }
    if drawing.shapes.is_empty()
        && let Some((_, x)) = drawing.stones.first()
    {
        (drawing.from, drawing.to) = (*x, *x);
    }
    drawing.grip = line
        .may_extend
        .filter(|(due, _)| axis.holds(*due))
        .map(|(due, _)| axis.end(due));
    drawing
}

/// The first promise: an outline from the start, or an empty diamond where no start is recorded.
fn promise(drawing: &mut Drawing, axis: &Axis, times: &Times) {
    let Some(first) = times.first_due else { return };
    match times.start {
        Some(start) => drawing.bar(axis, "gplan", start.min(first), first),
        None if times.due != Some(first) => drawing.pin(axis, "gpin gpin--plan", first),
        None => {}
    }
}

/// The limit that stands now.
fn standing(drawing: &mut Drawing, axis: &Axis, times: &Times) {
    match (times.start, times.due, times.due_period) {
        (Some(start), Some(due), Some(period)) if period > start => {
            drawing.bar(
                axis,
                "gbar",
                start,
                gongjie_base::clock::plus_days(period, -1),
            );
            drawing.bar(axis, "gmonth", period, due);
        }
        (Some(start), Some(due), Some(_)) => drawing.bar(axis, "gmonth", start.min(due), due),
        (Some(start), Some(due), None) => drawing.bar(axis, "gbar", start.min(due), due),
        (Some(start), None, _) => match times.done {
            Some(done) => drawing.bar(axis, "gbar", start.min(done), done),
            None if times.is_open => drawing.bar(axis, "gopen", start, axis.to),
            None => drawing.pin(axis, "gpin", start),
        },
        (None, Some(due), Some(period)) => drawing.bar(axis, "gmonth", period, due),
        (None, Some(due), None) => drawing.pin(axis, "gpin", due),
        (None, None, _) => {}
    }
}

/// What is written beside a measure's bar: lateness in days, else how far an extension moved it.
pub fn beside(times: &Times, today: Date) -> Option<Say> {
    if let Some(days) = times.days_late(today) {
        return Some(Say::new("roadmap-late").with("n", days));
    }
    times
        .days_moved()
        .map(|days| Say::new("roadmap-moved").with("n", days))
}
