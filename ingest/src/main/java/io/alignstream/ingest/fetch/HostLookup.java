package io.alignstream.ingest.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** From a host's name to its addresses. */
@FunctionalInterface
interface HostLookup {
  /** All addresses of a name, at least one; an address in text is its own. */
  List<InetAddress> addresses(String host) throws UnknownHostException;

  /** The system's resolver. */
  static HostLookup ofSystem() {
    return host -> List.of(InetAddress.getAllByName(host));
  }
}
