//! Reads a `function.yaml` key by key, so that everything that is wrong with it is told at once.

use yaml_serde::{Mapping, Value, from_value};

use super::Manifest;
use super::check::{Wrong, check};

impl Manifest {
    /// Reads a manifest; each fault is told in a line of its own, with file and line.
    pub fn parse(name: &str, yaml: &str) -> anyhow::Result<Self> {
        Self::read(name, yaml).map_err(|faults| anyhow::Error::msg(faults.join("\n")))
    }

    /// The same, with the faults one by one.
    pub(crate) fn read(name: &str, yaml: &str) -> Result<Self, Vec<String>> {
        let file = format!("functions/{name}/function.yaml");
        let told = |error: yaml_serde::Error| vec![format!("{file}: {error}")];
        // What is no YAML ends where that is seen.
        let keys: Mapping = yaml_serde::from_str(yaml).map_err(told)?;
        let (mut fitting, mut wrong) = sorted(keys);
        if !fitting.contains_key("kind") {
            if !wrong.iter().any(|wrong| wrong.key == "kind") {
                wrong.push(Wrong::of("kind", "kind is not said: api, webhook, job or batch"));
            }
            // Something, so that the rest is looked at; nothing of it is judged by its kind.
            fitting.insert("kind".into(), "api".into());
        }
        let mut manifest: Self = from_value(fitting.into()).map_err(told)?;
        yaml.clone_into(&mut manifest.yaml);
        wrong.extend(check(&manifest, name, wrong.iter().map(|wrong| wrong.key.clone())));
        if wrong.is_empty() {
            return Ok(manifest);
        }
        let mut faults: Vec<_> = wrong
            .into_iter()
            .map(|Wrong { key, value, why }| (manifest.line(&key, &value), why))
            .collect();
        faults.sort_by_key(|(line, _)| *line);
        Err(faults.iter().map(|(line, why)| format!("{file}, line {line}: {why}")).collect())
    }
}

/// The keys that a manifest takes, and what is wrong with the others.
fn sorted(keys: Mapping) -> (Mapping, Vec<Wrong>) {
    let (mut fitting, mut wrong) = (Mapping::new(), Vec::new());
    for (key, value) in keys {
        match fit(&key, &value) {
            Ok(value) => drop(fitting.insert(key, value)),
            Err(more) => wrong.extend(more),
        }
    }
    (fitting, wrong)
}

/// The value as a manifest takes it; of a list, each entry that it does not take is a fault.
fn fit(key: &Value, value: &Value) -> Result<Value, Vec<Wrong>> {
    let name = match key {
        Value::String(name) => name.clone(),
        other => yaml_serde::to_string(other).unwrap_or_default().trim().to_owned(),
    };
    let fault = |entry: &Value, why: String| {
        let value = entry.as_str().unwrap_or_default().to_owned();
        let why = if why.starts_with("unknown field") { why } else { format!("{name}: {why}") };
        Wrong { key: name.clone(), value, why }
    };
    let whole = match taken(key, value.clone()) {
        Ok(value) => return Ok(value),
        Err(why) => vec![fault(&Value::Null, why)],
    };
    let is_list = taken(key, Value::Sequence(Vec::new())).is_ok();
    let entries = value.as_sequence().filter(|_| is_list);
    let wrong: Vec<_> = entries
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let alone = taken(key, Value::Sequence(vec![entry.clone()]));
            alone.err().map(|why| fault(entry, why))
        })
        .collect();
    Err(if wrong.is_empty() { whole } else { wrong })
}

/// A value if a manifest takes it under this key, or why it does not.
fn taken(key: &Value, value: Value) -> Result<Value, String> {
    let alone = |value: &Value| {
        let kind = ("kind".into(), "api".into());
        let keys: Mapping = [kind, (key.clone(), value.clone())].into_iter().collect();
        from_value::<Manifest>(keys.into())
    };
    let Err(error) = alone(&value) else { return Ok(value) };
    // Where a text is wanted, a number is one: `timeout: 30` lacks its unit and nothing else.
    let text = value.as_u64().map(|number| Value::String(number.to_string()));
    text.filter(|text| alone(text).is_ok()).ok_or_else(|| error.to_string())
}
