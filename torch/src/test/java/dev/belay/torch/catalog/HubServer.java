package dev.belay.torch.catalog;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A hub that speaks the protocol of the public one: it redirects to a content network on another
 * port, announcing size and checksum, and misbehaves when told to.
 */
final class HubServer implements AutoCloseable {

  /** A request as it came. */
  record Request(String server, String path, String range, String authorization) {}

  /** What to do instead of answering well; taken from the front, one for each request. */
  private record Fault(int status, String errorCode, int cutAfter) {}

  @SuppressWarnings("ArrayRecordComponent") // Served, never compared.
  private record File(byte[] content, byte[] served, String announcedSize, String announcedEtag) {}

  private final HttpServer hub;
  private final HttpServer network;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, File> files = new ConcurrentHashMap<>();
  private final Map<String, String> pages = new ConcurrentHashMap<>();
  private final Deque<Fault> hubFaults = new ArrayDeque<>();
  private final Deque<Fault> networkFaults = new ArrayDeque<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private boolean ignoreRanges;
  private Optional<String> redirect = Optional.empty();

  HubServer() throws IOException {
    hub = start(this::answerAsHub);
    network = start(this::answerAsNetwork);
  }

  private HttpServer start(com.sun.net.httpserver.HttpHandler handler) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", handler);
    server.setExecutor(threads);
    server.start();
    return server;
  }

  URI endpoint() {
    return URI.create("http://localhost:" + hub.getAddress().getPort());
  }

  List<Request> requests() {
    return requests;
  }

  long requestsTo(String server) {
    return requests.stream().filter(request -> request.server().equals(server)).count();
  }

  /** A file at {@code repository/resolve/revision/path}. */
  void put(String path, byte[] content) {
    put(path, content, content);
  }

  /** A file whose bytes are not those that are announced. */
  void put(String path, byte[] content, byte[] served) {
    files.put(
        "/" + path, new File(content, served, String.valueOf(content.length), sha256(content)));
  }

  /** A file of which the hub announces something else. */
  void announce(String path, byte[] content, String size, String etag) {
    files.put("/" + path, new File(content, content, size, etag));
  }

  void page(String path, String json) {
    pages.put("/" + path, json);
  }

  void failHub(int status, String errorCode, int times) {
    for (int i = 0; i < times; i++) {
      hubFaults.add(new Fault(status, errorCode, -1));
    }
  }

  void failNetwork(int status, int times) {
    for (int i = 0; i < times; i++) {
      networkFaults.add(new Fault(status, "", -1));
    }
  }

  /** The next download ends after so many bytes of its body. */
  void cutAfter(int bytes) {
    networkFaults.add(new Fault(200, "", bytes));
  }

  void ignoreRanges() {
    ignoreRanges = true;
  }

  /** Every file is said to be at {@code location}. */
  void redirectTo(String location) {
    redirect = Optional.of(location);
  }

  static String sha256(byte[] content) {
    try {
      return java.util.HexFormat.of()
          .formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(content));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void answerAsHub(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      record("hub", exchange);
      Fault fault = next(hubFaults);
      if (fault != null) {
        exchange.getResponseHeaders().set("X-Error-Code", fault.errorCode());
        exchange.sendResponseHeaders(fault.status(), -1);
      } else if (pages.containsKey(path)) {
        byte[] page = pages.get(path).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, page.length);
        exchange.getResponseBody().write(page);
      } else if (files.containsKey(path)) {
        File file = files.get(path);
        exchange.getResponseHeaders().set("X-Linked-Size", file.announcedSize());
        exchange.getResponseHeaders().set("X-Linked-ETag", "\"" + file.announcedEtag() + "\"");
        exchange.getResponseHeaders().set("Location", redirect.orElse(networkAddress(path)));
        exchange.sendResponseHeaders(302, -1);
      } else {
        exchange.getResponseHeaders().set("X-Error-Code", "EntryNotFound");
        exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  private String networkAddress(String path) {
    return "http://localhost:" + network.getAddress().getPort() + path;
  }

  private void answerAsNetwork(HttpExchange exchange) throws IOException {
    try (exchange) {
      record("network", exchange);
      Fault fault = next(networkFaults);
      if (fault != null && fault.cutAfter() < 0) {
        exchange.sendResponseHeaders(fault.status(), -1);
        return;
      }
      byte[] whole = Objects.requireNonNull(files.get(exchange.getRequestURI().getPath())).served();
      String range = exchange.getRequestHeaders().getFirst("Range");
      int from = range == null || ignoreRanges ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
      if (from >= whole.length && from > 0) {
        exchange.sendResponseHeaders(416, -1);
        return;
      }
      byte[] body = Arrays.copyOfRange(whole, from, whole.length);
      exchange.getResponseHeaders().set("ETag", "\"the-network's-own\"");
      if (from > 0) {
        String given = "bytes %d-%d/%d".formatted(from, whole.length - 1, whole.length);
        exchange.getResponseHeaders().set("Content-Range", given);
      }
      exchange.sendResponseHeaders(from > 0 ? 206 : 200, body.length);
      OutputStream out = exchange.getResponseBody();
      out.write(body, 0, fault == null ? body.length : Math.min(fault.cutAfter(), body.length));
      out.flush();
    }
  }

  private void record(String server, HttpExchange exchange) {
    requests.add(
        new Request(
            server,
            exchange.getRequestURI().toString(),
            String.valueOf(exchange.getRequestHeaders().getFirst("Range")),
            String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))));
  }

  private static synchronized Fault next(Deque<Fault> faults) {
    return faults.poll();
  }

  @Override
  public void close() {
    hub.stop(0);
    network.stop(0);
    threads.shutdownNow();
  }
}
