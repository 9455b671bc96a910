package dev.belay.core.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.model.Sampling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The servers of one model: proof, as far as there is any, that it is one. */
final class Replicas {
  private final ChatClient client;
  private final String model;
  private final Map<ServerUrl, Likeness> likenesses = new ConcurrentHashMap<>();

  Replicas(ChatClient client, String model) {
    this.client = client;
    this.model = model;
  }

  /**
   * Which neutral values the servers take.
   *
   * @param asked fields of every request
   * @throws BadInputException when they do not take the same, or refuse whoever asks
   */
  SamplerSettings sampler(Sampling law, Map<String, JsonNode> asked) {
    Map<ServerUrl, SamplerSettings> probed =
        each(server -> new SamplerProbe(server, model, law, asked).ask());
    return one(
        probed,
        (first, other) ->
            first.equals(other)
                ? ""
                : "of the fields sent they take %s and %s"
                    .formatted(first.sent().keySet(), other.sent().keySet()));
  }

  /** Asks each server the same. */
  void requireAlike(Map<String, JsonNode> fields) {
    Map<ServerUrl, Likeness> answers = each(server -> Likeness.of(server, model, fields));
    likenesses.putAll(answers);
    one(answers, Likeness::difference);
  }

  /** What each server that is there makes of it. */
  private <T> Map<ServerUrl, T> each(Function<ChatClient, T> question) {
    Map<ServerUrl, T> answers = new LinkedHashMap<>();
    List<String> issues = new ArrayList<>();
    for (ChatClient server : client.replicas()) {
      try {
        answers.put(server.settings().url(), question.apply(server));
      } catch (BadInputException e) {
        issues.addAll(e.issues());
      } catch (ServerException e) {
        client.leaveOrThrow(server, e);
      }
    }
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
    return answers;
  }

  /** What two servers disagree about; empty when they do not. */
  @FunctionalInterface
  private interface Difference<T> {
    String between(T first, T other);
  }

  /** What they all answer. */
  private <T> T one(Map<ServerUrl, T> answers, Difference<T> difference) {
    List<String> issues = new ArrayList<>();
    List<Map.Entry<ServerUrl, T>> all = List.copyOf(answers.entrySet());
    Map.Entry<ServerUrl, T> first = all.getFirst();
    for (Map.Entry<ServerUrl, T> other : all.subList(1, all.size())) {
      String what = difference.between(first.getValue(), other.getValue());
      if (!what.isEmpty()) {
        issues.add(
            "%s and %s do not serve the same model in the same way: %s. Replicas have the same weights, precision, template and settings; leave one out, or start it like the other."
                .formatted(first.getKey(), other.getKey(), what));
      }
    }
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
    return first.getValue();
  }

  /** How often each server came back. */
  Map<ServerUrl, Integer> recoveries() {
    Map<ServerUrl, Integer> counts = new LinkedHashMap<>();
    client.replicas().forEach(one -> counts.put(one.settings().url(), one.recoveries()));
    return counts;
  }

  /** A server that was started again may have been started with another model. */
  void requireStillOffered(Map<ServerUrl, Integer> before) {
    for (ChatClient server : client.replicas()) {
      ServerUrl url = server.settings().url();
      if (server.recoveries() > before.getOrDefault(url, 0) && isWithoutModel(server)) {
        throw new ServerException(
            "%s: came back without the model %s; nothing of this batch was kept."
                .formatted(url, model));
      }
    }
  }

  private boolean isWithoutModel(ChatClient server) {
    try {
      List<String> offered = server.models();
      return !offered.isEmpty() && !offered.contains(model);
    } catch (ServerException e) {
      client.leaveOrThrow(server, e);
      return false;
    }
  }

  /** Two names would mean two models in one evaluation. */
  void requireOneStated() {
    SortedSet<String> stated = client.statedModels();
    if (stated.size() > 1) {
      throw new ServerException(
          "%s: answered as one model and then as another: %s. Nothing of this batch was kept."
              .formatted(client.settings().url(), stated));
    }
  }

  /**
   * Whether these servers have the model of an earlier evaluation: one of them was there, or they
   * answer the fixed question as its servers did.
   *
   * @param address that the evaluation's model is named by
   * @param provenance of that evaluation
   */
  boolean haveAnswered(String address, JsonNode provenance, Map<String, JsonNode> fields) {
    JsonNode server = provenance.path("server");
    List<JsonNode> earlier = new ArrayList<>();
    server.path("replicas").forEach(earlier::add);
    server.path("earlier_replicas").forEach(earlier::add);
    Set<String> known =
        Stream.concat(Stream.of(address), earlier.stream().map(one -> one.path("url").asText("")))
            .map(Replicas::canonical)
            .collect(Collectors.toSet());
    if (client.urls().stream().anyMatch(url -> known.contains(url.canonical()))) {
      return true;
    }
    Optional<JsonNode> answer =
        earlier.stream().map(one -> one.path("probe")).filter(JsonNode::isObject).findFirst();
    if (answer.isEmpty()) {
      return false;
    }
    if (likenesses.isEmpty()) {
      requireAlike(fields);
    }
    Likeness here = likenesses.values().iterator().next();
    return here.difference(Likeness.read(answer.get())).isEmpty();
  }

  /** The address of a file, which need not be one. */
  private static String canonical(String text) {
    try {
      return ServerUrl.parse(text).canonical();
    } catch (BadInputException e) {
      return "";
    }
  }

  /** What each server is, what it answered, and what became of it. */
  List<Map<String, Object>> facts() {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Map<String, Object> server : client.facts()) {
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("url", String.valueOf(server.get("url")));
      facts.put("model", model);
      facts.putAll(server);
      likenesses.forEach(
          (url, likeness) -> {
            if (url.toString().equals(server.get("url"))) {
              facts.put("probe", likeness.facts());
            }
          });
      all.add(facts);
    }
    return all;
  }
}
