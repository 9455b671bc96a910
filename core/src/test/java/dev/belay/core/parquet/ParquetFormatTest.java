package dev.belay.core.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.data.ColumnNames;
import dev.belay.core.data.DataLocations;
import dev.belay.core.data.DataReader;
import dev.belay.core.data.DataRow;
import dev.belay.core.data.DatasetCatalog;
import dev.belay.core.data.DatasetSpec;
import dev.belay.core.data.FileSpec;
import dev.belay.core.data.Problem;
import dev.belay.core.error.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that pyarrow and datasets wrote ({@code bench/peers/parquet_files.py}). */
class ParquetFormatTest {

  private static final Limits LARGE = new Limits(1 << 26, 1 << 20, 1 << 28);

  @TempDir private Path folder;

  private Path file(String name) throws IOException {
    try (InputStream in = ParquetFormatTest.class.getResourceAsStream(name)) {
      return Files.write(folder.resolve(name), Objects.requireNonNull(in).readAllBytes());
    }
  }

  private static List<ObjectNode> fields(List<DataRow> rows) {
    return rows.stream().map(DataRow::fields).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"none", "snappy", "zstd", "gzip", "lz4", "pages-v2", "no-dictionary", "datasets"})
  void rowsAreThoseOfTheSameTableAsJsonLines(String name) throws IOException {
    List<DataRow> rows = DataReader.read(file(name + ".parquet"));
    assertThat(fields(rows)).isEqualTo(fields(DataReader.read(file("rows.jsonl"))));
    assertThat(rows.get(4).source()).hasToString(folder.resolve(name + ".parquet") + " row 5");
    assertThat(DataReader.readRecords(folder.resolve(name + ".parquet"))).hasSize(7);
  }

  @Test
  void aTrainingFileOfVerlIsRead() throws IOException {
    DatasetCatalog catalog = DatasetCatalog.standard(DataLocations.of());
    Path file = file("gsm8k.parquet");
    List<Problem> known = catalog.problems(DatasetSpec.file(file));
    assertThat(known)
        .extracting(Problem::question)
        .containsExactly("How many are 2 and 3?", "Two pens at 4 each?");
    assertThat(known).extracting(Problem::gold).containsExactly("5", "8");
    List<Problem> named =
        catalog.problems(
            DatasetSpec.files(
                new FileSpec(
                    List.of(file.toString()),
                    new ColumnNames(
                        Map.of("prompt", "extra_info.question", "gold", "extra_info.answer")))));
    assertThat(named).extracting(Problem::gold).containsExactly("5", "8");
    assertThat(named.getFirst().solution()).isNull();
    assertThatThrownBy(
            () ->
                catalog.problems(
                    DatasetSpec.files(
                        new FileSpec(
                            List.of(file.toString()),
                            new ColumnNames(Map.of("prompt", "extra_info.qestion"))))))
        .hasMessageContaining(
            "gsm8k.parquet row 1: no column \"extra_info.qestion\", which columns.prompt names."
                + " Did you mean \"extra_info.question\"?");
  }

  @Test
  void whatIsNoParquetOrPackedOtherwiseIsRefused() throws IOException {
    assertThatThrownBy(() -> DataReader.read(file("brotli.parquet")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("is packed by BROTLI; write the file with snappy, zstd, gzip");
    for (String text : List.of("", "PAR1", "{\"prompt\": 1}\n{\"prompt\": 2}\n")) {
      Path file = Files.writeString(folder.resolve("text.parquet"), text);
      assertThatThrownBy(() -> DataReader.read(file))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("text.parquet: is no Parquet file, or a broken one: ");
    }
    assertThatThrownBy(() -> DataReader.read(folder.resolve("none-there.parquet")))
        .hasMessageContaining("there is no such file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gsm8k", "zstd", "pages-v2"})
  void damagedFilesAreReadOrRefused(String name) throws IOException {
    byte[] sound = Files.readAllBytes(file(name + ".parquet"));
    SplittableRandom random = new SplittableRandom(name.hashCode());
    Path damaged = folder.resolve("damaged.parquet");
    int refused = 0;
    for (int i = 0; i < 20; i++) {
      byte[] bytes =
          i % 3 == 0 ? Arrays.copyOf(sound, random.nextInt(sound.length)) : sound.clone();
      for (int k = random.nextInt(3); k >= 0 && i % 3 != 0; k--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      Files.write(damaged, bytes);
      try {
        rows(damaged, LARGE);
      } catch (BadInputException e) {
        assertThat(e.issues()).hasSize(1);
        assertThat(e.getMessage()).startsWith(damaged.toString()).doesNotContain("null");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(6);
  }

  private static List<DataRow> rows(Path file, Limits limits) {
    List<DataRow> rows = new ArrayList<>();
    ParquetFormat.read(file, limits, rows::add);
    return rows;
  }

  @Test
  void aFewBytesDoNotBecomeMoreThanMemoryHolds() throws IOException {
    Path file = file("repeated.parquet");
    assertThat(Files.size(file)).isLessThan(1000);
    assertThatThrownBy(() -> rows(file, new Limits(1 << 26, 1 << 20, 1 << 20)))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            file + ": holds more than 1 MiB; split it, or give more memory: BELAY_HEAP=4g.");
    assertThatThrownBy(() -> rows(file, new Limits(10_000, 1 << 20, 1 << 20)))
        .hasMessageContaining("a page of column prompt declares 20004 bytes, more than the 10000");
    assertThatThrownBy(() -> rows(file, new Limits(1 << 26, 4_999, 1 << 20)))
        .hasMessageContaining("a page of column prompt declares 5000 values, more than the 4999");
  }
}
