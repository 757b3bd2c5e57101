//! Steps and notes of a measure: each form leads back to its page; a refused one is shown again by itself.

use askama::Template;
use axum::extract::Path;
use gongjie_base::{Error, FieldError, Result};

use crate::door::{Answer, Form, Visit, Write, show_refused};
use crate::layout::{Errors, Page};
use crate::measure::actions::{
    self, DecisionInput, DisputeInput, ExtensionInput, MilestoneInput, ProgressInput, RulingInput,
    StepInput,
};
use crate::measure::lifecycle::Action;
use crate::measure::queries;
use crate::measure::rules::{Ruling, SendBackReason};
use crate::org::queries as org;

/// How a field is typed.
enum Kind {
    /// One line.
    Line,
    /// Several lines.
    Area,
    /// One of these.
    Choose(Vec<(String, String)>),
}

/// One field of a refused form with what was typed.
struct Field {
    name: &'static str,
    label: String,
    value: String,
    kind: Kind,
    is_required: bool,
}

#[derive(Template)]
#[template(path = "measure/step.html")]
struct StepPage {
    p: Page,
    errors: Errors,
    action: String,
    back: String,
    hidden: Vec<(&'static str, String)>,
    fields: Vec<Field>,
}

/// A form that was refused: where it goes, what was typed, what is wrong.
struct Refusal {
    title: &'static str,
    action: String,
    back: String,
    hidden: Vec<(&'static str, String)>,
    fields: Vec<(&'static str, &'static str, String, Kind, bool)>,
    errors: Vec<FieldError>,
}

fn again(visit: &Visit, refusal: Refusal) -> Answer {
    let p = visit.page(visit.words().text(refusal.title));
    let fields = refusal.fields.into_iter();
    let fields = fields.map(|(name, label, value, kind, is_required)| Field {
        name,
        label: p.t(label),
        value,
        kind,
        is_required,
    });
    show_refused(&StepPage {
        errors: Errors(refusal.errors),
        action: refusal.action,
        back: refusal.back,
        hidden: refusal.hidden,
        fields: fields.collect(),
        p,
    })
}

fn page_of(id: i64) -> String {
    format!("/measures/{id}")
}

fn coded(visit: &Visit, set: &str, codes: impl Iterator<Item = String>) -> Vec<(String, String)> {
    codes
        .map(|c| {
            let words = visit.words().code(set, &c);
            (c, words)
        })
        .collect()
}

/// `POST /measures/{id}/moves`
pub async fn advance(visit: Visit, Path(id): Path<i64>, Form(input): Form<StepInput>) -> Answer {
    let write = visit.begin().await?;
    let done = move_on(&write, id, &input).await;
    match done {
        Ok(()) => write.see(page_of(id)).await,
        Err(Error::Invalid(errors)) => {
            drop(write);
            queries::find(visit.read(), visit.actor()?, id).await?;
            let Some(action) = Action::from_code(&input.action) else {
                return Err(Error::Invalid(errors).into());
            };
            again(
                &visit,
                refused_step(&visit, id, action, input, errors).await?,
            )
        }
        Err(error) => Err(error.into()),
    }
}

async fn move_on(write: &Write, id: i64, input: &StepInput) -> Result<()> {
    // Who may not see the measure hears nothing about its form.
    queries::find(write, &write.acting.actor, id).await?;
    let (action, step) = input.read()?;
    actions::advance(write, &write.acting, id, action, &step).await
}

async fn refused_step(
    visit: &Visit,
    id: i64,
    action: Action,
    input: StepInput,
    errors: Vec<FieldError>,
) -> Result<Refusal> {
    let fields = match action {
        Action::Report => vec![("result", "measure-result", input.result, Kind::Area, true)],
        Action::SendBack => {
            let codes = SendBackReason::ALL.iter().map(ToString::to_string);
            let codes = Kind::Choose(coded(visit, "send-back", codes));
            vec![
                ("code", "measure-field-code", input.code, codes, true),
                ("reason", "measure-note", input.reason, Kind::Area, false),
            ]
        }
        Action::Sign => {
            let people = org::list_people(visit.read(), visit.actor()?).await?;
            let people = people
                .into_iter()
                .map(|x| (x.id.to_string(), x.name))
                .collect();
            vec![(
                "owner",
                "measure-owner",
                input.owner,
                Kind::Choose(people),
                false,
            )]
        }
        _ => vec![("reason", "measure-reason", input.reason, Kind::Area, true)],
    };
    Ok(Refusal {
        title: title_of(action),
        action: format!("/measures/{id}/moves"),
        back: page_of(id),
        hidden: vec![("action", input.action), ("version", input.version)],
        fields,
        errors,
    })
}

const fn title_of(action: Action) -> &'static str {
    match action {
        Action::Sign => "measure-action-sign",
        Action::Start => "measure-action-start",
        Action::Report => "measure-action-report",
        Action::Pass => "measure-action-pass",
        Action::SendBack => "measure-action-send-back",
        Action::Suspend => "measure-action-suspend",
        Action::Resume => "measure-action-resume",
        Action::Cancel => "measure-action-cancel",
        Action::TakeBack => "measure-action-take-back",
    }
}

/// `POST /measures/{id}/progress`
pub async fn note_progress(
    visit: Visit,
    Path(id): Path<i64>,
    Form(input): Form<ProgressInput>,
) -> Answer {
    let write = visit.begin().await?;
    match actions::note_progress(&write, &write.acting, id, &input).await {
        Ok(_) => write.see(format!("/measures/{id}#say")).await,
        Err(Error::Invalid(errors)) => {
            drop(write);
            let refusal = Refusal {
                title: "measure-say",
                action: format!("/measures/{id}/progress"),
                back: page_of(id),
                hidden: Vec::new(),
                fields: vec![
                    (
                        "sentence",
                        "measure-field-sentence",
                        input.sentence,
                        Kind::Area,
                        true,
                    ),
                    (
                        "next_step",
                        "measure-field-next-step",
                        input.next_step,
                        Kind::Line,
                        false,
                    ),
                    (
                        "percent",
                        "measure-field-percent",
                        input.percent,
                        Kind::Line,
                        false,
                    ),
                ],
                errors,
            };
            again(&visit, refusal)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /measures/{id}/milestones`
pub async fn add_milestone(
    visit: Visit,
    Path(id): Path<i64>,
    Form(input): Form<MilestoneInput>,
) -> Answer {
    let write = visit.begin().await?;
    match actions::add_milestone(&write, &write.acting, id, &input).await {
        Ok(_) => write.see(format!("/measures/{id}#milestones")).await,
        Err(Error::Invalid(errors)) => {
            drop(write);
            let refusal = Refusal {
                title: "measure-add-milestone",
                action: format!("/measures/{id}/milestones"),
                back: page_of(id),
                hidden: Vec::new(),
                fields: vec![
                    (
                        "text",
                        "measure-field-milestone",
                        input.text,
                        Kind::Line,
                        true,
                    ),
                    (
                        "due_on",
                        "measure-milestone-due",
                        input.due_on,
                        Kind::Line,
                        true,
                    ),
                ],
                errors,
            };
            again(&visit, refusal)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /milestones/{id}/completion`
pub async fn complete_milestone(visit: Visit, Path(id): Path<i64>) -> Answer {
    let write = visit.begin().await?;
    let measure = actions::complete_milestone(&write, &write.acting, id).await?;
    write.see(format!("/measures/{measure}#milestones")).await
}

/// `POST /measures/{id}/extensions`
pub async fn ask_extension(
    visit: Visit,
    Path(id): Path<i64>,
    Form(input): Form<ExtensionInput>,
) -> Answer {
    let write = visit.begin().await?;
    match actions::ask_extension(&write, &write.acting, id, &input).await {
        Ok(_) => write.see(format!("/measures/{id}#extension")).await,
        Err(Error::Invalid(errors)) => {
            drop(write);
            let so_far = input.progress_so_far;
            let refusal = Refusal {
                title: "measure-ask-extension",
                action: format!("/measures/{id}/extensions"),
                back: page_of(id),
                hidden: Vec::new(),
                fields: vec![
                    (
                        "to_due_on",
                        "measure-field-to-due-on",
                        input.to_due_on,
                        Kind::Line,
                        true,
                    ),
                    ("reason", "measure-reason", input.reason, Kind::Area, true),
                    (
                        "progress_so_far",
                        "measure-so-far",
                        so_far,
                        Kind::Area,
                        false,
                    ),
                ],
                errors,
            };
            again(&visit, refusal)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /extensions/{id}/decision`
pub async fn decide_extension(
    visit: Visit,
    Path(id): Path<i64>,
    Form(input): Form<DecisionInput>,
) -> Answer {
    let write = visit.begin().await?;
    match actions::decide_extension(&write, &write.acting, id, &input).await {
        Ok(measure) => write.see(format!("/measures/{measure}#extension")).await,
        Err(Error::Invalid(errors)) => {
            drop(write);
            let (_, measure) = queries::find_extension(visit.read(), visit.actor()?, id).await?;
            let is_grant = input.decision == "grant";
            let due = (
                "due_on",
                "measure-exact-due",
                input.due_on,
                Kind::Line,
                false,
            );
            let note = ("note", "measure-note", input.note, Kind::Area, !is_grant);
            let refusal = Refusal {
                title: "measure-decide-extension",
                action: format!("/extensions/{id}/decision"),
                back: page_of(measure.id),
                hidden: vec![("decision", input.decision), ("version", input.version)],
                fields: if is_grant {
                    vec![due, note]
                } else {
                    vec![note]
                },
                errors,
            };
            again(&visit, refusal)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /measures/{id}/dispute`
pub async fn dispute(visit: Visit, Path(id): Path<i64>, Form(input): Form<DisputeInput>) -> Answer {
    let write = visit.begin().await?;
    match actions::dispute(&write, &write.acting, id, &input).await {
        Ok(_) => write.see(format!("/measures/{id}#dispute")).await,
        Err(Error::Invalid(errors)) => {
            drop(write);
            let units = org::list_open_units(visit.read(), visit.actor()?).await?;
            let units = units
                .into_iter()
                .map(|u| (u.id.to_string(), u.name))
                .collect();
            let unit = input.proposed_unit_id;
            let refusal = Refusal {
                title: "measure-dispute",
                action: format!("/measures/{id}/dispute"),
                back: page_of(id),
                hidden: Vec::new(),
                fields: vec![
                    (
                        "basis",
                        "measure-dispute-basis",
                        input.basis,
                        Kind::Area,
                        true,
                    ),
                    (
                        "proposed_unit_id",
                        "measure-field-proposed-unit",
                        unit,
                        Kind::Choose(units),
                        true,
                    ),
                ],
                errors,
            };
            again(&visit, refusal)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /disputes/{id}/ruling`
pub async fn rule_dispute(
    visit: Visit,
    Path(id): Path<i64>,
    Form(input): Form<RulingInput>,
) -> Answer {
    let write = visit.begin().await?;
    match actions::rule_dispute(&write, &write.acting, id, &input).await {
        Ok(measure) => write.see(format!("/measures/{measure}#dispute")).await,
        Err(Error::Invalid(errors)) => {
            drop(write);
            let (_, measure) = queries::find_dispute(visit.read(), visit.actor()?, id).await?;
            let rulings = Ruling::ALL.iter().map(ToString::to_string);
            let rulings = Kind::Choose(coded(&visit, "ruling", rulings));
            let refusal = Refusal {
                title: "measure-rule-dispute",
                action: format!("/disputes/{id}/ruling"),
                back: page_of(measure.id),
                hidden: Vec::new(),
                fields: vec![
                    (
                        "ruling",
                        "measure-field-ruling",
                        input.ruling,
                        rulings,
                        true,
                    ),
                    ("note", "measure-note", input.note, Kind::Area, false),
                ],
                errors,
            };
            again(&visit, refusal)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /problems/{id}/start`
pub async fn start(visit: Visit, Path(id): Path<i64>) -> Answer {
    let write = visit.begin().await?;
    actions::start_problem(&write, &write.acting, id).await?;
    write.see(format!("/problems/{id}")).await
}
