//! Experiments: who gets which variant, and what may be concluded of it.

mod assignment;
mod buckets;
mod check;
mod people;
mod results;
mod runs;
mod sdk;
