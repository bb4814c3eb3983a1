//! A schema beside a type: the fields of both, the variants of both, and everything inside them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};
use syn::{GenericArgument, PathArguments, Type};

use super::{
    roots::{ELSEWHERE, HINTS, NEVER, OWN},
    source::{Declared, Field, Shape, Sources, Tagging, Variant, last_segment},
};
use crate::openapi::{DOCUMENT, escaped};

/// Types that hold others and are not seen in JSON.
const WRAPPERS: [&str; 8] = ["Option", "Vec", "Box", "Arc", "Rc", "Cow", "BTreeMap", "BTreeSet"];

/// Types that are written as something else than their fields: a text, or whatever a shop says.
const OPAQUE: [&str; 8] =
    ["Birthday", "Condition", "Occasion", "Instant", "LocalTime", "Quantity", "TimeOfDay", "Value"];

/// What was compared, and what differs.
#[derive(Debug, Default)]
pub struct Comparison {
    /// The schemas with fields that were compared, by pointer.
    pub seen: BTreeSet<String>,
    /// Differences, each with the schema and the type.
    pub faults: Vec<String>,
}

/// One schema on the way through the document.
#[derive(Clone)]
pub struct Place {
    /// The pointer of the schema itself, with references followed.
    pub pointer: String,
    pub schema: &'static Value,
}

impl Place {
    /// The schema at a pointer, with all references followed.
    pub fn at(pointer: &str) -> Self {
        let schema = DOCUMENT.pointer(pointer).unwrap_or_else(|| panic!("{pointer} is not in the description"));
        match schema.get("$ref").and_then(Value::as_str) {
            // What stands beside a reference narrows it, and has no fields of its own.
            Some(reference) => Self::at(reference.trim_start_matches('#')),
            None => Self { pointer: pointer.to_owned(), schema },
        }
    }

    fn inside(&self, rest: &str) -> Self {
        Self::at(&format!("{}/{rest}", self.pointer))
    }

    fn properties(&self) -> Option<&'static Map<String, Value>> {
        self.schema.get("properties")?.as_object()
    }

    /// The pointers of its fields, or of those of all its forms together. Each is compared by that.
    fn all_properties(&self, result: &mut Comparison) -> BTreeMap<String, String> {
        let own = if self.properties().is_some() { vec![self.clone()] } else { self.forms() };
        let mut all = BTreeMap::new();
        for place in own {
            let names = place.properties().into_iter().flat_map(Map::keys);
            all.extend(names.map(|name| (name.clone(), format!("{}/properties/{}", place.pointer, escaped(name)))));
            result.seen.insert(place.pointer);
        }
        all
    }

    /// The forms of a `oneOf`, without `null`.
    fn forms(&self) -> Vec<Self> {
        let count = self.schema.get("oneOf").and_then(Value::as_array).map_or(0, Vec::len);
        let forms = (0..count).map(|index| self.inside(&format!("oneOf/{index}")));
        forms.filter(|form| form.schema["type"] != "null").collect()
    }

    /// Where the fields are: in the schema, its items, its values, or its only form.
    fn innermost(&self) -> Self {
        let forms = self.forms();
        if let [only] = &forms[..] {
            return only.innermost();
        }
        for rest in ["items", "additionalProperties"] {
            if self.properties().is_none() && self.schema.get(rest).is_some_and(Value::is_object) {
                return self.inside(rest).innermost();
            }
        }
        self.clone()
    }

    /// The texts it may be.
    fn texts(&self) -> BTreeSet<String> {
        let one = self.schema.get("const").into_iter();
        let all = self.schema.get("enum").and_then(Value::as_array).into_iter().flatten().chain(one);
        all.filter_map(Value::as_str).map(str::to_owned).collect()
    }
}

/// Compares a schema with a type, and what is in both.
pub fn compare(sources: &Sources, place: &Place, declared: &Declared, result: &mut Comparison) {
    let place = place.innermost();
    if !result.seen.insert(place.pointer.clone()) {
        return;
    }
    let context = format!("{} and {} {}", place.pointer, declared.file, declared.name);
    match &declared.shape {
        _ if OPAQUE.contains(&&*declared.name) => {}
        Shape::Struct(fields) => {
            let fields = flattened(sources, fields, declared, result);
            compare_fields(sources, &place, &fields, &BTreeSet::new(), result, &context);
        }
        Shape::Newtype(ty) => {
            result.seen.remove(&place.pointer);
            compare_type(sources, &place, ty, declared, result, &context);
        }
        Shape::Enum(tagging, variants) => compare_enum(sources, &place, tagging, variants, declared, result, &context),
        Shape::Other => {}
    }
}

fn compare_fields(
    sources: &Sources,
    place: &Place,
    fields: &BTreeMap<String, (Field, &Declared)>,
    beside: &BTreeSet<String>,
    result: &mut Comparison,
    context: &str,
) {
    let properties = place.all_properties(result);
    if properties.is_empty() && !fields.is_empty() {
        result.faults.push(format!("{context}: the schema has no fields"));
        return;
    }
    let described: BTreeSet<&String> = properties.keys().filter(|name| !beside.contains(*name)).collect();
    let known: BTreeSet<&String> = fields.keys().collect();
    for name in described.difference(&known) {
        if !ELSEWHERE.contains(&(&place.pointer, name)) {
            result.faults.push(format!("{context}: {name} is described, and the type does not have it"));
        }
    }
    for name in known.difference(&described) {
        if !OWN.contains(&(&place.pointer, name)) {
            result.faults.push(format!("{context}: {name} is not described"));
        }
    }
    for name in described.intersection(&known) {
        let (field, owner) = &fields[*name];
        let pointer = &properties[*name];
        let inner = Place::at(pointer);
        if let Some((_, other)) = HINTS.iter().find(|(place, _)| place == pointer) {
            match sources.at(other) {
                Some(declared) => compare(sources, &inner, declared, result),
                None => result.faults.push(format!("there is no {other}")),
            }
            continue;
        }
        compare_type(sources, &inner, &field.ty, owner, result, &format!("{context}: {name}"));
    }
}

fn compare_enum(
    sources: &Sources,
    place: &Place,
    tagging: &Tagging,
    variants: &[Variant],
    declared: &Declared,
    result: &mut Comparison,
    context: &str,
) {
    let forms = place.forms();
    match tagging {
        Tagging::None => return compare_untagged(sources, &forms, variants, declared, result, context),
        Tagging::Inside(_) if forms.is_empty() => {
            // All variants are described as one object.
            let whole = Field::flat(&declared.name);
            let fields = flattened(sources, &[whole], declared, result);
            let tagged = place.properties().map(|_| place.inside(&format!("properties/{}", tagging.field())).texts());
            compare_names(&tagged.unwrap_or_default(), variants, place, result, context);
            return compare_fields(sources, place, &fields, &BTreeSet::new(), result, context);
        }
        _ => {}
    }
    let forms = if forms.is_empty() { vec![place.clone()] } else { forms };
    let mut described: BTreeMap<String, Option<Place>> = BTreeMap::new();
    for form in forms {
        match (tagging, form.properties()) {
            (Tagging::None, _) => {}
            (Tagging::Outside, Some(properties)) => {
                result.seen.insert(form.pointer.clone());
                for name in properties.keys() {
                    described.insert(name.clone(), Some(form.inside(&format!("properties/{}", escaped(name)))));
                }
            }
            (Tagging::Inside(tag), Some(properties)) => {
                let texts = if properties.contains_key(tag) {
                    form.inside(&format!("properties/{tag}")).texts()
                } else {
                    BTreeSet::new()
                };
                described.extend(texts.into_iter().map(|text| (text, Some(form.clone()))));
            }
            (_, None) => described.extend(form.texts().into_iter().map(|text| (text, None))),
        }
    }
    compare_names(&described.keys().cloned().collect(), variants, place, result, context);
    for variant in variants {
        let context = format!("{context}: {}", variant.name);
        let Some(form) = described.get(&variant.name) else { continue };
        let Some(form) = form else { continue };
        let beside = match tagging {
            Tagging::Inside(tag) => BTreeSet::from([tag.clone()]),
            _ => BTreeSet::new(),
        };
        match (&variant.shape, tagging) {
            (Shape::Struct(fields), _) => {
                let fields = flattened(sources, fields, declared, result);
                compare_fields(sources, form, &fields, &beside, result, &context);
            }
            (Shape::Newtype(ty), Tagging::Inside(_)) => {
                if let Some(inner) = resolve(sources, ty, declared)
                    && let Shape::Struct(fields) = &inner.shape
                {
                    let fields = flattened(sources, fields, inner, result);
                    compare_fields(sources, form, &fields, &beside, result, &context);
                }
            }
            (Shape::Newtype(ty), _) => compare_type(sources, form, ty, declared, result, &context),
            (_, Tagging::Inside(_)) => {
                compare_fields(sources, form, &BTreeMap::new(), &beside, result, &context);
            }
            _ => {}
        }
    }
}

/// The names of the variants: in both directions, but for those that are never said there.
fn compare_names(
    described: &BTreeSet<String>,
    variants: &[Variant],
    place: &Place,
    result: &mut Comparison,
    context: &str,
) {
    let known: BTreeSet<String> = variants.iter().map(|variant| variant.name.clone()).collect();
    for name in described.difference(&known) {
        result.faults.push(format!("{context}: the variant {name} is described, and the type does not have it"));
    }
    for name in known.difference(described).filter(|name| !NEVER.contains(&(&place.pointer, name))) {
        result.faults.push(format!("{context}: the variant {name} is not described"));
    }
}

/// Variants that nothing names are told apart by their fields.
fn compare_untagged(
    sources: &Sources,
    forms: &[Place],
    variants: &[Variant],
    declared: &Declared,
    result: &mut Comparison,
    context: &str,
) {
    let mut left: Vec<&Place> = forms.iter().collect();
    for variant in variants {
        let Shape::Struct(fields) = &variant.shape else { continue };
        let fields = flattened(sources, fields, declared, result);
        let has_same = |form: &&Place| form.properties().is_some_and(|all| all.keys().eq(fields.keys()));
        match left.iter().position(has_same) {
            Some(index) => {
                compare_fields(sources, left.remove(index), &fields, &BTreeSet::new(), result, context);
            }
            None => result.faults.push(format!("{context}: the variant {} is not described", variant.name)),
        }
    }
    for form in left.into_iter().filter(|form| form.properties().is_some()) {
        result.faults.push(format!("{context}: {} is no variant of the type", form.pointer));
    }
}

fn compare_type(sources: &Sources, place: &Place, ty: &Type, owner: &Declared, result: &mut Comparison, context: &str) {
    let place = place.innermost();
    match resolve(sources, ty, owner) {
        Some(inner) => compare(sources, &place, inner, result),
        None if place.properties().is_some() && !result.seen.contains(&place.pointer) && !is_opaque(ty) => {
            result.faults.push(format!("{context}: which type is this?"));
        }
        None => {}
    }
}

/// The fields of a struct, with those of what it flattens. Each with the type that it stands in.
fn flattened<'s>(
    sources: &'s Sources,
    fields: &[Field],
    owner: &'s Declared,
    result: &mut Comparison,
) -> BTreeMap<String, (Field, &'s Declared)> {
    let mut all = BTreeMap::new();
    for field in fields {
        if !field.is_flat {
            all.insert(field.name.clone(), (field.clone(), owner));
            continue;
        }
        match resolve(sources, &field.ty, owner) {
            Some(Declared { shape: Shape::Struct(inner), .. }) => {
                let inner_owner = resolve(sources, &field.ty, owner).unwrap_or(owner);
                all.extend(flattened(sources, inner, inner_owner, result));
            }
            Some(Declared { shape: Shape::Enum(tagging, variants), .. }) => {
                // Whichever variant it is: the schema of the whole cannot tell.
                let inner_owner = resolve(sources, &field.ty, owner).unwrap_or(owner);
                if let Tagging::Inside(tag) = tagging {
                    let field = Field { name: tag.clone(), ..field.clone() };
                    all.insert(tag.clone(), (Field { ty: syn::parse_quote!(String), ..field }, inner_owner));
                }
                for variant in variants {
                    match &variant.shape {
                        Shape::Struct(inner) => all.extend(flattened(sources, inner, inner_owner, result)),
                        Shape::Newtype(ty) if matches!(tagging, Tagging::Outside) => {
                            let field = Field { name: variant.name.clone(), ty: ty.clone(), ..field.clone() };
                            all.insert(variant.name.clone(), (field, inner_owner));
                        }
                        Shape::Newtype(ty) => {
                            if let Some(Declared { shape: Shape::Struct(inner), .. }) =
                                resolve(sources, ty, inner_owner)
                            {
                                let owner = resolve(sources, ty, inner_owner).unwrap_or(inner_owner);
                                all.extend(flattened(sources, inner, owner, result));
                            }
                        }
                        _ => {}
                    }
                }
            }
            // Members that belong to a code of their own.
            _ if last_segment(&field.ty).is_some_and(|name| name == "Map") => {}
            _ => result.faults.push(format!("{} {}: what does {} flatten?", owner.file, owner.name, field.name)),
        }
    }
    all
}

/// Whether a type is written as something else than its fields.
fn is_opaque(ty: &Type) -> bool {
    last_segment(ty).is_some_and(|name| OPAQUE.contains(&&*name))
}

/// The type of the sources that a field's type comes down to.
fn resolve<'s>(sources: &'s Sources, ty: &Type, owner: &Declared) -> Option<&'s Declared> {
    match ty {
        Type::Reference(inner) => resolve(sources, &inner.elem, owner),
        Type::Slice(inner) => resolve(sources, &inner.elem, owner),
        Type::Array(inner) => resolve(sources, &inner.elem, owner),
        Type::Path(path) => {
            let segment = path.path.segments.last()?;
            let name = last_segment(ty)?;
            if WRAPPERS.contains(&name.as_str())
                && let PathArguments::AngleBracketed(arguments) = &segment.arguments
            {
                // Of a map the values count.
                let last = arguments.args.iter().rev().find_map(|argument| match argument {
                    GenericArgument::Type(ty) => Some(ty),
                    _ => None,
                })?;
                return resolve(sources, last, owner);
            }
            let qualified: Vec<String> = path.path.segments.iter().map(|one| one.ident.to_string()).collect();
            let found = match &qualified[..] {
                [modules @ .., _] if !modules.is_empty() => sources.in_module(&name, &modules.join("::"), owner)?,
                _ => sources.named(&name, owner)?,
            };
            match &found.shape {
                Shape::Newtype(inner) => resolve(sources, inner, found).or(Some(found)),
                _ => Some(found),
            }
        }
        _ => None,
    }
}
