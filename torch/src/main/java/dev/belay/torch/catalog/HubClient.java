package dev.belay.torch.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.belay.core.json.Json;
import dev.belay.core.run.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Fetches files and whole models from a Hugging Face hub. */
final class HubClient {

  private static final int MAX_LISTING_BYTES = 64 << 20;

  private final HubSettings settings;
  private final Progress progress;

  HubClient(HubSettings settings, Progress progress) {
    this.settings = settings;
    this.progress = progress;
  }

  /**
   * Downloads one file of known content.
   *
   * @throws IOException with a message that says why it failed
   */
  void fetchPinned(ModelSource.HubFile source, CatalogEntry.PinnedFile file, Path target)
      throws IOException {
    refuseOffline();
    RemoteFile remote =
        new RemoteFile(
            source.repository(),
            source.path(),
            resolveAddress(source.repository(), source.revision(), source.path()),
            OptionalLong.of(file.bytes()),
            Optional.of(file.checksum()));
    fetch(remote, target);
  }

  /**
   * Downloads a model in safetensors format into {@code directory}, skipping files that are already
   * there whole.
   *
   * @param configured looks at what is there before the weights are fetched
   * @return the commit that was downloaded
   * @throws IOException with a message that says why it failed
   */
  String fetchModel(String repository, String revision, Path directory, Consumer<Path> configured)
      throws IOException {
    refuseOffline();
    HubListing listing = list(repository, revision);
    fetchAll(listing.smallFiles(repository), repository, listing, directory);
    configured.accept(directory);
    fetchAll(listing.weightFiles(repository, directory), repository, listing, directory);
    return listing.commit();
  }

  /** What an error of a download says, without the token. */
  String said(IOException error) {
    return new HubErrors(settings).said(error);
  }

  private void fetchAll(
      List<HubListing.Entry> entries, String repository, HubListing listing, Path directory)
      throws IOException {
    for (HubListing.Entry entry : entries) {
      Path target = directory.resolve(entry.path());
      boolean whole =
          Files.exists(target)
              && entry.checksum().isPresent()
              && entry.checksum().get().matches(target);
      if (!whole) {
        Files.createDirectories(target.resolveSibling(".").normalize());
        fetch(remoteFile(repository, listing.commit(), entry), target);
      }
    }
  }

  private void fetch(RemoteFile remote, Path target) throws IOException {
    progress.start("fetching " + remote.path() + ", MB", remote.bytes().orElse(0) / 1_000_000);
    new FileDownload(settings, progress).fetch(remote, target);
    progress.finish("%.1f MB from %s".formatted(Files.size(target) / 1e6, settings.endpoint()));
  }

  private HubListing list(String repository, String revision) throws IOException {
    URI address =
        URI.create(
            "%s/api/models/%s/revision/%s?blobs=true"
                .formatted(settings.endpoint(), encode(repository), encodeWhole(revision)));
    HubErrors errors = new HubErrors(settings);
    try (HubResponse response = new HubConnection(settings).get(address, 0)) {
      if (response.status() != 200) {
        throw errors.refusal(repository, repository + "@" + revision, response);
      }
      try (InputStream body = response.body()) {
        byte[] json = body.readNBytes(MAX_LISTING_BYTES);
        return HubListing.of(repository, Json.MAPPER.readTree(json));
      }
    } catch (JsonProcessingException e) {
      throw new HubException("the hub's answer for " + repository + " is not JSON", e);
    } catch (IOException e) {
      throw HubErrors.isUnreachable(e) ? errors.unreachable(e) : e;
    }
  }

  private RemoteFile remoteFile(String repository, String commit, HubListing.Entry entry) {
    return new RemoteFile(
        repository,
        entry.path(),
        resolveAddress(repository, commit, entry.path()),
        entry.bytes(),
        entry.checksum());
  }

  private URI resolveAddress(String repository, String revision, String path) {
    return URI.create(
        "%s/%s/resolve/%s/%s"
            .formatted(
                settings.endpoint(), encode(repository), encodeWhole(revision), encode(path)));
  }

  private void refuseOffline() throws HubException {
    if (settings.offline().isPresent()) {
      throw new HubException("skipped because " + settings.offline().get());
    }
  }

  private static String encode(String path) {
    List<String> parts = Arrays.asList(path.split("/", -1));
    return parts.stream().map(HubClient::encodeWhole).collect(Collectors.joining("/"));
  }

  /** One path segment; a slash in it (a branch such as refs/pr/1) is escaped too. */
  private static String encodeWhole(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
