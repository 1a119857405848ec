//! What a client of this domain can act on.

use models::{Fault, Field, Kind};

/// An outcome that is not success.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each says what it is")]
pub enum Error {
    #[error("There is nothing here.")]
    NotFound,
    #[error("This was changed in the meantime.")]
    Stale,
    #[error("Some parameters need another look.")]
    RuleInvalid(Vec<Field>),
    #[error("These rules give {1} for {0} minutes, which is not what their own table says.")]
    VectorsFail(i32, models::Credits),
    #[error("Say where these rules come from, when that was read, and from when they hold.")]
    SourceMissing,
    #[error("Another published version holds in the same time.")]
    RangesOverlap,
    #[error("A published rule set never changes. Copy it to make a new version.")]
    RuleSetPublished,
    #[error("Only published rules can be retired.")]
    RuleSetNotPublished,
    #[error("No published version of this body's rules was in force on that day.")]
    NoRuleInForce,
    #[error("A body of this name exists.")]
    BodyNameTaken,
    #[error("The body has a credit type of this code.")]
    CreditTypeCodeTaken,
    #[error("The shares of the lines must sum to 1000.")]
    SharesDoNotSum,
    #[error("The rules give at most {0} for the scheduled time.")]
    AboveScheduledTime(models::Credits),
    #[error("This credit is designated for the whole and for a session. Choose one.")]
    DesignationOverlaps,
    #[error("This credit is designated already.")]
    DesignationExists,
    #[error("A designation that is {0} cannot become {1}.")]
    IllegalTransition(&'static str, &'static str),
    #[error("What is approved keeps its amount, its rules and its lines.")]
    DesignationApproved,
    #[error("The designation is not approved.")]
    DesignationNotApproved,
    #[error("This gate cannot be waived.")]
    GateNotWaivable,
    #[error("This award was replaced or revoked.")]
    AwardSuperseded,
    #[error("The present facts give the same award.")]
    NothingDiffers,
    #[error("Something that this credit depends on is not settled yet.")]
    GatesOpen,
    #[error("The template has no published version.")]
    TemplateNotPublished,
    #[error("The certificate needs something that is not known: {0}.")]
    TemplateFieldMissing(&'static str),
    #[error("This certificate is revoked already.")]
    AlreadyRevoked,
    #[error("This certificate was replaced.")]
    NotActive,
    #[error("The file is being prepared. Try again in a few seconds.")]
    Rendering,
    #[error("This code has a typing error. Compare it with the certificate once more.")]
    CodeMistyped,
    #[error("No certificate has this code.")]
    CertificateUnknown,
    #[error("the kept data cannot be read: {0}")]
    Unreadable(#[from] serde_json::Error),
    #[error(transparent)]
    Db(#[from] sqlx::Error),
}

impl Fault for Error {
    fn kind(&self) -> Kind {
        match self {
            Self::NotFound | Self::CertificateUnknown => Kind::NotFound,
            Self::Stale => Kind::Stale,
            Self::RuleInvalid(_)
            | Self::VectorsFail(..)
            | Self::SourceMissing
            | Self::SharesDoNotSum
            | Self::AboveScheduledTime(_)
            | Self::CodeMistyped => Kind::Invalid,
            Self::Unreadable(_) => Kind::Internal,
            Self::Db(e) => e.kind(),
            _ => Kind::Conflict,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::Stale => "precondition-failed",
            Self::RuleInvalid(_) => "rule-invalid",
            Self::VectorsFail(..) => "vectors-fail",
            Self::SourceMissing => "source-missing",
            Self::RangesOverlap => "ranges-overlap",
            Self::RuleSetPublished => "rule-set-published",
            Self::RuleSetNotPublished => "rule-set-not-published",
            Self::NoRuleInForce => "no-rule-in-force",
            Self::BodyNameTaken => "body-name-taken",
            Self::CreditTypeCodeTaken => "credit-type-code-taken",
            Self::SharesDoNotSum => "shares-do-not-sum",
            Self::AboveScheduledTime(_) => "above-scheduled-time",
            Self::DesignationOverlaps => "designation-overlaps",
            Self::DesignationExists => "designation-exists",
            Self::IllegalTransition(..) => "illegal-transition",
            Self::DesignationApproved => "designation-approved",
            Self::DesignationNotApproved => "designation-not-approved",
            Self::GateNotWaivable => "gate-not-waivable",
            Self::AwardSuperseded => "award-superseded",
            Self::NothingDiffers => "nothing-differs",
            Self::GatesOpen => "gates-open",
            Self::TemplateNotPublished => "template-not-published",
            Self::TemplateFieldMissing(_) => "template-field-missing",
            Self::AlreadyRevoked => "already-revoked",
            Self::NotActive => "not-active",
            Self::Rendering => "certificate-rendering",
            Self::CodeMistyped => "code-mistyped",
            Self::CertificateUnknown => "certificate-unknown",
            Self::Unreadable(_) => "internal",
            Self::Db(e) => e.code(),
        }
    }

    fn fields(&self) -> Vec<Field> {
        match self {
            Self::RuleInvalid(fields) => fields.clone(),
            _ => Vec::new(),
        }
    }
}
