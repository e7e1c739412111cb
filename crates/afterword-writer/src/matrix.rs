//! Matrices of four-bit weights, multiplied by rows of floating numbers.

#![expect(
    clippy::inline_always,
    reason = "what is not inlined is compiled for the oldest machine, and is ten times slower"
)]

/// Outputs computed together.
pub(crate) const PANEL: usize = 16;
/// Inputs that share a scale.
pub(crate) const GROUP: usize = 32;
/// Rows computed together.
const ROWS: usize = 4;

/// Numbers as they stand in the file, one after another.
pub(crate) struct File(pub(crate) &'static [u8]);

impl File {
    fn take(&mut self, n: usize) -> &'static [u8] {
        let (head, rest) = self.0.split_at(n);
        self.0 = rest;
        head
    }

    pub(crate) fn vector(&mut self, n: usize) -> Vec<f32> {
        let bytes = self.take(n * 4).as_chunks::<4>().0;
        bytes.iter().map(|b| f32::from_le_bytes(*b)).collect()
    }

    fn halves(&mut self, n: usize) -> impl Iterator<Item = f32> + use<> {
        let bytes = self.take(n * 2).as_chunks::<2>().0;
        bytes.iter().map(|b| half(u16::from_le_bytes(*b)))
    }

    /// A table of rows that are looked up one at a time.
    pub(crate) fn rows(&mut self, rows: usize, wide: usize) -> Rows {
        Rows {
            scales: self.halves(rows * wide / GROUP).collect(),
            numbers: self.take(rows * wide / 2),
            wide,
        }
    }

    /// A matrix from rows of `from` numbers to rows of `to`.
    pub(crate) fn linear(&mut self, from: usize, to: usize) -> Linear {
        let panels = to / PANEL;
        let groups = from / GROUP;
        let scales: Vec<f32> = self.halves(panels * groups * PANEL).collect();
        let packed = self.take(from * to / 2);
        let mut numbers = vec![[0_i8; PANEL]; panels * from];
        for (to, packed) in numbers.iter_mut().zip(packed.as_chunks::<{ PANEL / 2 }>().0) {
            for (j, both) in packed.iter().enumerate() {
                to[j] = low(*both);
                to[j + PANEL / 2] = high(*both);
            }
        }
        Linear {
            numbers,
            scales: scales.as_chunks::<PANEL>().0.to_vec(),
            from,
            to,
        }
    }
}

fn low(both: u8) -> i8 {
    (both & 15).cast_signed() - 8
}

fn high(both: u8) -> i8 {
    (both >> 4).cast_signed() - 8
}

/// A floating number of sixteen bits; none of ours is infinite.
fn half(bits: u16) -> f32 {
    let sign = if bits >> 15 == 1 { -1.0 } else { 1.0 };
    let exponent = i32::from(bits >> 10 & 31);
    let fraction = f32::from(bits & 1023);
    let size = if exponent == 0 {
        fraction * 2_f32.powi(-24)
    } else {
        (1024.0 + fraction) * 2_f32.powi(exponent - 25)
    };
    sign * size
}

/// A table of rows of `wide` numbers.
pub(crate) struct Rows {
    /// Of each [`GROUP`] of a row.
    scales: Vec<f32>,
    /// Two a byte: the first half of a group in the low bits.
    numbers: &'static [u8],
    wide: usize,
}

impl Rows {
    pub(crate) fn row(&self, row: usize) -> Vec<f32> {
        let mut out = Vec::with_capacity(self.wide);
        let groups = self.wide / GROUP;
        let numbers = &self.numbers[row * self.wide / 2..(row + 1) * self.wide / 2];
        let scales = &self.scales[row * groups..(row + 1) * groups];
        for (scale, packed) in scales.iter().zip(numbers.as_chunks::<{ GROUP / 2 }>().0) {
            out.extend(packed.iter().map(|both| f32::from(low(*both)) * scale));
            out.extend(packed.iter().map(|both| f32::from(high(*both)) * scale));
        }
        out
    }

    /// What each row has in common with each of these: as many numbers as there are rows, for one after the other.
    pub(crate) fn dots(&self, xs: &[f32]) -> Vec<Vec<f32>> {
        let rows = self.scales.len() * GROUP / self.wide;
        let mut out = vec![vec![0.0; rows]; xs.len() / self.wide];
        pulp::Arch::new().dispatch(Dots {
            of: self,
            xs,
            out: &mut out,
        });
        out
    }
}

struct Dots<'a> {
    of: &'a Rows,
    xs: &'a [f32],
    out: &'a mut [Vec<f32>],
}

impl pulp::WithSimd for Dots<'_> {
    type Output = ();

    #[inline(always)]
    #[expect(clippy::cast_precision_loss, reason = "four bits")]
    fn with_simd<S: pulp::Simd>(self, _: S) {
        const HALF: usize = GROUP / 2;
        let wide = self.of.wide;
        let groups = wide / GROUP;
        let rows = self.of.numbers.chunks_exact(wide / 2);
        let mut row = vec![[0.0_f32; GROUP]; groups];
        for (r, (packed, scales)) in rows.zip(self.of.scales.chunks_exact(groups)).enumerate() {
            for ((to, packed), scale) in row.iter_mut().zip(packed.as_chunks::<HALF>().0).zip(scales) {
                for j in 0..HALF {
                    to[j] = (i32::from(packed[j] & 15) - 8) as f32 * scale;
                    to[j + HALF] = (i32::from(packed[j] >> 4) - 8) as f32 * scale;
                }
            }
            for (x, out) in self.xs.chunks_exact(wide).zip(&mut *self.out) {
                let mut sum = [0.0_f32; GROUP];
                for (w, x) in row.iter().zip(x.as_chunks::<GROUP>().0) {
                    for j in 0..GROUP {
                        sum[j] = w[j].mul_add(x[j], sum[j]);
                    }
                }
                out[r] = sum.iter().sum();
            }
        }
    }
}

/// Weights in panels of [`PANEL`] outputs: for each input its weight in every output of the panel.
pub(crate) struct Linear {
    numbers: Vec<[i8; PANEL]>,
    /// A row for each [`GROUP`] of inputs, panel after panel.
    scales: Vec<[f32; PANEL]>,
    from: usize,
    to: usize,
}

impl Linear {
    /// Rows of `from` numbers into rows of `to`.
    pub(crate) fn apply(&self, x: &[f32]) -> Vec<f32> {
        let mut y = vec![0.0; x.len() / self.from * self.to];
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
        let (from, to) = (self.by.from, self.by.to);
        let panels = self.by.numbers.chunks_exact(from);
        let scales = self.by.scales.chunks_exact(from / GROUP);
        for (p, (panel, scales)) in panels.zip(scales).enumerate() {
            for (x, y) in self.x.chunks(from * ROWS).zip(self.y.chunks_mut(to * ROWS)) {
                let y = &mut y[p * PANEL..];
                if x.len() == from * ROWS {
                    let sums = four(panel, scales, x, from);
                    for (r, sum) in sums.iter().enumerate() {
                        y[r * to..r * to + PANEL].copy_from_slice(sum);
                    }
                } else {
                    for (r, x) in x.chunks_exact(from).enumerate() {
                        y[r * to..r * to + PANEL].copy_from_slice(&one(panel, scales, x));
                    }
                }
            }
        }
    }
}

/// A row by a panel: even and odd inputs by themselves, so that one need not wait for the other.
#[inline(always)]
fn one(panel: &[[i8; PANEL]], scales: &[[f32; PANEL]], x: &[f32]) -> [f32; PANEL] {
    let mut total = [0.0; PANEL];
    let blocks = panel.as_chunks::<GROUP>().0;
    for ((block, x), scale) in blocks.iter().zip(x.as_chunks::<GROUP>().0).zip(scales) {
        let (mut even, mut odd) = ([0.0; PANEL], [0.0; PANEL]);
        for (w, x) in block.as_chunks::<2>().0.iter().zip(x.as_chunks::<2>().0) {
            add_times(&mut even, &w[0], x[0]);
            add_times(&mut odd, &w[1], x[1]);
        }
        for j in 0..PANEL {
            total[j] = (even[j] + odd[j]).mul_add(scale[j], total[j]);
        }
    }
    total
}

/// Four rows by a panel: sums by themselves, so that they stay in registers.
#[inline(always)]
fn four(panel: &[[i8; PANEL]], scales: &[[f32; PANEL]], x: &[f32], from: usize) -> [[f32; PANEL]; ROWS] {
    let (x0, rest) = x.split_at(from);
    let (x1, rest) = rest.split_at(from);
    let (x2, x3) = rest.split_at(from);
    let mut total = [[0.0; PANEL]; ROWS];
    let blocks = panel.as_chunks::<GROUP>().0;
    let at = |x: &[f32], g: usize| -> [f32; GROUP] { x.as_chunks::<GROUP>().0[g] };
    for (g, (block, scale)) in blocks.iter().zip(scales).enumerate() {
        let (x0, x1, x2, x3) = (at(x0, g), at(x1, g), at(x2, g), at(x3, g));
        let (mut s0, mut s1, mut s2, mut s3) = ([0.0; PANEL], [0.0; PANEL], [0.0; PANEL], [0.0; PANEL]);
        for k in 0..GROUP {
            let w: [f32; PANEL] = block[k].map(f32::from);
            for j in 0..PANEL {
                s0[j] = x0[k].mul_add(w[j], s0[j]);
                s1[j] = x1[k].mul_add(w[j], s1[j]);
                s2[j] = x2[k].mul_add(w[j], s2[j]);
                s3[j] = x3[k].mul_add(w[j], s3[j]);
            }
        }
        for (total, sum) in total.iter_mut().zip([s0, s1, s2, s3]) {
            for j in 0..PANEL {
                total[j] = sum[j].mul_add(scale[j], total[j]);
            }
        }
    }
    total
}

#[inline(always)]
fn add_times(sum: &mut [f32; PANEL], weights: &[i8; PANEL], x: f32) {
    for (s, w) in sum.iter_mut().zip(weights) {
        *s = x.mul_add(f32::from(*w), *s);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_sixteen_bits() {
        for (bits, number) in [
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x3555, 0.333_251_95),
            (0x0001, 5.960_464_5e-8),
            (0, 0.0),
        ] {
            assert!((half(bits) - number).abs() < 1e-12, "{bits:x}");
        }
    }

    /// One row or many, both kernels count alike.
    #[test]
    fn rows_together_are_rows_apart() {
        let (from, to) = (64, 32);
        let scales = (0..from / GROUP * to).flat_map(|_| 0x3400_u16.to_le_bytes());
        let packed = (0..from * to / 2).map(|i| u8::try_from(i * 37 % 256).unwrap());
        let bytes: Vec<u8> = scales.chain(packed).collect();
        let linear = File(bytes.leak()).linear(from, to);
        let x: Vec<f32> = [1.0, -3.0, 0.5, 2.0, -0.25]
            .into_iter()
            .cycle()
            .take(from * 6)
            .collect();
        let together = linear.apply(&x);
        let apart: Vec<f32> = x.chunks(from).flat_map(|row| linear.apply(row)).collect();
        assert_eq!(together.len(), 6 * to);
        assert!(together.iter().zip(&apart).all(|(a, b)| (a - b).abs() < 1e-3));
    }
}
