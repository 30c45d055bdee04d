//! The code that a person reads off one screen and types into another to enrol a device.
//!
//! Ten letters and digits that cannot be taken for each other, the last of which checks the others. The hub keeps only its
//! hash, for a quarter of an hour and for one use.

use std::fmt;
use std::str::FromStr;

/// Crockford's alphabet: no I, L, O and U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LETTERS: usize = 10;

/// 45 random bits and five that check them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct EnrolCode(u64);

/// What was typed is no code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadCode {
    #[error("a code has {LETTERS} letters and digits, this has {found}")]
    Length { found: usize },
    #[error("`{0}` does not occur in a code")]
    Letter(char),
    #[error("one letter of the code is mistyped")]
    Check,
}

impl EnrolCode {
    /// From eight bytes of a secure random source.
    pub fn from_random(random: [u8; 8]) -> Self {
        EnrolCode(u64::from_be_bytes(random) >> 19)
    }

    /// What the hub keeps of it.
    pub fn hash(self) -> [u8; 32] {
        blake3::derive_key("zhanggui 2026 enrolment code, version 1", &self.0.to_be_bytes())
    }

    /// What proves an authority to whoever has the code. It takes a tenth of a second and 64 MiB, so that nobody who hears a proof
    /// finds the code by trying while it is good.
    pub fn proof_key(self, authority: &[u8]) -> [u8; 32] {
        let salt = blake3::derive_key("zhanggui 2026 salt of an enrolment code, version 1", authority);
        let params = argon2::Params::new(64 * 1024, 3, 1, Some(32)).expect("these are within what argon2 takes");
        let slow = argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params);
        let mut key = [0; 32];
        slow.hash_password_into(&self.0.to_be_bytes(), &salt, &mut key).expect("lengths are within what argon2 takes");
        key
    }

    const fn check(self) -> u64 {
        // Of a number modulo 31, weighed by place, one wrong letter and two swapped ones are always seen.
        self.0 % 31
    }
}

/// What a hub answers to whoever asks for its authority with a number from chance: only one that has the code can make it.
pub fn authority_proof(proof_key: &[u8; 32], asked: &[u8; 32], authority: &[u8]) -> [u8; 32] {
    let mut hash = blake3::Hasher::new_keyed(proof_key);
    hash.update(b"zhanggui 2026 proof of an authority, version 1").update(asked).update(authority);
    *hash.finalize().as_bytes()
}

impl fmt::Display for EnrolCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digit = |value: u64| char::from(ALPHABET[(value & 31) as usize]);
        for place in (0..LETTERS as u32 - 1).rev() {
            write!(f, "{}", digit(self.0 >> (5 * place)))?;
            if place == 4 {
                f.write_str("-")?;
            }
        }
        write!(f, "{}", digit(self.check()))
    }
}

/// A code opens a door for a quarter of an hour: it is not written into logs.
impl fmt::Debug for EnrolCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EnrolCode(…)")
    }
}

impl FromStr for EnrolCode {
    type Err = BadCode;

    fn from_str(text: &str) -> Result<Self, BadCode> {
        let letters: Vec<char> = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '－' | '_')).collect();
        if letters.len() != LETTERS {
            return Err(BadCode::Length { found: letters.len() });
        }
        let mut values = letters.into_iter().map(value);
        let mut number = 0;
        for _ in 1..LETTERS {
            number = number << 5 | values.next().unwrap_or(Err(BadCode::Check))?;
        }
        let check = values.next().unwrap_or(Err(BadCode::Check))?;
        let code = EnrolCode(number);
        if code.check() == check { Ok(code) } else { Err(BadCode::Check) }
    }
}

/// Lower case, full width and letters that look like digits are what people type.
fn value(letter: char) -> Result<u64, BadCode> {
    let narrow = match u32::from(letter) {
        wide @ 0xff01..=0xff5e => char::from_u32(wide - 0xfee0).unwrap_or(letter),
        _ => letter,
    };
    let plain = match narrow.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    ALPHABET.iter().position(|known| char::from(*known) == plain).map(|at| at as u64).ok_or(BadCode::Letter(letter))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let code = EnrolCode::from_random([0x5a, 1, 2, 3, 4, 5, 6, 7]);
        let shown = code.to_string();
        assert_eq!(shown.len(), 11, "{shown}");
        for typed in [shown.clone(), shown.to_lowercase(), shown.replace('-', " "), shown.replace('0', "o").replace('1', "l")] {
            assert_eq!(typed.parse(), Ok(code), "{typed}");
        }
        let wide: String = shown.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).expect("wide")).collect();
        assert_eq!(wide.parse(), Ok(code));
    }

    #[test]
    fn a_proof_is_of_one_code_one_question_and_one_authority() {
        let proof =
            |code: u8, asked: u8, authority: &[u8]| authority_proof(&EnrolCode::from_random([code; 8]).proof_key(authority), &[asked; 32], authority);
        let real = proof(1, 2, b"hub");
        assert_eq!(real, proof(1, 2, b"hub"));
        for other in [proof(9, 2, b"hub"), proof(1, 3, b"hub"), proof(1, 2, b"bub")] {
            assert_ne!(real, other);
        }
    }

    #[test]
    fn what_is_no_code_is_told_why() {
        assert_eq!("ABC".parse::<EnrolCode>(), Err(BadCode::Length { found: 3 }));
        assert_eq!("ABCDE-FGHU!".parse::<EnrolCode>(), Err(BadCode::Letter('U')));
        assert_eq!(format!("{:?}", EnrolCode::from_random([1; 8])), "EnrolCode(…)");
    }

    proptest! {
        #[test]
        fn one_wrong_letter_is_seen(random in any::<[u8; 8]>(), at in 0..9usize, other in 0..32usize) {
            let shown = EnrolCode::from_random(random).to_string().replace('-', "");
            let mut typed: Vec<char> = shown.chars().collect();
            typed[at] = char::from(ALPHABET[other]);
            let typed: String = typed.into_iter().collect();
            // 0 and Z stand 31 apart, so that one pair of letters the check cannot tell.
            let pair = |c: u8| c == b'0' || c == b'Z';
            let blind = pair(shown.as_bytes()[at]) && pair(ALPHABET[other]);
            prop_assert!(typed == shown || blind || typed.parse::<EnrolCode>() == Err(BadCode::Check));
        }
    }
}
