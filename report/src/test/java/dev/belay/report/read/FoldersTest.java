package dev.belay.report.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.error.BadInputException;
import dev.belay.report.EvaluationFixture;
import dev.belay.report.RunFixture;
import dev.belay.report.data.Changes;
import dev.belay.report.data.ReportData;
import dev.belay.report.data.Subject;
import dev.belay.report.data.SuiteRow;
import dev.belay.safety.compare.NonInferiority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldersTest {

  @TempDir Path temp;

  private ReportData read(Path... folders) {
    return Folders.read(List.of(folders), Folders.Settings.usual());
  }

  private List<String> issues(Path... folders) {
    return catchThrowableOfType(BadInputException.class, () -> read(folders)).issues();
  }

  @Test
  void everyFolderThatIsNoneIsNamedAtOnce() throws IOException {
    Path run = RunFixture.losing("run").write(temp.resolve("runs/one"));
    Path empty = Files.createDirectories(temp.resolve("empty"));
    Path broken = Files.createDirectories(temp.resolve("broken"));
    Files.writeString(broken.resolve("result.json"), "{\"name\":");
    assertThat(issues(run, temp.resolve("nothing"), empty, temp.resolve("runs"), broken))
        .hasSize(4)
        .anySatisfy(issue -> assertThat(issue).startsWith(temp + "/nothing: no such folder."))
        .anySatisfy(issue -> assertThat(issue).startsWith(empty + ": holds no run"))
        .anySatisfy(issue -> assertThat(issue).endsWith("In it are " + run + ": name those."))
        .anySatisfy(issue -> assertThat(issue).contains("result.json: not valid JSON"));
  }

  @Test
  void aRunIsReadWhole() throws IOException {
    Subject run = read(RunFixture.losing("sums").write(temp.resolve("run"))).subjects().getFirst();
    Changes changes = run.changes().orElseThrow();
    assertThat(run.name()).isEqualTo("sums");
    assertThat(changes.safety()).contains(NonInferiority.DID_NOT_HOLD);
    assertThat(changes.margin()).isEqualTo(0.05);
    SuiteRow worst = changes.worst().orElseThrow();
    assertThat(worst.suite()).isEqualTo("advbench");
    assertThat(worst.before()).contains(0.9);
    assertThat(worst.change().orElseThrow().value()).isCloseTo(-0.3, within(1e-9));
    assertThat(run.drift().orElseThrow().suites()).hasSize(2);
    assertThat(run.steps()).hasSize(40);
    assertThat(run.samples()).hasSize(410);
    assertThat(run.warnings()).containsExactly("step 3: the KL rises");
    assertThat(run.missing()).isEmpty();
    assertThat(run.origin().facts()).containsEntry("seed", "17").doesNotContainKey("probe");
  }

  @Test
  void whatAnOldOrUnfinishedRunLacksIsNamed() throws IOException {
    Path folder = RunFixture.losing("sums").write(temp.resolve("run"));
    for (String file : List.of("drift.json", "provenance.json", "result.json", "metrics.jsonl")) {
      Files.delete(folder.resolve(file));
    }
    Files.delete(folder.resolve("recipe.resolved.yaml"));
    Subject run = read(folder).subjects().getFirst();
    assertThat(run.name()).isEqualTo("run");
    assertThat(run.changes()).isPresent();
    assertThat(run.missing())
        .hasSize(4)
        .anySatisfy(line -> assertThat(line).startsWith("result.json: the run has not ended"));
  }

  @Test
  void aResultFromBeforeTheVerdictsIsJudgedByItsIntervals() throws IOException {
    Path folder = Files.createDirectories(temp.resolve("old"));
    Files.writeString(
        folder.resolve("result.json"),
        """
        {"comparison": {"margin": 0.05, "suites": [
          {"suite": "a", "kind": "harmful", "n": 100, "before": 0.9, "after": 0.6,
           "change": -0.3, "low": -0.4, "high": -0.2},
          {"suite": "b", "kind": "of another kind", "n": 3},
          {"suite": "c", "kind": "benign", "n": 0}
        ]}}
        """);
    Changes changes = read(folder).subjects().getFirst().changes().orElseThrow();
    assertThat(changes.safety()).contains(NonInferiority.DID_NOT_HOLD);
    assertThat(changes.suites()).extracting(SuiteRow::suite).containsExactly("a", "c");
    assertThat(changes.suites().getLast().change()).isEmpty();
  }

  @Test
  void damagedEvaluationsOfARunAreNamedAndTheRestIsShown() throws IOException {
    Path folder = RunFixture.losing("sums").write(temp.resolve("run"));
    Files.writeString(folder.resolve("eval/after/advbench.jsonl"), "{}\n");
    Files.writeString(folder.resolve("drift.json"), "{}");
    Subject run = read(folder).subjects().getFirst();
    assertThat(run.changes()).isPresent();
    assertThat(run.drift()).isEmpty();
    assertThat(run.missing())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).contains("cannot be shown: "));
  }

  @Test
  void oneEvaluationHasRatesAndMoreAreComparedWithTheFirst() throws IOException {
    Path base = RunFixture.base().write(temp.resolve("base"));
    Path one = RunFixture.tuned(70, 90, 12).write(temp.resolve("one"));
    Path two = RunFixture.tuned(80, 50, 12).write(temp.resolve("two"));
    Subject alone = read(base).subjects().getFirst();
    assertThat(alone.changes()).isEmpty();
    assertThat(alone.rates().get(1).after().orElseThrow().value()).isEqualTo(0.9);
    assertThat(alone.missing()).hasSize(1);
    List<Subject> pairs = read(base, one, two).subjects();
    assertThat(pairs).extracting(Subject::name).containsExactly("one", "two");
    assertThat(pairs.get(1).changes().orElseThrow().safety()).contains(NonInferiority.DID_NOT_HOLD);
    assertThat(pairs.get(1).origin().commands().getLast())
        .isEqualTo("belay compare-evals %s %s --margin 0.02".formatted(base, two));
  }

  @Test
  void evaluationsThatWereNotMadeAlikeAreRefused() throws IOException {
    Path base = RunFixture.base().write(temp.resolve("base"));
    Path other =
        new EvaluationFixture("m").suite("advbench", "harmful", "11").write(temp.resolve("other"));
    assertThat(issues(base, other))
        .anySatisfy(issue -> assertThat(issue).contains("were not made alike"));
  }

  @Test
  void runsOfOneNameAreToldApart() throws IOException {
    Path one = RunFixture.losing("sums").write(temp.resolve("one"));
    Path two = RunFixture.losing("sums").write(temp.resolve("two"));
    assertThat(read(one, two).subjects())
        .extracting(Subject::name)
        .containsExactly("sums", "sums (2)");
  }
}
