//! Form bodies and queries with bracket keys, read by name.

use serde_json::{Map, Value};

use super::refusal::Refusal;

/// Parameters of a call, or those within one of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Params {
    tree: Value,
    within: String,
}

impl Params {
    /// Reads `a[b][0]=c`.
    pub(super) fn parse(form: &str) -> Result<Self, Refusal> {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(form)
            .map_err(|_| Refusal::invalid("The request body is not a form."))?;
        let mut tree = Value::Object(Map::new());
        for (key, value) in pairs {
            let (head, rest) = key.split_once('[').unwrap_or((&key, ""));
            let steps: Vec<&str> = std::iter::once(head)
                .chain(rest.split('[').filter(|step| !step.is_empty()))
                .map(|step| step.trim_end_matches(']'))
                .collect();
            place(&mut tree, &steps, value)
                .ok_or_else(|| Refusal::invalid(format!("Invalid parameter: {key}")).at(&key))?;
        }
        Ok(Self { tree, within: String::new() })
    }

    /// The full name of a parameter, as errors tell it.
    pub(super) fn name(&self, key: &str) -> String {
        if self.within.is_empty() { key.to_owned() } else { format!("{}[{key}]", self.within) }
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.tree.get(key).is_some()
    }

    /// Whether it was sent without a value.
    pub(super) fn is_blank(&self, key: &str) -> bool {
        self.tree.get(key).and_then(Value::as_str) == Some("")
    }

    pub(super) fn is_empty(&self) -> bool {
        self.tree.as_object().is_none_or(Map::is_empty)
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &String> {
        self.tree.as_object().into_iter().flat_map(Map::keys)
    }

    /// A text; a blank one takes a value away and counts as none.
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        self.tree.get(key).and_then(Value::as_str).filter(|text| !text.is_empty())
    }

    pub(super) fn need(&self, key: &str) -> Result<&str, Refusal> {
        self.text(key).ok_or_else(|| {
            let name = self.name(key);
            Refusal::invalid(format!("Missing required param: {name}."))
                .code("parameter_missing")
                .at(name)
        })
    }

    /// An address that one can be sent to.
    pub(super) fn url(&self, key: &str) -> Result<&str, Refusal> {
        let said = self.need(key)?;
        let host = said.strip_prefix("https://").or_else(|| said.strip_prefix("http://"));
        if host.is_some_and(|host| !host.is_empty() && !said.contains(char::is_whitespace)) {
            return Ok(said);
        }
        Err(Refusal::invalid("Not a valid URL").code("url_invalid").at(self.name(key)))
    }

    pub(super) fn int(&self, key: &str) -> Result<Option<i64>, Refusal> {
        let Some(text) = self.text(key) else { return Ok(None) };
        text.parse().map(Some).map_err(|_| {
            Refusal::invalid(format!("Invalid integer: {text}"))
                .code("parameter_invalid_integer")
                .at(self.name(key))
        })
    }

    pub(super) fn need_int(&self, key: &str) -> Result<i64, Refusal> {
        self.need(key)?;
        self.int(key).map(Option::unwrap_or_default)
    }

    pub(super) fn flag(&self, key: &str) -> Result<bool, Refusal> {
        match self.text(key) {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(other) => Err(Refusal::invalid(format!("Invalid boolean: {other}"))
                .code("parameter_invalid_boolean")
                .at(self.name(key))),
        }
    }

    /// One of a few words.
    pub(super) fn one_of(&self, key: &str, words: &[&str]) -> Result<Option<&str>, Refusal> {
        match self.text(key) {
            Some(word) if !words.contains(&word) => {
                let name = self.name(key);
                let said = format!("Invalid {name}: must be one of {}", words.join(", "));
                Err(Refusal::invalid(said).at(name))
            }
            word => Ok(word),
        }
    }

    /// The parameters inside of one.
    pub(super) fn inside(&self, key: &str) -> Self {
        let tree = self.tree.get(key).cloned().unwrap_or_default();
        Self { tree, within: self.name(key) }
    }

    /// The entries of a list, in their order.
    pub(super) fn list(&self, key: &str) -> Vec<Self> {
        let inside = self.inside(key);
        let mut keys: Vec<(usize, &String)> =
            inside.keys().filter_map(|key| Some((key.parse().ok()?, key))).collect();
        keys.sort();
        keys.into_iter().map(|(_, key)| inside.inside(key)).collect()
    }

    /// The words of a list.
    pub(super) fn words(&self, key: &str) -> Vec<String> {
        self.list(key).iter().filter_map(|entry| entry.tree.as_str().map(str::to_owned)).collect()
    }

    /// Texts by name, such as metadata; blank ones are those to be taken away.
    pub(super) fn map(&self, key: &str) -> Map<String, Value> {
        self.tree.get(key).and_then(Value::as_object).cloned().unwrap_or_default()
    }
}

fn place(tree: &mut Value, steps: &[&str], value: String) -> Option<()> {
    let (step, rest) = steps.split_first()?;
    let map = tree.as_object_mut()?;
    let key = if step.is_empty() { map.len().to_string() } else { (*step).to_owned() };
    if rest.is_empty() {
        map.insert(key, Value::String(value));
        return Some(());
    }
    place(map.entry(key).or_insert_with(|| Value::Object(Map::new())), rest, value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bracket_keys_nest_and_lists_keep_their_order() {
        let form = "expand[]=b&expand[]=a&items[10][price]=y&items[2][price]=x&metadata[k]=v";
        let params = Params::parse(form).unwrap();
        assert_eq!(params.words("expand"), ["b", "a"]);
        let prices: Vec<String> =
            params.list("items").iter().map(|item| item.need("price").unwrap().into()).collect();
        assert_eq!(prices, ["x", "y"]);
        assert_eq!(params.inside("metadata").text("k"), Some("v"));
        let missing = params.list("items")[0].need("quantity").unwrap_err();
        assert_eq!(missing.body("")["error"]["param"], "items[2][quantity]");
    }

    #[test]
    fn a_key_that_is_a_text_and_a_list_is_refused() {
        assert!(Params::parse("a=1&a[b]=2").is_err());
    }
}
