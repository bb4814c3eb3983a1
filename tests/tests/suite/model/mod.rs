//! The service in the real runtime against the model: what holds natively holds through HTTP, objects and storage.

mod histories;
mod replay;
