use super::*;

async fn page(sandbox: &Sandbox, path: &str, form: Option<&str>) -> (StatusCode, String, String) {
    let method = if form.is_some() { "POST" } else { "GET" };
    let request = Request::builder()
        .method(method)
        .uri(format!("/sandbox/stripe{path}"))
        .body(Body::from(form.unwrap_or_default().to_owned()));
    let (status, headers, bytes) = sandbox.send(request.unwrap()).await;
    let location = headers.get("location").map(|to| to.to_str().unwrap().to_owned());
    (status, String::from_utf8(bytes).unwrap(), location.unwrap_or_default())
}

#[tokio::test]
async fn a_buyer_is_declined_then_proves_himself_and_goes_back_to_the_app() {
    let sandbox = Sandbox::new();
    let account = sandbox.account().await;
    let session = sandbox.session(&account).await;
    let path = format!("/checkout/{session}");
    let (_, html, _) = page(&sandbox, &path, None).await;
    assert!(
        html.contains("Ticket")
            && html.contains("100.00 USD")
            && html.contains("https://app.test/back")
    );
    let who = "email=ada%40example.com&name=Ada&country=DE";
    let (status, html, _) = page(&sandbox, &path, Some(&format!("card=declined&{who}"))).await;
    assert_eq!(status, 402);
    assert!(html.contains("role=alert>Your card was declined."));
    let (status, html, _) = page(&sandbox, &path, Some(&format!("card=3ds&{who}"))).await;
    assert_eq!(status, 200);
    assert!(html.contains("Complete authentication"));
    let proven = format!("card=3ds&{who}&bank=yes");
    let (status, _, location) = page(&sandbox, &path, Some(&proven)).await;
    assert_eq!(
        (status, location),
        (StatusCode::SEE_OTHER, format!("https://app.test/paid?s={session}"))
    );
    let read = sandbox.get(&format!("checkout/sessions/{session}")).await;
    assert_eq!(read["customer_details"]["email"], "ada@example.com");
    assert_eq!(page(&sandbox, &path, Some(&proven)).await.0, StatusCode::CONFLICT);
}

#[tokio::test]
async fn an_onboarding_link_is_good_once_and_for_five_minutes() {
    let sandbox = Sandbox::new();
    let form = "country=DE&capabilities[card_payments][requested]=true&capabilities[transfers][requested]=true";
    let account = text(&sandbox.post("accounts", form).await, "id");
    let ask = format!(
        "account={account}&type=account_onboarding&refresh_url=https://app.test/again&return_url=https://app.test/done"
    );
    let link = async || {
        let url = text(&sandbox.post("account_links", &ask).await, "url");
        url.split_once("/sandbox/stripe").unwrap().1.to_owned()
    };
    let first = link().await;
    sandbox.wait(300);
    assert_eq!(page(&sandbox, &first, None).await.2, "https://app.test/again");
    let second = link().await;
    assert!(page(&sandbox, &second, None).await.1.contains("Legal name"));
    let token = second.split_once("link=").unwrap().1;
    let fill = format!("link={token}&legal_name=Kidney+Society&answer=finish");
    let (_, _, location) = page(&sandbox, &second, Some(&fill)).await;
    assert_eq!(location, "https://app.test/done");
    let read = sandbox.get(&format!("accounts/{account}")).await;
    assert_eq!(
        (&read["charges_enabled"], &read["details_submitted"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(page(&sandbox, &second, None).await.2, "https://app.test/again");
}

#[tokio::test]
async fn the_panel_shows_what_there_is_and_acts_on_it() {
    let sandbox = Sandbox::new();
    let account = sandbox.account().await;
    let charge = text(&sandbox.paid(&account, "success").await, "id");
    let (status, html, _) = page(&sandbox, "", None).await;
    assert_eq!(status, 200);
    assert!(html.contains(&charge) && html.contains("checkout.session.completed"));
    let act = format!("json=%7B%22action%22%3A%22dispute%22%2C%22charge%22%3A%22{charge}%22%7D");
    assert_eq!(page(&sandbox, "/act", Some(&act)).await.0, StatusCode::SEE_OTHER);
    assert_eq!(page(&sandbox, "/act", Some(&act)).await.0, StatusCode::CONFLICT);
}

/// Every field has a label and every table its heads: what axe asks first.
#[tokio::test]
async fn fields_have_labels_and_names_are_written_harmlessly() {
    let sandbox = Sandbox::new();
    let account = sandbox.account().await;
    let form =
        ticket(&account, 1000, 0).replace("[name]=Ticket", "[name]=<script>alert(1)</script>");
    let session = text(&sandbox.post("checkout/sessions", &form).await, "id");
    let (_, html, _) = page(&sandbox, &format!("/checkout/{session}"), None).await;
    assert!(!html.contains("<script>"));
    for input in html.split("<input ").skip(1).filter(|input| input.starts_with("id=")) {
        let id = input.split('"').nth(1).unwrap();
        assert!(html.contains(&format!("<label for=\"{id}\">")), "{id}");
    }
}

/// PA-7
#[tokio::test]
async fn a_buyer_sees_the_tax_of_his_country_before_he_pays() {
    let sandbox = Sandbox::new();
    let account = sandbox.account().await;
    let form = format!(
        "{}&automatic_tax[enabled]=true&line_items[0][price_data][tax_behavior]=exclusive",
        ticket(&account, 10_000, 0)
    );
    let path = format!("/checkout/{}", text(&sandbox.post("checkout/sessions", &form).await, "id"));
    let fill = "card=success&email=ada%40example.com&name=Ada&country=de";
    let (status, html, _) = page(&sandbox, &path, Some(fill)).await;
    assert_eq!(status, 200);
    assert!(html.contains("Pay 119.00 USD"));
    assert_eq!(page(&sandbox, &path, Some(fill)).await.0, StatusCode::SEE_OTHER);
}
