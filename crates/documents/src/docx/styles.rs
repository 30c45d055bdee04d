//! What styles and list definitions of a Word document mean. Style ids are localized or plain numbers, so a heading is
//! known by its built-in name, its outline level, or the style it is based on.

use std::collections::HashMap;

use crate::limits::Meter;
use crate::unreadable::Unreadable;
use crate::xml::{self, Step};

/// Chains of `basedOn` longer than this are loops.
const CHAIN: usize = 16;

/// What a paragraph is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Role {
    Title,
    Heading(u8),
    Item {
        list: String,
        ordered: bool,
        depth: u8,
    },
    /// A line of a table of contents.
    Contents,
    Words,
}

#[derive(Default)]
struct Style {
    name: String,
    based_on: String,
    outline: Option<u8>,
    list: Option<(String, u8)>,
}

/// Styles by id.
#[derive(Default)]
pub(super) struct Styles(HashMap<String, Style>);

impl Styles {
    /// An empty part gives no styles.
    pub fn read(part: &[u8], meter: &mut Meter<'_>) -> Result<Self, Unreadable> {
        let mut styles = Self::default();
        let mut id = String::new();
        xml::walk("word/styles.xml", part, meter, |step, _| {
            let Step::Open(name, tag) = step else {
                return Ok(());
            };
            let val = || xml::attribute(&tag, "val");
            if name == "style" {
                id = xml::attribute(&tag, "styleId").unwrap_or_default();
                styles.0.insert(id.clone(), Style::default());
            }
            let Some(style) = styles.0.get_mut(&id) else {
                return Ok(());
            };
            match name.as_str() {
                "name" => style.name = val().unwrap_or_default().to_lowercase(),
                "basedOn" => style.based_on = val().unwrap_or_default(),
                "outlineLvl" => style.outline = val().and_then(|v| v.parse().ok()),
                "numId" => style.list.get_or_insert_default().0 = val().unwrap_or_default(),
                "ilvl" => style.list.get_or_insert_default().1 = val().and_then(|v| v.parse().ok()).unwrap_or(0),
                _ => {}
            }
            Ok(())
        })?;
        Ok(styles)
    }

    /// Never [`Role::Item`]; see [`Styles::list`].
    pub fn role(&self, id: &str) -> Role {
        if let Some(role) = self.chain(id).find_map(own_role) {
            return role;
        }
        // Files without styles.xml still use the English ids.
        if self.0.contains_key(id) { Role::Words } else { named(&id.to_lowercase()).unwrap_or(Role::Words) }
    }

    /// List id and depth that the style puts its paragraphs in.
    pub fn list(&self, id: &str) -> Option<(String, u8)> {
        self.chain(id).find_map(|style| style.list.clone())
    }

    fn chain<'a>(&'a self, id: &str) -> impl Iterator<Item = &'a Style> {
        std::iter::successors(self.0.get(id), |style| self.0.get(&style.based_on)).take(CHAIN)
    }
}

fn own_role(style: &Style) -> Option<Role> {
    named(&style.name).or_else(|| style.outline.filter(|level| *level < 9).map(|level| Role::Heading((level + 1).min(6))))
}

/// Role of a built-in style name in lower case.
fn named(name: &str) -> Option<Role> {
    if name == "title" || name == "标题" {
        return Some(Role::Title);
    }
    if name.starts_with("toc ") || name == "toc heading" {
        return Some(Role::Contents);
    }
    let level = name.strip_prefix("heading").or_else(|| name.strip_prefix("标题"))?.trim();
    level.parse::<u8>().ok().filter(|level| (1..=9).contains(level)).map(|level| Role::Heading(level.min(6)))
}

/// Which lists are numbered.
#[derive(Default)]
pub(super) struct Numbering {
    /// List id to definition.
    lists: HashMap<String, String>,
    /// Definition and depth to its number format.
    formats: HashMap<(String, u8), String>,
}

impl Numbering {
    /// An empty part gives no lists.
    pub fn read(part: &[u8], meter: &mut Meter<'_>) -> Result<Self, Unreadable> {
        let mut numbering = Self::default();
        let (mut definition, mut list, mut depth) = (String::new(), String::new(), 0);
        xml::walk("word/numbering.xml", part, meter, |step, _| {
            let Step::Open(name, tag) = step else {
                return Ok(());
            };
            let get = |attribute: &str| xml::attribute(&tag, attribute).unwrap_or_default();
            match name.as_str() {
                "abstractNum" => definition = get("abstractNumId"),
                "lvl" => depth = get("ilvl").parse().unwrap_or(0),
                "numFmt" => {
                    numbering.formats.insert((definition.clone(), depth), get("val"));
                }
                "num" => list = get("numId"),
                "abstractNumId" => {
                    numbering.lists.insert(list.clone(), get("val"));
                }
                _ => {}
            }
            Ok(())
        })?;
        Ok(numbering)
    }

    pub fn is_ordered(&self, list: &str, depth: u8) -> bool {
        let format = self.lists.get(list).and_then(|definition| self.formats.get(&(definition.clone(), depth)));
        format.is_some_and(|format| !matches!(format.as_str(), "bullet" | "none" | ""))
    }
}
