package dev.belay.torch.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.run.Progress;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreLockTest {

  @TempDir Path directory;

  @Test
  void anotherProcessIsWaitedFor() throws Exception {
    Path file = directory.resolve("locks").resolve("a.lock");
    StoreLock.hold(file, Progress.SILENT, () -> "made the folder");
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                Path.of(Holder.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                    .toString(),
                Holder.class.getName(),
                file.toString())
            .start();
    try (BufferedReader said = other.inputReader()) {
      assertThat(said.readLine()).isEqualTo("locked");
      CountDownLatch waiting = new CountDownLatch(1);
      AtomicBoolean released = new AtomicBoolean();
      CompletableFuture<Boolean> held =
          CompletableFuture.supplyAsync(() -> holdAfter(file, waiting, released));
      waiting.await(); // Told that it waits for another process.
      assertThat(held).isNotDone();
      released.set(true);
      other.outputWriter().close(); // The other process ends.
      assertThat(held.get()).isTrue();
    } finally {
      other.destroy();
    }
  }

  @Test
  void theLockIsFreeAgainAfterAFailure() throws IOException {
    Path file = directory.resolve("b.lock");
    assertThatThrownBy(
            () ->
                StoreLock.hold(
                    file,
                    Progress.SILENT,
                    () -> {
                      throw new IOException("work failed");
                    }))
        .hasMessage("work failed");
    assertThat(StoreLock.hold(file, Progress.SILENT, () -> 7)).isEqualTo(7);
  }

  private static boolean holdAfter(Path file, CountDownLatch waiting, AtomicBoolean released) {
    try {
      return StoreLock.hold(file, new WaitSignal(waiting), released::get);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Takes a file's lock until its standard input ends. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws IOException {
      try (FileChannel channel =
          FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE)) {
        channel.lock();
        System.out.println("locked");
        while (System.in.read() >= 0) {
          // Nothing is expected to come.
        }
      }
    }
  }

  private record WaitSignal(CountDownLatch waiting) implements Progress {
    @Override
    public void start(String what, long total) {}

    @Override
    public void update(long done, String details) {}

    @Override
    public void finish(String summary) {}

    @Override
    public void note(String line) {
      waiting.countDown();
    }
  }
}
