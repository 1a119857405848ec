//! How a connected account stands: what it may do, and what it owes.

use serde_json::json;

use super::accounts::{DUE, known, requirements};
use super::field::Field as _;
use super::refusal::Refusal;
use super::world::World;

/// How an account stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Active,
    /// All was told, and something is looked at.
    Pending,
    Restricted,
    Rejected,
}

/// Sets how an account stands, and tells it.
pub(super) fn set(world: &mut World, id: &str, standing: Standing) -> Result<(), Refusal> {
    let account = known(world, id, "account")?;
    let active = standing == Standing::Active;
    let (due, disabled): (&[&str], _) = match standing {
        Standing::Active => (&[], None),
        Standing::Pending => (&[], Some("requirements.pending_verification")),
        Standing::Restricted => (&DUE[2..3], Some("requirements.past_due")),
        Standing::Rejected => (&[], Some("rejected.fraud")),
    };
    let state = if active { "active" } else { "inactive" };
    let bank = json!({
        "id": format!("ba_{}", id.trim_start_matches("acct_")), "object": "bank_account", "account": id, "last4": "6789",
        "bank_name": "STRIPE TEST BANK", "country": account["country"], "currency": account["default_currency"], "status": "new",
        "default_for_currency": true,
    });
    world.edit(id, |account| {
        // Under the recipient agreement nothing is charged in the account's name.
        let charges = active && account["capabilities"].get("card_payments").is_some();
        account["charges_enabled"] = json!(charges);
        account["payouts_enabled"] = json!(active);
        account["details_submitted"] = json!(true);
        account["requirements"] = requirements(due, disabled);
        if standing == Standing::Pending {
            account["requirements"]["pending_verification"] = json!([DUE[2]]);
        }
        account["external_accounts"]["data"] = json!([bank]);
        if let Some(states) = account["capabilities"].as_object_mut() {
            states.values_mut().for_each(|value| *value = json!(state));
        }
    });
    for capability in world.all_of("capability", "account", id) {
        if capability.text("status") != state {
            world.edit(capability.id(), |capability| capability["status"] = json!(state));
            world.emit("capability.updated", capability.id());
        }
    }
    world.emit("account.updated", id);
    Ok(())
}

/// The organizer takes the app's access away.
pub(super) fn deauthorize(world: &mut World, id: &str) -> Result<(), Refusal> {
    known(world, id, "account")?;
    world.edit(id, |account| account["deleted"] = json!(true));
    let application = json!({
        "id": "ca_sandbox", "object": "application", "name": "Accredit", "_account": id,
    });
    world.tell("account.application.deauthorized", &application, None);
    Ok(())
}
