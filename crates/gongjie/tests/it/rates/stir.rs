//! Facts that the demo has too few of for a recount: words, late answers, looks back, exclusions.

use crate::world::World;

const VOICES: i64 = 40;

/// Voices of the example and words of their raisers on every problem that was judged; their ids are known, not random.
fn more_words(now: i64) -> Vec<String> {
    let own = "SELECT id FROM organization WHERE code = 'example'";
    let voice = |id: i64| {
        format!(
            "INSERT INTO voice (id, organization_id, code_hash, mode, channel, text, is_dangerous, received_at, state, state_since, triage_by) \
             VALUES ({id}, ({own}), 'recount-{id}', 'anonymous', 'web', '示例：重数', FALSE, {now}, 'closed', {now}, {now})"
        )
    };
    let mut all: Vec<String> = (1..=VOICES).map(voice).collect();
    all.push(format!(
        "INSERT INTO verdict (id, organization_id, close_out_id, problem_id, voice_id, version) \
         SELECT j.id * 1000 + v.id, j.organization_id, j.close_out_id, j.problem_id, v.id, 1 \
         FROM judgement j JOIN voice v ON v.organization_id = j.organization_id AND v.id <= {VOICES}"
    ));
    all
}

/// What the demo does not show: words, late answers, looks back, exclusions of each state.
pub async fn stir(world: &World) {
    let now = world.app.clock.now();
    let words = "CASE id % 3 WHEN 0 THEN 'yes' WHEN 1 THEN 'partly' ELSE 'no' END";
    let unit = "(SELECT MIN(u.id) FROM unit u WHERE u.organization_id = voice.organization_id)";
    let mut all = more_words(now);
    all.extend([
        format!("UPDATE verdict SET solved = {words}, satisfied = 1 + id % 5, given_at = {now} WHERE id % 4 < 3"),
        format!("UPDATE verdict SET given_at = {now} + 1000 WHERE id % 7 = 0 AND given_at IS NOT NULL"),
        format!("UPDATE voice SET dispatched_at = {now} - 86400000 * (id % 400), lead_unit_id = {unit}, sign_by = {now} - 1000, contact_by = {now} + 1000 * (id % 2), signed_at = {now} - 500 - 1000 * (id % 2)"),
        format!("UPDATE voice SET contacted_at = {now} WHERE id % 3 < 2"),
        format!("UPDATE voice SET solved = {words}, satisfied = 1 + id % 5, judged_at = {now} + 1000 * (id % 2) - 1 WHERE state <> 'promoted'"),
        "INSERT INTO close_out (organization_id, problem_id, state, state_since, result, applied_on, struck_on, look_back, version) \
         SELECT p.organization_id, p.id, 'struck', 0, '示例', '2026-11-02', '2026-11-03', \
         CASE p.id % 3 WHEN 0 THEN 'holds' WHEN 1 THEN 'rebound' END, 1 FROM problem p WHERE p.state <> 'proposed'"
            .to_owned(),
        "INSERT INTO send_back (measure_id, reason, sent_on) SELECT m.id, 'evidence', '2026-11-04' FROM measure m WHERE m.id % 3 = 0"
            .to_owned(),
        "INSERT INTO extension (measure_id, state, from_due_on, to_due_on, reason, asked_on, version) \
         SELECT m.id, 'granted', '2026-11-01', '2026-12-01', '示例', '2026-10-30', 1 FROM measure m WHERE m.id % 4 = 1"
            .to_owned(),
        "UPDATE problem SET state = 'closed', closed_as = 'checked' WHERE state = 'working' AND id % 3 = 0".to_owned(),
        "UPDATE judgement SET checked_on = asked_on WHERE id % 2 = 0".to_owned(),
    ]);
    for (column, states) in [("voice", "('nothing')"), ("problem", "('proposed')")] {
        let one = |which: &str| {
            format!(
                "(SELECT {which}(p.id) FROM person p WHERE p.organization_id = t.organization_id)"
            )
        };
        let (first, second) = (one("MIN"), one("MAX"));
        all.push(format!(
            "INSERT INTO exclusion (organization_id, {column}_id, reason, words, evidence, state, state_since, asked_on, asked_by_id, decided_by_id) \
             SELECT t.organization_id, t.id, 'duplicate', '同一件事', '编号', \
             CASE WHEN t.id % 5 = 0 THEN 'granted' WHEN t.id % 5 = 1 THEN 'refused' ELSE 'asked' END, 0, '2026-11-01', {first}, {second} \
             FROM {column} t WHERE t.state NOT IN {states} AND t.id % 5 < 3 \
             AND NOT EXISTS (SELECT 1 FROM exclusion x WHERE x.{column}_id = t.id)"
        ));
    }
    let tx = world.begin().await;
    for sql in all {
        tx.run(&sql, []).await.unwrap();
    }
    tx.commit().await.unwrap();
}
