//! What the database knows about a code and its buyer, and the judgement of a whole booking by it.

use chrono::{DateTime, Utc};
use models::{EventId, Money, OrgId, RegistrationId, TicketTypeId};
use sqlx::PgConnection;

use super::judge::{Context, Count, PersonFacts, judge};
use super::person::Buyer;
use super::reserve::Line;
use super::terms::{Targets, Terms};
use crate::Error;

/// Read under the lock of the code, where something is reserved.
pub(super) struct Facts {
    pub(super) used: Count,
    person: Option<PersonFacts>,
    pub(super) targets: Targets,
}

impl Facts {
    /// PC-5, PC-6: `own` are the places that are being bought, which do not make anybody known.
    pub(super) async fn read(
        conn: &mut PgConnection,
        organization: OrgId,
        terms: &Terms,
        buyer: Option<&Buyer>,
        own: &[RegistrationId],
    ) -> Result<Self, Error> {
        let keys = buyer.map(Buyer::keys).unwrap_or_default();
        let row = sqlx::query!(
            r#"select (select count(*) from promo_redemptions where promo_code_id = $1 and state <> 'released') as "all!",
                      (select count(*) from promo_redemptions
                        where promo_code_id = $1 and state <> 'released' and person_key = any($2)) as "person!",
                      $3 and exists (
                        select from registrations r join events e on e.id = r.event_id
                         where r.organization_id = $4 and (r.user_id = $5 or r.email_key = $6) and r.id <> all($7)
                           and (r.status = 'confirmed' or (r.confirmed_at is not null and r.cancelled_at >= e.starts_at))
                      ) as "known!",
                      array(select event_id from promo_code_targets
                             where promo_code_id = $1 and event_id is not null) as "events!: Vec<EventId>",
                      array(select ticket_type_id from promo_code_targets
                             where promo_code_id = $1 and ticket_type_id is not null) as "ticket_types!: Vec<TicketTypeId>""#,
            terms.id as _,
            &keys,
            terms.rules.first_time_only,
            organization as _,
            buyer.and_then(|buyer| buyer.user) as _,
            buyer.map(|buyer| &*buyer.email_key),
            own as _
        )
        .fetch_one(conn)
        .await?;
        let targets = Targets { events: row.events, ticket_types: row.ticket_types };
        let facts = |buyer: &Buyer| PersonFacts { verified: buyer.verified, known: row.known };
        let used = Count { all: row.all, person: row.person };
        Ok(Self { used, person: buyer.map(facts), targets })
    }

    /// Line by line, each of which takes a use.
    pub(super) fn judged(
        &self,
        terms: &Terms,
        lines: &[Line],
        now: DateTime<Utc>,
    ) -> Result<Vec<Option<Money>>, Error> {
        let mut used = self.used;
        let mut given = Vec::with_capacity(lines.len());
        for line in lines {
            let listed = self.targets.hold(line.event, line.ticket_type);
            let context = Context { list: line.list, listed, used, person: self.person, now };
            match judge(terms, &context) {
                Ok(off) => {
                    used = Count { all: used.all + 1, person: used.person + 1 };
                    given.push(Some(off));
                }
                Err(Error::PromoCodeNotApplicable) => given.push(None),
                Err(reason) => return Err(reason),
            }
        }
        if given.iter().all(Option::is_none) {
            return Err(Error::PromoCodeNotApplicable);
        }
        Ok(given)
    }
}
