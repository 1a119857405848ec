//! Whether answers fit their questions. Pure.

use models::{Field, QuestionId};
use serde_json::{Map, Value};

use super::{Asked, Kind};
use crate::error::field;

/// Longest text where the question sets no limit.
const LONGEST: usize = 2000;

/// An answer that fits its question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// To which question.
    pub question: QuestionId,
    /// Text, an option's key, or a tick.
    pub value: Value,
}

/// The answers worth storing; or each fault, with a pointer below `base`.
pub fn check(
    asked: &[Asked],
    answers: &Map<String, Value>,
    base: &str,
) -> Result<Vec<Answer>, Vec<Field>> {
    let mut faults = Vec::new();
    let mut kept = Vec::new();
    for id in answers.keys() {
        if !asked.iter().any(|question| question.id.to_string() == *id) {
            faults.push(field(
                &format!("{base}/{id}"),
                "unknown-question",
                "This is not asked here.",
            ));
        }
    }
    for question in asked {
        let pointer = format!("{base}/{}", question.id);
        match read(question, answers.get(&question.id.to_string())) {
            Ok(None) if question.required => {
                faults.push(field(&pointer, "required", "This needs an answer."));
            }
            Ok(None) => {}
            Ok(Some(value)) => kept.push(Answer { question: question.id, value }),
            Err(detail) => faults.push(field(&pointer, "invalid-value", detail)),
        }
    }
    if faults.is_empty() { Ok(kept) } else { Err(faults) }
}

/// An empty answer is none; an unticked box is an answer, but does not fulfil a demand.
fn read(question: &Asked, answer: Option<&Value>) -> Result<Option<Value>, &'static str> {
    let Some(answer) = answer.filter(|value| !value.is_null()) else { return Ok(None) };
    match question.kind {
        Kind::Checkbox => match answer.as_bool() {
            None => Err("This is ticked or not."),
            Some(false) if question.required => Ok(None),
            Some(ticked) => Ok(Some(Value::Bool(ticked))),
        },
        Kind::Text | Kind::Select => {
            let text = answer.as_str().ok_or("This is answered by text.")?.trim();
            if text.is_empty() {
                return Ok(None);
            }
            if question.kind == Kind::Select && !question.options.iter().any(|o| o.key == text) {
                return Err("Choose one of the options.");
            }
            let longest = question.max.and_then(|max| usize::try_from(max).ok()).unwrap_or(LONGEST);
            if question.kind == Kind::Text && text.chars().count() > longest {
                return Err("This is too long.");
            }
            if text.chars().any(|c| c.is_control() && c != '\n') {
                return Err("This holds characters that cannot be shown.");
            }
            Ok(Some(Value::String(text.to_owned())))
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use serde_json::json;

    use super::*;
    use crate::question::Choice;

    fn asked(kind: Kind, required: bool) -> Asked {
        Asked {
            id: QuestionId::new(DateTime::UNIX_EPOCH),
            kind,
            label: "Diet".into(),
            help: None,
            required,
            options: vec![Choice { key: "vegan".into(), label: "Vegan".into() }],
            max: Some(5),
        }
    }

    fn outcome(question: &Asked, answer: Value) -> String {
        let answers = Map::from_iter([(question.id.to_string(), answer)]);
        match check(std::slice::from_ref(question), &answers, "") {
            Ok(kept) => {
                format!("{:?}", kept.iter().map(|a| a.value.to_string()).collect::<Vec<_>>())
            }
            Err(faults) => faults[0].code.clone(),
        }
    }

    /// RG-4
    #[test]
    fn an_answer_fits_its_question_or_is_refused() {
        let text = asked(Kind::Text, true);
        assert_eq!(outcome(&text, json!(" a b ")), r#"["\"a b\""]"#);
        assert_eq!(outcome(&text, json!("")), "required");
        assert_eq!(outcome(&text, json!("too long")), "invalid-value");
        assert_eq!(outcome(&text, json!(5)), "invalid-value");
        let select = asked(Kind::Select, false);
        assert_eq!(outcome(&select, json!("vegan")), r#"["\"vegan\""]"#);
        assert_eq!(outcome(&select, json!("meat")), "invalid-value");
        assert_eq!(outcome(&select, json!(null)), "[]");
        assert_eq!(outcome(&asked(Kind::Checkbox, true), json!(false)), "required");
        assert_eq!(outcome(&asked(Kind::Checkbox, false), json!(false)), r#"["false"]"#);
    }

    /// RG-4
    #[test]
    fn an_unknown_question_is_refused_with_its_place() {
        let answers = Map::from_iter([("nobody-asked".to_owned(), json!("x"))]);
        let faults = check(&[], &answers, "/attendees/0/answers").unwrap_err();
        assert_eq!(faults[0].pointer, "/attendees/0/answers/nobody-asked");
    }
}
