//! What a client of this domain can act on.

use models::{Fault, Field, Kind, NotChargeable};

/// Each plain outcome in one line: name, kind, code, sentence.
macro_rules! outcomes {
    ($($name:ident $kind:ident $code:literal $text:literal;)+) => {
        /// An outcome that is not success.
        #[derive(Debug, thiserror::Error)]
        pub enum Error {
            $(#[doc = $text] #[error($text)] $name,)+
            /// More payments than a day allows.
            #[error("Too many payments were started for this. Try again tomorrow.")]
            TooManyAttempts,
            /// A price that cannot be charged, and where it stands.
            #[error("{why}")]
            NotChargeable {
                /// The place in the request.
                pointer: String,
                /// What is wrong with it.
                why: NotChargeable,
            },
            /// Rules that the values break.
            #[error("Some fields need another look.")]
            Invalid(Vec<Field>),
            /// Fields that do not fit the kind of code, and which.
            #[error("The fields do not fit the kind of code.")]
            KindInvalid(Vec<Field>),
            /// Prices that do not bear the fees the organizer is to pay of them, and which (PA-6).
            #[error("The fees are more than this price.")]
            PriceBelowFees(Vec<Field>),
            /// A currency that nobody has set fees for, and where it stands.
            #[error("There are no fees for this currency yet. Choose another one.")]
            CurrencyNotSold {
                /// The place in the request.
                pointer: String,
            },
            /// More is to go back than is left, where that was asked, and how much is left (RF-6).
            #[error("This is more than is left of the payment.")]
            RefundExceedsPayment(Vec<Field>),
            /// A policy that does not hold together, and where.
            #[error("The policy needs another look.")]
            PolicyInvalid(Vec<Field>),
            /// A plan or a price that cannot be offered, and where it is at fault.
            #[error("The plan needs another look.")]
            PlanRefused(Vec<Field>),
            /// A limit of the plan is used up; the fields tell which.
            #[error("The plan allows no more of this.")]
            PlanLimitReached(Vec<Field>),
            /// All seats of the plan are taken.
            #[error("{why}")]
            SeatLimitReached {
                /// In words.
                why: String,
                /// How many, and what one more costs or when some of them end.
                facts: Vec<Field>,
            },
            /// What stands in the way of a smaller plan.
            #[error("The smaller plan does not fit what is in use.")]
            DowngradeBlocked(Vec<Field>),
            /// The bank or Stripe refused the card.
            #[error("The card was declined: {0}")]
            PaymentDeclined(String),
            /// Stripe does not answer; trying again may help.
            #[error("The payment service does not answer. Try again in a moment.")]
            Stripe(#[source] crate::stripe::Refusal),
            /// The database failed.
            #[error(transparent)]
            Db(#[from] sqlx::Error),
        }

        impl Fault for Error {
            fn kind(&self) -> Kind {
                match self {
                    $(Self::$name => Kind::$kind,)+
                    Self::TooManyAttempts => Kind::TooMany(86_400),
                    Self::NotChargeable { .. } | Self::CurrencyNotSold { .. } | Self::Invalid(_) | Self::KindInvalid(_) | Self::PolicyInvalid(_)
                    | Self::PlanRefused(_) => Kind::Invalid,
                    Self::PlanLimitReached(_) => Kind::Forbidden,
                    Self::PriceBelowFees(_) | Self::RefundExceedsPayment(_) | Self::SeatLimitReached { .. } | Self::DowngradeBlocked(_)
                    | Self::PaymentDeclined(_) => Kind::Conflict,
                    Self::Stripe(refusal) if refusal.is_passing() => Kind::Unavailable,
                    Self::Stripe(_) => Kind::Internal,
                    Self::Db(e) => e.kind(),
                }
            }

            fn is_contended(&self) -> bool {
                matches!(self, Self::Db(e) if e.is_contended())
            }

            fn code(&self) -> &'static str {
                match self {
                    $(Self::$name => $code,)+
                    Self::TooManyAttempts => "too-many-attempts",
                    Self::NotChargeable { .. } => "amount-not-chargeable",
                    Self::CurrencyNotSold { .. } => "currency-not-sold",
                    Self::Invalid(_) => "validation-failed",
                    Self::KindInvalid(_) => "kind-invalid",
                    Self::PriceBelowFees(_) => "price-below-fees",
                    Self::RefundExceedsPayment(_) => "refund-exceeds-payment",
                    Self::PolicyInvalid(_) => "policy-invalid",
                    Self::PlanRefused(_) => "plan-invalid",
                    Self::PlanLimitReached(_) => "plan-limit-reached",
                    Self::SeatLimitReached { .. } => "seat-limit-reached",
                    Self::DowngradeBlocked(_) => "downgrade-blocked",
                    Self::PaymentDeclined(_) => "payment-declined",
                    Self::Stripe(refusal) if refusal.is_passing() => "unavailable",
                    Self::Stripe(_) => "internal",
                    Self::Db(e) => e.code(),
                }
            }

            fn fields(&self) -> Vec<Field> {
                match self {
                    Self::Invalid(fields)
                    | Self::KindInvalid(fields)
                    | Self::PriceBelowFees(fields)
                    | Self::RefundExceedsPayment(fields)
                    | Self::PolicyInvalid(fields)
                    | Self::PlanRefused(fields)
                    | Self::PlanLimitReached(fields)
                    | Self::SeatLimitReached { facts: fields, .. }
                    | Self::DowngradeBlocked(fields) => fields.clone(),
                    Self::NotChargeable { pointer, why } => {
                        vec![field(pointer, "amount-not-chargeable", &why.to_string())]
                    }
                    Self::CurrencyNotSold { pointer } => {
                        vec![field(pointer, self.code(), &self.to_string())]
                    }
                    _ => {
                        let place = self.place();
                        place.map(|at| field(at, self.code(), &self.to_string())).into_iter().collect()
                    }
                }
            }
        }
    };
}

impl Error {
    /// The one place in a request that a plain outcome is about.
    const fn place(&self) -> Option<&'static str> {
        match self {
            Self::CodeTaken => Some("/code"),
            Self::BatchTooLarge => Some("/count"),
            Self::BuyerCountryNeeded => Some("/buyer/country"),
            Self::CountryNotSupported => Some("/country"),
            Self::SeatsOutOfRange => Some("/seats"),
            Self::ReturnPathInvalid => Some("/return_to"),
            Self::TaxIdInvalid => Some("/tax_ids"),
            Self::AmountNotPayable => Some("/amount"),
            Self::ExpectedRefundNeeded => Some("/expected_refund"),
            Self::TargetNotFound => Some("/rules"),
            _ => None,
        }
    }
}

outcomes! {
    NotFound NotFound "not-found" "There is nothing here.";
    Stale Stale "precondition-failed" "This was changed in the meantime.";
    // Prices and sellers.
    PriceNeedsPayouts Conflict "price-needs-payouts" "Set up payouts before something published gets a price.";
    TaxSetupIncomplete Conflict "tax-setup-incomplete" "Tax is not set up for this kind of sale yet.";
    TaxedApart Conflict "taxed-apart" "These places are taxed in different ways. Pay for those in person and those online apart.";
    BuyerCountryNeeded Invalid "buyer-country-needed" "Say in which country you are: how this is taxed depends on it.";
    SellerNotReady Conflict "seller-not-ready" "The organizer cannot take payments now.";
    CountryNotSupported Invalid "country-not-supported" "Payouts to this country are not possible yet.";
    AccountExists Conflict "account-exists" "There is a payout account already.";
    AccountUnreachable Conflict "account-unreachable" "The payout account is not open to us any more. Connect it again, or ask support.";
    NoAccount Conflict "no-account" "There is no payout account yet.";
    BalanceNotZero Conflict "balance-not-zero" "There is money left to pay out, or a refund, a dispute or a coming paid event.";
    PayoutExceedsReleasable Conflict "payout-exceeds-releasable" "This is more than can be paid out now.";
    PayoutKeyReused Invalid "idempotency-key-reused" "This key was used for another amount.";
    PayoutsDisabled Conflict "payouts-disabled" "Payouts are on hold until the account is complete.";
    AmountNotPayable Invalid "amount-not-payable" "This amount cannot be paid out in this currency.";
    OrganizerInDebt Conflict "organizer-in-debt" "The organizer owes the platform something. Daily payouts have to wait until that is settled.";
    PayoutsNotDaily Conflict "payouts-not-daily" "These payouts are not daily.";
    WriteOffExceedsDebt Conflict "write-off-exceeds-debt" "This is more than is owed. What a refund or a dispute still moves is not counted.";
    // Payments.
    NotForSale Conflict "not-for-sale" "This cannot be bought now.";
    SalesClosed Conflict "sales-closed" "This is not sold any more.";
    SeatHoldExpired Conflict "seat-hold-expired" "The seat was held too long. Register again.";
    PriceChanged Conflict "price-changed" "The price has changed. Look at it again before paying.";
    AlreadyPaid Conflict "already-paid" "This is paid already.";
    PaymentInProgress Conflict "payment-in-progress" "A payment for this is under way.";
    PaymentChoiceNeeded Conflict "payment-choice-needed" "This ticket has a price. Say whether it is given for nothing or paid by invoice.";
    PaymentEnded Conflict "payment-ended" "This payment has ended. Start a new one.";
    PaidOutside Conflict "paid-outside" "This is paid to the organizer, not here. Ask them to change it.";
    OrderTooLarge Conflict "order-too-large" "This is more than can be paid at once. Book fewer places at a time.";
    NotOutside Conflict "not-outside" "This payment is not settled outside.";
    ReturnPathInvalid Invalid "return-path-invalid" "The way back has to be a path of this app.";
    // Refunds and disputes.
    NotRefundable Conflict "not-refundable" "Nothing of this can be paid back.";
    RefundChanged Conflict "refund-changed" "The refund has changed. Look at it again.";
    ExpectedRefundNeeded Invalid "expected-refund-needed" "Say what was shown to go back, also if it is nothing.";
    PaymentDisputed Conflict "payment-disputed" "The bank is looking into this payment, or has taken it back. Nothing of it can be refunded.";
    PaymentNotPaid Conflict "payment-not-paid" "This payment is not paid.";
    RefundNotFailed Conflict "refund-not-failed" "Only a refund that failed can be tried again.";
    EventNotCancelled Conflict "event-not-cancelled" "Cancel the event first.";
    RunFinished Conflict "run-finished" "These refunds are done.";
    EvidenceTooLate Conflict "evidence-too-late" "The time for evidence is over.";
    DisputeClosed Conflict "dispute-closed" "This dispute is closed.";
    DocumentFinal Conflict "document-final" "This document can no longer be corrected.";
    // Promo codes.
    PromoCodeInvalid Invalid "promo-code-invalid" "This code does not work here.";
    PromoCodeExpired Conflict "promo-code-expired" "This code has ended.";
    PromoCodeNotApplicable Conflict "promo-code-not-applicable" "This code does not work for this.";
    PromoCodeUsedUp Conflict "promo-code-used-up" "This code has been used as often as it may be.";
    EmailUnverified Forbidden "email-unverified" "Prove your address first: sign in, then use the code.";
    CodeTaken Conflict "code-taken" "There is a code of that name already.";
    TargetNotFound NotFound "target-not-found" "There is no such event or ticket here.";
    CodeInUse Conflict "code-in-use" "The code was used already, so its kind and value stay.";
    BatchTooLarge Invalid "batch-too-large" "At most 10,000 codes at a time.";
    OrganizationReadOnly Conflict "organization-read-only" "The plan has ended. Choose a plan to add something new.";
    PlanEnded Conflict "plan-ended" "The plan has ended. Choose a plan to publish something or to add people to the team.";
    // Plans.
    TrialUsed Conflict "trial-used" "There was a trial already.";
    PlanNotOffered Conflict "plan-not-offered" "This plan is not on offer.";
    PriceNotOffered Conflict "price-not-offered" "This plan has no such price.";
    SubscriptionExists Conflict "subscription-exists" "There is a subscription already. Change it instead.";
    SeatsOutOfRange Invalid "seats-out-of-range" "The plan does not allow so many seats.";
    CheckoutNotFound NotFound "checkout-not-found" "There is no such checkout.";
    CheckoutOpen Conflict "checkout-open" "The checkout is not finished yet.";
    CheckoutReplaced Conflict "checkout-replaced" "Another checkout was opened meanwhile. Go on there, or start again.";
    NoChange Conflict "no-change" "That is the plan already.";
    CurrencyLocked Conflict "currency-locked" "The currency of a subscription does not change.";
    NoSubscription Conflict "no-subscription" "There is no paid subscription.";
    QuoteExpired Conflict "quote-expired" "The preview is too old. Look at it again.";
    QuoteChanged Conflict "quote-changed" "The amount has changed. Look at it again.";
    PaymentActionRequired Conflict "payment-action-required" "The bank wants to see you first.";
    NothingScheduled Conflict "nothing-scheduled" "No change is scheduled.";
    AlreadyCanceling Conflict "already-canceling" "The subscription ends already.";
    NotCanceling Conflict "not-canceling" "The subscription does not end.";
    SubscriptionEnded Conflict "subscription-ended" "The subscription has ended. Choose a plan again.";
    NoCustomer Conflict "no-customer" "Nothing was bought yet.";
    TaxIdInvalid Invalid "tax-id-invalid" "This is no tax number of that kind.";
    ReasonRequired Invalid "reason-required" "Say why.";
    // The platform's own people.
    FindingClosed Conflict "finding-closed" "This finding is settled already.";
    NotFlagged Conflict "not-flagged" "Nothing is to be decided about this payment any more.";
    TaxRuleFinal Conflict "tax-rule-final" "This rule is signed off, or out of use. It stays as it is.";
    TaxRuleExists Conflict "tax-rule-exists" "There is a rule for this case from that moment on.";
    PaymentDiffers Conflict "payment-differs" "Currency, receiver or reference differ: this can only be paid back.";
}

/// One fault in one place.
pub(crate) fn field(pointer: &str, code: &str, detail: &str) -> Field {
    Field { pointer: pointer.to_owned(), code: code.to_owned(), detail: detail.to_owned() }
}
