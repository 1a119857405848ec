//! Adds or cancels a registrant (ZM-5).

use chrono::{DateTime, TimeDelta, Utc};
use events::zoom::Error;
use events::zoom::client::{Refusal, Registrant};
use events::zoom::jobs::SyncZoom;
use events::zoom::registrant::{self, Turn, Wanted};
use models::{RegistrationId, ZoomMeetingId};
use outreach::team::{self, Integration};

use crate::State;
use crate::sync_connection::tell_if_degraded;

pub(crate) async fn sync_registrant(
    app: &State,
    meeting: ZoomMeetingId,
    registration: RegistrationId,
) -> web::Result<()> {
    let now = app.clock.now();
    let wanted = registrant::wanted(&mut *app.db.acquire().await?, meeting, registration).await?;
    let Some(wanted) = wanted else { return Ok(()) };
    match (wanted.expected, wanted.added) {
        (true, false) if wanted.registration_enabled => add(app, &wanted, now).await,
        (false, true) => cancel(app, &wanted, now).await,
        _ => Ok(()),
    }
}

async fn add(app: &State, wanted: &Wanted, now: DateTime<Utc>) -> web::Result<()> {
    let mut tx = db::begin(&app.db).await?;
    let turn = registrant::begin(&mut tx, wanted, now.date_naive(), now).await?;
    tx.commit().await?;
    if turn == Turn::Tomorrow {
        let tomorrow =
            (now + TimeDelta::days(1)).date_naive().and_time(chrono::NaiveTime::MIN).and_utc();
        return again(app, wanted, tomorrow + TimeDelta::minutes(1), now).await;
    }
    let answer = app
        .access
        .call(wanted.connection, now, |zoom, token| async move {
            let place = (wanted.kind, wanted.zoom_id.as_str());
            if turn == Turn::LookFirst
                && let Some(known) = zoom.find(&token, place, &wanted.email).await?
            {
                return Ok(known);
            }
            zoom.add(&token, place, &wanted.email, wanted.names()).await
        })
        .await;
    settle_add(app, wanted, answer, now).await
}

async fn settle_add(
    app: &State,
    wanted: &Wanted,
    answer: Result<Result<Registrant, Refusal>, Error>,
    now: DateTime<Utc>,
) -> web::Result<()> {
    let mut tx = db::begin(&app.db).await?;
    match answer {
        Ok(Ok(registrant)) => {
            registrant::added(&mut tx, &app.access.vault, wanted, &registrant, now).await?;
        }
        Ok(Err(Refusal::Limited(after))) => {
            tx.rollback().await?;
            return again(app, wanted, now + after, now).await;
        }
        Ok(Err(refusal)) if refusal.is_passing() => return Err(Error::Unavailable.into()),
        Ok(Err(refusal)) if refusal.is_without_registration() => {
            registrant::without_registration(&mut tx, wanted.meeting, &refusal.to_string(), now)
                .await?;
            registrant::failed(&mut tx, wanted, &refusal.to_string(), now).await?;
        }
        Ok(Err(refusal)) => {
            registrant::failed(&mut tx, wanted, &refusal.to_string(), now).await?;
            let reason = format!("{} could not be registered at Zoom: {refusal}", wanted.email);
            let told = Integration::MeetingFailed { event: wanted.event, reason };
            team::integrations(&mut tx, wanted.organization, &told, now).await?;
        }
        Err(Error::NotConnected) => {
            registrant::failed(&mut tx, wanted, "The Zoom connection has ended.", now).await?;
            tx.commit().await?;
            return tell_if_degraded(app, wanted.connection).await;
        }
        Err(error) => return Err(error.into()),
    }
    tx.commit().await?;
    Ok(())
}

async fn cancel(app: &State, wanted: &Wanted, now: DateTime<Utc>) -> web::Result<()> {
    let answer = app
        .access
        .call(wanted.connection, now, |zoom, token| async move {
            let place = (wanted.kind, wanted.zoom_id.as_str());
            match &wanted.registrant_id {
                Some(id) => zoom.cancel(&token, place, id, &wanted.email).await,
                None => Ok(()),
            }
        })
        .await;
    match answer {
        Ok(Err(Refusal::Limited(after))) => return again(app, wanted, now + after, now).await,
        Ok(Err(refusal)) if refusal.is_passing() => return Err(Error::Unavailable.into()),
        Err(Error::NotConnected) | Ok(_) => {}
        Err(error) => return Err(error.into()),
    }
    let mut tx = db::begin(&app.db).await?;
    registrant::cancelled(&mut tx, wanted, now).await?;
    tx.commit().await?;
    Ok(())
}

async fn again(
    app: &State,
    wanted: &Wanted,
    at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> web::Result<()> {
    let job = SyncZoom::Registrant { meeting: wanted.meeting, registration: wanted.registration };
    db::outbox::push_at(&mut *app.db.acquire().await?, &job, at, now).await?;
    Ok(())
}
