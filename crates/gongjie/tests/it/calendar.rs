//! The working calendar: loaded by the coordinator, read by all who work, and asked by every limit in working days.

use gongjie::calendar::queries::find;
use jiff::civil::date;

use crate::measure::paired_problem;
use crate::world::World;

const NOTICE: &str = include_str!("../../seeds/notice-2026.json");

async fn entries(world: &World) -> i64 {
    let sql = "SELECT COUNT(*) FROM journal WHERE action LIKE 'calendar.%'";
    let count = world.app.db.read().scalar(sql, []).await.unwrap();
    count.unwrap()
}

both!(a_notice_is_loaded_once, |world| async move {
    let coord = world.client("coord").await;
    let notice = [("notice", NOTICE)];
    coord.post("/calendars/notices", &notice).await.expect(303);
    let of = world.acting("coord").await.actor.organization_id;
    let calendar = find(world.app.db.read(), of).await.unwrap();
    assert!(!calendar.is_working(date(2026, 10, 1)));
    assert!(calendar.is_working(date(2026, 10, 10)));
    assert_eq!(entries(&world).await, 1);
    coord.post("/calendars/notices", &notice).await.expect(303);
    assert_eq!(entries(&world).await, 1);
    let page = world.client("bing").await.get("/calendars?year=2026").await;
    let page = page.expect(200).body;
    assert!(page.contains("day-2026-10-10") && page.contains("统筹"));
    assert!(
        !page.contains("/calendars/notices"),
        "a reader sees no form"
    );
    let bad = NOTICE.replace("2026-01-04", "2026-01-99");
    let page = coord.post("/calendars/notices", &[("notice", &bad)]).await;
    assert!(page.expect(422).body.contains("第 7 行"));
});

both!(
    only_the_coordinator_keeps_it_and_others_see_their_own,
    |world| async move {
        let day = [("day", "2026-11-30"), ("name", "校庆"), ("kind", "off")];
        for key in ["jia", "leader", "wu"] {
            let client = world.client(key).await;
            client.post("/calendars/days", &day).await.expect(404);
        }
        let coord = world.client("coord").await;
        coord.post("/calendars/days", &day).await.expect(303);
        let own = world.acting("coord").await.actor.organization_id;
        let other = world.acting("stranger").await.actor.organization_id;
        let read = world.app.db.read();
        assert!(
            !find(read, own)
                .await
                .unwrap()
                .is_working(date(2026, 11, 30))
        );
        assert!(
            find(read, other)
                .await
                .unwrap()
                .is_working(date(2026, 11, 30))
        );
        let vacation = [
            ("name", "寒假"),
            ("starts_on", "2027-01-18"),
            ("ends_on", "2027-02-26"),
        ];
        coord
            .post("/calendars/vacations", &vacation)
            .await
            .expect(303);
        let hours = [("hours", "08:30-12:00, 13:30-17:30")];
        coord.post("/calendars/hours", &hours).await.expect(303);
        let calendar = find(read, own).await.unwrap();
        assert!(calendar.in_vacation(date(2027, 2, 1)));
        assert!(calendar.is_working_time(date(2026, 11, 27).at(8, 30, 0, 0)));
        assert!(!calendar.is_working_time(date(2026, 11, 27).at(17, 30, 0, 0)));
        let week = [("day", "2026-11-30"), ("kind", "week")];
        coord.post("/calendars/days", &week).await.expect(303);
        assert!(
            find(read, own)
                .await
                .unwrap()
                .is_working(date(2026, 11, 30))
        );
        let strange = world.client("stranger").await;
        let body = strange
            .get("/api/v1/calendars?year=2027")
            .await
            .expect(200)
            .body;
        assert!(body.contains("\"vacations\":[]"), "{body}");
    }
);

both!(
    limits_and_lights_follow_the_calendar_and_a_past_day_keeps_its_own,
    |world| async move {
        let problem = paired_problem(&world).await;
        let (jia, coord) = (world.client("jia").await, world.client("coord").await);
        let unit = world.unit_text("B");
        let measure = [
            ("text", "本周内先把通知发下去"),
            ("lead", unit.as_str()),
            ("due_text", "立行立改"),
        ];
        let path = format!("/problems/{problem}/measures");
        let due = async |id: i64| -> Option<String> {
            let sql = "SELECT due_on FROM measure WHERE id = $1";
            let read = world.app.db.read();
            read.scalar(sql, [id.into()]).await.unwrap()
        };
        // Issued on Monday the 23rd: five working days.
        let id = jia.post(&path, &measure).await.id();
        assert_eq!(due(id).await.as_deref(), Some("2026-11-30"));
        let seq = "SELECT MAX(seq) FROM journal";
        let seq: Option<i64> = world.app.db.read().scalar(seq, []).await.unwrap();
        for day in ["2026-11-24", "2026-11-25"] {
            let off = [("day", day), ("name", "校运会"), ("kind", "off")];
            coord.post("/calendars/days", &off).await.expect(303);
        }
        let id = jia.post(&path, &measure).await.id();
        assert_eq!(due(id).await.as_deref(), Some("2026-12-02"));
        let of = world.acting("coord").await.actor.organization_id;
        let then = world.app.db.as_of(seq.unwrap()).await.unwrap();
        assert!(
            find(&then, of)
                .await
                .unwrap()
                .is_working(date(2026, 11, 24))
        );
        let now = find(world.app.db.read(), of).await.unwrap();
        assert!(!now.is_working(date(2026, 11, 24)));
    }
);
