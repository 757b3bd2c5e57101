//! Voices of the example: some wait at the desk and are alike, one is handled, one is answered.

use gongjie_base::{Result, Tx, token};

use super::Keys;
use crate::calendar;
use crate::door::App;
use crate::org::Acting;
use crate::voice::actions::{self, With};
use crate::voice::clocks::Clocks;
use crate::voice::lifecycle::Action;
use crate::voice::queries;
use crate::voice::rules::{self, Channel, Input, Mode, StepInput};

/// Hours ago, words, place, how it was signed, by which way it came.
const SAID: &[(i64, &str, &str, Mode, Channel)] = &[
    (
        30,
        "示例：东区宿舍的热水晚上十点就停了，下了晚自习洗不上澡。",
        "东区三号楼",
        Mode::Anonymous,
        Channel::Poster,
    ),
    (
        28,
        "示例：宿舍热水供应时间太短，十点就停，实验做到晚上的人用不上。",
        "东区五号楼",
        Mode::Anonymous,
        Channel::Web,
    ),
    (
        26,
        "示例：东区宿舍十点以后没有热水，能不能延长一个小时？",
        "",
        Mode::RealName,
        Channel::Web,
    ),
    (
        6,
        "示例：学业情况的章该谁签，导师、班主任、学院互相让找对方。",
        "",
        Mode::Masked,
        Channel::Web,
    ),
    (
        5,
        "示例：校车停运那天没有通知，等了四十分钟。",
        "南门站",
        Mode::RealName,
        Channel::Phone,
    ),
];

/// Raises them as anybody would, and handles some.
pub(super) async fn play(tx: &Tx, system: &Acting, app: &App, keys: &Keys) -> Result<()> {
    let organization_id = system.actor.organization_id;
    let clocks = Clocks {
        calendar: calendar::queries::find(tx, organization_id).await?,
        clock: app.clock.clone(),
        limits: queries::find_limits(tx, organization_id).await?,
    };
    let mut ids = Vec::new();
    for (hours, text, place, mode, channel) in SAID {
        let named = *mode != Mode::Anonymous;
        let input = Input {
            text: (*text).to_owned(),
            place: (*place).to_owned(),
            mode: mode.code().to_owned(),
            name: if named {
                "示例同学".to_owned()
            } else {
                String::new()
            },
            ..Input::default()
        };
        let read = rules::read(&input, &[*channel])?;
        let mut by = system.by();
        by.at -= hours * 3_600_000;
        let key = token::random()?;
        let with = With {
            key: &key,
            ..With::default()
        };
        ids.push(
            actions::raise(tx, by, &app.secret, &clocks, read, with)
                .await?
                .voice
                .id,
        );
    }
    let unit = keys.unit("c")?.to_string();
    let dispatch = StepInput {
        kind: "suggest".to_owned(),
        lead_unit_id: unit,
        text: "示例：先告诉这位同学找谁签，再说规定。".to_owned(),
        ..StepInput::default()
    };
    let reply = StepInput {
        text: "示例：当天校车检修，已在站牌和公众号补发通知，对不起让您久等。".to_owned(),
        ..StepInput::default()
    };
    if let [.., masked, phone] = ids.as_slice() {
        actions::advance(tx, system, &clocks, *masked, Action::Dispatch, &dispatch).await?;
        actions::advance(tx, system, &clocks, *phone, Action::Reply, &reply).await?;
    }
    Ok(())
}
