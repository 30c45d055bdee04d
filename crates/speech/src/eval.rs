//! Measuring what the crate can: each part prints figures that anybody can print again. Nothing here runs in the product.

pub mod asr;
pub mod noise;
pub mod tts;
