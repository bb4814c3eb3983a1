//! The row at the panel's foot that leads in.

use leptos::prelude::*;

use super::{
    chunk::Chunk,
    door::{self, Door, ROW},
};
use crate::{
    icon,
    panel::words::keys,
    state::{Stage, Widget},
    ui,
};

/// A speech bubble.
const BUBBLE: &str = "M4 5h16v11H10l-4 4v-4H4z";

/// What the chunk shows in place of the panel's own, if one is in, watched.
pub fn shown(widget: Widget) -> Option<Chunk> {
    match door::get() {
        Door::Open(chunk) if widget.stage.get() == Stage::Member => Some(chunk),
        _ => None,
    }
}

/// The row, for members.
pub fn row(widget: Widget) -> AnyView {
    let door = door::get();
    let (Some(member), Stage::Member) = (widget.member.get(), widget.stage.get()) else { return ui::none() };
    if matches!(door, Door::Open(_)) {
        return ui::none();
    }
    let text = widget.text();
    let unread = (member.unread > 0).then(|| ui::words("unread", text.count(keys::UNREAD, member.unread, [])));
    let failed = matches!(door, Door::Failed).then(|| ui::say("trouble", text.say(keys::WRITE_FAILED, [])));
    let is_opening = matches!(door, Door::Opening);
    let label = text.say(if is_opening { keys::SENDING } else { keys::WRITE }, []);
    view! {
        <div class="foot">
            {ui::opt(failed)}
            <button type="button" id=ROW class="write" part="write" aria-disabled=is_opening.then_some("true") on:click=move |_| door::open(widget)>
                {icon::icon(BUBBLE)} {ui::words("", label)} {ui::opt(unread)}
            </button>
        </div>
    }
    .into_any()
}
