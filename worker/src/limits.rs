//! Every limit of the service, with its arithmetic.

use std::ops::RangeInclusive;

use loyalty::Days;

/// An order: 500 lines × about 2 KB, most of it 50 labels of some 30 B, are 1 MB. Usual lines have 200 to 300 B and orders a
/// few of them. It is kept as one row, which may have 2 MB, and a batch may have as large an order.
pub const ORDER_BODY_BYTES_MAX: usize = 1024 * 1024;

/// A batch: 500 orders × about 4 KB, as shops send them in imports. One worker has 128 MB; parsed it is some 10 MB.
pub const BATCH_BODY_BYTES_MAX: usize = 2 * 1024 * 1024;

/// A program: 50 rules and 100 rewards × 5 languages × about 200 B is 150 KB, doubled for many languages.
/// It is part of the published bundle, which every isolate parses once per lifetime of its copy.
pub const PROGRAM_BODY_BYTES_MAX: usize = 256 * 1024;

/// An offer: five variants × five languages × about 1 KB of texts is 25 KB, and a condition of some more, rounded up.
pub const OFFER_BODY_BYTES_MAX: usize = 64 * 1024;

/// A segment is a condition of at most 2,000 parts × some 20 B and a name; the settings are as large with full groups.
pub const SEGMENT_BODY_BYTES_MAX: usize = 64 * 1024;

/// Offers of a shop, drafts and archived ones included: 500 may be published, and a shop that runs 50 a month keeps them
/// for three years. With 3 KB each they are 6 MB of the object's 10 GB, and as much for every version.
pub const OFFERS_KEPT_MAX: usize = 2_000;

/// All that decides who is sent what, as one value: 500 offers × 6 KB (five languages × 1 KB and a condition) are 3 MB, with
/// segments and surveys rounded up. KV takes 25 MiB; an isolate reads and compiles it once for each version, and its copy is
/// some three times as large of 128 MB.
pub const TARGETING_BYTES_MAX: usize = 4 * 1024 * 1024;

/// How long what decided before stays in KV: places that are a minute behind still read it, ten times over.
pub const TARGETING_KEPT_MS: i64 = 10 * 60_000;

/// Old ones taken away with one publication, of the 1,000 operations that an invocation may have.
pub const TARGETINGS_DELETED_MAX: usize = 20;

/// Versions of an offer that are looked through for the words somebody has agreed to: nobody changes what an offer asks for
/// more often while a page is open.
pub const WORDS_VERSIONS_MAX: usize = 20;

/// Versions in one page of a list: 100 × some 100 B are 10 KB.
pub const VERSIONS_PAGE: usize = 100;

/// Surveys of a shop, drafts and archived ones included: 50 may be published, and a new one each week is ten years of them.
pub const SURVEYS_KEPT_MAX: usize = 500;

/// Documents in one page of a list: 50 × at most 64 KB are 3 MB.
pub const DOCUMENTS_PAGE: usize = 50;

/// Compiled offers kept by one isolate: 500 offers are some 4 MB, and of 128 MB half may be theirs.
pub const TARGETINGS_KEPT: usize = 16;

/// A condition to try: 2,000 parts × some 20 B, and attributes and groups of about as much, rounded up.
pub const CONDITION_BODY_BYTES_MAX: usize = 128 * 1024;

/// Everything else is a handful of fields. An adjustment has at most 2,300 characters of up to 4 bytes, 9 KB. A profile of
/// usual words is 2 KB; one that fills its 50 tags and 20 consents with 4-byte characters would be 19 KB, and is refused.
pub const SMALL_BODY_BYTES_MAX: usize = 16 * 1024;

/// What people write: 2,000 characters are taken, and who sends 10,000 is told so and not that the body is too large. They
/// are 40 KB in 4-byte characters, 60 KB where each is escaped as `\u0000`, and the rest of the body is a handful of fields.
pub const WORDS_BODY_BYTES_MAX: usize = 64 * 1024;

/// A report: 50 events of some 110 B are 6 KB, and with ids as long as they may be in ASCII 50 × 340 B are 17 KB, which no
/// shop's offers are named by.
pub const EVENTS_BODY_BYTES_MAX: usize = 16 * 1024;

/// Cases in a page of the answer to a shopper: with some 5 messages of 300 B each they are 30 KB.
pub const CASES_SHOWN: usize = 20;

/// Cases in one page of the shop's list: 100 × about 700 B are 70 KB.
pub const CASES_PAGE_MAX: u32 = 100;

/// Cases in a page of the shop's list when the caller does not say.
pub const CASES_PAGE_DEFAULT: u32 = 50;

/// Cases read at once while looking for overdue ones.
pub const CASES_SLICE: usize = 200;

/// Cases in one message to the shop: usually 600 B each, with 20 gestures of 4-byte characters some 35 KB of the 128 KB that
/// a message may have.
pub const CASES_SENT_MAX: usize = 3;

/// Testimonials that everybody is shown, the newest approved: usually 300 B each, 15 KB; at most 50 × 4.5 KB are 225 KB.
pub const TESTIMONIALS_SHOWN: usize = 50;

/// How long a page keeps what everybody is shown, in seconds: KV may be as far behind.
pub const TESTIMONIALS_FRESH_S: u32 = 60;

/// Testimonials in one page of the shop's list: 100 × usually 600 B are 60 KB, at most 500 KB.
pub const TESTIMONIALS_PAGE_MAX: u32 = 100;

/// Testimonials in a page of the shop's list when the caller does not say.
pub const TESTIMONIALS_PAGE_DEFAULT: u32 = 50;

/// Testimonials in one message to the shop: 20 × at most 5 KB are 100 KB of the 128 KB that a message may have.
pub const TESTIMONIALS_SENT_MAX: usize = 20;

/// Answers to surveys in one message to the shop: usually 300 B each, and 48 KB of the 128 KB that a message may have if six
/// steps were answered with 2,000 4-byte characters.
pub const ANSWERS_SENT_MAX: usize = 2;

/// Answers in a page of what people said: 100 × some 500 B are 50 KB, and with the longest words 5 MB.
pub const FEEDBACK_PAGE_MAX: u32 = 100;

/// Answers in a page of what people said when the caller does not say.
pub const FEEDBACK_PAGE_DEFAULT: u32 = 50;

/// The longest report of cases, or of feedback: each of its time is read, some 20 µs.
pub const REPORT_DAYS_MAX: i64 = 366;

/// A report of cases when the caller does not say: twelve weeks.
pub const CASES_DAYS_DEFAULT: Days = Days(84);

/// Captures in one page: 100 × about 500 B are 50 KB.
pub const CAPTURES_PAGE_MAX: u32 = 100;

/// Captures in a page when the caller does not say.
pub const CAPTURES_PAGE_DEFAULT: u32 = 100;

/// Feedback from elsewhere: a text of 5,000 characters of 4 bytes, and 60 names of as many as they may have in ASCII.
pub const FEEDBACK_BODY_BYTES_MAX: usize = 32 * 1024;

/// Feedback read at once for a report: 5,000 × some 300 B is 1.5 MB of an object's 128.
pub const FEEDBACK_READ_AT_ONCE: u32 = 5_000;

/// The period of a report of feedback when the caller does not say.
pub const FEEDBACK_DAYS_DEFAULT: Days = Days(30);

/// Orders in one batch. Grouped by member they become at most as many object requests; the platform allows
/// 1,000 subrequests per invocation.
pub const BATCH_ORDERS_MAX: usize = 500;

/// Wallets a batch talks to at the same time: enough to hide their latency, few enough to stay fair to others.
pub const BATCH_WALLETS_AT_ONCE: usize = 24;

/// Entries in one page of history.
pub const HISTORY_PAGE_MAX: u32 = 100;

/// Entries in a page of history when the caller does not say.
pub const HISTORY_PAGE_DEFAULT: u32 = 20;

/// Entries in a member's detail.
pub const DETAIL_ENTRIES: u32 = 100;

/// Characters of a shop's id.
pub const SHOP_ID_CHARS_MAX: usize = 40;

/// Characters of the languages of a page: a browser names a handful, of at most 35 characters each.
pub const LANGUAGES_CHARS_MAX: usize = 200;

/// Characters of an `Idempotency-Key`.
pub const IDEMPOTENCY_KEY_CHARS_MAX: usize = 255;

/// Characters of a token: a header and five claims are some 300; member ids may be 128 characters of 4 bytes.
pub const TOKEN_CHARS_MAX: usize = 2048;

/// How long the answer to a request is kept for replays. The longest usual retry schedules of shops give up after three days.
pub const REPLAY_KEPT_MS: i64 = 7 * 24 * 3_600_000;

/// Origins of a shop: shop, `www`, a few languages and previews.
pub const ORIGINS_MAX: usize = 20;

/// Characters of a shop's name.
pub const SHOP_NAME_CHARS_MAX: usize = 100;

/// Entries in a theme.
pub const THEME_ENTRIES_MAX: usize = 40;

/// Characters of a value in a theme.
pub const THEME_VALUE_CHARS_MAX: usize = 100;

/// Live signing keys: the current one and the next.
pub const SIGNING_KEYS_MAX: usize = 2;

/// Live API keys. Each request's key is compared with all of them.
pub const API_KEYS_MAX: usize = 10;

/// How long an isolate uses its copy of a shop's bundle before it looks at KV again. KV itself may be a minute
/// behind elsewhere, so this adds little, and saves a read on nearly every page view.
pub const BUNDLE_FRESH_MS: i64 = 5_000;

/// Bundles kept by one isolate: 100 × about 50 KB parsed is 5 MB of its 128 MB.
pub const BUNDLES_KEPT: usize = 100;

/// Old programs kept by one isolate.
pub const PROGRAMS_KEPT: usize = 100;

/// KV takes one write a second per key.
pub const PUBLISH_EVERY_MS: i64 = 1_000;

/// Messages in one send to the queue: the platform's limit.
pub const QUEUE_SEND_MAX: usize = 100;

/// How soon a message of the queue comes again, in seconds, at first and at most: after half as long as it has waited. From 2
/// seconds to an hour are 18 times, and 82 more that the platform allows are 82 hours.
pub const QUEUE_RETRY_S: RangeInclusive<u64> = 2..=3_600;

/// Orders in one message: an id may be 128 characters of 4 bytes, so 100 are some 60 KB of the 128 KB a message may have.
pub const CLAIMS_SENT_MAX: usize = 100;

/// Guests' orders that one device may say were placed on it: what a household buys in years, and far too few for somebody who
/// guesses orders' numbers to move a result.
pub const GUEST_ORDERS_OF_ONE_MAX: u32 = 50;

/// A snapshot in a message: the rest of a wallet's state is some 10 KB at most of the 128 KB a message may have. An order
/// takes about 150 B of it, so this is some 600 orders of one member. A larger one is fetched from the wallet.
pub const SNAPSHOT_SENT_BYTES_MAX: usize = 100_000;

/// The largest snapshot a shop keeps, of the 2 MB that a row may have: some 10,000 orders of one member.
pub const SNAPSHOT_KEPT_BYTES_MAX: usize = 1_500_000;

/// Members looked at in one ring of a shop's alarm, and in one transaction. Reading a snapshot of 5 KB, computing the traits
/// and trying 50 segments takes about half a millisecond: a ring is some 0.1 s of the 30 s it may have, and a page view or an
/// order never waits longer. A shop of 2,357 members is through in ten rings, one of 100,000 in 400 rings and a minute.
pub const SWEEP_SLICE: usize = 250;

/// Members counted at once for a condition: 1,000 × some 0.4 ms are 0.4 s, in which the shop's other requests wait.
pub const COUNT_SLICE: usize = 1_000;

/// How often all members are looked at although nothing happened: days pass, and nobody plans by the minute.
pub const SWEEP_EVERY_MS: i64 = 3_600_000;

/// How soon after a wallet has changed it is seen whether there are many more buyers. An import changes many a second.
pub const SWEEP_SETTLING_MS: i64 = 10_000;

/// How long what a person met of offers is counted, from when they first met each: thirteen months, so that a year can be
/// compared with the year before. A visitor meets a dozen offers a month at most, of some 150 B each with their index: a shop
/// of 100,000 visitors a month has 13 × 1.2 million rows, 2.3 GB of the object's 10.
pub const EXPOSURES_KEPT_DAYS: Days = Days(396);

/// Exposures forgotten at the end of one sweep: with one an hour 480,000 a day, ten times as many as that shop takes in.
pub const EXPOSURES_FORGOTTEN_AT_ONCE: u32 = 20_000;

/// Members or changes in a page of a segment: 1,000 × some 80 B is 80 KB, of ids as long as they may be 600 KB.
pub const SEGMENT_PAGE_MAX: u32 = 1_000;

/// Members or changes in a page of a segment when the caller does not say.
pub const SEGMENT_PAGE_DEFAULT: u32 = 100;

/// How long after its end a held piece of stock stays reserved: a capture in the last moment reaches the shop by queue.
pub const STOCK_SETTLING_MS: i64 = 60_000;

/// A code's directory entry outlives the hold by this much, so that late callers still hear `hold_expired`. 90 days.
pub const CODE_KEPT_AFTER_HOLD_S: i64 = 90 * 24 * 3_600;

/// A token may say it lives at most this long.
pub const TOKEN_LIFETIME_S_MAX: i64 = 3_600;

/// How far the shop's clock may be off from ours.
pub const TOKEN_LEEWAY_S: i64 = 60;

/// Largest number in a query: beyond 2^53 − 1 neither SQLite's binding nor JavaScript tells one number from the next.
pub const QUERY_NUMBER_MAX: u64 = (1 << 53) - 1;
