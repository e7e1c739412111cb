//! Matrices of weights of four or six bits, multiplied by rows of floating numbers.

#![expect(
    clippy::inline_always,
    reason = "what is not inlined is compiled for the oldest machine, and is ten times slower"
)]

/// Outputs computed together.
pub(crate) const PANEL: usize = 16;
/// Inputs that share a scale.
pub(crate) const GROUP: usize = 32;

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

    /// A matrix of four-bit weights from rows of `from` numbers to rows of `to`.
    pub(crate) fn four_bits(&mut self, from: usize, to: usize) -> Linear {
        self.linear::<{ PANEL / 2 }>(from, to, |packed| {
            std::array::from_fn(|j| nibble(packed, j).cast_signed() - 8)
        })
    }

    /// The same of six-bit weights: behind the lower four bits of a panel's weights their upper two, of every fourth in a byte.
    pub(crate) fn six_bits(&mut self, from: usize, to: usize) -> Linear {
        self.linear::<{ PANEL / 4 * 3 }>(from, to, |packed| {
            let upper = |j: usize| packed[PANEL / 2 + j % 4] >> (j / 4 * 2) & 3;
            std::array::from_fn(|j| (nibble(packed, j) | upper(j) << 4).cast_signed() - 32)
        })
    }

    /// A matrix whose weights stand in `BYTES` for each input and panel.
    fn linear<const BYTES: usize>(
        &mut self,
        from: usize,
        to: usize,
        unpack: impl Fn(&[u8; BYTES]) -> [i8; PANEL],
    ) -> Linear {
        // Some are multiplied two panels at a time.
        assert!(to.is_multiple_of(PANEL * 2) && from.is_multiple_of(GROUP));
        let panels = to / PANEL;
        let groups = from / GROUP;
        let scales: Vec<f32> = self.halves(panels * groups * PANEL).collect();
        let packed = self.take(panels * from * BYTES).as_chunks::<BYTES>().0;
        Linear {
            numbers: packed.iter().map(unpack).collect(),
            scales: scales.as_chunks::<PANEL>().0.to_vec(),
            from,
            to,
        }
    }
}

/// The four bits of a panel's `j`th weight: the first half of them stands in the lower halves of the bytes.
fn nibble(packed: &[u8], j: usize) -> u8 {
    let both = packed[j % (PANEL / 2)];
    if j < PANEL / 2 { both & 15 } else { both >> 4 }
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

/// Weights in panels of [`PANEL`] outputs: for each input its weight in every output of the panel.
pub(crate) struct Linear {
    numbers: Vec<[i8; PANEL]>,
    /// A row for each [`GROUP`] of inputs, panel after panel.
    scales: Vec<[f32; PANEL]>,
    from: usize,
    to: usize,
}

impl Linear {
    /// The weights of one output.
    pub(crate) fn weights(&self, output: usize) -> Vec<f32> {
        let (panel, place) = (output / PANEL, output % PANEL);
        let numbers = &self.numbers[panel * self.from..(panel + 1) * self.from];
        let groups = self.from / GROUP;
        let scales = &self.scales[panel * groups..(panel + 1) * groups];
        let each = numbers.chunks_exact(GROUP).zip(scales);
        each.flat_map(|(group, scale)| group.iter().map(|n| f32::from(n[place]) * scale[place]))
            .collect()
    }

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
    fn with_simd<S: pulp::Simd>(self, simd: S) {
        if self.x.len() < self.by.from * 4 {
            self.row_by_row();
        } else {
            self.block_by_block(simd);
        }
    }
}

impl Multiply<'_> {
    /// Unfolding pays for four rows and more.
    #[inline(always)]
    fn row_by_row(self) {
        let (from, to) = (self.by.from, self.by.to);
        let panels = self.by.numbers.chunks_exact(from * 2);
        let scales = self.by.scales.chunks_exact(from / GROUP * 2);
        for (p, (panels, scales)) in panels.zip(scales).enumerate() {
            let (panels, scales) = (panels.split_at(from), scales.split_at(from / GROUP));
            for (x, y) in self.x.chunks_exact(from).zip(self.y.chunks_exact_mut(to)) {
                let (left, right) = one(panels, scales, x);
                let y = &mut y[p * PANEL * 2..(p + 1) * PANEL * 2];
                y[..PANEL].copy_from_slice(&left);
                y[PANEL..].copy_from_slice(&right);
            }
        }
    }

    #[inline(always)]
    fn block_by_block<S: pulp::Simd>(self, simd: S) {
        let (from, to) = (self.by.from, self.by.to);
        let rows = self.x.len() / from;
        let groups = self.by.numbers.as_chunks::<GROUP>().0.iter().zip(&self.by.scales);
        for (i, (numbers, scale)) in groups.enumerate() {
            let mut weights = [[0.0; PANEL]; GROUP];
            for k in 0..GROUP {
                for j in 0..PANEL {
                    weights[k][j] = f32::from(numbers[k][j]);
                }
            }
            let block = Block {
                weights,
                scale,
                input: i % (from / GROUP) * GROUP,
                output: i / (from / GROUP) * PANEL,
                from,
                to,
            };
            let mut row = 0;
            while row < rows {
                row += match rows - row {
                    8.. => block.add::<S, 8, 1>(simd, self.x, self.y, row),
                    4.. => block.add::<S, 4, 2>(simd, self.x, self.y, row),
                    2.. => block.add::<S, 2, 4>(simd, self.x, self.y, row),
                    _ => block.add::<S, 1, 8>(simd, self.x, self.y, row),
                };
            }
        }
    }
}

/// The weights of [`GROUP`] inputs in [`PANEL`] outputs, unfolded for all rows.
struct Block<'a> {
    weights: [[f32; PANEL]; GROUP],
    scale: &'a [f32; PANEL],
    input: usize,
    output: usize,
    from: usize,
    to: usize,
}

impl Block<'_> {
    /// Adds to `ROWS` rows from `row` on what the block makes of them, and says how many that were. `SUMS` for each row are summed up by
    /// themselves: eight at once keep a processor busy, and stay in its registers.
    #[inline(always)]
    fn add<S: pulp::Simd, const ROWS: usize, const SUMS: usize>(
        &self,
        simd: S,
        x: &[f32],
        y: &mut [f32],
        row: usize,
    ) -> usize {
        let mut rows = [&[0.0; GROUP]; ROWS];
        for r in 0..ROWS {
            rows[r] = &x[(row + r) * self.from + self.input..].as_chunks().0[0];
        }
        for part in 0..PANEL / S::F32_LANES {
            let mut sums = [[simd.splat_f32s(0.0); SUMS]; ROWS];
            for k in (0..GROUP).step_by(SUMS) {
                for s in 0..SUMS {
                    let weights = S::as_simd_f32s(&self.weights[k + s]).0[part];
                    for r in 0..ROWS {
                        sums[r][s] = simd.mul_add_f32s(simd.splat_f32s(rows[r][k + s]), weights, sums[r][s]);
                    }
                }
            }
            let scale = S::as_simd_f32s(self.scale).0[part];
            for (r, sums) in sums.iter().enumerate() {
                let mut sum = sums[0];
                for more in &sums[1..] {
                    sum = simd.add_f32s(sum, *more);
                }
                let at = (row + r) * self.to + self.output;
                let y = &mut S::as_mut_simd_f32s(&mut y[at..at + PANEL]).0[part];
                *y = simd.mul_add_f32s(sum, scale, *y);
            }
        }
        ROWS
    }
}

/// A row by two panels: even and odd inputs by themselves, so that no sum waits for another.
#[inline(always)]
fn one(
    panels: (&[[i8; PANEL]], &[[i8; PANEL]]),
    scales: (&[[f32; PANEL]], &[[f32; PANEL]]),
    x: &[f32],
) -> ([f32; PANEL], [f32; PANEL]) {
    let (mut left, mut right) = ([0.0; PANEL], [0.0; PANEL]);
    let blocks = panels
        .0
        .as_chunks::<GROUP>()
        .0
        .iter()
        .zip(panels.1.as_chunks::<GROUP>().0);
    let scales = scales.0.iter().zip(scales.1);
    for (((a, b), x), scale) in blocks.zip(x.as_chunks::<GROUP>().0).zip(scales) {
        let (mut a_even, mut a_odd) = ([0.0; PANEL], [0.0; PANEL]);
        let (mut b_even, mut b_odd) = ([0.0; PANEL], [0.0; PANEL]);
        let pairs = a.as_chunks::<2>().0.iter().zip(b.as_chunks::<2>().0);
        for ((a, b), x) in pairs.zip(x.as_chunks::<2>().0) {
            add_times(&mut a_even, &a[0], x[0]);
            add_times(&mut b_even, &b[0], x[0]);
            add_times(&mut a_odd, &a[1], x[1]);
            add_times(&mut b_odd, &b[1], x[1]);
        }
        for j in 0..PANEL {
            left[j] = (a_even[j] + a_odd[j]).mul_add(scale.0[j], left[j]);
            right[j] = (b_even[j] + b_odd[j]).mul_add(scale.1[j], right[j]);
        }
    }
    (left, right)
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

    #[test]
    fn weights_are_unpacked_in_their_order() {
        // 0x21 in the first byte: weight 0 has the lower bits 1, weight 8 the lower bits 2.
        let four: &[u8; 8] = &[0x21, 0, 0, 0, 0, 0, 0, 0xf0];
        assert_eq!(
            (nibble(four, 0), nibble(four, 8), nibble(four, 7), nibble(four, 15)),
            (1, 2, 0, 15)
        );
        let (from, to) = (GROUP, PANEL * 2);
        let scales = (0..to).flat_map(|_| 0x3c00_u16.to_le_bytes());
        // Weight 5 of each panel: lower bits 3, upper bits 2, so 35 - 32.
        let panel = [0, 0, 0, 0, 0, 3, 0, 0, 0, 0b0000_1000, 0, 0];
        let bytes: Vec<u8> = scales.chain(panel.repeat(from * 2)).collect();
        let linear = File(bytes.leak()).six_bits(from, to);
        assert_eq!(linear.weights(5), vec![3.0; GROUP]);
        assert_eq!(linear.weights(4), vec![-32.0; GROUP]);
    }

    /// One row or many, both kernels count alike.
    #[test]
    fn rows_together_are_rows_apart() {
        let (from, to) = (64, 32);
        let scales = (0..from / GROUP * to).flat_map(|_| 0x3400_u16.to_le_bytes());
        let packed = (0..from * to / 4 * 3).map(|i| u8::try_from(i * 37 % 256).unwrap());
        let bytes: Vec<u8> = scales.chain(packed).collect();
        let linear = File(bytes.leak()).six_bits(from, to);
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
