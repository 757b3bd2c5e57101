//! Pages: the inbox of everybody, the channels, and what left.

pub(super) mod channels;
pub(super) mod inbox;
pub(super) mod deliveries;
