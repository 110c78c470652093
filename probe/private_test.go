package probe

import (
	"net/netip"
	"testing"

	"pgregory.net/rapid"
)

func TestPrivateKind(t *testing.T) {
	for _, c := range []struct{ addr, kind string }{
		{"127.0.0.1", "a loopback address"}, {"127.255.255.255", "a loopback address"},
		{"0.0.0.0", "an address of this host"}, {"0.1.2.3", "an address of this host"},
		{"10.0.0.0", "a private address"}, {"10.255.255.255", "a private address"},
		{"172.16.0.1", "a private address"}, {"172.31.255.255", "a private address"}, {"192.168.0.1", "a private address"},
		{"100.64.0.0", "an address behind a carrier's NAT"}, {"100.127.255.255", "an address behind a carrier's NAT"}, {"100.100.100.200", "an address behind a carrier's NAT"},
		{"169.254.0.1", "a link-local address"}, {"169.254.169.254", "the metadata service of a cloud"}, {"168.63.129.16", "the internal service of a cloud"},
		{"192.0.0.192", "an address of protocols"}, {"192.0.2.1", "an address of documentation"}, {"198.19.0.1", "an address of benchmarks"},
		{"224.0.0.1", "a multicast address"}, {"239.255.255.255", "a multicast address"}, {"240.0.0.1", "a reserved address"}, {"255.255.255.255", "the broadcast address"},

		{"::", "the unspecified address"}, {"::1", "a loopback address"}, {"::2", "an outdated form of an IPv4 address"}, {"::7f00:1", "an outdated form of an IPv4 address"},
		{"::ffff:127.0.0.1", "a loopback address"}, {"::ffff:169.254.169.254", "the metadata service of a cloud"}, {"::ffff:10.0.0.1%eth0", "a private address"},
		{"fe80::1", "a link-local address"}, {"fe80::1%eth0", "a link-local address"}, {"febf::1", "a link-local address"}, {"fec0::1", "a site-local address"},
		{"fc00::1", "a private address"}, {"fdff::1", "a private address"}, {"fd00:ec2::254", "the metadata service of a cloud"}, {"fd20:ce::254", "the metadata service of a cloud"},
		{"ff02::1", "a multicast address"}, {"2001:db8::1", "an address of documentation"}, {"2001::1", "an address of protocols"},
		{"64:ff9b::7f00:1", "a loopback address (127.0.0.1 by NAT64)"}, {"64:ff9b::a9fe:a9fe", "the metadata service of a cloud (169.254.169.254 by NAT64)"},
		{"64:ff9b:1::1", "a reserved address"}, {"100::1", "a reserved address"}, {"4000::1", "a reserved address"},
		{"2002:7f00:1::", "a loopback address (127.0.0.1 by 6to4)"}, {"2002:c0a8:101::1", "a private address (192.168.1.1 by 6to4)"},
		{"2a00:1450::5efe:a00:1", "a private address (10.0.0.1 by ISATAP)"}, {"2a00:1450::200:5efe:a00:1", "a private address (10.0.0.1 by ISATAP)"},

		{"1.1.1.1", ""}, {"9.255.255.255", ""}, {"11.0.0.0", ""}, {"172.15.255.255", ""}, {"172.32.0.0", ""}, {"192.167.255.255", ""}, {"192.169.0.0", ""},
		{"100.63.255.255", ""}, {"100.128.0.0", ""}, {"126.255.255.255", ""}, {"128.0.0.0", ""}, {"169.253.255.255", ""}, {"169.255.0.0", ""}, {"223.255.255.255", ""},
		{"168.63.129.15", ""}, {"142.250.74.112", ""}, {"::ffff:1.1.1.1", ""}, {"64:ff9b::101:101", ""}, {"2002:101:101::1", ""},
		{"2a00:1450:4001:80e::2010", ""}, {"2606:4700::6810:84e5", ""}, {"2001:4860:4860::8888", ""}, {"2a00:1450::5efe:101:101", ""},
	} {
		if got := privateKind(netip.MustParseAddr(c.addr)); got != c.kind {
			t.Errorf("%s is %q, want %q", c.addr, got, c.kind)
		}
	}
	if privateKind(netip.Addr{}) == "" {
		t.Error("no address is taken for a public one")
	}
}

// TestPrivateForms holds the forms of an IPv4 address in IPv6 to that address.
func TestPrivateForms(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var b [4]byte
		copy(b[:], rapid.SliceOfN(rapid.Byte(), 4, 4).Draw(t, "address"))
		plain := privateKind(netip.AddrFrom4(b)) != ""
		mapped := [16]byte{10: 0xff, 11: 0xff, 12: b[0], 13: b[1], 14: b[2], 15: b[3]}
		forms := map[string][16]byte{
			"mapped": mapped,
			"NAT64":  {0x00, 0x64, 0xff, 0x9b, 12: b[0], 13: b[1], 14: b[2], 15: b[3]},
			"6to4":   {0x20, 0x02, b[0], b[1], b[2], b[3], 15: 1},
		}
		for name, form := range forms {
			if (privateKind(netip.AddrFrom16(form)) != "") != plain {
				t.Errorf("%s, %v: private is %v", name, netip.AddrFrom16(form), !plain)
			}
		}
	})
}
