//! Bytes of unknown kind into text, or a reason why not.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::{LARGEST, Refused};

/// Heads of files that are no text, whatever their name says.
const WORKBOOKS: [&[u8]; 2] = [b"PK\x03\x04", b"\xD0\xCF\x11\xE0"];

/// The text of a file: UTF-8 or UTF-16, with or without a byte-order mark.
pub(super) fn text(bytes: &[u8]) -> Result<String, Refused> {
    if bytes.len() > LARGEST {
        return Err(Refused::TooLarge);
    }
    if WORKBOOKS.iter().any(|head| bytes.starts_with(head)) {
        return Err(Refused::Workbook);
    }
    let (encoding, bytes) = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => (encoding, &bytes[mark..]),
        None => (by_zeros(bytes), bytes),
    };
    let text = if encoding == UTF_8 {
        str::from_utf8(bytes).map_err(|e| not_utf8(bytes, e.valid_up_to()))?.to_owned()
    } else {
        let (text, faulty) = encoding.decode_without_bom_handling(bytes);
        if faulty {
            return Err(Refused::Binary);
        }
        text.into_owned()
    };
    judged(text)
}

/// Western text in UTF-16 has a zero in every second byte.
fn by_zeros(bytes: &[u8]) -> &'static Encoding {
    let head = &bytes[..bytes.len().min(4096)];
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), head.len() / 2);
    if odd * 3 > half && even * 20 < half {
        UTF_16LE
    } else if even * 3 > half && odd * 20 < half {
        UTF_16BE
    } else {
        UTF_8
    }
}

fn not_utf8(bytes: &[u8], at: usize) -> Refused {
    let before = &bytes[..at];
    if looks_binary(before.iter().chain(&bytes[at..bytes.len().min(at + 256)]).copied()) {
        return Refused::Binary;
    }
    let lines = String::from_utf8_lossy(before).matches('\n').count();
    Refused::MixedEncodings(u64::try_from(lines).unwrap_or(u64::MAX) + 1)
}

fn judged(text: String) -> Result<String, Refused> {
    if text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').is_empty() {
        return Err(Refused::Empty);
    }
    if looks_binary(text.bytes()) {
        return Err(Refused::Binary);
    }
    Ok(text)
}

/// A stray control character is a fault of a row; many are another kind of file.
fn looks_binary(bytes: impl Iterator<Item = u8>) -> bool {
    let (mut controls, mut all) = (0_usize, 0_usize);
    for byte in bytes {
        all += 1;
        controls += usize::from(byte < 0x20 && !matches!(byte, b'\n' | b'\r' | b'\t'));
    }
    controls * 50 > all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn utf8_and_utf16_are_read_with_and_without_a_mark() {
        let file = "Name,Join time\nŁukasz Żółć,now\nLee,then\n";
        for bytes in [
            file.as_bytes().to_vec(),
            [b"\xEF\xBB\xBF", file.as_bytes()].concat(),
            [b"\xFF\xFE".to_vec(), utf16(file, u16::to_le_bytes)].concat(),
            [b"\xFE\xFF".to_vec(), utf16(file, u16::to_be_bytes)].concat(),
            utf16(file, u16::to_le_bytes),
            utf16(file, u16::to_be_bytes),
        ] {
            assert_eq!(text(&bytes).as_deref(), Ok(file));
        }
    }

    #[test]
    fn what_is_no_text_says_what_it_is() {
        assert_eq!(text(b""), Err(Refused::Empty));
        assert_eq!(text(b"\xEF\xBB\xBF \r\n"), Err(Refused::Empty));
        assert_eq!(text(b"PK\x03\x04\x14\x00\x06\x00xl/workbook.xml"), Err(Refused::Workbook));
        assert_eq!(text(&vec![0; 10 << 20]), Err(Refused::Binary));
        assert_eq!(text(&vec![b'a'; (10 << 20) + 1]), Err(Refused::TooLarge));
        assert_eq!(text(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00"), Err(Refused::Binary));
    }

    #[test]
    fn a_foreign_encoding_is_told_with_its_line() {
        let mixed = [b"Name,Join\nZo\xC3\xAB,1\nJos\xE9,2\n".as_slice()].concat();
        assert_eq!(text(&mixed), Err(Refused::MixedEncodings(3)));
    }
}
