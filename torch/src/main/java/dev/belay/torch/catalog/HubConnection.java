package dev.belay.torch.catalog;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** GET requests to the hub. Redirects are followed here, so that the token stays with the hub. */
final class HubConnection {

  private static final int MAX_REDIRECTS = 10;
  private static final String TUNNEL_AUTHENTICATION = "jdk.http.auth.tunneling.disabledSchemes";
  private static final List<String> LINKED =
      List.of("X-Linked-Size", "X-Linked-ETag", "X-Repo-Commit", "X-Error-Code", "ETag");

  static {
    // Java would otherwise keep a name and password from a proxy that leads to https addresses.
    if (System.getProperty(TUNNEL_AUTHENTICATION) == null) {
      System.setProperty(TUNNEL_AUTHENTICATION, "");
    }
  }

  private final HubSettings settings;

  HubConnection(HubSettings settings) {
    this.settings = settings;
  }

  /**
   * Opens a file or page.
   *
   * @param from first byte wanted; 0 for all
   * @throws HubException if it cannot be reached or redirects badly
   * @throws IOException if the connection breaks
   */
  HubResponse get(URI address, long from) throws IOException {
    URI current = address;
    Map<String, String> linked = new HashMap<>();
    for (int i = 0; i <= MAX_REDIRECTS; i++) {
      HttpURLConnection connection = open(current, from);
      int status = connection.getResponseCode();
      if (isHub(current)) {
        remember(connection, linked);
      }
      if (!isRedirect(status)) {
        return new HubResponse(connection, status, linked);
      }
      current = next(current, connection);
      connection.disconnect();
    }
    throw refused(address + " redirects more than " + MAX_REDIRECTS + " times");
  }

  private HttpURLConnection open(URI address, long from) throws IOException {
    Optional<Proxies.Server> proxy = settings.proxies().server(address);
    URLConnection opened =
        proxy.isPresent()
            ? address.toURL().openConnection(proxy.get().proxy())
            : address.toURL().openConnection();
    if (!(opened instanceof HttpURLConnection connection)) {
      throw refused(address + " is not an HTTP address");
    }
    proxy.flatMap(Proxies.Server::authenticator).ifPresent(connection::setAuthenticator);
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setConnectTimeout(Math.toIntExact(settings.connectTimeout().toMillis()));
    connection.setReadTimeout(Math.toIntExact(settings.readTimeout().toMillis()));
    connection.setRequestProperty("User-Agent", "belay");
    connection.setRequestProperty("Accept-Encoding", "identity");
    if (isHub(address)) {
      settings
          .token()
          .ifPresent(token -> connection.setRequestProperty("Authorization", "Bearer " + token));
    }
    if (from > 0) {
      connection.setRequestProperty("Range", "bytes=" + from + "-");
    }
    return connection;
  }

  private boolean isHub(URI address) {
    URI hub = settings.endpoint();
    return hub.getScheme().equalsIgnoreCase(address.getScheme())
        && hub.getHost().equalsIgnoreCase(address.getHost())
        && hub.getPort() == address.getPort();
  }

  private static void remember(HttpURLConnection connection, Map<String, String> linked) {
    for (String name : LINKED) {
      String value = connection.getHeaderField(name);
      if (value != null) {
        linked.put(name.toLowerCase(Locale.ROOT), value);
      }
    }
  }

  private static boolean isRedirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  private URI next(URI from, HttpURLConnection connection) throws HubException {
    String location = connection.getHeaderField("Location");
    if (location == null) {
      throw refused(from + " redirects without saying where");
    }
    URI to;
    try {
      to = from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw refused(from + " redirects to no address: " + location);
    }
    boolean secure = "https".equalsIgnoreCase(to.getScheme());
    boolean asBefore =
        "http".equalsIgnoreCase(to.getScheme()) && "http".equalsIgnoreCase(from.getScheme());
    if (to.getHost() == null || !(secure || asBefore)) {
      throw refused(from + " redirects to " + to + ", which is not followed");
    }
    return to;
  }

  /** Addresses come from the server, which knows the token. */
  private HubException refused(String message) {
    return new HubException(settings.withoutToken(message));
  }
}
