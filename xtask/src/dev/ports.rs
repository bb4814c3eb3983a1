//! The two ports of a developer's machine: the runtime's, and the demo shop's next to it.

use std::{io::ErrorKind, net::TcpListener};

use anyhow::{Context as _, Result, bail};

/// Both ports, held until [`Self::release`] so that a taken one is known before a long build.
#[derive(Debug)]
pub struct Ports([TcpListener; 2]);

impl Ports {
    /// Takes `port` and the next one.
    ///
    /// # Errors
    /// When one of them is taken; the message says which, and how to choose another.
    pub fn reserve(port: u16) -> Result<Self> {
        if port == 0 || port == u16::MAX {
            bail!("--port {port} leaves no room for two ports: choose one from 1 to 65534");
        }
        Ok(Self([reserve(port)?, reserve(Self::shop(port))?]))
    }

    /// The demo shop's port.
    #[must_use]
    pub fn shop(port: u16) -> u16 {
        port.saturating_add(1)
    }

    /// Lets go of both, for the programs that are about to listen there.
    pub fn release(self) {
        drop(self.0);
    }
}

fn reserve(port: u16) -> Result<TcpListener> {
    match TcpListener::bind(("127.0.0.1", port)) {
        Err(error) if error.kind() == ErrorKind::AddrInUse => {
            bail!(
                "port {port} is taken by another program: end it, or choose two other ports with --port N (N and N+1)"
            )
        }
        bound => bound.with_context(|| format!("listening on port {port}")),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test's own failure")]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_named_with_the_way_out() {
        let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        let error = Ports::reserve(port).unwrap_err().to_string();
        assert!(error.contains(&port.to_string()) && error.contains("--port"), "{error}");
    }
}
