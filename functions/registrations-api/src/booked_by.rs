//! Who books whom, as a request says it.

use auth::User;
use events::registration::{Attendee, Booker, Mode, NameShown};
use models::{Email, Line, SessionId, TicketTypeId};
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use web::Problem;

use crate::register::Register;

/// No party is larger; an event may set less.
const LARGEST_PARTY: usize = 50;

/// Who wants to come.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewAttendee {
    ticket_type_id: Option<TicketTypeId>,
    mode: Option<Mode>,
    /// The account's own, if absent. Of others, neither address nor name: the seat is named later.
    email: Option<Email>,
    /// The account's own, if absent.
    full_name: Option<Line<1, 200>>,
    professional_title: Option<Line<0, 100>>,
    organization_name: Option<Line<0, 200>>,
    #[serde(default)]
    name_shown: NameShown,
    /// Optional or parallel sessions that were picked.
    #[serde(default)]
    session_ids: Vec<SessionId>,
    /// By question id.
    #[serde(default)]
    #[schema(value_type = std::collections::BTreeMap<String, Value>)]
    answers: Map<String, Value>,
}

/// Who books whom.
pub(crate) struct Party {
    pub(crate) booker: Booker,
    pub(crate) attendees: Vec<Attendee>,
    /// The address that pays is proven.
    pub(crate) verified: bool,
}

/// RG-2: a signed-in person registers under the account's address; another address makes an
/// attendee of the booking, not an account.
pub(crate) fn party(user: Option<&User>, body: &Register) -> web::Result<Party> {
    if !(1..=LARGEST_PARTY).contains(&body.attendees.len()) {
        let detail = "Register 1 to 50 people at a time.";
        return Err(Problem::field("/attendees", "out-of-range", detail));
    }
    let account = user.and_then(|user| Email::parse(&user.email).ok());
    let people = body.attendees.iter().enumerate();
    let attendees = people
        .map(|(n, new)| attendee(user, account.as_ref(), body, (n, new)))
        .collect::<web::Result<Vec<Attendee>>>()?;
    let verified = account.is_some();
    let first = attendees.first().and_then(|attendee| attendee.email.clone());
    let email = account
        .or(first)
        .ok_or_else(|| Problem::field("/attendees/0/email", "required", "Say who books."))?;
    Ok(Party { booker: Booker { user: user.map(|user| user.id), email }, attendees, verified })
}

fn attendee(
    user: Option<&User>,
    account: Option<&Email>,
    body: &Register,
    (n, new): (usize, &NewAttendee),
) -> web::Result<Attendee> {
    let pointer = format!("/attendees/{n}");
    let missing =
        |part: &str, detail: &str| Problem::field(&format!("{pointer}/{part}"), "required", detail);
    // Only the first can be the one who books without saying so.
    let own_address = account.filter(|_| n == 0);
    let email = new.email.clone().or_else(|| own_address.cloned());
    // All but the one who books may be named later (RG-19).
    let unnamed = n > 0 && email.is_none() && new.full_name.is_none();
    if email.is_none() && !unnamed {
        return Err(missing("email", "Say where the ticket goes."));
    }
    let own = user.filter(|user| email.as_ref().is_some_and(|e| user.email_key == e.key()));
    let full_name = match (&new.full_name, own) {
        (Some(name), _) => Some(String::from(name.clone())),
        (None, Some(user)) => Some(user.full_name.clone()),
        (None, None) if unnamed => None,
        (None, None) => return Err(missing("full_name", "Say who is coming.")),
    };
    let text = |text: Option<String>| text.filter(|text| !text.is_empty());
    let locale =
        body.locale.clone().map(String::from).or_else(|| own.map(|user| user.locale.clone()));
    Ok(Attendee {
        pointer,
        ticket_type: new.ticket_type_id,
        mode: new.mode,
        email,
        user: own.map(|user| user.id),
        full_name,
        professional_title: text(new.professional_title.clone().map(String::from)),
        organization_name: text(new.organization_name.clone().map(String::from)),
        name_shown: new.name_shown,
        sessions: new.session_ids.clone(),
        answers: new.answers.clone(),
        locale: locale.unwrap_or_else(|| "en".to_owned()),
        time_zone: body.time_zone.or_else(|| own.map(|user| user.time_zone)),
    })
}
