//! Enums that are written as one object, which names its kind in `type` beside the fields of that kind.
//!
//! Serde reads such an enum from a copy of what was written, and whoever gave it the text no longer sees the fields: neither
//! the unknown ones, nor those that are `null`. Here one struct is read that has the fields of every kind, and the kind takes
//! its own from it.

/// Reads an enum from its `type` and the fields of all kinds, each read as the type it has in every kind that has it.
/// A field that ends with `?` may be left out.
macro_rules! tagged {
    (
        $name:ident { $($field:ident: $type:ty),* $(,)? }
        $($variant:ident = $tag:literal { $($needed:ident),* $(; $optional:ident)? })*
    ) => {
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                use serde::{
                    Deserialize,
                    de::{self, Error as _},
                };

                #[derive(serde::Deserialize)]
                enum Type {
                    $(#[serde(rename = $tag)] $variant,)*
                }

                #[derive(serde::Deserialize)]
                struct Fields {
                    r#type: Type,
                    $(#[serde(default)] $field: Option<$type>,)*
                }

                struct Visitor;

                impl<'de> de::Visitor<'de> for Visitor {
                    type Value = $name;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("an object with a type")
                    }

                    // Made while the object is read, and not afterwards: only so does a reader of JSON know where it was.
                    fn visit_map<A: de::MapAccess<'de>>(self, members: A) -> Result<$name, A::Error> {
                        let mut fields = Fields::deserialize(de::value::MapAccessDeserializer::new(members))?;
                        let value = match fields.r#type {
                            $(Type::$variant => $name::$variant {
                                $($needed: match fields.$needed.take() {
                                    Some(value) => value.into(),
                                    None => return Err(A::Error::missing_field(stringify!($needed))),
                                },)*
                                $($optional: fields.$optional.take(),)?
                            },)*
                        };
                        $(if fields.$field.is_some() {
                            return Err(A::Error::custom(concat!("stray field `", stringify!($field), "`")));
                        })*
                        Ok(value)
                    }
                }

                deserializer.deserialize_struct(
                    stringify!($name),
                    &["type", $(stringify!($field)),*],
                    Visitor,
                )
            }
        }
    };
}
pub(crate) use tagged;
