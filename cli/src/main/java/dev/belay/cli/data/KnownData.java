package dev.belay.cli.data;

import dev.belay.core.data.DataLocations;
import dev.belay.core.data.Dataset;
import dev.belay.core.data.DatasetCatalog;
import dev.belay.core.data.DatasetInfo;
import dev.belay.core.data.PublicFile;
import dev.belay.core.data.PublicFiles;
import dev.belay.core.error.BadInputException;
import dev.belay.core.error.DidYouMean;
import dev.belay.safety.benchmark.BenchmarkInfo;
import dev.belay.safety.benchmark.Benchmarks;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every benchmark, dataset and further public file that Belay knows. */
final class KnownData {

  private final PublicFiles files = PublicFiles.load();
  private final List<DataEntry> entries = new ArrayList<>();

  KnownData() {
    Benchmarks.load().list().forEach(info -> entries.add(benchmark(info)));
    DatasetCatalog datasets = DatasetCatalog.standard(DataLocations.of());
    datasets.list().stream()
        .filter(info -> entries.stream().noneMatch(entry -> entry.name().equals(info.name())))
        .map(info -> dataset(info, datasets.find(info.name())))
        .forEach(entries::add);
    Set<PublicFile> used = new HashSet<>();
    entries.forEach(entry -> used.addAll(entry.files()));
    files.all().stream()
        .filter(file -> !used.contains(file))
        .map(KnownData::bareFile)
        .forEach(entries::add);
  }

  List<DataEntry> entries() {
    return List.copyOf(entries);
  }

  /**
   * The entry of a name.
   *
   * @throws BadInputException when there is none, suggesting the nearest
   */
  DataEntry named(String name) {
    List<String> names = entries.stream().map(DataEntry::name).toList();
    return entries.stream()
        .filter(entry -> entry.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    "nothing is known as \"%s\".%s See belay data list."
                        .formatted(name, DidYouMean.hint(name, names))));
  }

  private DataEntry benchmark(BenchmarkInfo info) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("version", info.version());
    facts.put("metric", info.metric());
    facts.put("paper", info.source().paper());
    facts.put("metric_of_paper", info.source().metric());
    facts.put("origin", info.source().origin());
    facts.put("categories", info.categories());
    return new DataEntry(
        info.name(),
        "benchmark",
        info.metric(),
        info.prompts() == 0 ? "" : Integer.toString(info.prompts()),
        info.source().licence(),
        filesOf(info),
        false,
        facts);
  }

  /** Benchmarks over datasets name no files themselves; theirs are those of the same origin. */
  private List<PublicFile> filesOf(BenchmarkInfo info) {
    List<PublicFile> own = info.source().files();
    return own.isEmpty()
        ? files.all().stream().filter(file -> file.origin().equals(info.source().origin())).toList()
        : own;
  }

  private DataEntry dataset(DatasetInfo info, Dataset dataset) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("version", info.version());
    facts.put("description", info.description());
    facts.put("splits", info.splits());
    facts.put("origin", info.origin());
    facts.putAll(dataset.facts());
    List<PublicFile> first = filesOf(info, info.files().stream().limit(1).toList());
    List<PublicFile> all = filesOf(info, info.files());
    return new DataEntry(
        info.name(),
        "dataset",
        String.join(", ", info.splits()),
        "",
        info.licence(),
        all,
        all.equals(first), // Files beyond those of the first path are other ways to have it.
        facts);
  }

  private List<PublicFile> filesOf(DatasetInfo info, List<String> paths) {
    return paths.stream()
        .flatMap(path -> info.splits().stream().map(split -> path.replace("{split}", split)))
        .distinct()
        .flatMap(path -> files.find(path).stream())
        .toList();
  }

  private static DataEntry bareFile(PublicFile file) {
    return new DataEntry(
        file.path(),
        "file",
        "",
        "",
        file.licence(),
        List.of(file),
        true,
        Map.of("origin", file.origin()));
  }
}
