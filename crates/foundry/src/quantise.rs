//! Eight-bit weights: a matrix product over integers, its input quantised as it comes (ONNX Runtime's dynamic quantisation).
//!
//! Weights are symmetric with one scale per output, which costs no measurable accuracy of Whisper base and a quarter of the bytes.

use std::collections::HashMap;

use crate::graph::{F32, Graph, Matrix, int};

/// Quantised forms of steps, so that three products of one input quantise it once.
#[derive(Default)]
pub struct Quantised(HashMap<String, Vec<String>>);

/// A weight matrix on the graph as whole numbers `[inputs, outputs]`, and its scale per output.
pub struct Weight {
    pub numbers: String,
    pub scales: String,
    outputs: usize,
}

impl Weight {
    /// `matrix` has a row per output.
    pub fn of(graph: &mut Graph, matrix: &Matrix) -> Weight {
        let scales: Vec<f32> = matrix.data.chunks(matrix.columns).map(scale).collect();
        let mut numbers = vec![0_i8; matrix.data.len()];
        for (output, (row, scale)) in matrix.data.chunks(matrix.columns).zip(&scales).enumerate() {
            for (input, number) in row.iter().enumerate() {
                numbers[input * matrix.rows + output] = (number / scale).round_ties_even() as i8;
            }
        }
        let numbers = graph.bytes(&[matrix.columns, matrix.rows], numbers);
        Weight { numbers, scales: graph.floats(&[matrix.rows], &scales), outputs: matrix.rows }
    }
}

/// The largest magnitude becomes 127; a row of zeros keeps a scale that divides.
fn scale(row: &[f32]) -> f32 {
    let most = row.iter().fold(0.0_f32, |most, number| most.max(number.abs()));
    if most > 0.0 { most / 127.0 } else { 1.0 }
}

impl Quantised {
    /// `input · weight`, without its last step: the whole-number product as floats, and the scales to multiply it with.
    fn product(&mut self, graph: &mut Graph, input: &str, weight: &Weight) -> [String; 2] {
        let parts = self.0.entry(input.to_owned()).or_insert_with(|| graph.op_to("DynamicQuantizeLinear", &[input], Vec::new(), 3));
        let zeros = graph.bytes(&[weight.outputs], vec![0; weight.outputs]);
        let product = graph.op("MatMulInteger", &[&parts[0], &weight.numbers, &parts[2], &zeros], Vec::new());
        let product = graph.op("Cast", &[&product], vec![int("to", i64::from(F32))]);
        let scales = graph.op("Mul", &[&parts[1], &weight.scales], Vec::new());
        [product, scales]
    }

    pub fn multiply(&mut self, graph: &mut Graph, input: &str, weight: &Weight) -> String {
        let [product, scales] = self.product(graph, input, weight);
        graph.op("Mul", &[&product, &scales], Vec::new())
    }

    /// As `multiply`, into an output of the graph.
    pub fn multiply_as(&mut self, graph: &mut Graph, input: &str, weight: &Weight, name: &str) {
        let [product, scales] = self.product(graph, input, weight);
        graph.op_as("Mul", &[&product, &scales], Vec::new(), name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_zeros_divides_and_the_largest_becomes_127() {
        assert_eq!(scale(&[0.0, 0.0]), 1.0);
        assert_eq!(scale(&[0.5, -2.54]), 0.02);
    }
}
