//! What each message tells, as it was when it was written.

use chrono::{DateTime, Utc};
use models::{Credits, EventId, OrgId, RegistrationId, Role, Sealed, SessionId, TimeZone};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::words::{
    Answer, Attention, Lapsed, Places, RequestStep, RevokeReason, SecurityWord, Standing, Trouble,
};
use crate::Change;

macro_rules! facts {
    ($($(#[$doc:meta])+ $name:ident { $($(#[$field_doc:meta])+ $field:ident: $type:ty,)* })+) => {$(
        $(#[$doc])+
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        pub struct $name {
            $($(#[$field_doc])+ pub $field: $type,)*
        }
    )+};
}
pub(super) use facts;

facts! {
    /// A link or code that ends.
    MailedLink {
        /// The challenge.
        seal: Sealed,
        /// When it ends.
        expires_at: DateTime<Utc>,
        /// Who asked the person in.
        organization: Option<String>,
    }
    /// A change of an account.
    SecurityChanged {
        /// What.
        change: SecurityWord,
        /// Which address, where one is meant.
        address: Option<String>,
        /// On which device.
        device: String,
        /// From which network.
        ip_prefix: Option<String>,
        /// When.
        at: DateTime<Utc>,
    }
    /// A sign-in.
    SignIn {
        /// On which device.
        device: String,
        /// From which network.
        ip_prefix: Option<String>,
        /// When.
        at: DateTime<Utc>,
    }
    /// An invitation of a member.
    Invitation {
        /// Opens it.
        seal: Sealed,
        /// Who invites; absent when the name cannot be shown to a stranger.
        inviter: Option<String>,
        /// Into which organization; absent likewise.
        organization: Option<String>,
        /// As what.
        roles: Vec<Role>,
        /// What the inviter says.
        message: Option<String>,
        /// When it ends.
        expires_at: DateTime<Utc>,
    }
    /// The answer to an invitation.
    InvitationAnswered {
        /// Whose answer: a name, or the masked address.
        who: String,
        /// Which organization.
        organization: String,
        /// The answer.
        answer: Answer,
        /// Where the team is listed.
        organization_id: OrgId,
    }
    /// A member's roles.
    Roles {
        /// Where.
        organization: String,
        /// Which.
        roles: Vec<Role>,
        /// Where.
        organization_id: OrgId,
    }
    /// A member's own plan has ended.
    SeatNotice {
        /// Where no seat was free.
        organization: String,
        /// Until when the roles stay.
        ends_at: DateTime<Utc>,
        /// Where.
        organization_id: OrgId,
    }
    /// The end of a membership.
    Removed {
        /// Where.
        organization: String,
    }
    /// An event as people know it.
    Event {
        /// Which.
        id: EventId,
        /// The name of its page.
        slug: Option<String>,
        /// Its title.
        title: String,
        /// First start.
        starts_at: DateTime<Utc>,
        /// Last end.
        ends_at: DateTime<Utc>,
        /// Whose clocks it follows.
        time_zone: TimeZone,
        /// Name and address of the place.
        venue: Option<String>,
        /// Who holds it.
        organizer: String,
    }
    /// A person's place at an event.
    Place {
        /// Which.
        registration: RegistrationId,
        /// At which event.
        event: Event,
        /// The person comes by the internet.
        online: bool,
        /// Shows and changes it.
        manage: Sealed,
        /// Joins the meeting.
        join: Option<Sealed>,
    }
    /// A session that is attended.
    Session {
        /// Which.
        id: SessionId,
        /// Its title.
        title: String,
        /// From.
        starts_at: DateTime<Utc>,
        /// To.
        ends_at: DateTime<Utc>,
        /// Where in the building.
        room: Option<String>,
    }
    /// A sure place.
    Confirmed {
        /// Which.
        place: Place,
        /// What is attended, where the event has several parts.
        sessions: Vec<Session>,
        /// Opens the door, of people who come in person.
        ticket_code: Option<String>,
        /// The person has no account: the mail may have reached a stranger.
        guest: bool,
    }
    /// A place in the queue.
    Waitlisted {
        /// Which.
        place: Place,
        /// So many stand before it, and itself.
        position: i64,
    }
    /// A place that is kept for a while.
    Offered {
        /// Which.
        place: Place,
        /// Until when.
        until: DateTime<Utc>,
    }
    /// What the organizer says to a request.
    Request {
        /// Which.
        place: Place,
        /// How far it is.
        step: RequestStep,
        /// Until when an approved place is held.
        until: Option<DateTime<Utc>>,
        /// Why it was refused.
        reason: Option<String>,
    }
    /// A place that is somebody else's now.
    PassedOn {
        /// Whose it was.
        place: Place,
        /// Whose it is.
        to: Option<String>,
    }
    /// Seats of a party that have no name yet.
    Unnamed {
        /// The place of who booked them.
        place: Place,
        /// How many.
        seats: i64,
        /// From when no name can be given any more.
        locked_at: Option<DateTime<Utc>>,
    }
    /// A place that lapsed.
    Expired {
        /// Which.
        place: Place,
        /// Why.
        lapsed: Lapsed,
    }
    /// A place that is another.
    PlaceChanged {
        /// Which.
        place: Place,
        /// What is different.
        changes: Vec<Change>,
    }
    /// A place that is no more.
    Cancelled {
        /// Which.
        place: Place,
        /// Why.
        reason: Option<String>,
        /// More words of the organizer.
        message: Option<String>,
        /// What goes back for it, with its currency.
        refund: Option<String>,
    }
    /// Everything that an address is registered for.
    Links {
        /// One by one.
        places: Vec<LinkedPlace>,
    }
    /// One of them.
    LinkedPlace {
        /// The event's title.
        title: String,
        /// Its start.
        starts_at: DateTime<Utc>,
        /// Its clocks.
        time_zone: TimeZone,
        /// How the registration stands.
        status: Standing,
        /// Shows and changes it.
        manage: Sealed,
    }
    /// An event that is another.
    EventUpdated {
        /// The person's place.
        place: Place,
        /// What is different.
        changes: Vec<Change>,
        /// More words of the organizer.
        message: Option<String>,
        /// Until when the person may cancel and gets everything back.
        refund_until: Option<DateTime<Utc>>,
    }
    /// An event that starts soon.
    Reminder {
        /// The person's place.
        place: Place,
        /// Opens the door, of people who come in person.
        ticket_code: Option<String>,
        /// So many minutes before, as the event's settings say.
        minutes: i32,
        /// So many minutes are left: what is said. Differs where the job was held up.
        left: i32,
    }
    /// A certificate.
    Certified {
        /// What it is about.
        title: String,
        /// Its number.
        number: String,
        /// What a stranger checks it with.
        code: String,
        /// The credit on it.
        credits: Vec<Credit>,
        /// Until when it is good.
        expires_on: Option<chrono::NaiveDate>,
        /// Who issued it.
        issuer: String,
        /// Shows it to a guest; a person with an account signs in.
        manage: Option<Sealed>,
        /// Its page for the holder with an account.
        certificate: Uuid,
        /// Why it was revoked.
        reason: Option<RevokeReason>,
        /// More words about that.
        note: Option<String>,
    }
    /// An amount of one kind of credit.
    Credit {
        /// The body that gives it.
        body: String,
        /// How much.
        amount: Credits,
        /// The unit, in the number that fits.
        unit: String,
    }
    /// Places at an event, for the team.
    TeamRegistrations {
        /// Which event.
        event: EventId,
        /// Its title.
        title: String,
        /// Whose.
        organization_id: OrgId,
        /// What happened.
        what: Places,
    }
    /// Presence at an event, for the team.
    TeamAttendance {
        /// Which event.
        event: EventId,
        /// Its title.
        title: String,
        /// Whose.
        organization_id: OrgId,
        /// What is to be looked at.
        what: Attention,
    }
    /// Zoom, for the team.
    TeamIntegrations {
        /// Whose.
        organization_id: OrgId,
        /// The host's account, or the event.
        subject: String,
        /// The event that is touched.
        event: Option<EventId>,
        /// What happened.
        what: Trouble,
        /// What Zoom said.
        reason: Option<String>,
    }
    /// A payment, for whoever pays.
    Purchase {
        /// Opens the payment.
        payment: Sealed,
        /// What it is for.
        title: String,
        /// When that starts.
        starts_at: DateTime<Utc>,
        /// Whose clocks it follows.
        time_zone: TimeZone,
        /// Who sells.
        organizer: String,
        /// All of it, with its currency.
        total: String,
    }
    /// A payment that was made.
    Receipt {
        /// Which.
        purchase: Purchase,
        /// What it is made of.
        lines: Vec<MoneyLine>,
        /// When the money came.
        paid_at: DateTime<Utc>,
    }
    /// An invoice that is not paid.
    PaymentDue {
        /// Of which payment.
        purchase: Purchase,
        /// Its number, where it has one.
        invoice: Option<String>,
        /// By when it is to be paid.
        due_at: DateTime<Utc>,
        /// Whether that day is over.
        overdue: bool,
    }
    /// Money that went back.
    RefundSent {
        /// Of which payment.
        purchase: Purchase,
        /// How much, with its currency.
        amount: String,
        /// What it is made of.
        lines: Vec<MoneyLine>,
        /// When it was sent on its way.
        sent_at: DateTime<Utc>,
    }
    /// An amount and what it is for.
    MoneyLine {
        /// What.
        label: String,
        /// How much, with its currency.
        amount: String,
    }
}
