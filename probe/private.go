package probe

import (
	"encoding/binary"
	"net/netip"
)

// A network is one that is not part of the public internet, or is reached by other
// ways than those of a plain host.
type network struct {
	prefix netip.Prefix
	kind   string
}

// privateNetworks are from the IANA registries of special-purpose addresses for
// IPv4 and IPv6 (RFC 6890) with those of multicast and reserved addresses; and
// the one public address at which a cloud's machines find its internal service.
var privateNetworks = []network{
	{netip.MustParsePrefix("169.254.169.254/32"), "the metadata service of a cloud"},
	{netip.MustParsePrefix("168.63.129.16/32"), "the internal service of a cloud"},
	{netip.MustParsePrefix("0.0.0.0/8"), "an address of this host"},
	{netip.MustParsePrefix("10.0.0.0/8"), "a private address"},
	{netip.MustParsePrefix("100.64.0.0/10"), "an address behind a carrier's NAT"},
	{netip.MustParsePrefix("127.0.0.0/8"), "a loopback address"},
	{netip.MustParsePrefix("169.254.0.0/16"), "a link-local address"},
	{netip.MustParsePrefix("172.16.0.0/12"), "a private address"},
	{netip.MustParsePrefix("192.0.0.0/24"), "an address of protocols"},
	{netip.MustParsePrefix("192.0.2.0/24"), "an address of documentation"},
	{netip.MustParsePrefix("192.88.99.0/24"), "a 6to4 relay"},
	{netip.MustParsePrefix("192.168.0.0/16"), "a private address"},
	{netip.MustParsePrefix("198.18.0.0/15"), "an address of benchmarks"},
	{netip.MustParsePrefix("198.51.100.0/24"), "an address of documentation"},
	{netip.MustParsePrefix("203.0.113.0/24"), "an address of documentation"},
	{netip.MustParsePrefix("224.0.0.0/4"), "a multicast address"},
	{netip.MustParsePrefix("255.255.255.255/32"), "the broadcast address"},
	{netip.MustParsePrefix("240.0.0.0/4"), "a reserved address"},

	{netip.MustParsePrefix("::/128"), "the unspecified address"},
	{netip.MustParsePrefix("::1/128"), "a loopback address"},
	{netip.MustParsePrefix("fd00:ec2::254/128"), "the metadata service of a cloud"},
	{netip.MustParsePrefix("fd20:ce::254/128"), "the metadata service of a cloud"},
	{netip.MustParsePrefix("fc00::/7"), "a private address"},
	{netip.MustParsePrefix("fe80::/10"), "a link-local address"},
	{netip.MustParsePrefix("fec0::/10"), "a site-local address"},
	{netip.MustParsePrefix("ff00::/8"), "a multicast address"},
	{netip.MustParsePrefix("2001::/23"), "an address of protocols"},
	{netip.MustParsePrefix("2001:db8::/32"), "an address of documentation"},
	{netip.MustParsePrefix("3fff::/20"), "an address of documentation"},
}

var (
	global6   = netip.MustParsePrefix("2000::/3")     // all that was given to networks so far
	v4in6     = netip.MustParsePrefix("::/96")        // RFC 4291, section 2.5.5.1
	nat64     = netip.MustParsePrefix("64:ff9b::/96") // RFC 6052
	sixToFour = netip.MustParsePrefix("2002::/16")    // RFC 3056
)

// privateKind says what an address is that is not on the public internet; "" for
// one that is. An address of IPv6 that holds one of IPv4 is what that one is.
//
// A network may have a prefix of its own for NAT64, which cannot be told from other
// addresses.
func privateKind(addr netip.Addr) string {
	addr = addr.Unmap().WithZone("")
	if !addr.IsValid() {
		return "no address"
	}
	for _, n := range privateNetworks {
		if n.prefix.Contains(addr) {
			return n.kind
		}
	}
	if addr.Is4() {
		return ""
	}
	b := addr.As16()
	switch {
	case nat64.Contains(addr):
		return embedded([4]byte(b[12:]), "by NAT64")
	case sixToFour.Contains(addr):
		return embedded([4]byte(b[2:6]), "by 6to4")
	case v4in6.Contains(addr):
		return "an outdated form of an IPv4 address"
	case !global6.Contains(addr):
		return "a reserved address"
	case binary.BigEndian.Uint32(b[8:])&^0x02000000 == 0x00005efe: // ISATAP, RFC 5214
		return embedded([4]byte(b[12:]), "by ISATAP")
	}
	return ""
}

func embedded(b [4]byte, how string) string {
	addr := netip.AddrFrom4(b)
	kind := privateKind(addr)
	if kind == "" {
		return ""
	}
	return kind + " (" + addr.String() + " " + how + ")"
}
