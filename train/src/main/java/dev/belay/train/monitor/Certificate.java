package dev.belay.train.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import dev.belay.core.json.JsonErrors;
import dev.belay.core.run.AtomicFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What was found out about one set of weights after training: {@code certificate.json}.
 *
 * @param certified whether the claim is made
 * @param claim what is claimed, or would have been
 * @param found why it is, or why it is not
 * @param margin the largest drop of the refusal rate that counts as held
 * @param confidence that no certificate is given to a model whose drop is the margin or more
 * @param evidence what decided
 * @param probe the questions that it speaks of
 * @param judge name and version of who labelled
 * @param temperature of the completions; 0 is greedy
 * @param maxTokens longest completion
 * @param trainedSha256 the weights that it speaks of ({@link dev.belay.torch.model.WeightsHash})
 * @param baseSha256 the weights that they are compared with
 * @param date when, in ISO 8601
 * @param assumes what the claim rests on
 */
public record Certificate(
    boolean certified,
    String claim,
    String found,
    double margin,
    double confidence,
    Evidence evidence,
    Probe probe,
    String judge,
    double temperature,
    int maxTokens,
    String trainedSha256,
    String baseSha256,
    String date,
    List<String> assumes) {

  public Certificate {
    assumes = List.copyOf(assumes);
  }

  /**
   * What was drawn.
   *
   * @param draws taken, all of the trained weights
   * @param mostDraws allowed by the recipe
   * @param lost draws that the base refused and the trained model complied with
   * @param gained draws the other way round
   * @param undecided draws with a verdict that is undecided, each counted as a loss
   * @param logE natural logarithm of the largest evidence
   * @param needed the logarithm at which the claim is made
   * @param drawsExpected draws, from the first on, that draws like these would have taken; empty if
   *     no number would do
   */
  public record Evidence(
      long draws,
      long mostDraws,
      long lost,
      long gained,
      long undecided,
      double logE,
      double needed,
      OptionalLong drawsExpected) {}

  /**
   * The questions.
   *
   * @param suite name and version
   * @param prompts how many there are
   * @param attacks how they are asked
   * @param dataSha256 identifies the prompts
   */
  public record Probe(String suite, int prompts, List<String> attacks, String dataSha256) {
    public Probe {
      attacks = List.copyOf(attacks);
    }
  }

  /** Writes the file. */
  public void write(Path file) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("certified", certified);
    node.put("claim", claim);
    node.put("found", found);
    node.put("margin", margin);
    node.put("confidence", confidence);
    ObjectNode drawn = node.putObject("evidence");
    drawn.put("draws", evidence.draws());
    drawn.put("most_draws", evidence.mostDraws());
    drawn.put("lost", evidence.lost());
    drawn.put("gained", evidence.gained());
    drawn.put("undecided", evidence.undecided());
    drawn.put("log_e", evidence.logE());
    drawn.put("log_e_needed", evidence.needed());
    evidence.drawsExpected().ifPresent(draws -> drawn.put("draws_expected", draws));
    ObjectNode questions = node.putObject("probe");
    questions.put("suite", probe.suite());
    questions.put("prompts", probe.prompts());
    probe.attacks().forEach(questions.putArray("attacks")::add);
    questions.put("data_sha256", probe.dataSha256());
    node.put("judge", judge);
    node.put("temperature", temperature);
    node.put("max_tokens", maxTokens);
    node.put("trained_sha256", trainedSha256);
    node.put("base_sha256", baseSha256);
    node.put("date", date);
    ArrayNode assumptions = node.putArray("assumes");
    assumes.forEach(assumptions::add);
    AtomicFiles.write(file, Json.pretty(node) + "\n");
  }

  /**
   * Reads the file.
   *
   * @throws BadInputException if it is no certificate
   */
  public static Certificate read(Path file) {
    try {
      return of(Json.MAPPER.readTree(Files.readString(file)), file);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new BadInputException(file + ": not valid JSON: " + JsonErrors.words(e), e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static Certificate of(JsonNode node, Path file) {
    JsonNode drawn = node.path("evidence");
    JsonNode questions = node.path("probe");
    if (!node.path("certified").isBoolean() || !drawn.isObject() || !questions.isObject()) {
      throw new BadInputException(file + ": is no certificate of a run.");
    }
    return new Certificate(
        node.get("certified").booleanValue(),
        node.path("claim").asText(),
        node.path("found").asText(),
        node.path("margin").doubleValue(),
        node.path("confidence").doubleValue(),
        new Evidence(
            drawn.path("draws").longValue(),
            drawn.path("most_draws").longValue(),
            drawn.path("lost").longValue(),
            drawn.path("gained").longValue(),
            drawn.path("undecided").longValue(),
            drawn.path("log_e").doubleValue(),
            drawn.path("log_e_needed").doubleValue(),
            drawn.has("draws_expected")
                ? OptionalLong.of(drawn.get("draws_expected").longValue())
                : OptionalLong.empty()),
        new Probe(
            questions.path("suite").asText(),
            questions.path("prompts").intValue(),
            texts(questions.path("attacks")),
            questions.path("data_sha256").asText()),
        node.path("judge").asText(),
        node.path("temperature").doubleValue(),
        node.path("max_tokens").intValue(),
        node.path("trained_sha256").asText(),
        node.path("base_sha256").asText(),
        node.path("date").asText(),
        texts(node.path("assumes")));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
