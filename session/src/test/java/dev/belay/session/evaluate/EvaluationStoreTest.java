package dev.belay.session.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.belay.core.json.Json;
import dev.belay.core.run.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationStoreTest {

  private static final long LARGE = 1L << 20;

  @TempDir Path temp;

  private EvaluationStore store(long bytes) {
    return new EvaluationStore(temp.resolve("store"), bytes, Instant.MIN);
  }

  private static EvaluationKey key(String name) {
    return new EvaluationKey(name.repeat(64), Json.MAPPER.createObjectNode());
  }

  private Path evaluation(String name, String line) throws IOException {
    Path folder = Files.createDirectories(temp.resolve(name));
    Files.writeString(folder.resolve("evaluation.json"), "{}");
    Files.writeString(folder.resolve("suite.jsonl"), line);
    Files.writeString(folder.resolve("summary.json"), "{}");
    Files.writeString(folder.resolve(".lock"), "");
    Files.writeString(folder.resolve("provenance.json"), "of this run");
    return folder;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void whatWasKeptIsTakenWhole() throws IOException {
    EvaluationStore store = store(LARGE);
    Path taken = temp.resolve("run/eval/before");
    assertThat(store.take(key("a"), "{}", taken)).isEmpty();
    store.keep(key("a"), evaluation("made", "line"), Progress.SILENT);
    assertThat(store.take(key("a"), "{}", taken)).isPresent();
    assertThat(names(taken))
        .containsExactly("evaluation.json", "stored.json", "suite.jsonl", "summary.json");
    assertThat(taken.resolve("suite.jsonl")).hasContent("line");
    assertThat(taken.resolve("stored.json")).content().contains("a".repeat(64));
    assertThat(store.take(key("b"), "{}", temp.resolve("other"))).isEmpty();
    assertThat(temp.resolve("other")).doesNotExist();
  }

  /** Cells of a sweep begin together, on the same base: one measures it, the others wait. */
  @Test
  void whoeverComesWhileItIsMadeWaitsAndTakesIt() throws Exception {
    EvaluationStore store = store(LARGE);
    CountDownLatch waits = new CountDownLatch(1);
    AtomicBoolean taken = new AtomicBoolean();
    Thread second =
        Thread.ofVirtual()
            .unstarted(
                () -> {
                  try (EvaluationClaim _ = store.claim(key("a"), waits::countDown)) {
                    taken.set(store.take(key("a"), "{}", temp.resolve("second")).isPresent());
                  }
                });
    try (EvaluationClaim _ = store.claim(key("a"), () -> fail("nobody else makes it"))) {
      second.start();
      assertThat(waits.await(1, TimeUnit.MINUTES)).isTrue();
      store.claim(key("b"), () -> fail("that is another")).close();
      store.keep(key("a"), evaluation("made", "line"), Progress.SILENT);
      assertThat(second.isAlive()).isTrue();
    }
    second.join();
    assertThat(taken).isTrue();
  }

  @Test
  void whoTakesItHasAManifestOfItsOwn() throws IOException {
    EvaluationStore store = store(LARGE);
    store.keep(key("a"), evaluation("made", "line"), Progress.SILENT);
    assertThat(store.take(key("a"), "{\"seed\": 7}", temp.resolve("run"))).isPresent();
    assertThat(temp.resolve("run/evaluation.json")).hasContent("{\"seed\": 7}");
  }

  @Test
  void aFileThatIsNotWhatWasKeptIsNotTaken() throws IOException {
    EvaluationStore store = store(LARGE);
    store.keep(key("a"), evaluation("made", "line"), Progress.SILENT);
    Path kept = temp.resolve("store").resolve("a".repeat(64)).resolve("suite.jsonl");
    Files.writeString(kept, "another line");
    assertThat(store.take(key("a"), "{}", temp.resolve("run"))).isEmpty();
    Files.delete(kept);
    assertThat(store.take(key("a"), "{}", temp.resolve("run"))).isEmpty();
    assertThat(temp.resolve("run")).doesNotExist();
  }

  @Test
  void freshTakesNothingThatWasThereAndReplacesIt() throws IOException {
    store(LARGE).keep(key("a"), evaluation("made", "old"), Progress.SILENT);
    EvaluationStore fresh = store(LARGE).fresh();
    assertThat(fresh.take(key("a"), "{}", temp.resolve("one"))).isEmpty();
    fresh.keep(key("a"), evaluation("again", "new"), Progress.SILENT);
    assertThat(fresh.take(key("a"), "{}", temp.resolve("two"))).isPresent();
    assertThat(temp.resolve("two/suite.jsonl")).hasContent("new");
    // Without fresh the first stays.
    store(LARGE).keep(key("a"), evaluation("third", "newest"), Progress.SILENT);
    assertThat(store(LARGE).take(key("a"), "{}", temp.resolve("three"))).isPresent();
    assertThat(temp.resolve("three/suite.jsonl")).hasContent("new");
  }

  @Test
  void whatWasNotUsedForLongestGoesFirst() throws IOException {
    String line = "x".repeat(10_000);
    EvaluationStore store = store(25_000);
    for (String name : List.of("a", "b")) {
      store.keep(key(name), evaluation(name, line), Progress.SILENT);
      Path entry = temp.resolve("store").resolve(name.repeat(64)).resolve("entry.json");
      Files.setLastModifiedTime(entry, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    }
    assertThat(store.take(key("a"), "{}", temp.resolve("used"))).isPresent();
    store.keep(key("c"), evaluation("c", line), Progress.SILENT);
    assertThat(names(temp.resolve("store"))).containsExactly("a".repeat(64), "c".repeat(64));
  }

  @Test
  void whatElseLiesInTheFolderStays() throws IOException {
    Path mine = Files.createDirectories(temp.resolve("store/thesis/chapters"));
    Files.writeString(temp.resolve("store/thesis/notes.txt"), "x".repeat(50_000));
    Files.setLastModifiedTime(
        temp.resolve("store/thesis"), FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    EvaluationStore store = store(5_000);
    store.keep(key("a"), evaluation("made", "x".repeat(10_000)), Progress.SILENT);
    store.keep(key("b"), evaluation("again", "x".repeat(10_000)), Progress.SILENT);
    assertThat(names(temp.resolve("store"))).containsExactly("b".repeat(64), "thesis");
    assertThat(mine).isDirectory();
    assertThat(temp.resolve("store/thesis/notes.txt")).isNotEmptyFile();
  }

  @Test
  void severalAtOnceLeaveOneWholeEntry() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Path folder = evaluation("made" + i, "line");
      Path taken = temp.resolve("taken" + i);
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    store(LARGE).keep(key("a"), folder, Progress.SILENT);
                    store(LARGE).take(key("a"), "{}", taken);
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    for (int i = 0; i < 8; i++) {
      assertThat(temp.resolve("taken" + i).resolve("suite.jsonl")).hasContent("line");
    }
    assertThat(names(temp.resolve("store"))).containsExactly("a".repeat(64));
  }

  @Test
  void aStoreThatCannotBeWrittenCostsNothing() throws IOException {
    Files.writeString(temp.resolve("store"), "a file");
    List<String> notes = new ArrayList<>();
    Progress told =
        new Progress() {
          @Override
          public void start(String what, long total) {}

          @Override
          public void update(long done, String details) {}

          @Override
          public void finish(String summary) {}

          @Override
          public void note(String line) {
            notes.add(line);
          }
        };
    store(LARGE).keep(key("a"), evaluation("made", "line"), told);
    assertThat(notes).singleElement().asString().startsWith("the evaluation is not kept");
    assertThat(store(LARGE).take(key("a"), "{}", temp.resolve("run"))).isEmpty();
  }
}
