//! Every message of the product: a key that is missing here cannot be sent.

mod facts;
mod organizations;
mod team;
mod words;

pub use facts::*;
pub use organizations::*;
pub use team::*;
pub use words::*;

use serde::{Deserialize, Serialize};

use crate::preferences::Channel;

/// How far a message may be switched off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Class {
    /// About the safety of an account: never off, from the platform, without text of organizations.
    Security,
    /// About what the person asked for: never off.
    Transactional,
    /// Off by its category.
    Reminder,
    /// To a team; off by its category.
    Notice,
}

/// What a person can switch.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, utoipa::ToSchema,
)]
#[serde(rename_all = "kebab-case")]
#[sqlx(type_name = "text", rename_all = "kebab-case")]
#[schema(as = MessageCategory)]
pub enum Category {
    /// Before an event.
    Reminders,
    /// Places taken and given back.
    TeamRegistrations,
    /// What is to be looked at after an event.
    TeamAttendance,
    /// Zoom.
    TeamIntegrations,
    /// Who joined.
    TeamMembers,
}

impl Category {
    /// Every category.
    pub const ALL: [Self; 5] = [
        Self::Reminders,
        Self::TeamRegistrations,
        Self::TeamAttendance,
        Self::TeamIntegrations,
        Self::TeamMembers,
    ];

    /// Where a person reads it who chose nothing.
    #[must_use]
    pub const fn default_channel(self) -> Channel {
        match self {
            Self::TeamRegistrations => Channel::InApp,
            Self::Reminders | Self::TeamAttendance | Self::TeamIntegrations | Self::TeamMembers => {
                Channel::Email
            }
        }
    }

    /// The category that a word names.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.word() == word)
    }

    /// The word in the database and on the wire.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Reminders => "reminders",
            Self::TeamRegistrations => "team-registrations",
            Self::TeamAttendance => "team-attendance",
            Self::TeamIntegrations => "team-integrations",
            Self::TeamMembers => "team-members",
        }
    }
}

macro_rules! messages {
    ($($(#[$doc:meta])+ $name:ident($facts:ty) = $key:literal, $class:ident $(($category:ident))?;)+) => {
        /// A message with what it tells. Never a secret: links are seals that only the sender makes.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(tag = "key", content = "facts")]
        pub enum Message {
            $($(#[$doc])+ #[serde(rename = $key)] $name($facts),)+
        }

        impl Message {
            /// The name in the log.
            #[must_use]
            pub const fn key(&self) -> &'static str {
                match self {
                    $(Self::$name(_) => $key,)+
                }
            }

            /// How far it may be switched off.
            #[must_use]
            pub const fn class(&self) -> Class {
                match self {
                    $(Self::$name(_) => Class::$class,)+
                }
            }

            /// By which switch.
            #[must_use]
            pub fn category(&self) -> Option<Category> {
                match self {
                    $(Self::$name(_) => messages!(@category $($category)?),)+
                }
            }
        }

        /// Every key.
        pub const KEYS: &[&str] = &[$($key),+];
    };
    (@category) => { None };
    (@category $category:ident) => { Some(Category::$category) };
}

messages! {
    /// Completes a sign-up.
    AccountVerify(MailedLink) = "account-verify", Security;
    /// Somebody signed up with an address that has an account.
    AccountExists(MailedLink) = "account-exists", Security;
    /// Signs in.
    AccountSignInLink(MailedLink) = "account-sign-in-link", Security;
    /// Sets a new password.
    AccountPasswordReset(MailedLink) = "account-password-reset", Security;
    /// Proves a further address.
    AccountAddAddress(MailedLink) = "account-add-address", Security;
    /// Six digits to type in.
    AccountCode(MailedLink) = "account-code", Security;
    /// What changed about the safety of an account.
    AccountSecurityChanged(SecurityChanged) = "account-security-changed", Security;
    /// An unknown device signed in.
    AccountNewSignIn(SignIn) = "account-new-sign-in", Security;
    /// A login was used twice and has been ended.
    AccountLoginStolen(SignIn) = "account-login-stolen", Security;
    /// Come and join a team.
    OrganizationInvitation(Invitation) = "organization-invitation", Transactional;
    /// What became of an invitation.
    OrganizationInvitationAnswered(InvitationAnswered) = "organization-invitation-answered", Notice(TeamMembers);
    /// Other roles.
    OrganizationRoleChanged(Roles) = "organization-role-changed", Transactional;
    /// The seat that the member paid for is paid no more.
    OrganizationSeatNotice(SeatNotice) = "organization-seat-notice", Transactional;
    /// Another owner, or none after all.
    OrganizationOwnership(Ownership) = "organization-ownership", Transactional;
    /// It closes, or does not.
    OrganizationClosing(Closing) = "organization-closing", Transactional;
    /// No longer a member.
    OrganizationMemberRemoved(Removed) = "organization-member-removed", Transactional;
    /// The place is sure.
    RegistrationConfirmed(Confirmed) = "registration-confirmed", Transactional;
    /// In the queue.
    RegistrationWaitlisted(Waitlisted) = "registration-waitlisted", Transactional;
    /// A place is kept until a deadline.
    WaitlistOffer(Offered) = "waitlist-offer", Transactional;
    /// A hold, an offer or the queue came to its end.
    RegistrationExpired(Expired) = "registration-expired", Transactional;
    /// Mode, sessions or name are others.
    RegistrationChanged(PlaceChanged) = "registration-changed", Transactional;
    /// The place is given back.
    RegistrationCancelled(Cancelled) = "registration-cancelled", Transactional;
    /// The organizer is asked, agrees or does not.
    RegistrationRequest(Request) = "registration-request", Transactional;
    /// The place is somebody else's now.
    RegistrationPassedOn(PassedOn) = "registration-passed-on", Transactional;
    /// Seats that were booked still have no names.
    PartyUnnamed(Unnamed) = "party-unnamed", Transactional;
    /// All links of an address, because somebody asked.
    RegistrationLinks(Links) = "registration-links", Transactional;
    /// The meeting does not see the person who clicked to join.
    PresenceUnmatched(Place) = "presence-unmatched", Transactional;
    /// Time, place or way of joining are others.
    EventUpdated(EventUpdated) = "event-updated", Transactional;
    /// It does not take place.
    EventCancelled(Cancelled) = "event-cancelled", Transactional;
    /// It starts soon.
    EventReminder(Reminder) = "event-reminder", Reminder(Reminders);
    /// The file is ready.
    CertificateIssued(Certified) = "certificate-issued", Transactional;
    /// In place of an older one.
    CertificateReplaced(Certified) = "certificate-replaced", Transactional;
    /// Not valid any more.
    CertificateRevoked(Certified) = "certificate-revoked", Transactional;
    /// Places taken or given back.
    TeamRegistrations(TeamRegistrations) = "team-registrations", Notice(TeamRegistrations);
    /// Presence that needs a look.
    TeamAttendance(TeamAttendance) = "team-attendance", Notice(TeamAttendance);
    /// Zoom needs a hand.
    TeamIntegrations(TeamIntegrations) = "team-integrations", Notice(TeamIntegrations);
    /// What was paid, line by line.
    PaymentReceipt(Receipt) = "payment-receipt", Transactional;
    /// A bank takes its days.
    PaymentProcessing(Purchase) = "payment-processing", Transactional;
    /// The bank refused in the end.
    PaymentFailed(Purchase) = "payment-failed", Transactional;
    /// An invoice is due soon, or was.
    PaymentDue(PaymentDue) = "payment-due", Transactional;
    /// Money went back.
    RefundSent(RefundSent) = "refund-sent", Transactional;
    /// Money needs a look.
    TeamMoney(TeamMoney) = "team-money", Transactional;
    /// Somebody went to the account that receives the money.
    PayoutAccountChanged(PayoutAccountChanged) = "payout-account-changed", Transactional;
    /// The plan ends, or is not paid.
    TeamPlan(TeamPlan) = "team-plan", Transactional;
}
