//! A bare connection: for clients that hang up, and for bytes that no HTTP library would send.

use std::{
    io::{self, Read, Write},
    net::TcpStream,
    time::Duration,
};

const TIMEOUT: Duration = Duration::from_secs(60);

/// Opens bare connections to one service.
#[derive(Clone, Debug)]
pub struct Wire {
    address: String,
}

impl Wire {
    pub(super) fn new(url: &str) -> Self {
        Self { address: url.trim_start_matches("http://").to_owned() }
    }

    /// Sends a request with a JSON body and hangs up as soon as the answer begins to arrive, without reading it.
    ///
    /// # Errors
    /// When the service cannot be reached or closes the connection first.
    pub fn lose_the_answer(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> io::Result<()> {
        let connection = self.send(method, path, headers, body)?;
        if connection.peek(&mut [0])? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(())
    }

    /// Sends a request with a JSON body and hangs up at once.
    ///
    /// # Errors
    /// When the service cannot be reached.
    pub fn hang_up(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> io::Result<()> {
        self.send(method, path, headers, body).map(drop)
    }

    /// Sends a request that asks for the connection to be closed, and gives the status of what comes back.
    ///
    /// # Errors
    /// When the service cannot be reached or answers with something else than HTTP.
    pub fn status_of(&self, request: &[u8]) -> io::Result<u16> {
        let mut connection = self.connect()?;
        connection.write_all(request)?;
        let mut answer = Vec::new();
        connection.read_to_end(&mut answer)?;
        let status = answer.get(9..12).and_then(|status| str::from_utf8(status).ok()?.parse().ok());
        status.ok_or_else(|| io::ErrorKind::InvalidData.into())
    }

    fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> io::Result<TcpStream> {
        let mut request = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\n", self.address);
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        request.push_str(&format!("Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}", body.len()));
        let mut connection = self.connect()?;
        connection.write_all(request.as_bytes())?;
        Ok(connection)
    }

    fn connect(&self) -> io::Result<TcpStream> {
        let connection = TcpStream::connect(&self.address)?;
        connection.set_read_timeout(Some(TIMEOUT))?;
        Ok(connection)
    }
}
