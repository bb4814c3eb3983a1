//! Where a person stands between 0 and 1: the hash that the GrowthBook SDKs use, over UTF-16 code units.

/// Start and factor of the 32-bit FNV-1a hash (RFC 9923, section 5).
const OFFSET_BASIS: u32 = 0x811c_9dc5;
const PRIME: u32 = 0x0100_0193;

/// Buckets of `hashVersion` 2.
const BUCKETS: u32 = 10_000;
/// Buckets of `hashVersion` 1, by which namespaces still divide.
const NAMESPACE_BUCKETS: u32 = 1_000;

/// The bucket, 0 to 9,999, of a person for a seed: `hashVersion` 2.
///
/// The SDKs give the same number divided by 10,000. It is hashed twice, as neighbouring ids fall unevenly after one pass.
pub fn bucket(seed: &str, id: &str) -> u32 {
    let once = add(add(OFFSET_BASIS, seed), id);
    add_decimal(OFFSET_BASIS, once) % BUCKETS
}

/// The bucket, 0 to 999, of a person in a namespace: `hashVersion` 1 over the id, two underscores and the name.
pub fn namespace_bucket(namespace: &str, id: &str) -> u32 {
    add(add(add(OFFSET_BASIS, id), "__"), namespace) % NAMESPACE_BUCKETS
}

fn add(hash: u32, text: &str) -> u32 {
    text.encode_utf16().fold(hash, |hash, unit| step(hash, u32::from(unit)))
}

/// Adds a number as its decimal digits, without making a text of it.
fn add_decimal(hash: u32, number: u32) -> u32 {
    let rest = number / 10;
    let before = if rest == 0 { hash } else { add_decimal(hash, rest) };
    step(before, u32::from(b'0') + number % 10)
}

fn step(hash: u32, unit: u32) -> u32 {
    (hash ^ unit).wrapping_mul(PRIME)
}
