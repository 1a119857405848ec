//! Proxies before this server whose word on the client's address is taken.

use std::net::IpAddr;
use std::str::FromStr;

use anyhow::Context as _;

/// A network: an address, or `10.0.0.0/8`.
#[derive(Clone, Copy, Debug)]
pub struct Network {
    address: IpAddr,
    length: u32,
}

impl FromStr for Network {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> anyhow::Result<Self> {
        let (address, length) = text.split_once('/').unzip();
        let address: IpAddr = address.unwrap_or(text).parse().context("no address")?;
        let whole = bits(address).1;
        let length = length.map_or(Ok(whole), str::parse).context("no length of a prefix")?;
        anyhow::ensure!(length <= whole, "a prefix of {address} has at most {whole} bits");
        Ok(Self { address, length })
    }
}

impl Network {
    /// Whether an address is of it.
    pub(crate) fn holds(&self, address: IpAddr) -> bool {
        let ((own, whole), (other, of)) = (bits(self.address), bits(address.to_canonical()));
        let host = whole - self.length;
        whole == of && own.checked_shr(host) == other.checked_shr(host)
    }
}

/// The number, and of how many bits.
fn bits(address: IpAddr) -> (u128, u32) {
    match address {
        IpAddr::V4(address) => (address.to_bits().into(), 32),
        IpAddr::V6(address) => (address.to_bits(), 128),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_holds_its_addresses() {
        let holds = |network: &str, address: &str| {
            network.parse::<Network>().unwrap().holds(address.parse().unwrap())
        };
        assert!(holds("127.0.0.1", "127.0.0.1") && !holds("127.0.0.1", "127.0.0.2"));
        assert!(holds("10.0.0.0/8", "10.9.8.7") && holds("10.0.0.0/8", "::ffff:10.9.8.7"));
        assert!(!holds("10.0.0.0/8", "11.0.0.1") && !holds("10.0.0.0/8", "::1"));
        assert!(holds("0.0.0.0/0", "203.0.113.7") && holds("::/0", "2001:db8::1"));
        assert!("10.0.0.0/33".parse::<Network>().is_err());
        assert!("proxy".parse::<Network>().is_err());
    }
}
