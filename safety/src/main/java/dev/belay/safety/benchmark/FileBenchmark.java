package dev.belay.safety.benchmark;

import dev.belay.core.data.DataLocations;
import dev.belay.core.data.DataReader;
import dev.belay.core.data.PublicFile;
import dev.belay.core.error.BadInputException;
import dev.belay.core.hash.Sha256;
import dev.belay.safety.eval.SuitePrompt;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A published benchmark that is read from the user's own copy of its file.
 *
 * @param info what it is
 * @param layout how the file holds its records
 * @param columns what of a record is the prompt
 */
record FileBenchmark(BenchmarkInfo info, FileLayout layout, PromptColumns columns)
    implements Benchmark {

  @Override
  public boolean isAvailable(DataLocations locations) {
    return found(locations).isPresent();
  }

  /** A published file and where a copy of it lies. */
  private record Found(PublicFile published, Path file) {}

  private Optional<Found> found(DataLocations locations) {
    for (PublicFile published : info.source().files()) {
      Optional<Path> file = locations.find(published.paths());
      if (file.isPresent()) {
        return Optional.of(new Found(published, file.get()));
      }
    }
    return Optional.empty();
  }

  @Override
  public LoadedBenchmark load(DataLocations locations) {
    Found found =
        found(locations)
            .orElseThrow(
                () ->
                    new BadInputException(locations.missing("benchmark " + info.name(), paths())));
    Path file = found.file();
    List<SuitePrompt> prompts =
        DataReader.map(layout.read(file), columns::prompt).stream()
            .flatMap(Optional::stream)
            .toList();
    if (prompts.isEmpty()) {
      throw new BadInputException(
          "%s: holds no prompt of benchmark %s.".formatted(file, info.name()));
    }
    checkIds(prompts);
    String sha256 = Sha256.of(file);
    return new LoadedBenchmark(
        info, prompts, file.toString(), sha256, warnings(found, sha256, prompts.size()));
  }

  private List<String> paths() {
    return info.source().files().stream().flatMap(file -> file.paths().stream()).toList();
  }

  private List<String> warnings(Found found, String sha256, int prompts) {
    List<String> warnings = new ArrayList<>();
    String published = found.published().sha256();
    if (!published.isEmpty() && !published.equals(sha256)) {
      warnings.add(
          "%s: not the published file (sha256 %s, published %s); figures may not be comparable."
              .formatted(found.file(), sha256, published));
    }
    if (info.prompts() > 0 && info.prompts() != prompts) {
      warnings.add(
          "%s: gives %d prompts, the published file %d."
              .formatted(found.file(), prompts, info.prompts()));
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
}
