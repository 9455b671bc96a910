package dev.belay.session.evaluate;

import dev.belay.core.run.Progress;
import dev.belay.safety.eval.EvaluationProgress;

/** Turns an evaluation's progress, suite after suite, into parts of the run's. */
final class EvaluationReporter implements EvaluationProgress {

  private final String stage;
  private final Progress progress;
  private String current = "";
  private int all;
  private int done;
  private String speed = "";

  EvaluationReporter(String stage, Progress progress) {
    this.stage = stage;
    this.progress = progress;
  }

  @Override
  public synchronized void update(String suite, int finished, int total, double tokensPerSecond) {
    if (!suite.equals(current)) {
      finish();
      current = suite;
      all = total;
      progress.start(("measuring " + suite + " " + stage).strip(), total);
    }
    done = finished;
    if (tokensPerSecond > 0) {
      speed = "%.0f tokens/s".formatted(tokensPerSecond);
    }
    progress.update(finished, speed);
  }

  /** The last suite is through. */
  synchronized void finish() {
    if (!current.isEmpty()) {
      progress.finish(done + "/" + all + (speed.isEmpty() ? "" : "  " + speed));
      current = "";
      speed = "";
    }
  }
}
