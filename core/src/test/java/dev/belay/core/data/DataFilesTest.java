package dev.belay.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.error.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several files of one source: lists, patterns and folders. */
class DataFilesTest {

  @TempDir private Path folder;

  @BeforeEach
  void writeFiles() throws IOException {
    for (String name :
        List.of("b/t-2.jsonl", "b/t-1.jsonl", "b/.t-0.jsonl", "b/README.md", "c/t-3.jsonl")) {
      write(name, "{\"prompt\": \"%s?\", \"gold\": 1}\n".formatted(name));
    }
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private List<String> found(String... paths) {
    List<String> all = Stream.of(paths).map(path -> folder + "/" + path).toList();
    return DataFiles.of(all).stream().map(file -> folder.relativize(file).toString()).toList();
  }

  @Test
  void patternsAndFoldersComeInTheOrderOfNames() {
    assertThat(found("b/t-*.jsonl")).containsExactly("b/t-1.jsonl", "b/t-2.jsonl");
    assertThat(found("b")).containsExactly("b/t-1.jsonl", "b/t-2.jsonl");
    assertThat(found("*/t-[13].jsonl")).containsExactly("b/t-1.jsonl", "c/t-3.jsonl");
    assertThat(found("{c,b}/t-?.jsonl")).hasSize(3);
    assertThat(found("c/t-3.jsonl", "b/t-2.jsonl")).containsExactly("c/t-3.jsonl", "b/t-2.jsonl");
  }

  @Test
  void aFileWhoseNameLooksLikeAPatternIsAFile() throws IOException {
    write("d/t-[1].jsonl", "");
    write("d/t-1.jsonl", "");
    assertThat(found("d/t-[1].jsonl")).containsExactly("d/t-[1].jsonl");
  }

  @Test
  void whatNamesNothingOrOneFileTwiceIsRefusedTogether() throws IOException {
    write("e/a.csv", "");
    write("e/b.jsonl", "");
    write("e/c.jsonl", "");
    write("f/notes.md", "");
    assertThatThrownBy(
            () -> found("b/t-9*", "b", "b/../b/t-1.jsonl", "e", "f", "**/x", "b/[.jsonl"))
        .isInstanceOfSatisfying(
            BadInputException.class,
            e -> {
              assertThat(e.issues()).hasSize(6);
              assertThat(e.issues().get(0)).contains("b/t-9*: no file matches this pattern.");
              assertThat(e.issues().get(1))
                  .contains("b/t-1.jsonl: is named twice, by", "every record would count twice");
              assertThat(e.issues().get(2))
                  .contains("several formats (csv, jsonl)", "such as", "e/*.jsonl");
              assertThat(e.issues().get(3)).contains("f: is a folder without data files");
              assertThat(e.issues().get(4)).contains("** is not known here");
              assertThat(e.issues().get(5)).contains("b/[.jsonl: is no pattern");
            });
  }

  @Test
  void samplesOfSeveralFilesHaveIdsOfTheirOwnAndErrorsTheirPlaces() throws IOException {
    UserFiles files = UserFiles.of(folder.resolve("b"));
    assertThat(files.problems())
        .extracting(Problem::id)
        .containsExactly("t-1.jsonl:line-1", "t-2.jsonl:line-1");
    write("b/t-1.jsonl", "{\"prompt\": \"x\"}\n");
    write("b/t-2.jsonl", "\n");
    assertThatThrownBy(files::problems)
        .isInstanceOfSatisfying(
            BadInputException.class,
            e -> {
              assertThat(e.issues().getFirst()).contains("t-1.jsonl:1: no column \"gold\"");
              assertThat(e.issues()).hasSize(1);
            });
  }

  /** Orders are made of ids, and must not depend on where a machine has the files. */
  @Test
  void idsOfFilesOfOneNameHaveTheFoldersBelowTheSharedOne() throws IOException {
    write("b/same.jsonl", "{\"prompt\": \"x\", \"gold\": 1}\n");
    write("c/same.jsonl", "{\"prompt\": \"y\", \"gold\": 2}\n");
    FileSpec both = FileSpec.of(folder.resolve("*/same.jsonl").toString());
    assertThat(new UserFiles(both, new ReadFiles()).problems())
        .extracting(Problem::id)
        .containsExactly("b/same.jsonl:line-1", "c/same.jsonl:line-1");
  }

  @Test
  void everyFileThatIsReadIsKnown() {
    ReadFiles log = new ReadFiles();
    new UserFiles(FileSpec.of(folder.resolve("*/*.jsonl").toString()), log).problems();
    assertThat(log.files())
        .extracting(file -> folder.relativize(file).toString())
        .containsExactly("b/t-1.jsonl", "b/t-2.jsonl", "c/t-3.jsonl");
    assertThat(log.notes()).isEmpty();
  }
}
