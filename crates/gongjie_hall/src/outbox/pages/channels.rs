//! 通道: by which messages leave; what is secret is taken and never shown.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use gongjie_base::{Error, Result};

use crate::door::{Answer, Form, Refused, Visit, Write, show, show_refused};
use crate::layout::{Errors, Page};
use crate::org::queries as org;
use crate::outbox::actions::{self, ChannelRemoval, NameInput};
use crate::outbox::queries::{self, NameRow};
use crate::outbox::rules::{ChannelInput, ChannelKind, Class, takes};
use crate::outbox::tables::channel::Model;

type Options = Vec<(String, String)>;

#[derive(Template)]
#[template(path = "outbox/channels.html")]
struct ChannelsPage {
    p: Page,
    channels: Vec<Model>,
    names: Vec<NameRow>,
    people: Options,
    named: NameInput,
    is_off: bool,
    errors: Errors,
}

impl ChannelsPage {
    /// Classes of a channel in words.
    fn takes(&self, channel: &Model) -> String {
        let taken = Class::ALL.iter().filter(|c| takes(&channel.takes, **c));
        let words: Vec<String> = taken.map(|c| self.p.code("message-class", c)).collect();
        words.join(&self.p.t("list-comma"))
    }
}

async fn list(visit: &Visit, named: NameInput, errors: Errors) -> Result<ChannelsPage> {
    let actor = visit.actor()?;
    let conn = visit.read();
    let people = org::list_people(conn, actor).await?;
    let person = |p: crate::org::tables::person::Model| (p.id.to_string(), p.name);
    Ok(ChannelsPage {
        p: visit.page(visit.words().text("channels-title")),
        channels: queries::list_channels(conn, actor.organization_id).await?,
        names: queries::list_channel_names(conn, actor.organization_id).await?,
        people: people.into_iter().map(person).collect(),
        named,
        is_off: visit.app.settings.outgoing.is_off(),
        errors,
    })
}

/// `GET /channels`
pub async fn index(visit: Visit) -> Answer {
    show(&list(&visit, NameInput::default(), Errors::none()).await?)
}

#[derive(Template)]
#[template(path = "outbox/channel_form.html")]
struct FormPage {
    p: Page,
    /// Nothing for a new channel.
    channel: Option<Model>,
    input: ChannelInput,
    kinds: Options,
    classes: Vec<(&'static str, String, bool)>,
    errors: Errors,
}

impl FormPage {
    fn has_token(&self) -> bool {
        self.channel.as_ref().is_some_and(|c| c.token.is_some())
    }

    fn has_secret(&self) -> bool {
        self.channel.as_ref().is_some_and(|c| c.secret.is_some())
    }
}

fn form(visit: &Visit, channel: Option<Model>, input: ChannelInput, errors: Errors) -> FormPage {
    let title = match channel {
        Some(_) => "channel-edit-title",
        None => "channel-new-title",
    };
    let p = visit.page(visit.words().text(title));
    let kind = |k: &ChannelKind| (k.code().to_owned(), p.code("channel-kind", k));
    let class = |c: &Class| {
        let is_taken = input.takes.iter().any(|t| t == c.code());
        (c.code(), p.code("message-class", c), is_taken)
    };
    FormPage {
        kinds: ChannelKind::ALL.iter().map(kind).collect(),
        classes: Class::ALL.iter().map(class).collect(),
        p,
        channel,
        input,
        errors,
    }
}

/// `GET /channels/new`
pub async fn new(visit: Visit) -> Answer {
    let takes = Class::ALL.iter().map(|c| c.code().to_owned()).collect();
    let input = ChannelInput {
        takes,
        is_on: "1".to_owned(),
        ..ChannelInput::default()
    };
    show(&form(&visit, None, input, Errors::none()))
}

fn shown(row: &Model) -> ChannelInput {
    let text = |t: &Option<String>| t.clone().unwrap_or_default();
    ChannelInput {
        kind: row.kind.code().to_owned(),
        name: row.name.clone(),
        url: row.url.clone(),
        account: text(&row.account),
        sender: text(&row.sender),
        takes: row.takes.split(',').map(str::to_owned).collect(),
        is_on: if row.is_on { "1" } else { "" }.to_owned(),
        version: row.version.to_string(),
        ..ChannelInput::default()
    }
}

/// `GET /channels/{id}/edit`
pub async fn edit(visit: Visit, Path(id): Path<i64>) -> Answer {
    let row = queries::find_channel(visit.read(), visit.actor()?, id).await?;
    let input = shown(&row);
    show(&form(&visit, Some(row), input, Errors::none()))
}

async fn finish(
    visit: &Visit,
    done: Result<Write>,
    channel: Option<Model>,
    input: ChannelInput,
) -> Result<Response, Refused> {
    match done {
        Ok(write) => write.see("/channels".to_owned()).await,
        Err(Error::Invalid(fields)) => {
            // What is secret is typed again: it is never sent back.
            let input = ChannelInput {
                token: String::new(),
                secret: String::new(),
                ..input
            };
            show_refused(&form(visit, channel, input, Errors(fields)))
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /channels`
pub async fn create(visit: Visit, Form(input): Form<ChannelInput>) -> Answer {
    let done = async {
        let write = visit.begin().await?;
        actions::add_channel(&write, &write.acting, &input).await?;
        Ok(write)
    };
    let done = done.await;
    finish(&visit, done, None, input).await
}

/// `POST /channels/{id}`
pub async fn update(visit: Visit, Path(id): Path<i64>, Form(input): Form<ChannelInput>) -> Answer {
    let row = queries::find_channel(visit.read(), visit.actor()?, id).await?;
    let done = async {
        let write = visit.begin().await?;
        actions::edit_channel(&write, &write.acting, id, &input).await?;
        Ok(write)
    };
    let done = done.await;
    finish(&visit, done, Some(row), input).await
}

/// `POST /channels/{id}/removal`
pub async fn remove(
    visit: Visit,
    Path(id): Path<i64>,
    Form(removal): Form<ChannelRemoval>,
) -> Answer {
    let write = visit.begin().await?;
    actions::remove_channel(&write, &write.acting, id, &removal).await?;
    write.see("/channels".to_owned()).await
}

/// `POST /channels/names`
pub async fn name(visit: Visit, Form(input): Form<NameInput>) -> Answer {
    let done = async {
        let write = visit.begin().await?;
        actions::name_person(&write, &write.acting, &input).await?;
        Ok(write)
    };
    match done.await {
        Ok(write) => write.see("/channels#names-head".to_owned()).await,
        Err(Error::Invalid(fields)) => show_refused(&list(&visit, input, Errors(fields)).await?),
        Err(error) => Err(Refused(error)),
    }
}
