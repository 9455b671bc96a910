package dev.belay.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.error.BadInputException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataLocationsTest {

  @TempDir private Path folder;

  @Test
  void optionThenVariableThenCache() throws IOException {
    Path option = Files.createDirectory(folder.resolve("option"));
    Path one = Files.createDirectory(folder.resolve("one"));
    Path two = Files.createDirectory(folder.resolve("two"));
    DataLocations locations =
        DataLocations.fromEnvironment(
            option,
            Map.of(
                "BELAY_DATA",
                one + File.pathSeparator + File.pathSeparator + two,
                "BELAY_HOME",
                folder.resolve("home").toString()));
    assertThat(locations.folders())
        .containsExactly(option, one, two, folder.resolve("home").resolve("data"));

    Path inTwo = touch(two.resolve("a.csv"));
    assertThat(locations.find("a.csv")).contains(inTwo);
    Path inOne = touch(one.resolve("sub").resolve("a.csv"));
    assertThat(locations.find("a.csv", "sub/a.csv")).contains(inOne);
  }

  @Test
  void cacheFolders() {
    assertThat(DataLocations.cacheFolder(Map.of("XDG_CACHE_HOME", "/c")))
        .isEqualTo(Path.of("/c/belay/data"));
    assertThat(DataLocations.cacheFolder(Map.of()))
        .isEqualTo(Path.of(System.getProperty("user.home"), ".cache", "belay", "data"));
  }

  @Test
  void missingFileSaysWhereItWasLookedForAndWhatToDo() {
    DataLocations locations = DataLocations.of(folder.resolve("x"), folder.resolve("y"));
    assertThatThrownBy(() -> locations.require("dataset svamp", List.of("a.json", "b/a.json")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("dataset svamp: no file a.json or b/a.json in any of")
        .hasMessageContaining(folder.resolve("x").toString())
        .hasMessageContaining(folder.resolve("y").toString())
        .hasMessageContaining("belay data pull")
        .hasMessageContaining("BELAY_DATA");
  }

  @Test
  void foldersThatDoNotExistAreReportedTogether() throws IOException {
    Path file = touch(folder.resolve("file"));
    assertThatThrownBy(
            () ->
                DataLocations.fromEnvironment(
                    folder.resolve("none"), Map.of("BELAY_DATA", file.toString())))
        .isInstanceOfSatisfying(
            BadInputException.class,
            e -> {
              assertThat(e.issues()).hasSize(2);
              assertThat(e.issues().getFirst()).startsWith("--data names").contains("not a folder");
              assertThat(e.issues().getLast()).startsWith("BELAY_DATA names");
            });
  }

  private static Path touch(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "x");
  }
}
