//! The facts of a large organisation as SQL that both engines run; every value follows from the row's number and the seed.

/// Changes every pseudo-random choice.
pub const SEED: u64 = 20_261_127;
/// Of 50 problems so many are not yet taken by a pairing: proposed or listed.
const UNPAIRED: u64 = 5;

/// Ids of the rows that the facts hang on. Units, people and themes follow each other without a gap.
pub struct Ground {
    pub organization: i64,
    pub campaign: i64,
    pub unit: i64,
    pub units: u64,
    pub person: i64,
    pub people: u64,
    pub theme: i64,
    pub themes: u64,
    /// Moment at which the year began.
    pub at: i64,
}

/// A choice of 0 to `m` - 1 for row `i`; `k` makes choices for one row differ.
fn choice(i: &str, k: u64, m: u64) -> String {
    format!(
        "((CAST(({i}) AS BIGINT) * 1103515245 + {}) / 65536 % {m})",
        12_345 * k + SEED
    )
}

/// Day number `k` of 2026 and 2027, months of 28 days: 0 to 671.
fn day(k: &str) -> String {
    format!(
        "CASE WHEN {k} < 336 THEN '2026-' ELSE '2027-' END \
         || CASE WHEN {k} / 28 % 12 < 9 THEN '0' ELSE '' END || ({k} / 28 % 12 + 1) \
         || CASE WHEN {k} % 28 < 9 THEN '-0' ELSE '-' END || ({k} % 28 + 1)"
    )
}

/// One of some words.
fn word(k: &str, words: &[&str]) -> String {
    let cases: Vec<String> = words
        .iter()
        .enumerate()
        .map(|(n, word)| format!("WHEN {n} THEN '{word}'"))
        .collect();
    format!("CASE {k} {} END", cases.join(" "))
}

/// Numbers 0 to `n` - 1 under the name `s(i)`.
pub fn series(n: u64) -> String {
    format!("WITH RECURSIVE s(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM s WHERE i + 1 < {n})")
}

const SUBJECTS: &[&str] = &[
    "教学楼夜间",
    "实验室危化品",
    "新进教师",
    "学生宿舍",
    "科研经费报销",
    "图书馆座位",
    "校园班车",
    "食堂高峰",
    "毕业生档案",
    "国际学生",
    "设备采购",
    "论文评审",
    "体育场馆",
    "研究生导师",
    "访客预约",
    "老旧管网",
];
const MATTERS: &[&str] = &[
    "开放时间不够",
    "手续要跑多个部门",
    "数据要重复填报",
    "责任单位不清",
    "排队时间过长",
    "标准前后不一",
    "没有统一入口",
    "信息更新不及时",
    "缺少联系人",
    "跨校区难以协调",
    "超期无人提醒",
];

/// State of problem `i`, so that of 50 problems each has its share.
fn state(i: &str) -> String {
    format!(
        "CASE WHEN {i} % 50 < 2 THEN 'proposed' WHEN {i} % 50 < 5 THEN 'listed' \
         WHEN {i} % 50 < 9 THEN 'paired' WHEN {i} % 50 < 31 THEN 'working' \
         WHEN {i} % 50 < 32 THEN 'verifying' WHEN {i} % 50 < 33 THEN 'long_term' \
         WHEN {i} % 50 < 34 THEN 'suspended' ELSE 'closed' END"
    )
}

/// Problem number of pairing or pair of measures `j`: only problems that somebody has taken, some of them twice.
fn taken(j: &str, n: u64) -> String {
    let paired = n / 50 * (50 - UNPAIRED);
    let per = 50 - UNPAIRED;
    format!("((({j}) % {paired}) / {per} * 50 + {UNPAIRED} + (({j}) % {paired}) % {per})")
}

impl Ground {
    /// All statements, in order, for `n` problems (a multiple of 50).
    pub fn statements(&self, n: u64) -> Vec<String> {
        vec![
            self.problems(n),
            self.pairings(n),
            self.members(n, 0),
            self.members(n, 1),
            self.members(n, 2),
            Self::links(n),
            self.measures(n),
            self.duties(n, "lead"),
            self.duties(n, "owner"),
            self.progress(n),
            self.outcomes(n),
            self.close_outs(n),
            self.activities(n),
        ]
    }

    fn problems(&self, n: u64) -> String {
        let Self {
            organization,
            campaign,
            unit,
            units,
            person,
            people,
            theme,
            themes,
            at,
        } = self;
        format!(
            "{series} INSERT INTO problem (id, organization_id, campaign_id, number, title, title_basis, hurts, \
             class, theme_id, grade, origin, raised_by_unit_id, raised_by_person_id, state, state_since, \
             rebounds, closed_as, closed_on, review_on, created_at, version) \
             SELECT i + 1, {organization}, {campaign}, CASE WHEN i % 50 < 2 THEN NULL ELSE i + 1 END, \
             {subject} || {matter} || '（' || (i + 1) || '）', 'stated', \
             '每次都要几个部门各跑一趟，一件小事拖上两三周；师生不知道该找谁，经办人也说不清下一步归谁办。', \
             CASE WHEN {class} = 0 THEN 'school_level' ELSE 'multi_dept' END, \
             CASE WHEN {bare} = 0 THEN NULL ELSE {theme} + {which} END, 1 + {grade}, 'survey', {unit} + {raiser}, \
             {person} + {who}, {state}, {at} + i * 20000, 0, \
             CASE WHEN i % 50 >= 34 THEN {basis} END, CASE WHEN i % 50 >= 34 THEN {closed} END, \
             CASE WHEN i % 50 IN (32, 33) THEN '2027-03-01' END, {at} + i * 10000, 1 FROM s",
            series = series(n),
            subject = word(&choice("i", 1, 16), SUBJECTS),
            matter = word(&choice("i", 2, 11), MATTERS),
            class = choice("i", 3, 5),
            bare = choice("i", 4, 25),
            which = choice("i", 5, *themes),
            grade = choice("i", 6, 3),
            raiser = choice("i", 7, *units),
            who = choice("i", 8, *people),
            state = state("i"),
            basis = word("i % 3", &["solved", "partly", "checked"]),
            closed = day(&choice("i", 9, 330)),
        )
    }

    #[allow(clippy::format_in_format_args, reason = "pieces of a statement, named")]
    fn pairings(&self, n: u64) -> String {
        let Self {
            organization,
            campaign,
            theme,
            themes,
            at,
            ..
        } = self;
        format!(
            "{series} INSERT INTO pairing (id, organization_id, campaign_id, number, position, title, theme_text, \
             theme_id, date_text, date_from, date_to, date_precision, lead_basis, state, state_since, created_at, version) \
             SELECT i + 1, {organization}, {campaign}, i + 1, i + 1, '结对共建第' || (i + 1) || '组', \
             '围绕' || {subject} || '协同推进', {theme} + {which}, {month} || '月', '2026-' || {padded} || '-01', \
             '2026-' || {padded} || '-28', 'month', 'stated', \
             CASE WHEN {taken} % 50 >= 34 THEN 'concluded' ELSE 'active' END, {at} + i * 20000, {at} + i * 10000, 1 FROM s",
            series = series(n),
            subject = word(&choice("i", 11, 16), SUBJECTS),
            which = choice("i", 12, *themes),
            month = format!("({} + 1)", choice("i", 13, 11)),
            padded = format!(
                "CASE WHEN {k} < 9 THEN '0' ELSE '' END || ({k} + 1)",
                k = choice("i", 13, 11)
            ),
            taken = taken("i", n),
        )
    }

    /// Member `place` of every pairing; the third one of every second pairing.
    fn members(&self, n: u64, place: u64) -> String {
        let Self {
            unit, units, at, ..
        } = self;
        format!(
            "{series} INSERT INTO pairing_member (pairing_id, unit_id, role, position, answer, answered_at) \
             SELECT i + 1, {unit} + ({lead} + {place} * (1 + {step})) % {units}, '{role}', {place}, 'confirmed', {at} + i \
             FROM s WHERE {place} < 2 OR i % 2 = 0",
            series = series(n),
            lead = choice("i", 21, *units),
            step = choice("i", 22, 9),
            role = if place == 0 { "lead" } else { "partner" },
        )
    }

    fn links(n: u64) -> String {
        format!(
            "{series} INSERT INTO pairing_problem (pairing_id, problem_id) SELECT i + 1, {taken} + 1 FROM s",
            series = series(n),
            taken = taken("i", n),
        )
    }

    /// Two measures of each problem that somebody works or worked on; every tenth has no limit of its own.
    fn measures(&self, n: u64) -> String {
        let Self {
            organization,
            person,
            people,
            at,
            ..
        } = self;
        let p = taken("i / 2", n);
        let due = day(&format!("(28 + {})", choice("i", 31, 600)));
        format!(
            "{series} INSERT INTO measure (id, organization_id, problem_id, position, text, goal, due_text, due_on, \
             first_due_on, due_kind, state, state_since, issued_on, signed_on, result, reported_on, reported_by_id, \
             done_on, created_at, version) \
             SELECT i + 1, {organization}, {p} + 1, i % 2, {what} || {subject} || '的办法', '按时完成并由外单位核验', \
             CASE WHEN i % 10 = 9 THEN '长期坚持' END, CASE WHEN i % 10 <> 9 THEN {due} END, \
             CASE WHEN i % 10 <> 9 THEN {due} END, CASE WHEN i % 10 = 9 THEN 'long_term' ELSE 'date' END, \
             {state}, {at} + i * 9000, '2026-01-20', '2026-01-22', \
             CASE WHEN {state} IN ('done', 'reported') THEN '已形成制度并试行' END, \
             CASE WHEN {state} IN ('done', 'reported') THEN '2026-10-10' END, \
             CASE WHEN {state} IN ('done', 'reported') THEN {person} + {who} END, \
             CASE WHEN {state} = 'done' THEN '2026-10-20' END, {at} + i * 9000, 1 FROM s WHERE {p} % 50 >= 9",
            series = series(n / 50 * (50 - UNPAIRED) * 2),
            what = word(&choice("i", 32, 4), &["梳理", "修订", "公布", "试行"]),
            subject = word(&choice("i", 33, 16), SUBJECTS),
            state = format!(
                "CASE WHEN {p} % 50 >= 34 OR {p} % 50 = 31 THEN 'done' ELSE {} END",
                word(
                    &choice("i", 34, 8),
                    &[
                        "issued", "signed", "working", "working", "working", "reported", "done",
                        "working"
                    ],
                )
            ),
            who = choice("i", 35, *people),
        )
    }

    fn duties(&self, n: u64, role: &str) -> String {
        let Self {
            unit,
            units,
            person,
            people,
            ..
        } = self;
        let (column, id) = match role {
            "lead" => ("unit_id", format!("{unit} + {}", choice("id", 41, *units))),
            _ => (
                "person_id",
                format!("{person} + {}", choice("id", 42, *people)),
            ),
        };
        format!(
            "INSERT INTO duty (measure_id, {column}, role) SELECT id, {id}, '{role}' FROM measure WHERE id <= {} ORDER BY id",
            n * 2
        )
    }

    fn progress(&self, n: u64) -> String {
        let Self {
            person, people, at, ..
        } = self;
        format!(
            "INSERT INTO progress (measure_id, entered_on, sentence, is_no_change, percent, person_id, created_at) \
             SELECT id, {}, '已与对口科室核对清单，下周交换意见。', FALSE, 40, {person} + {}, {at} + id \
             FROM measure WHERE id <= {} AND state = 'working' AND id % 2 = 0 ORDER BY id",
            day(&format!("(250 + {})", choice("id", 51, 50))),
            choice("id", 52, *people),
            n * 2
        )
    }

    fn outcomes(&self, n: u64) -> String {
        let Self {
            organization, at, ..
        } = self;
        format!(
            "INSERT INTO outcome (organization_id, problem_id, text, position, is_withdrawn, created_at, version) \
             SELECT {organization}, id, '办理时间由十五天缩短到三天，全年少跑' || (id % 900 + 100) || '趟', 1, FALSE, {at} + id, 1 \
             FROM problem WHERE id <= {n} AND state IN ('closed', 'verifying') ORDER BY id"
        )
    }

    fn close_outs(&self, n: u64) -> String {
        let Self {
            organization,
            person,
            people,
            at,
            ..
        } = self;
        format!(
            "INSERT INTO close_out (organization_id, problem_id, state, state_since, result, no_evidence_reason, \
             applied_on, applied_by_id, struck_on, look_back_on, version) \
             SELECT {organization}, id, CASE WHEN state = 'closed' THEN 'struck' ELSE 'applied' END, {at} + id, \
             '措施全部完成', '结果见公开页面', '2026-10-25', {person} + {}, CASE WHEN state = 'closed' THEN '2026-11-05' END, \
             CASE WHEN state = 'closed' THEN '2027-11-05' END, 1 \
             FROM problem WHERE id <= {n} AND state IN ('closed', 'verifying') ORDER BY id",
            choice("id", 61, *people)
        )
    }

    fn activities(&self, n: u64) -> String {
        let Self {
            organization, at, ..
        } = self;
        format!(
            "{series} INSERT INTO activity (organization_id, pairing_id, kind, title, date_text, date_from, date_to, \
             date_precision, created_at, version) \
             SELECT {organization}, i * 10 + 1, 'forum', '结对座谈会第' || (i + 1) || '次', {day}, {day}, {day}, 'day', \
             {at} + i, 1 FROM s",
            series = series(n / 10),
            day = day(&choice("i", 71, 300)),
        )
    }
}
