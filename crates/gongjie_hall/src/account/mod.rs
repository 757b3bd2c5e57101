//! 账号: local sign-in, sessions, API tokens, throttle. Owns `account`, `session`, `api_token`, `sign_in_throttle`. Called by the door.

pub mod actions;
pub mod queries;
pub mod rules;
#[cfg(test)]
mod tests;
