//! A participant, as triage shows it, with the people it may be.

use chrono::{DateTime, Utc};
use events::matching::{Candidate, Reason, Suggestion, Unknown, suggestions};
use events::presence::Source;
use events::report::Role;
use models::{Email, EventId, ParticipantId, RegistrationId, SessionId};
use serde::Serialize;
use sqlx::PgConnection;
use sqlx::types::Json;
use utoipa::ToSchema;

/// Somebody whom a source has seen.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Participant {
    pub(crate) id: ParticipantId,
    event_id: EventId,
    session_id: Option<SessionId>,
    source: Source,
    role: Role,
    display_name: Option<String>,
    email: Option<String>,
    /// When it was there.
    segments: Vec<Seen>,
    /// Of the segments that have both ends.
    total_seconds: i64,
    /// `registrant_id`, `join_link`, `verified_email`, `email`, `self` or `person`.
    matched_by: Option<String>,
    registration_id: Option<RegistrationId>,
    registration_name: Option<String>,
    ignored_at: Option<DateTime<Utc>>,
    /// "That was me".
    claim: Option<ParticipantClaim>,
    /// At most five, the likeliest first.
    suggestions: Vec<ShownSuggestion>,
}

/// A stretch whose one end may be unknown.
#[derive(Clone, Debug, Serialize, serde::Deserialize, ToSchema)]
#[schema(as = SeenInterval)]
pub(crate) struct Seen {
    from: Option<DateTime<Utc>>,
    to: Option<DateTime<Utc>>,
}

/// Who says so.
#[derive(Debug, Serialize, ToSchema)]
struct ParticipantClaim {
    registration_id: RegistrationId,
    full_name: Option<String>,
}

/// A registration that it may be.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MatchSuggestion)]
struct ShownSuggestion {
    registration_id: RegistrationId,
    full_name: Option<String>,
    email: Option<String>,
    /// 0 to 100.
    score: u8,
    reasons: Vec<Reason>,
}

/// The row of a participant.
pub(crate) struct Row {
    pub(crate) id: ParticipantId,
    pub(crate) created_at: DateTime<Utc>,
    event_id: EventId,
    session_id: Option<SessionId>,
    source: Source,
    role: Role,
    display_name: Option<String>,
    email: Option<String>,
    segments: Json<Vec<Seen>>,
    matched_by: Option<String>,
    registration_id: Option<RegistrationId>,
    registration_name: Option<String>,
    ignored_at: Option<DateTime<Utc>>,
    claimed_by: Option<RegistrationId>,
    claimed_name: Option<String>,
}

/// Which participants of an event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Matched {
    /// For triage.
    #[default]
    No,
    /// Known people.
    Yes,
    /// Taken out of triage.
    Ignored,
}

/// What is asked of the list.
pub(crate) struct Wanted<'a> {
    pub(crate) event: EventId,
    pub(crate) only: Option<ParticipantId>,
    pub(crate) matched: Option<Matched>,
    pub(crate) q: Option<&'a str>,
    pub(crate) after: Option<(DateTime<Utc>, ParticipantId)>,
    pub(crate) limit: i64,
}

/// Participants, oldest first. Whoever registered at Zoom and never came is no case for triage.
pub(crate) async fn rows(conn: &mut PgConnection, wanted: Wanted<'_>) -> sqlx::Result<Vec<Row>> {
    let matched = wanted.matched.map(|m| match m {
        Matched::No => "no",
        Matched::Yes => "yes",
        Matched::Ignored => "ignored",
    });
    let (after_at, after_id) = wanted.after.unzip();
    sqlx::query_as!(
        Row,
        r#"select p.id as "id: ParticipantId", p.created_at, p.event_id as "event_id: EventId",
                  p.session_id as "session_id: SessionId", p.source as "source: Source", p.role as "role: Role",
                  p.display_name, p.email, p.matched_by, p.registration_id as "registration_id: RegistrationId",
                  r.full_name as "registration_name?", p.ignored_at, p.claimed_by as "claimed_by: RegistrationId",
                  c.full_name as "claimed_name?",
                  coalesce((select jsonb_agg(distinct jsonb_build_object('from', s.started_at, 'to', s.ended_at))
                              from presence_segments s left join zoom_instances i on i.id = s.instance_id
                             where s.participant_id = p.id
                               and (s.instance_id is null or s.batch_id is not distinct from i.batch_id or s.batch_id is null)),
                           '[]'::jsonb) as "segments!: Json<Vec<Seen>>"
             from participants p
             left join registrations r on r.id = p.registration_id
             left join registrations c on c.id = p.claimed_by
            where p.event_id = $1 and ($2::uuid is null or p.id = $2)
              and ($2::uuid is not null or p.claimed_by is not null
                   or exists (select from presence_segments s where s.participant_id = p.id))
              and case $3::text when 'no' then p.registration_id is null and p.ignored_at is null
                                when 'yes' then p.registration_id is not null
                                when 'ignored' then p.ignored_at is not null else true end
              and ($4::text is null or position(folded($4) in folded(coalesce(p.display_name, '') || ' ' || coalesce(p.email, ''))) > 0)
              and ($5::timestamptz is null or (p.created_at, p.id) > ($5, $6::uuid))
            order by p.created_at, p.id limit $7"#,
        wanted.event as _,
        wanted.only as _,
        matched,
        wanted.q,
        after_at,
        after_id as _,
        wanted.limit
    )
    .fetch_all(conn)
    .await
}

impl Participant {
    /// The row with the people it may be; whom it belongs to needs no suggestion.
    pub(crate) fn of(mut row: Row, candidates: &[Candidate]) -> Self {
        row.segments.0.sort_by_key(|seen| seen.from.or(seen.to));
        let joins =
            row.segments.0.iter().filter_map(|seen| seen.from.map(|at| at.timestamp())).collect();
        let unknown = Unknown {
            display_name: row.display_name.clone(),
            email_key: row
                .email
                .as_deref()
                .and_then(|text| Email::parse(text).ok())
                .map(|email| email.key().to_owned()),
            joins,
            claimed_by: row.claimed_by,
        };
        let found = if row.registration_id.is_none() {
            suggestions(&unknown, candidates)
        } else {
            Vec::new()
        };
        let seconds = row
            .segments
            .0
            .iter()
            .filter_map(|seen| seen.from.zip(seen.to))
            .map(|(a, b)| (b - a).num_seconds());
        Self {
            id: row.id,
            event_id: row.event_id,
            session_id: row.session_id,
            source: row.source,
            role: row.role,
            display_name: row.display_name,
            email: row.email,
            total_seconds: seconds.sum(),
            segments: row.segments.0,
            matched_by: row.matched_by,
            registration_id: row.registration_id,
            registration_name: row.registration_name,
            ignored_at: row.ignored_at,
            claim: row.claimed_by.map(|registration_id| ParticipantClaim {
                registration_id,
                full_name: row.claimed_name,
            }),
            suggestions: found.iter().map(|suggestion| shown(suggestion, candidates)).collect(),
        }
    }
}

fn shown(suggestion: &Suggestion, candidates: &[Candidate]) -> ShownSuggestion {
    let candidate =
        candidates.iter().find(|candidate| candidate.registration == suggestion.registration);
    ShownSuggestion {
        registration_id: suggestion.registration,
        full_name: candidate.and_then(|c| c.full_name.clone()),
        email: candidate.and_then(|c| c.email_key.clone()),
        score: whole_percent(suggestion.score),
        reasons: suggestion.reasons.iter().copied().collect(),
    }
}

fn whole_percent(score: f64) -> u8 {
    (0..=100).rev().find(|percent| f64::from(*percent) <= score * 100.0 + 1e-9).unwrap_or_default()
}
