//! The HTML part. Every value is escaped by the engine; nothing of people is markup (OU-3).

use std::sync::LazyLock;

use minijinja::{AutoEscape, Environment, context};

use super::block::Letter;
use super::{Setting, brand, phrases as p};

const TEMPLATE: &str = include_str!("letter.html");

static ENGINE: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut engine = Environment::new();
    engine.set_auto_escape_callback(|_| AutoEscape::Html);
    engine.set_undefined_behavior(minijinja::UndefinedBehavior::Strict);
    engine.set_trim_blocks(true);
    engine.set_lstrip_blocks(true);
    engine.add_template("letter", TEMPLATE).expect("the template is part of the program");
    engine
});

/// Writes the whole document.
pub(super) fn html(letter: &Letter, s: &Setting<'_>) -> Result<String, minijinja::Error> {
    let greeting = match s.name {
        Some(name) => p::hello(s.tongue, name),
        None => p::hello_somebody(s.tongue),
    };
    let footer = match s.brand {
        Some(brand) => p::footer_via(s.tongue, &brand.name),
        None => p::footer_platform(s.tongue),
    };
    ENGINE.get_template("letter")?.render(context! {
        letter,
        greeting,
        footer,
        lang => s.tongue.tag(),
        dir => s.tongue.direction(),
        start => if s.tongue.direction() == "rtl" { "right" } else { "left" },
        name => s.brand.map_or("Accredit", |brand| brand.name.as_str()),
        logo => s.brand.and_then(|brand| brand.logo.as_deref()),
        color => brand::readable(s.brand.and_then(|brand| brand.color.as_deref())),
        unsubscribe => s.unsubscribe.as_deref(),
        stop => p::stop_these(s.tongue),
    })
}
