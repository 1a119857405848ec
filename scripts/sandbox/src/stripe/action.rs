//! What can be made to happen: the words of `control.json` and of tests.

use serde::{Deserialize, Serialize};

use super::events::Mode;
use super::faults::Fault;

/// Something that is made to happen.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(tag = "action", rename_all = "snake_case", deny_unknown_fields)]
pub enum Action {
    /// Somebody pays a session. 3-D Secure is completed.
    Pay {
        /// Which session.
        session: String,
        /// The card's number or its name.
        card: String,
        /// The buyer's address; the session's own without it.
        #[serde(default)]
        email: String,
        /// The buyer's name.
        #[serde(default)]
        name: String,
        /// Two letters, for tax.
        #[serde(default)]
        country: String,
        /// For tax.
        #[serde(default)]
        postal_code: String,
        /// A business's own.
        #[serde(default)]
        tax_id: String,
    },
    /// A session ends as if its time had passed.
    Expire {
        /// Which session.
        session: String,
    },
    /// A bank debit arrives, or does not.
    SettleDelayed {
        /// Which session.
        session: String,
        /// Whether it arrives.
        ok: bool,
    },
    /// The buyer disputes a charge.
    Dispute {
        /// Which charge.
        charge: String,
        /// One of Stripe's reasons; `fraudulent` without it.
        #[serde(default)]
        reason: String,
        /// The bank only asks, and withdraws nothing yet.
        #[serde(default)]
        inquiry: bool,
    },
    /// The bank decides a dispute.
    CloseDispute {
        /// Which dispute.
        dispute: String,
        /// For the platform, or for the buyer.
        won: bool,
    },
    /// An early fraud warning.
    Warn {
        /// Which charge.
        charge: String,
    },
    /// The bank sends a refund back.
    FailRefund {
        /// Which refund.
        refund: String,
    },
    /// The bank sends a payout back.
    FailPayout {
        /// Which payout.
        payout: String,
    },
    /// All is told of an account, and it is active.
    FinishOnboarding {
        /// Which account.
        account: String,
    },
    /// An account is active again.
    Activate {
        /// Which account.
        account: String,
    },
    /// Something is looked at before the account can be used.
    Verify {
        /// Which account.
        account: String,
    },
    /// An account owes information and may do nothing.
    Restrict {
        /// Which account.
        account: String,
    },
    /// An account is refused for good.
    Reject {
        /// Which account.
        account: String,
    },
    /// An organizer disconnects from the app.
    Deauthorize {
        /// Which account.
        account: String,
    },
    /// A customer's default card is another one.
    ChangeCard {
        /// Which customer.
        customer: String,
        /// The card's number or its name.
        card: String,
    },
    /// What becomes of events from now on.
    Webhooks {
        /// Sent, held or lost.
        mode: Mode,
    },
    /// Events are sent now, in their order or shuffled.
    Deliver {
        /// One event; every one that waits without it.
        #[serde(default)]
        event: Option<String>,
        /// All events, also those that were taken.
        #[serde(default)]
        all: bool,
        /// How often each of them.
        #[serde(default = "once")]
        times: u32,
        /// The order comes from this number.
        #[serde(default)]
        shuffle_seed: Option<u64>,
    },
    /// An event is lost.
    Drop {
        /// Which event.
        event: String,
    },
    /// The next calls go wrong.
    Fault(Fault),
    /// No further call goes wrong.
    ClearFaults,
    /// Calls that a fault holds go on.
    Release,
    /// What is due happens.
    Tick,
}

const fn once() -> u32 {
    1
}
