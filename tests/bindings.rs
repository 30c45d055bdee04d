//! The TypeScript twin of the list of calls is what `ui/src/ipc/bindings.ts` says; `cargo xtask codegen` writes it.

use std::path::Path;

#[test]
fn the_consoles_bindings_are_those_of_the_list_of_calls() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/ipc/bindings.ts");
    let made = app::bindings::typescript();
    if std::env::var_os("ZHANGGUI_WRITE_BINDINGS").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap();
    assert!(kept.replace("\r\n", "\n") == made, "ui/src/ipc/bindings.ts is not what crates/app/src/calls.rs makes: run `cargo xtask codegen`");
}

#[test]
fn no_two_shapes_have_one_name() {
    assert_eq!(app::bindings::twins(), Vec::<String>::new(), "rename one of each pair: the console would know only the other");
}
