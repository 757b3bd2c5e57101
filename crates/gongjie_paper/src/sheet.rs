//! The format-neutral model of a sheet: what it says, not how a file format stores it.

/// The sheets of one file, in tab order. xlsx needs at least one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Workbook {
    pub sheets: Vec<Sheet>,
}

/// What the file says about itself. Same input and same `created_unix` give the same bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Properties {
    pub title: String,
    /// Shown as author and last editor; leave empty where the author must not be known.
    pub creator: String,
    /// Seconds since 1970-01-01 UTC, within the years 1900 to 9999.
    pub created_unix: i64,
}

/// One table with its title, line of facts above and remarks below.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Tab name; shortened, cleaned and made unique by the xlsx writer.
    pub name: String,
    /// Printed over all columns; empty means no title row.
    pub title: String,
    /// Facts printed on one line under the title (who filled it in, when); empty means no such row.
    pub meta: Vec<String>,
    /// A sentence printed over all columns above the table; empty means no such row.
    pub intro: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    /// Remarks below the table, one merged row each.
    pub footer: Vec<String>,
    pub orientation: Orientation,
    /// Whether the header rows are printed again on each page.
    pub repeat_header: bool,
    /// In a document the table stands on the page of the sheet before it, under its title as a heading; in a workbook it
    /// is a sheet like the others.
    pub goes_on: bool,
}

impl Sheet {
    /// An empty landscape sheet that repeats its header.
    #[must_use]
    pub fn new(name: impl Into<String>, columns: Vec<Column>) -> Self {
        Self {
            name: name.into(),
            title: String::new(),
            meta: Vec::new(),
            intro: String::new(),
            columns,
            rows: Vec::new(),
            footer: Vec::new(),
            orientation: Orientation::Landscape,
            repeat_header: true,
            goes_on: false,
        }
    }
}

/// How the A4 page lies.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Orientation {
    #[default]
    Landscape,
    Portrait,
}

/// Where text stands in its cell; figures stand right unless their column is centred.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Align {
    #[default]
    Left,
    Centre,
    Right,
}

/// One column of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub heading: String,
    /// Width in half-width characters of 12 pt body text (a Chinese character takes 2); kept within 4 to 200.
    pub width_chars: u16,
    pub align: Align,
    /// Neighbours with the same group share one heading above theirs.
    pub group: Option<String>,
}

impl Column {
    /// A left-aligned column without a group.
    #[must_use]
    pub fn new(heading: impl Into<String>, width_chars: u16) -> Self {
        Self {
            heading: heading.into(),
            width_chars,
            align: Align::Left,
            group: None,
        }
    }

    /// The same column with another alignment.
    #[must_use]
    pub fn aligned(mut self, align: Align) -> Self {
        self.align = align;
        self
    }

    /// The same column under a group heading.
    #[must_use]
    pub fn grouped(mut self, group: impl Into<String>) -> Self {
        self.group = Some(group.into());
        self
    }
}

/// One row of the table; missing cells at its end are blank, surplus cells are an error.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Row {
    pub cells: Vec<Cell>,
}

impl From<Vec<Cell>> for Row {
    fn from(cells: Vec<Cell>) -> Self {
        Self { cells }
    }
}

/// A colour as red, green, blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rgb(pub u8, pub u8, pub u8);

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Text(String),
    /// A figure the reader can calculate with; one that is not finite is shown as a dash.
    Number {
        value: f64,
        format: NumberFormat,
    },
}

impl Value {
    /// The text a reader sees.
    #[must_use]
    pub fn display(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number { value, .. } if !value.is_finite() => "—".to_owned(),
            Self::Number { value, format } => match format {
                NumberFormat::Integer => format!("{value:.0}"),
                NumberFormat::Fixed(places) => format!("{value:.*}", usize::from(*places)),
                NumberFormat::Percent(places) => {
                    format!("{:.*}%", usize::from(*places), value * 100.0)
                }
            },
        }
    }
}

/// How a figure is shown; the places are digits after the point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NumberFormat {
    Integer,
    Fixed(u8),
    /// The value 0.5 is shown as 50 %.
    Percent(u8),
}

/// One cell of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    pub value: Value,
    /// An absolute `http`, `https` or `mailto` address; not used on a blank cell or in csv.
    pub link: Option<String>,
    /// A note shown on pointing at the cell; not used in csv.
    pub comment: Option<String>,
    /// Background; never the only carrier of a meaning, because print is black and white.
    pub fill: Option<Rgb>,
    /// The cell is one with the cell above it, whose value, link, comment and fill count.
    /// In the first row, where nothing is above, the cell stands for itself.
    pub merge_up: bool,
}

impl Cell {
    fn of(value: Value) -> Self {
        Self {
            value,
            link: None,
            comment: None,
            fill: None,
            merge_up: false,
        }
    }

    /// A text, always kept as text whatever it begins with.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::of(Value::Text(text.into()))
    }

    /// An empty cell.
    #[must_use]
    pub fn blank() -> Self {
        Self::text("")
    }

    /// An empty cell that is one with the cell above it.
    #[must_use]
    pub fn merged_up() -> Self {
        Self {
            merge_up: true,
            ..Self::blank()
        }
    }

    /// A figure with its way of being shown.
    #[must_use]
    pub fn number(value: f64, format: NumberFormat) -> Self {
        Self::of(Value::Number { value, format })
    }

    /// A whole figure; exact up to 2^53, as sheets hold floating-point numbers.
    #[must_use]
    #[allow(clippy::cast_precision_loss)]
    pub fn integer(value: i64) -> Self {
        Self::number(value as f64, NumberFormat::Integer)
    }

    /// The same cell with a link.
    #[must_use]
    pub fn linked(mut self, address: impl Into<String>) -> Self {
        self.link = Some(address.into());
        self
    }

    /// The same cell with a note.
    #[must_use]
    pub fn commented(mut self, comment: impl Into<String>) -> Self {
        self.comment = Some(comment.into());
        self
    }

    /// The same cell with a background.
    #[must_use]
    pub fn filled(mut self, fill: Rgb) -> Self {
        self.fill = Some(fill);
        self
    }
}
