//! Each kind of channel speaks its protocol to a listener that checks it.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use gongjie::outbox::Class;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;

use super::listeners::{MailServer, Say, Service};
use super::{channel, reach, rows, told, work, worker};

fn hmac(key: &str, text: &str) -> String {
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(key.as_bytes()).unwrap();
    mac.update(text.as_bytes());
    BASE64_STANDARD.encode(mac.finalize().into_bytes())
}

both!(robots_are_signed_as_they_ask_for, |world| async move {
    let now = world.app.clock.now();
    for kind in ["dingtalk_robot", "feishu_robot", "wecom_robot"] {
        let service = Service::start().await;
        let id = channel(&world, kind, &service.url(), |_| {}).await;
        told(&world, Class::Instant, kind, &["jia", "yi"]).await;
        work(&worker(&world)).await;
        let asked = service.asked();
        assert_eq!(asked.len(), 1, "{kind}: one message to the group");
        let (ask, body) = (&asked[0], asked[0].json());
        assert_eq!(ask.method, "POST");
        assert!(ask.head("content-type").starts_with("application/json"));
        match kind {
            "dingtalk_robot" => {
                assert_eq!(ask.path, "/robot/send");
                assert_eq!(ask.query["access_token"], "a token+/");
                assert_eq!(ask.query["timestamp"], now.to_string());
                assert_eq!(ask.query["sign"], hmac("SECRET", &format!("{now}\nSECRET")));
                assert_eq!(body["msgtype"], "text");
            }
            "feishu_robot" => {
                assert_eq!(ask.path, "/open-apis/bot/v2/hook/a%20token%2B%2F");
                let seconds = now / 1_000;
                assert_eq!(body["timestamp"], seconds.to_string());
                assert_eq!(body["sign"], hmac(&format!("{seconds}\nSECRET"), ""));
                assert_eq!(body["msg_type"], "text");
                let text = body["content"]["text"].as_str().unwrap();
                assert!(text.contains("还有 41 件") && text.contains("/measures/7"));
            }
            _ => {
                assert_eq!(ask.path, "/cgi-bin/webhook/send");
                assert_eq!(ask.query["key"], "a token+/");
                assert!(body["text"]["content"].as_str().unwrap().contains("41"));
            }
        }
        let wu = world.client("wu").await;
        let removal = format!("/channels/{id}/removal");
        wu.post(&removal, &[]).await.expect(303);
    }
    assert!(rows(&world).await.iter().all(|r| r.state == "sent"));
});

both!(
    a_wecom_application_asks_for_its_token_once,
    |world| async move {
        let service = Service::start().await;
        channel(&world, "wecom_app", &service.url(), |_| {}).await;
        reach(&world, &["jia", "yi"]).await;
        told(&world, Class::Instant, "f", &["jia", "yi", "bing"]).await;
        let worker = worker(&world);
        work(&worker).await;
        told(&world, Class::Instant, "g", &["jia"]).await;
        work(&worker).await;
        assert_eq!(
            service
                .asked()
                .iter()
                .filter(|a| a.path.ends_with("/send"))
                .count(),
            2
        );
        world.app.clock.forward_minutes(1);
        work(&worker).await;
        let asked = service.asked();
        let tokens: Vec<_> = asked
            .iter()
            .filter(|a| a.path.ends_with("/gettoken"))
            .collect();
        assert!(tokens.len() <= 2, "two at once may both ask");
        assert_eq!(tokens[0].query["corpid"], "corp");
        assert_eq!(tokens[0].query["corpsecret"], "SECRET");
        let sent: Vec<_> = asked.iter().filter(|a| a.path.ends_with("/send")).collect();
        assert_eq!(sent.len(), 3);
        for one in sent {
            assert_eq!(one.query["access_token"], "tok-1");
            let body = one.json();
            assert_eq!(body["agentid"], 1_000_002);
            assert_eq!(body["enable_duplicate_check"], 1);
            assert_eq!(body["duplicate_check_interval"], 1800);
            assert!(["jia", "yi"].contains(&body["touser"].as_str().unwrap()));
        }
        // Somebody whom WeCom does not know is not tried again.
        service.say(Say::Json("{\"errcode\":0,\"invaliduser\":\"yi\"}".into()));
        told(&world, Class::Urgent, "h", &["yi"]).await;
        work(&worker).await;
        let last = rows(&world).await.pop().unwrap();
        assert_eq!(last.state, "given_up");
        assert_eq!(last.error_key.as_deref(), Some("wire-unknown-member"));
    }
);

both!(
    a_webhook_is_signed_over_id_time_and_body,
    |world| async move {
        let service = Service::start().await;
        service.say(Say::Status(204));
        channel(
            &world,
            "webhook",
            &format!("{}/in?a=1", service.url()),
            |_| {},
        )
        .await;
        told(&world, Class::Instant, "f", &["jia", "yi"]).await;
        work(&worker(&world)).await;
        let asked = service.asked();
        assert_eq!(asked.len(), 1);
        let ask = &asked[0];
        assert_eq!((ask.path.as_str(), ask.query["a"].as_str()), ("/in", "1"));
        let (id, time) = (ask.head("webhook-id"), ask.head("webhook-timestamp"));
        let wanted = hmac("SECRET", &format!("{id}.{time}.{}", ask.body));
        assert_eq!(ask.head("webhook-signature"), format!("v1,{wanted}"));
        let body = ask.json();
        assert_eq!(body["id"], id);
        assert_eq!(body["class"], "instant");
        assert_eq!(
            (&body["subject"], &body["subject_id"]),
            (&json!("measure"), &json!(7))
        );
        assert_eq!(body["recipients"], json!(["甲", "乙"]));
        assert!(body["link"].as_str().unwrap().ends_with("/measures/7"));
        assert_eq!(rows(&world).await[0].uid, id);
    }
);

both!(
    mail_goes_to_one_person_and_comes_again_when_put_off,
    |world| async move {
        let server = MailServer::start(1).await;
        let plain = |c: &mut gongjie::outbox::rules::ChannelInput| c.secret.clear();
        channel(&world, "email", &server.url(), plain).await;
        reach(&world, &["jia"]).await;
        told(&world, Class::Instant, "f", &["jia", "bing"]).await;
        let worker = worker(&world);
        work(&worker).await;
        let put_off = rows(&world).await.pop().unwrap();
        assert_eq!((put_off.state.as_str(), put_off.tries), ("waiting", 1));
        assert_eq!(put_off.error_key.as_deref(), Some("wire-mail-refused"));
        assert!(server.mails().is_empty());
        work(&worker).await;
        assert!(server.mails().is_empty(), "not before its time");
        world.app.clock.forward_minutes(2);
        work(&worker).await;
        let sent = rows(&world).await.pop().unwrap();
        assert_eq!((sent.state.as_str(), sent.tries), ("sent", 2));
        let mails = server.mails();
        assert_eq!(mails.len(), 1);
        let mail = &mails[0];
        assert!(mail.contains("RCPT TO:<jia@school.example>"), "{mail}");
        assert!(mail.contains("From: gongjie@school.example"), "{mail}");
        assert!(
            mail.contains(&format!("Message-ID: <{}@school.example>", sent.uid)),
            "{mail}"
        );
        // The server's own no is final.
        let tx = world.begin().await;
        let sql = "UPDATE person SET email = 'nobody@school.example' WHERE id = $1";
        tx.run(sql, [world.person_id("jia").into()]).await.unwrap();
        tx.commit().await.unwrap();
        told(&world, Class::Urgent, "g", &["jia"]).await;
        work(&worker).await;
        let refused = rows(&world).await.pop().unwrap();
        assert_eq!((refused.state.as_str(), refused.tries), ("given_up", 1));
    }
);
