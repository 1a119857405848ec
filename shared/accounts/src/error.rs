//! What a client of this domain can act on.

use models::{Fault, Field, Kind};

/// An outcome that is not success.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Unknown, or another tenant's.
    #[error("There is nothing here.")]
    NotFound,
    /// No such link.
    #[error("This link is not valid.")]
    LinkInvalid,
    /// Its time has passed.
    #[error("This link has ended. Ask for a fresh one.")]
    LinkExpired,
    /// It did its work before.
    #[error("This link was used already.")]
    LinkUsed,
    /// AC-8.
    #[error("{0}")]
    PasswordRefused(&'static str),
    /// AC-10: one answer for every wrong pair.
    #[error("The e-mail address or the password is wrong.")]
    InvalidCredentials,
    /// Said only to somebody who proved who they are.
    #[error("This account is disabled. Write to us if you think that is wrong.")]
    AccountDisabled,
    /// AC-9: all places at the hash are taken.
    #[error("Signing in takes a moment longer right now. Try again.")]
    Busy,
    /// The login ended, by time or by somebody's word.
    #[error("You were signed out. Sign in again.")]
    LoginEnded,
    /// AC-16: an old cookie came back.
    #[error("This sign-in was used twice and was ended. Sign in again.")]
    LoginReused,
    /// The caller is no member.
    #[error("You are not a member of this organization.")]
    NotAMember,
    /// The proof does not hold.
    #[error("That is not right. Try again.")]
    ProofRefused,
    /// AC-20: this account has to prove itself in another way.
    #[error("Use another way to confirm that it is you.")]
    MethodNotEnough,
    /// AC-6.
    #[error("An account has at most ten addresses.")]
    AddressLimit,
    /// AC-6.
    #[error("This is your primary address. Choose another one first.")]
    AddressIsPrimary,
    /// AC-6.
    #[error("This was your primary address until a few days ago, so it stays for now.")]
    AddressHeld,
    /// One personal organization a person.
    #[error("You have a personal organization already.")]
    PersonalExists,
    /// Ten owned organizations a person.
    #[error("You own ten organizations, which is the most.")]
    OrganizationLimit,
    /// OR-11.
    #[error("This address is taken. Choose another one.")]
    SlugTaken,
    /// OR-11.
    #[error("An address takes 3 to 60 of a-z, 0-9 and dashes, and some words are kept for us.")]
    SlugInvalid,
    /// It is one.
    #[error("This organization is a team already.")]
    AlreadyTeam,
    /// Somebody else changed it meanwhile.
    #[error("This was changed in the meantime.")]
    Stale,
    /// OR-2.
    #[error("You can grant only roles whose rights are all your own.")]
    RoleNotGrantable,
    /// One to four, each once.
    #[error("A member has one to four roles, each once.")]
    RolesRefused,
    /// OR-3: a scope is of events of the organization.
    #[error("At least one of these events is not of this organization.")]
    EventsUnknown,
    /// OR-8: nobody pays for a seat without a plan.
    #[error("This person's own organization has no plan that is paid.")]
    MemberNotPaying,
    /// OR-1.
    #[error("The owner's place changes only by handing ownership over.")]
    OwnerIsFixed,
    /// OR-1.
    #[error("Nobody changes their own roles.")]
    OwnRoles,
    /// OR-10: one offer at a time.
    #[error("Ownership is offered to somebody already. Withdraw that offer first.")]
    TransferOpen,
    /// OR-10.
    #[error("Ownership goes only to an administrator of the organization.")]
    NotAnAdmin,
    /// It was answered, taken back, or its time is over.
    #[error("This offer has ended. Ask the owner for another one.")]
    TransferEnded,
    /// A personal organization is one person's own.
    #[error("This is a personal organization. Make a team of it first.")]
    NotATeam,
    /// OR-18: it can only be looked at, or opened again.
    #[error("This organization closes and can only be looked at. Its owner can open it again.")]
    Closing,
    /// OR-18: the typed name proves which one is meant.
    #[error("This is not the name of the organization.")]
    NameDiffers,
    /// A member has this address.
    #[error("This person is a member already.")]
    AlreadyMember,
    /// One invitation an address.
    #[error("This person is invited already. You can send the invitation again.")]
    InvitationPending,
    /// OR-5: 200 pending, 50 a day.
    #[error("No more invitations today. Try again tomorrow.")]
    InvitationLimit,
    /// OR-5.
    #[error("Wait ten minutes before you send it again; five times is the most.")]
    ResendTooSoon,
    /// OR-6.
    #[error(
        "This invitation went to another address. Sign in with that one, or add it to your account."
    )]
    InvitationForOtherAddress,
    /// BI-13: whoever pays for the own seat has a plan.
    #[error(
        "You are asked to pay for your own seat. Choose a plan for your personal organization, then accept."
    )]
    PersonalPlanRequired,
    /// The database failed.
    #[error(transparent)]
    Db(#[from] sqlx::Error),
}

impl Fault for Error {
    fn kind(&self) -> Kind {
        match self {
            Self::NotFound | Self::LinkInvalid => Kind::NotFound,
            Self::PasswordRefused(_)
            | Self::SlugInvalid
            | Self::RolesRefused
            | Self::EventsUnknown
            | Self::NameDiffers => Kind::Invalid,
            Self::InvalidCredentials
            | Self::LoginEnded
            | Self::LoginReused
            | Self::ProofRefused => Kind::Unauthenticated,
            Self::AccountDisabled | Self::NotAMember | Self::RoleNotGrantable => Kind::Forbidden,
            Self::Busy => Kind::Unavailable,
            Self::Stale => Kind::Stale,
            Self::Db(e) => e.kind(),
            _ => Kind::Conflict,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::LinkInvalid => "link-invalid",
            Self::LinkExpired => "link-expired",
            Self::LinkUsed => "link-used",
            Self::PasswordRefused(_) => "password-refused",
            Self::InvalidCredentials => "invalid-credentials",
            Self::AccountDisabled => "account-disabled",
            Self::Busy => "unavailable",
            Self::LoginEnded => "login-ended",
            Self::LoginReused => "login-reused",
            Self::NotAMember => "not-a-member",
            Self::ProofRefused => "proof-refused",
            Self::MethodNotEnough => "method-not-enough",
            Self::AddressLimit => "address-limit",
            Self::AddressIsPrimary => "address-is-primary",
            Self::AddressHeld => "address-held",
            Self::PersonalExists => "personal-exists",
            Self::OrganizationLimit => "organization-limit",
            Self::SlugTaken => "slug-taken",
            Self::SlugInvalid => "slug-invalid",
            Self::AlreadyTeam => "already-team",
            Self::Stale => "precondition-failed",
            Self::RoleNotGrantable => "role-not-grantable",
            Self::RolesRefused | Self::EventsUnknown => "validation-failed",
            Self::MemberNotPaying => "member-not-paying",
            Self::OwnerIsFixed => "owner-is-fixed",
            Self::OwnRoles => "own-roles",
            Self::TransferOpen => "transfer-open",
            Self::NotAnAdmin => "not-an-admin",
            Self::TransferEnded => "transfer-ended",
            Self::NotATeam => "not-a-team",
            Self::Closing => "organization-closing",
            Self::NameDiffers => "name-differs",
            Self::AlreadyMember => "already-member",
            Self::InvitationPending => "invitation-pending",
            Self::InvitationLimit => "invitation-limit",
            Self::ResendTooSoon => "resend-too-soon",
            Self::InvitationForOtherAddress => "invitation-for-other-address",
            Self::PersonalPlanRequired => "personal-plan-required",
            Self::Db(e) => e.code(),
        }
    }

    fn fields(&self) -> Vec<Field> {
        let pointer = match self {
            Self::PasswordRefused(_) => "/password",
            Self::SlugInvalid | Self::SlugTaken => "/slug",
            Self::RoleNotGrantable | Self::RolesRefused => "/roles",
            Self::EventsUnknown => "/event_ids",
            Self::MemberNotPaying => "/seat_payer",
            Self::AlreadyMember | Self::InvitationPending => "/email",
            Self::NameDiffers => "/name",
            _ => return Vec::new(),
        };
        let (pointer, code) = (pointer.to_owned(), self.code().to_owned());
        vec![Field { pointer, code, detail: self.to_string() }]
    }
}
