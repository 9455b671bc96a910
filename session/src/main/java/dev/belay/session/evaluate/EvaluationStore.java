package dev.belay.session.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.hash.Sha256;
import dev.belay.core.json.Json;
import dev.belay.core.run.AtomicFiles;
import dev.belay.core.run.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finished evaluations of this machine, each under the hash of what decides its records ({@link
 * EvaluationKey}), so that none is made twice.
 *
 * <p>An entry appears in one step and never changes; whoever takes it gets copies, checked by their
 * hashes, so that taking needs no lock: one that finds an entry half removed measures. Of two that
 * are about to measure the same the second waits for the first ({@link #claim}); where it cannot,
 * both measure and the first's is kept. The entries that were not used for longest go when all
 * together grow beyond the bound.
 */
public final class EvaluationStore {

  /** In a folder whose evaluation was taken from here: which entry it was, and of when. */
  public static final String TAKEN = "stored.json";

  /** What all entries together may take. */
  static final long MOST_BYTES = 2L << 30;

  private static final String VARIABLE = "BELAY_EVALUATIONS";
  private static final String ENTRY = "entry.json";
  private static final String MANIFEST = "evaluation.json";

  private static final String LAST = "summary.json";

  /** A key, or a key being written or removed. */
  private static final Pattern ENTRY_NAME =
      Pattern.compile("[0-9a-f]{64}|\\.[0-9a-f]{64}\\.[0-9a-f-]{36}");

  private final Path root;
  private final long mostBytes;
  private final Instant notBefore;

  EvaluationStore(Path root, long mostBytes, Instant notBefore) {
    this.root = root;
    this.mostBytes = mostBytes;
    this.notBefore = notBefore;
  }

  /**
   * The store of a machine: {@code evaluations} beside its models, or the folder that {@code
   * BELAY_EVALUATIONS} names.
   *
   * @param home where models are kept
   */
  public static EvaluationStore of(Path home, Map<String, String> environment) {
    String given = environment.getOrDefault(VARIABLE, "");
    Path root = given.isBlank() ? home.resolve("evaluations") : Path.of(given);
    return new EvaluationStore(root, MOST_BYTES, Instant.MIN);
  }

  /** The same, where what was kept until now counts for nothing and is replaced. */
  public EvaluationStore fresh() {
    return new EvaluationStore(root, mostBytes, Instant.now());
  }

  /**
   * Copies an evaluation into a folder, its summary last.
   *
   * @param manifest what the folder's {@code evaluation.json} has to hold: with the same records,
   *     another run may have another seed there
   * @return when it was made; empty where there is none that is whole
   */
  Optional<Instant> take(EvaluationKey key, String manifest, Path folder) {
    Path entry = root.resolve(key.sha256());
    Map<String, byte[]> files = new LinkedHashMap<>();
    Instant made;
    try {
      JsonNode described = Json.MAPPER.readTree(entry.resolve(ENTRY).toFile());
      made = Instant.parse(described.path("made").asText());
      if (made.isBefore(notBefore)) {
        return Optional.empty();
      }
      for (Map.Entry<String, JsonNode> file : described.path("files").properties()) {
        Path path = entry.resolve(Path.of(file.getKey()).getFileName());
        byte[] bytes = Files.readAllBytes(path);
        if (!sha256(bytes).equals(file.getValue().asText())) {
          return Optional.empty();
        }
        files.put(path.getFileName().toString(), bytes);
      }
      Files.createDirectories(folder);
      Files.setLastModifiedTime(entry.resolve(ENTRY), FileTime.from(Instant.now()));
    } catch (IOException | DateTimeException e) {
      return Optional.empty(); // Not there, or another process is removing it.
    }
    byte[] last = files.remove(LAST);
    if (last == null) {
      return Optional.empty();
    }
    files.put(MANIFEST, manifest.getBytes(StandardCharsets.UTF_8));
    files.forEach((name, bytes) -> AtomicFiles.write(folder.resolve(name), bytes));
    AtomicFiles.write(
        folder.resolve(TAKEN),
        Json.pretty(Map.of("key", key.sha256(), "made", made.toString())) + "\n");
    AtomicFiles.write(folder.resolve(LAST), last);
    return Optional.of(made);
  }

  /**
   * Keeps other processes from measuring the same until it is closed; waits while another does.
   * Look for the evaluation again once it is claimed.
   *
   * @param waiting told once, if it has to wait
   */
  EvaluationClaim claim(EvaluationKey key, Runnable waiting) {
    return EvaluationClaim.of(root, key, waiting);
  }

  private static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(Sha256.newDigest().digest(bytes));
  }

  /** Keeps a finished evaluation; where that cannot be done, it says so and nothing is lost. */
  void keep(EvaluationKey key, Path folder, Progress progress) {
    Path entry = root.resolve(key.sha256());
    if (isKept(entry)) {
      return;
    }
    Path staging = root.resolve("." + key.sha256() + "." + UUID.randomUUID());
    try {
      Files.createDirectories(staging);
      copy(key, folder, staging);
      Path old = root.resolve("." + key.sha256() + "." + UUID.randomUUID());
      if (Files.exists(entry) && !isKept(entry)) {
        AtomicFiles.move(entry, old);
      }
      AtomicFiles.move(staging, entry);
      AtomicFiles.deleteTree(old);
      trim(entry);
    } catch (IOException e) {
      if (!isKept(entry)) { // Else another process was faster.
        progress.note("the evaluation is not kept for other runs: " + e.getMessage());
      }
    } finally {
      removeQuietly(staging);
    }
  }

  /** Whether there is an entry that counts. */
  private boolean isKept(Path entry) {
    try {
      JsonNode described = Json.MAPPER.readTree(entry.resolve(ENTRY).toFile());
      return !Instant.parse(described.path("made").asText()).isBefore(notBefore);
    } catch (IOException | DateTimeException e) {
      return false;
    }
  }

  private static void copy(EvaluationKey key, Path folder, Path staging) throws IOException {
    ObjectNode entry = Json.MAPPER.createObjectNode();
    entry.put("made", Instant.now().toString());
    ObjectNode hashes = entry.putObject("files");
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(EvaluationStore::isPart).sorted().toList()) {
        Path copy = staging.resolve(file.getFileName());
        Files.copy(file, copy);
        hashes.put(copy.getFileName().toString(), Sha256.of(copy));
      }
    }
    entry.set("decided_by", key.decides());
    AtomicFiles.write(staging.resolve(ENTRY), Json.pretty(entry) + "\n");
  }

  /** Not the lock, nor what says of which run or entry it is. */
  private static boolean isPart(Path file) {
    String name = file.getFileName().toString();
    return Files.isRegularFile(file)
        && !name.startsWith(".")
        && !name.equals(TAKEN)
        && !name.equals("provenance.json");
  }

  /** An entry with what it takes, and when it was last used. */
  private record Entry(Path folder, long bytes, FileTime used) {}

  private void trim(Path kept) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (Stream<Path> folders = Files.list(root)) {
      for (Path folder : folders.filter(EvaluationStore::isEntry).toList()) {
        entries.add(new Entry(folder, bytes(folder), used(folder)));
      }
    }
    entries.sort(Comparator.comparing(Entry::used));
    long total = entries.stream().mapToLong(Entry::bytes).sum();
    for (Entry entry : entries) {
      if (total > mostBytes && !entry.folder().equals(kept)) {
        AtomicFiles.deleteTree(entry.folder());
        total -= entry.bytes();
      }
    }
  }

  /** What this class made; the folder that a variable names may hold other things. */
  private static boolean isEntry(Path folder) {
    return ENTRY_NAME.matcher(folder.getFileName().toString()).matches()
        && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS);
  }

  private static FileTime used(Path folder) throws IOException {
    Path entry = folder.resolve(ENTRY);
    return Files.getLastModifiedTime(Files.exists(entry) ? entry : folder);
  }

  private static long bytes(Path folder) throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }

  private static void removeQuietly(Path folder) {
    try {
      AtomicFiles.deleteTree(folder);
    } catch (IOException e) {
      // What is left takes room and is removed with the oldest entries.
    }
  }
}
