package dev.belay.train.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.recipe.CheckpointSpec.OnceFinished;
import dev.belay.core.run.AtomicFiles;
import dev.belay.core.run.RunDirectory;
import dev.belay.core.run.Stateful;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointReleaseTest {

  @TempDir Path temp;

  /** What a power cut looks like to the code. */
  private static final class PowerCut extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** A state of files: weights with a model beside them, or a few words. */
  private static final class Saved implements Stateful {
    private final String name;
    private final boolean outlives;
    private final List<String> read = new ArrayList<>();

    Saved(String name, boolean outlives) {
      this.name = name;
      this.outlives = outlives;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void write(Path folder) throws IOException {
      Files.writeString(folder.resolve("state"), name);
      if (!outlives) {
        Files.writeString(Files.createDirectory(folder.resolve("model")).resolve("weights"), "w");
      }
    }

    @Override
    public boolean outlivesTraining() {
      return outlives;
    }

    @Override
    public void read(Path folder) throws IOException {
      read.add(Files.readString(folder.resolve("state")));
    }
  }

  private final Saved policy = new Saved("policy", false);
  private final Saved critic = new Saved("critic", false);
  private final Saved monitor = new Saved("monitor", true);

  private Checkpoints checkpoints(RunDirectory run, int keep, Set<Long> named) {
    return new Checkpoints(run, List.of(policy, critic, monitor), keep, () -> named);
  }

  /** Steps 2, 4 and 6, the last of them finished. */
  private Checkpoints finished(RunDirectory run, int keep, Set<Long> named) {
    Checkpoints checkpoints = checkpoints(run, keep, named);
    checkpoints.save(new Checkpoints.State(2, false));
    checkpoints.save(new Checkpoints.State(4, false));
    checkpoints.save(new Checkpoints.State(6, true));
    return checkpoints;
  }

  private static List<String> files(RunDirectory run) throws IOException {
    try (Stream<Path> all = Files.walk(run.checkpoints())) {
      return all.filter(Files::isRegularFile)
          .map(file -> run.checkpoints().relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void theNewestStayWhileItTrainsAndWhatSomebodyNamed() {
    try (RunDirectory run = RunDirectory.create(temp.resolve("run"))) {
      Checkpoints checkpoints = checkpoints(run, 2, Set.of(2L));
      for (long step = 2; step <= 10; step += 2) {
        checkpoints.save(new Checkpoints.State(step, false));
      }
      assertThat(run.checkpointSteps()).containsExactly(2L, 8L, 10L);
      assertThat(run.latestCheckpoint()).hasValue(run.checkpoint(10));
    }
  }

  @Test
  void aCheckpointOfStepsThatAreTakenAgainIsNoneOfTheNewest() throws IOException {
    try (RunDirectory run = RunDirectory.create(temp.resolve("run"))) {
      Checkpoints checkpoints = checkpoints(run, 2, Set.of());
      checkpoints.save(new Checkpoints.State(2, false));
      checkpoints.save(new Checkpoints.State(4, false));
      // Cut off between the checkpoint and its name: the run goes on from 4.
      Files.createDirectory(run.checkpoint(6));
      checkpoints.save(new Checkpoints.State(5, false));
      assertThat(run.checkpointSteps()).containsExactly(4L, 5L);
    }
  }

  @Test
  void aFinishedRunKeepsWhatSaysHowItWent() throws IOException {
    try (RunDirectory run = RunDirectory.create(temp.resolve("run"))) {
      Checkpoints checkpoints = finished(run, 2, Set.of());
      assertThat(checkpoints.isReleased()).isFalse();

      assertThat(checkpoints.release(OnceFinished.DROP)).isEmpty();

      assertThat(files(run)).containsExactly("latest", "step-6/monitor/state", "step-6/state.json");
      Checkpoints again = checkpoints(run, 2, Set.of());
      assertThat(again.isReleased()).isTrue();
      assertThat(again.restore()).isEqualTo(new Checkpoints.State(6, true));
      assertThat(policy.read).as("nobody asks for weights that are gone").isEmpty();
      assertThat(monitor.read).containsExactly("monitor");
    }
  }

  @Test
  void whatAMonitorNamesKeepsItsModel() throws IOException {
    try (RunDirectory run = RunDirectory.create(temp.resolve("run"))) {
      finished(run, 1, Set.of(4L)).release(OnceFinished.DROP);
      assertThat(files(run))
          .contains("step-4/policy/model/weights", "step-4/monitor/state")
          .doesNotContain("step-4/policy/state", "step-6/policy/model/weights");
    }
  }

  @Test
  void theLatestMayBeTheOneThatIsNamed() throws IOException {
    try (RunDirectory run = RunDirectory.create(temp.resolve("run"))) {
      finished(run, 1, Set.of(6L)).release(OnceFinished.DROP);
      assertThat(files(run))
          .contains("step-6/policy/model/weights", "step-6/state.json")
          .doesNotContain("step-6/policy/state");
    }
  }

  @Test
  void aRecipeMayKeepModelsOrAll() throws IOException {
    try (RunDirectory run = RunDirectory.create(temp.resolve("run"))) {
      Checkpoints checkpoints = finished(run, 2, Set.of());
      List<String> all = files(run);
      checkpoints.release(OnceFinished.ALL);
      assertThat(files(run)).isEqualTo(all);
      assertThat(checkpoints.isReleased()).isFalse();

      checkpoints.release(OnceFinished.WEIGHTS);
      assertThat(files(run))
          .contains("step-4/policy/model/weights", "step-6/policy/model/weights")
          .doesNotContain("step-4/policy/state", "step-6/critic/state");
    }
  }

  @Test
  void aRunThatIsNotOverKeepsEverything() throws IOException {
    try (RunDirectory run = RunDirectory.create(temp.resolve("run"))) {
      Checkpoints checkpoints = checkpoints(run, 2, Set.of());
      assertThat(checkpoints.release(OnceFinished.DROP)).as("nothing saved yet").isEmpty();
      checkpoints.save(new Checkpoints.State(2, false));
      List<String> all = files(run);
      assertThat(checkpoints.release(OnceFinished.DROP)).isEmpty();
      assertThat(files(run)).isEqualTo(all);
      checkpoints.restore();
      assertThat(policy.read).containsExactly("policy");
    }
  }

  @Test
  void cutOffAnywhereItIsOverAndTheNextTimeRemovesTheRest() throws IOException {
    List<String> wanted;
    try (RunDirectory run = RunDirectory.create(temp.resolve("whole"))) {
      finished(run, 2, Set.of()).release(OnceFinished.DROP);
      wanted = files(run);
    }
    // Of what goes: step-4, and two states of step-6; a cut before each, and half-way through each.
    for (int cut = 0; cut < 6; cut++) {
      int at = cut;
      try (RunDirectory run = RunDirectory.create(temp.resolve("cut-" + cut))) {
        Checkpoints checkpoints = finished(run, 2, Set.of());
        int[] calls = {0};
        assertThatThrownBy(
                () ->
                    checkpoints.release(
                        OnceFinished.DROP,
                        path -> {
                          if (calls[0]++ == at / 2) {
                            halfOf(path, at % 2 == 1);
                            throw new PowerCut();
                          }
                          AtomicFiles.deleteTree(path);
                        }))
            .isInstanceOf(PowerCut.class);

        Checkpoints again = checkpoints(run, 2, Set.of());
        policy.read.clear();
        assertThat(again.restore()).isEqualTo(new Checkpoints.State(6, true));
        assertThat(policy.read).isEmpty();
        assertThat(again.release(OnceFinished.DROP)).isEmpty();
        assertThat(files(run)).as("cut %d", cut).isEqualTo(wanted);
      }
    }
  }

  private static void halfOf(Path path, boolean delete) throws IOException {
    if (delete) {
      try (Stream<Path> below = Files.walk(path)) {
        for (Path file : below.filter(Files::isRegularFile).limit(1).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  @Test
  void whatCannotBeRemovedIsNamedAndTheRestGoes() throws IOException {
    try (RunDirectory run = RunDirectory.create(temp.resolve("run"))) {
      Checkpoints checkpoints = finished(run, 2, Set.of());
      Path stubborn = run.checkpoint(6).resolve("policy");
      String said =
          checkpoints
              .release(
                  OnceFinished.DROP,
                  path -> {
                    if (path.equals(stubborn)) {
                      throw new IOException("read-only");
                    }
                    AtomicFiles.deleteTree(path);
                  })
              .orElseThrow();
      assertThat(said).contains(stubborn + " (read-only)", "Remove it by hand");
      assertThat(run.checkpoint(4)).doesNotExist();
      assertThat(run.checkpoint(6).resolve("critic")).doesNotExist();
      assertThat(checkpoints(run, 2, Set.of()).restore().finished()).isTrue();
    }
  }

  @Test
  void aDiskThatTakesNoMoreLeavesEverything() throws IOException {
    try (RunDirectory run = RunDirectory.create(temp.resolve("run"))) {
      Checkpoints checkpoints = finished(run, 2, Set.of());
      // A directory in the temporary file's place makes the write fail for any user, root included.
      Files.createDirectory(AtomicFiles.temporaryFor(run.checkpoint(6).resolve("state.json")));
      List<String> all = files(run);
      assertThat(checkpoints.release(OnceFinished.DROP).orElseThrow())
          .startsWith("the run's checkpoints stay: cannot write");
      assertThat(files(run)).isEqualTo(all);
      assertThat(checkpoints.isReleased()).isFalse();
    }
  }
}
