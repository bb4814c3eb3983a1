//! Addresses in offers: where a link leads and where a picture is.

/// Longest address, in bytes: what every server takes.
pub const ADDRESS_LEN_MAX: usize = 2_000;

/// The origin of an `https` address, as the shop lists origins: `https://cdn.example`. None for any other scheme, and for
/// what browsers do not all read alike.
pub(super) fn origin(address: &str) -> Option<&str> {
    const SCHEME: &str = "https://";
    let rest = address.strip_prefix(SCHEME).filter(|_| is_plain(address))?;
    let host = rest.find(['/', '?', '#']).map_or(rest, |end| &rest[..end]);
    // Before an `@` stands a name to sign in with, which makes one site look like another.
    let is_host = !host.is_empty() && !host.contains('@');
    is_host.then(|| &address[..SCHEME.len() + host.len()])
}

/// Whether a link may lead here: to an `https` address, or to a path of the same site.
pub(super) fn is_link(address: &str) -> bool {
    // Two slashes begin the name of another site.
    let is_path = address.starts_with('/') && !address.starts_with("//");
    origin(address).is_some() || is_path && is_plain(address)
}

/// Without what browsers leave out (tabs, ends of lines) or take for something else (`\` for `/`).
fn is_plain(address: &str) -> bool {
    let is_odd = |character: char| character.is_whitespace() || character.is_control() || character == '\\';
    address.len() <= ADDRESS_LEN_MAX && !address.contains(is_odd)
}
