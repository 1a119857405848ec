//! Content lines (RFC 5545, 3.1 and 3.3.11).
//!
//! Written here and not by the crate `icalendar`, which reads them in the tests: its folding lets a
//! last line grow to 76 octets, and it stamps the present into every component.

/// A line holds so many octets, its end not counted.
const OCTETS: usize = 75;

/// A text that grows by content lines.
#[derive(Default)]
pub(super) struct Lines(String);

impl Lines {
    /// A value that needs no escape.
    pub(super) fn raw(&mut self, name: &str, value: &str) {
        self.with(name, &[], value);
    }

    /// A value of people.
    pub(super) fn text(&mut self, name: &str, value: &str) {
        self.with(name, &[], &escaped(value));
    }

    /// A value with parameters.
    pub(super) fn with(&mut self, name: &str, parameters: &[(&str, &str)], value: &str) {
        let mut line = name.to_owned();
        for (key, value) in parameters {
            line.extend([";", key, "=", &parameter(value)]);
        }
        line.push(':');
        line.extend(value.chars().filter(|c| !c.is_control()));
        self.fold(&line);
    }

    pub(super) fn done(self) -> String {
        self.0
    }

    /// A continuation begins with a space, which counts.
    fn fold(&mut self, line: &str) {
        let mut octets = 0;
        for c in line.chars() {
            if octets + c.len_utf8() > OCTETS {
                self.0.push_str("\r\n ");
                octets = 1;
            }
            self.0.push(c);
            octets += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

fn escaped(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\\', "\\\\");
    text.replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

/// No quote and no control character can stand in a parameter.
fn parameter(text: &str) -> String {
    let plain: String =
        text.chars().filter(|c| !c.is_control()).map(|c| if c == '"' { '\'' } else { c }).collect();
    if plain.contains([':', ';', ',']) { format!("\"{plain}\"") } else { plain }
}
