package dev.belay.core.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.json.Json;
import dev.belay.core.run.AtomicFiles;
import dev.belay.core.run.FolderLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * The right to work on a cell. A lock of the operating system keeps processes of one machine apart;
 * over a network's file system locks are not to be trusted, so the owner also writes down who it is
 * and, every few seconds, that it is alive.
 */
public final class CellClaim implements AutoCloseable {

  /** How long after its last sign of life an owner is believed to be alive. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  /** How often {@link #beat} is to be called. */
  public static final Duration BEAT = Duration.ofSeconds(10);

  private static final String FILE = "owner.json";
  private static final String HOST = host();

  private final Path folder;
  private final FolderLock lock;

  private CellClaim(Path folder, FolderLock lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /** The name of this machine, as files have it. */
  public static String thisHost() {
    return HOST;
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  /**
   * Claims a cell, unless somebody else works on it.
   *
   * @param folder the cell's, which exists
   */
  public static Optional<CellClaim> take(Path folder, Instant now) {
    if (isHeldElsewhere(folder, now)) {
      return Optional.empty();
    }
    Optional<CellClaim> claim = FolderLock.attempt(folder).map(lock -> new CellClaim(folder, lock));
    claim.ifPresent(taken -> taken.beat(now));
    return claim;
  }

  /** Says that the owner is alive. */
  public void beat(Instant now) {
    ObjectNode owner =
        Json.MAPPER
            .createObjectNode()
            .put("host", HOST)
            .put("process", ProcessHandle.current().pid())
            .put("alive", now.toString());
    AtomicFiles.write(folder.resolve(FILE), owner + "\n");
  }

  /** Whether somebody works on the cell, by its files alone. */
  static boolean isHeld(Path folder, Instant now) {
    return owner(folder)
        .filter(owner -> isFresh(owner, now))
        .filter(owner -> !isOfThisHost(owner) || isAlive(owner))
        .isPresent();
  }

  private static boolean isHeldElsewhere(Path folder, Instant now) {
    return owner(folder).filter(owner -> !isOfThisHost(owner) && isFresh(owner, now)).isPresent();
  }

  private static boolean isOfThisHost(JsonNode owner) {
    return owner.path("host").asText().equals(HOST);
  }

  private static boolean isAlive(JsonNode owner) {
    return ProcessHandle.of(owner.path("process").asLong())
        .filter(ProcessHandle::isAlive)
        .isPresent();
  }

  private static boolean isFresh(JsonNode owner, Instant now) {
    try {
      Instant alive = Instant.parse(owner.path("alive").asText());
      return Duration.between(alive, now).abs().compareTo(PATIENCE) < 0;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static Optional<JsonNode> owner(Path folder) {
    Path file = folder.resolve(FILE);
    try {
      return Files.exists(file)
          ? Optional.of(Json.MAPPER.readTree(Files.readString(file)))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // It was just taken away, or is damaged: nobody's.
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(folder.resolve(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot release " + folder + ": " + e.getMessage(), e);
    } finally {
      lock.close();
    }
  }
}
