//! Calls one by one for latency, and many at once for throughput; both end by count or by time.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

/// Connections that call at once. More of them would measure the queue before two cores.
const CONNECTIONS: usize = 8;

/// How long to measure.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// Calls one by one.
    pub calls: usize,
    /// Time of calls at once.
    pub duration: Duration,
}

/// What was measured of one kind of call.
#[derive(Clone, Copy, Debug)]
pub struct Measured {
    /// Half of the calls took at most this long.
    pub median: Duration,
    /// 95 of 100 calls took at most this long.
    pub p95: Duration,
    /// Calls a second with several connections.
    pub per_second: f64,
}

/// Makes the call with this number over a connection of its thread.
pub trait Call: Fn(&ureq::Agent, usize) -> Result<()> + Sync {}
impl<F: Fn(&ureq::Agent, usize) -> Result<()> + Sync> Call for F {}

/// Measures one kind of call. Each call has a number of its own, growing from 0.
///
/// # Errors
/// When a call fails: what fails fast is not fast.
pub fn measure(effort: Effort, call: impl Call) -> Result<Measured> {
    let next = AtomicUsize::new(0);
    let agent = agent();
    let once = |agent: &ureq::Agent| call(agent, next.fetch_add(1, Ordering::Relaxed));
    for _ in 0..effort.calls / 10 {
        once(&agent)?;
    }
    let mut times = Vec::with_capacity(effort.calls);
    for _ in 0..effort.calls {
        let start = Instant::now();
        once(&agent)?;
        times.push(start.elapsed());
    }
    times.sort_unstable();
    let start = Instant::now();
    let answered = at_once(effort.duration, &once)?;
    let per_second = answered as f64 / start.elapsed().as_secs_f64();
    Ok(Measured { median: share(&times, 50), p95: share(&times, 95), per_second })
}

fn at_once(duration: Duration, once: &(impl Fn(&ureq::Agent) -> Result<()> + Sync)) -> Result<usize> {
    let deadline = Instant::now() + duration;
    let work = || -> Result<usize> {
        let agent = agent();
        let mut answered = 0;
        while Instant::now() < deadline {
            once(&agent)?;
            answered += 1;
        }
        Ok(answered)
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..CONNECTIONS).map(|_| scope.spawn(work)).collect();
        workers.into_iter().map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).sum()
    })
}

/// The time within which this many of a hundred calls were answered.
fn share(sorted: &[Duration], percent: usize) -> Duration {
    let index = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(index).copied().unwrap_or_default()
}

/// A client that keeps its connection.
pub fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .timeout_global(Some(Duration::from_secs(60)))
        .http_status_as_error(false)
        .build()
        .into()
}

/// Reads an answer to its end; it must be a success.
///
/// # Errors
/// When it is not, or did not come.
pub fn succeed(answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Result<()> {
    let mut answer = answer.context("no answer")?;
    let body = answer.body_mut().with_config().limit(u64::MAX).read_to_string()?;
    if !answer.status().is_success() {
        bail!("{}: {body}", answer.status());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_counted_from_the_fastest() {
        let times: Vec<Duration> = (1..=20).map(Duration::from_millis).collect();
        assert_eq!(share(&times, 50), Duration::from_millis(10));
        assert_eq!(share(&times, 95), Duration::from_millis(19));
        assert_eq!(share(&times[..1], 95), Duration::from_millis(1));
        assert_eq!(share(&[], 50), Duration::ZERO);
    }
}
