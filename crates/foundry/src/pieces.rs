//! A SentencePiece unigram model as the `tokenizers` library reads it: the same pieces, scores and normalisation.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use prost::Message;
use serde_json::json;

use crate::Result;
use crate::error::wrong;
use crate::proto::Pieces;

/// tokenizer.json of a SentencePiece model file: normalised by its character map, a space before the text, unigram over the pieces,
/// the begin and end pieces around it.
pub fn tokenizer_json(bytes: &[u8]) -> Result<Vec<u8>> {
    let model = Pieces::decode(bytes).map_err(|error| wrong("SentencePiece model", error))?;
    let at = |piece: &str| {
        model.pieces.iter().position(|known| known.piece == piece).ok_or_else(|| wrong("SentencePiece model", format!("it has no {piece}")))
    };
    let (unknown, begin, end) = (at("<unk>")?, at("<s>")?, at("</s>")?);
    let charsmap = model.normaliser.as_ref().map(|normaliser| BASE64.encode(&normaliser.charsmap)).unwrap_or_default();
    let vocabulary: Vec<_> = model.pieces.iter().map(|piece| json!([piece.piece, f64::from(piece.score)])).collect();
    let special = |id: usize, content: &str| json!({ "id": id, "content": content, "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, "special": true });
    let around = |id: &str| json!({ "SpecialToken": { "id": id, "type_id": 0 } });
    let tokenizer = json!({
        "version": "1.0",
        "truncation": null,
        "padding": null,
        "added_tokens": [special(unknown, "<unk>"), special(begin, "<s>"), special(end, "</s>")],
        "normalizer": { "type": "Sequence", "normalizers": [
            { "type": "Precompiled", "precompiled_charsmap": charsmap },
            { "type": "Strip", "strip_left": true, "strip_right": true },
            { "type": "Replace", "pattern": { "Regex": " {2,}" }, "content": " " },
        ] },
        "pre_tokenizer": { "type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": false },
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [around("<s>"), { "Sequence": { "id": "A", "type_id": 0 } }, around("</s>")],
            "pair": [around("<s>"), { "Sequence": { "id": "A", "type_id": 0 } }, { "Sequence": { "id": "B", "type_id": 0 } }, around("</s>")],
            "special_tokens": {
                "<s>": { "id": "<s>", "ids": [begin], "tokens": ["<s>"] },
                "</s>": { "id": "</s>", "ids": [end], "tokens": ["</s>"] },
            },
        },
        "decoder": { "type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": false },
        "model": { "type": "Unigram", "unk_id": unknown, "vocab": vocabulary, "byte_fallback": false },
    });
    serde_json::to_vec(&tokenizer).map_err(|error| wrong("SentencePiece model", error))
}
