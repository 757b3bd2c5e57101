//! A reading position over characters that can be copied to step back.

use crate::numeral::{self, Number};

/// A place in a text; copying it keeps the place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scan<'a> {
    rest: &'a [char],
}

impl<'a> Scan<'a> {
    pub(crate) fn new(chars: &'a [char]) -> Self {
        Self { rest: chars }
    }

    pub(crate) fn is_done(self) -> bool {
        self.rest.is_empty()
    }

    pub(crate) fn rest(self) -> &'a [char] {
        self.rest
    }

    pub(crate) fn peek(self) -> Option<char> {
        self.rest.first().copied()
    }

    /// Steps over one character.
    pub(crate) fn step(&mut self) {
        self.rest = self.rest.get(1..).unwrap_or_default();
    }

    /// Steps over `word` if it stands here.
    pub(crate) fn eat(&mut self, word: &str) -> bool {
        let mut ahead = *self;
        for c in word.chars() {
            if ahead.peek() != Some(c) {
                return false;
            }
            ahead.step();
        }
        *self = ahead;
        true
    }

    /// Steps over the first of `words` that stands here; longer words must come first.
    pub(crate) fn eat_any(&mut self, words: &[&'static str]) -> Option<&'static str> {
        words.iter().copied().find(|word| self.eat(word))
    }

    /// Steps over a whole number.
    pub(crate) fn number(&mut self) -> Option<Number> {
        let (number, used) = numeral::leading(self.rest)?;
        self.rest = self.rest.get(used..).unwrap_or_default();
        Some(number)
    }

    /// Steps over a number written with at most two digits, or composed with 十.
    pub(crate) fn small_number(&mut self) -> Option<u32> {
        let mut ahead = *self;
        let number = ahead.number().filter(|n| n.digits <= 2)?;
        *self = ahead;
        Some(number.value)
    }
}
