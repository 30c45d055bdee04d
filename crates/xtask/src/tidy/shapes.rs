//! Sizes and shapes: how long a file and a function may grow, that a module says what it is, what may lie in git.

use std::sync::LazyLock;

use regex::Regex;

use super::mask::line_at;
use super::{Breach, File};

const FILE_LINES_MAX: usize = 800;
const FUNCTION_LINES_MAX: usize = 70;
const MEAN_LINES_MAX: usize = 300;
/// The desktop is a shell: window, one command, one emitter.
const SHELL_LINES_MAX: usize = 2_000;
const BLOB_BYTES_MAX: u64 = 1 << 20;
/// Small trained heads and language models are part of the program, with the script that makes them.
const DATA_BYTES_MAX: u64 = 4 << 20;

pub fn check(file: &File) -> Vec<Breach> {
    let breach = |rule, line, way: String| Breach { rule, path: file.path.clone(), line, way };
    let mut found = Vec::new();
    let most = if file.path.starts_with("crates/") && file.path.contains("/data/") { DATA_BYTES_MAX } else { BLOB_BYTES_MAX };
    if file.bytes > most {
        found.push(breach("blobs", 0, format!("{} bytes; git keeps them for ever. At most {most}", file.bytes)));
    }
    if let Some(why) = bad_name(&file.path) {
        found.push(breach("file_names", 0, why.to_owned()));
    }
    if !file.is_rust() {
        return found;
    }
    let lines = file.text.lines().count();
    if lines > FILE_LINES_MAX {
        found.push(breach("long_files", 0, format!("{lines} lines, at most {FILE_LINES_MAX}: it holds more than one thing")));
    }
    if !has_head(&file.text) {
        found.push(breach("module_heads", 1, "a module starts with `//!`: what it is, why, what it never does".to_owned()));
    }
    let long = functions(&file.views.code).into_iter().filter(|function| function.lines > FUNCTION_LINES_MAX);
    found.extend(long.map(|function| {
        breach("long_functions", function.line, format!("`{}` has {} lines, at most {FUNCTION_LINES_MAX}", function.name, function.lines))
    }));
    found
}

/// What only all files together can break.
pub fn check_together(files: &[File]) -> Vec<Breach> {
    let lines = |file: &File| file.text.lines().count();
    let whole = |rule, path: &str, way| Breach { rule, path: path.to_owned(), line: 0, way };
    let rust: Vec<usize> = files.iter().filter(|file| file.is_rust()).map(lines).collect();
    let mean = rust.iter().sum::<usize>() / rust.len().max(1);
    let shell: usize = files.iter().filter(|file| file.is_rust() && file.path.starts_with("src-tauri/")).map(lines).sum();
    let mean =
        (mean > MEAN_LINES_MAX).then(|| whole("mean_length", ".", format!("Rust files have {mean} lines on average, at most {MEAN_LINES_MAX}")));
    let shell =
        (shell > SHELL_LINES_MAX).then(|| whole("thin_shell", "src-tauri", format!("{shell} lines, at most {SHELL_LINES_MAX}: it holds no rules")));
    mean.into_iter().chain(shell).collect()
}

fn bad_name(path: &str) -> Option<&'static str> {
    static TWIN: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?:_old|_v2|\.old|\.bak|\.backup|\.orig|~)(?:[./]|$)").expect("a valid pattern"));
    static EMPTY: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?:^|/)(?:util|helper|manager|service|processor)s?(?:/|\.(?:rs|tsx?|mjs)$)").expect("a valid pattern"));
    let twin = TWIN.is_match(path).then_some("finish the move and remove the old one");
    twin.or_else(|| EMPTY.is_match(path).then_some("name it after what it holds"))
}

/// `//!` before anything but attributes.
fn has_head(text: &str) -> bool {
    let first = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with("#!["));
    first.is_none_or(|line| line.starts_with("//!"))
}

struct Function {
    name: String,
    line: usize,
    lines: usize,
}

/// Every function that has a body, those inside others too.
fn functions(code: &str) -> Vec<Function> {
    static HEAD: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\bfn\s+(\w+)").expect("a valid pattern"));
    let heads = HEAD.captures_iter(code).filter_map(|found| Some((found.get(0)?.start(), found.get(1)?)));
    let measured = heads.filter_map(|(start, name)| {
        let open = body(code, name.end())?;
        let line = line_at(code, start);
        Some(Function { name: name.as_str().to_owned(), line, lines: line_at(code, closing(code, open)) - line + 1 })
    });
    measured.collect()
}

/// Where the body opens; nothing for a function that is only declared.
fn body(code: &str, from: usize) -> Option<usize> {
    let mut depth = 0_i32;
    for (at, byte) in code.bytes().enumerate().skip(from) {
        match byte {
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth -= 1,
            b'{' if depth == 0 => return Some(at),
            b';' if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

fn closing(code: &str, open: usize) -> usize {
    let mut depth = 0_i32;
    for (at, byte) in code.bytes().enumerate().skip(open) {
        depth += i32::from(byte == b'{') - i32::from(byte == b'}');
        if depth == 0 {
            return at;
        }
    }
    code.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(found: &[Breach]) -> Vec<&'static str> {
        found.iter().map(|breach| breach.rule).collect()
    }

    fn function_of(lines: usize) -> String {
        format!("//! Head.\nfn long() {{\n{}}}\n", "    step();\n".repeat(lines - 2))
    }

    #[test]
    fn a_function_of_seventy_lines_stands_and_one_of_seventy_one_does_not() {
        assert!(check(&File::new("a.rs", &function_of(70))).is_empty());
        let found = check(&File::new("a.rs", &function_of(71)));
        assert_eq!(found[0].to_string(), "a.rs:2: long_functions: `long` has 71 lines, at most 70");
    }

    #[test]
    fn braces_in_strings_comments_and_array_types_do_not_close_a_function() {
        let views = File::new("a.rs", "fn a(x: [u8; 3]) -> [u8; 2] {\n  f(\"}\"); // }\n  [b'}', '\\u{7d}'];\n}\nfn b();").views;
        let found: Vec<_> = functions(&views.code).iter().map(|function| (function.line, function.lines)).collect();
        assert_eq!(found, [(1, 4)]);
    }

    #[test]
    fn a_module_without_a_head_is_found_and_attributes_may_stand_before_it() {
        assert_eq!(rules(&check(&File::new("a.rs", "use std::fmt;\n"))), ["module_heads"]);
        assert_eq!(rules(&check(&File::new("a.rs", "// Not a head.\n"))), ["module_heads"]);
        assert!(check(&File::new("a.rs", "#![cfg(unix)]\n\n//! Head.\n")).is_empty());
    }

    #[test]
    fn a_file_over_its_length_is_found() {
        assert_eq!(rules(&check(&File::new("a.rs", &format!("//! Head.\n{}", "x;\n".repeat(800))))), ["long_files"]);
        assert!(check(&File::new("a.md", &"x\n".repeat(900))).is_empty());
    }

    #[test]
    fn names_of_files_say_what_they_hold() {
        for bad in ["crates/app/src/utils.rs", "ui/src/helpers/a.ts", "crates/a/src/ticket_old.rs", "a.rs.orig", "docs/x_v2.md"] {
            assert!(bad_name(bad).is_some(), "{bad}");
        }
        for good in ["crates/app/src/ticket.rs", "docs/zg-hub.service", "crates/search/src/fold.rs", "ui/src/kit/utility.ts"] {
            assert!(bad_name(good).is_none(), "{good}");
        }
    }

    #[test]
    fn a_big_blob_is_found_whatever_it_is() {
        let picture = File { bytes: BLOB_BYTES_MAX + 1, ..File::new("docs/a.png", "") };
        assert_eq!(rules(&check(&picture)), ["blobs"]);
    }

    #[test]
    fn the_shell_stays_thin_and_the_mean_file_short() {
        let shell: Vec<File> = (0..21).map(|at| File::new(&format!("src-tauri/src/{at}.rs"), &"x\n".repeat(100))).collect();
        assert_eq!(rules(&check_together(&shell)), ["thin_shell"]);
        assert_eq!(rules(&check_together(&[File::new("a.rs", &"x\n".repeat(301)), File::new("b.ts", "")])), ["mean_length"]);
    }
}
