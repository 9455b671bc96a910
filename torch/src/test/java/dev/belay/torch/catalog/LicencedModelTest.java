package dev.belay.torch.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.error.BadInputException;
import dev.belay.torch.catalog.CatalogEntry.PinnedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model whose licence has to be accepted. */
class LicencedModelTest {

  private static final Licence TERMS =
      new Licence("Tiny Terms", "https://tiny.test/terms", List.of("to be kind", "to share"));

  @TempDir Path directory;
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
    hub.put("owner/tiny-gguf/resolve/v1/tiny.gguf", gguf);
    CatalogEntry entry =
        new CatalogEntry(
            "tiny",
            "a tiny model",
            TERMS,
            "owner/tiny",
            new PinnedFile("tiny.gguf", gguf.length, HubServer.sha256(gguf)),
            List.of(new ModelSource.HubFile("owner/tiny-gguf", "v1", "tiny.gguf")));
    Notes notes = new Notes();
    store =
        new ModelStore(
            new ModelHome(directory),
            new ModelCatalog(List.of(entry)),
            FileDownloadTest.settings(hub.endpoint()),
            new PipDownload(List.of("/no/such/python"), notes),
            notes);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  @Test
  void nothingIsFetchedBeforeItIsAccepted() {
    assertThatThrownBy(() -> store.resolve("tiny"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(
            "Tiny Terms (https://tiny.test/terms)",
            "- to be kind\n  - to share",
            "belay model pull --accept-license tiny");
    assertThat(hub.requests()).isEmpty();
    assertThat(store.list()).isEmpty();
  }

  @Test
  void onceAcceptedTheModelIsThereForAll() {
    Path model = store.resolve("tiny", LicenceConsent.GIVEN);
    assertThat(store.resolve("tiny")).isEqualTo(model);
    assertThat(ModelProvenance.read(model))
        .containsEntry("licence", "Tiny Terms (https://tiny.test/terms)")
        .containsEntry("licence_accepted", true);
  }

  @Test
  void otherLicencesAreNotAskedAbout() {
    Licence free = new Licence("MIT", "", List.of());
    assertThat(free.mustBeAccepted()).isFalse();
    assertThat(free.describe()).isEqualTo("MIT");
  }
}
