package dev.belay.torch.catalog;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hosts that no proxy is asked for: {@code *} for all, a domain for itself and what is below it
 * ({@code example.com}, {@code .example.com}, {@code *.example.com}), an address or a range of
 * addresses ({@code 10.0.0.0/8}), each perhaps with a port.
 *
 * @param entries in small letters
 */
record NoProxy(List<String> entries) {

  private static final Pattern NUMERIC =
      Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9a-f:.]*:[0-9a-f:.]*");
  private static final Pattern WITH_PORT =
      Pattern.compile("(?:\\[([^\\]]+)\\]|([^:\\[\\]]+))(?::(\\d{1,5}))?");

  NoProxy {
    entries = List.copyOf(entries);
  }

  static NoProxy of(String text) {
    return new NoProxy(
        Arrays.stream(text.toLowerCase(Locale.ROOT).split("[,\\s]+", -1))
            .filter(entry -> !entry.isEmpty())
            .toList());
  }

  boolean covers(URI address) {
    String host = address.getHost().toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]|\\.$", "");
    int port =
        address.getPort() >= 0
            ? address.getPort()
            : "https".equalsIgnoreCase(address.getScheme()) ? 443 : 80;
    return entries.stream().anyMatch(entry -> covers(entry, host, port));
  }

  private static boolean covers(String entry, String host, int port) {
    if (entry.equals("*")) {
      return true;
    }
    int slash = entry.indexOf('/');
    if (slash > 0) {
      return isInRange(host, entry.substring(0, slash), entry.substring(slash + 1));
    }
    String name = entry;
    Matcher parts = WITH_PORT.matcher(entry);
    if (parts.matches()) {
      name = parts.group(1) == null ? parts.group(2) : parts.group(1);
      if (parts.group(3) != null && Integer.parseInt(parts.group(3)) != port) {
        return false;
      }
    }
    Optional<byte[]> wanted = bytes(name);
    Optional<byte[]> found = bytes(host);
    if (wanted.isPresent() && found.isPresent()) {
      return Arrays.equals(wanted.get(), found.get());
    }
    String domain = name.replaceFirst("^\\*?\\.", "").replaceFirst("\\.$", "");
    return !domain.isEmpty() && (host.equals(domain) || host.endsWith("." + domain));
  }

  private static boolean isInRange(String host, String network, String bits) {
    Optional<byte[]> found = bytes(host);
    Optional<byte[]> start = bytes(network.replaceAll("[\\[\\]]", ""));
    if (found.isEmpty()
        || start.isEmpty()
        || found.get().length != start.get().length
        || !bits.matches("\\d{1,3}")) {
      return false;
    }
    int free = Math.max(0, 8 * start.get().length - Integer.parseInt(bits));
    return new BigInteger(1, found.get())
        .shiftRight(free)
        .equals(new BigInteger(1, start.get()).shiftRight(free));
  }

  /** The bytes of an address in digits; nothing is looked up. */
  private static Optional<byte[]> bytes(String text) {
    if (!NUMERIC.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(text).getAddress());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
