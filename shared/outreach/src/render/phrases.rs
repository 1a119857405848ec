//! The English catalogue. Each phrase is a function of what stands in it.

use super::tongue::{Tongue, holes_are};

macro_rules! phrases {
    ($($name:ident($($value:ident),*) = $english:literal;)+) => {$(
        pub(super) fn $name(tongue: Tongue $(, $value: &str)*) -> String {
            const _: () = assert!(holes_are($english, &[$(stringify!($value)),*]));
            tongue.say($english, &[$((stringify!($value), $value)),*])
        }
    )+};
}

phrases! {
    hello(name) = "Hello {name},";
    hello_somebody() = "Hello,";
    was(value) = "before: {value}";
    until(time) = "This works until {time}.";
    footer_via(organization) = "{organization} sends this mail through Accredit.";
    footer_platform() = "Accredit sends this mail because somebody used this address there.";
    stop_these() = "Stop mails like this one";
    from_stranger() = "If that was not you, you need not do anything. Nothing happens without this link.";

    verify_subject() = "Confirm your e-mail address";
    verify_heading() = "One step to your account";
    verify_text() = "Confirm this address, and your account is ready.";
    verify_invited(organization) = "{organization} would like to work with you on Accredit. Confirm this address, and your account is ready.";
    verify_button() = "Confirm the address";

    exists_subject() = "You already have an account";
    exists_heading() = "You already have an account";
    exists_text() = "Somebody, most likely you, signed up with this address. It has an account already: this link signs you in.";
    sign_in_button() = "Sign in";

    sign_in_subject() = "Your link to sign in";
    sign_in_heading() = "Sign in to Accredit";
    sign_in_text() = "This link signs you in on the device on which you open it. It works once.";

    reset_subject() = "Set a new password";
    reset_heading() = "Set a new password";
    reset_text() = "Somebody, most likely you, asked for a new password for this account. Your present password stays until you set another.";
    reset_button() = "Set a new password";

    add_address_subject() = "Confirm this address for your account";
    add_address_heading() = "Add this address to your account";
    add_address_text() = "Confirm that this address is yours, and you can sign in with it.";

    code_subject() = "Your code";
    code_heading() = "Your code";
    code_text() = "Type this code where you were asked for it. Nobody of Accredit ever asks you to tell it.";
    code_label() = "Code";

    security_subject() = "Something about your account changed";
    security_heading() = "Something about your account changed";
    password_set() = "A password was set for your account.";
    password_changed() = "The password of your account was changed. Other devices were signed out.";
    password_reset() = "The password of your account was replaced by a mailed link. All devices were signed out.";
    address_added(address) = "{address} was added to your account and can sign in.";
    address_removed(address) = "{address} was removed from your account and cannot sign in any more.";
    primary_changed(address) = "Mails about your account now go to {address}.";
    security_stop() = "Was that not you? Set a new password at once and look at the devices that are signed in.";
    security_button() = "Look at sign-ins";
    device() = "Device";
    network() = "Network";
    time() = "Time";

    new_sign_in_subject() = "A new device signed in";
    new_sign_in_heading() = "A new device signed in";
    new_sign_in_text() = "Somebody signed in to your account on a device that we had not seen before. If that was you, all is well.";
    stolen_subject() = "A sign-in was ended to protect your account";
    stolen_heading() = "A sign-in was ended to protect your account";
    stolen_text() = "The same sign-in was used from two places, which can mean that it was copied. We ended it. Sign in again, and look at the other devices.";

    invitation_subject(organization) = "{organization} invites you";
    invitation_subject_plain() = "You are invited to a team on Accredit";
    invitation_heading() = "Join the team";
    invitation_text(inviter, organization) = "{inviter} invites you to {organization} on Accredit.";
    somebody() = "Somebody";
    an_organization() = "an organization";
    invitation_button() = "Look at the invitation";
    roles() = "Roles";
    role_owner() = "Owner";
    role_admin() = "Administrator";
    role_organizer() = "Organizer";
    role_course_manager() = "Course manager";
    role_instructor() = "Instructor";
    role_finance() = "Finance";
    role_check_in() = "Check-in";
    role_viewer() = "Viewer";

    answered_accepted(who, organization) = "{who} joined {organization}";
    answered_declined(who, organization) = "{who} declined to join {organization}";
    answered_expired(who, organization) = "The invitation of {who} to {organization} ended without an answer";
    team_button() = "See the team";
    role_changed_subject(organization) = "Your roles at {organization}";
    role_changed_text(organization) = "Your roles at {organization} were changed.";
    open_organization() = "Open the organization";
    seat_notice_subject(organization) = "Your seat at {organization} ends";
    seat_notice_text(organization, time) = "You paid for your seat at {organization} with your own plan, which has ended, and no other seat is free. Your roles stay until {time}; then you can still look at everything, and change nothing.";
    seat_notice_ways() = "They stay for good if your own plan is paid again before then, or if the organization has a seat for you.";
    ownership_offered_subject(organization) = "Take over {organization}?";
    ownership_offered_text(from, organization) = "{from} would like to hand {organization} over to you. Its owner answers for everything there: the plan, the money, and who may do what.";
    ownership_offered_effect(from) = "If you take it, {from} stays on as an administrator.";
    ownership_button() = "Look at the offer";
    ownership_accepted_subject(organization) = "{organization} has a new owner";
    ownership_accepted_text(to, organization, from) = "{to} has taken over {organization}. {from} is an administrator now.";
    ownership_accepted_payouts(time) = "To be safe, nobody can change where its money goes, or pay out by hand, until {time}. If this was not meant, talk to each other before then.";
    ownership_declined_subject(to, organization) = "{to} does not take over {organization}";
    ownership_expired_subject(to, organization) = "{to} has not answered: the offer of {organization} has ended";
    ownership_kept(organization) = "You own {organization} as before, and can offer it to another administrator.";
    ownership_withdrawn_subject(organization) = "{organization} is no longer offered to you";
    ownership_withdrawn_text(from, organization) = "{from} has taken back the offer to hand {organization} over to you. You need not do anything.";
    closing_begun_subject(organization) = "{organization} closes";
    closing_begun_text(organization, time) = "The owner closes {organization}. From now on it can only be looked at; on {time} it is gone. Until then its owner can open it again.";
    closing_reopened_subject(organization) = "{organization} is open again";
    closing_reopened_text(organization) = "The owner has opened {organization} again. You work there as before; a plan that was paid has to be chosen anew.";
    closing_closed_subject(organization) = "{organization} has closed";
    closing_closed_text(organization) = "{organization} is gone, and with it your membership.";
    closing_certificates() = "Certificates that it issued stay valid and can be checked as before. Your own certificates, credits and registrations stay with your account.";
    removed_subject(organization) = "You are no longer a member of {organization}";
    removed_text(organization) = "Your membership of {organization} has ended. Your own certificates, credits and registrations stay with your account.";

    event() = "Event";
    when() = "When";
    place() = "Place";
    organizer() = "Organizer";
    online() = "Online";
    sessions() = "Programme";
    ticket_label() = "Show this code at the door";
    manage_button() = "Your registration";
    join_button() = "Join the event";
    see_event() = "See the event";

    confirmed_subject(title) = "You are registered: {title}";
    confirmed_heading() = "Your place is confirmed";
    confirmed_text(title) = "You have a place at {title}.";
    calendar_attached() = "The entry for your calendar is attached.";
    confirmed_join() = "Join with your personal link. It opens 15 minutes before the start and counts your presence, so do not pass it on.";
    confirmed_manage() = "Keep this mail: the link to your registration works before, during and after the event, to change or cancel and to find your certificate.";
    confirmed_not_you() = "You did not register? Open your registration and cancel it.";

    waitlisted_subject(title) = "You are on the waiting list: {title}";
    waitlisted_heading() = "You are on the waiting list";
    waitlisted_text(title, position) = "{title} is full. You are number {position} on the waiting list, and we write to you as soon as a place is free.";
    position() = "Position";

    offer_subject(title) = "A place is free for you: {title}";
    offer_heading() = "A place is free for you";
    offer_text(title, time) = "A place at {title} is kept for you until {time}. After that it goes to the next person.";
    offer_button() = "Take the place";

    expired_subject(title) = "Your place has lapsed: {title}";
    expired_heading() = "Your place has lapsed";
    expired_hold(title) = "Your place at {title} was held for a while, and that time is over.";
    expired_offer(title) = "The place at {title} that was kept for you has gone to the next person, for we had no answer in time.";
    expired_queue(title) = "{title} has begun, and no place on it became free for you.";
    expired_request(title) = "{title} has begun, and your request for a place had no answer.";
    expired_again() = "You can register again as long as registration is open.";

    request_subject(title) = "Your request: {title}";
    request_heading() = "Your request is on its way";
    request_text(title, organizer) = "{organizer} decides who takes part in {title}, and you will hear from us. Nothing is charged before.";
    approved_subject(title) = "Your place is waiting for payment: {title}";
    approved_heading() = "Your request was approved";
    approved_text(title, time) = "A place at {title} is held for you until {time}. It is yours once it is paid.";
    approved_button() = "Pay and take the place";
    declined_subject(title) = "Your request was declined: {title}";
    declined_heading() = "Your request was declined";
    declined_text(title, organizer) = "{organizer} cannot give you a place at {title}. Nothing was charged.";

    passed_on_subject(title) = "Your place was passed on: {title}";
    passed_on_heading() = "Your place was passed on";
    passed_on_text(title, name) = "Your place at {title} is now the place of {name}.";
    passed_on_plain(title) = "Your place at {title} is now somebody else's.";
    passed_on_links() = "The links in our earlier mails do not work any more, and your entry in the calendar is withdrawn.";

    unnamed_subject(title) = "Who is coming? {title}";
    unnamed_heading() = "Some of your seats have no name yet";
    unnamed_text(title, count) = "Of the seats that you booked for {title}, {count} {count|one=has|other=have} no name yet. Nobody can join or earn credit on a seat without a name.";
    unnamed_button() = "Name the people";
    unnamed_until() = "Names can be given until";

    changed_subject(title) = "Your registration was changed: {title}";
    changed_heading() = "Your registration was changed";
    changed_text(title) = "Your registration for {title} was changed.";

    cancelled_subject(title) = "Your registration is cancelled: {title}";
    cancelled_heading() = "Your registration is cancelled";
    cancelled_text(title) = "Your place at {title} was given back.";
    reason() = "Reason";

    event_cancelled_subject(title) = "Cancelled: {title}";
    event_cancelled_heading() = "This event is cancelled";
    event_cancelled_text(title, organizer) = "{organizer} cancelled {title}. It will not take place.";
    event_updated_subject(title) = "Changed: {title}";
    event_updated_heading() = "This event was changed";
    event_updated_text(title, organizer) = "{organizer} changed {title}, for which you are registered.";
    event_updated_refund(time) = "If the new time does not suit you, cancel your registration until {time}: you get back everything that you paid, fees included.";
    event_updated_calendar() = "The attached file updates the entry in your calendar.";

    links_subject() = "Your registrations";
    links_heading() = "Your registrations";
    links_text() = "These are the personal links for this address. Each opens one registration; do not pass them on.";
    open_registration() = "Open";
    links_stranger() = "If you did not ask for them, you need not do anything.";

    standing_requested() = "Waiting for approval";
    standing_held() = "Held";
    standing_offered() = "A place is offered to you";
    standing_waitlisted() = "On the waiting list";
    standing_confirmed() = "Confirmed";

    unmatched_subject(title) = "We cannot see you in the meeting: {title}";
    unmatched_heading() = "We cannot see you in the meeting";
    unmatched_text(title) = "You opened your link to {title}, but nobody in the meeting looks like you yet. That happens when the name there is another. Tell us which name is yours, so that your presence counts.";
    unmatched_button() = "Say which name is yours";

    reminder_subject(title, wait) = "Starts {wait}: {title}";
    reminder_heading(wait) = "It starts {wait}";
    reminder_text(title, wait) = "{title} starts {wait}.";
    in_minutes(count) = "in {count} {count|one=minute|other=minutes}";
    in_hours(count) = "in {count} {count|one=hour|other=hours}";
    in_days(count) = "in {count} {count|one=day|other=days}";

    issued_subject(title) = "Your certificate: {title}";
    issued_heading() = "Your certificate is ready";
    issued_text(title, issuer) = "{issuer} issued your certificate for {title}.";
    replaced_subject(title) = "Your certificate was replaced: {title}";
    replaced_heading() = "Your certificate was replaced";
    replaced_text(title, issuer) = "{issuer} issued a new version of your certificate for {title}. The earlier one now says that it was replaced.";
    revoked_subject(title) = "Your certificate was revoked: {title}";
    revoked_heading() = "Your certificate was revoked";
    revoked_text(title, issuer) = "{issuer} revoked your certificate for {title}. Whoever checks it now reads that it is not valid.";
    number() = "Number";
    credits() = "Credits";
    valid_until() = "Valid until";
    see_certificate() = "See the certificate";
    check_it() = "Anybody can check it here";
    issued_in_error() = "Issued in error";
    fraud() = "Fraud";
    withdrawn_by_body() = "Withdrawn by the awarding body";
    duplicate() = "Duplicate";
    other_reason() = "Other";

    places_taken(title) = "New registrations: {title}";
    places_taken_text(title) = "People registered for {title} today.";
    places_given_back(title) = "Cancelled registrations: {title}";
    places_given_back_text(title) = "People cancelled their registration for {title} today.";
    sold_out(title) = "Sold out: {title}";
    sold_out_text(title) = "{title} has no free place any more.";
    places_requested(title) = "Requests for a place: {title}";
    places_requested_text(title) = "People ask for a place at {title} and wait for your answer.";
    see_registrations() = "See registrations";

    gaps_subject(title) = "Presence needs a look: {title}";
    gaps_heading() = "Presence needs a look";
    gaps_text(title) = "{title} has ended. Before certificates go out, some people need a look.";
    gaps_unmatched() = "Names in the meeting that belong to nobody";
    gaps_missing() = "Confirmed people whom nothing saw";
    close_event() = "Close the event";
    claim_subject(title) = "Somebody claims a name: {title}";
    claim_heading() = "Somebody claims a name in the meeting";
    claim_text(title, name) = "{name} says which name in the meeting of {title} was theirs. Match it, or leave it.";
    an_attendee() = "An attendee";
    see_names() = "See unmatched names";

    zoom_degraded_subject(subject) = "Zoom needs a hand: {subject}";
    zoom_degraded_text(subject) = "The Zoom account of {subject} refuses some of what Accredit asks. Meetings may not be made and presence may be missing until it is connected again.";
    zoom_revoked_subject(subject) = "Zoom is disconnected: {subject}";
    zoom_revoked_text(subject) = "The Zoom account of {subject} is no longer connected. Connect it again, or events with its meetings will have no presence.";
    meeting_gone_subject(subject) = "A Zoom meeting was deleted: {subject}";
    meeting_gone_text(subject) = "The meeting of {subject} was deleted at Zoom. Make a new one: the links that people have will lead to it.";
    meeting_failed_subject(subject) = "A Zoom meeting could not be made: {subject}";
    meeting_failed_text(subject) = "Accredit could not make the Zoom meeting of {subject}.";
    zoom_said() = "Zoom said";
    see_integrations() = "See integrations";

    receipt_subject(title) = "Your receipt: {title}";
    receipt_heading() = "Thank you: it is paid";
    receipt_text(title) = "Your payment for {title} has arrived.";
    processing_subject(title) = "Your payment is on its way: {title}";
    processing_heading() = "Your bank takes a few days";
    processing_text(title) = "Your payment for {title} is on its way. We keep your place for up to ten days and write again when the money has arrived.";
    payment_failed_subject(title) = "Your payment did not arrive: {title}";
    payment_failed_heading() = "Your payment did not arrive";
    payment_failed_text(title) = "Your bank did not pay for {title}, so your place was given up. Nothing was charged. You can try again as long as there are places.";
    try_again() = "Try again";
    due_subject(title) = "Your invoice is due soon: {title}";
    due_heading() = "Your invoice is due soon";
    due_text(title) = "Your place at {title} is paid by invoice. Please pay it by the day below. If you have paid it already, there is nothing left to do.";
    overdue_subject(title) = "Your invoice is overdue: {title}";
    overdue_heading() = "Your invoice is overdue";
    overdue_text(title) = "Your place at {title} is paid by invoice, and the day by which it was to be paid is over. If you have paid it already, please tell the organizer, who has not seen the money yet.";
    invoice_number() = "Invoice";
    due_on() = "To be paid by";
    refund_sent_subject(title) = "Your refund: {title}";
    refund_sent_heading() = "Your money is on its way back";
    refund_sent_text(title) = "We sent back what you paid for {title}, the way it was paid. Banks show it within 5 to 10 working days.";
    refund_amount() = "Refund";
    refund_sent_on() = "Sent on";
    goes_back() = "Goes back to you";
    total() = "Total";
    paid_on() = "Paid on";
    see_payment() = "See the payment";

    account_restricted() = "Payouts need a hand: tickets cannot be sold";
    account_restricted_text() = "The payment service needs something from you. Until it has it, no ticket can be sold. Refunds go on.";
    account_rejected() = "The payment service closed your payout account";
    account_rejected_text() = "The payment service does not work with this account any more, so no ticket can be sold. Write to it, or to us, to learn why.";
    account_gone() = "Payouts are disconnected: tickets cannot be sold";
    account_gone_text() = "Your payout account no longer lets Accredit send money to it. Connect an account again to sell tickets.";
    payout_failed() = "A payout came back";
    payout_failed_text() = "Your bank sent a payout back. The money is still yours: check your bank account at the payment service, and it can be paid out again.";
    refund_failed() = "A refund could not be paid";
    refund_failed_text() = "Money could not be paid back to a buyer. Try again, or settle it outside and leave a note.";
    fraud_feared() = "A bank fears fraud";
    fraud_feared_text() = "A bank believes that a card was used without its holder. Nothing was paid back: look at the payment, and pay it back if the buyer is a stranger to you. That may spare you a dispute.";
    dispute_opened() = "A payment is disputed";
    dispute_opened_text() = "A buyer's bank takes a payment back unless you show that the buyer got what was paid for.";
    dispute_due() = "Evidence in a dispute is due soon";
    dispute_due_text() = "The bank decides without you unless it hears from you in time. What we know is put together already: add your words and send it.";
    dispute_closed() = "A dispute is decided";
    dispute_closed_text() = "The bank has decided about a disputed payment.";
    payment_flagged() = "A payment needs a look";
    payment_flagged_text() = "What was paid is not what was asked, so nobody was confirmed. The seat is kept meanwhile.";
    money_amount() = "Amount";
    money_due() = "Until";
    money_said() = "What was said";
    see_payouts() = "See payouts";
    see_payments() = "See payments";
    account_connected(organization) = "A payout account was connected: {organization}";
    account_connected_text(organization) = "Money from the sales of {organization} goes to this account from now on. If this was not planned, look at the team and the account at once.";
    account_opened(organization) = "The payout account was opened: {organization}";
    account_opened_text(organization) = "Somebody went to the pages of the account of {organization}, where the bank account can be changed. If this was not planned, look at the team and the account at once.";
    account_disconnected(organization) = "The payout account was disconnected: {organization}";
    account_disconnected_text(organization) = "{organization} cannot sell tickets until an account is connected again.";
    account_who() = "Who";
    account_when() = "When";

    trial_ending(organization) = "Your trial ends soon: {organization}";
    trial_ending_text(organization) = "{organization} is on trial. Choose a plan to go on without a gap; nothing is charged before the trial ends.";
    trial_ended(organization) = "Your trial has ended: {organization}";
    trial_ended_text(organization) = "{organization} can publish nothing new until it has a plan. What is published goes on: check-in, certificates and refunds work as before.";
    read_only_soon(organization) = "Registrations close soon: {organization}";
    read_only_soon_text(organization) = "The trial of {organization} has ended. Without a plan nobody new can register soon; people who are registered keep everything.";
    plan_unpaid(organization) = "The payment for your plan failed: {organization}";
    plan_unpaid_text(organization) = "The card for the plan of {organization} was not accepted. It is tried again by itself; use another card if this one does not work any more.";
    plan_on_hold(organization) = "Your plan is on hold: {organization}";
    plan_on_hold_text(organization) = "The plan of {organization} was not paid, so nothing new can be published and nobody new can register. Pay the open invoice and all of it works again.";
    card_expiring(organization) = "Your card expires soon: {organization}";
    card_expiring_text(organization) = "The card that pays the plan of {organization} expires soon. Use another one, so that the next payment works.";
    trial_ends() = "The trial ends";
    card_ends() = "The card works until";
    nothing_new_from() = "Nothing new from";
    choose_plan() = "Choose a plan";
    see_billing() = "See plan and payment";

    field_starts_at() = "Start";
    field_ends_at() = "End";
    field_time_zone() = "Time zone";
    field_format() = "Takes place";
    field_venue() = "Place";
    field_online_url() = "Link";
    field_zoom_planned() = "Meeting";
    field_mode() = "How you take part";
    field_sessions() = "Sessions";
    field_ticket() = "Ticket";
    field_full_name() = "Name";
    field_professional_title() = "Title";
    field_organization_name() = "Organization";
    format_in_person() = "In person";
    format_hybrid() = "Online and in person";
    by_zoom() = "Zoom";
}
