package dev.belay.train.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.data.Problem;
import dev.belay.core.data.SourceLine;
import dev.belay.core.error.BadInputException;
import dev.belay.core.model.Completion;
import dev.belay.core.model.FinishReason;
import dev.belay.core.model.GenerationRequest;
import dev.belay.core.model.Sampling;
import dev.belay.core.recipe.RecipeReader;
import dev.belay.core.recipe.TrainSpec;
import dev.belay.core.recipe.TruncationSpec.Handling;
import dev.belay.core.stats.ClusteredRate;
import dev.belay.core.verify.MathVerifier;
import dev.belay.session.model.ChatPrompts;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.model.LanguageModel;
import dev.belay.train.fixture.ScriptedGenerator;
import dev.belay.train.step.RolloutCollection.Collected;
import dev.belay.train.step.RolloutCollection.Fate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which completions of a step are trained on; groups of two, whose problem says how they end. */
class RolloutCollectionTest {

  /** R is right, W wrong, C right but cut off, one letter a completion. */
  private static final List<String> ENDS =
      List.of("RW", "WW", "RR", "RW", "CC", "CW", "RC", "WW", "RW", "WW");

  private final LanguageModel model = LanguageModel.open(TinyModel.LLAMA.directory());
  private final ChatPrompts prompts = ChatPrompts.of(model, Optional.empty());
  private final List<Problem> problems =
      IntStream.range(0, ENDS.size()).mapToObj(RolloutCollectionTest::problem).toList();
  private final Map<String, Integer> asked = new HashMap<>();
  private final ScriptedGenerator generator = new ScriptedGenerator(this::complete);
  private final List<String> notes = new ArrayList<>();
  private String wrong = "The answer is 8.";

  @TempDir Path temp;

  private static Problem problem(int i) {
    return new Problem("p" + i, "What is %d?".formatted(i), "7", new SourceLine("test", i + 1));
  }

  private Completion complete(GenerationRequest request) {
    int i =
        IntStream.range(0, problems.size())
            .filter(
                p ->
                    Arrays.equals(
                        prompts.prompt(problems.get(p).question()), request.promptTokenIds()))
            .findFirst()
            .orElseThrow();
    int member = asked.merge("p" + i, 1, Integer::sum) - 1;
    char end = ENDS.get(i).charAt(member % 2);
    return new Completion(
        new int[3],
        new float[3],
        new float[3],
        end == 'C' ? FinishReason.LENGTH : FinishReason.EOS,
        end == 'W' ? wrong : "The answer is 7.");
  }

  @AfterEach
  void close() {
    model.close();
  }

  private RolloutCollection collection(String settings) {
    String yaml =
        """
        name: tiny
        model: { name: tiny }
        train:
          method: rlvr
          data: { source: arithmetic }
          reward: [ { verifier: math } ]
          rollout: { prompts_per_step: 3, group_size: 2, max_completion_tokens: 3 }
        """
            + settings.indent(2);
    TrainSpec.Rlvr spec =
        (TrainSpec.Rlvr) RecipeReader.parse(yaml, "t.yaml", List.of()).train().orElseThrow();
    RolloutStep step =
        new RolloutStep(
            generator,
            prompts,
            List.of(new MathVerifier()),
            Sampling.atTemperature(1, 3),
            spec.rollout().groupSize(),
            4);
    EpochOrder<Problem> order = new EpochOrder<>(problems, 11);
    return RolloutCollection.of(spec, step, RewardStep.of(spec), order, notes::add);
  }

  /** How the groups end that the order gives from a place on. */
  private List<String> inOrder(int first, int count) {
    return new EpochOrder<>(problems, 11)
        .from(first, count).stream().map(p -> ENDS.get(problems.indexOf(p))).toList();
  }

  private List<String> ends(Scored scored) {
    return scored.rollouts().stream()
        .map(one -> ENDS.get(problems.indexOf(one.problem())))
        .toList();
  }

  @Test
  void byDefaultAllGroupsAreTrainedOn() {
    Collected collected = collection("").collect(1);

    assertThat(collected.trained()).isSameAs(collected.sampled());
    assertThat(collected.fates()).hasSize(6).containsOnly(Fate.TRAINED);
    assertThat(collected.rounds()).isOne();
    assertThat(collection("").state()).isEmpty();
    assertThat(collection("").selects()).isFalse();
  }

  @Test
  void groupsWithoutSignalAreReplacedByTheNextPrompts() {
    RolloutCollection collection = collection("signal: { groups: with-signal, refill_rounds: 9 }");
    int place = 0;
    for (int step = 1; step <= 4; step++) {
      Collected collected = collection.collect(step);
      // Cut off is wrong here, so RW, CW and RC: a C is no success, and RC has signal.
      int missing = 3;
      List<String> drawn = new ArrayList<>();
      int rounds = 0;
      while (missing > 0) {
        List<String> round = inOrder(place, missing);
        place += missing;
        drawn.addAll(round);
        missing -= (int) round.stream().filter(ends -> ends.matches("RW|RC")).count();
        rounds++;
      }
      assertThat(ends(collected.sampled()))
          .isEqualTo(drawn.stream().flatMap(ends -> List.of(ends, ends).stream()).toList());
      assertThat(ends(collected.trained())).hasSize(6).allMatch(ends -> ends.matches("RW|RC"));
      assertThat(collected.rounds()).isEqualTo(rounds);
      assertThat(collected.metrics())
          .containsEntry("groups_sampled", drawn.size())
          .containsEntry("groups_trained", 3)
          .containsEntry("completions_sampled", 2 * drawn.size())
          .containsEntry("completions_trained", 6)
          .containsEntry("completion_tokens_sampled", 6L * drawn.size());
      assertThat(collected.sampled().rollouts().stream().map(Rollout::group).distinct())
          .containsExactlyElementsOf(IntStream.range(0, drawn.size()).boxed().toList());
    }
    List<Long> seeds =
        generator.calls().stream()
            .flatMap(call -> call.requests().stream())
            .map(GenerationRequest::seed)
            .toList();
    assertThat(new HashSet<>(seeds)).as("no two completions share a seed").hasSameSizeAs(seeds);
  }

  @Test
  void roundsAreBoundedAndNothingMayBeLeft() {
    Collected none = collection("signal: { groups: with-signal, refill_rounds: 0 }").collect(1);
    assertThat(none.rounds()).isOne();
    assertThat(none.sampled().size()).isEqualTo(6);
    long signal = inOrder(0, 3).stream().filter(ends -> ends.matches("RW|RC")).count();
    assertThat(none.trained().size()).isEqualTo((int) (2 * signal));
    assertThat(none.isEmpty()).isEqualTo(signal == 0);

    Collected two = collection("signal: { groups: with-signal, refill_rounds: 1 }").collect(1);
    assertThat(two.rounds()).isEqualTo(2);
    assertThat(two.sampled().size()).isEqualTo((int) (6 + 2 * (3 - signal)));
  }

  @Test
  void whatWasCutOffIsLeftOutOfLossAndComparison() {
    RolloutCollection masked = collection("truncation: { handling: mask }");
    for (int step = 1; step <= 10; step++) {
      Collected collected = masked.collect(step);
      for (int i = 0; i < collected.fates().size(); i++) {
        boolean cut = collected.sampled().rollouts().get(i).isCutOff();
        assertThat(collected.fates().get(i)).isEqualTo(cut ? Fate.CUT_OFF : Fate.TRAINED);
      }
      assertThat(collected.trained().rollouts()).noneMatch(Rollout::isCutOff);
      assertThat(collected.trained().scores()).hasSize(collected.trained().size());
    }
    assertThat(masked.selects()).isTrue();

    // With both, RC has no signal: one completion is left, which has nothing to compare with.
    RolloutCollection both =
        collection("truncation: { handling: mask }\nsignal: { groups: with-signal }");
    for (int step = 1; step <= 10; step++) {
      assertThat(ends(both.collect(step).trained())).containsOnly("RW");
    }
  }

  /** RW is left with R alone, which has nothing to compare with; WW has nothing left. */
  @Test
  void whatRefusesTheTaskIsLeftOutOfLossAndComparison() {
    wrong = "I'm sorry, but I can't help with that.";
    RolloutCollection masked = collection("signal: { task_refusals: mask }");
    for (int step = 1; step <= 10; step++) {
      Collected collected = masked.collect(step);
      for (int i = 0; i < collected.fates().size(); i++) {
        boolean refused =
            collected.sampled().rollouts().get(i).completion().text().startsWith("I'm");
        assertThat(collected.fates().get(i)).isEqualTo(refused ? Fate.REFUSED : Fate.TRAINED);
      }
      assertThat(collected.trained().scores()).hasSize(collected.trained().size());
    }
    assertThat(masked.selects()).isTrue();

    RolloutCollection both = collection("signal: { task_refusals: mask, groups: with-signal }");
    for (int step = 1; step <= 10; step++) {
      assertThat(ends(both.collect(step).trained())).allMatch(ends -> ends.equals("RC"));
    }
  }

  @Test
  void aPlaceInTheOrderIsKept() throws IOException {
    String settings = "signal: { groups: with-signal, refill_rounds: 1 }";
    RolloutCollection whole = collection(settings);
    whole.collect(1);
    whole.collect(2);
    Path folder = Files.createDirectory(temp.resolve("prompts"));
    whole.state().getFirst().write(folder);
    List<String> third = ends(whole.collect(3).sampled());

    RolloutCollection resumed = collection(settings);
    resumed.state().getFirst().read(folder);
    assertThat(ends(resumed.collect(3).sampled())).isEqualTo(third);

    for (String broken : List.of("{", "{}", "{\"taken\": -1}", "{\"taken\": 0.5}")) {
      Files.writeString(folder.resolve("prompts.json"), broken);
      assertThatThrownBy(() -> resumed.state().getFirst().read(folder))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("is no place among prompts");
    }
  }

  @Test
  void tooManyCutCompletionsAreToldOfOnceAndBeforeTheFirstUpdate() {
    RolloutCollection collection = collection("");
    Collected first = collection.collect(1);
    long cut = first.sampled().rollouts().stream().filter(Rollout::isCutOff).count();
    assertThat(notes).hasSize(3 * cut > 6 ? 1 : 0);
    notes.clear();
    collection.collect(2);
    assertThat(notes).isEmpty();

    assertThat(cutOff(2).warning(Handling.COUNT)).isEmpty();
    assertThat(cutOff(3).warning(Handling.COUNT).orElseThrow())
        .startsWith(
            "3 of 6 completions of the model before training are cut off at 16 tokens: 50 %"
                + " [19, 81]: they count as wrong");
    assertThat(cutOff(3).warning(Handling.MASK).orElseThrow()).contains("left out");
    assertThat(cutOff(3).warning(Handling.PENALISE).orElseThrow()).contains("lose reward");
  }

  /** So many of six prompts with a completion each. */
  private static CutOffShare cutOff(int prompts) {
    double[] shares = new double[6];
    Arrays.fill(shares, 0, prompts, 1);
    return new CutOffShare(ClusteredRate.of(shares, 6), prompts, 6, 16);
  }
}
