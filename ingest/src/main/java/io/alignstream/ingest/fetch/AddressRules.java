package io.alignstream.ingest.fetch;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/**
 * Which addresses may be dialled: public unicast ones, and this machine's own if that is allowed.
 * Everything else is somebody's inside: private and link-local networks (where clouds keep their
 * metadata services), carriers' networks, multicast, and what is reserved (RFC 6890 and the IANA
 * special-purpose registries).
 *
 * @param allowLoopback whether 127.0.0.0/8 and ::1 may be dialled
 */
record AddressRules(boolean allowLoopback) {
  private static final List<Block> NOT_PUBLIC_V4 =
      List.of(
          Block.of("0.0.0.0", 8), // "this network"; Linux takes 0.0.0.0 for itself
          Block.of("10.0.0.0", 8),
          Block.of("100.64.0.0", 10), // carriers; Alibaba's metadata
          Block.of("127.0.0.0", 8),
          Block.of("169.254.0.0", 16), // link-local; most clouds' metadata
          Block.of("172.16.0.0", 12),
          Block.of("192.0.0.0", 24), // Oracle's metadata
          Block.of("192.0.2.0", 24),
          Block.of("192.88.99.0", 24), // relays to IPv6
          Block.of("192.168.0.0", 16),
          Block.of("198.18.0.0", 15),
          Block.of("198.51.100.0", 24),
          Block.of("203.0.113.0", 24),
          Block.of("224.0.0.0", 3)); // multicast, reserved, broadcast

  /** The one part of IPv6 that is given out; unique local and link-local lie outside. */
  private static final Block PUBLIC_V6 = Block.of("2000::", 3);

  private static final List<Block> NOT_PUBLIC_V6 =
      List.of(
          Block.of("2001::", 23), // Teredo and other protocols that wrap addresses
          Block.of("2001:db8::", 32),
          Block.of("2002::", 16), // 6to4 wraps any IPv4 address
          Block.of("3fff::", 20));

  /** Networks without IPv4 see it through these; the wrapped address decides. */
  private static final Block NAT64 = Block.of("64:ff9b::", 96);

  /** A network: the first bits of its addresses. */
  private record Block(BigInteger prefix, int bits, int length) {
    static Block of(String address, int bits) {
      var bytes = literal(address).getAddress();
      return new Block(
          new BigInteger(1, bytes).shiftRight(8 * bytes.length - bits), bits, bytes.length);
    }

    boolean contains(InetAddress address) {
      var bytes = address.getAddress();
      return bytes.length == length
          && new BigInteger(1, bytes).shiftRight(8 * length - bits).equals(prefix);
    }
  }

  /** Whether an address may be dialled. */
  boolean allow(InetAddress address) {
    if (address.isLoopbackAddress()) {
      return allowLoopback;
    }
    if (address instanceof Inet4Address) {
      return NOT_PUBLIC_V4.stream().noneMatch(block -> block.contains(address));
    }
    if (NAT64.contains(address)) {
      return allow(wrapped(address));
    }
    return PUBLIC_V6.contains(address)
        && NOT_PUBLIC_V6.stream().noneMatch(block -> block.contains(address));
  }

  private static InetAddress wrapped(InetAddress nat64) {
    var bytes = nat64.getAddress();
    return literal(
        "%d.%d.%d.%d"
            .formatted(bytes[12] & 0xff, bytes[13] & 0xff, bytes[14] & 0xff, bytes[15] & 0xff));
  }

  private static InetAddress literal(String address) {
    try {
      return InetAddress.getByName(address); // a literal is not looked up
    } catch (java.net.UnknownHostException e) {
      throw new IllegalArgumentException(address, e);
    }
  }
}
