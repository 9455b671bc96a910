package dev.belay.safety.eval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.hash.Sha256;
import dev.belay.core.json.Json;
import dev.belay.core.json.JsonDifferences;
import dev.belay.core.json.JsonErrors;
import dev.belay.core.model.Sampling;
import dev.belay.safety.attack.AttackKind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** {@code evaluation.json}: everything that decides what an evaluation's files hold. */
final class EvaluationManifest {
  /** Folders from before this key do not have it. */
  private static final String DATA = "data_sha256";

  private static final String PROMPTS = "prompts_sha256";

  /** Of served models only. */
  static final String SAMPLER = "sampler";

  private EvaluationManifest() {}

  static ObjectNode of(
      EvaluationSettings settings,
      int batch,
      List<PlannedSuite> suites,
      List<List<CompletionSource.Wanted>> wanted) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("format", 1);
    node.put("model", settings.model());
    node.put("seed", settings.seed());
    node.put("samples", settings.samples());
    node.put("batch", batch);
    if (!settings.chatTemplateKwargs().isEmpty()) {
      node.put("chat_template_kwargs", settings.chatTemplateKwargs().toString());
    }
    if (!settings.sampler().isEmpty()) {
      node.putObject(SAMPLER).setAll(settings.sampler());
    }
    ObjectNode bySuite = node.putObject("suites");
    for (int i = 0; i < suites.size(); i++) {
      bySuite.set(suites.get(i).name(), suite(suites.get(i), wanted.get(i)));
    }
    return node;
  }

  /**
   * What decides the records: a manifest without seeds that draw nothing. The seed of a greedy
   * completion changes no token of it, and the run's own is in whatever it draws.
   */
  static ObjectNode decisive(
      ObjectNode manifest, List<PlannedSuite> suites, List<List<CompletionSource.Wanted>> wanted) {
    ObjectNode decisive = manifest.deepCopy();
    if (suites.stream().allMatch(planned -> planned.suite().suffixAttack().isEmpty())) {
      decisive.remove("seed"); // A search for suffixes draws by it.
    }
    for (int i = 0; i < suites.size(); i++) {
      PlannedSuite planned = suites.get(i);
      decisive
          .withObjectProperty("suites")
          .withObjectProperty(planned.name())
          .put(PROMPTS, hash(wanted.get(i), one -> isDrawn(planned, one)));
    }
    return decisive;
  }

  private static boolean isDrawn(PlannedSuite planned, CompletionSource.Wanted one) {
    Sampling sampling = planned.sampling();
    return !one.query().decoding().map(how -> how.of(sampling)).orElse(sampling).isGreedy();
  }

  private static ObjectNode suite(PlannedSuite planned, List<CompletionSource.Wanted> wanted) {
    SuiteInfo info = planned.suite().info();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("version", info.version());
    node.put("kind", info.kind().snakeCase());
    info.judges().forEach(node.putArray("judges")::add);
    info.attack().ifPresent(attack -> put(node, attack));
    if (info.format() != null) {
      info.format().put(node);
    }
    node.put("limit", planned.limit());
    node.set("sampling", sampling(planned.sampling()));
    node.put("completions", wanted.size());
    node.put(PROMPTS, hash(wanted, one -> true));
    node.put(DATA, planned.dataSha256());
    return node;
  }

  private static void put(ObjectNode node, SuiteAttack attack) {
    node.put("attack", attack.label());
    if (attack.kind() != AttackKind.ONE_QUERY) {
      node.put("attack_kind", attack.kind().snakeCase());
    }
  }

  private static ObjectNode sampling(Sampling sampling) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("temperature", sampling.temperature());
    node.put("top_k", sampling.topK());
    node.put("top_p", sampling.topP());
    node.put("min_p", sampling.minP());
    node.put("max_tokens", sampling.maxTokens());
    sampling.stop().forEach(node.putArray("stop")::add);
    return node;
  }

  /**
   * Over the ids of the prompts and what the model reads, so that a template counts too.
   *
   * @param isSeeded whose seed counts
   */
  private static String hash(
      List<CompletionSource.Wanted> wanted, Predicate<CompletionSource.Wanted> isSeeded) {
    MessageDigest digest = Sha256.newDigest();
    for (CompletionSource.Wanted one : wanted) {
      byte[] id = one.prompt().id().getBytes(StandardCharsets.UTF_8);
      byte[] read = one.request().prompt().bytes();
      ByteBuffer message = ByteBuffer.allocate(16 + id.length + read.length);
      long seed = isSeeded.test(one) ? one.request().seed() : 0;
      message.putInt(id.length).put(id).putInt(one.sample()).putLong(seed);
      digest.update(message.put(read).array());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * What differs between two manifests; empty when they are of one evaluation. Both must have been
   * parsed.
   */
  static List<String> differences(JsonNode there, JsonNode here) {
    return JsonDifferences.of(there, here).stream()
        .filter(difference -> !isUnknown(difference))
        .map(JsonDifferences.Difference::toString)
        .toList();
  }

  private static boolean isUnknown(JsonDifferences.Difference difference) {
    return difference.path().endsWith("." + DATA)
        && (difference.there() == null || difference.here() == null);
  }

  static String text(ObjectNode manifest) {
    return Json.pretty(manifest) + "\n";
  }

  static JsonNode parse(String text, String file) {
    try {
      return Json.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new BadInputException(file + ": not valid JSON: " + JsonErrors.words(e), e);
    }
  }

  /** The suites of a manifest that was read. */
  static List<SuiteInfo> suites(JsonNode manifest, String file) {
    List<SuiteInfo> suites = new ArrayList<>();
    try {
      for (var entry : manifest.path("suites").properties()) {
        JsonNode suite = entry.getValue();
        List<String> judges = new ArrayList<>();
        suite.path("judges").forEach(judge -> judges.add(judge.asText()));
        if (judges.isEmpty()) {
          throw new IllegalArgumentException("suite " + entry.getKey() + " names no judge");
        }
        SuiteKind kind = SuiteKind.valueOf(suite.path("kind").asText("").toUpperCase(Locale.ROOT));
        suites.add(
            new SuiteInfo(
                entry.getKey(),
                suite.path("version").asText(""),
                kind,
                judges,
                attack(suite),
                TaskFormat.read(suite)));
      }
    } catch (IllegalArgumentException e) {
      throw new BadInputException(file + ": not an evaluation's manifest: " + e.getMessage(), e);
    }
    return suites;
  }

  private static Optional<SuiteAttack> attack(JsonNode suite) {
    String label = suite.path("attack").asText("");
    String kind = suite.path("attack_kind").asText(AttackKind.ONE_QUERY.name());
    AttackKind known = AttackKind.valueOf(kind.toUpperCase(Locale.ROOT));
    return label.isEmpty() ? Optional.empty() : Optional.of(SuiteAttack.read(label, known));
  }

  /** A line of {@code timings.jsonl}. */
  static String timing(String suite, List<EvalRecord> batch, double seconds) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("suite", suite);
    node.put("completions", batch.size());
    node.put("tokens", batch.stream().mapToLong(EvalRecord::tokens).sum());
    node.put("seconds", seconds);
    return node + "\n";
  }
}
