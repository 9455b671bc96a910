package dev.belay.torch.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileDownloadTest {

  private static final String PATH = "owner/model/resolve/main/weights.bin";

  @TempDir Path directory;
  private final byte[] content = new byte[300_000];
  private final Notes notes = new Notes();
  private HubServer hub;
  private Path target;

  @BeforeEach
  void start() throws IOException {
    new Random(5).nextBytes(content);
    hub = new HubServer();
    hub.put(PATH, content);
    target = directory.resolve("weights.bin");
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  @Test
  void followsTheRedirectAndKeepsTheTokenWithTheHub() throws IOException {
    fetch(pinned());
    assertThat(target).hasBinaryContent(content);
    assertThat(hub.requests())
        .extracting(HubServer.Request::server, HubServer.Request::authorization)
        .containsExactly(tuple("hub", "Bearer secret"), tuple("network", "null"));
    assertOnlyTheFileIsLeft();
  }

  @Test
  void resumesWhereTheConnectionBroke() throws IOException {
    hub.cutAfter(100_000);
    hub.cutAfter(50_000);
    fetch(pinned());
    assertThat(target).hasBinaryContent(content);
    assertThat(hub.requests())
        .filteredOn(request -> request.server().equals("network"))
        .extracting(HubServer.Request::range)
        .containsExactly("null", "bytes=100000-", "bytes=150000-");
    assertThat(notes.lines()).anyMatch(line -> line.contains("trying again"));
  }

  @Test
  void resumesWhatAnEarlierRunLeft() throws IOException {
    Files.write(FileDownload.partOf(pinned(), target), Arrays.copyOf(content, 200_000));
    fetch(pinned());
    assertThat(target).hasBinaryContent(content);
    assertThat(hub.requests().getLast().range()).isEqualTo("bytes=200000-");
    assertOnlyTheFileIsLeft();
  }

  @Test
  void aWholePartIsOnlyChecked() throws IOException {
    Files.write(FileDownload.partOf(pinned(), target), content);
    fetch(pinned());
    assertThat(target).hasBinaryContent(content);
    assertThat(hub.requests()).isEmpty();
  }

  @Test
  void aDamagedPartIsNotBuiltUpon() throws IOException {
    byte[] damaged = Arrays.copyOf(content, 200_000);
    damaged[7] ^= 1;
    Files.write(FileDownload.partOf(pinned(), target), damaged);
    fetch(pinned());
    assertThat(target).hasBinaryContent(content);
    assertThat(notes.lines()).anyMatch(line -> line.contains("damaged"));
  }

  @Test
  void anOversizedPartIsThrownAway() throws IOException {
    Files.write(FileDownload.partOf(pinned(), target), new byte[content.length + 1]);
    fetch(pinned());
    assertThat(target).hasBinaryContent(content);
  }

  @Test
  void corruptContentIsDeletedAndNeverTakenForTheFile() throws IOException {
    byte[] corrupt = content.clone();
    corrupt[123_456] ^= 4;
    hub.put(PATH, content, corrupt);
    assertFailure("does not have the checksum " + HubServer.sha256(content));
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aFileOfAnotherSizeIsRefusedBeforeItIsDownloaded() {
    hub.announce(PATH, content, "299999", HubServer.sha256(content));
    assertFailure("has 299999 bytes, expected 300000: it is another file");
    assertThat(target).doesNotExist();
  }

  @Test
  void aFileOfAnotherChecksumIsRefusedBeforeItIsDownloaded() {
    hub.announce(PATH, content, "300000", "0".repeat(64));
    assertFailure("has the checksum 0000");
  }

  @Test
  void aBodyThatIsLongerThanAnnouncedIsNotKept() {
    hub.put(PATH, content, Arrays.copyOf(content, content.length + 10));
    assertFailure("more than the 300000 announced");
    assertThat(target).doesNotExist();
  }

  @Test
  void aHubThatIgnoresRangesSendsItAllAgain() throws IOException {
    hub.ignoreRanges();
    hub.cutAfter(100_000);
    fetch(pinned());
    assertThat(target).hasBinaryContent(content);
  }

  @ParameterizedTest
  @CsvSource({"500", "503", "429", "408"})
  void passingTroubleIsTriedAgain(int status) throws IOException {
    hub.failHub(status, "", 1);
    hub.failNetwork(status, 1);
    fetch(pinned());
    assertThat(target).hasBinaryContent(content);
  }

  @Test
  void lastingTroubleIsGivenUp() {
    hub.failHub(503, "", 100);
    assertFailure("gave up on weights.bin after 3 attempts: the server answers 503");
    assertThat(hub.requestsTo("hub")).isEqualTo(3);
  }

  @Test
  void aGatedModelSaysWhatToDo() {
    hub.failHub(401, "GatedRepo", 1);
    assertFailure("owner/model is gated", "401 GatedRepo", "/owner/model", "HF_TOKEN");
    assertThat(hub.requestsTo("hub")).isEqualTo(1);
  }

  @Test
  void aMissingFileIsNamed() {
    hub.failHub(404, "EntryNotFound", 1);
    assertFailure("the server has no weights.bin (404) EntryNotFound");
  }

  @Test
  void withoutAChecksumNothingIsResumed() throws IOException {
    RemoteFile unknown =
        new RemoteFile(
            "owner/model", "weights.bin", address(), OptionalLong.empty(), Optional.empty());
    Files.write(FileDownload.partOf(unknown, target), "stale".getBytes(StandardCharsets.UTF_8));
    fetch(unknown);
    assertThat(target).hasBinaryContent(content);
  }

  @Test
  void whatCannotBeCheckedIsSaid() throws IOException {
    hub.announce(PATH, content, String.valueOf(content.length), "no-checksum");
    fetch(
        new RemoteFile(
            "owner/model", "weights.bin", address(), OptionalLong.empty(), Optional.empty()));
    assertThat(target).hasBinaryContent(content);
    assertThat(notes.lines()).anyMatch(line -> line.contains("states no checksum"));
  }

  @Test
  void redirectsThatGoNowhereAreRefused() {
    hub.redirectTo("/" + PATH);
    assertFailure("redirects more than 10 times");
    hub.redirectTo("file:///etc/passwd");
    assertFailure("redirects to file:/", "not followed");
    hub.redirectTo("file:///x?token=secret");
    assertFailure("redirects to file:/", "token=[token], which is not followed");
    hub.redirectTo("http://[secret");
    assertFailure("redirects to no address: http://[[token]");
  }

  @Test
  void aMachineWithoutTheHubHearsItAtOnce() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
    }
    URI endpoint = URI.create("http://localhost:" + closed);
    RemoteFile file =
        new RemoteFile(
            "o/m", "f", endpoint.resolve("/o/m"), OptionalLong.empty(), Optional.empty());
    assertThatThrownBy(() -> new FileDownload(settings(endpoint), notes).fetch(file, target))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("localhost:" + closed + " cannot be reached");
    assertThat(notes.lines()).isEmpty();
  }

  static HubSettings settings(URI endpoint) {
    return new HubSettings(
        endpoint,
        Optional.of("secret"),
        Optional.empty(),
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        Proxies.NONE,
        new HubSettings.Retry(3, Duration.ZERO));
  }

  private URI address() {
    return URI.create(hub.endpoint() + "/" + PATH);
  }

  private RemoteFile pinned() {
    return new RemoteFile(
        "owner/model",
        "weights.bin",
        address(),
        OptionalLong.of(content.length),
        Checksum.ofHex(HubServer.sha256(content)));
  }

  private void fetch(RemoteFile file) throws IOException {
    new FileDownload(settings(hub.endpoint()), notes).fetch(file, target);
  }

  private void assertFailure(String... parts) {
    assertThatThrownBy(() -> fetch(pinned()))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(parts);
  }

  private void assertOnlyTheFileIsLeft() throws IOException {
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).containsExactly(target);
    }
  }
}
