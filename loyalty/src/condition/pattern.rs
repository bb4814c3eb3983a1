//! Patterns: the part of regular expressions that means the same at the edge and in the page, read and written for the edge.
//!
//! In the page a pattern is a `RegExp` with the flag `u`, and `i` where case does not matter (ECMA-262, section 22.2): it
//! looks at code points, `\s` and `.` know the white space and line ends of Unicode, and case is that of simple case folding.
//! The edge's engine has other ideas of all of these, so what is written for it names every character.
//!
//! A page looks for a match by trying, so what could be tried in too many ways is a fault: what repeats has one way to match.

use std::{iter::Peekable, ops::RangeInclusive, str::Chars};

/// Most characters of all ranges of a pattern. Each is looked at once when the pattern is read: some 2 ms.
pub const RANGES_LEN_MAX: u32 = 65_536;

/// Most times that something is repeated, where a number says how often.
pub const REPEAT_MAX: u32 = 1_000;

/// First and last characters of ranges, as code points.
type Ranges = Vec<(u32, u32)>;

const DIGITS: &[(u32, u32)] = &[(0x30, 0x39)];
const WORD: &[(u32, u32)] = &[(0x30, 0x39), (0x41, 0x5a), (0x5f, 0x5f), (0x61, 0x7a)];
/// White space and line ends of ECMA-262.
const SPACE: &[(u32, u32)] = &[
    (0x09, 0x0d),
    (0x20, 0x20),
    (0xa0, 0xa0),
    (0x1680, 0x1680),
    (0x2000, 0x200a),
    (0x2028, 0x2029),
    (0x202f, 0x202f),
    (0x205f, 0x205f),
    (0x3000, 0x3000),
    (0xfeff, 0xfeff),
];
/// What `.` is not.
const LINE_ENDS: &[(u32, u32)] = &[(0x0a, 0x0a), (0x0d, 0x0d), (0x2028, 0x2029)];

/// The pattern for the edge's engine; in any case of letters it is meant for [`folded`] texts. Or what is wrong with it, for
/// its author.
pub(super) fn translate(pattern: &str, any_case: bool) -> Result<String, &'static str> {
    let mut reader = Reader { rest: pattern.chars().peekable(), any_case, ranged: 0, written: String::new() };
    reader.alternatives()?;
    if reader.rest.peek().is_some() { Err("has a ) without a (") } else { Ok(reader.written) }
}

/// A text in which letters that differ by case alone are the same (Unicode's simple case folding, as one of several forms).
#[cfg(feature = "regex")]
pub(super) fn folded(text: &str) -> String {
    text.chars().map(fold).collect()
}

fn fold(character: char) -> char {
    // Its capital is that of another letter.
    if character == 'ı' {
        return character;
    }
    let upper = only(character.to_uppercase()).unwrap_or(character);
    only(upper.to_lowercase()).unwrap_or(upper)
}

/// The only character, if it is one.
fn only(mut characters: impl ExactSizeIterator<Item = char>) -> Option<char> {
    if characters.len() == 1 { characters.next() } else { None }
}

struct Reader<'p> {
    rest: Peekable<Chars<'p>>,
    any_case: bool,
    /// How many characters the ranges have had.
    ranged: u32,
    written: String,
}

/// How often something is repeated; without an end if there is no most.
struct Repetition {
    least: u32,
    most: Option<u32>,
}

impl Reader<'_> {
    /// Reads alternatives. Tells whether a text can match in more than one way: alternatives that begin with different
    /// characters and do not vary in themselves are one way, since the first character decides.
    fn alternatives(&mut self) -> Result<bool, &'static str> {
        let mut varies = false;
        let mut firsts = Vec::new();
        loop {
            firsts.push(self.first_character());
            while self.rest.peek().is_some_and(|next| !matches!(next, '|' | ')')) {
                varies |= self.item()?;
            }
            if !self.accept('|') {
                let is_like_another =
                    |(place, first): (usize, &Option<char>)| first.is_none() || firsts[..place].contains(first);
                let is_one_way = firsts.len() == 1 || !firsts.iter().enumerate().any(is_like_another);
                return Ok(varies || !is_one_way);
            }
            self.written.push('|');
        }
    }

    /// The character that an alternative begins with, if it begins with one that is not repeated.
    fn first_character(&self) -> Option<char> {
        let mut ahead = self.rest.clone();
        let first = ahead.next().filter(|first| !"^$([.\\*+?]{}|)".contains(*first))?;
        let is_repeated = ahead.next().is_some_and(|next| "*+?{".contains(next));
        (!is_repeated).then(|| if self.any_case { fold(first) } else { first })
    }

    /// Reads one thing, and how often it is repeated.
    fn item(&mut self) -> Result<bool, &'static str> {
        let Some(varies) = self.one()? else {
            let repeats = self.repetition()?.is_some();
            return if repeats { Err("repeats a place, such as ^ or \\b") } else { Ok(false) };
        };
        let Some(Repetition { least, most }) = self.repetition()? else { return Ok(varies) };
        if varies && most.is_none_or(|most| most > 1) {
            return Err(
                "repeats something that itself repeats, or has alternatives that may begin alike: a page could try for ever",
            );
        }
        let most = most.map(|most| most.to_string()).unwrap_or_default();
        self.written.extend(["{", &least.to_string(), ",", &most, "}"]);
        if self.repetition()?.is_some() {
            return Err("repeats a repetition");
        }
        Ok(varies || most != least.to_string())
    }

    /// Reads one thing: a character, a set, a group; none for a place between characters.
    fn one(&mut self) -> Result<Option<bool>, &'static str> {
        match self.rest.next().unwrap_or_default() {
            place @ ('^' | '$') => {
                self.written.push(place);
                return Ok(None);
            }
            '(' => {
                if self.accept('?') && !self.accept(':') {
                    return Err("has a group with ? that is not (?:…)");
                }
                self.written.push_str("(?:");
                let varies = self.alternatives()?;
                if !self.accept(')') {
                    return Err("has a ( without a )");
                }
                self.written.push(')');
                return Ok(Some(varies));
            }
            '[' => self.set()?,
            '.' => self.write(true, LINE_ENDS),
            '\\' => match self.rest.next() {
                Some(place @ ('b' | 'B')) => {
                    self.written.extend(['\\', place]);
                    return Ok(None);
                }
                escaped => match self.class(escaped) {
                    Some(ranges) => self.write(false, &ranges),
                    None => {
                        let literal = self.escaped(escaped)?;
                        self.literal(literal);
                    }
                },
            },
            '*' | '+' | '?' => return Err("repeats nothing"),
            ']' | '{' | '}' => return Err("has a ], { or } that means nothing: escape it with \\"),
            literal => self.literal(literal),
        }
        Ok(Some(false))
    }

    /// Reads how often what stands before is repeated, if it is. As few as possible or as many makes no difference here.
    fn repetition(&mut self) -> Result<Option<Repetition>, &'static str> {
        let (least, most) = match self.rest.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => {
                self.rest.next();
                let least = self.number().ok_or("has a { without a number")?;
                let most = if self.accept(',') { self.number() } else { Some(least) };
                if self.rest.peek() != Some(&'}') {
                    return Err("has a { without a }");
                }
                if most.unwrap_or(least) < least || most.unwrap_or(least) > REPEAT_MAX {
                    return Err("repeats from more to fewer times, or more than 1,000 times");
                }
                (least, most)
            }
            _ => return Ok(None),
        };
        self.rest.next();
        self.accept('?');
        Ok(Some(Repetition { least, most }))
    }

    fn number(&mut self) -> Option<u32> {
        let mut number: Option<u32> = None;
        while let Some(digit) = self.rest.peek().and_then(|next| next.to_digit(10)) {
            number = Some(number.unwrap_or(0).saturating_mul(10).saturating_add(digit));
            self.rest.next();
        }
        number
    }

    /// Reads a set, from behind its bracket.
    fn set(&mut self) -> Result<(), &'static str> {
        const OPEN: &str = "has a [ without a ]";
        let is_negated = self.accept('^');
        let mut ranges = Ranges::new();
        let mut is_first = true;
        loop {
            let next = self.rest.next().ok_or(OPEN)?;
            let first = match next {
                ']' if is_first => return Err("has an empty set"),
                ']' => break,
                '[' => return Err("has a [ in a set: escape it with \\"),
                // Between what it could make a range of it is only at the ends.
                '-' if !is_first && self.rest.peek() != Some(&']') => return Err(DASH),
                '\\' => {
                    let escaped = self.rest.next();
                    if let Some(class) = self.class(escaped) {
                        if self.is_range() {
                            return Err(DASH);
                        }
                        ranges.extend(class);
                        is_first = false;
                        continue;
                    }
                    if escaped == Some('-') { '-' } else { self.escaped(escaped)? }
                }
                literal => literal,
            };
            is_first = false;
            let last = if next != '-' && self.is_range() { self.last_of_range()? } else { first };
            self.range(first, last, &mut ranges)?;
        }
        self.write(is_negated, &ranges);
        Ok(())
    }

    /// Whether a dash follows that makes a range.
    fn is_range(&mut self) -> bool {
        let mut ahead = self.rest.clone();
        ahead.next() == Some('-') && ahead.next() != Some(']')
    }

    fn last_of_range(&mut self) -> Result<char, &'static str> {
        self.rest.next();
        match self.rest.next() {
            Some('\\') => match self.rest.next() {
                Some('-') => Ok('-'),
                escaped => self.escaped(escaped).map_err(|_| DASH),
            },
            Some(literal) if literal != '[' => Ok(literal),
            _ => Err(DASH),
        }
    }

    /// Adds a range to a set, in any case of letters if so asked.
    fn range(&mut self, first: char, last: char, ranges: &mut Ranges) -> Result<(), &'static str> {
        if last < first {
            return Err("has a range that ends before it begins");
        }
        self.ranged = self.ranged.saturating_add(u32::from(last) - u32::from(first));
        if self.ranged > RANGES_LEN_MAX {
            return Err("has ranges of more than 65,536 characters");
        }
        if !self.any_case {
            ranges.push((first.into(), last.into()));
            return Ok(());
        }
        for code in (first..=last).map(|character| u32::from(fold(character))) {
            match ranges.last_mut() {
                Some((_, last)) if *last + 1 == code => *last = code,
                _ => ranges.push((code, code)),
            }
        }
        Ok(())
    }

    /// The characters that an escaped letter stands for, if it is one of the six.
    fn class(&self, escaped: Option<char>) -> Option<Ranges> {
        let escaped = escaped?;
        let mut ranges = match escaped {
            'd' | 'D' => DIGITS,
            'w' | 'W' => WORD,
            's' | 'S' => SPACE,
            _ => return None,
        }
        .to_vec();
        // In any case of letters these two are `s` and `k`.
        if self.any_case && escaped == 'W' {
            ranges.extend([(0x17f, 0x17f), (0x212a, 0x212a)]);
        }
        Some(if escaped.is_ascii_uppercase() { others(&ranges) } else { ranges })
    }

    /// The character that an escaped one stands for, from behind it: `\n`, `\.`, `\x2d`, `\u010d`, `\u{1f600}`.
    fn escaped(&mut self, escaped: Option<char>) -> Result<char, &'static str> {
        match escaped {
            Some('n') => Ok('\n'),
            Some('r') => Ok('\r'),
            Some('t') => Ok('\t'),
            Some('f') => Ok('\u{c}'),
            Some('v') => Ok('\u{b}'),
            Some('x') => self.code_point(2..=2),
            Some('u') if self.accept('{') => {
                let character = self.code_point(1..=6)?;
                if self.accept('}') { Ok(character) } else { Err(CODE) }
            }
            Some('u') => self.code_point(4..=4),
            Some(sign @ ('^' | '$' | '\\' | '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '|' | '/')) => {
                Ok(sign)
            }
            _ => Err(
                "has a \\ that is not before a sign of patterns, nor one of \\d \\D \\w \\W \\s \\S \\b \\B \\n \\r \\t \\f \\v \\x41 \\u0041 \\u{41}",
            ),
        }
    }

    /// A character by its code point in so many hexadecimal digits. Half of a pair (UTF-16) is none.
    fn code_point(&mut self, digits: RangeInclusive<usize>) -> Result<char, &'static str> {
        let mut text = String::new();
        while text.len() < *digits.end()
            && let Some(digit) = self.rest.next_if(char::is_ascii_hexdigit)
        {
            text.push(digit);
        }
        let code = u32::from_str_radix(&text, 16).ok().filter(|_| digits.contains(&text.len()));
        code.and_then(char::from_u32).ok_or(CODE)
    }

    fn literal(&mut self, literal: char) {
        let code = u32::from(if self.any_case { fold(literal) } else { literal });
        self.write(false, &[(code, code)]);
    }

    /// Writes a set of characters. None is written as itself, so that none can mean something.
    fn write(&mut self, is_negated: bool, ranges: &[(u32, u32)]) {
        self.written.push_str(if is_negated { "[^" } else { "[" });
        for (first, last) in ranges {
            for (code, before) in [(first, "\\x{"), (last, "-\\x{")] {
                self.written.push_str(before);
                self.written.extend((0..6).rev().filter_map(|place| char::from_digit(code >> (4 * place) & 0xf, 16)));
                self.written.push('}');
            }
        }
        self.written.push(']');
    }

    fn accept(&mut self, wanted: char) -> bool {
        self.rest.next_if_eq(&wanted).is_some()
    }
}

const DASH: &str =
    "has a - in a set that is neither its first nor its last character, nor between two: escape it with \\";

const CODE: &str = "has a \\x or \\u that is not before the code of a character";

/// All characters but these, which are in order.
fn others(ranges: &[(u32, u32)]) -> Ranges {
    let mut others = Ranges::new();
    let mut from = 0;
    for (first, last) in ranges {
        if from < *first {
            others.push((from, first - 1));
        }
        from = last + 1;
    }
    others.push((from, char::MAX.into()));
    others
}
