//! The way in and out: what the panel knows before the chunk is there.

use super::chunk::{self, Chunk};
use crate::{
    files::{self, Files},
    panel::words::keys,
    state::{Watched, Widget},
    ui,
};

/// The id of the row that leads in.
pub const ROW: &str = "cases";

/// How far one is in.
#[derive(Clone, Copy)]
pub enum Door {
    Shut,
    /// What it takes is being loaded.
    Opening,
    /// It could not be.
    Failed,
    Open(Chunk),
}

thread_local! {
    static DOOR: Watched<Door> = Watched::new(Door::Shut);
}

/// How far one is in, watched.
pub fn get() -> Door {
    DOOR.with(Watched::get)
}

/// Whether one is about to go in.
fn is_opening() -> bool {
    matches!(DOOR.with(Watched::peek), Door::Opening)
}

/// One is so far in.
pub fn set(door: Door) {
    DOOR.with(|now| now.set(door));
}

/// Loads what it takes and goes in.
pub fn open(widget: Widget) {
    // What is on its way for who has closed the panel meanwhile comes for them, too.
    if is_opening() {
        return;
    }
    set(Door::Opening);
    let Some(files) = Files::ask(widget, "cases") else { return };
    ui::spawn(async move {
        let (code, is_here) = (chunk::code().await, files.come().await);
        match code {
            Ok(chunk) if is_here => {
                files::dress(&widget.root, "cases");
                // Whoever has closed the panel meanwhile does not want it any more.
                if is_opening() {
                    (chunk.enter)(widget, chunk);
                }
            }
            _ => fail(widget),
        }
    });
}

/// It could not be loaded. The row says so, and can be pressed again.
pub fn fail(widget: Widget) {
    if is_opening() {
        set(Door::Failed);
        widget.say(widget.text().say(keys::WRITE_FAILED, []));
    }
}

/// Goes out, back to the row that led in.
pub fn leave(widget: Widget) {
    set(Door::Shut);
    ui::focus_soon(widget, ROW.to_owned());
}
