//! Voices as SQL that both engines run, and a calendar in which today is a working day.

use gongjie_base::Clock;

use super::START;
use crate::fill::facts::series;

/// Problems that everybody may see.
const PUBLIC: u32 = 200;
/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;

/// `n` voices with their first turn. Of ten, one waits for triage, two to be signed for, four are worked on, one was answered,
/// two are closed; a thousand of those answered have been silent for long.
pub fn statements(n: u64, clock: &Clock) -> Vec<String> {
    let series = series(n);
    let id = "(i + 1) * 4503599627 + 1";
    let (now, today) = (clock.now(), clock.today());
    let (recent, long_ago) = (now - DAY_MS, now - 9 * DAY_MS);
    vec![
        format!(
            "{series} INSERT INTO voice (id, organization_id, code_hash, mode, channel, kind, text, is_dangerous, received_at, \
             state, state_since, lead_unit_id, triage_by, due_at, closed_at, redos, appeals, disputes, turns, version) \
             SELECT {id}, 1, 'bench-' || i, 'anonymous', 'web', 'suggest', '第' || i || '件：教学楼晚上九点以后没有热水', {no}, {recent} + i, \
             CASE i % 10 WHEN 0 THEN 'received' WHEN 1 THEN 'dispatched' WHEN 2 THEN 'dispatched' WHEN 7 THEN 'answered' \
             WHEN 8 THEN 'closed' WHEN 9 THEN 'closed' ELSE 'handling' END, \
             CASE WHEN i % 10 = 7 AND i < 10000 THEN {long_ago} ELSE {recent} END, \
             CASE WHEN i % 10 = 0 THEN NULL ELSE (SELECT MIN(id) FROM unit) + i % 30 END, {recent} + i, \
             CASE WHEN i % 10 IN (8, 9) THEN NULL ELSE {recent} + i END, CASE WHEN i % 10 IN (8, 9) THEN {recent} END, \
             0, 0, 0, 1, 1 FROM s",
            no = "(1 = 0)",
        ),
        format!(
            "{series} INSERT INTO voice_event (id, organization_id, voice_id, turn, kind, side, is_internal, at, is_journaled) \
             SELECT {id}, 1, {id}, 1, 'raised', 'raiser', (1 = 0), {recent} + i, (1 = 1) FROM s"
        ),
        // Each voice is compared with them.
        format!(
            "INSERT INTO public_problem (organization_id, problem_id, since_day) \
             SELECT organization_id, id, '{today}' FROM problem WHERE organization_id = 1 AND state = 'working' ORDER BY id LIMIT {PUBLIC}"
        ),
        format!(
            "INSERT INTO calendar_day (organization_id, day, name, is_off, entered_at) \
             VALUES (1, '{today}', '测速', (1 = 0), {START})"
        ),
    ]
}
