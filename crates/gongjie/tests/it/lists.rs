//! The three lists, by unit, by person, 销号台账, and their files, opened again cell by cell.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx};
use gongjie::measure::actions as measures;

use crate::measure::paired_problem;
use crate::world::World;

const ADDRESSES: [&str; 4] = ["/lists", "/lists/units", "/lists/people", "/lists/closings"];

/// A problem that A leads and B helps to solve, with two measures and a task, one of them 乙's; ids of all.
async fn worked_problem(world: &World) -> (i64, [i64; 3]) {
    let id = paired_problem(world).await;
    let acting = world.acting("coord").await;
    let tx = world.begin().await;
    let (a, b) = (world.unit("A"), world.unit("B"));
    let record = |parent_id, text, units, owner_id, due_text| measures::Recorded {
        parent_id,
        text,
        units,
        owner_id,
        due_text,
        source: "测试",
        ..measures::Recorded::default()
    };
    let both = [(a, None), (b, None)];
    let first = record(None, "编一张权责表", &both, None, Some("2026-12-31"));
    let first = measures::record_old(&tx, &acting, id, &first)
        .await
        .unwrap();
    let own = [(b, None)];
    let owner = Some(world.person_id("yi"));
    let task = record(Some(first), "先摸底", &own, owner, Some("2026-11-30"));
    let task = measures::record_old(&tx, &acting, id, &task).await.unwrap();
    let second = measures::Recorded {
        stated_count: Some(47),
        done_on: Some("2026-11-20"),
        ..record(None, "=办理\"导师\"培训", &[], None, None)
    };
    let second = measures::record_old(&tx, &acting, id, &second)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    (id, [first, task, second])
}

/// Closes a problem on an independent check by D, with two pieces of evidence.
async fn close(world: &World, id: i64) {
    let tx = world.begin().await;
    let sql = "UPDATE problem SET state = 'closed', closed_as = 'checked', closed_on = '2026-11-23' \
               WHERE id = $1";
    tx.run(sql, [id.into()]).await.unwrap();
    let sql = "INSERT INTO close_out (organization_id, problem_id, state, state_since, result, applied_on, \
               verified_by_id, verifier_unit_id) \
               SELECT organization_id, id, 'struck', 0, '办好了', '2026-11-21', $2, $3 FROM problem WHERE id = $1";
    let values = [
        id.into(),
        world.person_id("ding").into(),
        world.unit("D").into(),
    ];
    tx.run(sql, values).await.unwrap();
    for title in ["通知", "照片"] {
        let sql = "INSERT INTO evidence (organization_id, problem_id, kind, title, link, visibility, is_withdrawn, \
                   created_at) SELECT organization_id, id, 'link', $2, 'https://example.edu.cn/', 'internal', \
                   $3, 0 FROM problem WHERE id = $1";
        let values = [id.into(), title.into(), false.into()];
        tx.run(sql, values).await.unwrap();
    }
    tx.commit().await.unwrap();
}

fn count(text: &str, part: &str) -> usize {
    text.matches(part).count()
}

both!(one_problem_covers_its_measures, |world| async move {
    let (id, [first, task, second]) = worked_problem(&world).await;
    let jia = world.client("jia").await;
    let page = jia.get("/lists").await.expect(200).body;
    assert_eq!(count(&page, "rowspan=\"3\""), 1);
    assert_eq!(count(&page, &format!("href=\"/problems/{id}\"")), 1);
    let at = |id: i64| page.find(&format!("/measures/{id}\"")).unwrap();
    assert!(at(first) < at(task) && at(task) < at(second));
    assert!(page.contains("class=\"task2\""));
    assert!(page.contains("甲处党支部") && page.contains("乙处党支部"));
    assert!(page.contains("原文未分工") && page.contains("待填"));
    assert!(page.contains("2026年12月31日") && page.contains("47 条举措"));
    assert!(page.contains("1 道题，本页 3 条举措"));
    assert_eq!(count(&page, "aria-current=\"page\""), 2);
    world
        .client("coord")
        .await
        .get("/lists?lang=en")
        .await
        .expect(200);
});

both!(
    a_problem_without_measures_says_whose_turn_it_is,
    |world| async move {
        let id = paired_problem(&world).await;
        let add = format!("/problems/{id}/measures/new");
        let page = world.client("jia").await.get("/lists").await.body;
        assert!(page.contains("还没有举措") && page.contains(&add));
        let page = world.client("bing").await.get("/lists").await.body;
        assert!(page.contains("由甲处党支部列出") && !page.contains(&add));
    }
);

both!(filters_narrow_and_links_keep_them, |world| async move {
    let (worked, _) = worked_problem(&world).await;
    let bare = world.listed_problem().await;
    let jia = world.client("jia").await;
    let cases = [
        (String::new(), vec![bare, worked]),
        ("state=listed".into(), vec![bare]),
        (format!("unit={}", world.unit("B")), vec![worked]),
        (format!("unit={}", world.unit("C")), vec![]),
        ("q=%E6%91%B8%E5%BA%95".into(), vec![worked]),
        ("q=%25".into(), vec![]),
        (format!("theme={}", world.theme()), vec![bare, worked]),
        ("theme=none".into(), vec![]),
        (format!("before={bare}"), vec![worked]),
        ("state=proposed".into(), vec![]),
        (
            "campaign=junk&unit=junk&before=junk".into(),
            vec![bare, worked],
        ),
    ];
    for (query, expected) in cases {
        let page = jia.get(&format!("/lists?{query}")).await.expect(200).body;
        for id in [worked, bare] {
            let is_there = page.contains(&format!("href=\"/problems/{id}\""));
            assert_eq!(is_there, expected.contains(&id), "{query}: {id}");
        }
    }
    let page = jia.get("/lists?state=listed&dense=1").await.body;
    assert!(page.contains("table--dense"));
    assert!(
        page.contains("state=listed&#38;campaign=") || page.contains("state=listed&amp;campaign=")
    );
    let page = jia.get("/lists?theme=none").await.body;
    assert!(page.contains("没有符合条件的难题") && page.contains("去掉筛选"));
});

both!(
    a_long_list_goes_on_where_the_page_before_ended,
    |world| async move {
        let mut ids = Vec::new();
        for _ in 0..51 {
            ids.push(world.listed_problem().await);
        }
        let jia = world.client("jia").await;
        let page = jia.get("/lists").await.body;
        let holds = |page: &str, id: i64| page.contains(&format!("href=\"/problems/{id}\""));
        assert!(!holds(&page, ids[0]) && ids[1..].iter().all(|id| holds(&page, *id)));
        assert!(page.contains(&format!("before={}", ids[1])));
        let page = jia.get(&format!("/lists?before={}", ids[1])).await.body;
        assert!(holds(&page, ids[0]) && !holds(&page, ids[1]));
        assert!(!page.contains("rel=\"next\""));
    }
);

both!(each_unit_has_its_sheet, |world| async move {
    let (_, [first, task, _]) = worked_problem(&world).await;
    let jia = world.client("jia").await;
    let page = jia.get("/lists/units").await.expect(200).body;
    let a = page.find("甲处党支部</a><span").unwrap();
    let b = page.find("乙处党支部</a><span").unwrap();
    assert!(a < b, "units stand in their order");
    assert!(page.contains("在 1 项结对里"));
    let path = format!("/lists/units?unit={}", world.unit("B"));
    let page = jia.get(&path).await.body;
    assert!(page.contains("乙处党支部责任清单") && page.contains("rowspan=\"2\""));
    let at = |id: i64| page.find(&format!("/measures/{id}\"")).unwrap();
    assert!(at(task) < at(first), "what it leads stands first");
    assert_eq!(count(&page, "<tbody class=\"onesheet\""), 1);
});

both!(what_nobody_is_named_for_stands_first, |world| async move {
    let (_, [first, task, second]) = worked_problem(&world).await;
    let jia = world.client("jia").await;
    let page = jia.get("/lists/people").await.expect(200).body;
    let at = |id: i64| page.find(&format!("\"/measures/{id}\"")).unwrap();
    assert!(at(first) < at(second) && at(second) < at(task));
    assert!(page.contains("2 条没有责任人"));
    assert!(page.contains(&format!("href=\"/people/{}\"", world.person_id("yi"))));
    assert!(
        page.contains(&format!("/measures/{first}/edit")),
        "A names its own"
    );
    assert!(!page.contains(&format!("/measures/{second}/edit")));
    let page = world.client("bing").await.get("/lists/people").await.body;
    assert!(page.contains("由甲处党支部指定") && page.contains("先由统筹办分工"));
    assert!(!page.contains("/edit"));
});

both!(the_two_marks_are_two_counts, |world| async move {
    let (id, _) = worked_problem(&world).await;
    let jia = world.client("jia").await;
    let page = jia.get("/lists/closings").await.expect(200).body;
    assert!(!page.contains("丁处党支部 丁"));
    close(&world, id).await;
    let page = jia.get("/lists/closings").await.body;
    assert!(page.contains("丁处党支部 丁") && page.contains("2 份"));
    assert!(page.contains("2026年11月23日") && page.contains("独立核验"));
    assert!(page.contains("核：独立核验 <b data-fig=\"checked\" data-n=\"1\">1</b>"));
    assert!(page.contains("销：提出人认可 <b data-fig=\"solved\" data-n=\"0\">0</b>"));
    assert!(page.contains(">核</span>") && !page.contains(">销</span>"));
});

/// The cells of a sheet that hold something, by row and column from 0.
fn cells(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> BTreeMap<(u32, u32), String> {
    let mut reader = book.worksheet_cells_reader(name).unwrap();
    let mut found = BTreeMap::new();
    while let Some(cell) = reader.next_cell().unwrap() {
        let text = match cell.get_value() {
            DataRef::SharedString(text) => (*text).to_owned(),
            DataRef::String(text) => text.clone(),
            DataRef::Float(number) => number.to_string(),
            _ => continue,
        };
        found.insert(cell.get_position(), text);
    }
    found
}

fn row(cells: &BTreeMap<(u32, u32), String>, row: u32, columns: u32) -> Vec<String> {
    (0..columns)
        .map(|column| cells.get(&(row, column)).cloned().unwrap_or_default())
        .collect()
}

both!(
    the_workbook_opens_as_the_offices_know_it,
    |world| async move {
        let (id, _) = worked_problem(&world).await;
        close(&world, id).await;
        let jia = world.client("jia").await;
        let reply = jia.get("/lists.xlsx").await.expect(200);
        let mut book = Xlsx::new(Cursor::new(reply.bytes.as_slice())).unwrap();
        let names = [
            "封面汇总",
            "难题清单",
            "举措清单",
            "责任清单",
            "销号台账",
            "结对共建台账",
        ];
        assert_eq!(book.sheet_names(), names);
        let cover = cells(&mut book, "封面汇总");
        assert_eq!(cover[&(0, 0)], "2026 年结对共建三张清单");
        assert!(cover[&(1, 0)].contains("填报单位：测试大学"));
        assert!(cover[&(1, 0)].contains("填报时间：2026年11月23日"));
        assert!(
            cover[&(2, 0)].contains("1项结对共建，聚焦1项问题"),
            "{}",
            cover[&(2, 0)]
        );
        let problems = row(&cover, 6, 5);
        assert_eq!(problems[..3], ["难题", "1", "项"]);
        assert!(
            problems[4].contains("已入单"),
            "the definition stands beside it"
        );
        assert_eq!(row(&cover, 12, 2), ["销号率", "样本不足"]);

        let found = cells(&mut book, "难题清单");
        let heads = row(&found, 2, 11);
        assert_eq!(
            heads,
            [
                "序号",
                "难题名称",
                "具体表现",
                "来源",
                "提出单位或人群",
                "问题类别",
                "主题方面",
                "涉及部门",
                "提出时间",
                "紧急程度",
                "备注"
            ]
        );
        let first = row(&found, 3, 11);
        assert_eq!(first[0..2], ["1", "学业导师、班主任权责不清"]);
        assert_eq!(
            first[7..],
            ["甲处党支部、乙处党支部", "2026年11月23日", "", "已销号"]
        );

        let found = cells(&mut book, "举措清单");
        let heads = row(&found, 3, 11);
        assert_eq!(heads[4..6], ["起", "止"]);
        assert_eq!(found[&(2, 4)], "时间节点");
        assert_eq!(found[&(2, 10)], "亮灯");
        assert!(!found[&(4, 10)].is_empty(), "a light stands as a word");
        let second = row(&found, 5, 10);
        assert_eq!(
            second[..3],
            ["", "", "\u{3000}先摸底"],
            "a task is indented, its problem merged"
        );
        let third = row(&found, 6, 10);
        assert_eq!(third[2], "=办理\"导师\"培训");
        assert_eq!(third[9], "已办结");

        let found = cells(&mut book, "责任清单");
        let task = row(&found, 4, 9);
        assert_eq!(
            task[3..],
            ["", "乙处党支部", "", "乙", "", "2026年11月30日"]
        );

        let found = cells(&mut book, "销号台账");
        let heads = row(&found, 2, 13);
        assert_eq!(
            heads,
            [
                "序号",
                "难题",
                "举措",
                "责任单位",
                "责任人",
                "完成时限",
                "进展情况",
                "是否完成",
                "是否销号",
                "销号时间",
                "核验人",
                "佐证材料",
                "备注"
            ]
        );
        let first = row(&found, 3, 13);
        assert_eq!(
            first[7..],
            [
                "否",
                "核",
                "2026年11月23日",
                "丁处党支部 丁",
                "2 份",
                "独立核验"
            ]
        );
        assert_eq!(row(&found, 5, 13)[7..9], ["是", ""]);
        let merged = book.merge_cells_by_sheet_name("销号台账").unwrap();
        let spans: Vec<_> = merged
            .iter()
            .filter(|m| m.start.1 == m.end.1)
            .map(|m| (m.start.0, m.end.0, m.start.1))
            .collect();
        for column in [0, 1, 8, 9, 10, 11, 12] {
            assert!(spans.contains(&(3, 5, column)), "{column}: {spans:?}");
        }
        assert!(!spans.iter().any(|(_, _, column)| *column == 2));
    }
);

both!(each_list_is_a_csv, |world| async move {
    let (_, _) = worked_problem(&world).await;
    let jia = world.client("jia").await;
    for (list, head, rows) in [
        ("problems", "\u{feff}\"序号\",\"难题名称\"", 2),
        ("measures", "\u{feff}\"序号\",\"难题\",\"举措\"", 4),
        ("duties", "\u{feff}\"序号\",\"难题\",\"举措\"", 4),
        ("closings", "\u{feff}\"序号\",\"难题\",\"举措\"", 4),
    ] {
        let reply = jia
            .get(&format!("/lists.csv?list={list}"))
            .await
            .expect(200);
        assert!(reply.body.starts_with(head), "{list}: {}", reply.body);
        assert_eq!(reply.body.lines().count(), rows, "{list}");
        assert_eq!(reply.headers["content-type"], "text/csv; charset=utf-8");
    }
    let guarded = jia.get("/lists.csv?list=measures").await.body;
    assert!(guarded.contains("\"'=办理\"\"导师\"\"培训\""), "{guarded}");
    jia.get("/lists.csv?list=other").await.expect(422);
    let narrowed = jia.get("/lists.csv?q=%E6%B2%A1%E6%9C%89").await;
    assert_eq!(narrowed.body.lines().count(), 1);
});

both!(others_see_nothing_of_it, |world| async move {
    let (_, _) = worked_problem(&world).await;
    let draft = world.proposed_problem().await;
    let stranger = world.client("stranger").await;
    for path in ADDRESSES {
        let page = stranger.get(path).await.expect(200).body;
        assert!(
            !page.contains("权责") && !page.contains("甲处党支部"),
            "{path}"
        );
        assert!(page.contains("这里将列出") && page.contains("class=\"empty\""));
        world.client("wu").await.get(path).await.expect(404);
        world.nobody().get(path).await.expect(303);
        let page = world.client("bing").await.get(path).await.expect(200).body;
        assert!(!page.contains(&format!("\"/problems/{draft}\"")), "{path}");
    }
    let unit = world.unit("A");
    let page = stranger
        .get(&format!("/lists/units?unit={unit}"))
        .await
        .body;
    assert!(!page.contains("权责") && !page.contains("甲处"));
    let campaign = "/lists.csv?list=measures&campaign=1";
    assert!(!stranger.get(campaign).await.body.contains("权责"));
    let reply = stranger.get("/lists.xlsx").await.expect(200);
    let mut book = Xlsx::new(Cursor::new(reply.bytes.as_slice())).unwrap();
    for name in book.sheet_names() {
        let found = cells(&mut book, &name);
        assert!(!found.values().any(|text| text.contains("权责")), "{name}");
    }
});

both!(
    a_phone_stands_only_for_those_who_work_with_the_unit,
    |world| async move {
        let (_, _) = worked_problem(&world).await;
        let tx = world.begin().await;
        let values = [world.person_id("yi").into(), "029-1234".into()];
        tx.run("UPDATE person SET phone = $2 WHERE id = $1", values)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        for (who, sees) in [
            ("yi", true),
            ("coord", true),
            ("jia", false),
            ("bing", false),
        ] {
            let client = world.client(who).await;
            let file = client.get("/lists.csv?list=duties").await.body;
            assert_eq!(file.contains("029-1234"), sees, "{who}");
        }
    }
);

both!(what_is_typed_is_escaped, |world| async move {
    let jia = world.client("jia").await;
    for path in ADDRESSES {
        let page = jia
            .get(&format!("{path}?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E"))
            .await
            .expect(200)
            .body;
        assert!(!page.contains("<script>alert"), "{path}");
    }
});
