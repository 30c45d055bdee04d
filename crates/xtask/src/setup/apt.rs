//! Debian and Ubuntu: what is missing, and the two commands that bring it.

use std::collections::HashSet;
use std::path::Path;

use super::For;
use crate::shell;

/// The window, sound, the key store's bus, SQLCipher's cryptography, and the client of the registry that has the models.
const BUILDING: [&str; 7] =
    ["libwebkit2gtk-4.1-dev", "libasound2-dev", "libdbus-1-dev", "libssl-dev", "pkg-config", "build-essential", "python3-pip"];
/// A screen without a monitor, the window's driver, Chinese letters for the pictures, a key store on a bus of its own, a sound service without a card, the hub's other database.
const TESTS: [&str; 10] = [
    "xvfb",
    "webkit2gtk-driver",
    "fonts-noto-cjk",
    "gnome-keyring",
    "dbus-user-session",
    "dbus",
    "pulseaudio",
    "pulseaudio-utils",
    "libasound2-plugins",
    "postgresql",
];

/// The rights this person has over packages.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Rights {
    Root,
    Sudo,
    None,
}

pub fn install_missing(aim: For) -> anyhow::Result<()> {
    let wanted = wanted(aim, &std::fs::read_to_string("/etc/os-release").unwrap_or_default());
    if !Path::new("/usr/bin/dpkg-query").is_file() {
        println!("setup: this is not Debian or Ubuntu; have what these packages hold: {}", wanted.join(" "));
        return Ok(());
    }
    let mut query = shell::command("dpkg-query", ["--show", "--showformat=${db:Status-Status} ${Package}\\n"]);
    let known = shell::answer(query.args(&wanted)).unwrap_or_default();
    let missing = missing(&wanted, &known);
    if missing.is_empty() {
        return Ok(());
    }
    let rights = rights();
    let commands = commands(&missing, rights);
    let spelled: Vec<String> = commands.iter().map(|words| words.join(" ")).collect();
    anyhow::ensure!(rights != Rights::None, "missing here: {}. As root, run\n  {}", missing.join(" "), spelled.join("\n  "));
    commands.iter().try_for_each(|words| shell::run(&mut shell::command(&words[0], &words[1..])))
}

/// Ubuntu's `chromium` only points to a snap, which containers cannot run; there the browser comes from Playwright.
fn wanted(aim: For, os_release: &str) -> Vec<&'static str> {
    let mut wanted = BUILDING.to_vec();
    if aim == For::Tests {
        wanted.extend(TESTS);
        let ubuntu = os_release.lines().any(|line| line == "ID=ubuntu" || line.starts_with("ID_LIKE=") && line.contains("ubuntu"));
        wanted.extend((!ubuntu).then_some("chromium"));
    }
    wanted
}

/// `known`: dpkg's lines `installed xvfb`; a package it has never heard of has no line.
fn missing<'p>(wanted: &[&'p str], known: &str) -> Vec<&'p str> {
    let installed: HashSet<&str> = known.lines().filter_map(|line| line.strip_prefix("installed ")).collect();
    wanted.iter().copied().filter(|package| !installed.contains(package)).collect()
}

fn rights() -> Rights {
    let id = shell::answer(&mut shell::command("id", ["-u"])).unwrap_or_default();
    match id.trim() {
        "0" => Rights::Root,
        _ if shell::on_path(&["sudo"]).is_some() => Rights::Sudo,
        _ => Rights::None,
    }
}

/// Waits for another apt instead of ending beside it, and asks no questions.
fn commands(missing: &[&str], rights: Rights) -> Vec<Vec<String>> {
    let sudo: &[&str] = if rights == Rights::Sudo { &["sudo"] } else { &[] };
    let apt = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=500"];
    let spell = |words: &[&str]| sudo.iter().chain(&apt).chain(words).map(|word| (*word).to_owned()).collect();
    let install = [&["install", "--yes", "--no-install-recommends"], missing].concat();
    vec![spell(&["update"]), spell(&install)]
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn only_what_dpkg_does_not_call_installed_is_missing() {
        let known = "installed libssl-dev\nnot-installed xvfb\nconfig-files dbus\n";
        assert_eq!(missing(&["libssl-dev", "xvfb", "dbus", "gnome-keyring"], known), ["xvfb", "dbus", "gnome-keyring"]);
    }

    #[test]
    fn building_asks_for_no_test_packages() {
        assert!(wanted(For::Building, "ID=debian\n").iter().all(|package| !TESTS.contains(package) && *package != "chromium"));
    }

    #[test]
    fn ubuntu_does_not_get_the_chromium_that_is_a_snap() {
        assert!(wanted(For::Tests, "NAME=Debian\nID=debian\n").contains(&"chromium"));
        assert!(!wanted(For::Tests, "ID=ubuntu\nID_LIKE=debian\n").contains(&"chromium"));
        assert!(!wanted(For::Tests, "ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n").contains(&"chromium"));
    }

    #[test]
    fn a_person_with_sudo_updates_and_installs_through_it() {
        let spelled: Vec<String> = commands(&["xvfb", "dbus"], Rights::Sudo).iter().map(|words| words.join(" ")).collect();
        expect![[r#"
            sudo env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=500 update
            sudo env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=500 install --yes --no-install-recommends xvfb dbus"#]]
        .assert_eq(&spelled.join("\n"));
    }
}
