//! Where the objects of a page come from.

use billing::reconcile::{self, Open, Progress, Run, Thing};
use billing::stripe::{Listed, Refusal};
use models::FindingId;
use serde_json::Value;

use crate::State;
use crate::compare::{Whose, compare, look};
use crate::reconcile::{PAGE, Page};

fn id_of(object: &Value) -> Option<String> {
    object["id"].as_str().map(str::to_owned)
}

fn failed(refusal: Refusal) -> web::Problem {
    billing::Error::Stripe(refusal).into()
}

/// A page of a list of the platform's own.
pub(crate) async fn listed(app: &State, run: &Run, thing: Thing) -> web::Result<Page> {
    let path = thing.page(run.after.as_deref(), PAGE, run.started_at);
    let there: Listed<Value> = app.stripe.get(&path).await.map_err(failed)?;
    let progress = compare(app, run, Whose::platform(thing), &there.data).await?;
    let last = there.data.last().and_then(id_of).filter(|_| there.has_more);
    Ok(Page { progress, last })
}

/// The payouts of one connected account, a page of them. `after` is the account, and behind a bar
/// the last payout where its list goes on.
pub(crate) async fn payouts(app: &State, run: &Run) -> web::Result<Page> {
    let (former, payout) = match run.after.as_deref().map(|after| after.split_once('|')) {
        Some(Some((account, payout))) => (Some(account), Some(payout)),
        Some(None) => (run.after.as_deref(), None),
        None => (None, None),
    };
    let account = match (former, payout) {
        (Some(account), Some(_)) => Some(account.to_owned()),
        (after, None) => next_account(app, after).await?,
        (None, Some(_)) => None,
    };
    let Some(account) = account else {
        return Ok(Page { progress: Progress::default(), last: None });
    };
    let path = Thing::Payout.page(payout, PAGE, run.started_at);
    let there: Listed<Value> = match app.stripe.get_of(&account, &path).await {
        Ok(there) => there,
        // Whoever took our access away is told by the account itself.
        Err(Refusal::Said { status: 401 | 403 | 404, .. }) => {
            Listed { data: Vec::new(), has_more: false }
        }
        Err(refusal) => return Err(failed(refusal)),
    };
    let whose = Whose { thing: Thing::Payout, account: Some(&account) };
    let progress = compare(app, run, whose, &there.data).await?;
    let last = match there.data.last().and_then(id_of).filter(|_| there.has_more) {
        Some(payout) => format!("{account}|{payout}"),
        None => account,
    };
    Ok(Page { progress, last: Some(last) })
}

async fn next_account(app: &State, after: Option<&str>) -> web::Result<Option<String>> {
    let next = sqlx::query_scalar!(
        r#"select stripe_account_id as "account!" from payout_accounts
            where stripe_account_id > coalesce($1, '') and disconnected_at is null order by 1 limit 1"#,
        after
    );
    Ok(next.fetch_optional(&app.db).await?)
}

/// What stands here as if Stripe had it, and was not met there: each is looked for by its name.
pub(crate) async fn ours(app: &State, run: &Run) -> web::Result<Page> {
    let now = app.clock.now();
    let limit = i64::try_from(PAGE).unwrap_or(i64::MAX);
    let mut conn = app.db.acquire().await?;
    let which = (run.id, run.started_at);
    let mut progress = Progress::default();
    if run.after.is_none() {
        progress.repaired += reconcile::forgotten_refunds(&mut conn, now).await?;
        progress.repaired += billing::tax::forgotten(&mut conn, now).await?;
    }
    let open = reconcile::unseen(&mut conn, which, run.after.as_deref(), limit).await?;
    drop(conn);
    for Open { thing, object, account } in &open {
        let whose = Whose { thing: *thing, account: account.as_deref() };
        add(&mut progress, look(app, run, whose, object).await?);
    }
    let last = open.last().map(|open| open.object.clone()).filter(|_| open.len() == PAGE);
    Ok(Page { progress, last })
}

/// What stands here, beside itself.
pub(crate) async fn checks(app: &State) -> web::Result<Page> {
    let mut tx = db::begin(&app.db).await?;
    let found = reconcile::checks(&mut tx, app.clock.now()).await?;
    tx.commit().await?;
    Ok(Page { progress: Progress { found, ..Progress::default() }, last: None })
}

/// Findings of former runs that this one has not met: their objects are older than what is listed.
pub(crate) async fn findings(app: &State, run: &Run) -> web::Result<Page> {
    let after = run.after.as_ref().and_then(|id| id.parse::<FindingId>().ok());
    let limit = i64::try_from(PAGE).unwrap_or(i64::MAX);
    let mut conn = app.db.acquire().await?;
    let open = reconcile::open_findings(&mut conn, run.started_at, after, limit).await?;
    drop(conn);
    let mut progress = Progress::default();
    for (_, kind, object) in &open {
        let Some(thing) = Thing::of_finding(kind) else { continue };
        let account = if thing == Thing::Payout { account_of(app, object).await? } else { None };
        let whose = Whose { thing, account: account.as_deref() };
        add(&mut progress, look(app, run, whose, object).await?);
    }
    let last = open.last().map(|(id, ..)| id.to_string()).filter(|_| open.len() == PAGE);
    Ok(Page { progress, last })
}

async fn account_of(app: &State, payout: &str) -> web::Result<Option<String>> {
    let account = sqlx::query_scalar!(
        "select a.stripe_account_id from payouts p join payout_accounts a on a.id = p.payout_account_id where p.stripe_payout_id = $1",
        payout
    );
    Ok(account.fetch_optional(&app.db).await?.flatten())
}

const fn add(all: &mut Progress, one: Progress) {
    all.compared += one.compared;
    all.repaired += one.repaired;
    all.found += one.found;
}
