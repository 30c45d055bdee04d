//! Words that may not stand somewhere, as a table: what, where it is at home, and the way out.
//!
//! This crate is not searched for them: it has to name them.

use std::sync::LazyLock;

use regex::Regex;

use super::mask::line_at;
use super::{Breach, File};

#[derive(Clone, Copy)]
enum Look {
    RustCode,
    RustStrings,
    RustComments,
    TsCode,
    /// Strings and comments too.
    TsText,
    /// Everything that is not generated.
    AnyText,
}

struct Pattern {
    rule: &'static str,
    look: Look,
    regex: &'static str,
    /// Folders (`crates/store/`), files, or endings (`*/main.rs`) where it is at home.
    homes: &'static [&'static str],
    way: &'static str,
}

const PATTERNS: &[Pattern] = &[
    Pattern {
        rule: "string_errors",
        look: Look::RustCode,
        regex: r"\bResult<(?:[^<>;{}]|<(?:[^<>;{}]|<[^<>;{}]*>)*>)*,\s*String\s*>",
        homes: &[],
        way: "an error is a type that its reader can match on",
    },
    Pattern {
        rule: "empty_names",
        look: Look::RustCode,
        regex: r"\b(?:struct|enum|trait|union|type|mod)\s+(?:\w*(?:Manager|Helper|Util|Service|Processor)s?(?:[A-Z]\w*)?|(?:manager|helper|util|service|processor)s?)\b",
        homes: &[],
        way: "name it after what it is in a shop, not after what programs have",
    },
    Pattern {
        rule: "empty_names",
        look: Look::TsCode,
        regex: r"\b(?:class|interface|type|function|const)\s+\w*(?:Manager|Helper|Util|Service|Processor)s?(?:[A-Z]\w*)?\b",
        homes: &[],
        way: "name it after what it is in a shop, not after what programs have",
    },
    Pattern { rule: "twins", look: Look::RustCode, regex: r"\b\w+_(?:old|v2)\b", homes: &[], way: "finish the move and remove the old one" },
    Pattern {
        rule: "unfinished",
        look: Look::RustComments,
        regex: r"\b(?:TODO|FIXME|XXX|HACK)\b",
        homes: &[],
        way: "do it now or write it down as an issue",
    },
    Pattern {
        rule: "unfinished",
        look: Look::RustCode,
        regex: r"\b(?:todo|unimplemented)!",
        homes: &[],
        way: "do it now or write it down as an issue",
    },
    Pattern {
        rule: "unfinished",
        look: Look::TsText,
        regex: r"\b(?:TODO|FIXME|XXX|HACK)\b",
        homes: &[],
        way: "do it now or write it down as an issue",
    },
    Pattern {
        rule: "emit",
        look: Look::RustCode,
        regex: r"\.emit(?:_to|_filter|_str)?\s*\(",
        homes: &["src-tauri/"],
        way: "the screen hears of changes from one place: src-tauri",
    },
    Pattern {
        rule: "tauri",
        look: Look::RustCode,
        regex: r"\btauri(?:_\w+)?::",
        homes: &["src-tauri/"],
        way: "only src-tauri knows that there is a window",
    },
    Pattern { rule: "tauri_apps", look: Look::TsText, regex: r"@tauri-apps/", homes: &["ui/src/ipc/"], way: "only ui/src/ipc talks to the window" },
    Pattern {
        rule: "keyring",
        look: Look::RustCode,
        regex: r"\b\w*keyring\w*\b",
        homes: &["crates/app/src/secrets.rs"],
        way: "ask app::secrets, the only one that knows the key store",
    },
    Pattern {
        rule: "sql",
        look: Look::RustStrings,
        regex: r"\b(?:SELECT\s[^;]{1,300}?(?:\s|\\n)FROM|INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|(?:CREATE|DROP|ALTER)\s+(?:\w+\s+)?(?:TABLE|INDEX|VIEW|TRIGGER)|PRAGMA\s+\w+)\b",
        homes: &["crates/store/", "crates/hub/", "tests/load/src/ingest.rs"],
        way: "statements live in store: give it a read that is named after its question",
    },
    Pattern {
        rule: "wall_clock",
        look: Look::RustCode,
        regex: r"\b(?:SystemTime|Utc|Local)::now\b",
        homes: &["crates/domain/src/time.rs", "*/main.rs"],
        way: "take `now` as an argument; domain::time::SystemClock is the only reader",
    },
    Pattern {
        rule: "environment",
        look: Look::RustCode,
        regex: r"\benv::vars?(?:_os)?\s*\(",
        // Programs read their environment; the desk asks it for the person's folders, the models' shelf for where it lies.
        homes: &[
            "crates/cli/",
            "src-tauri/",
            "crates/app/src/desk.rs",
            "crates/onnx/src/",
            "crates/nlp/examples/",
            "crates/hub/tests/",
            "crates/onnx/tests/",
            "crates/speech/tests/",
            "*/build.rs",
            "*/tests.rs",
            "tests/",
        ],
        way: "take it as an argument: only programs read their environment",
    },
    Pattern {
        rule: "any",
        look: Look::TsCode,
        regex: r"(?m)(?::|\bas|<|\||&|=>)\s*any\s*(?:[\[\]>,;)=|&{}]|$)",
        homes: &[],
        way: "say the type; what comes from outside is `unknown` until it is parsed",
    },
    Pattern { rule: "any", look: Look::TsCode, regex: r"\bas\s+unknown\s+as\b", homes: &[], way: "a double cast hides a wrong shape: parse it" },
    Pattern { rule: "any", look: Look::TsText, regex: r"@ts-(?:ignore|nocheck)\b", homes: &[], way: "the compiler is right: change the type" },
    Pattern {
        rule: "machine_paths",
        look: Look::AnyText,
        regex: r#"(?m)(?:^|[\s"'`(=:\[])(?:/(?:work|root|tmp)/|/(?:home|Users)/\w|[A-Z]:\\+Users\\)"#,
        homes: &[],
        way: "no path of one machine: take it as an argument, or make a temporary folder",
    },
];

static COMPILED: LazyLock<Vec<Regex>> =
    LazyLock::new(|| PATTERNS.iter().map(|pattern| Regex::new(pattern.regex).expect("a valid pattern")).collect());

pub fn check(file: &File) -> Vec<Breach> {
    if file.path.starts_with("crates/xtask/") {
        return Vec::new();
    }
    PATTERNS
        .iter()
        .zip(COMPILED.iter())
        .filter(|(pattern, _)| !is_home(pattern.homes, &file.path))
        .flat_map(|(pattern, regex)| find(file, pattern, regex))
        .collect()
}

fn find(file: &File, pattern: &Pattern, regex: &Regex) -> Vec<Breach> {
    let Some(view) = view(file, pattern.look) else { return Vec::new() };
    let breach = |at| Breach { rule: pattern.rule, path: file.path.clone(), line: line_at(view, at), way: pattern.way.to_owned() };
    // A pattern may start with the line end before it: the place is where the finding ends.
    regex.find_iter(view).map(|found| breach(found.end().saturating_sub(1))).collect()
}

fn view(file: &File, look: Look) -> Option<&str> {
    match look {
        Look::RustCode => file.is_rust().then_some(&file.views.code),
        Look::RustStrings => file.is_rust().then_some(&file.views.strings),
        Look::RustComments => file.is_rust().then_some(&file.views.comments),
        Look::TsCode => file.is_typescript().then_some(&file.views.code),
        Look::TsText => file.is_typescript().then_some(&file.text),
        Look::AnyText => (!file.is_generated()).then_some(&file.text),
    }
    .map(String::as_str)
}

fn is_home(homes: &[&str], path: &str) -> bool {
    homes.iter().any(|home| match home.strip_prefix('*') {
        Some(ending) => path.ends_with(ending),
        None if home.ends_with('/') => path.starts_with(home),
        None => path == *home,
    })
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(path: &str, text: &str, expected: Expect) {
        let found: Vec<String> = super::check(&File::new(path, text)).iter().map(|breach| format!("{} {}", breach.line, breach.rule)).collect();
        expected.assert_eq(&found.join("\n"));
    }

    #[test]
    fn an_error_that_is_a_string_is_found_however_it_is_wrapped() {
        check(
            "crates/app/src/x.rs",
            "fn a() -> Result<(), String> {}\nfn b() -> Result<Vec<Option<u8>>, String> {}\nfn c() -> Result<HashMap<u8, String>> {}\nfn d() -> Result<String, Error> {}",
            expect![[r#"
                1 string_errors
                2 string_errors"#]],
        );
    }

    #[test]
    fn names_that_say_nothing_are_found_and_words_in_strings_are_not() {
        check(
            "crates/app/src/x.rs",
            "struct TicketManager;\nmod utils;\nenum ServiceKind {}\nstruct Managed;\nlet a = \"struct TicketManager\";\nfn save_v2() {}",
            expect![[r#"
                1 empty_names
                2 empty_names
                3 empty_names
                6 twins"#]],
        );
    }

    #[test]
    fn unfinished_work_is_found_in_comments_and_code_but_not_in_strings() {
        check(
            "crates/app/src/x.rs",
            "// TODO: later\nfn a() { todo!() }\nlet s = \"FIXME\";",
            expect![[r#"
                1 unfinished
                2 unfinished"#]],
        );
    }

    #[test]
    fn each_absence_holds_outside_its_home_only() {
        let text = "tauri::Builder::new();\napp.emit(\"x\", 1);\nkeyring_core::Entry::new();\nSystemTime::now();\nstd::env::var(\"X\");\nlet q = \"SELECT id\\nFROM ticket\";";
        check(
            "crates/app/src/x.rs",
            text,
            expect![[r#"
                2 emit
                1 tauri
                3 keyring
                6 sql
                4 wall_clock
                5 environment"#]],
        );
        check("src-tauri/src/lib.rs", "tauri::Builder::new();\napp.emit(\"x\", 1);", expect![""]);
        check("crates/app/src/secrets.rs", "keyring_core::Entry::new();", expect![""]);
        check("crates/domain/src/time.rs", "SystemTime::now();", expect![""]);
        check("crates/store/src/ticket.rs", "let q = \"DELETE FROM ticket\";", expect![""]);
    }

    #[test]
    fn statements_are_told_from_sentences() {
        check("crates/app/src/x.rs", r#"f("SELECT one from the list", "an UPDATE SET", "Delete from here")"#, expect![""]);
    }

    #[test]
    fn any_is_a_type_not_a_word() {
        check(
            "ui/src/a.ts",
            "const a: any = 1;\nconst b = c as any;\nconst d: any[] = [];\nconst e = new Map<string, any>();\nconst f = 'at: any, time';\n// is: any\nconst g = h as unknown as I;\nconst anyone: company = any_thing;",
            expect![[r#"
                1 any
                2 any
                3 any
                7 any"#]],
        );
    }

    #[test]
    fn the_window_is_known_to_ipc_alone() {
        check("ui/src/kit/a.ts", "import { invoke } from '@tauri-apps/api/core';", expect!["1 tauri_apps"]);
        check("ui/src/ipc/a.ts", "import { invoke } from '@tauri-apps/api/core';", expect![""]);
    }

    #[test]
    fn paths_of_one_machine_are_found_in_any_text_and_routes_are_not() {
        check(
            "docs/a.md",
            "cd /home/ann/main\nopen `/home/ming/x`\nC:\\Users\\ming\nhttps://a.example/home/x\n/homepage and /work",
            expect![[r#"
                1 machine_paths
                2 machine_paths
                3 machine_paths"#]],
        );
    }
}
