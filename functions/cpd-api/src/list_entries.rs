//! One's own verified record.

use auth::{On, User};
use chrono::{DateTime, NaiveDate, Utc};
use credentials::certificate::Status;
use credentials::entry;
use credentials::wording;
use models::{CertificateId, Credits, EntryId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{PageOf, Paged, Query};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Period {
    /// First day.
    pub(crate) from: Option<NaiveDate>,
    /// Last day.
    pub(crate) to: Option<NaiveDate>,
}

/// The certificate behind an entry.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EntryCertificate {
    id: CertificateId,
    number: String,
    code: String,
    status: Status,
    ready: bool,
}

/// A verified entry.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CpdEntry)]
pub(crate) struct EntryOut {
    id: EntryId,
    source: String,
    verified: bool,
    activity_date: NaiveDate,
    title: String,
    provider: Option<String>,
    seconds: Option<i32>,
    credits: Option<Credits>,
    credits_text: Option<String>,
    credit_type: Option<String>,
    unit: Option<String>,
    method: Option<String>,
    withdrawn_at: Option<DateTime<Utc>>,
    withdrawn_note: Option<String>,
    certificate: Option<EntryCertificate>,
}

impl From<entry::Entry> for EntryOut {
    fn from(of: entry::Entry) -> Self {
        let one = of.credits.is_some_and(|credits| credits.thousandths() == 1000);
        let certificate = of.certificate_id.zip(of.number).zip(of.code).zip(of.certificate_status);
        Self {
            credits_text: of.credits.map(wording::amount),
            unit: if one { of.unit_one } else { of.unit_many },
            certificate: certificate.map(|(((id, number), code), status)| EntryCertificate {
                id,
                number,
                code: credentials::code::in_fours(&code),
                status,
                ready: of.ready,
            }),
            id: of.id,
            source: of.source,
            verified: true,
            activity_date: of.activity_date,
            title: of.title,
            provider: of.provider,
            seconds: of.seconds,
            credits: of.credits,
            credit_type: of.credit_type,
            method: of.method,
            withdrawn_at: of.withdrawn_at,
            withdrawn_note: of.withdrawn_note,
        }
    }
}

/// One's own verified entries, latest activity first.
#[utoipa::path(get, path = "/api/v1/cpd/entries", tag = "record", security(("bearer" = [])),
    params(Period, ("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Paged<EntryOut>), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn list_entries(
    On(user, mut conn): On<User>,
    Query(period): Query<Period>,
    page: PageOf<(NaiveDate, EntryId)>,
) -> web::Result<Paged<EntryOut>> {
    let rows = entry::list(&mut conn, user.id, period.from, period.to, page.page).await?;
    Ok(page.of(rows, |row| (row.activity_date, row.id), EntryOut::from))
}
