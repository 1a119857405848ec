//! The report comes in; names that match nobody are matched by a person. Here the roster is that
//! person.

use std::collections::BTreeMap;

use events::report::DateOrder;
use serde_json::{Value, json};

use super::plan::{Expected, Plan, is_said};
use super::stage::Event;
use crate::client::{Call, Person, escaped, text};

pub(super) async fn import(
    organizer: &mut Person,
    event: &Event,
    plan: &Plan,
) -> anyhow::Result<((), String)> {
    let order = match plan.date_order {
        Some(DateOrder::DayFirst) => "&date_order=day_first",
        Some(DateOrder::MonthFirst) => "&date_order=month_first",
        None => "",
    };
    let path = format!(
        "/api/v1/attendance/imports?event_id={}&time_zone={}&file_name=participants.csv{order}",
        event.id,
        escaped(plan.zone.name())
    );
    let preview = organizer.send(Call::file(&path, plan.report.clone())).await?.json;
    let path = format!("/api/v1/attendance/imports/{}/commit", text(&preview, "/id")?);
    let done = organizer.post(&path, json!({})).await?;
    let count = |name: &str| done[name].as_u64().unwrap_or_default();
    Ok((
        (),
        format!(
            "{} rows, {} people, {} recognised, {} in triage",
            count("rows"),
            count("people"),
            count("matched"),
            count("unmatched")
        ),
    ))
}

/// Matches everybody whose name points to one person, then those whose seconds decide between
/// several of one name. Says how many are left.
pub(super) async fn work(
    organizer: &mut Person,
    event: &Event,
    plan: &Plan,
) -> anyhow::Result<(usize, String)> {
    let path = format!("/api/v1/registrations?event_id={}&status=confirmed", event.id);
    let registrations: BTreeMap<String, String> = organizer
        .all(&path)
        .await?
        .iter()
        .filter_map(|row| Some((row["email"].as_str()?.to_owned(), row["id"].as_str()?.to_owned())))
        .collect();
    let triage = format!("/api/v1/attendance/participants?event_id={}", event.id);
    let waiting = organizer.all(&triage).await?;
    let (mut matched, mut doubtful) = (0, Vec::new());
    for participant in &waiting {
        let candidates = candidates(plan, participant);
        match candidates.as_slice() {
            [one] => {
                match_to(organizer, participant, &registrations[&one.email]).await?;
                matched += 1;
            }
            [] => {}
            several => doubtful.push((participant, several.to_vec())),
        }
    }
    // Rows of one name may be of two people: then only all of them together can be right.
    let mut together: BTreeMap<String, Namesakes> = BTreeMap::new();
    for (participant, candidates) in doubtful {
        if decide(organizer, participant, &candidates, &registrations).await? {
            matched += 1;
        } else {
            let name = participant["display_name"].as_str().unwrap_or_default().to_lowercase();
            together.entry(name).or_insert((Vec::new(), candidates)).0.push(participant);
        }
    }
    for (participants, candidates) in together.values().filter(|(rows, _)| rows.len() > 1) {
        if share_out(organizer, participants, candidates, &registrations).await? {
            matched += participants.len();
        }
    }
    let left = waiting.len() - matched;
    Ok((left, format!("{matched} matched, {left} left: telephones, note takers, names of several")))
}

fn candidates<'p>(plan: &'p Plan, participant: &Value) -> Vec<&'p Expected> {
    let said = participant["display_name"].as_str().unwrap_or_default();
    plan.people.iter().filter(|person| is_said(&person.name, said)).collect()
}

/// Tries each who has not yet what the roster says; the right one is the one who then has it. Of
/// somebody who has it already, a row that changes nothing tells nothing.
async fn decide(
    organizer: &mut Person,
    participant: &Value,
    candidates: &[&Expected],
    registrations: &BTreeMap<String, String>,
) -> anyhow::Result<bool> {
    for person in candidates {
        let registration = &registrations[&person.email];
        if counted(organizer, registration).await? == person.seconds {
            continue;
        }
        match_to(organizer, participant, registration).await?;
        if counted(organizer, registration).await? == person.seconds {
            return Ok(true);
        }
        unmatch(organizer, participant).await?;
    }
    Ok(false)
}

async fn counted(organizer: &mut Person, registration: &str) -> anyhow::Result<Option<i64>> {
    let path = format!("/api/v1/attendance/registrations/{registration}");
    Ok(organizer.get(&path).await?.pointer("/person/counted_seconds").and_then(Value::as_i64))
}

/// Rows of one name, and everybody who has it.
type Namesakes<'p> = (Vec<&'p Value>, Vec<&'p Expected>);

/// More ways than these are not tried.
const WAYS: usize = 128;

/// Tries every way of giving the rows to the people, until all have the seconds of the roster.
async fn share_out(
    organizer: &mut Person,
    participants: &[&Value],
    candidates: &[&Expected],
    registrations: &BTreeMap<String, String>,
) -> anyhow::Result<bool> {
    let rows = u32::try_from(participants.len())?;
    let ways = candidates.len().checked_pow(rows).filter(|ways| *ways <= WAYS).unwrap_or_default();
    for way in 0..ways {
        let mut rest = way;
        for participant in participants {
            let person = candidates[rest % candidates.len()];
            rest /= candidates.len();
            match_to(organizer, participant, &registrations[&person.email]).await?;
        }
        let mut fits = true;
        for person in candidates {
            fits &= counted(organizer, &registrations[&person.email]).await? == person.seconds;
        }
        if fits {
            return Ok(true);
        }
        for participant in participants {
            unmatch(organizer, participant).await?;
        }
    }
    Ok(false)
}

async fn unmatch(organizer: &mut Person, participant: &Value) -> anyhow::Result<()> {
    let path = format!("/api/v1/attendance/participants/{}/unmatch", text(participant, "/id")?);
    organizer.post(&path, json!({ "reason": "somebody else of that name" })).await?;
    Ok(())
}

async fn match_to(
    organizer: &mut Person,
    participant: &Value,
    registration: &str,
) -> anyhow::Result<()> {
    let path = format!("/api/v1/attendance/participants/{}/match", text(participant, "/id")?);
    organizer.post(&path, json!({ "registration_id": registration })).await?;
    Ok(())
}
