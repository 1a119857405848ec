//! What messages tell in one word of a closed set.

use serde::{Deserialize, Serialize};

macro_rules! words {
    ($($(#[$doc:meta])+ $name:ident { $($(#[$word_doc:meta])+ $word:ident,)+ })+) => {$(
        $(#[$doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name {
            $($(#[$word_doc])+ $word,)+
        }
    )+};
}

words! {
    /// What changed about an account.
    SecurityWord {
        /// A first password.
        PasswordSet,
        /// Another password.
        PasswordChanged,
        /// Another password, by a mailed link.
        PasswordReset,
        /// A further address.
        AddressAdded,
        /// An address less.
        AddressRemoved,
        /// Mails go elsewhere.
        PrimaryAddressChanged,
    }
    /// What became of an invitation.
    Answer {
        /// Yes.
        Accepted,
        /// No.
        Declined,
        /// Nothing, in time.
        Expired,
    }
    /// What happened to the ownership of an organization.
    OwnershipStep {
        /// An admin is asked.
        Offered,
        /// It has changed hands.
        Accepted,
        /// The admin does not want it.
        Declined,
        /// The owner took the offer back.
        Withdrawn,
        /// Nobody answered.
        Expired,
    }
    /// How far the end of an organization is.
    ClosingStep {
        /// It can only be looked at.
        Begun,
        /// Its owner opened it again.
        Reopened,
        /// It is gone.
        Closed,
    }
    /// What lapsed.
    Lapsed {
        /// A place held for a while.
        Hold,
        /// A place offered to somebody in the queue.
        Offer,
        /// The queue, when the event began.
        Queue,
        /// A request that nobody answered before the event began.
        Request,
    }
    /// How far a request is.
    RequestStep {
        /// The organizer is asked.
        Received,
        /// The organizer agrees; the place is to be paid.
        Approved,
        /// The organizer does not agree.
        Declined,
    }
    /// How a live registration stands.
    Standing {
        /// Waits for an approval.
        Requested,
        /// Waits for a payment.
        Held,
        /// Waits for an answer.
        Offered,
        /// Waits for a place.
        Waitlisted,
        /// Sure.
        Confirmed,
    }
    /// What happened to places.
    Places {
        /// Somebody registered.
        Taken,
        /// Somebody cancelled.
        GivenBack,
        /// None is left.
        SoldOut,
        /// Somebody asks for a place.
        Requested,
    }
    /// What happened to Zoom.
    Trouble {
        /// A host's account refuses some of what we ask.
        Degraded,
        /// A host's account is connected no more.
        Revoked,
        /// A meeting was deleted.
        MeetingGone,
        /// A meeting could not be made.
        MeetingFailed,
    }
    /// What happened to money.
    MoneyMatter {
        /// The account needs something; sales have stopped.
        AccountRestricted,
        /// The payment service does not want the account.
        AccountRejected,
        /// The organization took the app's access away at the payment service.
        AccountGone,
        /// A payout came back.
        PayoutFailed,
        /// Money could not be paid back.
        RefundFailed,
        /// A bank fears that a card was used by somebody else.
        FraudFeared,
        /// A buyer's bank takes a payment back.
        DisputeOpened,
        /// Evidence is due soon.
        DisputeDue,
        /// The bank has decided.
        DisputeClosed,
        /// What was paid is not what was asked.
        PaymentFlagged,
    }
    /// What happens to a plan.
    PlanStep {
        /// The trial ends soon.
        TrialEnding,
        /// The trial is over.
        TrialEnded,
        /// Nothing new can be taken in soon.
        ReadOnlySoon,
        /// A payment failed.
        PaymentFailed,
        /// Nothing was paid.
        Suspended,
        /// The card ends.
        CardExpiring,
    }
    /// What somebody did with the payout account.
    AccountStep {
        /// Made it.
        Connected,
        /// Went to its pages, where bank and person can be changed.
        Opened,
        /// Ended it.
        Disconnected,
    }
    /// Why a certificate is not valid any more.
    RevokeReason {
        /// By mistake.
        IssuedInError,
        /// Deceit.
        Fraud,
        /// The body took its credit back.
        WithdrawnByBody,
        /// There is another.
        Duplicate,
        /// Another reason.
        Other,
    }
}

/// What the team should look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Attention {
    /// The end of the event leaves people or names over.
    Gaps {
        /// Names in the meeting that belong to nobody.
        unmatched: i64,
        /// Confirmed people whom nothing saw.
        missing: i64,
    },
    /// Somebody says that a name in the meeting was theirs.
    Claim {
        /// Whose word it is.
        name: Option<String>,
    },
}
