//! Lifecycles as tables: state, action, who, next state, deadline, what must hold. Everything else is derived.

/// One line of a lifecycle table.
#[derive(Debug, Clone, Copy)]
pub struct Move<S: 'static, A: 'static, P: 'static> {
    /// The verb, which is also the last word of the URL and of the journal entry.
    pub action: A,
    /// States in which the verb exists.
    pub from: &'static [S],
    /// State after it.
    pub to: S,
    /// Parts (roles toward this very row) of which the actor must play at least one.
    pub who: &'static [P],
    /// Working days that the new state may last, by default; a setting can change it.
    pub within_days: Option<u16>,
    /// Text keys of the conditions that the rules check before it.
    pub must: &'static [&'static str],
}

impl<S: Copy, A: Copy, P> Move<S, A, P> {
    /// One line, in the order in which a table is read.
    pub const fn new(
        action: A,
        from: &'static [S],
        to: S,
        who: &'static [P],
        within_days: Option<u16>,
        must: &'static [&'static str],
    ) -> Self {
        Self {
            action,
            from,
            to,
            who,
            within_days,
            must,
        }
    }
}

/// The line for `action` in `state`, if the table has one.
pub fn find<S: PartialEq, A: PartialEq, P>(
    table: &'static [Move<S, A, P>],
    state: S,
    action: A,
) -> Option<&'static Move<S, A, P>> {
    table
        .iter()
        .find(|m| m.action == action && m.from.contains(&state))
}

/// The lines that somebody who plays `parts` may use in `state`: exactly the buttons of the page.
pub fn open_to<S: PartialEq + Copy, A, P: PartialEq>(
    table: &'static [Move<S, A, P>],
    state: S,
    parts: &[P],
) -> Vec<&'static Move<S, A, P>> {
    table
        .iter()
        .filter(|m| m.from.contains(&state) && m.who.iter().any(|p| parts.contains(p)))
        .collect()
}
