//! What was shown to this person, as it is kept on the device: a line for each instant.

use loyalty::{
    CandidateId, Instant,
    attention::{Event, Memory},
};

/// What begins a line, by what happened.
const LETTERS: [(char, Event); 5] = [
    ('s', Event::Seen),
    ('q', Event::SeenQuietly),
    ('d', Event::Dismissed),
    ('c', Event::Converted),
    ('a', Event::Answered),
];

/// Reads what [`write`] has written. A line that is none is skipped.
pub fn parse(text: &str) -> Memory {
    let mut memory = Memory::default();
    for (event, at, id) in text.lines().filter_map(line) {
        memory.record(event, &id, at);
    }
    memory
}

fn line(line: &str) -> Option<(Event, Instant, CandidateId)> {
    let mut parts = line.splitn(3, ' ');
    let letter = parts.next()?.parse::<char>().ok()?;
    let (_, event) = LETTERS.iter().find(|(known, _)| *known == letter)?;
    let at = Instant::from_ms(parts.next()?.parse().ok()?);
    // The name comes last: it may have spaces in it, but no line ends.
    Some((*event, at, CandidateId::new(parts.next()?).ok()?))
}

/// The memory as text.
pub fn write(memory: &Memory) -> String {
    let mut text = String::new();
    memory.each(&mut |event, id, at| {
        let letter = LETTERS.iter().find(|(_, known)| *known == event).map_or('s', |(letter, _)| *letter);
        text.push(letter);
        text.push(' ');
        text.push_str(&at.as_ms().to_string());
        text.push(' ');
        text.push_str(id.as_str());
        text.push('\n');
    });
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn memory(events: &[(Event, &str, i64)]) -> Memory {
        let mut memory = Memory::default();
        for (event, id, ms) in events {
            memory.record(*event, &CandidateId::new(*id).unwrap(), Instant::from_ms(*ms));
        }
        memory
    }

    #[test]
    fn what_is_kept_is_read_again() {
        let events = [
            (Event::Seen, "welcome", 1_000),
            (Event::Seen, "welcome", 2_000),
            (Event::Seen, "a name with spaces", 1_500),
            (Event::SeenQuietly, "welcome", 2_200),
            (Event::Dismissed, "welcome", 2_500),
            (Event::Converted, "spring", -3),
            (Event::Answered, "п’ять", 4_000),
        ];
        let memory = memory(&events);
        let text = write(&memory);
        assert!(parse(&text) == memory, "{text}");
        assert_eq!(text.lines().count(), events.len());
        assert!(text.contains("s 2000 welcome\n"), "{text}");
    }

    #[test]
    fn two_tabs_remember_what_either_was_shown() {
        let (one, other) = (memory(&[(Event::Seen, "a", 1), (Event::Seen, "b", 2)]), memory(&[(Event::Seen, "a", 3)]));
        // Each writes what it knows together with what the other has written, in whichever order.
        let both = |first: &Memory, second: &Memory| write(&parse(&write(first)).merge(second.clone()));
        assert_eq!(both(&one, &other), both(&other, &one));
        assert!(
            parse(&both(&one, &other))
                == memory(&[(Event::Seen, "a", 1), (Event::Seen, "a", 3), (Event::Seen, "b", 2)])
        );
    }

    #[test]
    fn a_line_that_is_none_is_skipped() {
        let text = "\nx 1 a\ns one a\ns 1\ns 1 \nseen 1 a\ns 5 b\n";
        assert!(parse(text) == memory(&[(Event::Seen, "b", 5)]));
    }
}
