//! What each message says.

mod accounts;
mod certificates;
mod changes;
mod events;
mod money;
mod organizations;
mod payments;
mod plans;
mod registrations;
mod seats;
mod team;

use super::Setting;
use super::block::Letter;
use crate::message::Message;

/// The mail that a message becomes, before it has a look.
pub(super) fn letter(message: &Message, setting: &Setting<'_>) -> Letter {
    use Message as M;
    match message {
        M::AccountVerify(facts) => accounts::verify(facts, setting),
        M::AccountExists(facts) => accounts::exists(facts, setting),
        M::AccountSignInLink(facts) => accounts::sign_in_link(facts, setting),
        M::AccountPasswordReset(facts) => accounts::password_reset(facts, setting),
        M::AccountAddAddress(facts) => accounts::add_address(facts, setting),
        M::AccountCode(facts) => accounts::code(facts, setting),
        M::AccountSecurityChanged(facts) => accounts::security_changed(facts, setting),
        M::AccountNewSignIn(facts) => accounts::new_sign_in(facts, setting),
        M::AccountLoginStolen(facts) => accounts::login_stolen(facts, setting),
        M::OrganizationInvitation(facts) => organizations::invitation(facts, setting),
        M::OrganizationInvitationAnswered(facts) => organizations::answered(facts, setting),
        M::OrganizationRoleChanged(facts) => organizations::role_changed(facts, setting),
        M::OrganizationSeatNotice(facts) => organizations::seat_notice(facts, setting),
        M::OrganizationOwnership(facts) => organizations::ownership(facts, setting),
        M::OrganizationClosing(facts) => organizations::closing(facts, setting),
        M::OrganizationMemberRemoved(facts) => organizations::removed(facts, setting),
        M::RegistrationConfirmed(facts) => registrations::confirmed(facts, setting),
        M::RegistrationWaitlisted(facts) => registrations::waitlisted(facts, setting),
        M::WaitlistOffer(facts) => registrations::offered(facts, setting),
        M::RegistrationExpired(facts) => registrations::expired(facts, setting),
        M::RegistrationChanged(facts) => registrations::changed(facts, setting),
        M::RegistrationCancelled(facts) => registrations::cancelled(facts, setting),
        M::RegistrationLinks(facts) => registrations::links(facts, setting),
        M::PresenceUnmatched(facts) => registrations::unmatched(facts, setting),
        M::RegistrationRequest(facts) => seats::request(facts, setting),
        M::RegistrationPassedOn(facts) => seats::passed_on(facts, setting),
        M::PartyUnnamed(facts) => seats::unnamed(facts, setting),
        M::EventUpdated(facts) => events::updated(facts, setting),
        M::EventCancelled(facts) => events::cancelled(facts, setting),
        M::EventReminder(facts) => events::reminder(facts, setting),
        M::CertificateIssued(facts) => certificates::issued(facts, setting),
        M::CertificateReplaced(facts) => certificates::replaced(facts, setting),
        M::CertificateRevoked(facts) => certificates::revoked(facts, setting),
        M::TeamRegistrations(facts) => team::registrations(facts, setting),
        M::TeamAttendance(facts) => team::attendance(facts, setting),
        M::TeamIntegrations(facts) => team::integrations(facts, setting),
        M::PaymentReceipt(facts) => payments::receipt(facts, setting),
        M::PaymentProcessing(facts) => payments::processing(facts, setting),
        M::PaymentFailed(facts) => payments::failed(facts, setting),
        M::PaymentDue(facts) => payments::due(facts, setting),
        M::RefundSent(facts) => payments::refund_sent(facts, setting),
        M::TeamMoney(facts) => money::team(facts, setting),
        M::TeamPlan(facts) => plans::team(facts, setting),
        M::PayoutAccountChanged(facts) => money::account_changed(facts, setting),
    }
}
