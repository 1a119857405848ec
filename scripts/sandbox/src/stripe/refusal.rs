//! Stripe's way to say no.

use axum::http::StatusCode;
use serde_json::{Value, json};

/// An error object and its status.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    kind: &'static str,
    code: Option<&'static str>,
    decline_code: Option<&'static str>,
    param: Option<String>,
    message: String,
}

impl Refusal {
    /// Something is wrong with the request.
    pub(super) fn invalid(message: impl Into<String>) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            kind: "invalid_request_error",
            code: None,
            decline_code: None,
            param: None,
            message: message.into(),
        }
    }

    /// No such object.
    pub(super) fn missing(object: &str, id: &str) -> Self {
        let name = object.rsplit('.').next().unwrap_or(object).replace('_', " ");
        Self::not_found(format!("No such {name}: '{id}'")).code("resource_missing").at("id")
    }

    /// Nothing is there.
    pub(super) fn not_found(message: String) -> Self {
        Self { status: StatusCode::NOT_FOUND, ..Self::invalid(message) }
    }

    /// A card that does not pay.
    pub(super) fn card(code: &'static str, decline_code: &'static str, message: &str) -> Self {
        Self {
            status: StatusCode::PAYMENT_REQUIRED,
            kind: "card_error",
            decline_code: Some(decline_code),
            ..Self::invalid(message)
        }
        .code(code)
    }

    /// The key says who calls, and nobody is known by it.
    pub(super) fn unauthorized(message: impl Into<String>) -> Self {
        Self { status: StatusCode::UNAUTHORIZED, ..Self::invalid(message) }
    }

    /// An account that the caller has nothing to do with, any more or ever.
    pub(super) fn no_access(account: &str) -> Self {
        let said = format!(
            "The provided key does not have access to account '{account}' (or that account does not exist). Application access may have been revoked."
        );
        Self { status: StatusCode::FORBIDDEN, ..Self::invalid(said) }.code("account_invalid")
    }

    /// A key that was used for something else.
    pub(super) fn other_parameters(key: &str) -> Self {
        let said = format!(
            "Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '{key}' if you meant to execute a different request."
        );
        Self { kind: "idempotency_error", ..Self::invalid(said) }
    }

    /// A key whose first request has no answer yet.
    pub(super) fn in_flight(key: &str) -> Self {
        let said = format!(
            "There is currently another in-progress request using this idempotency key '{key}'. Please try again later."
        );
        Self { status: StatusCode::CONFLICT, kind: "idempotency_error", ..Self::invalid(said) }
            .code("idempotency_key_in_use")
    }

    /// Too many calls.
    pub(super) fn limited() -> Self {
        Self { status: StatusCode::TOO_MANY_REQUESTS, ..Self::invalid("Too many requests.") }
            .code("rate_limit")
    }

    /// Another call has the object.
    pub(super) fn locked() -> Self {
        let said = "This object cannot be accessed right now because another API request or Stripe process is currently accessing it.";
        Self { message: said.to_owned(), ..Self::limited() }.code("lock_timeout")
    }

    /// Something broke at Stripe.
    pub(super) fn broken() -> Self {
        Self {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            kind: "api_error",
            ..Self::invalid("An error occurred internally with Stripe.")
        }
    }

    pub(super) fn code(mut self, code: &'static str) -> Self {
        self.code = Some(code);
        self
    }

    pub(super) fn at(mut self, param: impl Into<String>) -> Self {
        self.param = Some(param.into());
        self
    }

    /// The sentence in it.
    pub(super) fn message(&self) -> &str {
        &self.message
    }

    /// Whether it was said before anything began: such an answer is not kept for a key.
    pub(super) fn is_shape(&self) -> bool {
        self.code.is_some_and(|code| code.starts_with("parameter_"))
    }

    /// The body.
    pub(super) fn body(&self, request: &str) -> Value {
        let mut error = json!({ "type": self.kind, "message": self.message });
        let parts = [
            ("code", self.code),
            ("decline_code", self.decline_code),
            ("param", self.param.as_deref()),
        ];
        for (name, said) in parts {
            if let Some(said) = said {
                error[name] = json!(said);
            }
        }
        error["request_log_url"] =
            json!(format!("https://dashboard.stripe.com/test/logs/{request}"));
        json!({ "error": error })
    }
}
