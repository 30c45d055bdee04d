//! The written form of what a model takes and gives, such as `f32[b,80,frames]`: a type, and an extent per dimension, a number
//! where it is fixed and a name where it is free. A model is compared with it before its first run.

use std::fmt;
use std::str::FromStr;

use ort::session::Session;
use ort::value::{Outlet, TensorElementType, ValueType};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Error, File, Result};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    element: Element,
    /// `None` where any extent will do.
    extents: Vec<Option<i64>>,
    written: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Element {
    F32,
    F16,
    I64,
    I32,
    Other,
}

impl Element {
    fn of(kind: TensorElementType) -> Element {
        match kind {
            TensorElementType::Float32 => Element::F32,
            TensorElementType::Float16 => Element::F16,
            TensorElementType::Int64 => Element::I64,
            TensorElementType::Int32 => Element::I32,
            _ => Element::Other,
        }
    }

    fn tag(self) -> &'static str {
        match self {
            Element::F32 => "f32",
            Element::F16 => "f16",
            Element::I64 => "i64",
            Element::I32 => "i32",
            Element::Other => "?",
        }
    }
}

impl FromStr for Signature {
    type Err = NotASignature;

    fn from_str(text: &str) -> std::result::Result<Signature, NotASignature> {
        let wrong = || NotASignature(text.to_owned());
        let (tag, rest) = text.split_once('[').ok_or_else(wrong)?;
        let inner = rest.strip_suffix(']').ok_or_else(wrong)?;
        let element = [Element::F32, Element::F16, Element::I64, Element::I32].into_iter().find(|e| e.tag() == tag.trim()).ok_or_else(wrong)?;
        let parts = inner.split(',').map(str::trim).filter(|part| !part.is_empty());
        Ok(Signature { element, extents: parts.map(|part| part.parse().ok()).collect(), written: text.to_owned() })
    }
}

/// A signature is written `f32[b,80,frames]`.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is no signature: write one as f32[b,80,frames], with f32, f16, i64 or i32")]
pub struct NotASignature(String);

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

impl Serialize for Signature {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.written)
    }
}

impl<'de> Deserialize<'de> for Signature {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Signature, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl Signature {
    /// Free extents of either side fit anything: exporters often leave open what is fixed.
    fn fits(&self, found: &Signature) -> bool {
        let open = |(wanted, found): (&Option<i64>, &Option<i64>)| wanted.is_none() || found.is_none() || wanted == found;
        self.element == found.element && self.extents.len() == found.extents.len() && self.extents.iter().zip(&found.extents).all(open)
    }

    fn of(outlet: &Outlet) -> Option<Signature> {
        let ValueType::Tensor { ty, shape, .. } = outlet.dtype() else { return None };
        let extents: Vec<Option<i64>> = shape.iter().map(|&extent| (extent >= 0).then_some(extent)).collect();
        let element = Element::of(*ty);
        let words: Vec<String> = extents.iter().map(|extent| extent.map_or_else(|| "_".to_owned(), |n| n.to_string())).collect();
        Some(Signature { element, extents, written: format!("{}[{}]", element.tag(), words.join(",")) })
    }
}

/// Compares what the model takes and gives with what the manifest says of it.
///
/// # Errors
/// `Signature` names the first input or output that is missing or different.
pub(crate) fn check(file: &File, session: &Session) -> Result<()> {
    for (wanted, there) in [(&file.inputs, session.inputs()), (&file.outputs, session.outputs())] {
        for (name, wanted) in wanted {
            let found = there.iter().find(|outlet| outlet.name() == name).and_then(Signature::of);
            if !found.as_ref().is_some_and(|found| wanted.fits(found)) {
                return Err(Error::Signature {
                    file: file.path.clone(),
                    name: name.clone(),
                    wanted: wanted.to_string(),
                    found: found.map_or_else(|| "not there".to_owned(), |found| found.to_string()),
                });
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signature(text: &str) -> Signature {
        text.parse().expect("a signature")
    }

    #[test]
    fn free_extents_fit_any_and_fixed_ones_only_themselves() {
        assert!(signature("f32[b,80,frames]").fits(&signature("f32[_,80,_]")));
        assert!(signature("f32[b,80,frames]").fits(&signature("f32[1,80,3000]")));
        assert!(!signature("f32[b,80,frames]").fits(&signature("f32[1,128,3000]")));
        assert!(!signature("f32[b,80,frames]").fits(&signature("f32[1,80]")));
        assert!(!signature("i64[b]").fits(&signature("i32[b]")));
        assert!(signature("i64[]").fits(&signature("i64[]")));
    }

    #[test]
    fn what_is_not_a_signature_is_named() {
        let told = "float[1]".parse::<Signature>().map_err(|error| error.to_string());
        assert_eq!(told, Err("`float[1]` is no signature: write one as f32[b,80,frames], with f32, f16, i64 or i32".to_owned()));
        assert!("f32".parse::<Signature>().is_err() && "f32[1".parse::<Signature>().is_err());
    }
}
