//! The one door outward: nobody inside is reached, no redirect is followed, answers are small and come in time.

use std::time::Duration;

use gongjie::outbox::Class;
use gongjie::outbox::jobs::Worker;
use gongjie::outbox::wire::{Names, Post, Trouble, Wire};
use gongjie_base::outgoing::Allowed;

use super::listeners::{Say, Service};
use super::{channel, loopback, rows, told, work};

fn key(trouble: &Trouble) -> &'static str {
    match trouble {
        Trouble::Later(say) | Trouble::Never(say) => say.key,
    }
}

async fn asked(wire: &Wire, url: &str) -> Result<u16, &'static str> {
    let post = Post {
        url: url.to_owned(),
        body: Some("{}".into()),
        ..Post::default()
    };
    let reply = wire.post(&post).await;
    reply.map(|r| r.status).map_err(|t| key(&t))
}

#[tokio::test]
async fn addresses_inside_are_refused_unless_they_are_listed() {
    let service = Service::start().await;
    let port = service.port;
    let names = Names::from([
        ("inside.example".into(), vec!["127.0.0.1".parse().unwrap()]),
        (
            "mixed.example".into(),
            vec!["8.8.8.8".parse().unwrap(), "10.0.0.1".parse().unwrap()],
        ),
        (
            "six.example".into(),
            vec!["::ffff:127.0.0.1".parse().unwrap()],
        ),
    ]);
    let hosts = "127.0.0.1, ::1, 169.254.169.254, 10.0.0.1, 172.16.0.1, 192.168.0.1, 0.0.0.0, \
                 100.64.0.1, fd00::1, fe80::1, ::ffff:127.0.0.1, inside.example, mixed.example, six.example, \
                 localhost, 2130706433, 0x7f000001, 0177.0.0.1";
    let wire = Wire::new(Allowed::read(hosts, "").unwrap()).with_names(names.clone());
    for host in [
        "127.0.0.1",
        "[::1]",
        "169.254.169.254",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.0.1",
        "0.0.0.0",
        "100.64.0.1",
        "[fd00::1]",
        "[fe80::1]",
        "[::ffff:127.0.0.1]",
        "inside.example",
        "mixed.example",
        "six.example",
        "u@127.0.0.1",
    ] {
        let url = format!("http://{host}:{port}/");
        assert_eq!(asked(&wire, &url).await, Err("wire-inside"), "{url}");
    }
    // Other ways of writing an address are names that nobody has.
    for host in ["2130706433", "0x7f000001", "0177.0.0.1", "localhost"] {
        let url = format!("http://{host}:{port}/");
        assert_eq!(asked(&wire, &url).await, Err("wire-unknown-host"), "{url}");
    }
    for url in [
        format!("http://other.example:{port}/"),
        format!("http://127.0.0.1.example:{port}/"),
    ] {
        assert_eq!(asked(&wire, &url).await, Err("wire-not-listed"), "{url}");
    }
    for url in ["file:///etc/passwd", "gopher://127.0.0.1/", "127.0.0.1", ""] {
        assert_eq!(asked(&wire, url).await, Err("wire-bad-address"), "{url}");
    }
    let off = Wire::new(Allowed::default());
    assert_eq!(asked(&off, &service.url()).await, Err("wire-off"));
    assert!(service.asked().is_empty(), "nobody was reached");

    let listed = Wire::new(Allowed::read("inside.example", "127.0.0.1").unwrap()).with_names(names);
    let url = format!("http://inside.example:{port}/");
    assert_eq!(asked(&listed, &url).await, Ok(200));
    assert_eq!(service.asked().len(), 1);
}

#[tokio::test]
async fn the_systems_own_names_are_looked_up_and_checked() {
    let service = Service::start().await;
    let wire = Wire::new(Allowed::read("localhost", "").unwrap());
    let url = format!("http://localhost:{}/", service.port);
    assert_eq!(asked(&wire, &url).await, Err("wire-inside"));
    assert!(service.asked().is_empty());
}

#[tokio::test]
async fn answers_are_small_quick_and_lead_nowhere() {
    let service = Service::start().await;
    let inside = Service::start().await;
    let wire = loopback().with_deadline(Duration::from_millis(300));
    let url = service.url();
    for (say, wanted) in [
        (Say::Long(256 * 1024), Ok(200)),
        (Say::Long(256 * 1024 + 1), Err("wire-large")),
        (Say::Redirect(inside.url()), Err("wire-redirect")),
        (Say::Never, Err("wire-slow")),
        (Say::Status(503), Ok(503)),
    ] {
        service.say(say.clone());
        assert_eq!(asked(&wire, &url).await, wanted, "{say:?}");
    }
    assert!(inside.asked().is_empty(), "no redirect is followed");
    let nobody = format!("http://127.0.0.1:{}/", free_port().await);
    assert_eq!(asked(&wire, &nobody).await, Err("wire-unreached"));
}

async fn free_port() -> u16 {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    listener.local_addr().unwrap().port()
}

both!(
    what_fails_is_tried_six_times_and_given_up_in_sight,
    |world| async move {
        let service = Service::start().await;
        channel(&world, "dingtalk_robot", &service.url(), |_| {}).await;
        let wire = loopback().with_deadline(Duration::from_millis(300));
        let worker = Worker::new(world.app.clone(), wire).unwrap();
        told(&world, Class::Urgent, "f", &["jia"]).await;
        let says = [
            (Say::Status(500), "wire-status"),
            (
                Say::Json("{\"errcode\":310000,\"errmsg\":\"sign\"}".into()),
                "wire-said",
            ),
            (Say::Redirect("http://127.0.0.1:1/".into()), "wire-redirect"),
            (Say::Long(300_000), "wire-large"),
            (Say::Never, "wire-slow"),
            (Say::Json("<html>".into()), "wire-no-json"),
        ];
        for (n, (say, wanted)) in says.into_iter().enumerate() {
            service.say(say);
            work(&worker).await;
            let row = rows(&world).await.pop().unwrap();
            assert_eq!(row.error_key.as_deref(), Some(wanted));
            assert_eq!(row.tries, i64::try_from(n).unwrap() + 1);
            let state = if n == 5 { "given_up" } else { "waiting" };
            assert_eq!(row.state, state, "after {wanted}");
            world.app.clock.forward_minutes(721);
        }
        work(&worker).await;
        let asked = service.asked().len();
        assert_eq!(asked, 6);
        let row = rows(&world).await.pop().unwrap();
        let path = format!("/outbox/{}/retry", row.id);
        world.client("jia").await.post(&path, &[]).await.expect(404);
        let inspector = world.client("inspector").await;
        assert!(
            inspector
                .get("/outbox")
                .await
                .expect(200)
                .body
                .contains(&path)
        );
        inspector.post(&path, &[]).await.expect(303);
        inspector.post(&path, &[]).await.expect(409);
        service.say(Say::Json("{\"errcode\":0}".into()));
        work(&worker).await;
        let again = rows(&world).await.pop().unwrap();
        assert_eq!((again.state.as_str(), &again.uid), ("sent", &row.uid));
    }
);

both!(
    a_channel_to_a_place_inside_gives_up_at_once,
    |world| async move {
        let service = Service::start().await;
        channel(&world, "webhook", &service.url(), |_| {}).await;
        told(&world, Class::Urgent, "f", &["jia"]).await;
        let wire = Wire::new(Allowed::read("127.0.0.1", "").unwrap());
        work(&Worker::new(world.app.clone(), wire).unwrap()).await;
        let row = rows(&world).await.pop().unwrap();
        assert_eq!((row.state.as_str(), row.tries), ("given_up", 1));
        assert_eq!(row.error_key.as_deref(), Some("wire-inside"));
        assert!(service.asked().is_empty());
    }
);
