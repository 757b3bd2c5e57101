//! The walk through the tree as cases.

use super::rules::{Stop, holds, walk};

fn told(units: &[(i64, Option<i64>)]) -> Vec<(i64, usize, usize)> {
    walk(units)
        .into_iter()
        .map(
            |Stop {
                 index,
                 below,
                 closes,
             }| (units[index].0, below, closes),
        )
        .collect()
}

#[test]
fn children_follow_their_parent_and_every_branch_is_closed() {
    let units = [
        (1, None),
        (2, Some(1)),
        (3, Some(2)),
        (4, Some(1)),
        (5, None),
    ];
    let wanted = [(1, 3, 0), (2, 1, 0), (3, 0, 1), (4, 0, 1), (5, 0, 0)];
    assert_eq!(told(&units), wanted);
}

#[test]
fn the_last_leaf_closes_all_branches_that_end_with_it() {
    let units = [(1, None), (2, Some(1)), (3, Some(2))];
    assert_eq!(told(&units), [(1, 2, 0), (2, 1, 0), (3, 0, 2)]);
}

#[test]
fn a_missing_parent_and_a_circle_lose_no_unit() {
    let units = [(1, Some(9)), (2, Some(3)), (3, Some(2))];
    let mut ids: Vec<i64> = told(&units).iter().map(|(id, ..)| *id).collect();
    ids.sort_unstable();
    assert_eq!(ids, [1, 2, 3]);
}

#[test]
fn words_are_found_whatever_their_case() {
    assert!(holds("IT Centre 信息中心", "it c"));
    assert!(!holds("教务处", "学工"));
}
