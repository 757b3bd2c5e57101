//! One size measured: floor and product in turn, several rounds, the best of each.

use std::path::Path;
use std::process::Command;
use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::client::Client;
use crate::fill::{ASKERS, PASSWORD, UNITS, login};
use crate::load::{Ask, middle, next, rate};
use crate::server::{Person, Server, sign_in};
use crate::store::Copy;

/// Connections that write.
const WRITERS: usize = 8;
/// States by which lists are filtered.
const STATES: [&str; 3] = ["working", "closed", "paired"];

/// How long and how often.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    pub rounds: u32,
    /// Of one measurement in one round.
    pub time: Duration,
}

/// What was measured, under the names that the table knows.
#[derive(Debug, Default, Clone)]
pub struct Figures(pub Vec<(&'static str, f64)>);

impl Figures {
    /// The figure of this name.
    pub fn of(&self, name: &str) -> Option<f64> {
        self.0.iter().find(|(n, _)| *n == name).map(|(_, v)| *v)
    }

    fn put(&mut self, name: &'static str, value: f64) {
        self.0.push((name, value));
    }

    /// Keeps the higher one.
    fn most(&mut self, name: &'static str, value: f64) {
        match self.0.iter_mut().find(|(n, _)| *n == name) {
            Some((_, known)) => *known = known.max(value),
            None => self.put(name, value),
        }
    }

    /// Keeps the lower one.
    fn least(&mut self, name: &'static str, value: f64) {
        match self.0.iter_mut().find(|(n, _)| *n == name) {
            Some((_, known)) => *known = known.min(value),
            None => self.put(name, value),
        }
    }
}

/// The product's program over one copy.
pub fn product(program: &Path, copy: &Copy) -> Command {
    let mut command = Command::new(program);
    command
        .args(["serve", "--json", "--listen", "127.0.0.1:0", "--data"])
        .arg(&copy.data)
        .env("GONGJIE_LOG", "warn")
        .env("GONGJIE_WRITES_PER_MINUTE", "100000000")
        .env("GONGJIE_HEAVY_READS_PER_MINUTE", "100000000")
        .env("GONGJIE_RAISES_PER_HOUR", "400000000");
    if let Some(url) = &copy.url {
        command.args(["--database", url]);
    }
    command
}

fn unit(n: u64) -> u64 {
    n.wrapping_mul(7_919) % UNITS
}

fn state(n: u64) -> &'static str {
    let state = STATES.get(usize::try_from(n % 3).unwrap_or_default());
    state.copied().unwrap_or("working")
}

/// A problem that is on the list: `size` is a multiple of 50, the first two of 50 are drafts.
fn problem(n: u64, size: u64) -> u64 {
    let at = n.wrapping_mul(2_654_435_761) % size;
    at / 50 * 50 + 2 + at % 48 + 1
}

/// What is asked of the floor.
fn floor_asks(size: u64) -> [(&'static str, usize, Ask); 4] {
    let list = move |n| format!("/list?state={}&unit={}", state(n), unit(n) + 1);
    let detail = move |n| format!("/detail?id={}", problem(n, size));
    let form = |rows: u64| {
        let path = move |n| (format!("/create?unit=1&rows={rows}"), format!("新难题 {n}"));
        Ask::Post(Rc::new(path))
    };
    [
        ("floor list", 16, Ask::Get(Rc::new(list))),
        ("floor detail", 16, Ask::Get(Rc::new(detail))),
        ("floor create", WRITERS, form(1)),
        ("floor create 100", WRITERS, form(100)),
    ]
}

/// What is asked of the product on many connections.
fn product_asks(size: u64) -> [(&'static str, Ask); 3] {
    let list = move |n| format!("/problems?sort=due&state={}&unit={}", state(n), unit(n) + 1);
    let detail = move |n| format!("/problems/{}", problem(n, size));
    [
        ("list", Ask::Get(Rc::new(list))),
        ("detail", Ask::Get(Rc::new(detail))),
        ("home", Ask::page("/")),
    ]
}

/// A form that proposes a problem, with its proofs.
fn propose(person: &Person, unit: u64) -> Ask {
    let csrf = person.csrf.clone();
    Ask::Post(Rc::new(move |n| {
        let form = format!(
            "_csrf={csrf}&_key=bench-{n}-{}&title=%E6%96%B0%E9%9A%BE%E9%A2%98+{n}&hurts=%E6%AF%8F%E6%AC%A1%E9%83%BD%E8%A6%81%E8%B7%91\
             &theme_id=1&raised_by_unit_id={unit}&class=multi_dept&grade=2&origin=survey",
            std::process::id()
        );
        ("/problems".to_owned(), form)
    }))
}

/// One connection for each of some askers.
pub async fn connect(
    server: &Server,
    people: &[Person],
    count: usize,
    ask: &Ask,
) -> Result<Vec<(Client, Ask)>> {
    let mut clients = Vec::new();
    for person in people.iter().cycle().take(count) {
        let client = Client::connect(server.address, &person.cookie).await?;
        clients.push((client, ask.clone()));
    }
    Ok(clients)
}

/// Asks one thing again and again, for a profiler that looks on: prints the process and how often it answered in a second.
pub async fn watch(
    program: &Path,
    copy: &Copy,
    size: u64,
    what: &str,
    time: Duration,
) -> Result<()> {
    let server = Server::start(&mut product(program, copy), "/readyz").await?;
    let mut people = Vec::new();
    for n in 0..ASKERS {
        people.push(sign_in(server.address, &login(n), PASSWORD).await?);
    }
    println!("process {}", server.process());
    let answers = match product_asks(size)
        .into_iter()
        .find(|(name, _)| *name == what)
    {
        Some((_, ask)) => {
            let mut clients = connect(&server, &people, 16, &ask).await?;
            rate(&mut clients, time).await?
        }
        None if what == "create" => creates(&server, &people, Effort { rounds: 1, time }).await?,
        // Any other address.
        None => {
            let mut clients = connect(&server, &people, 4, &Ask::page(what)).await?;
            rate(&mut clients, time).await?
        }
    };
    println!(
        "{answers:.1} answers a second, at most {:.0} MiB",
        server.peak()?
    );
    Ok(())
}

/// Measures one size.
pub async fn measure(program: &Path, copy: &Copy, size: u64, effort: Effort) -> Result<Figures> {
    let mut figures = Figures::default();
    for _ in 0..effort.rounds {
        let server = Server::start(&mut product(program, copy), "/readyz").await?;
        figures.least("start", server.start.as_secs_f64() * 1000.0);
        tokio::time::sleep(Duration::from_millis(500)).await;
        figures.least("memory idle", server.memory()?);
    }
    let bare = Person {
        cookie: String::new(),
        csrf: String::new(),
    };
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("floor").arg(&copy.floor);
    let floor = Server::start(&mut command, "/detail?id=1").await?;
    let server = Server::start(&mut product(program, copy), "/readyz").await?;
    let mut people = Vec::new();
    for n in 0..ASKERS {
        people.push(sign_in(server.address, &login(n), PASSWORD).await?);
    }
    server.forget_peak()?;
    for round in 0..effort.rounds {
        eprintln!("  round {} of {}", round + 1, effort.rounds);
        for (name, connections, ask) in floor_asks(size) {
            let mut clients =
                connect(&floor, std::slice::from_ref(&bare), connections, &ask).await?;
            figures.most(name, rate(&mut clients, effort.time).await?);
        }
        many(&server, &people, size, effort, &mut figures).await?;
        figures.most("create", creates(&server, &people, effort).await?);
        figures.most("memory under load", server.peak()?);
        one(&server, &people, size, effort, &mut figures).await?;
    }
    server.forget_peak()?;
    export(&server, &people, &mut figures).await?;
    Ok(figures)
}

async fn many(
    server: &Server,
    people: &[Person],
    size: u64,
    effort: Effort,
    figures: &mut Figures,
) -> Result<()> {
    for (name, ask) in product_asks(size) {
        let mut clients = connect(server, people, 16, &ask).await?;
        match rate(&mut clients, effort.time).await {
            Ok(found) => figures.most(name, found),
            // What refuses some of sixteen askers has no figure; the table says so.
            Err(error) => eprintln!("  {name}: {error:#}"),
        }
    }
    Ok(())
}

async fn creates(server: &Server, people: &[Person], effort: Effort) -> Result<f64> {
    let mut clients = Vec::new();
    // The first two see all units; the others speak for their own.
    for (person, n) in people.iter().zip(0_u64..).skip(2).take(WRITERS) {
        let client = Client::connect(server.address, &person.cookie).await?;
        clients.push((client, propose(person, n % UNITS + 1)));
    }
    rate(&mut clients, effort.time).await.context("create")
}

/// How long one answer takes while nobody else asks.
async fn one(
    server: &Server,
    people: &[Person],
    size: u64,
    effort: Effort,
    figures: &mut Figures,
) -> Result<()> {
    let person = people.get(2).context("nobody")?;
    let mut client = Client::connect(server.address, &person.cookie).await?;
    let [(_, list), (_, detail), (_, home)] = product_asks(size);
    let ledger = Ask::page("/ledger");
    let as_of = Ask::page("/ledger?as_of=2026-06-30");
    for (name, ask) in [
        ("list ms", list),
        ("detail ms", detail),
        ("home ms", home),
        ("ledger ms", ledger),
        ("as-of ms", as_of),
    ] {
        figures.least(name, middle(&mut client, &ask, effort.time / 2).await?);
    }
    changed(server, people, &mut client, figures).await?;
    let coordinator = people.first().context("nobody")?;
    let mut client = Client::connect(server.address, &coordinator.cookie).await?;
    let home = middle(&mut client, &Ask::page("/"), effort.time / 2).await?;
    figures.least("home of the coordinator ms", home);
    Ok(())
}

/// The first home page and the first list after somebody wrote something: nothing is known from before.
async fn changed(
    server: &Server,
    people: &[Person],
    client: &mut Client,
    figures: &mut Figures,
) -> Result<()> {
    let writer = people.get(3).context("nobody")?;
    let mut other = Client::connect(server.address, &writer.cookie).await?;
    let ask = propose(writer, 3 % UNITS + 1);
    let list = "/problems?sort=due&state=working&unit=3";
    for (name, path) in [("home after ms", "/"), ("list after ms", list)] {
        let mut taken = Vec::new();
        for _ in 0..7 {
            ask.once(&mut other, next()).await?;
            let begun = Instant::now();
            Ask::page(path).once(client, next()).await?;
            taken.push(begun.elapsed().as_secs_f64() * 1000.0);
        }
        taken.sort_by(f64::total_cmp);
        figures.least(name, taken.get(3).copied().unwrap_or_default());
    }
    Ok(())
}

async fn export(server: &Server, people: &[Person], figures: &mut Figures) -> Result<()> {
    let person = people.get(2).context("nobody")?;
    let mut client = Client::connect(server.address, &person.cookie).await?;
    let begun = Instant::now();
    let reply = match Ask::page("/ledger.xlsx").once(&mut client, next()).await {
        Ok(reply) => reply,
        // More rows than one file takes.
        Err(error) => {
            eprintln!("  export: {error:#}");
            return Ok(());
        }
    };
    figures.put("export s", begun.elapsed().as_secs_f64());
    #[allow(clippy::cast_precision_loss, reason = "bytes of a file in MiB")]
    figures.put("export MiB", reply.body.len() as f64 / 1_048_576.0);
    figures.put("memory at export", server.peak()?);
    Ok(())
}
