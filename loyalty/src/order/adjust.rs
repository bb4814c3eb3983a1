//! What of an order's state is left out, shortened or rounded when it is read, and how that is said (`RULES.md`, 4.2).

use serde::{Deserialize, Deserializer};

use super::{COUPON_CODES_MAX, LABEL_LEN_MAX, LABELS_MAX, Line, Order, RETURNS_MAX, Remark};
use crate::{Code, id::ID_LEN_MAX, written};

/// Most remarks kept of one state: 100 × some 80 B are 8 KB beside it.
const ADJUSTED_MAX: usize = 100;

impl Order {
    /// The state as it is kept. To be called once, where a shop's state comes in: what was said by then of adjustments is
    /// forgotten.
    pub fn adjust(mut self) -> Self {
        let mut remarks = Vec::new();
        let mut note = |field: String, message: String| remarks.push(Remark { field, message });
        cut(&mut self.returns, RETURNS_MAX, "returns", &mut note);
        cut(&mut self.coupon_codes, COUPON_CODES_MAX, "coupon codes", &mut |_, message| {
            note("coupon_codes".to_owned(), message);
        });
        for (place, line) in self.lines.iter_mut().enumerate() {
            line.adjust(place, &mut note);
        }
        let more = remarks.len().saturating_sub(ADJUSTED_MAX);
        if more > 0 {
            remarks.truncate(ADJUSTED_MAX);
            let message = format!("have {more} more fields that were left out, shortened or rounded");
            remarks.push(Remark { field: "lines".to_owned(), message });
        }
        Self { adjusted: remarks, ..self }
    }
}

impl Line {
    fn adjust(&mut self, place: usize, note: &mut dyn FnMut(String, String)) {
        let mut note = |field: &str, message: String| note(format!("lines[{place}].{field}"), message);
        if self.id.is_empty() {
            self.id = (place + 1).to_string();
        }
        for (field, text) in [("id", &mut self.id), ("product", &mut self.product)] {
            if shorten(text) {
                note(field, format!("is longer than {LABEL_LEN_MAX} characters and is shortened to them"));
            }
        }
        let labels = self.labels.len();
        self.labels.retain(|label| !label.is_empty());
        if self.labels.len() < labels {
            note("labels", "has an empty label, which is left out".to_owned());
        }
        cut(&mut self.labels, LABELS_MAX, "labels", &mut |field, message| note(&field, message));
        if self.labels.iter_mut().fold(false, |is_any, label| shorten(label) | is_any) {
            note("labels", format!("has a label longer than {LABEL_LEN_MAX} characters, which is shortened to them"));
        }
        if self.quantity.is_rounded() {
            self.quantity = self.quantity.exact();
            note("quantity", format!("has more than three decimals and is rounded to {}", self.quantity));
        }
    }
}

/// Leaves out what is more than is kept of a list.
fn cut<T>(list: &mut Vec<T>, most: usize, name: &str, note: &mut dyn FnMut(String, String)) {
    if list.len() > most {
        note(name.to_owned(), format!("has {} {name}: the first {most} are kept", list.len()));
        list.truncate(most);
    }
}

/// Cuts a text to the characters that are kept; whether it was longer.
fn shorten(text: &mut String) -> bool {
    let end = text.char_indices().nth(LABEL_LEN_MAX).map(|(end, _)| end);
    end.into_iter().for_each(|end| text.truncate(end));
    end.is_some()
}

/// Reads the codes used on an order. Most are not ours: one that cannot be ours is kept as far as it can be, and the answer
/// lists it so, as `unknown`. An empty text is no code.
pub(super) fn read_codes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Code>, D::Error> {
    let codes = Vec::<ToldCode>::deserialize(deserializer)?;
    Ok(codes.into_iter().filter_map(|code| code.0).collect())
}

/// A code as a shop tells it.
struct ToldCode(Option<Code>);

impl From<String> for ToldCode {
    fn from(text: String) -> Self {
        let text: String = text.chars().filter(|c| !c.is_control()).take(ID_LEN_MAX).collect();
        Self(Code::new(text).ok())
    }
}

impl<'de> Deserialize<'de> for ToldCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        written::from_text(deserializer)
    }
}
