//! Whisper out of a CTranslate2 file: an encoder that gives every layer's cross attention at once, and a decoder with a key/value
//! cache per layer.
//!
//! Made for beams and for scoring: `order` picks which earlier rows the new ones continue, so a beam search re-orders inside the
//! graph; `keep` says of how many last positions logits are wanted, so a sentence is scored in one run; one sound's cross
//! attention (batch `c`) serves any number of rows. The token matrix is kept once, for looking up and for the logits.

use crate::Result;
use crate::ctranslate::Weights;
use crate::graph::{F32, Graph, I64, Matrix, float, int, ints, value};
use crate::proto::Value;
use crate::quantise::{Quantised, Weight};

/// Width of a head; the same in every size of Whisper.
const HEAD: usize = 64;
const END: i64 = 1 << 31;

/// `mel f32[b,80,frames]` → `cross_k_i f32[b,heads,64,s]`, `cross_v_i f32[b,heads,s,64]` per decoder layer.
pub fn encoder(bytes: &[u8]) -> Result<Vec<u8>> {
    let weights = Weights::read(bytes)?;
    let mut writer = Writer::new(&weights)?;
    let mut x = "mel".to_owned();
    for (at, stride) in [(1, 1), (2, 2)] {
        x = writer.convolve(&x, &format!("encoder/conv{at}"), stride)?;
    }
    let x = writer.graph.op("Transpose", &[&x], vec![ints("perm", &[0, 2, 1])]);
    let mut x = writer.positions(&x)?;
    for at in 0..weights.layers("encoder") {
        x = writer.encoder_layer(&x, &format!("encoder/layer_{at}/"))?;
    }
    let x = writer.normalise(&x, "encoder/layer_norm")?;
    let layers = weights.layers("decoder");
    for at in 0..layers {
        writer.cross(&x, at)?;
    }
    let heads = writer.heads.to_string();
    let outputs = (0..layers).flat_map(|at| crosses(at, "b", &heads)).collect();
    Ok(writer.graph.finish(vec![value("mel", F32, &["b", "80", "frames"])], outputs))
}

/// `tokens i64[b,t]`, `keep i64[1]`, `order i64[b]`, `past_{k,v}_i f32[pb,heads,p,64]`, `cross_{k,v}_i` as the encoder gives them →
/// `logits f32[b,keep,vocabulary]`, `new_{k,v}_i f32[b,heads,p+t,64]`.
pub fn decoder(bytes: &[u8]) -> Result<Vec<u8>> {
    let weights = Weights::read(bytes)?;
    let mut writer = Writer::new(&weights)?;
    let tokens = weights.matrix("decoder/embeddings/weight")?;
    let token_weight = Weight::of(&mut writer.graph, &tokens);
    let x = writer.look_up(&token_weight);
    let frame = writer.frame(&x)?;
    let mut x = frame.x.clone();
    let layers = weights.layers("decoder");
    for at in 0..layers {
        x = writer.decoder_layer(&x, at, &frame)?;
    }
    let [last, end, axis] = [writer.graph.op("Neg", &["keep"], Vec::new()), writer.graph.ints(&[END]), writer.graph.ints(&[1])];
    let x = writer.graph.op("Slice", &[&x, &last, &end, &axis], Vec::new());
    let x = writer.normalise(&x, "decoder/layer_norm")?;
    writer.quantised.multiply_as(&mut writer.graph, &x, &token_weight, "logits");
    let heads = writer.heads.to_string();
    let mut inputs = vec![value("tokens", I64, &["b", "t"]), value("keep", I64, &["1"]), value("order", I64, &["b"])];
    let mut outputs = vec![value("logits", F32, &["b", "n", &tokens.rows.to_string()])];
    for at in 0..layers {
        inputs.extend(["k", "v"].map(|part| value(&format!("past_{part}_{at}"), F32, &["pb", &heads, "p", "64"])));
        inputs.extend(crosses(at, "c", &heads));
        outputs.extend(["k", "v"].map(|part| value(&format!("new_{part}_{at}"), F32, &["b", &heads, "p2", "64"])));
    }
    Ok(writer.graph.finish(inputs, outputs))
}

fn crosses(at: usize, batch: &str, heads: &str) -> [Value; 2] {
    let keys = value(&format!("cross_k_{at}"), F32, &[batch, heads, "64", "s"]);
    [keys, value(&format!("cross_v_{at}"), F32, &[batch, heads, "s", "64"])]
}

/// Which third of a joined query-key-value matrix.
#[derive(Clone, Copy)]
enum Part {
    Whole,
    Nth(usize),
}

/// What every layer of the decoder shares.
struct Frame {
    x: String,
    mask: String,
    /// Shapes that fold all rows of one sound into one batch for cross attention, and back.
    fold: String,
    unfold: String,
}

struct Writer<'w> {
    graph: Graph,
    quantised: Quantised,
    weights: &'w Weights<'w>,
    width: usize,
    heads: usize,
}

impl<'w> Writer<'w> {
    fn new(weights: &'w Weights<'w>) -> Result<Writer<'w>> {
        let width = weights.matrix("decoder/position_encodings/encodings")?.columns;
        Ok(Writer { graph: Graph::default(), quantised: Quantised::default(), weights, width, heads: width / HEAD })
    }

    fn convolve(&mut self, x: &str, name: &str, stride: i64) -> Result<String> {
        let (dims, data) = self.weights.floats(&format!("{name}/weight"))?;
        let weight = self.graph.floats(&dims, &data);
        let bias = self.vector(&format!("{name}/bias"))?;
        let shape = vec![ints("pads", &[1, 1]), ints("kernel_shape", &[3]), ints("strides", &[stride])];
        let x = self.graph.op("Conv", &[x, &weight, &bias], shape);
        Ok(self.graph.op("Gelu", &[&x], Vec::new()))
    }

    fn positions(&mut self, x: &str) -> Result<String> {
        let table = self.table("encoder/position_encodings/encodings")?;
        let [zero, one, two] = [0, 1, 2].map(|n| self.graph.ints(&[n]));
        let shape = self.graph.op("Shape", &[x], Vec::new());
        let length = self.graph.op("Slice", &[&shape, &one, &two], Vec::new());
        let rows = self.graph.op("Slice", &[&table, &zero, &length, &zero], Vec::new());
        Ok(self.graph.op("Add", &[x, &rows], Vec::new()))
    }

    fn encoder_layer(&mut self, x: &str, layer: &str) -> Result<String> {
        let y = self.normalise(x, &format!("{layer}self_attention/layer_norm"))?;
        let joined = format!("{layer}self_attention/linear_0");
        let [query, key, value] = [
            self.linear(&y, &joined, Part::Nth(0), scale())?,
            self.linear(&y, &joined, Part::Nth(1), 1.0)?,
            self.linear(&y, &joined, Part::Nth(2), 1.0)?,
        ];
        let [query, key, value] = [self.split(&query, &[0, 2, 1, 3]), self.split(&key, &[0, 2, 3, 1]), self.split(&value, &[0, 2, 1, 3])];
        let y = self.attend(&query, &key, &value, None);
        let y = self.linear(&y, &format!("{layer}self_attention/linear_1"), Part::Whole, 1.0)?;
        let x = self.graph.op("Add", &[x, &y], Vec::new());
        self.forward(&x, layer)
    }

    fn cross(&mut self, x: &str, at: usize) -> Result<()> {
        let joined = format!("decoder/layer_{at}/attention/linear_1");
        let shape = self.graph.ints(&[0, -1, self.heads as i64, HEAD as i64]);
        for (nth, name, order) in [(0, "cross_k", [0, 2, 3, 1]), (1, "cross_v", [0, 2, 1, 3])] {
            let y = self.linear(x, &joined, Part::Nth(nth), 1.0)?;
            let y = self.graph.op("Reshape", &[&y, &shape], Vec::new());
            self.graph.op_as("Transpose", &[&y], vec![ints("perm", &order)], &format!("{name}_{at}"));
        }
        Ok(())
    }

    /// Rows of the token matrix, which lies with a column per token: `[b,t,width]`.
    fn look_up(&mut self, tokens: &Weight) -> String {
        let columns = self.graph.op("Gather", &[&tokens.numbers, "tokens"], vec![int("axis", 1)]);
        let rows = self.graph.op("Transpose", &[&columns], vec![ints("perm", &[1, 2, 0])]);
        let rows = self.graph.op("Cast", &[&rows], vec![int("to", i64::from(F32))]);
        let scales = self.graph.op("Gather", &[&tokens.scales, "tokens"], vec![int("axis", 0)]);
        let two = self.graph.ints(&[2]);
        let scales = self.graph.op("Unsqueeze", &[&scales, &two], Vec::new());
        self.graph.op("Mul", &[&rows, &scales], Vec::new())
    }

    fn extent(&mut self, of: &str, axis: i64) -> String {
        let shape = self.graph.op("Shape", &[of], Vec::new());
        let [from, to] = [axis, axis + 1].map(|n| self.graph.ints(&[n]));
        self.graph.op("Slice", &[&shape, &from, &to], Vec::new())
    }

    fn frame(&mut self, x: &str) -> Result<Frame> {
        let past = self.extent("past_k_0", 2);
        let fresh = self.extent("tokens", 1);
        let end = self.graph.op("Add", &[&past, &fresh], Vec::new());
        let table = self.table("decoder/position_encodings/encodings")?;
        let axis = self.graph.ints(&[0]);
        let rows = self.graph.op("Slice", &[&table, &past, &end, &axis], Vec::new());
        let x = self.graph.op("Add", &[x, &rows], Vec::new());
        let [batch, sounds] = [self.extent("tokens", 0), self.extent("cross_k_0", 0)];
        let [rest, heads, head, width] = [-1, self.heads as i64, HEAD as i64, self.width as i64].map(|n| self.graph.ints(&[n]));
        let fold = self.graph.op("Concat", &[&sounds, &rest, &heads, &head], vec![int("axis", 0)]);
        let unfold = self.graph.op("Concat", &[&batch, &rest, &width], vec![int("axis", 0)]);
        Ok(Frame { x, mask: self.mask(&past, &end), fold, unfold })
    }

    /// 0 where a new position may look, -1e9 where it would look ahead.
    fn mask(&mut self, past: &str, end: &str) -> String {
        let axis = self.graph.ints(&[0]);
        let [zero, one] = [0, 1].map(|n| self.graph.int(n));
        let [from, to] = [past, end].map(|bound| self.graph.op("Squeeze", &[bound, &axis], Vec::new()));
        let keys = self.graph.op("Range", &[&zero, &to, &one], Vec::new());
        let queries = self.graph.op("Range", &[&from, &to, &one], Vec::new());
        let column = self.graph.ints(&[1]);
        let queries = self.graph.op("Unsqueeze", &[&queries, &column], Vec::new());
        let seen = self.graph.op("LessOrEqual", &[&keys, &queries], Vec::new());
        let [open, shut] = [0.0, -1e9].map(|n| self.graph.floats(&[], &[n]));
        self.graph.op("Where", &[&seen, &open, &shut], Vec::new())
    }

    fn decoder_layer(&mut self, x: &str, at: usize, frame: &Frame) -> Result<String> {
        let layer = format!("decoder/layer_{at}/");
        let y = self.normalise(x, &format!("{layer}self_attention/layer_norm"))?;
        let joined = format!("{layer}self_attention/linear_0");
        let query = self.linear(&y, &joined, Part::Nth(0), scale())?;
        let query = self.split(&query, &[0, 2, 1, 3]);
        let key = self.remember(&y, &joined, 1, "k", at)?;
        let value = self.remember(&y, &joined, 2, "v", at)?;
        let key = self.graph.op("Transpose", &[&key], vec![ints("perm", &[0, 1, 3, 2])]);
        let y = self.attend(&query, &key, &value, Some(&frame.mask));
        let y = self.linear(&y, &format!("{layer}self_attention/linear_1"), Part::Whole, 1.0)?;
        let x = self.graph.op("Add", &[x, &y], Vec::new());
        let y = self.attend_sound(&x, at, frame)?;
        let x = self.graph.op("Add", &[&x, &y], Vec::new());
        self.forward(&x, &layer)
    }

    /// The past rows that `order` picks, with the new ones after them.
    fn remember(&mut self, y: &str, joined: &str, nth: usize, part: &str, at: usize) -> Result<String> {
        let fresh = self.linear(y, joined, Part::Nth(nth), 1.0)?;
        let fresh = self.split(&fresh, &[0, 2, 1, 3]);
        let past = self.graph.op("Gather", &[&format!("past_{part}_{at}"), "order"], vec![int("axis", 0)]);
        let name = format!("new_{part}_{at}");
        self.graph.op_as("Concat", &[&past, &fresh], vec![int("axis", 2)], &name);
        Ok(name)
    }

    fn attend_sound(&mut self, x: &str, at: usize, frame: &Frame) -> Result<String> {
        let layer = format!("decoder/layer_{at}/attention/");
        let y = self.normalise(x, &format!("{layer}layer_norm"))?;
        let query = self.linear(&y, &format!("{layer}linear_0"), Part::Whole, scale())?;
        let query = self.graph.op("Reshape", &[&query, &frame.fold], Vec::new());
        let query = self.graph.op("Transpose", &[&query], vec![ints("perm", &[0, 2, 1, 3])]);
        let heard = self.weigh(&query, &format!("cross_k_{at}"), &format!("cross_v_{at}"), None);
        let heard = self.graph.op("Transpose", &[&heard], vec![ints("perm", &[0, 2, 1, 3])]);
        let heard = self.graph.op("Reshape", &[&heard, &frame.unfold], Vec::new());
        self.linear(&heard, &format!("{layer}linear_2"), Part::Whole, 1.0)
    }

    fn forward(&mut self, x: &str, layer: &str) -> Result<String> {
        let y = self.normalise(x, &format!("{layer}ffn/layer_norm"))?;
        let y = self.linear(&y, &format!("{layer}ffn/linear_0"), Part::Whole, 1.0)?;
        let y = self.graph.op("Gelu", &[&y], Vec::new());
        let y = self.linear(&y, &format!("{layer}ffn/linear_1"), Part::Whole, 1.0)?;
        Ok(self.graph.op("Add", &[x, &y], Vec::new()))
    }

    fn attend(&mut self, query: &str, key: &str, value: &str, mask: Option<&str>) -> String {
        let heard = self.weigh(query, key, value, mask);
        let heard = self.graph.op("Transpose", &[&heard], vec![ints("perm", &[0, 2, 1, 3])]);
        let shape = self.graph.ints(&[0, -1, self.width as i64]);
        self.graph.op("Reshape", &[&heard, &shape], Vec::new())
    }

    fn weigh(&mut self, query: &str, key: &str, value: &str, mask: Option<&str>) -> String {
        let mut scores = self.graph.op("MatMul", &[query, key], Vec::new());
        if let Some(mask) = mask {
            scores = self.graph.op("Add", &[&scores, mask], Vec::new());
        }
        let shares = self.graph.op("Softmax", &[&scores], vec![int("axis", -1)]);
        self.graph.op("MatMul", &[&shares, value], Vec::new())
    }

    fn split(&mut self, x: &str, order: &[i64]) -> String {
        let shape = self.graph.ints(&[0, -1, self.heads as i64, HEAD as i64]);
        let x = self.graph.op("Reshape", &[x, &shape], Vec::new());
        self.graph.op("Transpose", &[&x], vec![ints("perm", order)])
    }

    fn linear(&mut self, x: &str, name: &str, part: Part, scale: f32) -> Result<String> {
        let whole = self.weights.matrix(&format!("{name}/weight"))?;
        let rows = match part {
            Part::Whole => 0..whole.rows,
            Part::Nth(nth) => nth * self.width..(nth + 1) * self.width,
        };
        let scaled = |numbers: &[f32]| numbers.iter().map(|number| number * scale).collect::<Vec<f32>>();
        let data = scaled(whole.data.get(rows.start * whole.columns..rows.end * whole.columns).unwrap_or_default());
        let weight = Weight::of(&mut self.graph, &Matrix { rows: rows.len(), columns: whole.columns, data });
        let product = self.quantised.multiply(&mut self.graph, x, &weight);
        let Some(bias) = self.weights.optional(&format!("{name}/bias"))? else { return Ok(product) };
        let bias = self.graph.floats(&[rows.len()], &scaled(bias.get(rows).unwrap_or_default()));
        Ok(self.graph.op("Add", &[&product, &bias], Vec::new()))
    }

    fn normalise(&mut self, x: &str, name: &str) -> Result<String> {
        let [gain, bias] = [self.vector(&format!("{name}/gamma"))?, self.vector(&format!("{name}/beta"))?];
        Ok(self.graph.op("LayerNormalization", &[x, &gain, &bias], vec![int("axis", -1), float("epsilon", 1e-5)]))
    }

    fn vector(&mut self, name: &str) -> Result<String> {
        let (_, data) = self.weights.floats(name)?;
        Ok(self.graph.floats(&[data.len()], &data))
    }

    fn table(&mut self, name: &str) -> Result<String> {
        let matrix = self.weights.matrix(name)?;
        Ok(self.graph.floats(&[matrix.rows, matrix.columns], &matrix.data))
    }
}

/// Queries carry attention's scale, so that nothing is divided at run time.
fn scale() -> f32 {
    (HEAD as f32).powf(-0.5)
}
