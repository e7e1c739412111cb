//! What a scanner confuses: O and 0, l, I, | and 1, spaced capitals.
//!
//! Repairs here need nothing but the word itself; those that need to know what is expected (a state, a postal code)
//! go through [`fit`].

use super::piece::Piece;

/// `word` read as `pattern`: `9` is a digit, `A` a letter, `X` either, anything else itself. With `ocr`, letters that
/// look like digits are taken for them and the other way round. The result is in upper case.
pub(super) fn fit(word: &str, pattern: &str, ocr: bool) -> Option<String> {
    if word.chars().count() != pattern.chars().count() {
        return None;
    }
    word.chars()
        .zip(pattern.chars())
        .map(|(c, p)| fit_char(c, p, ocr))
        .collect()
}

fn fit_char(c: char, pattern: char, ocr: bool) -> Option<char> {
    match pattern {
        '9' if c.is_ascii_digit() => Some(c),
        '9' if ocr => as_digit(c),
        'A' if ocr && c.is_ascii_lowercase() => (c == 'l').then_some('I'),
        'A' if c.is_ascii_alphabetic() => Some(c.to_ascii_uppercase()),
        'A' if ocr => as_letter(c),
        'X' if c.is_ascii_alphanumeric() => Some(c.to_ascii_uppercase()),
        '9' | 'A' | 'X' => None,
        p => (p == c).then_some(c),
    }
}

/// The digit a letter looks like.
pub(super) fn as_digit(c: char) -> Option<char> {
    Some(match c {
        'O' | 'o' | 'D' | 'Q' => '0',
        'l' | 'I' | '|' | 'i' | '!' => '1',
        'Z' | 'z' => '2',
        'S' | 's' => '5',
        'G' => '6',
        'B' => '8',
        _ => return None,
    })
}

fn as_letter(c: char) -> Option<char> {
    Some(match c {
        '0' => 'O',
        '1' | '|' => 'I',
        '5' => 'S',
        '8' => 'B',
        '2' => 'Z',
        '6' => 'G',
        _ => return None,
    })
}

/// A line of a scanned card with the plain confusions undone.
pub(super) fn repaired(line: &Piece) -> Piece {
    let text = line.text().to_owned();
    let mut out = Piece::default();
    let mut at = 0;
    let mut previous = String::new();
    for token in text.split_inclusive(char::is_whitespace) {
        let word = token.trim_end();
        let piece = line.slice(at..at + word.len());
        let lone_bar = word == "|" && text.trim().len() <= 2;
        if !lone_bar {
            out.append(&word_repaired(&piece, at == 0, &previous, &text));
        }
        out.append(&line.slice(at + word.len()..at + token.len()));
        word.clone_into(&mut previous);
        at += token.len();
    }
    out
}

fn word_repaired(piece: &Piece, first: bool, previous: &str, line: &str) -> Piece {
    let word = piece.text();
    if word.contains('@') || word.contains("www.") {
        return piece.clone();
    }
    let boxed = previous.trim_end_matches('.') == "P" && ["0", "0."].contains(&word);
    if boxed || word.starts_with("0'") || word.starts_with("0’") || word.starts_with("P.0") {
        return piece.mapped(|_, c| Some(if c == '0' { 'O' } else { c }));
    }
    let alnum: Vec<char> = word.chars().filter(|c| c.is_alphanumeric() || *c == '|').collect();
    let digits = alnum.iter().filter(|c| c.is_ascii_digit()).count();
    let digit_like = |c: &char| c.is_ascii_digit() || matches!(c, 'O' | 'o' | 'l' | 'I' | '|');
    let after_number_word = [
        "suite", "ste", "ste.", "floor", "unit", "box", "room", "rm", "no.", "ext", "ext.", "#",
    ]
    .contains(&previous.to_lowercase().as_str());
    let looks_numeric = alnum.len() > 1 && alnum.iter().all(digit_like);
    let plain = word.chars().all(|c| c.is_alphanumeric() || "|+-.()/,#:".contains(c));
    if plain && looks_numeric && (digits > 0 || (after_number_word && alnum.len() > 1)) {
        return piece.mapped(|_, c| {
            if matches!(c, 'O' | 'o' | 'l' | 'I' | '|') {
                as_digit(c)
            } else {
                Some(c)
            }
        });
    }
    if digits == 0
        && !alnum.is_empty()
        && alnum.len() <= 3
        && alnum.len() > 1
        && alnum.iter().all(|c| matches!(c, 'l' | 'I' | '|'))
    {
        return piece.mapped(|_, c| Some(if matches!(c, 'l' | '|') { 'I' } else { c }));
    }
    let letters = alnum.iter().filter(|c| c.is_alphabetic()).count();
    let upper = alnum.iter().filter(|c| c.is_uppercase()).count();
    let ells = alnum.iter().filter(|c| matches!(c, 'l' | '|' | '1' | '0')).count();
    let ordinal = word.starts_with(|c: char| c.is_ascii_digit());
    // "OPTlCS", "NORTHWA11": a small l or a digit in a word of capitals.
    if upper >= 2 && upper + ells == alnum.len() && ells > 0 && (digits <= 1 || upper >= 4 && digits == 2) && !ordinal {
        return piece.mapped(|_, c| {
            Some(match c {
                'l' | '|' | '1' => 'I',
                '0' => 'O',
                c => c,
            })
        });
    }
    // "0ban": no word begins with a nought.
    let tail_lower = word
        .chars()
        .skip(1)
        .filter(|c| c.is_alphabetic())
        .all(char::is_lowercase);
    if letters >= 2
        && digits == 1
        && tail_lower
        && (word.starts_with('0') || letters >= 4 && word.starts_with(['1', '5']))
    {
        return piece.mapped(|i, c| {
            Some(match (i, c) {
                (0, '0') => 'O',
                (0, '1') => 'I',
                (0, '5') => 'S',
                (_, c) => c,
            })
        });
    }
    inside_repaired(piece, first, line)
}

/// Repairs inside a word of letters, by its neighbours and by the case of the line.
fn inside_repaired(piece: &Piece, first: bool, line: &str) -> Piece {
    let word = piece.text();
    let alnum: Vec<char> = word.chars().filter(|c| c.is_alphanumeric() || *c == '|').collect();
    let digits = alnum.iter().filter(|c| c.is_ascii_digit()).count();
    let letters = alnum.iter().filter(|c| c.is_alphabetic()).count();
    let upper = alnum.iter().filter(|c| c.is_uppercase()).count();
    let ordinal = word.starts_with(|c: char| c.is_ascii_digit());
    // "R0senthal", "Wa1ter": a digit between letters.
    if letters >= 3 && digits == 1 && !ordinal {
        let text = word.to_owned();
        return piece.mapped(|i, c| {
            let before = text[..i].chars().next_back();
            let after = text[i + c.len_utf8()..].chars().next();
            let inside =
                before.is_some_and(char::is_alphabetic) && after.is_none_or(|a| a.is_alphabetic() || ".,".contains(a));
            Some(match c {
                '0' if inside && before.is_some_and(char::is_uppercase) && upper > 1 => 'O',
                '0' if inside => 'o',
                '1' | '|' if inside => 'l',
                '5' if inside => 's',
                c => c,
            })
        });
    }
    if word.contains('|') && letters >= 2 && word.len() > 1 {
        return piece.mapped(|i, c| Some(if c == '|' { if i == 0 { 'I' } else { 'l' } } else { c }));
    }
    // "lbarra", "lan Smith": where every other word begins with a capital, this one does too.
    let capitalised = |w: &&str| w.starts_with(|c: char| !c.is_lowercase());
    let others = line
        .split_whitespace()
        .filter(|w| w.chars().next().is_some_and(char::is_alphabetic));
    let (all, capital) = others.fold((0, 0), |(a, k), w| (a + 1, k + usize::from(capitalised(&w))));
    let article =
        ["la", "le", "les", "lès", "lez", "l'"].contains(&word) || word.starts_with("l'") || word.starts_with("l’");
    let consonant = word
        .chars()
        .nth(1)
        .is_some_and(|c| c.is_lowercase() && !"aeiouyàâéèêëôö".contains(c));
    if word.starts_with('l')
        && letters >= 3
        && !article
        && (consonant || (all >= 2 && capital + 1 == all && (first || capital >= 1)))
    {
        return piece.mapped(|i, c| Some(if i == 0 { 'I' } else { c }));
    }
    piece.clone()
}

/// "E L M W O O D   P R E S S" drawn together; `None` when the line is not spaced out.
pub(super) fn drawn_together(line: &Piece) -> Option<Piece> {
    let text = line.text().trim();
    let (mut singles, mut all) = (0, 0);
    for word in text.split_whitespace() {
        all += 1;
        singles += usize::from(word.chars().count() == 1);
    }
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    if all < 5 || singles * 10 < all * 9 || letters * 10 < all * 8 {
        return None;
    }
    let source = line.text().to_owned();
    Some(
        line.mapped(|i, c| {
            if !c.is_whitespace() {
                return Some(c);
            }
            let wide = source[..i].ends_with(char::is_whitespace)
                && source[i + c.len_utf8()..]
                    .chars()
                    .next()
                    .is_some_and(|n| !n.is_whitespace());
            wide.then_some(' ')
        })
        .trim(),
    )
}
