//! People of the demo. The article names nobody, so its people are called by what they do.

use gongjie_base::{Error, Result, Tx};

use super::Keys;
use super::seed::{Person, RoleOf, Seed};
use crate::account::actions as accounts;
use crate::org::actions as org;
use crate::org::{Acting, Role};

/// Login, what the person does, unit key, role: the cast of the article's organisation.
const ARTICLE: &[(&str, &str, Option<&str>, &str)] = &[
    ("tongchou", "统筹办（演示）", None, "coordinator"),
    ("lingdao", "校领导（演示）", None, "leader"),
    ("duban", "督办（演示）", None, "inspector"),
    ("jiandu", "专责监督（演示）", None, "supervisor"),
    (
        "xueke",
        "学科办联络员（演示）",
        Some("学科办党支部"),
        "liaison",
    ),
    (
        "xueke-shuji",
        "学科办书记（演示）",
        Some("学科办党支部"),
        "unit_head",
    ),
    (
        "jiaowu",
        "教务处联络员（演示）",
        Some("教务处党支部"),
        "liaison",
    ),
    (
        "jiaowu-shuji",
        "教务处书记（演示）",
        Some("教务处党支部"),
        "unit_head",
    ),
    (
        "shenji",
        "审计处联络员（演示）",
        Some("审计处党支部"),
        "liaison",
    ),
    ("xitong", "系统管理员（演示）", None, "sysadmin"),
];

/// Adds the people of a seed with their roles and accounts.
pub async fn invite(
    tx: &Tx,
    acting: &Acting,
    seed: &Seed,
    keys: &mut Keys,
    password_hash: &str,
) -> Result<()> {
    let own: Vec<Person>;
    let people = if seed.people.is_empty() {
        own = ARTICLE.iter().map(|line| person(seed, *line)).collect();
        &own
    } else {
        &seed.people
    };
    for person in people {
        let unit = person.unit.as_deref().map(|u| keys.unit(u)).transpose()?;
        let id = org::create_person(tx, acting, &person.name, unit).await?;
        for role in &person.roles {
            let unknown = || Error::internal(format!("no role {}", role.role));
            let code = Role::from_code(&role.role).ok_or_else(unknown)?;
            let scope = role.unit.as_deref().map(|u| keys.unit(u)).transpose()?;
            org::grant(tx, acting, id, code, scope).await?;
        }
        accounts::create_account(tx, acting.by(), id, &person.login, password_hash).await?;
        keys.people.insert(person.key.clone(), id);
    }
    Ok(())
}

fn person(seed: &Seed, line: (&str, &str, Option<&str>, &str)) -> Person {
    let (login, name, unit, role) = line;
    let unit = unit.and_then(|name| seed.units.iter().find(|u| u.name == name));
    let unit = unit.map(|u| u.key.clone());
    Person {
        key: login.to_owned(),
        name: name.to_owned(),
        unit: unit.clone(),
        login: login.to_owned(),
        roles: vec![RoleOf {
            role: role.to_owned(),
            unit,
        }],
    }
}
