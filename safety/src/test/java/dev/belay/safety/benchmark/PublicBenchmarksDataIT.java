package dev.belay.safety.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.data.DataLocations;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published files themselves; {@code BELAY_DATA} names their folder. */
class PublicBenchmarksDataIT {

  @ParameterizedTest
  @CsvSource({
    "advbench, 520",
    "xstest, 250",
    "xstest-unsafe, 200",
    "i-alpaca, 50",
    "benign-instructions, 1000",
  })
  void publishedFileIsReadWhole(String name, int prompts) {
    LoadedBenchmark loaded =
        Benchmarks.load().named(name).load(DataLocations.fromEnvironment(null));
    assertThat(loaded.prompts()).hasSize(prompts);
    assertThat(loaded.warnings()).isEmpty();
  }
}
