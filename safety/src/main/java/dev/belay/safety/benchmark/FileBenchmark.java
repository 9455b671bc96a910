package dev.belay.safety.benchmark;

import dev.belay.core.data.DataLocations;
import dev.belay.core.data.DataReader;
import dev.belay.core.data.DataRow;
import dev.belay.core.error.BadInputException;
import dev.belay.safety.eval.SuitePrompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A published benchmark that is read from the user's own copy of its file.
 *
 * @param info what it is
 * @param paths where the file may lie under a data folder, best first
 * @param rows reads the records of the file
 * @param prompt makes the prompt of a record; empty for records that the benchmark leaves out
 */
record FileBenchmark(
    BenchmarkInfo info,
    List<String> paths,
    Function<Path, List<DataRow>> rows,
    Function<DataRow, Optional<SuitePrompt>> prompt)
    implements Benchmark {

  /** A benchmark whose file {@link DataReader} reads as it is. */
  static FileBenchmark of(
      BenchmarkInfo info, List<String> paths, Function<DataRow, Optional<SuitePrompt>> prompt) {
    return new FileBenchmark(info, paths, DataReader::read, prompt);
  }

  @Override
  public boolean isAvailable(DataLocations locations) {
    return locations.find(paths).isPresent();
  }

  @Override
  public LoadedBenchmark load(DataLocations locations) {
    Path file = locations.require("benchmark " + info.name(), paths);
    List<SuitePrompt> prompts =
        DataReader.map(rows.apply(file), prompt).stream().flatMap(Optional::stream).toList();
    if (prompts.isEmpty()) {
      throw new BadInputException(
          "%s: holds no prompt of benchmark %s.".formatted(file, info.name()));
    }
    checkIds(prompts);
    String sha256 = sha256(file);
    return new LoadedBenchmark(
        info, prompts, file.toString(), sha256, warnings(file, sha256, prompts.size()));
  }

  private List<String> warnings(Path file, String sha256, int found) {
    List<String> warnings = new ArrayList<>();
    if (!info.sha256().isEmpty() && !info.sha256().equals(sha256)) {
      warnings.add(
          "%s: not the published file (sha256 %s, published %s); figures may not be comparable."
              .formatted(file, sha256, info.sha256()));
    }
    if (info.prompts() > 0 && info.prompts() != found) {
      warnings.add(
          "%s: gives %d prompts, the published file %d.".formatted(file, found, info.prompts()));
    }
    return warnings;
  }

  private static void checkIds(List<SuitePrompt> prompts) {
    Set<String> ids = new HashSet<>();
    List<String> issues = new ArrayList<>();
    for (SuitePrompt prompt : prompts) {
      if (!ids.add(prompt.id())) {
        issues.add(
            "%s: the id %s was used before; ids must differ."
                .formatted(prompt.origin(), prompt.id()));
      }
    }
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
  }

  private static String sha256(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (IOException e) {
      throw new BadInputException(file + ": cannot be read: " + e.getMessage(), e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
