use chrono::TimeDelta;
use cloud::{Bucket, Objects, Signature, Stored};
use models::Clock;
use testkit::now;

use crate::google::lookup;

/// A folder that goes with the test.
struct Folder(std::path::PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = format!("accredit-objects-{}-{name}", std::process::id());
        Self(std::env::temp_dir().join(path))
    }

    fn objects(&self, after: TimeDelta) -> Objects {
        let at = format!("disk:{}", self.0.display());
        let values = [("OBJECTS", at.as_str()), ("OBJECTS_KEY", "a key")];
        Objects::from_env(lookup(&values), Clock::fixed(now() + after)).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

const PDF: &str = "application/pdf";

#[tokio::test]
async fn a_file_is_kept_under_its_hash_and_never_overwritten() {
    let folder = Folder::new("kept");
    let objects = folder.objects(TimeDelta::zero());
    let name = Objects::name_of(b"one\ntwo", "pdf");
    assert_eq!(name.len(), 68);
    let bucket = Bucket::Certificates;
    assert_eq!(objects.put(bucket, &name, PDF, "one\ntwo").await.unwrap(), Stored::New);
    assert_eq!(objects.put(bucket, &name, PDF, "other").await.unwrap(), Stored::Before);
    let found = objects.get(bucket, &name).await.unwrap().unwrap();
    assert_eq!((&found.bytes[..], found.content_type.as_str()), (&b"one\ntwo"[..], PDF));
    assert!(objects.get(Bucket::Media, &name).await.unwrap().is_none(), "buckets are apart");
    objects.delete(bucket, &name).await.unwrap();
    objects.delete(bucket, &name).await.unwrap();
    assert!(objects.get(bucket, &name).await.unwrap().is_none());
}

#[tokio::test]
async fn of_many_who_put_one_name_at_once_one_wins() {
    let folder = Folder::new("race");
    let mut puts = tokio::task::JoinSet::new();
    for turn in 0..16 {
        let objects = folder.objects(TimeDelta::zero());
        let content = vec![turn; 100_000];
        puts.spawn(
            async move { objects.put(Bucket::Media, "logo.png", "image/png", content).await },
        );
    }
    let stored = puts.join_all().await;
    let new = stored.iter().filter(|stored| matches!(stored, Ok(Stored::New))).count();
    assert_eq!((stored.len(), new), (16, 1));
    let found = folder.objects(TimeDelta::zero()).get(Bucket::Media, "logo.png").await;
    let bytes = found.unwrap().unwrap().bytes;
    assert!(bytes.len() == 100_000 && bytes.iter().all(|byte| *byte == bytes[0]), "not torn");
}

/// The parts of an address as a server would take it apart.
fn taken_apart(url: &str) -> (String, String, Signature) {
    let (path, query) = url.split_once('?').unwrap();
    let (bucket, name) = path.strip_prefix("/objects/").unwrap().split_once('/').unwrap();
    let value = |wanted: &str| {
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find(|(name, _)| *name == wanted).map(|(_, value)| value.replace("%2E", "."))
    };
    let signature = Signature {
        expires: value("expires").unwrap().parse().unwrap(),
        file_name: value("file_name"),
        mac: value("mac").unwrap(),
    };
    (bucket.to_owned(), name.to_owned(), signature)
}

#[tokio::test]
async fn a_signed_address_opens_its_file_until_it_ends_and_no_other() {
    let folder = Folder::new("signed");
    let objects = folder.objects(TimeDelta::zero());
    let bucket = Bucket::Certificates;
    for name in ["a.pdf", "b.pdf"] {
        objects.put(bucket, name, PDF, name).await.unwrap();
    }
    let life = TimeDelta::minutes(5);
    let url = objects.signed_url(bucket, "a.pdf", life, Some("my.pdf")).await.unwrap();
    let (at, name, signature) = taken_apart(&url);
    let opens = async |objects: &Objects, name: &str, signature: Option<&Signature>| {
        objects.open(&at, name, signature).await.unwrap().is_some()
    };
    assert!(opens(&objects, &name, Some(&signature)).await);
    assert!(!opens(&objects, &name, None).await, "certificates are private");
    assert!(!opens(&objects, "b.pdf", Some(&signature)).await, "another file");
    let later = folder.objects(life);
    assert!(!opens(&later, &name, Some(&signature)).await, "it has ended");
    let longer = Signature { expires: signature.expires + 60, ..taken_apart(&url).2 };
    assert!(!opens(&later, &name, Some(&longer)).await, "prolonged by hand");
    let renamed = Signature { file_name: None, ..taken_apart(&url).2 };
    assert!(!opens(&objects, &name, Some(&renamed)).await, "saved under another name");
}

#[tokio::test]
async fn a_public_file_opens_without_a_signature() {
    let folder = Folder::new("public");
    let objects = folder.objects(TimeDelta::zero());
    objects.put(Bucket::Media, "logo.png", "image/png", "picture").await.unwrap();
    assert_eq!(objects.public_url("logo.png"), "/objects/media/logo.png");
    assert!(objects.open("media", "logo.png", None).await.unwrap().is_some());
    assert!(objects.open("media", "../certificates/a.pdf", None).await.unwrap().is_none());
    assert!(objects.open("attic", "logo.png", None).await.unwrap().is_none());
}
