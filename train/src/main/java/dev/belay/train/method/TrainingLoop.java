package dev.belay.train.method;

import dev.belay.core.run.MetricsLog;
import dev.belay.core.run.Progress;
import dev.belay.core.run.RunDirectory;
import dev.belay.core.run.RunWarnings;
import dev.belay.torch.tensor.NonFiniteException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Runs a method's steps, logging each and saving the state every few. Killed anywhere, it goes on
 * from the last checkpoint and takes the same steps again.
 */
public final class TrainingLoop {

  private final RunDirectory run;
  private final TrainingMethod method;
  private final Checkpoints checkpoints;
  private final int checkpointEverySteps;
  private final List<StepObserver> observers;

  /**
   * A loop over a method's steps.
   *
   * @param observers asked after every step, in this order; each may end training
   */
  public TrainingLoop(
      RunDirectory run,
      TrainingMethod method,
      Checkpoints checkpoints,
      int checkpointEverySteps,
      List<StepObserver> observers) {
    this.run = run;
    this.method = method;
    this.checkpoints = checkpoints;
    this.checkpointEverySteps = checkpointEverySteps;
    this.observers = List.copyOf(observers);
  }

  /**
   * Trains from where the run directory's state is to the end.
   *
   * @return the last step taken
   * @throws RunStoppedException if asked to stop, the disk is full or the loss diverged; the state
   *     is saved
   */
  public long run(Progress progress, StopRequest stop) {
    Checkpoints.State state = checkpoints.restore();
    long step = state.step();
    new RunWarnings(run.warnings(), progress).keepUpTo(step);
    try (MetricsLog log = MetricsLog.openAfter(run.metrics(), step)) {
      if (state.finished()) {
        return step;
      }
      if (step == 0) {
        observers.forEach(StepObserver::begin);
      }
      progress.start("training", method.steps());
      stop.begin(step, taken -> checkpoints.save(new Checkpoints.State(taken, false)));
      step = stepsAfter(step, log, progress, stop);
      progress.finish(step + " steps");
      return step;
    } finally {
      stop.end();
    }
  }

  private long stepsAfter(long first, MetricsLog log, Progress progress, StopRequest stop) {
    long step = first;
    boolean finished = false;
    while (!finished) {
      finished = oneStep(++step, log, progress, stop);
      boolean save = finished || step % checkpointEverySteps == 0 || stop.isRequested();
      if (save) {
        checkpoints.save(new Checkpoints.State(step, finished));
      }
      stop.taken(step, save);
      // After an interrupt the process ends, and says so itself.
      if (!finished && stop.isRequested() && !stop.isInterrupted()) {
        throw new RunStoppedException(
            "stopped after step %d of %d; the state is saved. Go on with: belay run … --out %s --resume"
                .formatted(step, method.steps(), run.root()));
      }
    }
    return step;
  }

  private boolean oneStep(long step, MetricsLog log, Progress progress, StopRequest stop) {
    StepReport report;
    try {
      report = method.step(step);
    } catch (NonFiniteException e) {
      throw diverged(step, e, stop);
    } catch (UncheckedIOException e) {
      throw new RunStoppedException(
          "step %d: %s. Make room, then go on from the last checkpoint with --resume."
              .formatted(step, e.getMessage()),
          e);
    }
    boolean finished = step >= method.steps();
    for (StepObserver observer : observers) {
      StepObserver.Decision decision = observer.after(report);
      report = report.with(decision.measured());
      finished |= decision.stop();
    }
    if (finished) {
      for (StepObserver observer : observers) {
        report = report.with(observer.last(report));
      }
    }
    log.append(report.entries());
    progress.update(step, method.summary(report));
    return finished;
  }

  /** Saves the state before the step, unless an update of it is in the weights already. */
  private RunStoppedException diverged(long step, NonFiniteException e, StopRequest stop) {
    boolean partly = stop.hasChanged();
    if (!partly) {
      checkpoints.save(new Checkpoints.State(step - 1, false));
    }
    return new RunStoppedException(
        "step %d: %s. %s is saved in %s; lower train.optimizer.learning_rate or raise the precision (model.dtype: float32)."
            .formatted(
                step,
                e.getMessage(),
                partly ? "The last checkpoint before it" : "The state before it",
                run.checkpoints()),
        e);
  }
}
