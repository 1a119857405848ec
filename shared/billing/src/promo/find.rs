//! Reading codes.

use chrono::{DateTime, Utc};
use models::{Currency, EventId, OrgId, PromoCodeId, TicketTypeId};
use sqlx::PgConnection;

use super::code::Code;
use super::terms::{Kind, Rules, Scope, Targets, Terms};

/// A row of `promo_codes`.
pub(super) struct Row {
    pub(super) id: PromoCodeId,
    pub(super) code: Code,
    pub(super) version: i32,
    kind: Kind,
    percent_bp: Option<i32>,
    amount_minor: Option<i64>,
    currency: Option<Currency>,
    cap_minor: Option<i64>,
    min_price_minor: Option<i64>,
    valid_from: Option<DateTime<Utc>>,
    valid_until: Option<DateTime<Utc>>,
    max_uses: Option<i32>,
    max_uses_per_person: Option<i32>,
    first_time_only: bool,
    verified_only: bool,
    scope: Scope,
    attribution: Option<String>,
    disabled_at: Option<DateTime<Utc>>,
}

impl Row {
    pub(super) fn terms(self) -> Terms {
        let (id, disabled) = (self.id, self.disabled_at.is_some());
        Terms { id, rules: self.rules(), disabled }
    }

    pub(super) fn rules(self) -> Rules {
        Rules {
            kind: self.kind,
            percent_bp: self.percent_bp,
            amount_minor: self.amount_minor,
            currency: self.currency,
            cap_minor: self.cap_minor,
            min_price_minor: self.min_price_minor,
            valid_from: self.valid_from,
            valid_until: self.valid_until,
            max_uses: self.max_uses,
            max_uses_per_person: self.max_uses_per_person,
            first_time_only: self.first_time_only,
            verified_only: self.verified_only,
            scope: self.scope,
            attribution: self.attribution,
        }
    }
}

macro_rules! find {
    ($(#[$doc:meta])+ $name:ident($key:ident: $type:ty) $which:literal) => {
        $(#[$doc])+
        pub(super) async fn $name(
            conn: &mut PgConnection,
            organization: OrgId,
            $key: $type,
        ) -> sqlx::Result<Option<Row>> {
            sqlx::query_as!(
                Row,
                r#"select id, code as "code: Code", version, kind, percent_bp, amount_minor, currency, cap_minor, min_price_minor,
                          valid_from, valid_until, max_uses, max_uses_per_person, first_time_only, verified_only,
                          scope, attribution, disabled_at
                     from promo_codes where organization_id = $1 and archived_at is null and "# + $which,
                organization as _,
                $key as _
            )
            .fetch_optional(conn)
            .await
        }
    };
}

find! {
    /// The code of that name. Archived ones do not answer to it any more.
    by_name(code: &Code) "code = $2"
}
find! {
    /// The same, alone until the transaction ends: whoever reserves, counts alone (PC-4). The lock
    /// lets others point to the row.
    lock_by_name(code: &Code) "code = $2 for no key update"
}
find! {
    /// The code, alone until the transaction ends: nobody reserves while its value changes.
    lock(id: PromoCodeId) "id = $2 for no key update"
}

/// What a listed code works for.
pub(super) async fn targets(conn: &mut PgConnection, code: PromoCodeId) -> sqlx::Result<Targets> {
    sqlx::query_as!(
        Targets,
        r#"select coalesce(array_agg(event_id) filter (where event_id is not null), '{}') as "events!: Vec<EventId>",
                  coalesce(array_agg(ticket_type_id) filter (where ticket_type_id is not null), '{}') as "ticket_types!: Vec<TicketTypeId>"
             from promo_code_targets where promo_code_id = $1"#,
        code as _
    )
    .fetch_one(conn)
    .await
}
