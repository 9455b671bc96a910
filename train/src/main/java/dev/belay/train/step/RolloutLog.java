package dev.belay.train.step;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.json.Json;
import dev.belay.core.run.AtomicFiles;
import dev.belay.core.verify.Verdict;
import io.airlift.compress.zstd.ZstdCompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Keeps what was sampled: {@code rollouts/step-N.jsonl.zst}, a line a completion. */
public final class RolloutLog {

  private RolloutLog() {}

  /**
   * Writes the rollouts of one step.
   *
   * @param rewards with the KL in them, shape {@code [B]}; NaN is written as null
   * @param advantages shape {@code [B]}
   */
  public static void write(
      Path file, List<Rollout> rollouts, double[] rewards, double[] advantages) {
    List<Map<String, Object>> lines = new ArrayList<>(rollouts.size());
    for (int i = 0; i < rollouts.size(); i++) {
      lines.add(trained(rollouts.get(i), rewards[i], advantages[i]));
    }
    writeLines(file, lines);
  }

  /** Writes completions that nothing is trained on. */
  public static void write(Path file, List<Rollout> rollouts) {
    writeLines(file, rollouts.stream().map(RolloutLog::line).toList());
  }

  /**
   * Writes all that a step sampled, and why some of it was left out.
   *
   * @param rewards of those that are trained on, as above
   * @param advantages of the same
   */
  public static void write(
      Path file, RolloutCollection.Collected collected, double[] rewards, double[] advantages) {
    List<Map<String, Object>> lines = new ArrayList<>(collected.fates().size());
    int trained = 0;
    for (int i = 0; i < collected.fates().size(); i++) {
      Rollout rollout = collected.sampled().rollouts().get(i);
      if (collected.fates().get(i) == RolloutCollection.Fate.TRAINED) {
        lines.add(trained(rollout, rewards[trained], advantages[trained]));
        trained++;
      } else {
        Map<String, Object> line = line(rollout);
        line.put("left_out", collected.fates().get(i).name().toLowerCase(Locale.ROOT));
        lines.add(line);
      }
    }
    writeLines(file, lines);
  }

  /**
   * Reads what a step sampled, a completion each, in order.
   *
   * @throws UncheckedIOException if there is no such file, or it is broken
   */
  public static List<JsonNode> read(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      byte[] text =
          new byte[Math.toIntExact(ZstdDecompressor.getDecompressedSize(bytes, 0, bytes.length))];
      new ZstdDecompressor().decompress(bytes, 0, bytes.length, text, 0, text.length);
      List<JsonNode> lines = new ArrayList<>();
      for (String line : new String(text, StandardCharsets.UTF_8).lines().toList()) {
        lines.add(Json.MAPPER.readTree(line));
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static Map<String, Object> trained(Rollout rollout, double reward, double advantage) {
    Map<String, Object> line = line(rollout);
    line.put("reward", Double.isNaN(reward) ? null : Double.valueOf(reward));
    line.put("advantage", advantage);
    return line;
  }

  private static void writeLines(Path file, List<Map<String, Object>> lines) {
    StringBuilder text = new StringBuilder();
    try {
      for (Map<String, Object> line : lines) {
        text.append(Json.MAPPER.writeValueAsString(line)).append('\n');
      }
      Files.createDirectories(file.getParent());
      AtomicFiles.write(file, compress(text.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a rollout holds something JSON cannot", e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private static Map<String, Object> line(Rollout rollout) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("id", rollout.problem().id());
    line.put("group", rollout.group());
    if (!rollout.problem().earlier().isEmpty()) {
      line.put("earlier", rollout.problem().earlier());
    }
    line.put("prompt", rollout.problem().question());
    if (!rollout.answer().reasoning().isEmpty()) {
      line.put("reasoning", rollout.answer().reasoning());
    }
    line.put("completion", rollout.answer().text());
    line.put("token_ids", rollout.completion().tokenIds());
    line.put("logprobs", rollout.completion().logProbs());
    line.put("finish_reason", rollout.completion().finishReason().snakeCase());
    Map<String, Object> verdicts = new LinkedHashMap<>();
    rollout.verdicts().forEach((name, verdict) -> verdicts.put(name, line(verdict)));
    line.put("verdicts", verdicts);
    return line;
  }

  private static Map<String, Object> line(Verdict verdict) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("state", verdict.state().name().toLowerCase(Locale.ROOT));
    line.put("extracted", verdict.extracted());
    line.put("score", verdict.score());
    if (!verdict.decided()) {
      line.put("reason", verdict.reason());
    }
    return line;
  }

  private static byte[] compress(byte[] bytes) {
    ZstdCompressor compressor = new ZstdCompressor();
    byte[] compressed = new byte[compressor.maxCompressedLength(bytes.length)];
    int length = compressor.compress(bytes, 0, bytes.length, compressed, 0, compressed.length);
    return Arrays.copyOf(compressed, length);
  }
}
