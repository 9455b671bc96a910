package dev.belay.torch.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.belay.core.error.BadInputException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxiesTest {

  @TempDir Path directory;

  private static Map<String, String> environment(String settings) {
    Map<String, String> environment = new HashMap<>();
    for (String setting : settings.split(" ", -1)) {
      int equals = setting.indexOf('=');
      environment.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    return environment;
  }

  @ParameterizedTest
  @CsvSource({
    "HTTPS_PROXY=http://p:3128, https://hub.example, p:3128",
    "HTTPS_PROXY=http://p:3128, http://hub.example, none",
    "HTTP_PROXY=p:3128, http://hub.example, p:3128",
    "http_proxy=http://small:1 HTTP_PROXY=http://capital:2, http://hub.example, small:1",
    "https_proxy= HTTPS_PROXY=http://capital:2, https://hub.example, none",
    "ALL_PROXY=socks5h://s, https://hub.example, s:1080",
    "ALL_PROXY=http://all:1 HTTPS_PROXY=http://own:2, https://hub.example, own:2",
    "HTTP_PROXY=http://p:1 REQUEST_METHOD=GET, http://hub.example, none",
    "HTTPS_PROXY=http://u:w@p, https://hub.example, p:80",
    "HTTPS_PROXY=http://[::1]:3128, https://hub.example, ::1:3128",
    "HTTPS_PROXY=http://p:1 NO_PROXY=other.example, https://hub.example, p:1",
    "HTTPS_PROXY=http://p:1 NO_PROXY=hub.example, https://hub.example, none",
    "HTTPS_PROXY=http://p:1 no_proxy=.example, https://hub.example, none",
  })
  void theProxyIsTheOneThatOtherToolsWouldTake(String settings, String address, String expected) {
    String found =
        Proxies.of(environment(settings))
            .server(URI.create(address))
            .map(server -> server.host() + ":" + server.port())
            .orElse("none");
    assertThat(found).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "*, hub.example, true",
    "example.com, example.com, true",
    "example.com, hub.example.com, true",
    "EXAMPLE.com, Hub.Example.COM, true",
    ".example.com, hub.example.com, true",
    "*.example.com, hub.example.com, true",
    "example.com, notexample.com, false",
    "example.com, example.com.evil.net, false",
    "hub.example.com:8443, hub.example.com:8443, true",
    "hub.example.com:8443, hub.example.com, false",
    "hub.example.com:80, hub.example.com, true",
    "10.0.0.0/8, 10.200.3.4, true",
    "10.0.0.0/8, 11.0.0.1, false",
    "127.0.0.1, 127.0.0.1:5000, true",
    "127.0.0.1, 127.0.0.10, false",
    "::1, [::1]:80, true",
    "fd00::/8, [fd12::1], true",
    "0.0.0.0/0, hub.example, false",
    "a b, b, true",
    "'', hub.example, false",
  })
  void hostsWithoutAProxy(String entries, String host, boolean direct) {
    assertThat(NoProxy.of(entries).covers(URI.create("http://" + host))).isEqualTo(direct);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://p:1", "https://p:1", "http://", "http://u:secret@ p", "::"})
  void anAddressThatIsNoProxysIsRefusedWithoutShowingIt(String value) {
    Proxies proxies = Proxies.of(Map.of("HTTPS_PROXY", value));
    assertThat(proxies.server(URI.create("http://hub.example"))).isEmpty(); // It is not needed.
    assertThatThrownBy(() -> proxies.server(URI.create("https://hub.example")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("HTTPS_PROXY: is not the address of a proxy")
        .hasMessageNotContaining("secret");
  }

  /** The server stands for the proxy: the address that it is asked for has no such host. */
  @Test
  void aDownloadGoesThroughTheProxyWithItsNameAndPassword() throws IOException {
    List<String> asked = new ArrayList<>();
    HttpServer proxy =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] content = "weights".getBytes(StandardCharsets.UTF_8);
    proxy.createContext(
        "/",
        exchange -> {
          String user = exchange.getRequestHeaders().getFirst("Proxy-Authorization");
          asked.add(exchange.getRequestURI() + " " + user);
          if (user == null) {
            exchange.getResponseHeaders().set("Proxy-Authenticate", "Basic realm=\"test\"");
            exchange.sendResponseHeaders(407, -1);
          } else {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
          }
          exchange.close();
        });
    proxy.start();
    try {
      HubSettings settings =
          HubSettings.of(
              Map.of(
                  "HF_ENDPOINT",
                  "http://hub.invalid",
                  "HTTP_PROXY",
                  "http://me:p%40ss@127.0.0.1:" + proxy.getAddress().getPort()));
      RemoteFile file =
          new RemoteFile(
              "o/m",
              "f",
              URI.create("http://hub.invalid/f"),
              OptionalLong.empty(),
              Optional.empty());
      new FileDownload(settings, new Notes()).fetch(file, directory.resolve("f"));
      assertThat(directory.resolve("f")).hasBinaryContent(content);
      String user = Base64.getEncoder().encodeToString("me:p@ss".getBytes(StandardCharsets.UTF_8));
      assertThat(asked).last().isEqualTo("http://hub.invalid/f Basic " + user);
    } finally {
      proxy.stop(0);
    }
  }
}
