//! What of the example everybody may see: some problems, and a notice that runs with what was said against it.

use gongjie_base::{Result, token};

use super::example::Stage;
use crate::close_out::actions as close_outs;
use crate::close_out::objection::{AnswerInput, Input};
use crate::org::Role;
use crate::voice::actions as voices;

/// Problems that everybody may see, and whether what hurts is told.
const OPEN: [(&str, bool); 7] = [
    ("p03", true),
    ("p06", true),
    ("p08", false),
    ("p09", true),
    ("p24", false),
    ("p32", false),
    ("p36", true),
];

/// The problem whose notice runs.
const ON_NOTICE: &str = "p36";
/// What is said against it, and what is answered.
const SAID: [(&str, Option<&str>); 2] = [
    (
        "示例：九号楼北门的桩前两天被撞歪了，晚上又停了车。",
        Some("示例：当天已把桩扶正、加固，又看了三晚，没有车占用。"),
    ),
    ("示例：十二号楼侧门没有划线，还是有人停。", None),
];

/// The coordinator shows them; somebody without a name objects to a notice, twice.
pub(super) async fn play(stage: &Stage<'_>) -> Result<()> {
    let acting = stage.with_role(Role::Coordinator, 0).await?;
    for (key, is_told) in OPEN {
        if let Some(id) = stage.problems.get(key) {
            voices::open_to_everybody(stage.tx, &acting, *id, true, is_told).await?;
        }
    }
    let Some(id) = stage.close_outs.get(ON_NOTICE).copied() else {
        return Ok(());
    };
    let mut nobody = stage.system.by();
    nobody.person_id = None;
    for (text, answer) in SAID {
        let input = Input {
            objection: text.to_owned(),
        };
        let form = token::random()?;
        let said = close_outs::object(stage.tx, nobody, stage.clock, id, form, &input).await?;
        if let Some(answer) = answer {
            let input = AnswerInput {
                finding: "dismissed".to_owned(),
                answer: answer.to_owned(),
                ..AnswerInput::default()
            };
            close_outs::answer_objection(stage.tx, &acting, said.id, &input).await?;
        }
    }
    Ok(())
}
