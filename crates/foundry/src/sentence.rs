//! The multilingual Universal Sentence Encoder: its graph carries its tokeniser as a custom operator that plain ONNX Runtime does
//! not know. The operator is cut out; its SentencePiece model becomes a tokenizer.json beside the graph.

use prost::Message;

use crate::Result;
use crate::error::wrong;
use crate::graph::{I32, I64, value};
use crate::proto::{Graph, Model, Node};

const WHAT: &str = "sentence encoder";
const OPERATOR: &str = "SentencepieceTokenizer";

/// The graph with the inputs `ids i32[n]` and `splits i64[b+1]` where the operator's outputs were.
pub fn graph(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut model = read(bytes)?;
    let graph = model.graph.as_mut().ok_or_else(|| wrong(WHAT, "it has no graph"))?;
    let tokeniser = take_tokeniser(graph)?;
    let [ids, splits, ..] = tokeniser.outputs.as_slice() else { return Err(wrong(WHAT, "its tokeniser has other outputs")) };
    for input in graph.nodes.iter_mut().flat_map(|node| &mut node.inputs) {
        if input == ids {
            "ids".clone_into(input);
        } else if input == splits {
            "splits".clone_into(input);
        }
    }
    let used: std::collections::HashSet<&String> = graph.nodes.iter().flat_map(|node| &node.inputs).collect();
    let unused = |name: &String| !used.contains(name);
    graph.initializers = std::mem::take(&mut graph.initializers).into_iter().filter(|tensor| !unused(&tensor.name)).collect();
    graph.inputs = vec![value("ids", I32, &["n"]), value("splits", I64, &["b_plus_1"])];
    model.opsets.retain(|opset| opset.domain.is_empty());
    Ok(model.encode_to_vec())
}

/// The SentencePiece model inside the graph.
pub fn tokeniser(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut model = read(bytes)?;
    let graph = model.graph.as_mut().ok_or_else(|| wrong(WHAT, "it has no graph"))?;
    let node = take_tokeniser(graph)?;
    let attribute = node.attributes.into_iter().find(|attribute| attribute.name == "model");
    crate::pieces::tokenizer_json(&attribute.ok_or_else(|| wrong(WHAT, "its tokeniser has no model"))?.s)
}

fn read(bytes: &[u8]) -> Result<Model> {
    Model::decode(bytes).map_err(|error| wrong(WHAT, error))
}

fn take_tokeniser(graph: &mut Graph) -> Result<Node> {
    let at = graph.nodes.iter().position(|node| node.op == OPERATOR);
    Ok(graph.nodes.remove(at.ok_or_else(|| wrong(WHAT, format!("it has no {OPERATOR}")))?))
}
