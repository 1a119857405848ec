//! The parameters that a call takes: others are refused, as Stripe does, so that a slip of the pen
//! is not a wish that nobody hears. Names are those of Stripe's API reference.

use super::params::Params;
use super::refusal::Refusal;

/// Parameters by path, where `*` is an id. What is not listed is not checked.
const TAKEN: [(&str, &str); 24] = [
    (
        "checkout/sessions",
        "adaptive_pricing after_expiration allow_promotion_codes automatic_tax billing_address_collection branding_settings \
         cancel_url client_reference_id consent_collection currency custom_fields custom_text customer customer_account \
         customer_creation customer_email customer_update discounts excluded_payment_method_types expires_at invoice_creation \
         line_items locale metadata mode name_collection optional_items origin_context payment_intent_data \
         payment_method_collection payment_method_configuration payment_method_data payment_method_options \
         payment_method_types permissions phone_number_collection redirect_on_completion return_url \
         saved_payment_method_options setup_intent_data shipping_address_collection shipping_options submit_type \
         subscription_data success_url tax_id_collection ui_mode wallet_options",
    ),
    ("checkout/sessions/*", "collected_information metadata shipping_options"),
    ("checkout/sessions/*/expire", ""),
    (
        "refunds",
        "amount charge currency customer instructions_email metadata origin payment_intent reason refund_application_fee reverse_transfer",
    ),
    ("refunds/*", "metadata"),
    (
        "transfers",
        "amount currency description destination metadata source_transaction source_type transfer_group",
    ),
    ("transfers/*/reversals", "amount description metadata refund_application_fee"),
    ("application_fees/*/refunds", "amount metadata"),
    (
        "payouts",
        "amount currency description destination metadata method payout_method source_type statement_descriptor",
    ),
    (
        "accounts",
        "account_token business_profile business_type capabilities company controller country default_currency documents email \
         external_account groups individual metadata settings tos_acceptance type",
    ),
    ("account_links", "account collect collection_options refresh_url return_url type"),
    ("accounts/*/login_links", ""),
    (
        "customers",
        "address balance business_name cash_balance description email individual_name invoice_prefix invoice_settings metadata \
         name next_invoice_sequence payment_method phone preferred_locales shipping source tax tax_exempt tax_id_data test_clock",
    ),
    ("customers/*/tax_ids", "type value"),
    (
        "products",
        "active default_price_data description id images marketing_features metadata name package_dimensions shippable \
         statement_descriptor tax_code tax_details type unit_label url",
    ),
    (
        "prices",
        "active billing_scheme currency currency_options custom_unit_amount lookup_key metadata nickname product product_data \
         recurring tax_behavior tiers tiers_mode transfer_lookup_key transform_quantity unit_amount unit_amount_decimal",
    ),
    (
        "subscriptions/*",
        "add_invoice_items application_fee_percent automatic_tax billing_cycle_anchor billing_thresholds cancel_at \
         cancel_at_period_end cancellation_details collection_method days_until_due default_payment_method default_source \
         default_tax_rates description discounts invoice_settings items metadata off_session on_behalf_of pause_collection \
         payment_behavior payment_settings pending_invoice_item_interval proration_behavior proration_date transfer_data \
         trial_end trial_from_plan trial_settings",
    ),
    (
        "subscription_schedules",
        "billing_mode customer customer_account default_settings end_behavior from_subscription metadata phases start_date",
    ),
    (
        "subscription_schedules/*",
        "default_settings end_behavior metadata phases proration_behavior",
    ),
    (
        "invoices/create_preview",
        "automatic_tax currency customer customer_account customer_details discounts invoice_items issuer on_behalf_of \
         preview_mode schedule schedule_details subscription subscription_details",
    ),
    (
        "billing_portal/sessions",
        "configuration customer customer_account flow_data locale on_behalf_of return_url",
    ),
    ("disputes/*", "evidence metadata submit"),
    ("files", "file file_link_data purpose"),
    ("tax/locations", "address description type"),
];
/// Parameters within others.
const WITHIN: [(&str, &str, &str); 5] = [
    (
        "checkout/sessions",
        "payment_intent_data",
        "application_fee_amount capture_method description metadata on_behalf_of receipt_email setup_future_usage shipping \
         statement_descriptor statement_descriptor_suffix transfer_data transfer_group",
    ),
    (
        "checkout/sessions",
        "subscription_data",
        "application_fee_percent billing_cycle_anchor billing_mode default_tax_rates description invoice_settings metadata \
         on_behalf_of pending_invoice_item_interval proration_behavior transfer_data trial_end trial_period_days trial_settings",
    ),
    (
        "invoices/create_preview",
        "subscription_details",
        "billing_cycle_anchor billing_mode cancel_at cancel_at_period_end cancel_now default_tax_rates items \
         proration_behavior proration_date resume_at start_date trial_end",
    ),
    ("account_links", "collection_options", "fields future_requirements"),
    (
        "disputes/*",
        "evidence",
        "access_activity_log billing_address cancellation_policy cancellation_policy_disclosure cancellation_rebuttal \
         customer_communication customer_email_address customer_name customer_purchase_ip customer_signature \
         duplicate_charge_documentation duplicate_charge_explanation duplicate_charge_id enhanced_evidence product_description \
         receipt refund_policy refund_policy_disclosure refund_refusal_explanation service_date service_documentation \
         shipping_address shipping_carrier shipping_date shipping_documentation shipping_tracking_number uncategorized_file \
         uncategorized_text",
    ),
];
/// `iterations` went with 2025-09-30.clover.
const PHASE: &str = "add_invoice_items application_fee_percent automatic_tax billing_cycle_anchor billing_thresholds \
     collection_method currency default_payment_method default_tax_rates description discounts duration end_date \
     invoice_settings items metadata on_behalf_of proration_behavior start_date transfer_data trial trial_end";
const LINE: &str =
    "adjustable_quantity dynamic_tax_rates metadata price price_data quantity tax_rates";
const PRICE: &str =
    "currency product product_data recurring tax_behavior unit_amount unit_amount_decimal";
const PRODUCT: &str = "description images metadata name tax_code tax_details unit_label";
/// Here a blank value does not take anything away: there is nothing yet.
const FRESH: [&str; 8] = [
    "checkout/sessions",
    "refunds",
    "transfers",
    "transfers/*/reversals",
    "application_fees/*/refunds",
    "payouts",
    "account_links",
    "prices",
];

/// Checks what a POST sends.
pub(super) fn check(steps: &[&str], params: &Params) -> Result<(), Refusal> {
    let path = pattern(steps);
    if let Some((_, names)) = TAKEN.iter().find(|(known, _)| *known == path) {
        only(params, names)?;
    }
    for (_, within, names) in WITHIN.iter().filter(|(known, _, _)| *known == path) {
        only(&params.inside(within), names)?;
    }
    if path == "checkout/sessions" {
        for line in params.list("line_items") {
            only(&line, LINE)?;
            let price = line.inside("price_data");
            only(&price, PRICE)?;
            only(&price.inside("product_data"), PRODUCT)?;
        }
    }
    if path.starts_with("subscription_schedules") {
        params.list("phases").iter().try_for_each(|phase| only(phase, PHASE))?;
    }
    if FRESH.contains(&path.as_str()) {
        filled(params)?;
    }
    metadata(params)
}

/// The path with `*` for every id.
fn pattern(steps: &[&str]) -> String {
    let whole = steps.join("/");
    if TAKEN.iter().any(|(known, _)| *known == whole) {
        return whole;
    }
    let fits = |known: &&(&str, &str)| {
        let parts: Vec<&str> = known.0.split('/').collect();
        parts.len() == steps.len()
            && parts.iter().zip(steps).all(|(part, step)| *part == "*" || part == step)
    };
    TAKEN.iter().find(fits).map_or(whole, |(known, _)| (*known).to_owned())
}

fn only(params: &Params, names: &str) -> Result<(), Refusal> {
    let known = |key: &str| key == "expand" || names.split(' ').any(|name| name == key);
    match params.keys().find(|key| !known(key)) {
        None => Ok(()),
        Some(key) => {
            let name = params.name(key);
            let said = format!("Received unknown parameter: {name}");
            Err(Refusal::invalid(said).code("parameter_unknown").at(name))
        }
    }
}

fn filled(params: &Params) -> Result<(), Refusal> {
    for key in params.keys().filter(|key| *key != "metadata") {
        if params.is_blank(key) {
            let name = params.name(key);
            let said = format!(
                "You passed an empty string for '{name}'. We assume empty values are an attempt to unset a parameter; however '{name}' cannot be unset."
            );
            return Err(Refusal::invalid(said).code("parameter_invalid_empty").at(name));
        }
        filled(&params.inside(key))?;
    }
    Ok(())
}

/// 50 keys of 40 characters, with values of 500.
fn metadata(params: &Params) -> Result<(), Refusal> {
    let sent = params.map("metadata");
    let at = || params.name("metadata");
    if sent.len() > 50 {
        return Err(Refusal::invalid("Metadata can have up to 50 keys.").at(at()));
    }
    for (key, value) in &sent {
        let long = value.as_str().map(|text| text.chars().count());
        if key.chars().count() > 40 || long.is_none_or(|long| long > 500) {
            let said = "Metadata keys have up to 40 characters, values are texts of up to 500.";
            return Err(Refusal::invalid(said).at(format!("{}[{key}]", at())));
        }
    }
    let inner = params.keys().filter(|key| *key != "metadata");
    inner.map(|key| params.inside(key)).try_for_each(|inside| metadata(&inside))
}
