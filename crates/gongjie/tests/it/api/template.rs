//! Office templates as JSON: taken in once, shown with what each column takes, filled, removed.

use serde_json::{Value, json};

use super::evidence::upload;
use super::proofs::{hidden_from, refused_at, twice};
use super::{call, ids, read};
use crate::measure::issued_measure;
use crate::template::{FIELDS, empty};

const LIST: &str = "/api/v1/office-templates";

both!(
    a_script_takes_a_template_in_and_fills_it,
    |world| async move {
        issued_measure(&world).await;
        let file = ("报送表.xlsx", &empty()[..]);
        let (reply, made) = upload(&world, "coord", LIST, &FIELDS, file, Some("k")).await;
        let first = reply.expect(201).body;
        let (reply, _) = upload(&world, "coord", LIST, &FIELDS, file, Some("k")).await;
        assert_eq!(reply.expect(201).body, first, "taken in once");
        let id = made["id"].as_i64().unwrap();
        assert_eq!(ids(&read(&world, "bing", LIST).await), [id]);
        let one = format!("{LIST}/{id}");
        let shown = read(&world, "jia", &one).await;
        assert_eq!(
            (&shown["sheet"], &shown["head_row"]),
            (&json!("报送表"), &json!(2))
        );
        let takes: Vec<&Value> = shown["columns"]
            .as_array()
            .unwrap()
            .iter()
            .map(|c| &c["takes"])
            .collect();
        let wanted = ["no", "problem", "measure", "lead", "owner", "due"].map(Value::from);
        assert_eq!(takes[..6], wanted.iter().collect::<Vec<_>>());
        assert_eq!(takes[6], &Value::Null);
        let filled = format!("{one}/filled");
        let (reply, _) = call(&world, "jia", "GET", &filled, Value::Null).await;
        let book = gongjie_reader::file::open(&reply.expect(200).bytes).unwrap();
        assert!(
            book.grids[0]
                .cell(3, 2)
                .unwrap()
                .text
                .contains("编一张排班表")
        );
        for path in [&one, &filled] {
            hidden_from(&world, &["stranger", "wu"], ("GET", path), &Value::Null).await;
        }
        let (reply, _) = upload(&world, "jia", LIST, &FIELDS, file, Some("j")).await;
        reply.expect(404);
        refused_at(
            &world,
            "coord",
            ("POST", LIST),
            json!({}),
            &["name", "filled_with", "file"],
        )
        .await;
        let removal = format!("{one}/removal");
        let body = json!({ "version": 1 });
        hidden_from(&world, &["jia", "stranger"], ("POST", &removal), &body).await;
        let (reply, _) = call(&world, "coord", "POST", &removal, json!({ "version": 7 })).await;
        reply.expect(409);
        twice(&world, "coord", ("POST", &removal), body, 200).await;
        hidden_from(&world, &["coord"], ("GET", &one), &Value::Null).await;
    }
);
