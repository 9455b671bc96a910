package dev.belay.torch.catalog;

import dev.belay.core.run.Progress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what was reported. */
final class Notes implements Progress {

  private final List<String> lines = new CopyOnWriteArrayList<>();

  List<String> lines() {
    return lines;
  }

  @Override
  public void start(String what, long total) {
    lines.add(what);
  }

  @Override
  public void update(long done, String details) {}

  @Override
  public void finish(String summary) {}

  @Override
  public void note(String line) {
    lines.add(line);
  }
}
