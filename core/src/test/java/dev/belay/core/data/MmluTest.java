package dev.belay.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.belay.core.error.BadInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MmluTest {

  private static final String ANATOMY =
      """
      Where is the knee?,Arm,Leg,Head,Back,B
      "Which, of these,
      is a bone?",Skin,Hair,Ulna,,C
      """;
  private static final String SUMS = "1 + 1 = ?,1,2,3,4,B\n";

  @TempDir private Path folder;
  private Path mmlu;

  @BeforeEach
  void makeFolder() throws IOException {
    mmlu = Files.createDirectories(folder.resolve("reasoning/mmlu"));
  }

  private List<Problem> load(String split) {
    return new Mmlu().load(split, DataLocations.of(folder));
  }

  @Test
  void foldersOfSubjects() throws IOException {
    Files.writeString(mmlu.resolve("elementary_sums_test.csv"), SUMS);
    Files.writeString(mmlu.resolve("anatomy_test.csv"), ANATOMY);
    Files.writeString(mmlu.resolve("anatomy_dev.csv"), SUMS);
    List<Problem> problems = load("test");
    assertThat(problems)
        .extracting(Problem::id)
        .containsExactly(
            "mmlu-test-anatomy-1", "mmlu-test-anatomy-2", "mmlu-test-elementary_sums-1");
    assertThat(problems).extracting(Problem::gold).containsExactly("B", "C", "B");
    assertThat(problems.getFirst().choices()).containsExactly("Arm", "Leg", "Head", "Back");
    assertThat(problems.getLast().category()).isEqualTo("elementary_sums");
    assertThat(problems.getLast().question())
        .isEqualTo(
            """
            The following is a multiple choice question about elementary sums. Answer with the letter of the correct option.

            1 + 1 = ?
            A. 1
            B. 2
            C. 3
            D. 4
            Answer:\
            """);
    assertThat(load("dev")).hasSize(1);
    assertThat(new Mmlu().isAvailable("val", DataLocations.of(folder))).isFalse();
  }

  @Test
  void theArchiveIsReadAsItIs() throws IOException {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    entry(tar, "data/", '5', "");
    entry(tar, "data/test/", '5', "");
    entry(tar, "data/test/elementary_sums_test.csv", '0', SUMS);
    entry(tar, "data/test/._anatomy_test.csv", '0', "no such thing");
    entry(tar, "data/dev/anatomy_dev.csv", '0', SUMS);
    entry(tar, "data/test/anatomy_test.csv", '0', ANATOMY);
    tar.write(new byte[1024]);
    Files.write(mmlu.resolve("data.tar"), tar.toByteArray());
    Files.writeString(mmlu.resolve("other_test.csv"), SUMS);
    assertThat(load("test"))
        .extracting(Problem::id)
        .containsExactly(
            "mmlu-test-anatomy-1", "mmlu-test-anatomy-2", "mmlu-test-elementary_sums-1");
    assertThat(load("test").getLast().source().file())
        .endsWith(Path.of("data.tar", "data", "test", "elementary_sums_test.csv").toString());
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> load("val"))
        .withMessageContaining("data/val/SUBJECT_val.csv");
  }

  @Test
  void brokenArchives() throws IOException {
    Files.writeString(mmlu.resolve("data.tar"), "x".repeat(2000));
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> load("test"))
        .withMessageContaining("not a tar archive");
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    entry(tar, "data/test/anatomy_test.csv", '0', ANATOMY);
    byte[] cut = Arrays.copyOf(tar.toByteArray(), 512 + 20);
    Files.write(mmlu.resolve("data.tar"), cut);
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> load("test"))
        .withMessageContaining("ends within data/test/anatomy_test.csv");
  }

  @Test
  void linesOfJson() throws IOException {
    Files.writeString(
        mmlu.resolve("test.jsonl"),
        """
        {"question": "1 + 1?", "subject": "sums", "choices": ["1", "2", "3", "4"], "answer": 1}
        {"question": "1 + 2?", "subject": "sums", "choices": ["1", "2", "3", "4"], "answer": "C"}
        """);
    assertThat(load("test")).extracting(Problem::gold).containsExactly("B", "C");
    assertThat(load("test")).extracting(Problem::category).containsExactly("sums", "sums");
  }

  @Test
  void mistakesAreToldTogetherWithTheirPlaces() throws IOException {
    Files.writeString(mmlu.resolve("a_test.csv"), "What?,1,2,3,4,E\n");
    Files.writeString(mmlu.resolve("b_test.csv"), "What?,1,2,3\n");
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> load("test"))
        .satisfies(
            e ->
                assertThat(e.issues())
                    .anyMatch(issue -> issue.contains("a_test.csv:1: column \"answer\""))
                    .anyMatch(issue -> issue.contains("b_test.csv:1: has 4 fields")));
    Files.writeString(
        mmlu.resolve("test.jsonl"), "{\"question\": \"q\", \"choices\": [\"1\"], \"answer\": 0}\n");
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> load("test"))
        .withMessageContaining("must be a list of four texts");
  }

  @Test
  void nowhere() {
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> load("test"))
        .withMessageContaining("belay data pull mmlu");
  }

  /** One ustar entry: header, content, padding to 512 bytes. */
  private static void entry(ByteArrayOutputStream tar, String name, char type, String content)
      throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 100, "0000644");
    put(header, 124, String.format(Locale.ROOT, "%011o", bytes.length));
    put(header, 148, "        ");
    header[156] = (byte) type;
    put(header, 257, "ustar");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, String.format(Locale.ROOT, "%06o", sum));
    header[154] = 0;
    tar.write(header);
    tar.write(bytes);
    tar.write(new byte[Math.floorMod(-bytes.length, 512)]);
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
