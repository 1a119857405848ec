//! Check codes: 15 random symbols and one that catches typing errors (CE-6).

use serde::{Deserialize, Serialize};

use crate::Error;

/// No I, L, O, 0 or 1: nothing that looks like something else. 31 is prime, so one wrong symbol
/// or two that changed places always change the sum.
const ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const RANDOM: usize = 15;

/// The code of a certificate, 16 symbols without dashes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Code(String);

impl Code {
    /// A new one. Functions hand this to whatever issues.
    ///
    /// # Panics
    /// On a machine without randomness.
    #[must_use]
    pub fn random() -> Self {
        let mut symbols = Vec::with_capacity(RANDOM);
        while symbols.len() < RANDOM {
            let mut bytes = [0; 32];
            aws_lc_rs::rand::fill(&mut bytes).expect("randomness");
            // 248 is the largest multiple of 31 in a byte: no symbol is likelier than another.
            symbols.extend(bytes.iter().filter(|b| **b < 248).map(|b| usize::from(b % 31)));
        }
        Self::of(&symbols[..RANDOM])
    }

    fn of(values: &[usize]) -> Self {
        let symbols = values.iter().copied().chain([check(values)]);
        Self(symbols.map(|value| char::from(ALPHABET[value])).collect())
    }

    /// Reads what somebody typed: case, spaces and dashes do not matter.
    pub fn read(text: &str) -> Result<Self, Error> {
        let typed = text.bytes().filter(|b| !b.is_ascii_whitespace() && *b != b'-');
        let values: Vec<usize> = typed
            .map(|b| ALPHABET.iter().position(|symbol| *symbol == b.to_ascii_uppercase()))
            .collect::<Option<_>>()
            .ok_or(Error::CodeMistyped)?;
        let (sum, random) = values.split_last().ok_or(Error::CodeMistyped)?;
        if random.len() != RANDOM || check(random) != *sum {
            return Err(Error::CodeMistyped);
        }
        Ok(Self::of(random))
    }

    /// As it is stored and stands in addresses.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// In fours, as people read it.
    #[must_use]
    pub fn shown(&self) -> String {
        in_fours(&self.0)
    }
}

/// A stored code in fours.
#[must_use]
pub fn in_fours(code: &str) -> String {
    let fours = code.as_bytes().chunks(4).map(String::from_utf8_lossy);
    fours.collect::<Vec<_>>().join("-")
}

fn check(values: &[usize]) -> usize {
    values.iter().zip(1..).map(|(value, position)| value * position).sum::<usize>() % 31
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CE-6
    #[test]
    fn a_code_reads_back_however_it_is_typed() {
        let code = Code::random();
        assert_eq!(code.shown().len(), 19);
        let typed = format!(" {} ", code.shown().to_lowercase().replace('-', " "));
        assert_eq!(Code::read(&typed).unwrap(), code);
    }

    /// CE-6
    #[test]
    fn every_single_slip_and_every_swap_is_noticed() {
        let code = Code::random().0.into_bytes();
        for at in 0..code.len() {
            for symbol in ALPHABET.iter().filter(|s| **s != code[at]) {
                let mut slip = code.clone();
                slip[at] = *symbol;
                assert!(Code::read(str::from_utf8(&slip).unwrap()).is_err());
            }
        }
        for at in 0..code.len() - 1 {
            let mut swap = code.clone();
            swap.swap(at, at + 1);
            // The last pair: the check symbol with weight 15, which only a few values survive.
            let same = code[at] == code[at + 1];
            assert!(same || at == 14 || Code::read(str::from_utf8(&swap).unwrap()).is_err());
        }
        for text in ["", "TEST", "0000-0000-0000-0000", "ILO"] {
            assert!(Code::read(text).is_err(), "{text}");
        }
    }
}
