//! That messages come back from their bytes, and that nothing else does.

use super::*;
use proptest::collection::vec;
use proptest::prelude::*;

fn id() -> impl Strategy<Value = Id> {
    any::<[u8; 16]>().prop_map(Id)
}

fn number() -> impl Strategy<Value = u64> {
    0..=i64::MAX as u64
}

fn dot() -> impl Strategy<Value = Dot> {
    (number(), number()).prop_map(|(device, seq)| Dot { device: DeviceId(device), seq })
}

fn head() -> impl Strategy<Value = Head> {
    (number(), any::<[u8; 32]>()).prop_map(|(seq, chain)| Head { seq, chain: Chain(chain) })
}

fn scope() -> impl Strategy<Value = Scope> {
    prop_oneof![Just(Scope::Policy), id().prop_map(Scope::Shop), id().prop_map(Scope::Department), Just(Scope::Knowledge), Just(Scope::HeadOffice)]
}

fn cursor() -> impl Strategy<Value = Cursor> {
    let part = || proptest::option::of(dot());
    prop_oneof![
        (id(), part(), number()).prop_map(|(at, part, then)| Cursor::Walk { at, part, then }),
        (number(), part(), number()).prop_map(|(seq, part, since)| Cursor::Log { seq, part, since }),
        id().prop_map(|after| Cursor::Leaving { after }),
    ]
}

fn verdict() -> impl Strategy<Value = Verdict> {
    let reason = prop_oneof![Just(Reason::HeadOffice), Just(Reason::NotYours), Just(Reason::Kept), id().prop_map(|by| Reason::Claimed { by })];
    (number(), reason).prop_map(|(seq, reason)| Verdict { seq, reason })
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    vec(any::<u8>(), 0..40)
}

fn item() -> impl Strategy<Value = Item> {
    prop_oneof![
        bytes().prop_map(Item::Op),
        (any::<[u8; 32]>(), number()).prop_map(|(digest, hlc)| Item::Withheld { digest, hlc: Hlc(hlc) }),
        any::<[u8; 32]>().prop_map(Item::Erased),
    ]
}

fn request() -> impl Strategy<Value = Request> {
    let device = || number().prop_map(DeviceId);
    let push = (device(), number(), head(), vec(item(), 0..6), any::<[u8; 32]>(), number(), vec(verdict(), 0..4));
    prop_oneof![
        push.prop_map(|(device, epoch, before, items, chain, settled, verdicts)| {
            Request::Push(Push { device, epoch, before, items, chain: Chain(chain), settled, verdicts })
        }),
        (device(), number(), vec((scope(), cursor()), 0..6), any::<u32>()).prop_map(|(device, epoch, follows, bytes)| Request::Pull(Pull {
            device,
            epoch,
            follows,
            bytes
        })),
        (device(), number(), vec(id(), 0..6)).prop_map(|(device, epoch, roots)| Request::Check { device, epoch, roots }),
        (device(), number(), vec(bytes(), 0..6)).prop_map(|(device, epoch, ops)| Request::Offer { device, epoch, ops }),
        device().prop_map(|device| Request::Rejoin { device }),
    ]
}

fn page() -> impl Strategy<Value = Page> {
    let cursors = vec((scope(), proptest::option::of(cursor())), 0..6);
    (vec(bytes(), 0..6), vec(id(), 0..6), cursors, any::<bool>(), any::<bool>(), vec(dot(), 0..4))
        .prop_map(|(ops, gone, cursors, more, check, wanted)| Page { ops, gone, cursors, more, check, wanted })
}

fn answer() -> impl Strategy<Value = Answer> {
    let denied = prop_oneof![Just(Denied::Unknown), Just(Denied::Revoked), Just(Denied::Damaged), Just(Denied::Outdated)];
    prop_oneof![
        (vec(verdict(), 0..4), vec(id(), 0..4), any::<bool>()).prop_map(|(verdicts, gone, ahead)| Answer::Pushed { verdicts, gone, ahead }),
        page().prop_map(Answer::Pulled),
        (vec(id(), 0..4), vec(id(), 0..4)).prop_map(|(gone, unsure)| Answer::Checked { gone, unsure }),
        Just(Answer::Offered),
        number().prop_map(|device| Answer::Rejoined(DeviceId(device))),
        denied.prop_map(Answer::Denied),
    ]
}

fn reply() -> impl Strategy<Value = Reply> {
    (number(), any::<i64>(), head(), any::<u32>(), answer()).prop_map(|(epoch, now, head, ordinal, answer)| Reply {
        epoch,
        now,
        head,
        ordinal,
        answer,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_request_comes_back_from_its_bytes(request in request()) {
        prop_assert_eq!(unpack_request(&pack_request(&request)).expect("its own bytes"), request);
    }

    #[test]
    fn a_reply_comes_back_from_its_bytes(reply in reply()) {
        prop_assert_eq!(unpack_reply(&pack_reply(&reply)).expect("its own bytes"), reply);
    }

    #[test]
    fn a_message_cut_anywhere_is_told_from_a_whole_one(request in request(), at in any::<prop::sample::Index>()) {
        let frame = pack_request(&request);
        prop_assert!(unpack_request(&frame[..at.index(frame.len())]).is_err());
    }

    #[test]
    fn a_flipped_bit_is_found(reply in reply(), at in any::<prop::sample::Index>(), bit in 0..8u8) {
        let mut frame = pack_reply(&reply);
        let at = at.index(frame.len());
        frame[at] ^= 1 << bit;
        // Where the compressor's own flags carry no meaning the reply comes through whole; it never comes through changed.
        if let Ok(read) = unpack_reply(&frame) {
            prop_assert_eq!(read, reply);
        }
    }

    #[test]
    fn noise_is_never_a_message(noise in vec(any::<u8>(), 0..200)) {
        prop_assert!(unpack_request(&noise).is_err());
        prop_assert!(unpack_request(&pack(&noise)).is_err() || noise.len() > 6);
    }
}

#[test]
fn a_page_of_html_is_told_to_be_somebody_elses() {
    let html = b"<!DOCTYPE html><html><body>Sign in to the network</body></html>";
    assert!(matches!(unpack_reply(html), Err(BadMessage::Frame(BadFrame::Foreign))));
}

#[test]
fn a_bomb_is_not_unpacked_beyond_the_limit() {
    let frame = pack(&vec![0; MAX_PLAIN + 1]);
    assert!(frame.len() < MAX_PACKED, "it looks small");
    assert!(matches!(unpack(&frame), Err(BadFrame::Long)));
}

#[test]
fn a_newer_side_may_say_more() {
    let plain = to_bytes(64, |out| {
        out.map(4)?.u16(KIND)?.u16(REJOIN)?.u16(DEVICE)?.u64(7)?.u16(EPOCH)?.u64(0)?.u16(99)?.array(2)?.str("new")?.map(0)?;
        Ok(())
    });
    assert_eq!(unpack_request(&pack(&plain)).expect("what is known is read"), Request::Rejoin { device: DeviceId(7) });
}

#[test]
fn a_desk_with_nothing_new_costs_little() {
    let follows = (0..8u8).map(|at| (Scope::Shop(Id([at; 16])), Cursor::Log { seq: 1_000_000, part: None, since: 5 })).collect();
    let pull = Request::Pull(Pull { device: DeviceId(1 << 60), epoch: 1 << 60, follows, bytes: 524_288 });
    let head = Head { seq: 1 << 30, chain: Chain([7; 32]) };
    let reply = Reply { epoch: 1 << 60, now: 1_700_000_000_000, head, ordinal: 7, answer: Answer::Pulled(Page::default()) };
    assert!(pack_request(&pull).len() + pack_reply(&reply).len() < 500);
}
