//! The three ports of a stack, in a row: the runtime's, the demo shop's, and the runtime's with https.

use std::{io::ErrorKind, net::TcpListener};

use anyhow::{Context as _, Result, bail};
use regulars_kit::port;

const COUNT: u16 = 3;

/// The ports, held until [`Self::release`] so that a taken one is known before a long build.
#[derive(Debug)]
pub struct Ports {
    /// The runtime's.
    pub runtime: u16,
    /// The demo shop's.
    pub shop: u16,
    /// The runtime's once more, encrypted.
    pub https: u16,
    held: [TcpListener; COUNT as usize],
}

impl Ports {
    /// Takes `port` and the two after it.
    ///
    /// # Errors
    /// When one of them is taken; the message says which, and how to choose another.
    pub fn reserve(port: u16) -> Result<Self> {
        let _last =
            port.checked_add(COUNT - 1).with_context(|| format!("--port {port} leaves no room for {COUNT} ports"))?;
        let [runtime, shop, https] = [port, port + 1, port + 2];
        Ok(Self { runtime, shop, https, held: [listen(runtime)?, listen(shop)?, listen(https)?] })
    }

    /// Takes any three.
    ///
    /// # Errors
    /// When the machine has no three free ports in a row.
    pub fn any() -> Result<Self> {
        Self::reserve(port::free(COUNT)?)
    }

    /// Lets go of them, for the programs that are about to listen there.
    pub fn release(self) {
        drop(self.held);
    }
}

fn listen(port: u16) -> Result<TcpListener> {
    match TcpListener::bind(("127.0.0.1", port)) {
        Err(error) if error.kind() == ErrorKind::AddrInUse => {
            bail!("port {port} is taken by another program: end it, or choose others with --port N (N, N+1 and N+2)")
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
    fn the_last_ports_have_no_next_ones() {
        assert!(Ports::reserve(u16::MAX).is_err() && Ports::reserve(u16::MAX - 1).is_err());
    }
}
