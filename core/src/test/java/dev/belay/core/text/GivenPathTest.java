package dev.belay.core.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.error.BadInputException;
import dev.belay.core.recipe.RecipeSource;
import dev.belay.core.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GivenPathTest {

  @TempDir private Path folder;

  @Test
  void aFolderIsNoMissingFile() {
    assertThat(GivenPath.noFile(folder, "no such file."))
        .hasMessage(folder + ": is a folder; name a file in it.");
    Path none = folder.resolve("none");
    assertThat(GivenPath.noFile(none, "no such file. Give one."))
        .hasMessage(none + ": no such file. Give one.");
    assertThat(GivenPath.noFile(Path.of("/dev/null"), "no such file."))
        .hasMessageStartingWith("/dev/null: is neither a file nor a folder;");
    assertThatThrownBy(() -> RecipeSource.of(folder)).hasMessageContaining("is a folder");
  }

  @Test
  void aFileIsNoMissingFolder() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertThat(GivenPath.noFolder(file, "Name a run."))
        .hasMessage(file + ": is no folder. Name a run.");
    Path none = folder.resolve("none");
    assertThat(GivenPath.noFolder(none, "Name a run."))
        .hasMessage(none + ": no such folder. Name a run.");
    assertThatThrownBy(() -> RunDirectory.create(file)).hasMessageContaining("is a file");
    assertThatThrownBy(() -> RunDirectory.resume(file)).hasMessageContaining("is a file");
  }

  @Test
  void foldersAreMadeWhereNothingIs() throws IOException {
    Path made = folder.resolve("a/b");
    GivenPath.makeFolder(made);
    GivenPath.makeFolder(made);
    assertThat(made).isDirectory();
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertThatThrownBy(() -> GivenPath.makeFolder(file))
        .isInstanceOf(BadInputException.class)
        .hasMessage(file + ": is a file; name a folder, or a new one.");
    assertThatThrownBy(() -> GivenPath.makeFolder(file.resolve("in")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("the folder cannot be made");
  }
}
