//! Channels as JSON. Token and secret are taken and never given.

use axum::extract::Path;
use axum::http::StatusCode;
use gongjie_base::{Conn, Result};
use serde::Serialize;
use utoipa::ToSchema;

use crate::door::{Answer, Json, Key, Refusals, Rows, Unreadable, Visit, json};
use crate::org::Actor;
use crate::outbox::actions::{self, ChannelRemoval, NameInput};
use crate::outbox::queries;
use crate::outbox::rules::ChannelInput;
use crate::outbox::tables::channel::Model;

/// A channel 通道.
#[derive(Debug, Serialize, ToSchema)]
pub struct Channel {
    pub id: i64,
    /// `email`, `wecom_robot`, `wecom_app`, `dingtalk_robot`, `feishu_robot` or `webhook`.
    pub kind: &'static str,
    pub name: String,
    pub url: String,
    pub account: Option<String>,
    pub sender: Option<String>,
    pub has_token: bool,
    pub has_secret: bool,
    /// Classes that leave by it.
    pub takes: Vec<String>,
    pub is_on: bool,
    pub version: i64,
}

fn shown(row: Model) -> Channel {
    Channel {
        id: row.id,
        kind: row.kind.code(),
        name: row.name,
        url: row.url,
        account: row.account,
        sender: row.sender,
        has_token: row.token.is_some(),
        has_secret: row.secret.is_some(),
        takes: row.takes.split(',').map(str::to_owned).collect(),
        is_on: row.is_on,
        version: row.version,
    }
}

async fn one(conn: &Conn, actor: &Actor, id: i64) -> Result<Channel> {
    Ok(shown(queries::find_channel(conn, actor, id).await?))
}

/// Channels of the organisation. By system administrators and coordinators.
#[utoipa::path(get, path = "/api/v1/channels", tag = "messages",
    responses((status = 200, body = Rows<Channel>), Unreadable))]
pub async fn index(visit: Visit) -> Answer {
    let of = visit.actor()?.organization_id;
    let rows = queries::list_channels(visit.read(), of).await?;
    let items: Vec<Channel> = rows.into_iter().map(shown).collect();
    json(&Rows::whole(items))
}

/// Adds a channel.
#[utoipa::path(post, path = "/api/v1/channels", tag = "messages", request_body = ChannelInput, params(Key),
    responses((status = 201, body = Channel), Refusals))]
pub async fn create(visit: Visit, Json(input): Json<ChannelInput>) -> Answer {
    let write = visit.begin().await?;
    let id = actions::add_channel(&write, &write.acting, &input).await?;
    let channel = one(&write, &write.acting.actor, id).await?;
    write.json(StatusCode::CREATED, &channel).await
}

/// Changes a channel. An empty token or secret stays as it was.
#[utoipa::path(patch, path = "/api/v1/channels/{id}", tag = "messages", request_body = ChannelInput,
    params(("id" = i64, Path), Key), responses((status = 200, body = Channel), Refusals))]
pub async fn update(visit: Visit, Path(id): Path<i64>, Json(input): Json<ChannelInput>) -> Answer {
    let write = visit.begin().await?;
    actions::edit_channel(&write, &write.acting, id, &input).await?;
    let channel = one(&write, &write.acting.actor, id).await?;
    write.json(StatusCode::OK, &channel).await
}

/// What is left of a channel.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChannelGone {
    pub id: i64,
    pub is_removed: bool,
}

/// Removes a channel and forgets its secrets.
#[utoipa::path(post, path = "/api/v1/channels/{id}/removal", tag = "messages", request_body = ChannelRemoval,
    params(("id" = i64, Path), Key), responses((status = 200, body = ChannelGone), Refusals))]
pub async fn remove(
    visit: Visit,
    Path(id): Path<i64>,
    Json(removal): Json<ChannelRemoval>,
) -> Answer {
    let write = visit.begin().await?;
    actions::remove_channel(&write, &write.acting, id, &removal).await?;
    let is_removed = true;
    let gone = ChannelGone { id, is_removed };
    write.json(StatusCode::OK, &gone).await
}

/// A person's name at the WeCom application.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChannelName {
    pub person_id: i64,
    pub wecom: String,
}

/// Notes a person's name at the WeCom application; empty: under none any more.
#[utoipa::path(post, path = "/api/v1/channels/names", tag = "messages", request_body = NameInput, params(Key),
    responses((status = 200, body = ChannelName), Refusals))]
pub async fn name(visit: Visit, Json(input): Json<NameInput>) -> Answer {
    let write = visit.begin().await?;
    let person_id = actions::name_person(&write, &write.acting, &input).await?;
    let wecom = input.wecom.trim().to_owned();
    write
        .json(StatusCode::OK, &ChannelName { person_id, wecom })
        .await
}
