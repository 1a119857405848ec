//! One of each message, for the snapshots.

mod money;
mod organizations;

use chrono::{DateTime, Utc};
use models::{Credits, Role, SealKind, Sealed, TimeZone};
use uuid::Uuid;

use crate::Change;
use crate::message::*;

pub(super) fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn id<T: From<Uuid>>(n: u128) -> T {
    Uuid::from_u128(n).into()
}

fn seal(kind: SealKind) -> Sealed {
    Sealed { kind, id: Uuid::from_u128(7), generation: 1 }
}

fn link(kind: SealKind) -> MailedLink {
    MailedLink { seal: seal(kind), expires_at: at("2026-10-01T08:15:00Z"), organization: None }
}

pub(super) fn place(online: bool) -> Place {
    Place {
        registration: id(1),
        event: Event {
            id: id(2),
            slug: Some("wound-care".into()),
            title: "Wound care <b>for</b> \"everybody\" & friends".into(),
            starts_at: at("2026-11-24T14:00:00Z"),
            ends_at: at("2026-11-24T16:30:00Z"),
            time_zone: "Europe/Warsaw".parse::<TimeZone>().unwrap(),
            venue: Some("Great Hall, Rynek 1, Kraków".into()),
            organizer: "Klinika Północ".into(),
        },
        online,
        manage: seal(SealKind::Manage),
        join: online.then(|| seal(SealKind::Join)),
    }
}

fn changes() -> Vec<Change> {
    let change = |field: &str, from: &str, to: &str| Change {
        field: field.into(),
        from: Some(from.into()).filter(|text: &String| !text.is_empty()),
        to: Some(to.into()),
    };
    vec![
        change("starts_at", "2026-11-24T14:00:00+01:00", "2026-11-24T15:00:00+01:00"),
        change("venue", "Small Hall", "Great Hall, Rynek 1, Kraków"),
        change("online_url", "", "https://meet.example.org/secret?pwd=1"),
        change("unheard_of", "", "x"),
    ]
}

fn certified(reason: Option<RevokeReason>) -> Certified {
    let credit = |body: &str, thousandths, unit: &str| Credit {
        body: body.into(),
        amount: Credits::of_thousandths(thousandths),
        unit: unit.into(),
    };
    Certified {
        title: "Wound care".into(),
        number: "KP-2026-000123".into(),
        code: "7KQ2MZ9HPDTR4WXA".into(),
        credits: vec![credit("ACCME", 2500, "credits"), credit("NIL", 1000, "point")],
        expires_on: chrono::NaiveDate::from_ymd_opt(2028, 11, 24),
        issuer: "Klinika Północ".into(),
        manage: Some(seal(SealKind::Manage)),
        certificate: Uuid::from_u128(9),
        reason,
        note: reason.map(|_| "The attendee list was wrong.".into()),
    }
}

fn session(n: u128, title: &str, from: &str, to: &str) -> Session {
    Session {
        id: id(n),
        title: title.into(),
        starts_at: at(from),
        ends_at: at(to),
        room: Some("Room 2".into()),
    }
}

/// Every variant; some twice, where they differ much.
pub(super) fn all() -> Vec<(&'static str, Message)> {
    let mut all = accounts();
    all.extend(organizations());
    all.extend(organizations::ownership());
    all.extend(organizations::closing());
    all.extend(registrations());
    all.extend(events_and_certificates());
    all.extend(money::payments());
    all.extend(money::team());
    all
}

fn accounts() -> Vec<(&'static str, Message)> {
    use Message as M;
    let sign_in = || SignIn {
        device: "Firefox on Windows".into(),
        ip_prefix: Some("203.0.113.0/24".into()),
        at: at("2026-10-01T08:00:00Z"),
    };
    vec![
        (
            "account-verify",
            M::AccountVerify(MailedLink {
                organization: Some("Klinika Północ".into()),
                ..link(SealKind::SignUp)
            }),
        ),
        ("account-exists", M::AccountExists(link(SealKind::SignIn))),
        ("account-sign-in-link", M::AccountSignInLink(link(SealKind::SignIn))),
        ("account-password-reset", M::AccountPasswordReset(link(SealKind::PasswordReset))),
        ("account-add-address", M::AccountAddAddress(link(SealKind::AddAddress))),
        ("account-code", M::AccountCode(link(SealKind::Code))),
        (
            "account-security-changed",
            M::AccountSecurityChanged(SecurityChanged {
                change: SecurityWord::AddressAdded,
                address: Some("ada@work.example".into()),
                device: "Safari on iPhone".into(),
                ip_prefix: None,
                at: at("2026-10-01T08:00:00Z"),
            }),
        ),
        ("account-new-sign-in", M::AccountNewSignIn(sign_in())),
        ("account-login-stolen", M::AccountLoginStolen(sign_in())),
    ]
}

fn organizations() -> Vec<(&'static str, Message)> {
    use Message as M;
    let organization = || "Klinika Północ".to_owned();
    vec![
        (
            "organization-invitation",
            M::OrganizationInvitation(Invitation {
                seal: seal(SealKind::Invitation),
                inviter: Some("Łukasz Żółć".into()),
                organization: Some(organization()),
                roles: vec![Role::Organizer, Role::CheckIn],
                message: Some("Join us!\nSee https://evil.example <script>".into()),
                expires_at: at("2026-10-08T08:00:00Z"),
            }),
        ),
        (
            "organization-invitation-answered",
            M::OrganizationInvitationAnswered(InvitationAnswered {
                who: "a•••@example.org".into(),
                organization: organization(),
                answer: Answer::Declined,
                organization_id: id(3),
            }),
        ),
        (
            "organization-role-changed",
            M::OrganizationRoleChanged(Roles {
                organization: organization(),
                roles: vec![Role::Admin],
                organization_id: id(3),
            }),
        ),
        (
            "organization-seat-notice",
            M::OrganizationSeatNotice(SeatNotice {
                organization: organization(),
                ends_at: at("2026-10-15T08:00:00Z"),
                organization_id: id(3),
            }),
        ),
        (
            "organization-member-removed",
            M::OrganizationMemberRemoved(Removed { organization: organization() }),
        ),
    ]
}

#[expect(clippy::too_many_lines, reason = "a sample of each message, one after the other")]
fn registrations() -> Vec<(&'static str, Message)> {
    use Message as M;
    vec![
        (
            "registration-confirmed",
            M::RegistrationConfirmed(Confirmed {
                place: place(true),
                sessions: vec![],
                ticket_code: None,
                guest: true,
            }),
        ),
        (
            "registration-confirmed-in-person",
            M::RegistrationConfirmed(Confirmed {
                place: place(false),
                sessions: vec![
                    session(5, "Burns", "2026-11-24T14:00:00Z", "2026-11-24T15:00:00Z"),
                    session(6, "Bites", "2026-11-24T15:15:00Z", "2026-11-24T16:30:00Z"),
                ],
                ticket_code: Some("7KQ2MZ9HPD".into()),
                guest: false,
            }),
        ),
        (
            "registration-waitlisted",
            M::RegistrationWaitlisted(Waitlisted { place: place(true), position: 3 }),
        ),
        (
            "waitlist-offer",
            M::WaitlistOffer(Offered { place: place(true), until: at("2026-11-20T12:00:00Z") }),
        ),
        (
            "registration-expired",
            M::RegistrationExpired(Expired { place: place(true), lapsed: Lapsed::Offer }),
        ),
        (
            "registration-changed",
            M::RegistrationChanged(PlaceChanged {
                place: place(true),
                changes: vec![Change {
                    field: "mode".into(),
                    from: Some("in_person".into()),
                    to: Some("online".into()),
                }],
            }),
        ),
        (
            "registration-cancelled",
            M::RegistrationCancelled(Cancelled {
                place: place(true),
                reason: Some("Fell ill".into()),
                message: None,
                refund: Some("12.50 USD".into()),
            }),
        ),
        (
            "registration-requested",
            M::RegistrationRequest(Request {
                place: place(true),
                step: RequestStep::Received,
                until: None,
                reason: None,
            }),
        ),
        (
            "registration-approved",
            M::RegistrationRequest(Request {
                place: place(false),
                step: RequestStep::Approved,
                until: Some(at("2026-11-20T12:00:00Z")),
                reason: None,
            }),
        ),
        (
            "registration-declined",
            M::RegistrationRequest(Request {
                place: place(true),
                step: RequestStep::Declined,
                until: None,
                reason: Some("For members only.".into()),
            }),
        ),
        (
            "registration-passed-on",
            M::RegistrationPassedOn(PassedOn { place: place(true), to: Some("Ben Ito".into()) }),
        ),
        (
            "party-unnamed",
            M::PartyUnnamed(Unnamed {
                place: place(true),
                seats: 2,
                locked_at: Some(at("2026-11-23T12:00:00Z")),
            }),
        ),
        (
            "registration-links",
            M::RegistrationLinks(Links {
                places: vec![
                    LinkedPlace {
                        title: "Wound care".into(),
                        starts_at: at("2026-11-24T14:00:00Z"),
                        time_zone: TimeZone::UTC,
                        status: Standing::Confirmed,
                        manage: seal(SealKind::Manage),
                    },
                    LinkedPlace {
                        title: "Burns".into(),
                        starts_at: at("2026-12-01T09:00:00Z"),
                        time_zone: "Europe/Warsaw".parse().unwrap(),
                        status: Standing::Waitlisted,
                        manage: seal(SealKind::Manage),
                    },
                ],
            }),
        ),
        ("presence-unmatched", M::PresenceUnmatched(place(true))),
    ]
}

fn events_and_certificates() -> Vec<(&'static str, Message)> {
    use Message as M;
    vec![
        (
            "event-updated",
            M::EventUpdated(EventUpdated {
                place: place(true),
                changes: changes(),
                message: Some("Sorry for the change.\nSee you!".into()),
                refund_until: Some(at("2026-11-24T14:00:00Z")),
            }),
        ),
        (
            "event-cancelled",
            M::EventCancelled(Cancelled {
                place: place(false),
                reason: Some("Speaker is ill".into()),
                message: Some("We plan a new date.".into()),
                refund: None,
            }),
        ),
        (
            "event-reminder",
            M::EventReminder(Reminder {
                place: place(true),
                ticket_code: None,
                minutes: 60,
                left: 60,
            }),
        ),
        ("certificate-issued", M::CertificateIssued(certified(None))),
        ("certificate-replaced", M::CertificateReplaced(certified(None))),
        (
            "certificate-revoked",
            M::CertificateRevoked(certified(Some(RevokeReason::IssuedInError))),
        ),
    ]
}
