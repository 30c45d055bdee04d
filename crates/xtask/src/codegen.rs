//! `cargo xtask codegen`: the TypeScript twin of the list of calls.
//!
//! The work is a test of the workspace, `tests/bindings.rs`, so that it shares its build with every other test.

use crate::shell;

pub fn codegen(check: bool) -> anyhow::Result<()> {
    let mut bindings = shell::cargo("test --quiet --workspace --exclude zhanggui --test bindings");
    if !check {
        bindings.env("ZHANGGUI_WRITE_BINDINGS", "1");
    }
    shell::run(&mut bindings)
}
