//! One request: its address, headers and body, read within limits.

use std::rc::Rc;

use futures_util::StreamExt;
use loyalty::{ExpectedVersion, Instant, suggest};
use serde::de::DeserializeOwned;
use worker::{Env, Request};

use crate::auth::{api_key, origin};
use crate::codes;
use crate::ids;
use crate::json;
use crate::limits::{IDEMPOTENCY_KEY_CHARS_MAX, LANGUAGES_CHARS_MAX, QUERY_NUMBER_MAX};
use crate::objects::replay::Key;
use crate::problem::{Failure, Outcome, Problem, invalid, rejected};
use crate::published::{Shop, shops};
use crate::rate;
use crate::routes::find::Params;

/// One request on its way through a route.
pub struct Call {
    /// Bindings.
    pub env: Env,
    /// Values of the route's `{names}`.
    pub params: Params,
    /// The page's origin, once it was found on the shop's list: the answer names it, errors included.
    pub allowed_origin: Option<String>,
    request: Request,
    query: Vec<(String, String)>,
}

/// A number of a caller's, if storage can hold it.
pub fn within_numbers(name: &str, number: u64) -> Outcome<u64> {
    let message = "must be a whole number from 0 to 9,007,199,254,740,991";
    if number <= QUERY_NUMBER_MAX { Ok(number) } else { Err(invalid(name, message)) }
}

/// A place on the map, as far as it is known.
#[derive(Clone, Debug, Default)]
pub struct Place {
    /// Two letters, such as `SI`.
    pub country: Option<String>,
    /// A name.
    pub region: Option<String>,
    /// A name.
    pub city: Option<String>,
}

impl Call {
    /// Takes up a request.
    pub fn new(request: Request, env: Env, params: Params) -> Self {
        let address = request.inner().url();
        let query = address.split_once('?').map_or("", |(_, query)| query);
        let mut query: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        // PHP and Java join the parts of a language tag by `_`.
        query.iter_mut().filter(|(name, _)| name == "lang").for_each(|(_, tags)| *tags = tags.replace('_', "-"));
        Self { env, params, allowed_origin: None, request, query }
    }

    /// A header's value.
    pub fn header(&self, name: &str) -> Option<String> {
        self.request.headers().get(name).ok().flatten()
    }

    /// A query parameter's value, the first if it is there twice.
    pub fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// A query parameter that is a number.
    pub fn query_number(&self, name: &str) -> Outcome<Option<u64>> {
        let parse = |text: &str| {
            // What is no number at all is told in the same words.
            within_numbers(name, text.parse().unwrap_or(u64::MAX))
        };
        self.query(name).map(parse).transpose()
    }

    /// A query parameter that is an instant.
    pub fn query_instant(&self, name: &str) -> Outcome<Option<Instant>> {
        let parse = |text: &str| {
            Instant::parse(text).ok_or_else(|| invalid(name, "must be an instant, such as 2026-07-01T00:00:00Z"))
        };
        self.query(name).map(parse).transpose()
    }

    /// A query parameter that is one of a few words.
    pub fn query_word<T: Copy>(&self, name: &str, all: &[T], word: fn(T) -> &'static str) -> Outcome<Option<T>> {
        let Some(text) = self.query(name) else { return Ok(None) };
        let found = all.iter().copied().find(|value| word(*value) == text);
        let known: Vec<_> = all.iter().map(|value| word(*value)).collect();
        let message = || format!("is “{text}”; must be one of {}", suggest::list(&known, "or"));
        found.map(Some).ok_or_else(|| invalid(name, message()))
    }

    /// A query parameter that is `true` or `false`.
    pub fn query_flag(&self, name: &str) -> Outcome<Option<bool>> {
        self.query_word(name, &[true, false], |flag| if flag { "true" } else { "false" })
    }

    /// How long a page of a list is to be, of at most `max`.
    pub fn limit(&self, default: u32, max: u32) -> Outcome<u32> {
        let limit = self.query_number("limit")?.unwrap_or(default.into());
        let limit = u32::try_from(limit).ok().filter(|limit| (1..=max).contains(limit));
        limit.ok_or_else(|| invalid("limit", format!("must be from 1 to {max}")))
    }

    /// The languages asked for, the best first and separated by commas; `en` if none is. Unknown ones fall back where texts
    /// are looked up.
    pub fn language(&self) -> &str {
        self.query("lang").filter(|tags| (1..=LANGUAGES_CHARS_MAX).contains(&tags.len())).unwrap_or("en")
    }

    /// The credentials of `Authorization: Bearer …`.
    pub fn bearer(&self) -> Option<String> {
        let header = self.header("Authorization")?;
        let (scheme, credentials) = header.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| credentials.trim().to_owned())
    }

    /// Where a visitor comes from, for rate limits alone.
    pub fn address(&self) -> String {
        self.header("CF-Connecting-IP").unwrap_or_default()
    }

    /// Where the platform says a visitor is.
    pub fn place(&self) -> Place {
        let Some(cf) = self.request.cf() else { return Place::default() };
        Place { country: cf.country(), region: cf.region(), city: cf.city() }
    }

    /// The body's bytes, at most `limit` of them.
    pub async fn bytes(&mut self, limit: usize) -> Outcome<Vec<u8>> {
        let too_large = || Failure::Rejected(Problem::new(codes::BODY_TOO_LARGE).member("limit_bytes", limit));
        match self.header("Content-Length").and_then(|length| length.parse::<usize>().ok()) {
            Some(length) if length > limit => return Err(too_large()),
            // The runtime delivers as many bytes as announced, or fails the request.
            Some(_) => return Ok(self.request.bytes().await?),
            None => {}
        }
        let Ok(mut stream) = self.request.stream() else { return Ok(Vec::new()) };
        let mut bytes = Vec::new();
        while let Some(chunk) = stream.next().await {
            bytes.extend_from_slice(&chunk?);
            if bytes.len() > limit {
                return Err(too_large());
            }
        }
        Ok(bytes)
    }

    /// The body as JSON.
    pub async fn json<T: DeserializeOwned>(&mut self, limit: usize) -> Outcome<T> {
        let bytes = self.bytes(limit).await?;
        self.parse(&bytes)
    }

    /// A body that was read, as JSON.
    pub fn parse<T: DeserializeOwned>(&self, bytes: &[u8]) -> Outcome<T> {
        self.require_json(bytes)?;
        json::parse(bytes)
    }

    /// The text of a body that says of itself it is JSON.
    pub fn require_json<'b>(&self, bytes: &'b [u8]) -> Outcome<&'b str> {
        let kind = self.header("Content-Type").unwrap_or_default();
        let essence = kind.split(';').next().unwrap_or_default().trim();
        if !essence.eq_ignore_ascii_case("application/json") {
            return Err(rejected(codes::UNSUPPORTED_MEDIA_TYPE));
        }
        json::utf8(bytes)
    }

    /// A body that was read, as JSON; one without bytes is the default.
    pub fn parse_or_default<T: DeserializeOwned + Default>(&self, bytes: &[u8]) -> Outcome<T> {
        if bytes.is_empty() { Ok(T::default()) } else { self.parse(bytes) }
    }

    /// The shop's id in the address.
    pub fn shop_id(&self) -> Outcome<String> {
        let id = self.params.get("shop");
        if shops::is_id(id) { Ok(id.to_owned()) } else { Err(rejected(codes::INVALID_ID)) }
    }

    /// An id in the address.
    pub fn id<T, E>(&self, name: &str, parse: impl FnOnce(String) -> Result<T, E>) -> Outcome<T> {
        parse(self.params.get(name).to_owned()).map_err(|_| rejected(codes::INVALID_ID))
    }

    /// The shop in the address, for a page that is on its list of origins.
    pub async fn page(&mut self) -> Outcome<Rc<Shop>> {
        let shop = shops::shop(&self.env, &self.shop_id()?).await?;
        origin::admit(self, &shop)?;
        Ok(shop)
    }

    /// The shop in the address, for its own server.
    pub async fn server(&self) -> Outcome<Rc<Shop>> {
        let shop = shops::shop(&self.env, &self.shop_id()?).await?;
        let key = api_key::server(self, &shop)?;
        rate::server(&self.env, shop.id(), &key).await?;
        Ok(shop)
    }

    /// The versions in `If-Match`, or `if_match_required`.
    pub fn if_match(&self) -> Outcome<ExpectedVersion> {
        let detail = "Send the version that you have read, which is in its ETag, such as If-Match: \"4\". What does not exist \
            yet is created with If-Match: \"0\".";
        let required = || Failure::Rejected(Problem::new(codes::IF_MATCH_REQUIRED).detail(detail));
        self.header("If-Match").map(|tags| ExpectedVersion::from_tags(&tags)).ok_or_else(required)
    }

    /// The `Idempotency-Key` with a fingerprint of this request, if there is one.
    pub fn key(&self, caller: &str, body: &[u8]) -> Outcome<Option<Key>> {
        let Some(key) = self.header("Idempotency-Key") else { return Ok(None) };
        if key.is_empty() || key.len() > IDEMPOTENCY_KEY_CHARS_MAX || !key.bytes().all(|b| (b' '..=b'~').contains(&b)) {
            let detail = "Idempotency-Key must have 1 to 255 printable ASCII characters.";
            return Err(Failure::Rejected(Problem::new(codes::IDEMPOTENCY_KEY_REQUIRED).detail(detail)));
        }
        let what =
            [self.request.method().as_ref().as_bytes(), b" ", self.request.path().as_bytes(), b"\n", body].concat();
        Ok(Some(Key { name: format!("{caller}:{key}"), fingerprint: ids::sha256_hex(&what) }))
    }

    /// The `Idempotency-Key` of a route that needs one.
    pub fn required_key(&self, caller: &str, body: &[u8]) -> Outcome<Key> {
        self.key(caller, body)?.ok_or_else(|| rejected(codes::IDEMPOTENCY_KEY_REQUIRED))
    }
}
