package dev.belay.torch.catalog;

import dev.belay.core.run.AtomicFiles;
import dev.belay.core.run.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Downloads one file of the hub. What has come stays in a {@code .part} file, which is resumed when
 * the connection breaks, now or in a later run; only a whole file with the right checksum gets its
 * name.
 */
final class FileDownload {

  private static final int BUFFER_BYTES = 1 << 16;

  private final HubSettings settings;
  private final HubConnection connection;
  private final HubErrors errors;
  private final Progress progress;

  FileDownload(HubSettings settings, Progress progress) {
    this.settings = settings;
    this.connection = new HubConnection(settings);
    this.errors = new HubErrors(settings);
    this.progress = progress;
  }

  /**
   * Downloads a file to {@code target}, whose directory exists.
   *
   * @throws HubException if the hub cannot be reached or refuses, or what comes is not the file
   * @throws IOException if the connection breaks too often, or the disk fails
   */
  void fetch(RemoteFile file, Path target) throws IOException {
    Path part = partOf(file, target);
    if (file.checksum().isEmpty()) {
      Files.deleteIfExists(part); // It may belong to another version of the file.
    }
    boolean resumed = Files.exists(part) && Files.size(part) > 0;
    Optional<Checksum> checksum = fetchPart(file, part);
    if (checksum.isPresent() && !checksum.get().matches(part)) {
      Files.delete(part);
      if (!resumed) {
        throw new HubException(
            "what came for %s does not have the checksum %s; it was deleted"
                .formatted(file.path(), checksum.get().hex()));
      }
      progress.note("the part left from an earlier download was damaged; starting again");
      fetch(file, target);
      return;
    }
    if (checksum.isEmpty()) {
      progress.note(
          file.path() + ": the server states no checksum, so whether it came whole is not known.");
    }
    AtomicFiles.move(part, target);
  }

  /** Where an unfinished download of this very content is kept. */
  static Path partOf(RemoteFile file, Path target) {
    String version = file.checksum().map(sum -> sum.hex().substring(0, 12)).orElse("unknown");
    return target.resolveSibling(target.getFileName() + "." + version + ".part");
  }

  private Optional<Checksum> fetchPart(RemoteFile file, Path part) throws IOException {
    boolean connected = false;
    int attempt = 1;
    while (true) {
      long before = Files.exists(part) ? Files.size(part) : 0;
      try {
        return transfer(file, part);
      } catch (HubException e) {
        throw e;
      } catch (IOException e) {
        boolean advanced = Files.exists(part) && Files.size(part) > before;
        connected |= advanced;
        if (!connected && HubErrors.isUnreachable(e)) {
          throw errors.unreachable(e);
        }
        attempt = advanced ? 2 : attempt + 1;
        if (attempt > settings.retry().attempts()) {
          throw new HubException(
              "gave up on %s after %d attempts: %s"
                  .formatted(file.path(), attempt - 1, errors.said(e)),
              e);
        }
        waitBefore(attempt, e);
      }
    }
  }

  private void waitBefore(int attempt, IOException reason) throws InterruptedIOException {
    progress.note("download broke off (%s); trying again".formatted(errors.said(reason)));
    try {
      Thread.sleep(settings.retry().delayBefore(attempt));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while downloading");
    }
  }

  /** One connection's worth; returns the checksum that the content must have. */
  private Optional<Checksum> transfer(RemoteFile file, Path part) throws IOException {
    long have = usablePart(file, part);
    if (file.bytes().isPresent() && have == file.bytes().getAsLong() && have > 0) {
      return file.checksum();
    }
    try (HubResponse response = connection.get(file.address(), have)) {
      long from = startOf(file, part, have, response);
      OptionalLong total = agreedSize(file, response.totalBytes(from));
      Optional<Checksum> checksum = agreedChecksum(file, response.checksum());
      copy(response, part, from, total);
      long size = Files.size(part);
      if (total.isPresent() && size != total.getAsLong()) {
        throw new IOException(
            "the connection closed after %d of %d bytes".formatted(size, total.getAsLong()));
      }
      return checksum;
    }
  }

  private static long usablePart(RemoteFile file, Path part) throws IOException {
    long have = Files.exists(part) ? Files.size(part) : 0;
    if (file.bytes().isPresent() && have > file.bytes().getAsLong()) {
      Files.delete(part);
      return 0;
    }
    return have;
  }

  /** The byte at which the body begins: where it was asked for, or 0 if the hub sends it all. */
  private long startOf(RemoteFile file, Path part, long asked, HubResponse response)
      throws IOException {
    return switch (response.status()) {
      case 200 -> 0;
      case 206 -> checkedRange(part, asked, response);
      case 416 -> {
        Files.deleteIfExists(part);
        throw new IOException("the server has no bytes from " + asked + " on");
      }
      default -> throw errors.refusal(file.repository(), file.path(), response);
    };
  }

  private static long checkedRange(Path part, long asked, HubResponse response) throws IOException {
    String range = response.header("Content-Range").orElse("");
    if (!range.startsWith("bytes " + asked + "-")) {
      Files.deleteIfExists(part);
      throw new IOException("asked for bytes from " + asked + ", was sent \"" + range + "\"");
    }
    return asked;
  }

  private static OptionalLong agreedSize(RemoteFile file, OptionalLong announced)
      throws HubException {
    if (file.bytes().isEmpty()) {
      return announced;
    }
    if (announced.isPresent() && announced.getAsLong() != file.bytes().getAsLong()) {
      throw new HubException(
          "the server's %s has %d bytes, expected %d: it is another file"
              .formatted(file.path(), announced.getAsLong(), file.bytes().getAsLong()));
    }
    return file.bytes();
  }

  private static Optional<Checksum> agreedChecksum(RemoteFile file, Optional<Checksum> announced)
      throws HubException {
    if (file.checksum().isEmpty()) {
      return announced;
    }
    Checksum expected = file.checksum().get();
    if (announced.isPresent()
        && announced.get().algorithm() == expected.algorithm()
        && !announced.get().equals(expected)) {
      throw new HubException(
          "the server's %s has the checksum %s, expected %s: it is another file"
              .formatted(file.path(), announced.get().hex(), expected.hex()));
    }
    return file.checksum();
  }

  private void copy(HubResponse response, Path part, long from, OptionalLong total)
      throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long size = from;
    try (InputStream in = response.body();
        OutputStream out =
            Files.newOutputStream(
                part,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS, // The name can be foreseen.
                from > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        size += n;
        if (total.isPresent() && size > total.getAsLong()) {
          throw new HubException(
              "the server sends more than the " + total.getAsLong() + " announced");
        }
        out.write(buffer, 0, n);
        progress.update(size / 1_000_000, "");
      }
    }
  }
}
