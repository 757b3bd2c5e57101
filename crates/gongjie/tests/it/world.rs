//! A small organisation with fixed people: 甲 leads, 乙 is a partner, 丙 is an outsider, 丁 verifies, 戊己庚 administer.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use axum::Router;
use gongjie::account::actions as accounts;
use gongjie::account::queries as account_queries;
use gongjie::campaign::actions::{self as campaigns, CampaignInput};
use gongjie::door::{App, Crowd, Jobs, Pace, Pulse};
use gongjie::journal::{self, Algorithm};
use gongjie::org::actions::{self as org, Founding, UnitInput};
use gongjie::org::{Acting, Actor, Role, TermPack, queries as org_queries};
use gongjie::settings::Settings;
use gongjie::{problem, router};
use gongjie_base::files::Files;
use gongjie_base::{Clock, Db, Secret, Tx, token};

use crate::client::Client;

/// Declares a test that runs once on SQLite and once on PostgreSQL.
macro_rules! both {
    ($(#[$meta:meta])* $name:ident, $body:expr) => {
        $(#[$meta])*
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                crate::world::run(crate::world::World::sqlite().await, $body).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                crate::world::run(crate::world::World::postgres().await, $body).await;
            }
        }
    };
}

/// 2026-11-23, a Monday, 10:00 in China.
const START: i64 = 1_795_399_200_000;
/// Everybody's password.
pub const PASSWORD: &str = "一个很长的测试口令串";
static HASH: LazyLock<String> = LazyLock::new(|| accounts::hash(PASSWORD).unwrap());

/// Gives a body its type.
pub async fn run<F, T>(world: World, body: F)
where
    F: FnOnce(World) -> T,
    T: Future<Output = ()>,
{
    body(world).await;
}

/// The organisation, its people and the service in front of them.
pub struct World {
    pub app: App,
    pub service: Router,
    people: BTreeMap<&'static str, (i64, i64)>,
    units: BTreeMap<&'static str, i64>,
    theme: i64,
    organization: i64,
    folder: tempfile::TempDir,
    /// Address of the database where it is no file in the folder.
    url: Option<String>,
}

/// Where the data of a world lies, for the program itself.
pub struct Place {
    /// `--data` and, where need be, `--database`.
    pub arguments: Vec<String>,
    /// Unit A and the one theme.
    pub unit: i64,
    pub theme: i64,
    folder: tempfile::TempDir,
    url: Option<String>,
}

impl Place {
    /// Opens the database for looking.
    pub async fn open(&self) -> Db {
        match &self.url {
            Some(url) => Db::postgres(url).await.unwrap(),
            None => Db::sqlite(&self.path().join("gongjie.db")).await.unwrap(),
        }
    }

    /// The data folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// A migrated SQLite file that every test begins with a copy of.
static EMPTY: tokio::sync::OnceCell<tempfile::TempDir> = tokio::sync::OnceCell::const_new();

async fn migrated() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::sqlite(&folder.path().join("gongjie.db")).await.unwrap();
    gongjie::migrations::apply(&db).await.unwrap();
    db.close().await.unwrap();
    folder
}

impl World {
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("gongjie.db");
        let empty = EMPTY.get_or_init(migrated).await;
        std::fs::copy(empty.path().join("gongjie.db"), &file).unwrap();
        let db = Db::sqlite(&file).await.unwrap();
        Self::build(db, folder, None).await
    }

    pub async fn postgres() -> Self {
        let url = crate::postgres::database().await;
        let db = Db::postgres(&url).await.unwrap();
        Self::build(db, tempfile::tempdir().unwrap(), Some(url)).await
    }

    async fn build(db: Db, folder: tempfile::TempDir, url: Option<String>) -> Self {
        let settings = Settings::load(None, &BTreeMap::new(), &BTreeMap::new()).unwrap();
        let app = App {
            db: db.clone(),
            clock: Clock::standing(START),
            files: Files::new(folder.path().join("files")),
            settings: Arc::new(settings),
            routes: Arc::default(),
            pace: Pace::default(),
            crowd: Crowd::default(),
            secret: Secret::passing().unwrap(),
            pulse: Pulse::default(),
            jobs: Jobs::default(),
            program: env!("CARGO_BIN_EXE_gongjie").into(),
            is_demo: false,
        };
        let service = router::service(app.clone());
        let mut world = Self {
            app,
            service,
            people: BTreeMap::new(),
            units: BTreeMap::new(),
            theme: 0,
            organization: 0,
            folder,
            url,
        };
        let tx = db.begin().await.unwrap();
        journal::take_turn(&tx, 0).await.unwrap();
        world.found(&tx).await;
        world.found_other(&tx).await;
        tx.commit().await.unwrap();
        world
    }

    /// The same world under other settings.
    pub fn with_settings(mut self, flags: &[(&'static str, &str)]) -> Self {
        let flags = flags
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()));
        let settings = Settings::load(None, &BTreeMap::new(), &flags.collect()).unwrap();
        self.app.settings = Arc::new(settings);
        self.app.pace = Pace::default();
        self.service = router::service(self.app.clone());
        self
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Closes the database and leaves the data for the program to serve.
    pub async fn leave(self) -> Place {
        self.app.db.close().await.unwrap();
        let folder = self.folder.path().display().to_string();
        let mut arguments = vec!["--data".to_owned(), folder];
        if let Some(url) = &self.url {
            arguments.extend(["--database".to_owned(), url.clone()]);
        }
        Place {
            arguments,
            unit: self.units["A"],
            theme: self.theme,
            folder: self.folder,
            url: self.url,
        }
    }

    fn system(&self, organization: &gongjie::org::tables::organization::Model) -> Acting {
        Acting {
            actor: Actor::system(organization),
            at: self.app.clock.now(),
            today: self.app.clock.today(),
            algorithm: Algorithm::Sm3,
        }
    }

    async fn found(&mut self, tx: &Tx) {
        let founding = Founding {
            code: "test",
            name: "测试大学",
            name_en: None,
            term_pack: TermPack::Party,
            is_example: false,
            source: None,
        };
        let at = self.app.clock.now();
        let organization = org::found(tx, at, Algorithm::Sm3, &founding).await.unwrap();
        self.organization = organization.id;
        let acting = self.system(&organization);
        let units = [
            ("A", "甲处党支部", "branch", ""),
            ("B", "乙处党支部", "branch", ""),
            ("C", "丙处党支部", "branch", ""),
            ("D", "丁处党支部", "branch", ""),
            ("O", "某派出所", "partner", "1"),
        ];
        for (key, name, kind, is_outside) in units {
            let input = UnitInput {
                name: name.into(),
                kind: kind.into(),
                branch_type: if kind == "branch" { "office" } else { "" }.into(),
                is_outside: is_outside.into(),
                ..UnitInput::default()
            };
            let id = org::create_unit(tx, &acting, &input).await.unwrap();
            self.units.insert(key, id);
        }
        let people: [(&str, &str, Option<&str>, Role); 18] = [
            ("jia", "甲", Some("A"), Role::Liaison),
            ("jia_head", "甲书记", Some("A"), Role::UnitHead),
            ("yi", "乙", Some("B"), Role::Liaison),
            ("yi_head", "乙书记", Some("B"), Role::UnitHead),
            ("bing", "丙", Some("C"), Role::Liaison),
            ("ding", "丁", Some("D"), Role::Liaison),
            ("coord", "统筹", None, Role::Coordinator),
            ("leader", "领导", None, Role::Leader),
            ("inspector", "督办", None, Role::Inspector),
            ("supervisor", "监督", None, Role::Supervisor),
            ("editor", "编辑", None, Role::Editor),
            ("dispatcher", "分派", None, Role::Dispatcher),
            ("guard", "保管一", None, Role::Guardian),
            ("guard2", "保管二", None, Role::Guardian),
            ("duty", "值班", None, Role::DutyOfficer),
            ("wu", "戊", None, Role::Sysadmin),
            ("ji", "己", None, Role::Secadmin),
            ("geng", "庚", None, Role::Auditor),
        ];
        for (key, name, unit, role) in people {
            self.person(tx, &acting, key, name, unit, role).await;
        }
        let input = CampaignInput {
            year: "2026".into(),
            name: "2026 年结对共建".into(),
            starts_on: "2026-01-01".into(),
            ends_on: "2026-12-31".into(),
            ..CampaignInput::default()
        };
        campaigns::open(tx, &acting, &input).await.unwrap();
        let name = ("倾听一线声音", Some("Listening"));
        self.theme = campaigns::add_theme(tx, &acting, "sheng", "声", name.0, name.1)
            .await
            .unwrap();
    }

    async fn person(
        &mut self,
        tx: &Tx,
        acting: &Acting,
        key: &'static str,
        name: &str,
        unit: Option<&str>,
        role: Role,
    ) {
        let unit = unit.map(|u| self.units[u]);
        let person = org::create_person(tx, acting, name, unit).await.unwrap();
        org::grant(tx, acting, person, role, unit).await.unwrap();
        let account = accounts::create_account(tx, acting.by(), person, key, &HASH)
            .await
            .unwrap();
        self.people.insert(key, (account, person));
    }

    /// Another organisation in the same database, with one coordinator: the stranger.
    async fn found_other(&mut self, tx: &Tx) {
        let founding = Founding {
            code: "other",
            name: "别的大学",
            name_en: None,
            term_pack: TermPack::Neutral,
            is_example: true,
            source: None,
        };
        let at = self.app.clock.now();
        let organization = org::found(tx, at, Algorithm::Sm3, &founding).await.unwrap();
        let acting = self.system(&organization);
        let input = UnitInput {
            name: "别处".into(),
            kind: "admin_dept".into(),
            ..UnitInput::default()
        };
        let unit = org::create_unit(tx, &acting, &input).await.unwrap();
        self.units.insert("other", unit);
        self.person(
            tx,
            &acting,
            "stranger",
            "外人",
            Some("other"),
            Role::Coordinator,
        )
        .await;
    }

    /// Id of a unit: A, B, C, D, O (outside), other (of the other organisation).
    pub fn unit(&self, key: &str) -> i64 {
        self.units[key]
    }

    /// Id of a unit as typed into a form.
    pub fn unit_text(&self, key: &str) -> String {
        self.units[key].to_string()
    }

    /// Id of a person.
    pub fn person_id(&self, key: &str) -> i64 {
        self.people[key].1
    }

    /// Id of the one theme.
    pub fn theme(&self) -> i64 {
        self.theme
    }

    /// A person at this moment, for calling actions directly.
    pub async fn acting(&self, key: &str) -> Acting {
        let (account, person) = self.people[key];
        let actor = org_queries::find_actor(self.app.db.read(), account, person)
            .await
            .unwrap();
        Acting {
            actor: actor.unwrap(),
            at: self.app.clock.now(),
            today: self.app.clock.today(),
            algorithm: Algorithm::Sm3,
        }
    }

    /// Opens a transaction that stands at the next number of the organisation's journal, as a visit does.
    pub async fn begin(&self) -> Tx {
        let tx = self.app.db.begin().await.unwrap();
        journal::take_turn(&tx, self.organization).await.unwrap();
        tx
    }

    /// A signed-in person.
    pub async fn client(&self, key: &str) -> Client {
        let found = account_queries::find_account(self.app.db.read(), key)
            .await
            .unwrap();
        let tx = self.begin().await;
        let at = self.app.clock.now();
        let cookie = accounts::start_session(&tx, &found.unwrap(), self.app.moment())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let hash = token::stored(&cookie);
        let session = account_queries::find_session(self.app.db.read(), &hash, at, 0)
            .await
            .unwrap();
        Client {
            service: self.service.clone(),
            cookie,
            csrf: session.unwrap().csrf,
        }
    }

    /// Somebody who is not signed in.
    pub fn nobody(&self) -> Client {
        Client {
            service: self.service.clone(),
            cookie: String::new(),
            csrf: String::new(),
        }
    }

    /// A problem that 甲 proposed.
    pub async fn proposed_problem(&self) -> i64 {
        let acting = self.acting("jia").await;
        let input = problem::rules::Input {
            title: "学业导师、班主任权责不清".into(),
            hurts: "学生不知道该找谁".into(),
            theme_id: self.theme.to_string(),
            class: "multi_dept".into(),
            grade: "1".into(),
            raised_by_unit_id: self.unit_text("A"),
            ..problem::rules::Input::default()
        };
        let tx = self.begin().await;
        let problem = problem::actions::propose(&tx, &acting, &input)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        problem.id
    }

    /// A problem on the list.
    pub async fn listed_problem(&self) -> i64 {
        let id = self.proposed_problem().await;
        let acting = self.acting("coord").await;
        let tx = self.begin().await;
        let step = problem::actions::Step::default();
        let action = problem::lifecycle::Action::List;
        problem::actions::advance(&tx, &acting, id, action, &[], &step)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        id
    }
}
