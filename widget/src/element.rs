//! Any element, by its name. Leptos compiles the renderer anew for every element and every attribute it has a type for;
//! named by texts, all that is drawn outside the panel shares one copy of each.

use leptos::{
    ev,
    html::custom,
    prelude::*,
    tachys::html::{
        attribute::{
            any_attribute::{AnyAttribute, IntoAnyAttribute},
            custom::custom_attribute,
        },
        event::on,
    },
};
use web_sys::Event;

use crate::ui;

/// An element that is being made.
pub struct Element {
    name: &'static str,
    attributes: Vec<AnyAttribute>,
}

impl Element {
    /// One of this name, in capitals: so a document of HTML calls it, and one that is drawn again with the same name stays
    /// in its place.
    pub fn new(name: &'static str, attributes: &[(&'static str, &str)]) -> Self {
        let mut element = Self { name, attributes: Vec::new() };
        for (key, value) in attributes {
            element.set(key, value);
        }
        element
    }

    /// One that a shop may style under its class: `::part(class)`.
    pub fn part(name: &'static str, class: &str) -> Self {
        Self::new(name, &[("class", class), ("part", class)])
    }

    /// With another attribute.
    pub fn with(mut self, key: &'static str, value: Option<&str>) -> Self {
        if let Some(value) = value {
            self.set(key, value);
        }
        self
    }

    #[inline(never)]
    fn set(&mut self, key: &'static str, value: &str) {
        self.attributes.push(custom_attribute(key, value.to_owned()).into_any_attr());
    }

    /// With something done when it hears an event.
    pub fn on(self, event: &'static str, act: impl FnMut(Event) + 'static) -> Self {
        self.listen(event, Box::new(act))
    }

    #[inline(never)]
    fn listen(mut self, event: &'static str, act: Box<dyn FnMut(Event)>) -> Self {
        self.attributes.push(on(ev::Custom::<Event>::new(event), act).into_any_attr());
        self
    }

    /// With these views in it.
    pub fn of(self, views: impl IntoIterator<Item = AnyView>) -> AnyView {
        self.around(ui::all(views))
    }

    /// With this text in it.
    pub fn says(self, words: &str) -> AnyView {
        self.around(ui::text(words))
    }

    #[inline(never)]
    fn around(self, view: AnyView) -> AnyView {
        custom(self.name).add_any_attr(self.attributes).child(view).into_any()
    }
}

/// Something to press.
#[derive(Default)]
pub struct Press {
    pub id: &'static str,
    pub class: &'static str,
    /// What a screen reader says, where what is shown would not tell.
    pub name: Option<String>,
    /// It sends the form it is in.
    pub is_submit: bool,
    /// It was pressed and is working: it does nothing, but keeps the focus.
    pub is_busy: bool,
    /// Whether what it opens is open, if it opens something.
    pub is_expanded: Option<bool>,
}

impl Press {
    /// With what it shows and does.
    pub fn on_click(self, shown: AnyView, mut act: impl FnMut() + 'static) -> AnyView {
        let Self { id, class, name, is_submit, is_busy, is_expanded } = self;
        Element::part("BUTTON", class)
            .with("type", Some(if is_submit { "submit" } else { "button" }))
            .with("id", Some(id).filter(|id| !id.is_empty()))
            .with("aria-label", name.as_deref())
            .with("aria-disabled", is_busy.then_some("true"))
            .with("aria-expanded", is_expanded.map(|is| if is { "true" } else { "false" }))
            .on("click", move |_| act())
            .of([shown])
    }
}
