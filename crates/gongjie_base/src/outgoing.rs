//! Whom the product may call: listed hosts only, and private addresses only where they are listed too. Pure.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// A host that may be called, on one port or on any.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Host {
    name: String,
    port: Option<u16>,
}

/// Addresses that share their first bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    first: IpAddr,
    bits: u32,
}

impl Network {
    /// Does the address lie in it?
    pub fn holds(&self, address: IpAddr) -> bool {
        match (self.first, address) {
            (IpAddr::V4(first), IpAddr::V4(address)) => {
                let shift = 32 - self.bits.min(32);
                let cut = |a: Ipv4Addr| u64::from(u32::from(a)) >> shift;
                cut(first) == cut(address)
            }
            (IpAddr::V6(first), IpAddr::V6(address)) => {
                let cut = |a: Ipv6Addr| match 128 - self.bits.min(128) {
                    128 => 0,
                    shift => u128::from(a) >> shift,
                };
                cut(first) == cut(address)
            }
            _ => false,
        }
    }
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text} is no address and no network");
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits)),
            None => (text, None),
        };
        let first: IpAddr = address.trim().parse().map_err(|_| wrong())?;
        let most = if first.is_ipv4() { 32 } else { 128 };
        let bits = match bits {
            Some(bits) => bits.trim().parse().map_err(|_| wrong())?,
            None => most,
        };
        if bits > most {
            return Err(wrong());
        }
        Ok(Self { first, bits })
    }
}

/// Why a call is not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// No host is listed at all.
    Off,
    /// This host is not listed.
    Host,
    /// The host stands at an address inside, which is not listed.
    Inside(IpAddr),
}

/// The hosts and inside networks of the settings. Empty: nobody is called.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Allowed {
    hosts: Vec<Host>,
    networks: Vec<Network>,
}

impl Allowed {
    /// Reads both lists, separated by commas: `host` or `host:port`, and `address` or `address/bits`.
    pub fn read(hosts: &str, networks: &str) -> Result<Self, String> {
        let parts = |text: &str| -> Vec<String> {
            let parts = text.split(',').map(|p| p.trim().to_lowercase());
            parts.filter(|p| !p.is_empty()).collect()
        };
        let hosts = parts(hosts).into_iter().map(|text| host(&text));
        let networks = parts(networks).into_iter().map(|text| text.parse());
        Ok(Self {
            hosts: hosts.collect::<Result<_, _>>()?,
            networks: networks.collect::<Result<_, _>>()?,
        })
    }

    /// Nobody may be called.
    pub fn is_off(&self) -> bool {
        self.hosts.is_empty()
    }

    /// May this host be asked for its addresses at all?
    pub fn host(&self, name: &str, port: u16) -> Result<(), Refused> {
        if self.is_off() {
            return Err(Refused::Off);
        }
        let name = bare(name).to_lowercase();
        let is_listed = |h: &Host| h.name == name && h.port.is_none_or(|p| p == port);
        if self.hosts.iter().any(is_listed) {
            Ok(())
        } else {
            Err(Refused::Host)
        }
    }

    /// May this address be connected to?
    pub fn address(&self, address: IpAddr) -> Result<(), Refused> {
        let plain = plain(address);
        if is_public(plain) || self.networks.iter().any(|n| n.holds(plain)) {
            Ok(())
        } else {
            Err(Refused::Inside(address))
        }
    }
}

fn bare(name: &str) -> &str {
    name.trim_start_matches('[')
        .trim_end_matches(']')
        .trim_end_matches('.')
}

fn host(text: &str) -> Result<Host, String> {
    let wrong = || format!("{text} is no host");
    if text.contains(['/', '@', ' ', '*']) {
        return Err(wrong());
    }
    let is_v6 = bare(text).parse::<Ipv6Addr>().is_ok();
    let (name, port) = match text.rsplit_once(':') {
        Some((name, port)) if !is_v6 => (name, Some(port.parse().map_err(|_| wrong())?)),
        _ => (text, None),
    };
    Ok(Host {
        name: bare(name).to_owned(),
        port,
    })
}

/// An IPv4 address that is written as IPv6 counts as what it is.
fn plain(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => match v6.segments() {
            // Mapped, NAT64 and 6to4 forms carry an IPv4 address that somebody will be connected to.
            [0, 0, 0, 0, 0, 0xffff, a, b]
            | [0x64, 0xff9b, 0, 0, 0, 0, a, b]
            | [0x2002, a, b, ..] => v4(a, b),
            _ => address,
        },
    }
}

fn v4(high: u16, low: u16) -> IpAddr {
    IpAddr::V4(Ipv4Addr::from((u32::from(high) << 16) | u32::from(low)))
}

/// An address of the open internet: no loopback, private, link-local, shared, reserved, documentation or group address.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(a) => {
            let [first, second, third, _] = a.octets();
            let special = a.is_loopback()
                || a.is_private()
                || a.is_link_local()
                || a.is_unspecified()
                || a.is_broadcast()
                || a.is_multicast()
                || a.is_documentation();
            let shared = first == 100 && (second & 0xc0) == 64;
            let assigned = (first, second, third) == (192, 0, 0);
            let tests = first == 198 && (second == 18 || second == 19);
            !(special || shared || assigned || tests || first == 0 || first >= 240)
        }
        IpAddr::V6(a) => {
            let [first, second, ..] = a.segments();
            let is_global_unicast = (first & 0xe000) == 0x2000;
            let is_documentation = (first, second) == (0x2001, 0xdb8) || first == 0x3fff;
            let is_teredo = (first, second) == (0x2001, 0);
            is_global_unicast && !is_documentation && !is_teredo
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::{Allowed, Refused, is_public};

    #[test]
    fn inside_addresses_are_told_from_public_ones() {
        let inside = [
            "127.0.0.1",
            "127.8.8.8",
            "0.0.0.0",
            "10.0.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "100.127.255.254",
            "192.0.0.8",
            "192.0.2.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::7f00:1",
            "64:ff9b::7f00:1",
            "64:ff9b::a9fe:a9fe",
            "2002:7f00:1::",
            "2002:c0a8:101::1",
            "2001::1",
            "2001:db8::1",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "100::1",
        ];
        let all = Allowed::read("a.example", "").unwrap();
        for text in inside {
            let address: IpAddr = text.parse().unwrap();
            assert_eq!(
                all.address(address),
                Err(Refused::Inside(address)),
                "{text}"
            );
        }
        for text in [
            "8.8.8.8",
            "1.1.1.1",
            "172.32.0.1",
            "100.128.0.1",
            "2606:4700::1111",
            "2002:808:808::1",
        ] {
            let address: IpAddr = text.parse().unwrap();
            assert!(is_public(address), "{text}");
            assert_eq!(all.address(address), Ok(()), "{text}");
        }
    }

    #[test]
    fn listed_networks_and_hosts_may_be_called() {
        let allowed = Allowed::read(
            "Mail.School.example:25, hook.example, 127.0.0.1:8080, [::1]",
            "10.1.0.0/16, ::1",
        )
        .unwrap();
        let address = |text: &str| allowed.address(text.parse().unwrap()).is_ok();
        assert!(address("10.1.2.3") && address("::1"));
        assert!(!address("10.2.2.3") && !address("127.0.0.1") && !address("::2"));
        for (host, port, is_listed) in [
            ("mail.school.example", 25, true),
            ("mail.school.example.", 25, true),
            ("mail.school.example", 465, false),
            ("hook.example", 443, true),
            ("HOOK.example", 80, true),
            ("sub.hook.example", 443, false),
            ("127.0.0.1", 8080, true),
            ("127.0.0.1", 80, false),
            ("::1", 80, true),
        ] {
            assert_eq!(allowed.host(host, port).is_ok(), is_listed, "{host}:{port}");
        }
        assert_eq!(Allowed::default().host("a", 80), Err(Refused::Off));
        for bad in ["http://a", "a:b", "a/b", "*.example"] {
            assert!(Allowed::read(bad, "").is_err(), "{bad}");
        }
        for bad in ["10.0.0.0/33", "x", "::/129"] {
            assert!(Allowed::read("a", bad).is_err(), "{bad}");
        }
    }
}
