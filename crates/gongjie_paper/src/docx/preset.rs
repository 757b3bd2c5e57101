//! The styles that a document can have: fonts by name, sizes, margins.

use crate::sheet::Orientation;

/// How a document looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Preset {
    /// 公文格式, GB/T 9704.
    #[default]
    Gb9704,
    /// The fonts that the product itself is set in.
    House,
}

/// A font, another name under which a system may have it, and whether its strokes have ends.
pub(crate) struct Font {
    pub name: &'static str,
    pub other: &'static str,
    pub family: &'static str,
}

/// Fonts by what they are for.
pub(crate) struct Fonts {
    pub title: Font,
    pub heading: Font,
    pub facts: Font,
    pub body: Font,
}

const fn font(name: &'static str, other: &'static str, family: &'static str) -> Font {
    Font {
        name,
        other,
        family,
    }
}

/// 20 twips are a point, 1440 an inch.
const fn twips(millimetres: u32) -> u32 {
    (millimetres * 14_400 + 127) / 254
}

impl Preset {
    pub const ALL: [Self; 2] = [Self::Gb9704, Self::House];

    /// The word for it in addresses and commands.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Gb9704 => "gb9704",
            Self::House => "house",
        }
    }

    /// The style of a [`Preset::code`]; nothing for any other word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.code() == code)
    }

    pub(crate) const fn fonts(self) -> Fonts {
        match self {
            Self::Gb9704 => Fonts {
                title: font("方正小标宋简体", "FZXiaoBiaoSong-B05S", "roman"),
                heading: font("黑体", "SimHei", "swiss"),
                facts: font("楷体_GB2312", "楷体", "modern"),
                body: font("仿宋_GB2312", "仿宋", "modern"),
            },
            Self::House => Fonts {
                title: font("思源黑体", "Source Han Sans SC", "swiss"),
                heading: font("思源黑体", "Source Han Sans SC", "swiss"),
                facts: font("思源宋体", "Source Han Serif SC", "roman"),
                body: font("思源宋体", "Source Han Serif SC", "roman"),
            },
        }
    }

    /// Spacing of lines outside tables: 28 pt as official papers are set, else one and a quarter.
    pub(crate) const fn line(self) -> &'static str {
        match self {
            Self::Gb9704 => "w:line=\"560\" w:lineRule=\"exact\"",
            Self::House => "w:line=\"300\" w:lineRule=\"auto\"",
        }
    }

    /// Half points of title, heading, body of the page, and page number.
    pub(crate) const fn sizes(self) -> [u32; 4] {
        match self {
            Self::Gb9704 => [44, 32, 32, 28],
            Self::House => [40, 28, 24, 21],
        }
    }

    /// Top, right, bottom, left. A table that lies across has its head at the binding edge: the page is turned as a whole.
    pub(crate) const fn margins_twips(self, orientation: Orientation) -> [u32; 4] {
        let [top, right, bottom, left] = match self {
            Self::Gb9704 => [37, 26, 35, 28],
            Self::House => [25, 22, 25, 25],
        };
        let turned = match orientation {
            Orientation::Portrait => [top, right, bottom, left],
            Orientation::Landscape => [left, top, right, bottom],
        };
        let [top, right, bottom, left] = turned;
        [twips(top), twips(right), twips(bottom), twips(left)]
    }

    /// Between the margins.
    pub(crate) const fn width_twips(self, orientation: Orientation) -> u32 {
        let [_, right, _, left] = self.margins_twips(orientation);
        let paper = match orientation {
            Orientation::Portrait => 11_906,
            Orientation::Landscape => 16_838,
        };
        paper - right - left
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_type_area_is_that_of_the_standard_either_way() {
        let near = |twips: u32, millimetres: u32| twips.abs_diff(millimetres * 14_400 / 254) <= 3;
        let gb = Preset::Gb9704;
        assert!(near(gb.width_twips(Orientation::Portrait), 156));
        assert!(near(gb.width_twips(Orientation::Landscape), 225));
        assert_eq!(
            gb.margins_twips(Orientation::Portrait),
            [2098, 1474, 1984, 1587]
        );
        assert_eq!(Preset::from_code("gb9704"), Some(gb));
        assert_eq!(Preset::from_code("other"), None);
    }
}
