//! Makes, changes or deletes a meeting. Trouble is written beside the meeting and tried again
//! later; it never loops here (R7).

use chrono::{DateTime, Utc};
use events::zoom::Error;
use events::zoom::client::Refusal;
use events::zoom::meeting::{self, Planned, Status};
use models::ZoomMeetingId;
use outreach::team::{self, Integration};

use crate::State;
use crate::sync_connection::tell_if_degraded;

pub(crate) async fn sync_meeting(app: &State, id: ZoomMeetingId) -> web::Result<()> {
    let now = app.clock.now();
    let planned = meeting::planned(&mut *app.db.acquire().await?, id).await?;
    let Some(planned) = planned else { return Ok(()) };
    match (planned.status, &planned.zoom_id) {
        (Status::Gone, Some(zoom_id)) => delete(app, &planned, zoom_id.clone(), now).await,
        (Status::Gone | Status::Ended, _) => Ok(()),
        // Made after publishing (ZM-2).
        _ if !planned.open => Ok(()),
        (_, Some(_)) if planned.settings_hash.as_deref() == Some(planned.hash().as_str()) => Ok(()),
        (_, zoom_id) => write(app, &planned, zoom_id.clone(), now).await,
    }
}

async fn write(
    app: &State,
    planned: &Planned,
    zoom_id: Option<String>,
    now: DateTime<Utc>,
) -> web::Result<()> {
    let mut tx = db::begin(&app.db).await?;
    let may = meeting::may_write(&mut tx, planned.connection, now.date_naive()).await?;
    if !may {
        meeting::wait(&mut tx, planned.id, now).await?;
    }
    tx.commit().await?;
    if !may {
        return Ok(());
    }
    match zoom_id {
        None => create(app, planned, now).await,
        Some(zoom_id) => update(app, planned, zoom_id, now).await,
    }
}

async fn create(app: &State, planned: &Planned, now: DateTime<Utc>) -> web::Result<()> {
    let made = app
        .access
        .call(planned.connection, now, |zoom, token| async move {
            zoom.create(&token, &planned.host, planned.kind, &planned.wanted).await
        })
        .await;
    match made {
        Ok(Ok(made)) => {
            let mut tx = db::begin(&app.db).await?;
            let kept = meeting::made(&mut tx, &app.access.vault, planned, &made, now).await?;
            tx.commit().await?;
            if !kept {
                spare(app, planned, &made.id.0, now).await;
            }
            Ok(())
        }
        other => refused(app, planned, other.map(|answer| answer.map(drop)), now).await,
    }
}

/// Of two tries at once one has made a meeting too many. No row knows it, so nobody tries this again.
async fn spare(app: &State, planned: &Planned, zoom_id: &str, now: DateTime<Utc>) {
    let deleted = app
        .access
        .call(planned.connection, now, |zoom, token| async move {
            zoom.delete(&token, planned.kind, zoom_id).await
        })
        .await;
    if !matches!(deleted, Ok(Ok(()))) {
        tracing::warn!(meeting = %planned.id, zoom_id, "a spare meeting stays at Zoom");
    }
}

async fn update(
    app: &State,
    planned: &Planned,
    zoom_id: String,
    now: DateTime<Utc>,
) -> web::Result<()> {
    let answer = app
        .access
        .call(planned.connection, now, |zoom, token| {
            let zoom_id = zoom_id.clone();
            async move { zoom.update(&token, planned.kind, &zoom_id, &planned.wanted).await }
        })
        .await;
    match answer {
        Ok(Ok(())) => {
            let mut tx = db::begin(&app.db).await?;
            meeting::changed(&mut tx, planned, now).await?;
            tx.commit().await?;
            Ok(())
        }
        // Deleted at Zoom behind our back: nothing is made again unasked.
        Ok(Err(refusal)) if refusal.is_gone() => {
            let mut tx = db::begin(&app.db).await?;
            meeting::lost(&mut tx, planned.id, now).await?;
            let told = Integration::MeetingGone { event: planned.event, meeting: planned.id };
            team::integrations(&mut tx, planned.organization, &told, now).await?;
            tx.commit().await?;
            Ok(())
        }
        other => refused(app, planned, other, now).await,
    }
}

async fn delete(
    app: &State,
    planned: &Planned,
    zoom_id: String,
    now: DateTime<Utc>,
) -> web::Result<()> {
    if planned.settings_hash.as_deref() == Some("deleted") {
        return Ok(());
    }
    let answer = app
        .access
        .call(planned.connection, now, |zoom, token| {
            let zoom_id = zoom_id.clone();
            async move { zoom.delete(&token, planned.kind, &zoom_id).await }
        })
        .await;
    match answer {
        Ok(Ok(())) => {
            let mut tx = db::begin(&app.db).await?;
            meeting::deleted(&mut tx, planned.id, now).await?;
            tx.commit().await?;
            Ok(())
        }
        // An ended connection cannot delete anything any more.
        Err(Error::NotConnected) => Ok(()),
        other => refused(app, planned, other, now).await,
    }
}

/// Writes down why, plans the next try, and tells people when it was the last.
async fn refused(
    app: &State,
    planned: &Planned,
    answer: Result<Result<(), Refusal>, Error>,
    now: DateTime<Utc>,
) -> web::Result<()> {
    let refusal = match answer {
        Ok(Ok(())) => return Ok(()),
        Ok(Err(refusal)) => refusal,
        Err(Error::Unavailable) => Refusal::Unavailable("no answer".into()),
        Err(Error::NotConnected) => {
            tell_if_degraded(app, planned.connection).await?;
            Refusal::Said {
                status: 401,
                code: 124,
                message: "The Zoom connection has ended. Connect Zoom again.".into(),
            }
        }
        Err(error) => return Err(error.into()),
    };
    let mut tx = db::begin(&app.db).await?;
    if meeting::refused(&mut tx, planned.id, &refusal, now).await? {
        let told = Integration::MeetingFailed { event: planned.event, reason: refusal.to_string() };
        team::integrations(&mut tx, planned.organization, &told, now).await?;
    }
    if let Refusal::Limited(after) = refusal {
        let job = events::zoom::jobs::SyncZoom::Meeting { meeting: planned.id };
        db::outbox::push_at(&mut tx, &job, now + after, now).await?;
    }
    tx.commit().await?;
    Ok(())
}
