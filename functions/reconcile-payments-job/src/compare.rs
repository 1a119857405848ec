//! Objects of Stripe beside what stands here: compared, repaired, compared again. What then still
//! differs becomes a finding, and what agrees closes its finding.

use billing::finding::{self, Seen};
use billing::reconcile::{self, Difference, Progress, Run, Thing};
use billing::stripe::{Notice, Refusal};
use models::{Fault as _, Kind, PaymentId};
use sales::Ear;
use serde_json::{Value, json};

use crate::State;

/// What is compared, and whose it is.
#[derive(Clone, Copy)]
pub(crate) struct Whose<'a> {
    pub(crate) thing: Thing,
    /// The connected account, where it is not the platform's own.
    pub(crate) account: Option<&'a str>,
}

impl Whose<'_> {
    pub(crate) const fn platform(thing: Thing) -> Self {
        Self { thing, account: None }
    }
}

fn id_of(object: &Value) -> &str {
    object["id"].as_str().unwrap_or_default()
}

/// Compares what Stripe has listed.
pub(crate) async fn compare(
    app: &State,
    run: &Run,
    whose: Whose<'_>,
    objects: &[Value],
) -> web::Result<Progress> {
    let thing = whose.thing;
    let ids: Vec<String> = objects.iter().map(|object| id_of(object).to_owned()).collect();
    let mut progress = Progress {
        compared: i32::try_from(objects.len()).unwrap_or(i32::MAX),
        ..Progress::default()
    };
    let differing = differing(app, thing, objects).await?;
    let mut fine: Vec<String> = ids
        .iter()
        .filter(|id| !differing.iter().any(|(object, _)| id_of(object) == *id))
        .cloned()
        .collect();
    for (object, _) in differing {
        repair(app, whose, object).await?;
        let Some(now_there) = read(app, whose, id_of(object)).await? else { continue };
        let left = differing_one(app, thing, &now_there).await?;
        if left.is_empty() {
            progress.repaired += 1;
            fine.push(id_of(object).to_owned());
        }
        progress.found += note(app, id_of(object), &left).await?;
    }
    let mut conn = app.db.acquire().await?;
    finding::fixed(&mut conn, &thing.findings(), &fine, app.clock.now()).await?;
    reconcile::seen(&mut conn, run.id, &ids).await?;
    Ok(progress)
}

/// Looks for one object by its name. One that Stripe does not have is a finding.
pub(crate) async fn look(
    app: &State,
    run: &Run,
    whose: Whose<'_>,
    id: &str,
) -> web::Result<Progress> {
    if let Some(object) = read(app, whose, id).await? {
        return compare(app, run, whose, std::slice::from_ref(&object)).await;
    }
    let kind = format!("{}-missing", whose.thing.word());
    let mut conn = app.db.acquire().await?;
    let here = reconcile::known(&mut conn, whose.thing, &[json!({"id": id})]).await?;
    let Some(here) = here.get(id) else {
        // Nowhere any more.
        let object = [id.to_owned()];
        finding::fixed(&mut conn, &whose.thing.findings(), &object, app.clock.now()).await?;
        return Ok(Progress { compared: 1, ..Progress::default() });
    };
    let missing = Difference {
        kind,
        organization: here.organization,
        local: Value::Object(here.facts.clone()),
        stripe: Value::Null,
    };
    drop(conn);
    let found = note(app, id, &[missing]).await?;
    Ok(Progress { compared: 1, repaired: 0, found })
}

async fn differing<'a>(
    app: &State,
    thing: Thing,
    objects: &'a [Value],
) -> web::Result<Vec<(&'a Value, Vec<Difference>)>> {
    let known = reconcile::known(&mut *app.db.acquire().await?, thing, objects).await?;
    let compared = objects.iter().filter_map(|object| {
        let told = reconcile::told(thing, object)?;
        Some((object, reconcile::differences(thing, &told, known.get(id_of(object)))))
    });
    Ok(compared.filter(|(_, differences)| !differences.is_empty()).collect())
}

async fn differing_one(app: &State, thing: Thing, object: &Value) -> web::Result<Vec<Difference>> {
    let differing = differing(app, thing, std::slice::from_ref(object)).await?;
    Ok(differing.into_iter().flat_map(|(_, differences)| differences).collect())
}

/// Nothing, if Stripe does not have it.
async fn read(app: &State, whose: Whose<'_>, id: &str) -> web::Result<Option<Value>> {
    let path = format!("{}/{id}", whose.thing.path());
    let read: Result<Value, Refusal> = match whose.account {
        Some(account) => app.stripe.get_of(account, &path).await,
        None => app.stripe.get(&path).await,
    };
    match read {
        Ok(object) => Ok(Some(object)),
        Err(Refusal::Said { status: 401 | 403 | 404, .. }) => Ok(None),
        Err(refusal) => Err(billing::Error::Stripe(refusal).into()),
    }
}

/// Makes it right by the hands that any news of Stripe goes through. What cannot be applied leaves
/// the difference, and so a finding; what may go better later is tried again with the whole page.
async fn repair(app: &State, whose: Whose<'_>, object: &Value) -> web::Result<()> {
    let thing = whose.thing;
    if thing == Thing::Charge && sent_back(app, object).await? {
        return Ok(());
    }
    let Some((kind, id)) = thing.news(object) else { return Ok(()) };
    let notice = Notice {
        event: format!("reconciled:{}", id_of(object)),
        r#type: kind.to_owned(),
        object: id,
        account: whose.account.map(str::to_owned),
    };
    let ear = Ear { db: &app.db, stripe: &app.stripe, clock: &app.clock };
    match ear.hear(&notice).await {
        Ok(()) => Ok(()),
        Err(fault) if fault.kind() == Kind::Unavailable => Err(fault.into()),
        Err(fault) => {
            tracing::error!(object = id_of(object), error = %fault, "this cannot be applied");
            Ok(())
        }
    }
}

/// A flagged payment that was to be sent back, and was not: something broke off in between.
async fn sent_back(app: &State, charge: &Value) -> web::Result<bool> {
    let payment = charge["transfer_group"].as_str().and_then(|id| id.parse::<PaymentId>().ok());
    let Some(payment) = payment else { return Ok(false) };
    let now = app.clock.now();
    match sales::resume_sending_back(&app.db, &app.stripe, payment, now).await {
        Ok(resumed) => Ok(resumed),
        Err(fault) if fault.kind() == Kind::Unavailable => Err(fault.into()),
        Err(fault) => {
            tracing::error!(%payment, error = %fault, "this payment cannot be sent back");
            Ok(true)
        }
    }
}

async fn note(app: &State, object: &str, differences: &[Difference]) -> web::Result<i32> {
    let mut new = 0;
    let mut conn = app.db.acquire().await?;
    for found in differences {
        let seen = Seen {
            organization: found.organization,
            kind: &found.kind,
            object,
            local: found.local.clone(),
            stripe: found.stripe.clone(),
        };
        new += i32::from(finding::note(&mut conn, &seen, app.clock.now()).await?);
    }
    Ok(new)
}
