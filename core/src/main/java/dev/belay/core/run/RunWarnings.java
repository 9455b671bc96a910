package dev.belay.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a run warned of, in {@code warnings.jsonl}: a line each with the step and the warning. A run
 * that goes on first drops the warnings of steps that will be taken again, and keeps none twice.
 */
public final class RunWarnings {

  /**
   * One warning.
   *
   * @param step after which it was given; 0 before the first
   * @param text a sentence
   */
  public record Warning(long step, String text) {

    /** As a line for people. */
    public String words() {
      return step == 0 ? text : "step %d: %s".formatted(step, text);
    }
  }

  private final Path file;
  private final Progress progress;

  /**
   * The warnings of a run.
   *
   * @param progress is told each as it is given
   */
  public RunWarnings(Path file, Progress progress) {
    this.file = file;
    this.progress = progress;
  }

  /** The same progress, whose warnings are kept as given before the first step. */
  public Progress keeping() {
    return new Keeping();
  }

  /** Tells a warning and keeps it. */
  public void add(long step, String text) {
    Warning warning = new Warning(step, text);
    progress.warn(warning.words());
    List<Warning> kept = all(file);
    if (!kept.contains(warning)) {
      JsonLines.append(file, line(warning));
    }
  }

  /** Drops the warnings of later steps. */
  public void keepUpTo(long step) {
    List<Warning> all = all(file);
    List<Warning> kept = all.stream().filter(warning -> warning.step() <= step).toList();
    if (kept.size() < all.size()) {
      AtomicFiles.write(file, kept.stream().map(RunWarnings::line).collect(Collectors.joining()));
    }
  }

  /** The warnings of a file in their order; none where there is no file. */
  public static List<Warning> all(Path file) {
    return JsonLines.readWhole(file).stream().map(RunWarnings::warning).toList();
  }

  private final class Keeping implements Progress {

    @Override
    public void start(String what, long total) {
      progress.start(what, total);
    }

    @Override
    public void update(long done, String details) {
      progress.update(done, details);
    }

    @Override
    public void finish(String summary) {
      progress.finish(summary);
    }

    @Override
    public void note(String line) {
      progress.note(line);
    }

    @Override
    public int samplesEverySteps() {
      return progress.samplesEverySteps();
    }

    @Override
    public void warn(String line) {
      add(0, line);
    }
  }

  private static Warning warning(JsonNode line) {
    return new Warning(line.path("step").asLong(), line.path("warning").asText());
  }

  private static String line(Warning warning) {
    return Json.MAPPER.createObjectNode().put("step", warning.step()).put("warning", warning.text())
        + "\n";
  }
}
