//! Working days stand in the hall; this is the name under which the rooms of the work know them.

pub use gongjie_hall::calendar::rules::Calendar;
