//! What templates are said to take is what the views have.

use super::gather::codes;
use crate::template::rules::FilledWith;

#[test]
fn every_column_that_a_template_can_take_stands_in_its_view() {
    for view in FilledWith::ALL {
        let own = codes(*view);
        for (code, _) in view.columns() {
            assert!(own.contains(code), "{view}: {code}");
        }
    }
}
