//! Samples of messages about an organization as a whole.

use super::{at, id};
use crate::message::{Closing, ClosingStep, Message, Ownership, OwnershipStep};

pub(super) fn ownership() -> Vec<(&'static str, Message)> {
    let step = |step| {
        Message::OrganizationOwnership(Ownership {
            organization: "Klinika Północ".into(),
            organization_id: id(3),
            step,
            from: "Łukasz Żółć".into(),
            to: "Ada Park".into(),
            until: at("2026-10-08T08:00:00Z"),
        })
    };
    vec![
        ("organization-ownership-offered", step(OwnershipStep::Offered)),
        ("organization-ownership-accepted", step(OwnershipStep::Accepted)),
        ("organization-ownership-declined", step(OwnershipStep::Declined)),
        ("organization-ownership-withdrawn", step(OwnershipStep::Withdrawn)),
        ("organization-ownership-expired", step(OwnershipStep::Expired)),
    ]
}

pub(super) fn closing() -> Vec<(&'static str, Message)> {
    let step = |step| {
        Message::OrganizationClosing(Closing {
            organization: "Klinika Północ".into(),
            organization_id: id(3),
            step,
            at: at("2026-10-31T08:00:00Z"),
        })
    };
    vec![
        ("organization-closing-begun", step(ClosingStep::Begun)),
        ("organization-closing-reopened", step(ClosingStep::Reopened)),
        ("organization-closing-closed", step(ClosingStep::Closed)),
    ]
}
