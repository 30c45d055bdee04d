//! Writing a graph of ONNX: constants, operators, and the few compound steps that a transformer is made of.

use prost::Message;

use crate::proto::{Attribute, Dim, Extent, Graph as Proto, Model, Node, Opset, Shape, Tensor, TensorType, Type, Value};

pub const F32: i32 = 1;
pub const I8: i32 = 3;
pub const I32: i32 = 6;
pub const I64: i32 = 7;

/// Opset 20 has Gelu; IR 9 goes with it.
const OPSET: i64 = 20;
const IR: i64 = 9;

/// A graph under construction. Names of steps are handed out by number, so that the same input gives the same bytes.
#[derive(Default)]
pub struct Graph {
    nodes: Vec<Node>,
    initializers: Vec<Tensor>,
    steps: usize,
}

/// A matrix of floats, row by row.
pub struct Matrix {
    pub rows: usize,
    pub columns: usize,
    pub data: Vec<f32>,
}

impl Graph {
    pub fn op(&mut self, op: &str, inputs: &[&str], attributes: Vec<Attribute>) -> String {
        self.op_to(op, inputs, attributes, 1).swap_remove(0)
    }

    /// An operator with several outputs.
    pub fn op_to(&mut self, op: &str, inputs: &[&str], attributes: Vec<Attribute>, outputs: usize) -> Vec<String> {
        let names: Vec<String> = (0..outputs).map(|_| self.fresh("t")).collect();
        self.push(op, inputs, names.clone(), attributes);
        names
    }

    /// An operator whose output is an output of the graph.
    pub fn op_as(&mut self, op: &str, inputs: &[&str], attributes: Vec<Attribute>, name: &str) {
        self.push(op, inputs, vec![name.to_owned()], attributes);
    }

    fn push(&mut self, op: &str, inputs: &[&str], outputs: Vec<String>, attributes: Vec<Attribute>) {
        let inputs = inputs.iter().map(|&input| input.to_owned()).collect();
        self.nodes.push(Node { inputs, outputs, name: format!("n{}", self.nodes.len()), op: op.to_owned(), attributes, domain: String::new() });
    }

    pub fn floats(&mut self, dims: &[usize], data: &[f32]) -> String {
        self.constant(F32, dims, data.iter().flat_map(|number| number.to_le_bytes()).collect())
    }

    pub fn ints(&mut self, data: &[i64]) -> String {
        self.constant(I64, &[data.len()], data.iter().flat_map(|number| number.to_le_bytes()).collect())
    }

    pub fn int(&mut self, number: i64) -> String {
        self.constant(I64, &[], number.to_le_bytes().to_vec())
    }

    pub fn bytes(&mut self, dims: &[usize], data: Vec<i8>) -> String {
        self.constant(I8, dims, data.into_iter().map(|number| number as u8).collect())
    }

    fn constant(&mut self, data_type: i32, dims: &[usize], raw: Vec<u8>) -> String {
        let name = self.fresh("w");
        let dims = dims.iter().map(|&dim| dim as i64).collect();
        self.initializers.push(Tensor { dims, data_type, name: name.clone(), raw, ..Tensor::default() });
        name
    }

    fn fresh(&mut self, letter: &str) -> String {
        self.steps += 1;
        format!("{letter}{}", self.steps)
    }

    pub fn finish(self, inputs: Vec<Value>, outputs: Vec<Value>) -> Vec<u8> {
        let graph = Proto { nodes: self.nodes, name: "zhanggui".to_owned(), initializers: self.initializers, inputs, outputs };
        let opsets = vec![Opset { domain: String::new(), version: OPSET }];
        Model { ir_version: IR, producer: "zhanggui".to_owned(), graph: Some(graph), opsets }.encode_to_vec()
    }
}

/// An input or output of the graph; an extent that is a number is fixed.
pub fn value(name: &str, element: i32, extents: &[&str]) -> Value {
    let extent = |word: &&str| Some(word.parse().map_or_else(|_| Extent::Named((*word).to_owned()), Extent::Fixed));
    let dims = extents.iter().map(|word| Dim { extent: extent(word) }).collect();
    Value { name: name.to_owned(), kind: Some(Type { tensor: Some(TensorType { element, shape: Some(Shape { dims }) }) }) }
}

pub fn int(name: &str, i: i64) -> Attribute {
    Attribute { name: name.to_owned(), i, kind: 2, ..Attribute::default() }
}

pub fn ints(name: &str, ints: &[i64]) -> Attribute {
    Attribute { name: name.to_owned(), ints: ints.to_vec(), kind: 7, ..Attribute::default() }
}

pub fn float(name: &str, f: f32) -> Attribute {
    Attribute { name: name.to_owned(), f, kind: 1, ..Attribute::default() }
}
