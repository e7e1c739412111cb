//! Identifiers that follow from content: the same words give the same id on every machine and in every version.

/// FNV-1a in 128 bits over the parts, each closed off so that `ab, c` and `a, bc` differ. It names things; it guards
/// nothing.
pub(crate) fn stable_id(parts: &[&str]) -> String {
    const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    let mut hash = OFFSET;
    for part in parts {
        for &byte in part.as_bytes().iter().chain(&[0xff]) {
            hash ^= u128::from(byte);
            hash = hash.wrapping_mul(PRIME);
        }
    }
    format!("{hash:032x}")
}

#[cfg(test)]
mod tests {
    use super::stable_id;

    #[test]
    fn ids_never_change() {
        assert_eq!(stable_id(&[]), "6c62272e07bb014262b821756295c58d");
        assert_eq!(stable_id(&["ab", "c"]), stable_id(&["ab", "c"]));
        assert_ne!(stable_id(&["ab", "c"]), stable_id(&["a", "bc"]));
        assert_ne!(stable_id(&["a"]), stable_id(&["a", ""]));
    }
}
