package dev.belay.torch.catalog;

import dev.belay.core.error.BadInputException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Through which proxy an address is fetched, by the variables that curl and Python's tools read:
 * {@code HTTPS_PROXY} and {@code HTTP_PROXY} by the address's scheme, {@code ALL_PROXY} for either,
 * and {@code NO_PROXY} for hosts that are reached without; each also in small letters, which go
 * first. The JVM's own properties ({@code -Dhttps.proxyHost}) go before them all.
 */
final class Proxies {

  /** None, whatever the environment says. */
  static final Proxies NONE = new Proxies(Map.of(), NoProxy.of(""));

  private static final int HTTP_PORT = 80;
  private static final int SOCKS_PORT = 1080;

  /** What a variable says; it is read when it is needed, and only then can it be wrong. */
  private record Setting(String variable, String value) {}

  private final Map<String, Setting> byScheme;
  private final NoProxy direct;

  private Proxies(Map<String, Setting> byScheme, NoProxy direct) {
    this.byScheme = Map.copyOf(byScheme);
    this.direct = direct;
  }

  /**
   * A proxy.
   *
   * @param variable that names it
   * @param user name and password, where the address has them
   */
  record Server(
      String variable,
      Proxy.Type type,
      String host,
      int port,
      Optional<PasswordAuthentication> user) {

    /** Its name is resolved with each connection. */
    Proxy proxy() {
      return new Proxy(type, InetSocketAddress.createUnresolved(host, port));
    }

    /** Answers the proxy alone when it asks who is there. */
    Optional<Authenticator> authenticator() {
      return user.map(
          known ->
              new Authenticator() {
                @Override
                protected PasswordAuthentication getPasswordAuthentication() {
                  return getRequestorType() == RequestorType.PROXY
                      ? known
                      : new PasswordAuthentication("", new char[0]);
                }
              });
    }

    /** Where it is, without name and password. */
    String words() {
      return "the proxy %s:%d (%s)".formatted(host, port, variable);
    }
  }

  /** The proxies of an environment. */
  static Proxies of(Map<String, String> environment) {
    Map<String, Setting> byScheme = new HashMap<>();
    for (String scheme : List.of("http", "https")) {
      for (String variable : List.of(scheme + "_proxy", "all_proxy")) {
        Optional<String> name = given(environment, variable);
        if (name.isPresent()) {
          String value = environment.getOrDefault(name.get(), "").strip();
          if (!value.isEmpty()) {
            byScheme.put(scheme, new Setting(name.get(), value));
          }
          break;
        }
      }
    }
    String direct =
        given(environment, "no_proxy").map(name -> environment.getOrDefault(name, "")).orElse("");
    return new Proxies(byScheme, NoProxy.of(direct));
  }

  /** The variable that is set, in small letters or in capitals. */
  private static Optional<String> given(Map<String, String> environment, String variable) {
    String capitals = variable.toUpperCase(Locale.ROOT);
    if (environment.containsKey(variable)) {
      return Optional.of(variable);
    }
    // A web server hands a request's header "Proxy" to its programs under this name.
    boolean ofRequest = capitals.equals("HTTP_PROXY") && environment.containsKey("REQUEST_METHOD");
    return environment.containsKey(capitals) && !ofRequest
        ? Optional.of(capitals)
        : Optional.empty();
  }

  private static Server server(String variable, String value) {
    try {
      URI uri = URI.create(value.contains("://") ? value : "http://" + value);
      Optional<Proxy.Type> type =
          switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
            case "http" -> Optional.of(Proxy.Type.HTTP);
            case "socks", "socks4", "socks4a", "socks5", "socks5h" -> Optional.of(Proxy.Type.SOCKS);
            default -> Optional.empty();
          };
      if (type.isPresent() && uri.getHost() != null) {
        int otherwise = type.get() == Proxy.Type.HTTP ? HTTP_PORT : SOCKS_PORT;
        return new Server(
            variable,
            type.get(),
            uri.getHost().replaceAll("[\\[\\]]", ""),
            uri.getPort() < 0 ? otherwise : uri.getPort(),
            user(uri.getRawUserInfo()));
      }
    } catch (IllegalArgumentException e) {
      // Said below, for every way of being wrong; the value may hold a password.
    }
    throw new BadInputException(
        variable
            + ": is not the address of a proxy that can be used; it must be such as"
            + " http://proxy.example.com:3128 or socks5://127.0.0.1:1080.");
  }

  private static Optional<PasswordAuthentication> user(@Nullable String info) {
    if (info == null || info.isEmpty()) {
      return Optional.empty();
    }
    List<String> parts = Arrays.asList(info.split(":", 2));
    String password = parts.size() > 1 ? decoded(parts.get(1)) : "";
    return Optional.of(
        new PasswordAuthentication(decoded(parts.getFirst()), password.toCharArray()));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /**
   * The proxy of an address; empty if it is reached without, or as the JVM was told.
   *
   * @throws BadInputException if the variable names none
   */
  Optional<Server> server(URI address) {
    String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    if (System.getProperty(scheme + ".proxyHost") != null || isDirect(address)) {
      return Optional.empty();
    }
    return Optional.ofNullable(byScheme.get(scheme))
        .map(setting -> server(setting.variable(), setting.value()));
  }

  private boolean isDirect(URI address) {
    return address.getHost() == null || direct.covers(address);
  }
}
