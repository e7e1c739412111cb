//! The transformer: matrices of eight-bit weights, spread into floating numbers at first use.

#![expect(
    clippy::inline_always,
    reason = "what is not inlined is compiled for the oldest machine, and is ten times slower"
)]

/// Numbers a piece.
const WIDE: usize = 384;
const HEADS: usize = 12;
const HEAD: usize = WIDE / HEADS;
const DEEP: usize = 4;
const PLACES: usize = 128;
/// Outputs computed together.
const PANEL: usize = 16;
/// Rows computed together.
const ROWS: usize = 4;

/// Numbers as they stand in the file, one after another.
struct File(&'static [u8]);

impl File {
    fn take(&mut self, n: usize) -> &'static [u8] {
        let (head, rest) = self.0.split_at(n);
        self.0 = rest;
        head
    }

    fn vector(&mut self, n: usize) -> Vec<f32> {
        let bytes = self.take(n * 4).as_chunks::<4>().0;
        bytes.iter().map(|b| f32::from_le_bytes(*b)).collect()
    }

    fn rows(&mut self, n: usize) -> Rows {
        Rows {
            scale: self.vector(n),
            numbers: self.take(n * WIDE),
        }
    }

    fn linear(&mut self, from: usize, to: usize) -> Linear {
        let scale = self.vector(to);
        let numbers = self.take(to * from);
        let mut panels = vec![0.0; to.div_ceil(PANEL) * from * PANEL];
        for (o, row) in numbers.chunks_exact(from).enumerate() {
            let panel = &mut panels[(o / PANEL) * from * PANEL..];
            for (k, number) in row.iter().enumerate() {
                panel[k * PANEL + o % PANEL] = f32::from(number.cast_signed()) * scale[o];
            }
        }
        Linear {
            panels,
            bias: self.vector(to),
            from,
        }
    }

    fn norm(&mut self) -> Norm {
        Norm {
            weight: self.vector(WIDE),
            bias: self.vector(WIDE),
        }
    }
}

/// A table of rows of [`WIDE`] numbers.
struct Rows {
    scale: Vec<f32>,
    numbers: &'static [u8],
}

impl Rows {
    fn add(&self, row: usize, to: &mut [f32]) {
        let numbers = &self.numbers[row * WIDE..(row + 1) * WIDE];
        for (t, number) in to.iter_mut().zip(numbers) {
            *t += f32::from(number.cast_signed()) * self.scale[row];
        }
    }
}

/// Weights in panels of [`PANEL`] outputs: for each input its weight in every output of the panel.
struct Linear {
    panels: Vec<f32>,
    bias: Vec<f32>,
    from: usize,
}

impl Linear {
    /// Rows of `from` numbers into rows of as many as there are outputs.
    fn apply(&self, x: &[f32]) -> Vec<f32> {
        let to = self.bias.len();
        let mut y = vec![0.0; x.len() / self.from * to];
        pulp::Arch::new().dispatch(Multiply { by: self, x, y: &mut y });
        y
    }
}

struct Multiply<'a> {
    by: &'a Linear,
    x: &'a [f32],
    y: &'a mut [f32],
}

impl pulp::WithSimd for Multiply<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) {
        let (from, to) = (self.by.from, self.by.bias.len());
        for (p, panel) in self.by.panels.chunks_exact(from * PANEL).enumerate() {
            let bias = &self.by.bias[p * PANEL..to.min((p + 1) * PANEL)];
            for (x, y) in self.x.chunks(from * ROWS).zip(self.y.chunks_mut(to * ROWS)) {
                let y = &mut y[p * PANEL..];
                if x.len() == from * ROWS {
                    let sums = four(panel.as_chunks().0, x, from);
                    for (r, sum) in sums.iter().enumerate() {
                        put(sum, bias, &mut y[r * to..]);
                    }
                } else {
                    for (r, x) in x.chunks_exact(from).enumerate() {
                        put(&one(panel.as_chunks().0, x), bias, &mut y[r * to..]);
                    }
                }
            }
        }
    }
}

/// A row by a panel.
#[inline(always)]
fn one(panel: &[[f32; PANEL]], x: &[f32]) -> [f32; PANEL] {
    let mut sum = [0.0; PANEL];
    for (weights, x) in panel.iter().zip(x) {
        add_times(&mut sum, weights, *x);
    }
    sum
}

/// Four rows by a panel: sums by themselves, so that they stay in registers.
#[inline(always)]
fn four(panel: &[[f32; PANEL]], x: &[f32], from: usize) -> [[f32; PANEL]; ROWS] {
    let (x0, rest) = x.split_at(from);
    let (x1, rest) = rest.split_at(from);
    let (x2, x3) = rest.split_at(from);
    let (mut s0, mut s1, mut s2, mut s3) = ([0.0; PANEL], [0.0; PANEL], [0.0; PANEL], [0.0; PANEL]);
    for ((((weights, x0), x1), x2), x3) in panel.iter().zip(x0).zip(x1).zip(x2).zip(x3) {
        add_times(&mut s0, weights, *x0);
        add_times(&mut s1, weights, *x1);
        add_times(&mut s2, weights, *x2);
        add_times(&mut s3, weights, *x3);
    }
    [s0, s1, s2, s3]
}

#[inline(always)]
fn add_times(sum: &mut [f32; PANEL], weights: &[f32; PANEL], x: f32) {
    for (s, w) in sum.iter_mut().zip(weights) {
        *s = x.mul_add(*w, *s);
    }
}

#[inline(always)]
fn put(sum: &[f32; PANEL], bias: &[f32], y: &mut [f32]) {
    for ((y, s), b) in y.iter_mut().zip(sum).zip(bias) {
        *y = s + b;
    }
}

struct Norm {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

impl Norm {
    #[expect(clippy::cast_precision_loss, reason = "384")]
    fn apply(&self, x: &mut [f32]) {
        for row in x.chunks_exact_mut(WIDE) {
            let mean = row.iter().sum::<f32>() / WIDE as f32;
            let spread = row.iter().map(|v| (v - mean) * (v - mean)).sum::<f32>() / WIDE as f32;
            let by = 1.0 / (spread + 1e-12).sqrt();
            for ((v, w), b) in row.iter_mut().zip(&self.weight).zip(&self.bias) {
                *v = (*v - mean) * by * w + b;
            }
        }
    }
}

struct Layer {
    query: Linear,
    key: Linear,
    value: Linear,
    out: Linear,
    norm1: Norm,
    up: Linear,
    down: Linear,
    norm2: Norm,
}

impl Layer {
    fn read(file: &mut File) -> Self {
        Self {
            query: file.linear(WIDE, WIDE),
            key: file.linear(WIDE, WIDE),
            value: file.linear(WIDE, WIDE),
            out: file.linear(WIDE, WIDE),
            norm1: file.norm(),
            up: file.linear(WIDE, 4 * WIDE),
            down: file.linear(4 * WIDE, WIDE),
            norm2: file.norm(),
        }
    }

    fn apply(&self, x: &mut [f32]) {
        let seen = attend(&self.query.apply(x), &self.key.apply(x), &self.value.apply(x));
        add(x, &self.out.apply(&seen));
        self.norm1.apply(x);
        let mut wide = self.up.apply(x);
        gelu(&mut wide);
        add(x, &self.down.apply(&wide));
        self.norm2.apply(x);
    }
}

/// What each piece takes from the others, head by head.
#[expect(clippy::cast_precision_loss, reason = "32")]
fn attend(query: &[f32], key: &[f32], value: &[f32]) -> Vec<f32> {
    let mut out = vec![0.0; query.len()];
    let scale = 1.0 / (HEAD as f32).sqrt();
    for head in 0..HEADS {
        let part = head * HEAD..(head + 1) * HEAD;
        for (q, o) in query.chunks_exact(WIDE).zip(out.chunks_exact_mut(WIDE)) {
            let q = &q[part.clone()];
            let dot = |k: &[f32]| k[part.clone()].iter().zip(q).map(|(a, b)| a * b).sum::<f32>() * scale;
            let scores: Vec<f32> = key.chunks_exact(WIDE).map(dot).collect();
            for (by, v) in softmax(&scores).into_iter().zip(value.chunks_exact(WIDE)) {
                for (o, v) in o[part.clone()].iter_mut().zip(&v[part.clone()]) {
                    *o += by * v;
                }
            }
        }
    }
    out
}

fn add(x: &mut [f32], y: &[f32]) {
    for (x, y) in x.iter_mut().zip(y) {
        *x += y;
    }
}

/// `x` times the share of a normal distribution below it; the error function after Abramowitz and Stegun 7.1.27.
fn gelu(x: &mut [f32]) {
    pulp::Arch::new().dispatch(Gelu(x));
}

struct Gelu<'a>(&'a mut [f32]);

impl pulp::WithSimd for Gelu<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) {
        for v in self.0 {
            let z = v.abs() * std::f32::consts::FRAC_1_SQRT_2;
            let d = 1.0 + z * (0.278_393 + z * (0.230_389 + z * (0.000_972 + z * 0.078_108)));
            let d = d * d;
            let tail = 0.5 / (d * d);
            *v *= if *v < 0.0 { tail } else { 1.0 - tail };
        }
    }
}

/// Numbers of any size as shares of one.
fn softmax(of: &[f32]) -> Vec<f32> {
    let most = of.iter().copied().fold(f32::MIN, f32::max);
    let mut out: Vec<f32> = of.iter().map(|v| (v - most).exp()).collect();
    let sum: f32 = out.iter().sum();
    for v in &mut out {
        *v /= sum;
    }
    out
}

/// All weights, in the order of the file.
pub(crate) struct Model {
    piece: Rows,
    place: Rows,
    norm: Norm,
    layers: Vec<Layer>,
    of_privacy: [Linear; 2],
    of_matter: [Linear; 2],
}

impl Model {
    /// # Panics
    ///
    /// If the file is not of this shape, which the tests would have shown.
    pub(crate) fn read(bytes: &'static [u8], pieces: usize, matters: usize) -> Self {
        let mut file = File(bytes);
        let model = Self {
            piece: file.rows(pieces),
            place: file.rows(PLACES),
            norm: file.norm(),
            layers: (0..DEEP).map(|_| Layer::read(&mut file)).collect(),
            of_privacy: [file.linear(2 * WIDE, WIDE), file.linear(WIDE, 1)],
            of_matter: [file.linear(2 * WIDE, WIDE), file.linear(WIDE, matters)],
        };
        assert!(file.0.is_empty(), "the weights are of another model");
        model
    }

    /// The line as a whole: its first row, and the mean of all.
    #[expect(clippy::cast_precision_loss, reason = "at most 128")]
    pub(crate) fn line(&self, pieces: &[usize]) -> Vec<f32> {
        let mut x = vec![0.0; pieces.len() * WIDE];
        for (i, (row, piece)) in x.chunks_exact_mut(WIDE).zip(pieces).enumerate() {
            self.piece.add(*piece, row);
            self.place.add(i, row);
        }
        self.norm.apply(&mut x);
        for layer in &self.layers {
            layer.apply(&mut x);
        }
        let mut whole = vec![0.0; 2 * WIDE];
        whole[..WIDE].copy_from_slice(&x[..WIDE]);
        for row in x.chunks_exact(WIDE) {
            for (sum, v) in whole[WIDE..].iter_mut().zip(row) {
                *sum += v / pieces.len() as f32;
            }
        }
        whole
    }

    /// The log-odds of a remark that nobody is to read.
    pub(crate) fn private(&self, line: &[f32]) -> f32 {
        answer(&self.of_privacy, line)[0]
    }

    /// Whose matter it is, each as a share of 1.
    pub(crate) fn matter(&self, line: &[f32]) -> Vec<f32> {
        softmax(&answer(&self.of_matter, line))
    }
}

fn answer([first, second]: &[Linear; 2], line: &[f32]) -> Vec<f32> {
    let mut h = first.apply(line);
    for v in &mut h {
        *v = v.tanh();
    }
    second.apply(&h)
}
