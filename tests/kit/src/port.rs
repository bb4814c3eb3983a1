//! Ports for programs that are about to be started.

use std::net::TcpListener;

use anyhow::{Result, bail};

/// First and last of those that are chosen from: below 32,768, where Linux begins to take ports for outgoing connections. One
/// from up there may be gone before the program listens on it.
const RANGE: std::ops::RangeInclusive<u16> = 20_000..=31_999;

/// How often to look before giving up.
const ATTEMPTS_MAX: usize = 100;

/// The first of `count` ports in a row on which nobody listens right now.
///
/// # Errors
/// When there are none to be found.
pub fn free(count: u16) -> Result<u16> {
    let span = RANGE.end() - RANGE.start() + 1 - count;
    for _ in 0..ATTEMPTS_MAX {
        // The system's choice differs from program to program; where it falls in the range is as good as random.
        let any = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let first = RANGE.start() + any % span;
        if (first..first + count).all(is_free) {
            return Ok(first);
        }
    }
    bail!("no {count} free ports in a row")
}

fn is_free(port: u16) -> bool {
    TcpListener::bind(("127.0.0.1", port)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_none_that_an_outgoing_connection_could_take() {
        let first = free(2).unwrap();
        assert!(RANGE.contains(&first) && RANGE.contains(&(first + 1)), "{first}");
    }

    #[test]
    fn it_is_none_on_which_somebody_listens() {
        let port = free(1).unwrap();
        let _held = TcpListener::bind(("127.0.0.1", port)).unwrap();
        assert!(!is_free(port));
    }
}
