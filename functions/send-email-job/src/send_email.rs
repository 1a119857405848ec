//! Claim and commit, then the network, then the result: a mail is never sent inside a transaction,
//! and whoever dies in between leaves a lease behind (OU-12, OU-13).

use cloud::Bucket;
use models::DeadJob;
use outreach::Attachment;
use outreach::jobs::SendEmail;
use outreach::render::Mail;
use outreach::sending::{self, Claim, Invite, Outcome, Outgoing, Sender};

use crate::mime::{self, File};
use crate::post::Undelivered;
use crate::{Office, State};

/// A file that is not there is waited for so many tries; then the link in the mail has to do.
const PATIENCE: i32 = 3;

/// Sends the mail that is named, if it still is to be sent.
pub(crate) async fn send_email(app: State, job: SendEmail) -> web::Result<()> {
    release(&app).await?;
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    let claim = sending::claim(&mut tx, job.message, now).await?;
    if let Claim::Later(at) = claim {
        sending::come_back(&mut tx, job.message, at, now).await?;
    }
    tx.commit().await?;
    if let Claim::Ours(outgoing) = claim {
        let outcome = deliver(&app, &outgoing).await;
        let mut tx = db::begin(&app.db).await?;
        sending::finish(&mut tx, &outgoing, &outcome, app.clock.now()).await?;
        tx.commit().await?;
        // PL-40: why stands in the row; a mail server names addresses.
        if let Outcome::Missed(_) = &outcome {
            tracing::warn!(message = %outgoing.id, attempts = outgoing.attempts, "mail not sent yet");
        }
    }
    app.tasks.flush(&app.db).await;
    Ok(())
}

/// The embedded queue is alone (it holds a lock) and begins after its predecessor is dead: leases
/// that are still running then are those of the dead.
async fn release(app: &State) -> web::Result<()> {
    let Office { alone, released, .. } = &app.office;
    if *alone {
        let free = async || {
            let mut conn = app.db.acquire().await?;
            sending::release(&mut conn, app.clock.now()).await.map(drop)
        };
        released.get_or_try_init(free).await?;
    }
    Ok(())
}

/// What fails before the server is spoken to is a miss like another: the lease of one that may have
/// been sent ends only its one repeat.
async fn deliver(app: &State, outgoing: &Outgoing) -> Outcome {
    let files = match files(app, outgoing).await {
        Ok(files) => files,
        Err(reason) => return Outcome::Missed(reason),
    };
    let invite = match invite(app, outgoing).await {
        Ok(invite) => invite,
        Err(error) => {
            let error = &error as &dyn std::error::Error;
            tracing::warn!(message = %outgoing.id, error, "the calendar could not be read");
            return Outcome::Missed("the calendar could not be read".to_owned());
        }
    };
    let Ok(mail) = letter(app, outgoing) else {
        return Outcome::Refused("the text could not be made".to_owned());
    };
    let now = app.clock.now();
    let message = match mime::message(&app.office, outgoing, &mail, &invite, files, now) {
        Ok(message) => message,
        Err(error) => return Outcome::Refused(error.to_string()),
    };
    match app.post.send(message).await {
        Ok(()) => Outcome::Sent(mail.subject, invite),
        Err(Undelivered::Refused(reason)) => Outcome::Refused(reason),
        Err(Undelivered::Missed(reason)) => Outcome::Missed(reason),
    }
}

fn letter(app: &State, outgoing: &Outgoing) -> Result<Mail, ()> {
    let logo = outgoing.organization.as_ref().and_then(|o| o.logo_object.as_deref());
    let logo = logo.map(|object| app.objects.public_url(object));
    // The disk of this machine gives paths.
    let logo = logo
        .map(|url| if url.starts_with('/') { format!("{}{url}", app.office.origin) } else { url });
    outgoing.mail(&app.office.links, logo).map_err(|error| {
        tracing::error!(message = %outgoing.id, %error, "the text of a mail could not be made");
    })
}

async fn invite(app: &State, outgoing: &Outgoing) -> sqlx::Result<Invite> {
    if !outgoing.attachments.contains(&Attachment::Calendar) {
        return Ok(Invite::default());
    }
    let no_reply = format!("no-reply@{}", app.office.domain);
    let sender = Sender { no_reply: &no_reply, host: &app.office.host, links: &app.office.links };
    let mut conn = app.db.acquire().await?;
    sending::invite(&mut conn, outgoing, sender, app.clock.now()).await
}

/// OU-10: a missing file is tried again, then the mail goes with its link alone.
async fn files(app: &State, outgoing: &Outgoing) -> Result<Vec<File>, String> {
    let mut files = Vec::new();
    for attachment in &outgoing.attachments {
        let Attachment::Certificate { object, name } = attachment else { continue };
        match app.objects.get(Bucket::Certificates, object).await {
            Ok(Some(found)) => {
                files.push(File { name: name.clone(), bytes: found.bytes.to_vec() });
            }
            Ok(None) if outgoing.attempts < PATIENCE => {
                return Err("the file is missing".to_owned());
            }
            Err(error) if outgoing.attempts < PATIENCE => return Err(error.to_string()),
            Ok(None) | Err(_) => {}
        }
    }
    Ok(files)
}

/// A job that cannot be done is kept for an operator.
pub(crate) async fn bury(app: State, dead: DeadJob) -> sqlx::Result<()> {
    let mut conn = app.db.acquire().await?;
    db::outbox::bury(&mut conn, &dead, app.clock.now()).await
}
