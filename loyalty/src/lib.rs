//! The rules of Regulars.
