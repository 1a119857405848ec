//! The awards of an event.

use auth::{On, Org, ReadCredentials};
use credentials::award;
use credentials::offering::Named;
use models::AwardId;
use serde::Deserialize;
use utoipa::IntoParams;
use web::{PageOf, Paged, Query};

use crate::awards::AwardOut;
use crate::scope::visible;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    offering: Named,
}

/// Awards of an event, newest first.
#[utoipa::path(get, path = "/api/v1/certificates/awards", tag = "certificates", security(("bearer" = [])),
    params(Wanted, ("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Paged<AwardOut>), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn list_awards(
    On(org, mut conn): On<Org<ReadCredentials>>,
    Query(wanted): Query<Wanted>,
    page: PageOf<AwardId>,
) -> web::Result<Paged<AwardOut>> {
    visible(&mut conn, &org, wanted.offering.0).await?;
    let rows = award::list(&mut conn, org.id, wanted.offering.0, page.page).await?;
    Ok(page.of(rows, |award| award.id, AwardOut::from))
}
