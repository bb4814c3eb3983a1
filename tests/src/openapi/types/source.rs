//! The types of the code as JSON has them: read from the sources, so that private ones and those that are only written are
//! there as well.

use std::{
    cmp::Reverse,
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use syn::{
    Attribute, Expr, Fields, ImplItemFn, ItemEnum, ItemFn, ItemMod, ItemStruct, ItemType, ItemUse, Lit, Meta, Type,
    UseTree, parse::Parser as _, punctuated::Punctuated, visit::Visit,
};

use crate::repository;

/// Where types that callers see are.
const ROOTS: [&str; 2] = ["loyalty/src", "worker/src"];

/// A struct or an enum.
#[derive(Clone)]
pub struct Declared {
    /// The file, from the root of the repository.
    pub file: String,
    /// The function it is declared in, if it is in one.
    pub scope: String,
    /// Its name.
    pub name: String,
    /// What it has.
    pub shape: Shape,
}

#[derive(Clone)]
pub enum Shape {
    /// Fields with names.
    Struct(Vec<Field>),
    /// A value of another type, alone.
    Newtype(Type),
    /// One of several, told apart by…
    Enum(Tagging, Vec<Variant>),
    /// Something that is no object.
    Other,
}

/// How JSON tells which variant it is.
#[derive(Clone)]
pub enum Tagging {
    /// By the only field's name, or by a text.
    Outside,
    /// By a field of this name.
    Inside(String),
    /// It does not.
    None,
}

#[derive(Clone)]
pub struct Field {
    /// As it is in JSON.
    pub name: String,
    pub ty: Type,
    /// Its own fields stand beside those of the struct.
    pub is_flat: bool,
}

#[derive(Clone)]
pub struct Variant {
    pub name: String,
    pub shape: Shape,
}

impl Field {
    /// A field that is flattened and has the fields of the type of that name.
    pub fn flat(name: &str) -> Self {
        let ty = syn::parse_str(name).unwrap_or_else(|error| panic!("{name}: {error}"));
        Self { name: String::new(), ty, is_flat: true }
    }
}

impl Tagging {
    /// The field that tells, if it is one.
    pub fn field(&self) -> &str {
        if let Self::Inside(field) = self { field } else { "" }
    }
}

/// Every type of the sources, and what each file imports.
#[derive(Default)]
pub struct Sources {
    declared: Vec<Declared>,
    /// By file: a name, and the path it was imported by.
    imports: BTreeMap<String, BTreeMap<String, String>>,
}

impl Sources {
    pub fn read() -> Self {
        let mut sources = Self::default();
        for root in ROOTS {
            sources.read_folder(&repository().join(root));
        }
        sources
    }

    /// A type by its place: `worker/src/shop/membership.rs members::Page`.
    pub fn at(&self, place: &str) -> Option<&Declared> {
        let (file, name) = place.split_once(' ')?;
        let (scope, name) = name.split_once("::").unwrap_or(("", name));
        let mut known = self.declared.iter().filter(|one| one.file == file && one.name == name);
        let exact = known.clone().find(|one| one.scope == scope);
        // In whichever function, if there is only one of that name.
        exact.or_else(|| known.next().filter(|_| scope.is_empty() && known.next().is_none()))
    }

    /// The type that a name means beside another type: one of its function, its file's own, the imported one, or the only one
    /// of that name that its crate can see.
    pub fn named(&self, name: &str, beside: &Declared) -> Option<&Declared> {
        let known = || self.declared.iter().filter(|one| one.name == name);
        let own = || known().filter(|one| one.file == beside.file);
        if let Some(own) =
            own().find(|one| one.scope == beside.scope).or_else(|| own().find(|one| one.scope.is_empty()))
        {
            return Some(own);
        }
        let import = self.imports.get(&beside.file).and_then(|imports| imports.get(name));
        if let Some(path) = import {
            let (module, original) = path.rsplit_once("::").unwrap_or(("", path));
            return self.in_module(original, module, beside);
        }
        let first = known().next().filter(|one| sees(beside, one))?;
        known().nth(1).is_none().then_some(first)
    }

    /// The type of a name that a module has as a file sees it: in its own file or in one of its folder, the nearest first.
    pub fn in_module(&self, name: &str, module: &str, beside: &Declared) -> Option<&Declared> {
        let is_of_loyalty = module.split("::").next() == Some("loyalty");
        let module: Vec<&str> = module.split("::").filter(|part| !is_relative(part) && !part.is_empty()).collect();
        let is_in = |one: &Declared| module.iter().all(|part| one.file.split(['/', '.']).any(|own| own == *part));
        let is_right = |one: &&Declared| {
            let krate = if is_of_loyalty { "loyalty" } else { crate_of(beside) };
            one.name == name && one.scope.is_empty() && crate_of(one) == krate
        };
        let near = |one: &Declared| one.file.bytes().zip(beside.file.bytes()).take_while(|(a, b)| a == b).count();
        self.declared.iter().filter(is_right).max_by_key(|one| (is_in(one), near(one), Reverse(one.file.len())))
    }

    fn read_folder(&mut self, folder: &Path) {
        let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                self.read_folder(&path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                self.read_file(&path);
            }
        }
    }

    fn read_file(&mut self, path: &Path) {
        let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let file = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let name = path.strip_prefix(repository()).unwrap_or(path).to_string_lossy().into_owned();
        let mut reader = Reader { file: name, scope: String::new(), sources: self };
        reader.visit_file(&file);
    }
}

/// Walks through a file, bodies of functions included.
struct Reader<'s> {
    file: String,
    scope: String,
    sources: &'s mut Sources,
}

impl Reader<'_> {
    fn add(&mut self, name: String, shape: Shape) {
        self.sources.declared.push(Declared { file: self.file.clone(), scope: self.scope.clone(), name, shape });
    }

    fn within(&mut self, function: String, walk: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.scope, function);
        walk(self);
        self.scope = outer;
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        if item.ident != "tests" {
            syn::visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_fn(&mut self, item: &'ast ItemFn) {
        self.within(item.sig.ident.to_string(), |reader| syn::visit::visit_item_fn(reader, item));
    }

    fn visit_impl_item_fn(&mut self, item: &'ast ImplItemFn) {
        self.within(item.sig.ident.to_string(), |reader| syn::visit::visit_impl_item_fn(reader, item));
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        add_imports(&item.tree, "", self.sources.imports.entry(self.file.clone()).or_default());
    }

    fn visit_item_struct(&mut self, item: &'ast ItemStruct) {
        self.add(item.ident.to_string(), shape_of(item.fields.clone()));
    }

    fn visit_item_type(&mut self, item: &'ast ItemType) {
        self.add(item.ident.to_string(), Shape::Newtype((*item.ty).clone()));
    }

    fn visit_item_enum(&mut self, item: &'ast ItemEnum) {
        let options = serde(&item.attrs);
        let rule = value_of(&options, "rename_all");
        let is_seen = |variant: &&syn::Variant| !serde(&variant.attrs).iter().any(|(key, _)| key == "skip");
        let variants = item.variants.iter().filter(is_seen).map(|variant| {
            let own = value_of(&serde(&variant.attrs), "rename");
            let name = own.unwrap_or_else(|| renamed(&variant.ident.to_string(), rule.as_deref()));
            Variant { name, shape: shape_of(variant.fields.clone()) }
        });
        let tagging = match value_of(&options, "tag") {
            Some(tag) => Tagging::Inside(tag),
            None if options.iter().any(|(key, _)| key == "untagged") => Tagging::None,
            None => Tagging::Outside,
        };
        let shape = Shape::Enum(tagging, variants.collect());
        self.add(item.ident.to_string(), shape);
    }
}

fn crate_of(one: &Declared) -> &str {
    one.file.split('/').next().unwrap_or_default()
}

/// The rules do not see the worker.
fn sees(one: &Declared, other: &Declared) -> bool {
    crate_of(one) == crate_of(other) || crate_of(other) == "loyalty"
}

fn is_relative(part: &str) -> bool {
    ["crate", "super", "self", "loyalty"].contains(&part)
}

fn add_imports(tree: &UseTree, path: &str, imports: &mut BTreeMap<String, String>) {
    let joined = |name: &syn::Ident| if path.is_empty() { name.to_string() } else { format!("{path}::{name}") };
    match tree {
        UseTree::Path(one) => add_imports(&one.tree, &joined(&one.ident), imports),
        UseTree::Name(one) => drop(imports.insert(one.ident.to_string(), joined(&one.ident))),
        UseTree::Rename(one) => drop(imports.insert(one.rename.to_string(), joined(&one.ident))),
        UseTree::Group(all) => all.items.iter().for_each(|one| add_imports(one, path, imports)),
        UseTree::Glob(_) => {}
    }
}

fn shape_of(fields: Fields) -> Shape {
    match fields {
        Fields::Named(fields) => {
            let fields = fields.named.into_iter().filter_map(|field| {
                let options = serde(&field.attrs);
                let has = |wanted: &str| options.iter().any(|(key, _)| key == wanted);
                if has("skip") {
                    return None;
                }
                let ident = field.ident?.to_string();
                let name = value_of(&options, "rename").unwrap_or_else(|| ident.trim_start_matches("r#").to_owned());
                Some(Field { name, is_flat: has("flatten"), ty: field.ty })
            });
            Shape::Struct(fields.collect())
        }
        Fields::Unnamed(mut fields) if fields.unnamed.len() == 1 => match fields.unnamed.pop() {
            Some(field) => Shape::Newtype(field.into_value().ty),
            None => Shape::Other,
        },
        Fields::Unnamed(_) | Fields::Unit => Shape::Other,
    }
}

/// The last part of a type's path.
pub fn last_segment(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|segment| segment.ident.to_string()),
        Type::Reference(inner) => last_segment(&inner.elem),
        _ => None,
    }
}

/// What is in `#[serde(…)]`: keys, with their values if they are texts.
fn serde(attributes: &[Attribute]) -> Vec<(String, Option<String>)> {
    let lists = attributes.iter().filter(|attribute| attribute.path().is_ident("serde"));
    let metas = lists.filter_map(|attribute| {
        let list = attribute.meta.require_list().ok()?;
        Punctuated::<Meta, syn::Token![,]>::parse_terminated.parse2(list.tokens.clone()).ok()
    });
    let pairs = metas.flatten().map(|meta| {
        let key = meta.path().get_ident().map(ToString::to_string).unwrap_or_default();
        let value = match &meta {
            Meta::NameValue(pair) => match &pair.value {
                Expr::Lit(literal) => match &literal.lit {
                    Lit::Str(text) => Some(text.value()),
                    _ => None,
                },
                _ => None,
            },
            _ => None,
        };
        (key, value)
    });
    pairs.collect()
}

fn value_of(options: &[(String, Option<String>)], wanted: &str) -> Option<String> {
    options.iter().find(|(key, _)| key == wanted)?.1.clone()
}

fn renamed(name: &str, rule: Option<&str>) -> String {
    match rule {
        Some("snake_case") => {
            let mut snake = String::new();
            for (index, letter) in name.char_indices() {
                if letter.is_uppercase() && index > 0 {
                    snake.push('_');
                }
                snake.extend(letter.to_lowercase());
            }
            snake
        }
        Some("lowercase") => name.to_lowercase(),
        Some(other) => panic!("serde's rule {other} is not known here"),
        None => name.to_owned(),
    }
}
