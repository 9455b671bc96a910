package dev.belay.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.belay.core.data.Reference.Constraint;
import dev.belay.core.data.Reference.Constraints;
import dev.belay.core.error.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IfevalTest {

  @TempDir private Path folder;

  private List<? extends Sample> load(String lines) throws IOException {
    Path file = folder.resolve("instructions/ifeval/input_data.jsonl");
    Files.createDirectories(file.getParent());
    Files.writeString(file, lines);
    return Ifeval.dataset().load("test", DataLocations.of(folder));
  }

  @Test
  void readsThePublishedForm() throws IOException {
    List<? extends Sample> samples =
        load(
            """
            {"key": 7, "prompt": "Write.\\nNo commas.", "instruction_id_list": ["a:b", "c:d"], "kwargs": [{}, {"n": 3, "m": null}]}
            {"key": "x", "prompt": "Sing.", "instruction_id_list": ["a:b"], "kwargs": [null]}
            """);
    Problem first = (Problem) samples.getFirst();
    assertThat(first.id()).isEqualTo("ifeval-7");
    assertThat(first.question()).isEqualTo("Write.\nNo commas.");
    assertThat(first.gold()).isEqualTo("a:b, c:d");
    List<Constraint> all = ((Constraints) first.reference()).all();
    assertThat(all.getFirst().arguments()).isEmpty();
    assertThat(all.getLast().arguments()).hasToString("{n=3}");
    assertThat(((Problem) samples.getLast()).id()).isEqualTo("ifeval-x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"kwargs\": [{}] | no column \"instruction_id_list\"",
        "\"instruction_id_list\": [\"a\"] | no column \"kwargs\"",
        "\"instruction_id_list\": [\"a\"], \"kwargs\": [] | found 1 and 0",
        "\"instruction_id_list\": [], \"kwargs\": [] | found 0 and 0",
        "\"instruction_id_list\": \"a\", \"kwargs\": [{}] | must be a list, found \"a\"",
        "\"instruction_id_list\": [1], \"kwargs\": [{}] | must be a list of texts, found 1",
        "\"instruction_id_list\": [\"a\"], \"kwargs\": [3] | must be a list of objects, found 3"
      })
  void whatIsBrokenIsNamedByLine(String fields, String message) {
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> load("{\"key\": 1, \"prompt\": \"Write.\", " + fields + "}"))
        .withMessageContaining("input_data.jsonl:1: ")
        .withMessageContaining(message);
  }
}
