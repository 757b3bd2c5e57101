//! Who is paged when: the duty officer at once, the backup after three minutes, the head after six, then everybody every five. Pure.

use super::rules::Rank;

/// Minutes after the raising at which a step is due at the latest: officer, backup, head, everybody for the first time.
const SCHEDULE: [i64; 4] = [0, 3, 6, 11];
/// The first step that pages everybody.
const EVERYBODY: i64 = 4;
/// Minutes between two pages of everybody.
const AGAIN: i64 = 5;

/// Who can be paged at this moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Crew {
    pub officers: Vec<i64>,
    pub backups: Vec<i64>,
    pub heads: Vec<i64>,
    pub everybody: Vec<i64>,
}

impl Crew {
    fn of(&self, step: i64) -> (Rank, &[i64]) {
        match step {
            1 => (Rank::Officer, &self.officers),
            2 => (Rank::Backup, &self.backups),
            3 => (Rank::Head, &self.heads),
            _ => (Rank::Everybody, &self.everybody),
        }
    }
}

/// The last step that was done, and its minute since the raising; step 0: none yet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Done {
    pub step: i64,
    pub minute: i64,
}

/// One step that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    pub step: i64,
    pub rank: Rank,
    pub people: Vec<i64>,
}

/// The minute at which the step after `done` is due. A place that was filled late delays nobody below it; everybody is
/// paged again five minutes after the last time and never twice at once.
pub fn next_minute(done: Done) -> i64 {
    let planned = usize::try_from(done.step)
        .ok()
        .and_then(|step| SCHEDULE.get(step));
    let wait = match done.step {
        0 => 0,
        1 | 2 => 3,
        _ => AGAIN,
    };
    let waited = done.minute + wait;
    planned.map_or(waited, |planned| waited.min(*planned))
}

/// The step that is due at `minute`, given what was done. A place of the order where nobody is on duty is passed over at
/// once; when nobody at all can be paged the step stands with nobody, so that the page can say so.
pub fn due(done: Done, minute: i64, crew: &Crew) -> Option<Due> {
    if minute < next_minute(done) {
        return None;
    }
    let first = done.step + 1;
    let step = (first..EVERYBODY)
        .find(|step| !crew.of(*step).1.is_empty())
        .unwrap_or(first.max(EVERYBODY));
    let (rank, people) = crew.of(step);
    Some(Due {
        step,
        rank,
        people: people.to_vec(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crew() -> Crew {
        Crew {
            officers: vec![1],
            backups: vec![2],
            heads: vec![3],
            everybody: vec![1, 2, 3, 4],
        }
    }

    /// Steps taken when somebody looks every minute from `from` until `until`: minute, step, people.
    fn walk(crew: &Crew, looks: impl Iterator<Item = i64>) -> Vec<(i64, i64, Vec<i64>)> {
        let mut done = Done::default();
        let mut taken = Vec::new();
        for minute in looks {
            while let Some(due) = due(done, minute, crew) {
                done = Done {
                    step: due.step,
                    minute,
                };
                taken.push((minute, due.step, due.people));
            }
        }
        taken
    }

    #[test]
    fn the_order_is_paged_at_0_3_6_and_everybody_every_five_minutes() {
        let all = vec![1, 2, 3, 4];
        let wanted = vec![
            (0, 1, vec![1]),
            (3, 2, vec![2]),
            (6, 3, vec![3]),
            (11, 4, all.clone()),
            (16, 5, all.clone()),
            (21, 6, all),
        ];
        assert_eq!(walk(&crew(), 0..=25), wanted);
    }

    #[test]
    fn a_place_where_nobody_is_on_duty_is_passed_over_at_once() {
        let no_officer = Crew {
            officers: Vec::new(),
            ..crew()
        };
        let taken = walk(&no_officer, 0..=7);
        assert_eq!(taken, vec![(0, 2, vec![2]), (3, 3, vec![3])]);
        let no_roster = Crew {
            everybody: vec![9],
            ..Crew::default()
        };
        let taken = walk(&no_roster, 0..=10);
        assert_eq!(
            taken,
            vec![(0, 4, vec![9]), (5, 5, vec![9]), (10, 6, vec![9])]
        );
    }

    #[test]
    fn with_nobody_at_all_the_step_stands_with_nobody() {
        let taken = walk(&Crew::default(), 0..=4);
        assert_eq!(taken, vec![(0, 4, vec![])]);
    }

    #[test]
    fn after_a_pause_of_the_program_the_whole_order_is_paged_and_everybody_once() {
        let taken = walk(&crew(), [0, 47].into_iter());
        let steps: Vec<(i64, i64)> = taken
            .iter()
            .map(|(minute, step, _)| (*minute, *step))
            .collect();
        assert_eq!(steps, vec![(0, 1), (47, 2), (47, 3), (47, 4)]);
    }

    #[test]
    fn nothing_is_due_before_its_minute() {
        for (step, minute, at) in [(1, 0, 2), (2, 3, 5), (3, 6, 10), (4, 11, 15), (7, 26, 30)] {
            assert_eq!(due(Done { step, minute }, at, &crew()), None, "step {step}");
            assert!(
                due(Done { step, minute }, at + 1, &crew()).is_some(),
                "step {step}"
            );
        }
    }
}
