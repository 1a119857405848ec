//! Many people at once: each row stands alone (RG-22).

use billing::payment::Buyer;
use billing::promo::Code;
use chrono::{DateTime, Utc};
use events::Error;
use events::registration::{
    AccessKey, Ask, Attendee, Booker, Mode, Move, NameShown, Registered, Registree, Source, Status,
};
use models::{
    Email, EventId, Fault as _, Field, Kind, Line, LinkKey, PaymentId, RegistrationId,
    TicketTypeId, UserId,
};
use sales::Outside;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sqlx::{Connection as _, PgConnection};
use utoipa::ToSchema;
use web::Problem;

/// A person to be added, as read from a request or a file.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) email: String,
    pub(crate) ticket_type: Option<TicketTypeId>,
    pub(crate) full_name: String,
    pub(crate) mode: Option<Mode>,
    pub(crate) professional_title: Option<String>,
    pub(crate) organization_name: Option<String>,
    pub(crate) answers: Map<String, Value>,
    /// What could not be read: the row is refused.
    pub(crate) fault: Option<Field>,
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
    /// How places that cost something are settled.
    pub(crate) payment: Option<&'a Settlement>,
    pub(crate) code: Option<&'a Code>,
}

/// How a place that costs something is settled (PA-24).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(tag = "how", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = RegistrationSettlement)]
pub(crate) enum Settlement {
    /// It is given for nothing.
    Waived {
        /// Why.
        reason: Line<3, 500>,
    },
    /// It is paid to the organizer, by an invoice of the organizer's own.
    Invoice {
        /// Until it is due; the organization's usual time, if absent.
        #[schema(minimum = 1, maximum = 365)]
        due_days: Option<i32>,
    },
}

impl Settlement {
    /// Refuses a time that is none.
    pub(crate) fn check(&self) -> web::Result<()> {
        match self {
            Self::Invoice { due_days: Some(days) } if !(1..=365).contains(days) => {
                Err(Problem::field("/payment/due_days", "out-of-range", "This is 1 to 365 days."))
            }
            _ => Ok(()),
        }
    }

    fn outside(&self) -> Outside<'_> {
        match self {
            Self::Waived { reason } => Outside::Waived { reason },
            Self::Invoice { due_days } => Outside::Invoice { due_days: *due_days },
        }
    }
}

/// What came of the rows.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
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
    /// What says how the place is settled, where it costs something.
    payment_id: Option<PaymentId>,
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

impl BulkReport {
    /// The report of a file that is added part by part.
    pub(crate) fn and(mut self, next: Self) -> Self {
        let before = self.rows.len();
        self.created += next.created;
        self.waitlisted += next.waitlisted;
        self.exists += next.exists;
        self.refused += next.refused;
        let place = |row: ReportedRow| ReportedRow { row: before + row.row, ..row };
        self.rows.extend(next.rows.into_iter().map(place));
        self
    }
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

type Outcome = Result<(RowOutcome, RegistrationId, Option<PaymentId>), sales::Error>;

fn reported_row(row: usize, read: &Row, outcome: Outcome) -> ReportedRow {
    let (outcome, registration_id, payment_id, error) = match outcome {
        Ok((outcome, id, payment)) => (outcome, Some(id), payment, None),
        Err(error) => (RowOutcome::Refused, None, None, Some(error)),
    };
    let detail = error.as_ref().map(|error| match error.fields().first() {
        Some(field) => field.detail.clone(),
        None => error.to_string(),
    });
    let code = error.as_ref().map(|error| error.code().to_owned());
    // What cannot be shown cannot be stored with the answer either.
    let email = read.email.chars().filter(|c| !c.is_control()).collect();
    ReportedRow { row, email, outcome, code, detail, registration_id, payment_id }
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
        Err(refused) => return Ok(Err(refused.into())),
    };
    let Some(email) = attendee.email.clone() else { return Ok(Err(Error::NotFound.into())) };
    let booker = Booker { user: Some(order.by), email: email.clone() };
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
        promo_code: order.code.map(Code::as_str),
    };
    let mut savepoint = conn.begin().await?;
    match events::registration::register(&mut savepoint, &ask, now).await {
        Ok(Registered::New { people, moves: new, .. }) => {
            let Registree { registration, status, .. } = people[0];
            let payment = match settled(&mut savepoint, order, &people[0], &ask, now).await {
                Ok(payment) => payment,
                Err(fault) if matches!(fault.kind(), Kind::Unavailable | Kind::Internal) => {
                    return Err(fault.into());
                }
                Err(refused) => {
                    savepoint.rollback().await?;
                    return Ok(Err(refused));
                }
            };
            savepoint.commit().await?;
            // People whose turn came are always told; those who were added, if it is wanted.
            moves
                .extend(new.into_iter().filter(|m| order.notify || m.registration != registration));
            let seated = status == Status::Confirmed;
            let outcome = if seated { RowOutcome::Created } else { RowOutcome::Waitlisted };
            Ok(Ok((outcome, registration, payment)))
        }
        Ok(Registered::Twice { registration, .. }) => {
            savepoint.rollback().await?;
            Ok(Ok((RowOutcome::Exists, registration, None)))
        }
        Err(Error::Db(failure)) => Err(failure.into()),
        Err(refused) => {
            savepoint.rollback().await?;
            Ok(Err(refused.into()))
        }
    }
}

/// A place that costs something says how it is settled; nobody is seated by default (RG-22).
async fn settled(
    conn: &mut PgConnection,
    order: Order<'_>,
    person: &Registree,
    ask: &Ask<'_>,
    now: DateTime<Utc>,
) -> Result<Option<PaymentId>, sales::Error> {
    if person.status != Status::Confirmed || !person.priced {
        return Ok(None);
    }
    let how = order.payment.ok_or(billing::Error::PaymentChoiceNeeded)?;
    let attendee = &ask.attendees[0];
    let buyer = Buyer {
        user: attendee.user,
        email: ask.booker.email.clone(),
        name: attendee.full_name.clone(),
        locale: attendee.locale.clone(),
    };
    let sale = sales::Order {
        event: order.event,
        places: &[(person.registration, person.ticket_type)],
        buyer: &buyer,
        // The organizer answers for the address.
        verified: true,
        code: order.code,
    };
    let drafted = sales::settle_outside(conn, &sale, how.outside(), now).await?;
    Ok(Some(drafted.id))
}

/// One fault of a row.
pub(crate) fn fault(pointer: &str, code: &str, detail: &str) -> Field {
    Field { pointer: pointer.to_owned(), code: code.to_owned(), detail: detail.to_owned() }
}

/// A text that may be absent, of at most so many characters.
fn short<const MOST: usize>(text: Option<&String>, pointer: &str) -> Result<Option<String>, Error> {
    let Some(text) = text else { return Ok(None) };
    let line = Line::<0, MOST>::try_from(text.clone())
        .map_err(|refused| invalid(pointer, &refused.to_string()))?;
    Ok(Some(String::from(line)).filter(|line| !line.is_empty()))
}

fn invalid(pointer: &str, detail: &str) -> Error {
    Error::Invalid(vec![fault(pointer, "invalid-value", detail)])
}

fn attendee(row: &Row) -> Result<Attendee, Error> {
    if let Some(fault) = &row.fault {
        return Err(Error::Invalid(vec![fault.clone()]));
    }
    let email = Email::parse(&row.email)
        .map_err(|_| invalid("/email", "This does not look like an e-mail address."))?;
    let full_name = Line::<1, 200>::try_from(row.full_name.clone())
        .map_err(|refused| invalid("/full_name", &refused.to_string()))?;
    Ok(Attendee {
        pointer: String::new(),
        ticket_type: row.ticket_type,
        mode: row.mode,
        email: Some(email),
        user: None,
        full_name: Some(full_name.into()),
        professional_title: short::<100>(row.professional_title.as_ref(), "/professional_title")?,
        organization_name: short::<200>(row.organization_name.as_ref(), "/organization_name")?,
        name_shown: NameShown::default(),
        sessions: Vec::new(),
        answers: row.answers.clone(),
        locale: "en".to_owned(),
        time_zone: None,
    })
}
