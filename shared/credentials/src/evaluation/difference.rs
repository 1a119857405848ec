//! What was awarded against what the present facts give: listed, and never changed by itself
//! (CR-9).

use std::collections::HashSet;

use models::{AwardId, CreditTypeId, Credits, LearnerId, RuleSetId, SessionId};
use sqlx::PgConnection;

use super::{Computed, Difference, Evaluation};
use crate::award::Status;
use crate::designation::Designation;
use crate::offering::Offering;

/// What learners were awarded at an event, and what for they hold a certificate that stands.
pub(super) struct Awarded {
    awards: Vec<Award>,
    held: HashSet<(LearnerId, RuleSetId)>,
}

struct Award {
    id: AwardId,
    learner: LearnerId,
    credit_type_id: CreditTypeId,
    credit_type: String,
    session_id: Option<SessionId>,
    credits: Credits,
    status: Status,
}

/// Reads both.
pub(super) async fn read(
    conn: &mut PgConnection,
    offering: &Offering,
    learners: &[LearnerId],
) -> sqlx::Result<Awarded> {
    let awards = sqlx::query_as!(
        Award,
        r#"select a.id, coalesce(l.merged_into, l.id) as "learner!: LearnerId", a.credit_type_id, t.name as credit_type,
                  a.session_id, a.credits, a.status
             from awards a join learners l on l.id = a.learner_id join credit_types t on t.id = a.credit_type_id
            where a.organization_id = $1 and a.event_id = $2 and a.status <> 'superseded'
              and coalesce(l.merged_into, l.id) = any ($3::uuid[])
            order by a.id"#,
        offering.organization as _,
        offering.event as _,
        learners as _
    )
    .fetch_all(&mut *conn)
    .await?;
    let held = sqlx::query!(
        r#"select coalesce(l.merged_into, l.id) as "learner!: LearnerId", c.rule_set_id as "rule_set!: RuleSetId"
             from certificates c join learners l on l.id = c.learner_id
            where c.organization_id = $1 and c.event_id = $2 and c.status = 'active' and c.rule_set_id is not null
              and coalesce(l.merged_into, l.id) = any ($3::uuid[])"#,
        offering.organization as _,
        offering.event as _,
        learners as _
    )
    .fetch_all(conn)
    .await?;
    Ok(Awarded { awards, held: held.into_iter().map(|row| (row.learner, row.rule_set)).collect() })
}

impl Awarded {
    /// Everything of one person that differs; nothing as long as the facts are not settled.
    pub(super) fn differences(
        &self,
        offering: &Offering,
        learner: Option<LearnerId>,
        evaluation: &Evaluation,
    ) -> Vec<Difference> {
        let (Some(learner), Some(given)) = (learner, evaluation.given()) else { return Vec::new() };
        let mine: Vec<&Award> = self.awards.iter().filter(|a| a.learner == learner).collect();
        let live = mine.iter().filter(|award| award.status == Status::Active);
        let changed = live.filter_map(|award| award.changed(offering, evaluation, given));
        let missing = given.iter().filter_map(|computed| {
            let printed = self.held.contains(&(learner, computed.rule_set));
            printed.then(|| never_given(offering, &mine, computed)).flatten()
        });
        changed.chain(missing).collect()
    }
}

impl Award {
    fn is_of(&self, credit_type: CreditTypeId, session: Option<SessionId>) -> bool {
        self.credit_type_id == credit_type && self.session_id == session
    }

    fn changed(
        &self,
        offering: &Offering,
        evaluation: &Evaluation,
        given: &[Computed],
    ) -> Option<Difference> {
        // What was designated once and is no more keeps its awards (CR-8).
        let of = |d: &&Designation| self.is_of(d.credit_type_id, d.session_id);
        let designation = offering.designations.iter().find(of)?;
        let found = given.iter().find(|c| self.is_of(c.credit_type, c.session));
        let computed = found.map_or(Credits::ZERO, |c| c.credits);
        if computed == self.credits {
            return None;
        }
        let open = evaluation.gates.iter().find(|gate| found.is_none() && !gate.lets_pass());
        let why = open.map(|gate| format!(" {}", gate.text)).unwrap_or_default();
        Some(Difference {
            award_id: Some(self.id),
            designation_id: designation.id,
            credit_type: self.credit_type.clone(),
            awarded: self.credits,
            computed,
            text: format!("Awarded {}, the facts now give {computed}.{why}", self.credits),
        })
    }
}

/// Credit that came after the certificate of its rules: presence that was matched late, a
/// designation that was approved late.
fn never_given(offering: &Offering, mine: &[&Award], computed: &Computed) -> Option<Difference> {
    let same = |award: &&Award| award.is_of(computed.credit_type, computed.session);
    let before: Vec<&Award> = mine.iter().copied().filter(same).collect();
    if before.iter().any(|award| award.status == Status::Active) {
        return None;
    }
    let of = offering.designations.iter().find(|d| d.id == computed.designation)?;
    let word = if before.is_empty() { "Not awarded yet" } else { "Revoked" };
    let given = computed.credits;
    Some(Difference {
        award_id: None,
        designation_id: computed.designation,
        credit_type: of.credit_type.clone(),
        awarded: Credits::ZERO,
        computed: given,
        text: match &of.session {
            Some(session) => format!("{session}: {word}, the facts now give {given}."),
            None => format!("{word}, the facts now give {given}."),
        },
    })
}
