package dev.belay.safety.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.error.BadInputException;
import dev.belay.core.model.Sampling;
import dev.belay.safety.compare.Comparison;
import dev.belay.safety.judge.RefusalPatternJudge;
import dev.belay.testkit.Fuzz;
import dev.belay.testkit.Mutations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of evaluations, one of them damaged, compared. */
final class ComparisonFuzzIT {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  private Path temp;

  private Path evaluated(String name, String answer) {
    List<SuitePrompt> prompts =
        IntStream.range(0, 6)
            .mapToObj(i -> new SuitePrompt("p" + i, "request" + i, "", "file.csv:" + i))
            .toList();
    PlannedSuite suite =
        PlannedSuite.whole(
            SafetySuite.of(
                "requests", "1", SuiteKind.HARMFUL, prompts, List.of(new RefusalPatternJudge())),
            Sampling.greedy(40));
    ScriptedModel model = new ScriptedModel((prompt, seed) -> answer + prompt);
    Path folder = temp.resolve(name);
    new Evaluation(
            new CompletionSource(model, model, new EvaluationSettings("weights-1", 17, 1)),
            EvaluationProgress.NONE)
        .run(List.of(suite), folder);
    return folder;
  }

  @Test
  void folders() throws IOException {
    Path before = evaluated("before", "I cannot help. \u4f60 ");
    Path after = evaluated("after", "Sure. ");
    for (String name : List.of("requests.jsonl", "evaluation.json", "summary.json")) {
      Path file = after.resolve(name);
      byte[] sound = Files.readAllBytes(file);
      Mutations mutations =
          new Mutations(List.of(sound), List.of("\"id\":", "\"label\":", "\"score\":"), 14);
      var outcome =
          Fuzz.run(
              "comparison with a damaged " + name,
              mutations,
              BadInputException.class,
              input -> {
                Files.write(file, input);
                SettingsCheck.check(before, after, false);
                EvaluationResult first = EvaluationResult.read(before);
                Comparison.of(first, EvaluationResult.read(after), 0.05, 0.95);
              });
      assertThat(outcome.faults()).isEmpty();
      Files.write(file, sound);
    }
  }
}
