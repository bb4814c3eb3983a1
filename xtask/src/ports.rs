//! The two ports of a stack: the runtime's, and the demo shop's next to it.

use std::{io::ErrorKind, net::TcpListener};

use anyhow::{Context as _, Result, bail};
use regulars_kit::port;

/// Both ports, held until [`Self::release`] so that a taken one is known before a long build.
#[derive(Debug)]
pub struct Ports {
    /// The runtime's.
    pub runtime: u16,
    /// The demo shop's.
    pub shop: u16,
    held: [TcpListener; 2],
}

impl Ports {
    /// Takes `port` and the next one.
    ///
    /// # Errors
    /// When one of them is taken; the message says which, and how to choose another.
    pub fn reserve(port: u16) -> Result<Self> {
        let next = port.checked_add(1).context("--port 65535 leaves no room for two ports")?;
        Ok(Self { runtime: port, shop: next, held: [listen(port)?, listen(next)?] })
    }

    /// Takes any two.
    ///
    /// # Errors
    /// When the machine has no two free ports in a row.
    pub fn any() -> Result<Self> {
        Self::reserve(port::free(2)?)
    }

    /// Lets go of both, for the programs that are about to listen there.
    pub fn release(self) {
        drop(self.held);
    }
}

fn listen(port: u16) -> Result<TcpListener> {
    match TcpListener::bind(("127.0.0.1", port)) {
        Err(error) if error.kind() == ErrorKind::AddrInUse => {
            bail!("port {port} is taken by another program: end it, or choose two others with --port N (N and N+1)")
        }
        bound => bound.with_context(|| format!("listening on port {port}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_named_with_the_way_out() {
        let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        let error = Ports::reserve(port).unwrap_err().to_string();
        assert!(error.contains(&port.to_string()) && error.contains("--port"), "{error}");
    }

    #[test]
    fn the_last_port_has_no_next_one() {
        assert!(Ports::reserve(u16::MAX).is_err());
    }
}
