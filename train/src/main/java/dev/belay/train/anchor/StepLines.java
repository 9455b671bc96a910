package dev.belay.train.anchor;

import dev.belay.core.run.MetricsLog;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lines of steps in a file, opened with a process's first, which says what of earlier ones counts.
 */
final class StepLines implements AutoCloseable {

  private final Path file;
  private @Nullable MetricsLog log;

  StepLines(Path file) {
    this.file = file;
  }

  void append(long step, Map<String, Object> line) {
    MetricsLog open = log;
    if (open == null) {
      open = MetricsLog.openAfter(file, step - 1);
      log = open;
    }
    open.append(line);
  }

  @Override
  public void close() {
    if (log != null) {
      log.close();
    }
  }
}
