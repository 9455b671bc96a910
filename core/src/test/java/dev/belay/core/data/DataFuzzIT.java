package dev.belay.core.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.error.BadInputException;
import dev.belay.testkit.Fuzz;
import dev.belay.testkit.Mutations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Data files of every form, and what is asked of their rows. */
final class DataFuzzIT {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  private Path folder;

  @ParameterizedTest
  @CsvSource({"jsonl", "json", "csv", "tsv", "txt"})
  void rows(String form) {
    String sound =
        switch (form) {
          case "jsonl" ->
              "{\"prompt\":\"a\",\"gold\":1.50}\n{\"prompt\":\"\\u00e9\",\"gold\":\"2\"}\n";
          case "json" -> "[{\"prompt\":\"a\",\"gold\":1.5e3},\n{\"prompt\":\"b\",\"gold\":null}]";
          case "csv" -> "prompt,gold\n\"a, \"\"b\"\"\n\",1\nb,2\n";
          case "tsv" -> "prompt\tgold\na\t1\n";
          default -> "one\ntwo\n";
        };
    Mutations mutations = Mutations.ofTexts(List.of(sound), List.of("\"gold\"", "\"\"", ","), 6);
    Path file = folder.resolve("data." + form);
    var outcome =
        Fuzz.run(
            "rows of " + form,
            mutations,
            BadInputException.class,
            input -> {
              Files.write(file, input);
              for (DataRow row : DataReader.read(file)) {
                if (row.fields().has("gold")) {
                  row.optionalText("gold");
                }
                row.textOrNumber("prompt");
              }
            });
    assertThat(outcome.faults()).isEmpty();
  }
}
