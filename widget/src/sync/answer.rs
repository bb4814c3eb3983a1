//! What an answer means for the one who asked.

/// An answer of the API. Status 0 is none: offline, blocked, timed out.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    pub status: u16,
    pub text: String,
    pub retry_after_s: u32,
}

/// What to make of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// It was done.
    Done,
    /// The token is missing, forged or has run out: the page must bring another.
    SignInAgain,
    /// It will be refused however often it is asked.
    Refused,
    /// It may go well later: no answer, too many requests, or a fault of the server.
    Later,
}

impl Answer {
    pub fn meaning(&self) -> Meaning {
        match self.status {
            200..=299 => Meaning::Done,
            401 => Meaning::SignInAgain,
            // 408, 425 and 429 are about the moment, not about what was asked.
            408 | 425 | 429 => Meaning::Later,
            400..=499 => Meaning::Refused,
            _ => Meaning::Later,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(status: u16, expected: Meaning) {
        assert_eq!(Answer { status, text: String::new(), retry_after_s: 0 }.meaning(), expected);
    }

    #[test]
    fn an_answer_is_final_unless_it_is_about_the_moment() {
        check(200, Meaning::Done);
        check(201, Meaning::Done);
        check(401, Meaning::SignInAgain);
        check(409, Meaning::Refused);
        check(403, Meaning::Refused);
        check(429, Meaning::Later);
        check(500, Meaning::Later);
        check(503, Meaning::Later);
        check(0, Meaning::Later);
    }
}
