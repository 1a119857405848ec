//! Seals become addresses here, and only where a mail is sent (OU-2, OU-16).

use models::{LinkKey, SealKind, Sealed};

/// How seals become addresses.
#[derive(Clone)]
pub enum Links {
    /// Real ones, of the configured origin.
    Made {
        /// Scheme and host of the app.
        origin: String,
        /// Makes the seals.
        key: LinkKey,
    },
    /// None: the log shows what a mail said, not what it opened.
    Blanked,
}

impl std::fmt::Debug for Links {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Made { .. } => "Made",
            Self::Blanked => "Blanked",
        })
    }
}

impl Links {
    /// The address that a seal opens.
    #[must_use]
    pub fn seal(&self, sealed: Sealed) -> String {
        let Self::Made { origin, key } = self else { return "#".to_owned() };
        let seal = key.seal(sealed);
        match sealed.kind {
            SealKind::SignUp => format!("{origin}/link/sign-up#{seal}"),
            SealKind::SignIn => format!("{origin}/link/sign-in#{seal}"),
            SealKind::PasswordReset => format!("{origin}/link/password-reset#{seal}"),
            SealKind::AddAddress => format!("{origin}/link/add-address#{seal}"),
            SealKind::Invitation => format!("{origin}/invitation#{seal}"),
            SealKind::Join => format!("{origin}/join/{seal}"),
            SealKind::Calendar => format!("{origin}/api/v1/registrations/calendar/{seal}.ics"),
            SealKind::Unsubscribe => format!("{origin}/unsubscribe/{seal}"),
            SealKind::Manage | SealKind::NotMe => format!("{origin}/r/{seal}"),
            SealKind::Payment => format!("{origin}/checkout/return?payment={}#{seal}", sealed.id),
            // Codes are typed, and no message opens a private event or a file.
            SealKind::Code | SealKind::EventAccess | SealKind::File => origin.clone(),
        }
    }

    /// The address of a route of the app.
    #[must_use]
    pub fn path(&self, path: &str) -> String {
        match self {
            Self::Made { origin, .. } => format!("{origin}{path}"),
            Self::Blanked => "#".to_owned(),
        }
    }

    /// The digits of a mailed code.
    #[must_use]
    pub fn digits(&self, sealed: Sealed) -> String {
        match self {
            Self::Made { key, .. } => key.digits(sealed),
            Self::Blanked => "••••••".to_owned(),
        }
    }
}
