//! What stands in the head of a page.

use std::fmt::Write as _;

use serde_json::Value;

/// The facts of one page.
pub(crate) struct Head {
    pub(crate) title: String,
    pub(crate) description: String,
    /// The one address that this page should be known by, from the first slash on.
    pub(crate) path: String,
    /// An absolute address.
    pub(crate) image: Option<String>,
    pub(crate) index: bool,
    /// schema.org facts.
    pub(crate) facts: Option<Value>,
}

impl Head {
    /// The elements that take the place of the page's plain title.
    pub(crate) fn html(&self, origin: &str) -> String {
        let (title, description) = (escaped(&self.title), escaped(&self.description));
        let address = escaped(&format!("{origin}{}", self.path));
        let mut html = format!(
            "<title>{title} · Accredit</title>\n\
             <meta name=\"description\" content=\"{description}\" />\n\
             <link rel=\"canonical\" href=\"{address}\" />\n\
             <meta property=\"og:site_name\" content=\"Accredit\" />\n\
             <meta property=\"og:type\" content=\"website\" />\n\
             <meta property=\"og:title\" content=\"{title}\" />\n\
             <meta property=\"og:description\" content=\"{description}\" />\n\
             <meta property=\"og:url\" content=\"{address}\" />\n"
        );
        let card = match &self.image {
            Some(image) => {
                let image = escaped(image);
                let _ = writeln!(html, "<meta property=\"og:image\" content=\"{image}\" />");
                "summary_large_image"
            }
            None => "summary",
        };
        let _ = writeln!(html, "<meta name=\"twitter:card\" content=\"{card}\" />");
        if !self.index {
            html.push_str("<meta name=\"robots\" content=\"noindex\" />\n");
        }
        if let Some(facts) = &self.facts {
            let _ = writeln!(html, "<script type=\"application/ld+json\">{}</script>", json(facts));
        }
        html
    }
}

/// A title may hold anything that its author typed.
fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            c if c.is_control() => html.push(' '),
            c => html.push(c),
        }
    }
    html
}

/// JSON that cannot end the element it stands in.
fn json(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c")
}

/// The first sentence or so of a text, for a description.
pub(crate) fn shortened(text: &str) -> String {
    const LENGTH: usize = 200;
    let plain = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if plain.chars().count() <= LENGTH {
        return plain;
    }
    let cut: String = plain.chars().take(LENGTH).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole);
    format!("{whole}…")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Head, shortened};

    #[test]
    fn what_an_author_typed_never_becomes_markup() {
        let head = Head {
            title: "</title><script>alert(1)</script>".to_owned(),
            description: "\" onload=\"x".to_owned(),
            path: "/events/x".to_owned(),
            image: None,
            index: false,
            facts: Some(json!({ "name": "</script><script>alert(2)" })),
        };
        let html = head.html("https://accredit.test");
        assert_eq!(html.matches("<script").count(), 1, "{html}");
        assert_eq!(html.matches("</script>").count(), 1, "{html}");
        assert!(html.contains("content=\"&quot; onload=&quot;x\""), "{html}");
    }

    #[test]
    fn a_long_text_is_cut_between_words() {
        assert_eq!(shortened(" two\n words "), "two words");
        let long = shortened(&"word ".repeat(100));
        assert!(long.ends_with("word…") && long.chars().count() <= 201, "{long}");
    }
}
