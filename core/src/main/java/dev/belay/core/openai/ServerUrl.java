package dev.belay.core.openai;

import dev.belay.core.error.BadInputException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The base address of a server, such as {@code http://127.0.0.1:8000/v1}.
 *
 * @param base without a slash at the end
 */
public record ServerUrl(URI base) {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "0.0.0.0");

  /** Whether a text is meant as an address rather than as the name of a model or a directory. */
  public static boolean isUrl(String text) {
    return text.regionMatches(true, 0, "http://", 0, 7)
        || text.regionMatches(true, 0, "https://", 0, 8);
  }

  /**
   * Reads an address.
   *
   * @throws BadInputException when it is none, or holds a user, a query or a fragment
   */
  public static ServerUrl parse(String text) {
    try {
      URI uri = new URI(text.strip());
      boolean plain =
          uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
      if (isUrl(text.strip()) && uri.getHost() != null && plain) {
        return new ServerUrl(URI.create(uri.toString().replaceAll("(?<!/)/++$", "")));
      }
    } catch (URISyntaxException e) {
      // Said below, for every way of being wrong.
    }
    throw new BadInputException(
        "not a server's address; expected one such as http://127.0.0.1:8000/v1, without user,"
            + " password, query or fragment. Keys come from the environment.");
  }

  /**
   * Reads the addresses of servers that are asked side by side.
   *
   * @throws BadInputException with everything that is none, or names one server twice
   */
  public static List<ServerUrl> parseAll(List<String> texts) {
    Map<String, ServerUrl> urls = new LinkedHashMap<>();
    List<String> issues = new ArrayList<>();
    for (String text : texts) {
      try {
        ServerUrl url = parse(text);
        ServerUrl before = urls.putIfAbsent(url.canonical(), url);
        if (before != null) {
          issues.add("%s and %s are one server; name each replica once.".formatted(before, url));
        }
      } catch (BadInputException e) {
        issues.addAll(e.issues());
      }
    }
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
    return List.copyOf(urls.values());
  }

  URI resolve(String path) {
    return URI.create(base + "/" + path);
  }

  /** The same for every way of writing the same address: to tell whether two servers are one. */
  public String canonical() {
    String scheme = base.getScheme().toLowerCase(Locale.ROOT);
    String host = base.getHost().toLowerCase(Locale.ROOT);
    int standard = scheme.equals("https") ? 443 : 80;
    int port = base.getPort() < 0 ? standard : base.getPort();
    String place = LOOPBACK.contains(host) ? "localhost" : host;
    return scheme + "://" + place + ":" + port + base.getRawPath();
  }

  @Override
  public String toString() {
    return base.toString();
  }
}
