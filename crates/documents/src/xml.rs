//! The little of XML that office files need: events in order with entities resolved, and attributes by local name.
//! Namespaces prefixes are ignored, document type definitions are skipped, and no entity is ever expanded from one.

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::encoding;
use crate::limits::Meter;
use crate::unreadable::Unreadable;

/// One step through a part.
pub(crate) enum Step<'a> {
    /// Local name and the tag itself. An empty element gives `Open` and `Close`.
    Open(String, BytesStart<'a>),
    Close(String),
    Text(String),
}

/// Calls `on` for every step of `bytes`.
pub(crate) fn walk(
    part: &'static str,
    bytes: &[u8],
    meter: &mut Meter<'_>,
    mut on: impl FnMut(Step<'_>, &mut Meter<'_>) -> Result<(), Unreadable>,
) -> Result<(), Unreadable> {
    let source = encoding::decode(bytes)?;
    let mut reader = Reader::from_str(&source);
    let mut depth = 0usize;
    loop {
        meter.tick()?;
        match reader.read_event().map_err(|_| Unreadable::damaged(part))? {
            Event::Start(tag) => {
                depth += 1;
                on(Step::Open(local(&tag), tag), meter)?;
            }
            Event::Empty(tag) => {
                let name = local(&tag);
                on(Step::Open(name.clone(), tag), meter)?;
                on(Step::Close(name), meter)?;
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                on(Step::Close(tag.local_name().as_ref().to_string()), meter)?;
            }
            Event::Text(text) => on(Step::Text(text.xml10_content().into_owned()), meter)?,
            Event::CData(text) => on(Step::Text(text.xml10_content().into_owned()), meter)?,
            Event::GeneralRef(entity) => {
                let resolved = match entity.resolve_char_ref() {
                    Ok(Some(c)) => Some(c.to_string()),
                    _ => resolve_predefined_entity(&entity.xml10_content()).map(str::to_string),
                };
                on(Step::Text(resolved.unwrap_or_default()), meter)?;
            }
            Event::Eof if depth > 0 => return Err(Unreadable::damaged(part)),
            Event::Eof => return Ok(()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

fn local(tag: &BytesStart<'_>) -> String {
    tag.local_name().as_ref().to_string()
}

/// The attribute with this local name.
pub(crate) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().with_checks(false).filter_map(Result::ok).find(|a| a.key.local_name().as_ref() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(|value| value.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;
    use expect_test::{Expect, expect};

    fn check(source: &str, expect: Expect) {
        let limits = Limits::default();
        let mut out = String::new();
        let result = walk("test", source.as_bytes(), &mut Meter::new(&limits), |step, _| {
            match step {
                Step::Open(name, tag) => out.push_str(&format!("<{name} {}>", attribute(&tag, "val").unwrap_or_default())),
                Step::Close(name) => out.push_str(&format!("</{name}>")),
                Step::Text(text) => out.push_str(&text),
            }
            Ok(())
        });
        expect.assert_eq(&format!("{out} {result:?}"));
    }

    #[test]
    fn entities_are_resolved_and_unknown_ones_vanish() {
        check("<!DOCTYPE a [<!ENTITY x \"boom\">]><w:a w:val='1 &amp; 2'>&lt;b&gt; &#x4e2d;&x;</w:a>", expect!["<a 1 & 2><b> 中</a> Ok(())"]);
    }

    #[test]
    fn a_part_that_ends_too_early_is_damaged() {
        check("<a><b/>", expect![[r#"<a ><b ></b> Err(Damaged { detail: "test" })"#]]);
    }
}
