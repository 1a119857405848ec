//! Many people at once: each row stands alone (RG-22).

use chrono::{DateTime, Utc};
use events::Error;
use events::registration::{
    AccessKey, Ask, Attendee, Booker, Mode, Move, NameShown, Registered, Registree, Source, Status,
};
use models::{Email, EventId, Fault as _, Line, LinkKey, RegistrationId, UserId};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sqlx::{Connection as _, PgConnection};
use utoipa::ToSchema;

/// A person to be added, as read from a request or a file.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) email: String,
    pub(crate) full_name: String,
    pub(crate) mode: Option<Mode>,
    pub(crate) professional_title: Option<String>,
    pub(crate) organization_name: Option<String>,
    pub(crate) answers: Map<String, Value>,
}

/// What happens where there is no seat.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum OverCapacity {
    /// The row is refused.
    #[default]
    Refuse,
    /// The person waits.
    Waitlist,
}

/// How rows are added.
#[derive(Clone, Copy)]
pub(crate) struct Order<'a> {
    pub(crate) event: EventId,
    pub(crate) by: UserId,
    pub(crate) source: Source,
    pub(crate) over_capacity: OverCapacity,
    pub(crate) notify: bool,
    pub(crate) links: &'a LinkKey,
}

/// What came of the rows.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct BulkReport {
    pub(crate) dry_run: bool,
    created: usize,
    waitlisted: usize,
    exists: usize,
    refused: usize,
    rows: Vec<ReportedRow>,
}

/// What came of one row.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct ReportedRow {
    /// From 1.
    row: usize,
    email: String,
    outcome: RowOutcome,
    code: Option<String>,
    detail: Option<String>,
    registration_id: Option<RegistrationId>,
}

/// What can come of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RowOutcome {
    /// A seat.
    Created,
    /// A place in the queue.
    Waitlisted,
    /// The person has a place already.
    Exists,
    /// Nothing.
    Refused,
}

/// Adds the rows one by one. Rows that fail leave nothing behind.
pub(crate) async fn add(
    conn: &mut PgConnection,
    order: Order<'_>,
    rows: &[Row],
    now: DateTime<Utc>,
) -> web::Result<BulkReport> {
    let mut reported = Vec::with_capacity(rows.len());
    let mut moves = Vec::new();
    for (n, row) in rows.iter().enumerate() {
        let outcome = one(conn, order, row, &mut moves, now).await?;
        reported.push(reported_row(n + 1, row, outcome));
    }
    sales::ended(conn, &moves, None, now).await?;
    let count = |wanted| reported.iter().filter(|row| row.outcome == wanted).count();
    Ok(BulkReport {
        dry_run: false,
        created: count(RowOutcome::Created),
        waitlisted: count(RowOutcome::Waitlisted),
        exists: count(RowOutcome::Exists),
        refused: count(RowOutcome::Refused),
        rows: reported,
    })
}

type Outcome = Result<(RowOutcome, RegistrationId), Error>;

fn reported_row(row: usize, read: &Row, outcome: Outcome) -> ReportedRow {
    let (outcome, registration_id, error) = match outcome {
        Ok((outcome, id)) => (outcome, Some(id), None),
        Err(error) => (RowOutcome::Refused, None, Some(error)),
    };
    let detail = error.as_ref().map(|error| match error.fields().first() {
        Some(field) => field.detail.clone(),
        None => error.to_string(),
    });
    let code = error.as_ref().map(|error| error.code().to_owned());
    ReportedRow { row, email: read.email.clone(), outcome, code, detail, registration_id }
}

async fn one(
    conn: &mut PgConnection,
    order: Order<'_>,
    row: &Row,
    moves: &mut Vec<Move>,
    now: DateTime<Utc>,
) -> web::Result<Outcome> {
    let attendee = match attendee(row) {
        Ok(attendee) => attendee,
        Err(refused) => return Ok(Err(refused)),
    };
    let booker = Booker { user: Some(order.by), email: attendee.email.clone() };
    let ask = Ask {
        event: order.event,
        key: AccessKey { links: order.links, seal: None },
        access_code: None,
        unlocked: &[],
        booker,
        attendees: &[attendee],
        source: order.source,
        accept_waitlist: order.over_capacity == OverCapacity::Waitlist,
        to_be_paid: false,
    };
    let mut savepoint = conn.begin().await?;
    match events::registration::register(&mut savepoint, &ask, now).await {
        Ok(Registered::New { people, moves: new, .. }) => {
            savepoint.commit().await?;
            let Registree { registration, status, .. } = people[0];
            // People whose turn came are always told; those who were added, if it is wanted.
            moves
                .extend(new.into_iter().filter(|m| order.notify || m.registration != registration));
            let seated = status == Status::Confirmed;
            Ok(Ok((
                if seated { RowOutcome::Created } else { RowOutcome::Waitlisted },
                registration,
            )))
        }
        Ok(Registered::Twice { registration, .. }) => {
            savepoint.rollback().await?;
            Ok(Ok((RowOutcome::Exists, registration)))
        }
        Err(Error::Db(failure)) => Err(failure.into()),
        Err(refused) => {
            savepoint.rollback().await?;
            Ok(Err(refused))
        }
    }
}

fn attendee(row: &Row) -> Result<Attendee, Error> {
    let fault = |pointer: &str, detail: &str| {
        let field = models::Field {
            pointer: pointer.to_owned(),
            code: "invalid-value".to_owned(),
            detail: detail.to_owned(),
        };
        Error::Invalid(vec![field])
    };
    let email = Email::parse(&row.email)
        .map_err(|_| fault("/email", "This does not look like an e-mail address."))?;
    let full_name = Line::<1, 200>::try_from(row.full_name.clone())
        .map_err(|refused| fault("/full_name", &refused.to_string()))?;
    let short = |text: &Option<String>, pointer: &str| match text {
        None => Ok(None),
        Some(text) => Line::<0, 100>::try_from(text.clone())
            .map(|line| Some(String::from(line)).filter(|line| !line.is_empty()))
            .map_err(|refused| fault(pointer, &refused.to_string())),
    };
    Ok(Attendee {
        pointer: String::new(),
        ticket_type: None,
        mode: row.mode,
        email,
        user: None,
        full_name: full_name.into(),
        professional_title: short(&row.professional_title, "/professional_title")?,
        organization_name: short(&row.organization_name, "/organization_name")?,
        name_shown: NameShown::default(),
        sessions: Vec::new(),
        answers: row.answers.clone(),
        locale: "en".to_owned(),
        time_zone: None,
    })
}
