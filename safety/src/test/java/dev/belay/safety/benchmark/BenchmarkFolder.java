package dev.belay.safety.benchmark;

import dev.belay.core.data.DataLocations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** A folder of files in published formats, and the benchmarks that read them. */
abstract class BenchmarkFolder {

  final Benchmarks benchmarks = Benchmarks.load();

  @TempDir Path folder;

  final LoadedBenchmark load(String name) {
    return benchmarks.named(name).load(DataLocations.of(folder));
  }

  final Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
