//! Pages of bulletins: the list, the period to draft, the text to edit, and the paper.

use askama::Template;
use axum::extract::Path;
use gongjie_base::clock::plus_days;
use gongjie_base::{Error, Result};

use super::rules::{self, Input, Part, Step, TextInput};
use super::view::{self, BulletinLine, BulletinView};
use super::{actions, draft, queries};
use crate::door::{Answer, Form, Visit, show as render, show_refused};
use crate::layout::{Errors, Page};

type Choices = Vec<(String, String)>;

#[derive(Template)]
#[template(path = "bulletin/index.html")]
struct IndexPage {
    p: Page,
    rows: Vec<BulletinView>,
    is_office: bool,
}

/// `GET /bulletins`
pub async fn index(visit: Visit) -> Answer {
    let rows = queries::list(visit.read(), visit.actor()?, None, None).await?;
    render(&IndexPage {
        rows: view::views(visit.reading()?, rows).await?,
        is_office: rules::is_office(visit.actor()?),
        p: visit.page(visit.words().text("bulletins-title")),
    })
}

#[derive(Template)]
#[template(path = "bulletin/form.html")]
struct FormPage {
    p: Page,
    input: Input,
    errors: Errors,
}

fn form(visit: &Visit, input: Input, errors: Errors) -> FormPage {
    let p = visit.page(visit.words().text("bulletin-new-title"));
    FormPage { p, input, errors }
}

/// The office's own forms are not there for others.
fn check_office(visit: &Visit) -> Result<()> {
    if rules::is_office(visit.actor()?) {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}

/// `GET /bulletins/new`: the month before this day.
pub async fn new(visit: Visit) -> Answer {
    check_office(&visit)?;
    let today = visit.today();
    let to = plus_days(today.first_of_month(), -1);
    let from = to.first_of_month();
    let month = [
        ("year", from.year().to_string()),
        ("month", from.month().to_string()),
    ];
    let input = Input {
        title: visit.words().text_with("bulletin-title-of", &month),
        from_on: from.to_string(),
        to_on: to.to_string(),
    };
    render(&form(&visit, input, Errors::none()))
}

/// `POST /bulletins`
pub async fn create(visit: Visit, Form(input): Form<Input>) -> Answer {
    check_office(&visit)?;
    let asked = match rules::read(&input, visit.today()) {
        Ok(asked) => asked,
        Err(Error::Invalid(fields)) => {
            return show_refused(&form(&visit, input, Errors(fields)));
        }
        Err(error) => return Err(error.into()),
    };
    let drafted = draft::draft(visit.reading()?, asked.1).await?;
    let write = visit.begin().await?;
    let id = actions::draft(&write, &write.acting, asked, &drafted).await?;
    write.see(format!("/bulletins/{id}/edit")).await
}

#[derive(Template)]
#[template(path = "bulletin/show.html")]
struct ShowPage {
    p: Page,
    bulletin: BulletinView,
    organization: String,
    is_example: bool,
}

impl ShowPage {
    /// Parts that have something to say, numbered in order.
    fn sections(&self) -> Vec<(String, Vec<&BulletinLine>)> {
        let parts = Part::ALL.iter();
        let said = parts.map(|part| (part, self.bulletin.part(part.code())));
        let said = said.filter(|(_, lines)| !lines.is_empty());
        let head = |(n, (part, lines)): (i64, (&Part, Vec<_>))| {
            let nth = ("nth", self.p.code("bulletin-nth", n));
            let part = ("part", self.p.code("bulletin-part", part));
            (self.p.t2("bulletin-head", nth, part), lines)
        };
        (1..).zip(said).map(head).collect()
    }

    /// The same as a file.
    fn docx(&self) -> String {
        format!("/bulletins/{}/paper.docx", self.bulletin.id)
    }

    /// The period, and the day of the facts.
    fn as_of(&self) -> String {
        let own = &self.bulletin;
        let day = self.p.day(&own.as_of);
        let period = format!("{} — {}", own.from_on, own.to_on);
        self.p
            .t2("bulletin-as-of", ("date", day), ("period", period))
    }
}

/// `GET /bulletins/{id}`
pub async fn show(visit: Visit, Path(id): Path<i64>) -> Answer {
    let bulletin = view::one(visit.reading()?, id).await?;
    render(&ShowPage {
        p: visit.page(bulletin.title.clone()),
        organization: visit.actor()?.organization_name.clone(),
        is_example: visit.actor()?.is_example,
        bulletin,
    })
}

#[derive(Template)]
#[template(path = "bulletin/edit.html")]
struct EditPage {
    p: Page,
    bulletin: BulletinView,
    parts: Choices,
    typed: TextInput,
    errors: Errors,
}

async fn editor(visit: &Visit, id: i64, typed: TextInput, errors: Errors) -> Result<EditPage> {
    let mut bulletin = view::one(visit.reading()?, id).await?;
    let p = visit.page(visit.words().text("bulletin-edit-title"));
    // A refused form keeps what was typed.
    for (line_id, text) in typed.line_id.iter().zip(&typed.line_text) {
        let of = |line: &&mut BulletinLine| line.id.to_string() == *line_id;
        if let Some(line) = bulletin.lines.iter_mut().find(of) {
            line.text.clone_from(text);
            line.is_in = typed.line_in.contains(line_id);
        }
    }
    let part = |part: &Part| (part.code().to_owned(), p.code("bulletin-part", part));
    Ok(EditPage {
        parts: Part::ALL.iter().map(part).collect(),
        bulletin,
        typed,
        errors,
        p,
    })
}

/// `GET /bulletins/{id}/edit`
pub async fn edit(visit: Visit, Path(id): Path<i64>) -> Answer {
    let row = queries::find(visit.read(), visit.actor()?, id).await?;
    rules::may_edit(visit.actor()?, &row).map_err(Error::from)?;
    let typed = TextInput {
        title: row.title,
        ..TextInput::default()
    };
    render(&editor(&visit, id, typed, Errors::none()).await?)
}

/// `POST /bulletins/{id}`
pub async fn update(visit: Visit, Path(id): Path<i64>, Form(typed): Form<TextInput>) -> Answer {
    let write = visit.begin().await?;
    match actions::edit(&write, &write.acting, id, &typed).await {
        Ok(()) => write.see(format!("/bulletins/{id}")).await,
        Err(Error::Invalid(fields)) => {
            drop(write);
            show_refused(&editor(&visit, id, typed, Errors(fields)).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /bulletins/{id}/moves`
pub async fn advance(visit: Visit, Path(id): Path<i64>, Form(step): Form<Step>) -> Answer {
    let write = visit.begin().await?;
    actions::advance(&write, &write.acting, id, &step).await?;
    write.see(format!("/bulletins/{id}")).await
}
