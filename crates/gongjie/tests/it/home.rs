//! The first page: what waits for whom, and what nobody else sees of it.

use gongjie::demo;

use crate::world::World;

const DRAFT: &str = "学业导师、班主任权责不清";

async fn body(world: &World, key: &str) -> String {
    world.client(key).await.get("/").await.expect(200).body
}

both!(
    what_waits_is_shown_to_whom_it_waits_for,
    |world| async move {
        let id = world.proposed_problem().await;
        let coord = body(&world, "coord").await;
        assert!(coord.contains("今天要您办 1 件"), "{coord}");
        assert!(coord.contains(&format!("href=\"/problems/{id}\"")));
        for other in ["jia", "yi", "bing", "inspector", "editor"] {
            let page = body(&world, other).await;
            assert!(page.contains("今天没有要您办的事"), "{other}");
        }
        for outsider in ["bing", "stranger", "wu"] {
            assert!(!body(&world, outsider).await.contains(DRAFT), "{outsider}");
        }
    }
);

both!(
    every_number_of_the_sentence_leads_to_its_figure,
    |world| async move {
        world.listed_problem().await;
        let jia = world.client("jia").await;
        let page = jia.get("/").await.expect(200).body;
        assert_eq!(page.matches("<h1").count(), 1);
        let figures: Vec<&str> = page
            .split("href=\"/figures/")
            .skip(1)
            .filter_map(|tail| tail.split('"').next())
            .collect();
        assert!(figures.len() >= 10, "{figures:?}");
        for figure in figures {
            jia.get(&format!("/figures/{figure}").replace("&amp;", "&"))
                .await
                .expect(200);
        }
    }
);

both!(
    administrators_see_no_business_and_the_unknown_are_asked_to_sign_in,
    |world| async move {
        world.listed_problem().await;
        for administrator in ["wu", "ji", "geng"] {
            let page = body(&world, administrator).await;
            assert!(
                !page.contains("/figures/") && !page.contains(DRAFT),
                "{administrator}"
            );
        }
        let nobody = world.nobody().get("/").await;
        assert_eq!(nobody.status, 303);
        assert!(nobody.location.starts_with("/login"), "{}", nobody.location);
    }
);

both!(
    an_organisation_without_anything_has_a_home_too,
    |world| async move {
        let page = body(&world, "stranger").await;
        assert!(page.contains("今天没有要您办的事"));
    }
);

both!(
    the_home_of_the_article_says_what_differs,
    |world| async move {
        demo::load(&world.app).await.unwrap();
        let page = body(&world, "tongchou").await;
        assert!(page.contains("原说 21，台账 17 行，差 4"), "{page}");
        assert!(page.contains("<svg") && page.contains("<title>"));
        assert!(!page.contains(" style=") && !page.contains("⟦"));
    }
);

both!(
    everybody_of_the_example_is_led_to_what_waits_for_them,
    |world| async move {
        demo::load(&world.app).await.unwrap();
        let cases: &[(&str, &[(&str, &str)])] = &[
            (
                "example-gui",
                &[
                    ("受理", "实习单位安全责任写不清"),
                    ("公示", "校园地图门牌号缺失"),
                    ("抽定检查人", "体育场馆预约不透明"),
                    ("90 天回看", "校门口早晚高峰人车混行"),
                ],
            ),
            (
                "example-chou",
                &[
                    ("受理", "全校统一的访客预约没有牵头单位"),
                    ("销号", "危险化学品废液暂存超期"),
                ],
            ),
            (
                "example-jia",
                &[
                    ("发邀请", "夏季实验室用电高峰跳闸"),
                    ("答复", "晚间自习室开放不足"),
                    ("加举措", "教师出差报销周期长"),
                    ("申请销号", "校区间文件递送慢"),
                    ("签收", "安排答辩季夜间开放值班"),
                ],
            ),
            (
                "example-xin",
                &[
                    ("销号签字", "新生选课说明分散"),
                    ("同意延期申请", "合并四张报到表为一张"),
                ],
            ),
            (
                "example-yi",
                &[
                    ("答复", "新入职教师周转房信息不清"),
                    ("看销号申请", "公共教室投影故障报修慢"),
                    ("补好再报", "修订预约与违约释放规则"),
                ],
            ),
            ("example-ren", &[("审核", "统计近一年预约与实际使用时长")]),
            (
                "example-zi",
                &[("批延期", "把照片采集改为一次采集多处使用")],
            ),
            ("example-ding", &[("核验", "办事盖章往返次数多")]),
            ("example-yin", &[("90 天回看", "校门口早晚高峰人车混行")]),
            ("example-bing", &[("找搭档", "跨单位会议纪要格式不一")]),
            ("example-si", &[("申请销号", "学生证补办要三趟")]),
        ];
        for (login, wanted) in cases {
            let page = body(&world, login).await;
            for (verb, title) in *wanted {
                assert!(
                    page.contains(&format!("aria-label=\"{verb}：{title}\"")),
                    "{login}: {verb} {title}"
                );
            }
            assert!(!page.contains('⟦'), "{login}");
        }
        // Who did some of the work is not asked to check it.
        for doer in ["example-jia", "example-yi", "example-bing"] {
            let page = body(&world, doer).await;
            assert!(!page.contains("核验：办事盖章往返次数多"), "{doer}");
        }
    }
);

both!(
    a_thing_to_do_leads_to_the_exact_place_and_the_loudest_light_comes_first,
    |world| async move {
        demo::load(&world.app).await.unwrap();
        let jia = world.client("example-jia").await;
        let page = jia.get("/").await.expect(200).body;
        let todos = page.split("class=\"fit fullcell\"").skip(1);
        let places: Vec<&str> = todos
            .filter_map(|row| row.split("href=\"").nth(1)?.split('"').next())
            .collect();
        assert!(places.len() > 8, "{places:?}");
        for place in &places {
            jia.get(place.split('#').next().unwrap()).await.expect(200);
        }
        let lights: Vec<usize> = ["light--late", "light--warn", "light--near"]
            .iter()
            .filter_map(|light| page.find(light))
            .collect();
        assert!(lights.is_sorted(), "{lights:?}");
        assert!(page.contains("还有") && page.contains("<details"));
    }
);
