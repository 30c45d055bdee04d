//! The check digits of numbers that belong to people and things: what tells an ID card from an order number.
//!
//! Every function takes digits that were already cut out of a text; none of them looks at context. Never panics on any input.

use chrono::NaiveDate;

/// GB 11643: eighteen characters, the last may be `X`. Checks the province, the birthday and the check character.
pub fn id_card(number: &str) -> bool {
    let bytes = number.as_bytes();
    if bytes.len() != 18 || !bytes[..17].iter().all(u8::is_ascii_digit) {
        return false;
    }
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = bytes[..17].iter().zip(WEIGHTS).map(|(b, weight)| u32::from(b - b'0') * weight).sum();
    let check = b"10X98765432"[(sum % 11) as usize];
    check == bytes[17].to_ascii_uppercase() && is_province(&bytes[..2]) && is_birthday(&number[6..14])
}

/// The form before 1999: fifteen digits without a check character; only the province and the birthday can be checked.
pub fn id_card_15(number: &str) -> bool {
    let bytes = number.as_bytes();
    bytes.len() == 15 && bytes.iter().all(u8::is_ascii_digit) && is_province(&bytes[..2]) && is_birthday(&format!("19{}", &number[6..12]))
}

/// GB/T 2260, first two digits; 81-83 are the residence permits of Hong Kong, Macau and Taiwan.
fn is_province(two: &[u8]) -> bool {
    matches!(two, [b'1', b'1'..=b'5'] | [b'2', b'1'..=b'3'] | [b'3', b'1'..=b'7'] | [b'4', b'1'..=b'6'])
        || matches!(two, [b'5', b'0'..=b'4'] | [b'6', b'1'..=b'5'] | [b'7', b'1'] | [b'8', b'1'..=b'3'])
}

fn is_birthday(eight: &str) -> bool {
    let part = |range: std::ops::Range<usize>| eight.get(range).and_then(|text| text.parse::<u32>().ok());
    let (Some(year), Some(month), Some(day)) = (part(0..4), part(4..6), part(6..8)) else { return false };
    (1900..2100).contains(&year) && NaiveDate::from_ymd_opt(year as i32, month, day).is_some()
}

/// ISO/IEC 7812: bank cards, and also IMEI numbers, so a passing number is not yet a card. All-equal digits never pass.
pub fn luhn(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    if bytes.len() < 12 || !bytes.iter().all(u8::is_ascii_digit) || bytes.iter().all(|b| *b == bytes[0]) {
        return false;
    }
    let double = |d: u32| if d > 4 { 2 * d - 9 } else { 2 * d };
    let value = |(at, b): (usize, &u8)| if at % 2 == 1 { double(u32::from(b - b'0')) } else { u32::from(b - b'0') };
    bytes.iter().rev().enumerate().map(value).sum::<u32>() % 10 == 0
}

/// ISO 13616: two letters, two check digits and up to thirty more; spaces must have been taken out.
pub fn iban(code: &str) -> bool {
    if !(15..=34).contains(&code.len()) || !code.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return false;
    }
    let upper = code.to_ascii_uppercase();
    let turned = upper[4..].bytes().chain(upper[..4].bytes());
    let step =
        |rest: u32, b: u8| if b.is_ascii_digit() { (rest * 10 + u32::from(b - b'0')) % 97 } else { (rest * 100 + u32::from(b - b'A') + 10) % 97 };
    upper.as_bytes()[..2].iter().all(u8::is_ascii_uppercase) && turned.fold(0, step) == 1
}

/// GB 16735: seventeen characters without I, O and Q; the ninth is the check character.
pub fn vin(code: &str) -> bool {
    const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
    let upper = code.to_ascii_uppercase();
    let values: Option<Vec<u32>> = upper.bytes().map(vin_value).collect();
    let Some(values) = values.filter(|values| values.len() == 17) else { return false };
    let sum: u32 = values.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum();
    upper.as_bytes()[8] == b"0123456789X"[(sum % 11) as usize]
}

fn vin_value(b: u8) -> Option<u32> {
    match b {
        b'0'..=b'9' => Some(u32::from(b - b'0')),
        b'A'..=b'H' => Some(u32::from(b - b'A') + 1),
        b'J'..=b'N' => Some(u32::from(b - b'J') + 1),
        b'P' => Some(7),
        b'R' => Some(9),
        b'S'..=b'Z' => Some(u32::from(b - b'S') + 2),
        _ => None,
    }
}

/// A number of the United States' social security: three, two and four digits that were ever given out.
pub fn ssn(nine: &str) -> bool {
    let bytes = nine.as_bytes();
    bytes.len() == 9
        && bytes.iter().all(u8::is_ascii_digit)
        && &nine[..3] != "000"
        && &nine[..3] != "666"
        && &nine[3..5] != "00"
        && &nine[5..] != "0000"
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_check_digit_that_is_off_by_one_is_refused() {
        assert!(id_card("11010519491231002X") && id_card("11010519491231002x"));
        assert!(!id_card("110105194912310021"));
        assert!(luhn("4111111111111111") && !luhn("4111111111111112") && !luhn("0000000000000000"));
        assert!(iban("GB82WEST12345698765432") && !iban("GB82WEST12345698765433"));
        assert!(vin("1M8GDM9AXKP042788") && !vin("1M8GDM9A1KP042788"));
    }

    #[test]
    fn a_birthday_that_never_was_is_refused() {
        assert!(id_card_15("110105491231002"));
        assert!(!id_card_15("110105491331002"));
        assert!(!id_card_15("990105491231002"));
    }

    proptest! {
        #[test]
        fn any_text_gets_an_answer(text in "\\PC{0,40}") {
            let _ = (id_card(&text), id_card_15(&text), luhn(&text), iban(&text), vin(&text), ssn(&text));
        }

        #[test]
        fn exactly_one_check_digit_fits_a_card(head in "[1-9][0-9]{14}") {
            prop_assert_eq!((0..10).filter(|d| luhn(&format!("{head}{d}"))).count(), 1);
        }
    }
}
