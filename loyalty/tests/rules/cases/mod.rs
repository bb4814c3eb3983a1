//! Cases: what each side may do, what is left of the targets, what the shopper sees, and that gestures stay within limits.

mod closing;
mod desk;
mod gestures;
mod histories;
mod report;
mod status;
mod targets;
