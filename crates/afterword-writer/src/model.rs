//! The transformer: reads tokens one after another and says how likely each may come next.

use crate::matrix::{File, Linear};

const WIDE: usize = 576;
const HEADS: usize = 9;
/// Heads that share what they look at.
const SHARING: usize = 3;
const HEAD: usize = WIDE / HEADS;
const LOOKED: usize = HEADS / SHARING * HEAD;
const INNER: usize = 1536;
const DEEP: usize = 24;
const THETA: f32 = 100_000.0;

struct Norm(Vec<f32>);

impl Norm {
    #[expect(clippy::cast_precision_loss, reason = "576")]
    fn apply(&self, x: &[f32]) -> Vec<f32> {
        let mut out = Vec::with_capacity(x.len());
        for row in x.chunks_exact(WIDE) {
            let square = row.iter().map(|v| v * v).sum::<f32>() / WIDE as f32;
            let by = 1.0 / (square + 1e-5).sqrt();
            out.extend(row.iter().zip(&self.0).map(|(v, w)| v * by * w));
        }
        out
    }
}

struct Layer {
    norm1: Norm,
    query: Linear,
    key: Linear,
    value: Linear,
    out: Linear,
    norm2: Norm,
    gate: Linear,
    up: Linear,
    down: Linear,
}

impl Layer {
    fn read(file: &mut File) -> Self {
        Self {
            norm1: Norm(file.vector(WIDE)),
            query: file.six_bits(WIDE, WIDE),
            key: file.six_bits(WIDE, LOOKED),
            value: file.six_bits(WIDE, LOOKED),
            out: file.six_bits(WIDE, WIDE),
            norm2: Norm(file.vector(WIDE)),
            gate: file.six_bits(WIDE, INNER),
            up: file.six_bits(WIDE, INNER),
            down: file.six_bits(INNER, WIDE),
        }
    }

    /// Rows of several texts, one text after the other.
    fn apply(&self, x: &mut [f32], read: &mut [Read], turns: &[Turn], layer: usize) {
        let h = self.norm1.apply(x);
        let (mut query, mut key, value) = (self.query.apply(&h), self.key.apply(&h), self.value.apply(&h));
        turn(&mut query, WIDE, turns);
        turn(&mut key, LOOKED, turns);
        let mut taken = vec![0.0; query.len()];
        let mut row = 0;
        for Read { text, tokens } in read {
            let rows = row..row + tokens.len();
            row = rows.end;
            let wide = rows.start * WIDE..rows.end * WIDE;
            let looked = rows.start * LOOKED..rows.end * LOOKED;
            let seen = &mut text.layers[layer];
            seen.keys.extend_from_slice(&key[looked.clone()]);
            seen.values.extend_from_slice(&value[looked]);
            attend(&query[wide.clone()], seen, text.long, &mut taken[wide]);
        }
        add(x, &self.out.apply(&taken));
        let h = self.norm2.apply(x);
        let mut inner = self.gate.apply(&h);
        for (g, u) in inner.iter_mut().zip(self.up.apply(&h)) {
            *g = *g / (1.0 + (-*g).exp()) * u;
        }
        add(x, &self.down.apply(&inner));
    }
}

/// Sine and cosine of the angle by which each pair of a head's numbers is turned, for one place.
type Turn = [(f32, f32); HEAD / 2];

#[expect(clippy::cast_precision_loss, reason = "at most some hundred")]
fn turn_at(place: usize) -> Turn {
    std::array::from_fn(|j| (place as f32 * THETA.powf(-((2 * j) as f32) / HEAD as f32)).sin_cos())
}

/// Each head's numbers turned by their place: a turn a row.
fn turn(rows: &mut [f32], wide: usize, turns: &[Turn]) {
    for (row, turn) in rows.chunks_exact_mut(wide).zip(turns) {
        for head in row.chunks_exact_mut(HEAD) {
            let (first, second) = head.split_at_mut(HEAD / 2);
            for ((a, b), (sin, cos)) in first.iter_mut().zip(second).zip(turn) {
                (*a, *b) = (*a * cos - *b * sin, *b * cos + *a * sin);
            }
        }
    }
}

/// What each token takes from itself and those before it, head by head.
#[expect(clippy::cast_precision_loss, reason = "64")]
fn attend(query: &[f32], seen: &Seen, from: usize, out: &mut [f32]) {
    let scale = 1.0 / (HEAD as f32).sqrt();
    for (i, (query, out)) in query.chunks_exact(WIDE).zip(out.chunks_exact_mut(WIDE)).enumerate() {
        let past = (from + i + 1) * LOOKED;
        let heads = query.chunks_exact(HEAD).zip(out.chunks_exact_mut(HEAD));
        for (h, (q, out)) in heads.enumerate() {
            let at = h / SHARING * HEAD;
            let part = |row: &[f32]| -> [f32; HEAD] { std::array::from_fn(|j| row[at + j]) };
            let dot = |k: &[f32]| part(k).iter().zip(q).map(|(a, b)| a * b).sum::<f32>() * scale;
            let shares = softmax(seen.keys[..past].chunks_exact(LOOKED).map(dot).collect());
            for (share, v) in shares.into_iter().zip(seen.values.chunks_exact(LOOKED)) {
                for (o, v) in out.iter_mut().zip(part(v)) {
                    *o += share * v;
                }
            }
        }
    }
}

fn add(x: &mut [f32], y: &[f32]) {
    for (x, y) in x.iter_mut().zip(y) {
        *x += y;
    }
}

/// Numbers of any size as shares of one.
fn softmax(mut of: Vec<f32>) -> Vec<f32> {
    let most = of.iter().copied().fold(f32::MIN, f32::max);
    let mut sum = 0.0;
    for v in &mut of {
        *v = (*v - most).exp();
        sum += *v;
    }
    for v in &mut of {
        *v /= sum;
    }
    of
}

/// What a layer remembers of the tokens read.
#[derive(Debug, Clone, Default)]
struct Seen {
    keys: Vec<f32>,
    values: Vec<f32>,
}

/// A text read so far.
#[derive(Debug, Clone)]
pub(crate) struct Text {
    layers: Vec<Seen>,
    long: usize,
}

/// How a text goes on: at least one token.
#[derive(Debug)]
pub(crate) struct Read<'a> {
    pub(crate) text: &'a mut Text,
    pub(crate) tokens: &'a [usize],
}

/// All weights.
pub(crate) struct Model {
    /// Into every token there is.
    token: Linear,
    layers: Vec<Layer>,
    norm: Norm,
}

impl Model {
    /// The table of tokens, and layers in order.
    ///
    /// # Panics
    ///
    /// If a file is not of this shape, which the tests would have shown.
    pub(crate) fn read(table: &'static [u8], layers: &[&'static [u8]], tokens: usize) -> Self {
        let mut file = File(table);
        let token = file.four_bits(WIDE, tokens);
        let norm = Norm(file.vector(WIDE));
        assert!(file.0.is_empty(), "the table is of another model");
        let mut model = Self {
            token,
            layers: Vec::with_capacity(DEEP),
            norm,
        };
        for part in layers {
            let mut file = File(part);
            while !file.0.is_empty() {
                model.layers.push(Layer::read(&mut file));
            }
        }
        assert!(model.layers.len() == DEEP, "the weights are of another model");
        model
    }

    pub(crate) fn begin(&self) -> Text {
        Text {
            layers: vec![Seen::default(); self.layers.len()],
            long: 0,
        }
    }

    /// Reads on in several texts at once, and says for each how likely every token comes next.
    pub(crate) fn next(&self, read: &mut [Read]) -> Vec<Vec<f32>> {
        let x = self.after(read);
        let mut last = Vec::with_capacity(read.len() * WIDE);
        let mut end = 0;
        for Read { tokens, .. } in read {
            end += tokens.len();
            last.extend_from_slice(&x[(end - 1) * WIDE..end * WIDE]);
        }
        self.of_rows(&last)
    }

    /// How likely a text that goes on with the first of these tokens goes on with the others, all together.
    pub(crate) fn likely(&self, text: &mut Text, tokens: &[usize]) -> f32 {
        let Some((_, given)) = tokens.split_last() else {
            return 0.0;
        };
        let x = self.after(&mut [Read { text, tokens: given }]);
        let each = self.of_rows(&x);
        each.iter()
            .zip(&tokens[1..])
            .map(|(next, token)| next[*token])
            .product()
    }

    /// A row for each token read.
    fn after(&self, read: &mut [Read]) -> Vec<f32> {
        let tokens = read.iter().flat_map(|r| r.tokens);
        let mut x: Vec<f32> = tokens.flat_map(|t| self.token.weights(*t)).collect();
        let places = read.iter().flat_map(|r| r.text.long..r.text.long + r.tokens.len());
        let turns: Vec<Turn> = places.map(turn_at).collect();
        for (i, layer) in self.layers.iter().enumerate() {
            layer.apply(&mut x, read, &turns, i);
        }
        for Read { text, tokens } in read {
            text.long += tokens.len();
        }
        x
    }

    fn of_rows(&self, x: &[f32]) -> Vec<Vec<f32>> {
        let next = self.token.apply(&self.norm.apply(x));
        let tokens = next.len() / (x.len() / WIDE).max(1);
        next.chunks_exact(tokens.max(1))
            .map(|row| softmax(row.to_vec()))
            .collect()
    }
}
