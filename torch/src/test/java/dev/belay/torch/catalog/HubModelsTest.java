package dev.belay.torch.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.error.BadInputException;
import dev.belay.testkit.TinyModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HubModelsTest {

  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  @TempDir Path directory;
  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final Notes notes = new Notes();
  private HubServer hub;
  private HubModels models;

  @BeforeEach
  void start() throws IOException {
    hub = new HubServer();
    models = models(FileDownloadTest.settings(hub.endpoint()));
    for (String name : new String[] {"config.json", "tokenizer.json", "README.md"}) {
      files.put(name, ("content of " + name).getBytes(StandardCharsets.UTF_8));
    }
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  @Test
  void fetchesAModelsFilesAtOneCommitAndThenAsksNoMore() throws IOException {
    files.put("model.safetensors", new byte[5000]);
    serve("main");
    Path model = models.resolve("owner/model");
    assertThat(model.resolve("config.json")).hasBinaryContent(files.get("config.json"));
    assertThat(model.resolve("model.safetensors")).hasBinaryContent(new byte[5000]);
    assertThat(model.resolve("README.md")).doesNotExist();
    assertThat(ModelProvenance.read(model))
        .containsEntry("commit", COMMIT)
        .containsEntry("model", "owner/model");
    int asked = hub.requests().size();
    assertThat(models.resolve("owner/model")).isEqualTo(model);
    assertThat(models.directoryFor("owner/model")).contains(model);
    assertThat(hub.requests()).hasSize(asked);
  }

  @Test
  void fetchesShardsWithTheirIndex() throws IOException {
    index("model-00001-of-000002.safetensors", "model-00002-of-00002.safetensors");
    files.put("model-00001-of-000002.safetensors", new byte[10]);
    files.put("model-00002-of-00002.safetensors", new byte[20]);
    files.put("consolidated.safetensors", new byte[30]);
    serve("v1");
    Path model = models.resolve("owner/model@v1");
    assertThat(model.resolve("model-00002-of-00002.safetensors")).hasBinaryContent(new byte[20]);
    assertThat(model.resolve("model-00001-of-000002.safetensors")).hasBinaryContent(new byte[10]);
    assertThat(model.resolve("consolidated.safetensors")).doesNotExist();
  }

  private void index(String... shards) {
    StringBuilder map = new StringBuilder();
    for (String shard : shards) {
      map.append(map.isEmpty() ? "" : ",").append("\"t%d\":\"%s\"".formatted(map.length(), shard));
    }
    files.put(
        "model.safetensors.index.json",
        "{\"weight_map\":{%s}}".formatted(map).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aShardThatTheRepositoryDoesNotHaveIsNamed() {
    index("model-a.safetensors", "../model-b.safetensors");
    files.put("model-a.safetensors", new byte[10]);
    serve("main");
    assertThatThrownBy(() -> models.resolve("owner/model"))
        .isInstanceOf(ModelUnavailableException.class)
        .hasMessageContaining("names ../model-b.safetensors, which the repository does not have");
    assertThat(models.directoryFor("owner/model").filter(ModelProvenance::isThere)).isEmpty();
  }

  @Test
  void filesThatSayHowTextIsReadComeToo() throws IOException {
    files.put("model.safetensors", new byte[10]);
    files.put("added_tokens.json", new byte[11]);
    files.put("additional_chat_templates/tool_use.jinja", new byte[12]);
    files.put("onnx/config.json", new byte[13]);
    serve("main");
    Path model = models.resolve("owner/model");
    assertThat(model.resolve("added_tokens.json")).hasSize(11);
    assertThat(model.resolve("additional_chat_templates/tool_use.jinja")).hasSize(12);
    assertThat(model.resolve("onnx")).doesNotExist();
  }

  /** An earlier version took it for whole. */
  @Test
  void aModelThatLacksShardsIsFetchedAgain() throws IOException {
    index("a.safetensors", "b.safetensors");
    files.put("a.safetensors", new byte[10]);
    files.put("b.safetensors", new byte[20]);
    serve("main");
    Path model = models.resolve("owner/model");
    Files.delete(model.resolve("b.safetensors"));
    assertThat(models.resolve("owner/model").resolve("b.safetensors")).hasSize(20);
  }

  @ParameterizedTest
  @CsvSource({
    "a/b--c, main, a--b/c, main",
    "a/b, dev/x, a/b, dev--x",
    "a/b, dev--x, a/b, dev/x",
    "a-/b, main, a--/b, main"
  })
  void idsThatAreAlikeHaveFoldersOfTheirOwn(
      String repository, String revision, String other, String otherRevision) throws IOException {
    files.put("model.safetensors", new byte[10]);
    serve(repository, revision);
    Path model = models.resolve(repository + "@" + revision);
    files.put("model.safetensors", new byte[20]);
    serve(other, otherRevision);
    assertThat(models.directoryFor(other + "@" + otherRevision).map(ModelProvenance::isThere))
        .contains(false);
    Path second = models.resolve(other + "@" + otherRevision);
    assertThat(second.resolve("model.safetensors")).hasSize(20);
    assertThat(models.resolve(repository + "@" + revision)).isEqualTo(model);
    assertThat(model.resolve("model.safetensors")).hasSize(10);
  }

  /** Earlier versions gave each id this folder. */
  @ParameterizedTest
  @CsvSource({
    "owner/model, main, owner--model@main",
    "a/b, refs/pr/1, a--b@refs--pr--1",
    "a/b--c, main, a--b--c@main",
    "a/b, dev--x, a--b@dev--x"
  })
  void modelsAreFoundWhereTheyWere(String repository, String revision, String folder)
      throws IOException {
    Path old = Files.createDirectories(directory.resolve("hub").resolve(folder));
    Files.write(old.resolve("model.safetensors"), new byte[10]);
    ModelProvenance.write(old, Map.of("model", repository, "revision", revision));
    assertThat(models.resolve(repository + "@" + revision)).isEqualTo(old);
    assertThat(hub.requests()).isEmpty();
  }

  @Test
  void aModelThatCannotBeOpenedIsNotReady() {
    files.put("model.safetensors", new byte[10]);
    serve("main");
    HubModels strict = models(FileDownloadTest.settings(hub.endpoint()), HubModels.Readiness.OPENS);
    assertThatThrownBy(() -> strict.resolve("owner/model"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("model owner/model of the hub cannot be used", "config.json");
    assertThat(strict.directoryFor("owner/model").filter(ModelProvenance::isThere)).isEmpty();
    assertThat(hub.requests()).noneMatch(request -> request.path().contains("model.safetensors"));
  }

  @Test
  void aModelIsOpenedBeforeItIsReady() throws IOException {
    Path tiny = TinyModel.LLAMA.directory();
    files.clear();
    for (String name : List.of("config.json", "model.safetensors", "tokenizer.json")) {
      files.put(name, Files.readAllBytes(tiny.resolve(name)));
    }
    serve("main");
    HubModels strict = models(FileDownloadTest.settings(hub.endpoint()), HubModels.Readiness.OPENS);
    assertThat(strict.resolve("owner/model")).isDirectory();
  }

  @Test
  void anInterruptedModelIsNotTakenForOneAndGoesOnLater() throws IOException {
    files.put("model.safetensors", new byte[5000]);
    serve("main");
    hub.cutAfter(10);
    hub.failNetwork(403, 1); // Met by the second file, or by the first one's second attempt.
    assertThatThrownBy(() -> models.resolve("owner/model"))
        .isInstanceOf(ModelUnavailableException.class)
        .hasMessageContainingAll("model owner/model", "the cache: not at", "the hub:", "403");
    assertThat(models.directoryFor("owner/model").filter(ModelProvenance::isThere)).isEmpty();
    Path model = models.resolve("owner/model");
    assertThat(model.resolve("model.safetensors")).hasBinaryContent(new byte[5000]);
    assertThat(model.resolve("config.json")).hasBinaryContent(files.get("config.json"));
  }

  @Test
  void aRepositoryWithoutSafetensorsIsDescribed() {
    files.put("model.Q4_0.gguf", new byte[10]);
    serve("main");
    assertThatThrownBy(() -> models.resolve("owner/model"))
        .isInstanceOf(ModelUnavailableException.class)
        .hasMessageContainingAll(
            "not a model with config.json and model.safetensors", "model.Q4_0.gguf");
  }

  @Test
  void anUnknownRepositoryIsSaidSo() {
    hub.failHub(401, "RepoNotFound", 1);
    assertThatThrownBy(() -> models.resolve("owner/nothing"))
        .isInstanceOf(ModelUnavailableException.class)
        .hasMessageContaining("owner/nothing is gated, private or does not exist");
  }

  /** The settings of these tests have the token "secret". */
  @Test
  void aTokenThatTheHubRepeatsIsNotShown() {
    hub.failHub(404, "BadToken secret", 1);
    assertThatThrownBy(() -> models.resolve("owner/model"))
        .hasMessageContaining("(404) BadToken [token]")
        .hasMessageNotContaining("secret");
    files.put("s e\u00a0cret.gguf", new byte[10]);
    serve("main");
    assertThatThrownBy(() -> models.resolve("owner/model")).hasMessageContaining("[token].gguf");
  }

  @ParameterizedTest
  @ValueSource(strings = {"not json", "{}", "{\"sha\": \"x\", \"siblings\": []}"})
  void anAnswerThatIsNoListIsSaidSo(String answer) {
    hub.page("api/models/owner/model/revision/main", answer);
    assertThatThrownBy(() -> models.resolve("owner/model"))
        .isInstanceOf(ModelUnavailableException.class)
        .hasMessageContaining("owner/model");
  }

  @Test
  void offlineMeansNoRequest() {
    HubSettings settings = FileDownloadTest.settings(hub.endpoint());
    HubModels offline =
        models(
            new HubSettings(
                settings.endpoint(),
                settings.token(),
                Optional.of("BELAY_OFFLINE=1"),
                settings.connectTimeout(),
                settings.readTimeout(),
                settings.proxies(),
                settings.retry()));
    assertThatThrownBy(() -> offline.resolve("owner/model"))
        .isInstanceOf(ModelUnavailableException.class)
        .hasMessageContaining("skipped because BELAY_OFFLINE=1");
    assertThat(hub.requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "owner/model, true",
    "owner/model@refs/pr/1, true",
    "model, false",
    "a/b/c, false",
    "./a, false",
    "../a, false",
    "owner/.., false",
    "owner/mo del, false",
    "/abs/path, false",
  })
  void idsAreToldFromPaths(String text, boolean expected) {
    assertThat(HubModels.isHubId(text)).isEqualTo(expected);
  }

  private HubModels models(HubSettings settings) {
    return models(settings, new HubModels.Readiness(_ -> {}, _ -> {}));
  }

  private HubModels models(HubSettings settings, HubModels.Readiness readiness) {
    return new HubModels(
        new ModelHome(directory), new HubClient(settings, notes), readiness, notes);
  }

  private void serve(String revision) {
    serve("owner/model", revision);
  }

  private void serve(String repository, String revision) {
    StringBuilder siblings = new StringBuilder();
    files.forEach(
        (name, content) -> {
          hub.put(repository + "/resolve/" + COMMIT + "/" + name, content);
          siblings
              .append(siblings.isEmpty() ? "" : ",")
              .append(
                  "{\"rfilename\":\"%s\",\"size\":%d,\"lfs\":{\"sha256\":\"%s\",\"size\":%d}}"
                      .formatted(name, content.length, HubServer.sha256(content), content.length));
        });
    hub.page(
        "api/models/" + repository + "/revision/" + revision,
        "{\"sha\":\"%s\",\"siblings\":[%s]}".formatted(COMMIT, siblings));
  }
}
