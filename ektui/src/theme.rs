//! Roles of text and the attributes that serve them, by the terminal's depth of colour.
//!
//! Colour repeats what a mark already says. The background is never painted, except under a badge.

use ratatui::style::{Color, Modifier, Style};

use crate::surroundings::Surroundings;

/// What the user asked for on the command line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Wish {
    #[default]
    Auto,
    Never,
    #[value(name = "16")]
    Sixteen,
    #[value(name = "256")]
    Indexed,
    Rgb,
}

/// How many colours there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// No colour is ever sent: attributes only.
    None,
    Sixteen,
    Indexed,
    Rgb,
}

/// What stands behind the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    Dark,
    Light,
}

/// The attributes in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    pub depth: Depth,
    pub ground: Ground,
}

/// What a piece of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Normal,
    /// Headings, the present tab.
    Strong,
    /// `!!`: an alarm.
    Alarm,
    /// `!`: something wants attention.
    Warning,
    /// Late, silent, missing.
    Stale,
    /// Bars and lines of the shown period.
    This,
    /// Those of the period compared with; also the second quantity of a chart.
    Compared,
    /// The row under the cursor, banners.
    Cursor,
}

impl Theme {
    /// Returns the theme for a wish in given surroundings: 16 colours over SSH, none where `NO_COLOR` is set.
    #[must_use]
    pub fn suited_to(wish: Wish, surroundings: &Surroundings) -> Self {
        let depth = match wish {
            Wish::Never => Depth::None,
            Wish::Sixteen => Depth::Sixteen,
            Wish::Indexed => Depth::Indexed,
            Wish::Rgb => Depth::Rgb,
            Wish::Auto => automatic(surroundings),
        };
        // rxvt, Konsole and others tell their background as the last number; 7 and 15 are white.
        let light = matches!(surroundings.colorfgbg.rsplit(';').next(), Some("7" | "15"));
        Self { depth, ground: if light { Ground::Light } else { Ground::Dark } }
    }

    /// Returns the attributes of a role.
    #[must_use]
    pub fn style(self, role: Role) -> Style {
        let plain = Style::new();
        match role {
            Role::Normal => plain,
            Role::Strong => plain.add_modifier(Modifier::BOLD),
            Role::Stale => plain.add_modifier(Modifier::UNDERLINED),
            Role::Cursor => plain.add_modifier(Modifier::REVERSED),
            Role::Alarm => self.alarm(),
            Role::Warning => self.warning(),
            Role::This => self.this(),
            Role::Compared => self.compared(),
        }
    }

    fn alarm(self) -> Style {
        let style = Style::new();
        match self.depth {
            Depth::None => style.add_modifier(Modifier::REVERSED | Modifier::BOLD),
            Depth::Sixteen => style.fg(Color::White).bg(Color::Red).add_modifier(Modifier::BOLD),
            Depth::Indexed => style.fg(Color::Indexed(16)).bg(Color::Indexed(166)),
            Depth::Rgb => style.fg(Color::Rgb(0, 0, 0)).bg(Color::Rgb(0xD5, 0x5E, 0x00)),
        }
    }

    fn warning(self) -> Style {
        let style = Style::new();
        match self.depth {
            Depth::None => style.add_modifier(Modifier::BOLD),
            Depth::Sixteen => style.fg(Color::Black).bg(Color::Yellow),
            Depth::Indexed => style.fg(Color::Indexed(16)).bg(Color::Indexed(214)),
            Depth::Rgb => style.fg(Color::Rgb(0, 0, 0)).bg(Color::Rgb(0xE6, 0x9F, 0x00)),
        }
    }

    fn this(self) -> Style {
        let style = Style::new();
        match (self.depth, self.ground) {
            (Depth::None | Depth::Sixteen, _) => style.add_modifier(Modifier::BOLD),
            (Depth::Indexed, Ground::Dark) => style.fg(Color::Indexed(74)),
            (Depth::Indexed, Ground::Light) => style.fg(Color::Indexed(25)),
            (Depth::Rgb, Ground::Dark) => style.fg(Color::Rgb(0x56, 0xB4, 0xE9)),
            (Depth::Rgb, Ground::Light) => style.fg(Color::Rgb(0x00, 0x72, 0xB2)),
        }
    }

    fn compared(self) -> Style {
        let style = Style::new();
        match (self.depth, self.ground) {
            (Depth::None | Depth::Sixteen, _) => style,
            (Depth::Indexed, Ground::Dark) => style.fg(Color::Indexed(214)),
            (Depth::Indexed, Ground::Light) => style.fg(Color::Indexed(166)),
            (Depth::Rgb, Ground::Dark) => style.fg(Color::Rgb(0xE6, 0x9F, 0x00)),
            (Depth::Rgb, Ground::Light) => style.fg(Color::Rgb(0xD5, 0x5E, 0x00)),
        }
    }
}

fn automatic(surroundings: &Surroundings) -> Depth {
    let term = surroundings.term.as_str();
    if !surroundings.no_color.is_empty() || term.is_empty() || term == "dumb" {
        Depth::None
    } else if surroundings.is_remote() {
        Depth::Sixteen
    } else if matches!(surroundings.colorterm.as_str(), "truecolor" | "24bit") {
        Depth::Rgb
    } else if term.contains("256color") {
        Depth::Indexed
    } else if term.starts_with("vt") {
        Depth::None
    } else {
        Depth::Sixteen
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_follows_the_surroundings() {
        let around = |term: &str, colorterm: &str, ssh: &str| Surroundings {
            term: term.into(),
            colorterm: colorterm.into(),
            ssh: ssh.into(),
            ..Surroundings::default()
        };
        let check = |around: &Surroundings, expected| {
            assert_eq!(Theme::suited_to(Wish::Auto, around).depth, expected, "{around:?}");
        };
        check(&around("xterm-256color", "truecolor", ""), Depth::Rgb);
        check(&around("xterm-256color", "truecolor", "10.0.0.1 5 10.0.0.2 22"), Depth::Sixteen);
        check(&around("screen-256color", "", ""), Depth::Indexed);
        check(&around("xterm", "", ""), Depth::Sixteen);
        check(&around("dumb", "", ""), Depth::None);
        check(&Surroundings { no_color: "1".into(), ..around("xterm-256color", "truecolor", "") }, Depth::None);
    }

    #[test]
    fn without_colour_no_role_sets_one() {
        let theme = Theme { depth: Depth::None, ground: Ground::Dark };
        let roles = [Role::Normal, Role::Strong, Role::Alarm, Role::Warning, Role::Stale, Role::This, Role::Cursor];
        assert!(roles.into_iter().all(|role| theme.style(role).fg.is_none() && theme.style(role).bg.is_none()));
    }
}
