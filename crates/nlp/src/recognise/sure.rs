//! How sure a found span is: the share of spans of such a rule that were right on the splits `tune`, `tune2` and `tune3` of
//! `fixtures/pii_zh.jsonl`, one right and one wrong added to each row so that a rule seen thrice does not claim certainty.
//!
//! Kinds that the sentences do not mark (orders, parcels, hotlines, money, dates) keep the order that their rules were given by hand.

use super::Kind;

/// For each kind and the rules up to a rank: what share was right.
const TOLD: [(Kind, f32, f32); 19] = [
    (Kind::Name, 0.60, 0.92),
    (Kind::Name, 0.75, 0.97),
    (Kind::Name, 0.90, 0.98),
    (Kind::Name, 1.00, 0.98),
    (Kind::Address, 0.80, 0.93),
    (Kind::Address, 1.00, 0.99),
    (Kind::Phone, 0.95, 0.95),
    (Kind::Phone, 1.00, 0.99),
    (Kind::IdCard, 0.95, 0.75),
    (Kind::IdCard, 1.00, 0.97),
    (Kind::BankCard, 0.90, 0.89),
    (Kind::BankCard, 1.00, 0.94),
    (Kind::Plate, 0.85, 0.86),
    (Kind::Plate, 1.00, 0.97),
    (Kind::Email, 1.00, 0.94),
    (Kind::Wechat, 1.00, 0.94),
    (Kind::Qq, 1.00, 0.91),
    (Kind::Passport, 1.00, 0.88),
    (Kind::Frame, 1.00, 0.89),
];

/// `rank` orders the rules of a kind among each other.
pub(super) fn sureness(kind: Kind, rank: f32) -> f32 {
    TOLD.iter().find(|(of, most, _)| *of == kind && rank <= *most + 0.001).map_or(rank, |(_, _, share)| *share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_surer_rule_never_says_less() {
        for kind in Kind::ALL {
            let told: Vec<f32> = (0..=100).map(|rank| sureness(kind, rank as f32 / 100.0)).collect();
            assert!(told.windows(2).all(|pair| pair[0] <= pair[1]), "{kind:?} {told:?}");
        }
    }
}
