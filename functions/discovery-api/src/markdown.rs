//! Texts of organizers on public pages: `CommonMark` without raw HTML (EV-16).

use std::borrow::Cow;

use pulldown_cmark::{Event, Options, Parser, html};

/// Safe HTML. What the text itself holds of HTML is shown as text.
pub(crate) fn html(text: &str) -> String {
    let events = Parser::new_ext(text, Options::ENABLE_STRIKETHROUGH).map(|event| match event {
        Event::Html(raw) | Event::InlineHtml(raw) => Event::Text(raw),
        other => other,
    });
    let mut page = String::new();
    html::push_html(&mut page, events);
    ammonia::Builder::default()
        .link_rel(Some("nofollow noopener ugc"))
        .url_schemes(["https", "http", "mailto"].into())
        .attribute_filter(|element, attribute, value| match (element, attribute) {
            ("img", "src") if !value.starts_with("https://") => None,
            _ => Some(Cow::Borrowed(value)),
        })
        .clean(&page)
        .to_string()
}
