//! What the organizer says to the bank, with the pack and files; it can be said once.

use auth::{Org, RefundPayments};
use axum::extract::{FromRequest as _, Request, State};
use billing::dispute::{self, EvidenceFile, FILES_LIMIT, evidence_files};
use models::{DisputeId, Lines};
use utoipa::ToSchema;
use web::{Created, OnceForm, Path, Problem};

use crate::list_disputes::DisputeOut;
use crate::{answer_dispute, evidence};

/// In the organizer's own words, with PDF, PNG or JPEG files of 5 MB together.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the form; its parts are read one by one")]
pub(crate) struct SendEvidence {
    /// At most 20,000 characters.
    text: String,
    /// What the buyer was sent about the charge.
    #[schema(value_type = Option<String>, format = Binary)]
    receipt: Option<Vec<u8>>,
    /// What was written between buyer and organizer.
    #[schema(value_type = Option<String>, format = Binary)]
    customer_communication: Option<Vec<u8>>,
    /// That the service was rendered.
    #[schema(value_type = Option<String>, format = Binary)]
    service_documentation: Option<Vec<u8>>,
    /// Anything else.
    #[schema(value_type = Option<String>, format = Binary)]
    uncategorized_file: Option<Vec<u8>>,
}

type Form = OnceForm<FILES_LIMIT>;

/// Send evidence to the bank.
#[utoipa::path(post, path = "/api/v1/payments/disputes/{dispute_id}/evidence", tag = "payments", security(("bearer" = [])),
    params(("dispute_id" = DisputeId, Path), ("Idempotency-Key" = String, Header)),
    request_body(content = SendEvidence, content_type = "multipart/form-data"),
    responses((status = 201, body = DisputeOut), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn send_evidence(
    org: Org<RefundPayments>,
    State(app): State<crate::State>,
    Path(id): Path<DisputeId>,
    request: Request,
) -> web::Result<Created<DisputeOut>> {
    let now = app.clock.now();
    // Nobody sends megabytes for a dispute that is not theirs.
    let known =
        dispute::find(&mut *app.db.acquire().await?, (org.id, org.scope.as_deref()), id).await?;
    known.ok_or_else(Problem::not_found)?;
    let form = Form::from_request(request, &app).await?;
    let (text, files) = said(&form)?;
    let once = form.once;
    let known = match answer_dispute::begin(&app, &org, (id, &once)).await? {
        Ok(known) => known,
        Err(kept) => return Ok(Created(kept)),
    };
    known.may_answer(now)?;
    let pack = evidence::read(&mut *app.db.acquire().await?, known.payment).await?;
    let said = pack.evidence(text, files);
    let object = dispute::submit(&app.db, &app.stripe, &known, &said, now).await?;
    let (kept, done) = ((&known, &once), (&object, "dispute.evidence_sent"));
    Ok(Created(answer_dispute::finish(&app, &org, kept, done, now).await?))
}

fn said(form: &Form) -> web::Result<(String, Vec<EvidenceFile>)> {
    if let Some(name) = form.fields.keys().find(|name| *name != "text") {
        return Err(Problem::field(&format!("/{name}"), "unknown-field", "This is not asked."));
    }
    let text = form.fields.get("text").cloned();
    let text = text.ok_or_else(|| Problem::field("/text", "required", "Say what happened."))?;
    let text = Lines::<20_000>::try_from(text);
    let text = text.map_err(|why| Problem::field("/text", "invalid-value", &why.to_string()))?;
    let files = form.files.iter().map(|file| (file.field.as_str(), &file.bytes[..]));
    let files = evidence_files(files).map_err(Problem::fields)?;
    Ok((text.into(), files))
}
