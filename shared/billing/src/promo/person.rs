//! Who uses a code: the same person counts once, whatever the address looks like (PC-5).

use aws_lc_rs::digest::{SHA256, digest};
use models::UserId;

/// Who buys.
#[derive(Clone, Debug)]
pub struct Buyer {
    /// The account, if there is one.
    pub user: Option<UserId>,
    /// The address, as `models::Email` compares it.
    pub email_key: String,
    /// Whether the address is proven: by an account, or by a link that was mailed to it.
    pub verified: bool,
}

impl Buyer {
    /// Under what uses are written.
    #[must_use]
    pub fn key(&self) -> String {
        person_key(self.user, &self.email_key)
    }

    /// Under what earlier uses may stand: a guest who made an account since is the same person.
    pub(super) fn keys(&self) -> Vec<String> {
        vec![self.key(), person_key(None, &self.email_key)]
    }
}

/// What uses are counted by: the account, else a hash of the folded address.
#[must_use]
pub fn person_key(user: Option<UserId>, email_key: &str) -> String {
    if let Some(user) = user {
        return format!("user:{user}");
    }
    format!("mail:{}", hex::encode(digest(&SHA256, folded(email_key).as_bytes())))
}

/// Without `+tag`, and at Gmail without dots: addresses that end in the same box.
fn folded(email_key: &str) -> String {
    let Some((local, domain)) = email_key.rsplit_once('@') else { return email_key.to_owned() };
    let box_name = local.split('+').next().unwrap_or(local);
    // An address that begins with the sign would fold to nobody's.
    let box_name = if box_name.is_empty() { local } else { box_name };
    match domain {
        "gmail.com" | "googlemail.com" => format!("{}@gmail.com", box_name.replace('.', "")),
        _ => format!("{box_name}@{domain}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// PC-5
    #[test]
    fn addresses_of_one_box_are_one_person() {
        let key = |email: &str| person_key(None, email);
        assert_eq!(key("ana.kos+a@gmail.com"), key("anakos@googlemail.com"));
        assert_eq!(key("ana+cpd@example.org"), key("ana@example.org"));
        assert_ne!(key("ana.kos@example.org"), key("anakos@example.org"));
        assert_ne!(key("+a@example.org"), key("+b@example.org"));
        assert!(!key("ana@example.org").contains("ana"), "no address is kept");
    }

    /// PC-5
    #[test]
    fn an_account_is_its_own_key_and_its_uses_as_a_guest_are_remembered() {
        let user = UserId::from(uuid::Uuid::from_u128(7));
        let buyer =
            Buyer { user: Some(user), email_key: "ana+x@example.org".into(), verified: true };
        assert_eq!(buyer.key(), "user:00000000-0000-0000-0000-000000000007");
        assert!(buyer.keys().contains(&person_key(None, "ana@example.org")));
    }
}
