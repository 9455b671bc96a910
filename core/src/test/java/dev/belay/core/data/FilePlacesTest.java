package dev.belay.core.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The current folder is the module's, in which there is a pom.xml. */
class FilePlacesTest {

  private static final String HERE = Path.of("").toAbsolutePath().toString();

  @TempDir Path folder;

  private FilePlaces places() {
    return FilePlaces.beside(folder.resolve("r.yaml"));
  }

  private String at(String path) {
    return folder.resolve(path).toString();
  }

  @Test
  void besideTheFileIsLookedFirst() throws IOException {
    assertThat(places().find("pom.xml")).hasValue(HERE + "/pom.xml");
    Files.writeString(folder.resolve("pom.xml"), "");
    assertThat(places().find("pom.xml")).hasValue(at("pom.xml"));
    assertThat(places().find("./sub/../pom.xml")).hasValue(at("pom.xml"));
    assertThat(FilePlaces.current().find("pom.xml")).hasValue(HERE + "/pom.xml");
    assertThat(places().find(at("pom.xml"))).hasValue(at("pom.xml"));
    assertThat(places().find("none.xml")).isEmpty();
    assertThat(places().find(" ")).isEmpty();
    assertThat(places().find("a\0b")).isEmpty();
  }

  @Test
  void patternsAreFoundWhereAFileMatches() throws IOException {
    Path odd = Files.createDirectory(folder.resolve("[odd]"));
    Files.writeString(odd.resolve("t-1.jsonl"), "{}");
    FilePlaces places = FilePlaces.beside(odd.resolve("r.yaml"));
    assertThat(places.find("t-*.jsonl")).hasValue(odd.resolve("t-*.jsonl").toString());
    assertThat(DataFiles.of(List.of(odd.resolve("t-*.jsonl").toString())))
        .containsExactly(odd.resolve("t-1.jsonl"));
    assertThat(places.find("pom.x*")).hasValue(HERE + "/pom.x*");
    assertThat(places.find("t-*.csv")).isEmpty();
    assertThat(places.find("**/t-1.jsonl")).isEmpty();
  }

  @Test
  void aModelIsAPathOnlyWhereAModelLies() throws IOException {
    Files.createDirectories(folder.resolve("owner/name"));
    assertThat(places().findModel("owner/name")).isEmpty();
    Files.writeString(folder.resolve("owner/name/config.json"), "{}");
    assertThat(places().findModel("owner/name")).hasValue(at("owner/name"));
    Files.createDirectories(folder.resolve("plain"));
    Files.writeString(folder.resolve("plain/adapter_config.json"), "{}");
    assertThat(places().findModel("plain")).as("a name").isEmpty();
    assertThat(places().findModel("./plain")).hasValue(at("plain"));
    Files.writeString(folder.resolve("m.GGUF"), "");
    assertThat(places().findModel("m.GGUF")).hasValue(at("m.GGUF"));
    assertThat(places().findModel("n.gguf")).isEmpty();
  }

  @Test
  void itSaysWhereItLooked() {
    assertThat(places().tried())
        .isEqualTo(
            "It was looked for in %s, beside the file that names it, then in the current folder,"
                + " %s.",
            folder, HERE);
    assertThat(FilePlaces.current().tried()).isEqualTo("It was looked for in %s.", HERE);
    assertThat(FilePlaces.beside(Path.of("r.yaml")).tried())
        .isEqualTo("It was looked for in %s.", HERE);
  }
}
