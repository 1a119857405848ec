//! Who is at the other end of the line: the address behind the load balancer, the device, cookies.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use axum::extract::FromRequestParts;
use axum::http::header::{COOKIE, USER_AGENT};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName};

use crate::header;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The caller's address and browser, as far as the load balancer vouches for them.
#[derive(Clone, Debug)]
pub struct Client {
    /// The address; unspecified where no balancer stands in front.
    pub ip: IpAddr,
    /// What the browser calls itself, at most 300 characters.
    pub user_agent: String,
}

impl<S: Send + Sync> FromRequestParts<S> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let agent = header(&parts.headers, USER_AGENT.as_str()).unwrap_or_default();
        Ok(Self { ip: address(&parts.headers), user_agent: agent.chars().take(300).collect() })
    }
}

/// OR-20: the second entry from the right. Google's balancer appends the client and then itself;
/// everything further left is the client's own claim.
fn address(headers: &HeaderMap) -> IpAddr {
    let all = headers.get_all(FORWARDED_FOR).iter();
    // Bytes: a claim that is no text spoils only itself.
    let list: Vec<&[u8]> = all.flat_map(|value| value.as_bytes().split(|b| *b == b',')).collect();
    let second = list.len().checked_sub(2).and_then(|at| str::from_utf8(list[at]).ok());
    let second = second.and_then(|text| text.trim().parse::<IpAddr>().ok());
    // On a socket of both kinds an IPv4 caller looks like `::ffff:203.0.113.77`, and all of those
    // share one /64.
    second.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ip| ip.to_canonical())
}

impl Client {
    /// What rates are counted by: an IPv4 address, or the /64 of an IPv6 one.
    #[must_use]
    pub fn rate_key(&self) -> String {
        self.network(32, 64)
    }

    /// What is kept in logins and in the audit log: /24 or /48.
    #[must_use]
    pub fn prefix(&self) -> String {
        self.network(24, 48)
    }

    fn network(&self, v4: u32, v6: u32) -> String {
        match self.ip {
            IpAddr::V4(ip) => {
                let mask = u32::MAX << (32 - v4);
                format!("{}/{v4}", Ipv4Addr::from_bits(ip.to_bits() & mask))
            }
            IpAddr::V6(ip) => {
                let mask = u128::MAX << (128 - v6);
                format!("{}/{v6}", Ipv6Addr::from_bits(ip.to_bits() & mask))
            }
        }
    }
}

/// The value of a cookie.
#[must_use]
pub fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(found, value)| (found == name).then_some(value))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn client(forwarded: impl AsRef<[u8]>) -> Client {
        let mut headers = HeaderMap::new();
        let forwarded = HeaderValue::from_bytes(forwarded.as_ref());
        headers.insert(FORWARDED_FOR, forwarded.unwrap());
        Client { ip: address(&headers), user_agent: String::new() }
    }

    /// OR-20
    #[test]
    fn the_second_entry_from_the_right_is_the_client_whatever_it_claims() {
        assert_eq!(client("6.6.6.6, 203.0.113.77, 10.0.0.1").prefix(), "203.0.113.0/24");
        assert_eq!(client("203.0.113.77,10.0.0.1").rate_key(), "203.0.113.77/32");
        assert_eq!(client("2001:db8:1:2:3::4, 10.0.0.1").rate_key(), "2001:db8:1:2::/64");
        assert_eq!(client("::ffff:203.0.113.77, 10.0.0.1").rate_key(), "203.0.113.77/32");
        assert_eq!(client("6.6.6.6").rate_key(), "0.0.0.0/32");
    }

    /// OR-20
    #[test]
    fn a_claim_that_is_no_text_hides_nobody() {
        let claimed = b"\xff, 203.0.113.77, 10.0.0.1";
        assert_eq!(client(claimed).rate_key(), "203.0.113.77/32");
        assert_eq!(client(b"203.0.113.\xff, 10.0.0.1").rate_key(), "0.0.0.0/32");
    }
}
