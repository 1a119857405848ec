use super::*;

fn parted(boundary: &str, purpose: &str, content: &[u8]) -> Vec<u8> {
    let head = format!(
        "--{boundary}\r\ncontent-disposition: form-data; name=\"purpose\"\r\n\r\n{purpose}\r\n\
         --{boundary}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"receipt.pdf\"\r\n\r\n"
    );
    [head.as_bytes(), content, format!("\r\n--{boundary}--\r\n").as_bytes()].concat()
}

async fn upload(sandbox: &Sandbox, boundary: &str, purpose: &str, content: &[u8]) -> (u16, Value) {
    let request = Request::post("/sandbox/stripe/v1/files")
        .header("authorization", format!("Bearer {}", sandbox.stripe.secrets()[0]))
        .header("stripe-version", VERSION)
        .header("idempotency-key", format!("{purpose} {}", content.len()))
        .header("content-type", format!("multipart/form-data; boundary={boundary}"))
        .body(Body::from(parted(boundary, purpose, content)));
    let (status, _, bytes) = sandbox.send(request.unwrap()).await;
    (status.as_u16(), serde_json::from_slice(&bytes).unwrap())
}

/// RF-11, PA-41: a file is taken in once for a key, however its form is parted, and a dispute
/// names only such files.
#[tokio::test]
async fn evidence_names_files_that_were_taken_in() {
    let sandbox = Sandbox::new();
    let (status, file) = upload(&sandbox, "one", "dispute_evidence", b"%PDF-1.7 yes").await;
    assert_eq!((status, &file["type"], &file["size"]), (200, &json!("pdf"), &json!(12)), "{file}");
    let (_, again) = upload(&sandbox, "two", "dispute_evidence", b"%PDF-1.7 yes").await;
    assert_eq!(again, file);
    let (status, refused) = upload(&sandbox, "one", "dispute_evidence", b"<html>").await;
    assert_eq!((status, &refused["error"]["param"]), (400, &json!("file")), "{refused}");
    let (status, _) = upload(&sandbox, "one", "avatar", b"%PDF-1.7").await;
    assert_eq!(status, 400);
    let large = [b"%PDF-".as_slice(), &vec![0; 5 << 20]].concat();
    assert_eq!(upload(&sandbox, "one", "dispute_evidence", &large).await.0, 400);

    let account = sandbox.account().await;
    let charge = text(&sandbox.paid(&account, "success").await, "id");
    let dispute = text(&sandbox.act(json!({ "action": "dispute", "charge": charge })).await, "id");
    let path = format!("disputes/{dispute}");
    let refused = sandbox.refused(&path, "evidence[receipt]=file_none").await;
    assert_eq!(refused["param"], "evidence[receipt]");
    let form = format!("evidence[receipt]={}&submit=false", text(&file, "id"));
    assert_eq!(sandbox.post(&path, &form).await["evidence"]["receipt"], file["id"]);
}
