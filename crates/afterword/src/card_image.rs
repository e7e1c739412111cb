//! A photographed business card: its QR code, else its letters by `tesseract` where that is installed.
//!
//! The picture is a stranger's file, so its kind and its dimensions are looked at before it is decoded, the program is
//! given a path and never a shell line, and both its time and its output are bounded. Nothing leaves the machine.

use std::fs::File;
use std::io::{self, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use afterword_core::read::signature::{Signature, Source, signature};
use afterword_core::read::vcard::vcards;
use image::{ImageFormat, ImageReader, Limits};

use crate::failure::Failure;

const MAX_FILE_BYTES: u64 = 40 * 1024 * 1024;
const MAX_SIDE: u32 = 12_000;
const MAX_PIXELS: u64 = 60_000_000;
const MAX_DECODED_BYTES: u64 = 512 * 1024 * 1024;
/// A QR code of a card is read as well from fewer pixels, in a fraction of the time.
const CODE_SIDE: u32 = 1_600;
const MAX_TEXT_BYTES: u64 = 64 * 1024;
const PATIENCE: Duration = Duration::from_secs(30);

/// What a picture of a card says, and how it was read.
#[derive(Debug)]
pub(crate) struct Card {
    /// The facts.
    pub(crate) read: Signature,
    /// `qr_code` or `tesseract`.
    pub(crate) from: &'static str,
    /// The text that the places in `read` count in; empty for a code.
    pub(crate) text: String,
}

/// Reads a picture of a card.
pub(crate) fn read(path: &Path) -> Result<Card, Failure> {
    let picture = open(path)?;
    let mut findings = Vec::new();
    for code in codes(&picture) {
        let (contacts, _) = vcards(code.as_bytes());
        match contacts.first() {
            Some(contact) => {
                return Ok(Card {
                    read: Signature::from(contact),
                    from: "qr_code",
                    text: String::new(),
                });
            }
            None => findings.push(format!(
                "The QR code holds no contact, but: {}",
                code.chars().take(200).collect::<String>()
            )),
        }
    }
    let none = "its QR code holds no contact";
    let seen = if findings.is_empty() {
        "it shows no QR code"
    } else {
        none
    };
    let Some(program) = find("tesseract") else {
        return Err(cannot(path, &format!("{seen}, and tesseract is not installed"))
            .hint("install it (Debian: apt install tesseract-ocr), or type the card and use --source card"));
    };
    let text = recognise(&program, path)?;
    let mut read = signature(&text, Source::Ocr);
    read.findings.splice(0..0, findings);
    Ok(Card {
        read,
        from: "tesseract",
        text,
    })
}

fn cannot(path: &Path, why: &str) -> Failure {
    Failure::new(format!("cannot read the card {}: {why}", path.display()))
        .hint("give a PNG or JPEG picture of one card")
}

/// The picture in grey, no larger than the bounds.
fn open(path: &Path) -> Result<image::GrayImage, Failure> {
    let file = File::open(path).map_err(|e| cannot(path, "it cannot be opened").because(e))?;
    let details = file
        .metadata()
        .map_err(|e| cannot(path, "it cannot be opened").because(e))?;
    if !details.is_file() || details.len() > MAX_FILE_BYTES {
        return Err(cannot(path, "it is no file of at most 40 MB").hint("take the picture again, smaller"));
    }
    let reader = || -> io::Result<_> { ImageReader::new(BufReader::new(File::open(path)?)).with_guessed_format() };
    let open = || reader().map_err(|e| cannot(path, "it cannot be opened").because(e));
    let first = open()?;
    if !matches!(first.format(), Some(ImageFormat::Png | ImageFormat::Jpeg)) {
        return Err(cannot(path, "it is neither a PNG nor a JPEG picture").hint("save it as one of these"));
    }
    let (width, height) = first.into_dimensions().map_err(|e| {
        cannot(path, "it is damaged")
            .because(e)
            .hint("take the picture again, or copy the file again")
    })?;
    if width > MAX_SIDE || height > MAX_SIDE || u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(cannot(path, &format!("it is too large, {width} by {height} pixels")).hint("scale it down"));
    }
    let mut whole = open()?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_DECODED_BYTES);
    whole.limits(limits);
    let picture = whole.decode().map_err(|e| {
        cannot(path, "it is damaged")
            .because(e)
            .hint("take the picture again, or copy the file again")
    })?;
    Ok(picture.into_luma8())
}

/// What the QR codes of the picture hold; tried small first, then as it is.
fn codes(picture: &image::GrayImage) -> Vec<String> {
    let side = picture.width().max(picture.height());
    if side > CODE_SIDE {
        let scale = |length: u32| (length * CODE_SIDE / side).max(1);
        let small = image::imageops::thumbnail(picture, scale(picture.width()), scale(picture.height()));
        let found = codes_in(&small);
        if !found.is_empty() {
            return found;
        }
    }
    codes_in(picture)
}

fn codes_in(picture: &image::GrayImage) -> Vec<String> {
    let (Ok(width), Ok(height)) = (usize::try_from(picture.width()), usize::try_from(picture.height())) else {
        return Vec::new();
    };
    let pixels = picture.as_raw();
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| pixels[y * width + x]);
    let grids = prepared.detect_grids();
    grids
        .iter()
        .take(8)
        .filter_map(|grid| Some(grid.decode().ok()?.1))
        .collect()
}

/// The program of this name in the folders of `PATH`.
fn find(name: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?)
        .filter(|folder| folder.is_absolute())
        .map(|folder| folder.join(name))
        .find(|path| path.is_file())
}

fn recognise(program: &Path, picture: &Path) -> Result<String, Failure> {
    // Absolute, so that a name such as "-l" or "stdin" is no option.
    let picture = picture
        .canonicalize()
        .map_err(|e| cannot(picture, "it cannot be opened").because(e))?;
    let trouble = |why: &str| Failure::new(format!("tesseract {why}")).hint("type the card and use --source card");
    let mut child = Command::new(program)
        .arg(&picture)
        .args(["stdout", "--psm", "6"])
        .env("OMP_THREAD_LIMIT", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|e| trouble("cannot be started").because(e))?;
    let output = child.stdout.take();
    let reader = thread::spawn(move || {
        let mut text = Vec::new();
        if let Some(output) = output {
            let _ = output.take(MAX_TEXT_BYTES).read_to_end(&mut text);
        }
        text
    });
    let begun = Instant::now();
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break Some(status),
            Ok(None) if begun.elapsed() < PATIENCE => thread::sleep(Duration::from_millis(20)),
            _ => {
                let _ = child.kill();
                let _ = child.wait();
                break None;
            }
        }
    };
    let text = reader.join().unwrap_or_default();
    match status {
        Some(status) if status.success() => Ok(String::from_utf8_lossy(&text).into_owned()),
        Some(_) => Err(trouble("could not read the picture")),
        None => Err(trouble("took too long")),
    }
}
