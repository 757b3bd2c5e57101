//! Pictures that strangers send are made anew: decoded, turned upright, made smaller, and written again, so that nothing but
//! the picture is left (no place, no camera, no author).

use std::io::Cursor;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, Rgb, RgbImage};
use serde::{Deserialize, Serialize};

use crate::refusal::{Kind, Refusal};

/// Pixels of a picture that is opened (reliability chapter 5).
pub const PIXELS_MAX: u64 = 40_000_000;
/// Bytes of a picture that is opened.
pub const BYTES_MAX: usize = 20 * 1024 * 1024;
/// Pixels of the longer side of the new picture.
const SIDE_MAX: u32 = 1_600;
/// Quality of the new picture, of 100.
const QUALITY: u8 = 80;

/// A picture made anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    pub width: u32,
    pub height: u32,
    /// The bytes of a JPEG file in base64.
    pub jpeg: String,
}

/// Makes a JPEG, PNG or WebP picture anew.
///
/// # Errors
/// Another format, damaged, or more than [`PIXELS_MAX`] or [`BYTES_MAX`].
pub fn remake(bytes: &[u8]) -> Result<Picture, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::new(Kind::Empty, "nothing inside"));
    }
    if bytes.len() > BYTES_MAX {
        return Err(Refusal::too_large(format!(
            "more than {} MB",
            BYTES_MAX >> 20
        )));
    }
    let format = image::guess_format(bytes)
        .ok()
        .filter(|f| matches!(f, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP));
    let Some(format) = format else {
        return Err(Refusal::new(
            Kind::Unsupported,
            "no JPEG, PNG or WebP picture",
        ));
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(PIXELS_MAX * 8);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(Refusal::damaged)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > PIXELS_MAX {
        return Err(Refusal::too_large(format!("{width} x {height} pixels")));
    }
    let orientation = decoder.orientation().map_err(Refusal::damaged)?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(Refusal::damaged)?;
    image.apply_orientation(orientation);
    if image.width().max(image.height()) > SIDE_MAX {
        image = image.thumbnail(SIDE_MAX, SIDE_MAX);
    }
    let image = on_white(&image);
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY)
        .encode_image(&image)
        .map_err(Refusal::damaged)?;
    Ok(Picture {
        width: image.width(),
        height: image.height(),
        jpeg: STANDARD.encode(jpeg),
    })
}

/// What can be seen through becomes white.
fn on_white(image: &DynamicImage) -> RgbImage {
    if !image.color().has_alpha() {
        return image.to_rgb8();
    }
    let seen = image.to_rgba8();
    let mut white = RgbImage::new(seen.width(), seen.height());
    for (to, from) in white.pixels_mut().zip(seen.pixels()) {
        let [red, green, blue, alpha] = from.0;
        let over = |c: u8| {
            let mixed = u16::from(c) * u16::from(alpha) + 255 * (255 - u16::from(alpha));
            u8::try_from(mixed / 255).unwrap_or(u8::MAX)
        };
        *to = Rgb([over(red), over(green), over(blue)]);
    }
    white
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let image = DynamicImage::new_rgba8(width, height);
        let mut bytes = Cursor::new(Vec::new());
        image.write_to(&mut bytes, ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn nothing_but_the_picture_is_left() {
        let mut jpeg = Vec::new();
        JpegEncoder::new(&mut jpeg)
            .encode_image(&DynamicImage::new_rgb8(40, 20))
            .unwrap();
        // A comment and an EXIF block that turns the picture, after the first marker.
        let exif =
            b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0CANARY-GPS";
        let mut with = jpeg[..2].to_vec();
        for (marker, body) in [(0xE1, &exif[..]), (0xFE, b"CANARY-AUTHOR")] {
            with.extend([0xFF, marker]);
            with.extend(u16::try_from(body.len() + 2).unwrap().to_be_bytes());
            with.extend(body);
        }
        with.extend(&jpeg[2..]);
        let made = remake(&with).unwrap();
        assert_eq!((made.width, made.height), (20, 40), "turned upright");
        let bytes = STANDARD.decode(made.jpeg).unwrap();
        assert!(!bytes.windows(6).any(|w| w == b"CANARY"));
        assert!(!bytes.windows(4).any(|w| w == b"Exif"));
    }

    #[test]
    fn large_pictures_become_smaller_and_too_large_ones_are_refused() {
        let made = remake(&png(3_200, 400)).unwrap();
        assert_eq!((made.width, made.height), (1_600, 200));
        let refused = remake(&png(10_000, 4_001)).unwrap_err();
        assert_eq!(refused.kind, Kind::TooLarge);
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        let cases: [(&[u8], Kind); 5] = [
            (b"", Kind::Empty),
            (
                b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
                Kind::Unsupported,
            ),
            (b"GIF89a", Kind::Unsupported),
            (b"\x89PNG\r\n\x1a\n broken", Kind::Damaged),
            (b"\xFF\xD8\xFF\xE0 broken", Kind::Damaged),
        ];
        for (bytes, kind) in cases {
            assert_eq!(remake(bytes).unwrap_err().kind, kind, "{bytes:?}");
        }
    }
}
