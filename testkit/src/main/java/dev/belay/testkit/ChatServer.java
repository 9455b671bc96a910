package dev.belay.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * A server in this process that speaks the OpenAI protocol by a script, can be stopped in the
 * middle, and started again on the same port.
 */
public final class ChatServer implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private volatile Function<Request, Reply> script;
  private volatile List<String> models = List.of("tiny");
  private int port;
  private HttpServer server;
  private ExecutorService threads;

  /**
   * A request for a completion.
   *
   * @param number which one, from 0
   * @param body its JSON
   * @param key the Authorization header; empty without
   */
  public record Request(int number, JsonNode body, String key) {
    /** The content of the last message. */
    public String lastMessage() {
      JsonNode messages = body.path("messages");
      return messages.path(messages.size() - 1).path("content").asText();
    }
  }

  /**
   * What is answered.
   *
   * @param status of HTTP
   * @param headers of HTTP
   * @param body as it is sent
   */
  public record Reply(int status, Map<String, String> headers, String body) {
    /** A reply without headers. */
    public static Reply of(int status, String body) {
      return new Reply(status, Map.of(), body);
    }

    /** A completion, counted as one token a word. */
    public static Reply completion(String text) {
      return completion(text, "stop", 7);
    }

    /** A completion. */
    public static Reply completion(String text, String finishReason, int promptTokens) {
      ObjectNode body = MAPPER.createObjectNode();
      body.put("object", "chat.completion").put("model", "tiny");
      ObjectNode choice = body.putArray("choices").addObject();
      choice.put("index", 0).put("finish_reason", finishReason);
      choice.putObject("message").put("role", "assistant").put("content", text);
      body.putObject("usage")
          .put("prompt_tokens", promptTokens)
          .put("completion_tokens", text.split(" ").length);
      return of(200, body.toString());
    }
  }

  /** A running server. */
  public ChatServer(Function<Request, Reply> script) {
    this.script = script;
    this.threads = Executors.newCachedThreadPool();
    this.server = listen(threads);
  }

  /** Its address, as {@code --model} takes it. */
  public String url() {
    return "http://127.0.0.1:" + port + "/v1";
  }

  /** The requests for completions so far. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** Answers otherwise from now on. */
  public void script(Function<Request, Reply> other) {
    script = other;
  }

  /** Offers these models. */
  public void offer(String... names) {
    models = List.of(names);
  }

  /** Breaks every connection and listens no more. */
  public void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  /** Listens again where it did. */
  public void restart() {
    threads = Executors.newCachedThreadPool();
    server = listen(threads);
  }

  private HttpServer listen(ExecutorService executor) {
    try {
      HttpServer http =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      http.setExecutor(executor);
      http.createContext("/v1/models", exchange -> send(exchange, Reply.of(200, modelList())));
      http.createContext("/v1/chat/completions", this::complete);
      http.start();
      port = http.getAddress().getPort();
      return http;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String modelList() {
    ObjectNode body = MAPPER.createObjectNode();
    ArrayNode data = body.put("object", "list").putArray("data");
    models.forEach(id -> data.addObject().put("id", id));
    return body.toString();
  }

  private void complete(HttpExchange exchange) throws IOException {
    JsonNode body = MAPPER.readTree(exchange.getRequestBody().readAllBytes());
    String key = exchange.getRequestHeaders().getFirst("Authorization");
    Request request;
    synchronized (requests) {
      request = new Request(requests.size(), body, key == null ? "" : key);
      requests.add(request);
    }
    send(exchange, script.apply(request));
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    try (exchange) {
      byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
      reply.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    stop();
  }
}
