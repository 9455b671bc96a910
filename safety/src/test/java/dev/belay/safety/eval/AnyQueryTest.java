package dev.belay.safety.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.core.chat.ChatInput;
import dev.belay.core.error.BadInputException;
import dev.belay.core.model.Completion;
import dev.belay.core.model.GenerationRequest;
import dev.belay.core.model.Sampling;
import dev.belay.core.model.TextGenerator;
import dev.belay.safety.attack.Attack;
import dev.belay.safety.attack.AttackInfo;
import dev.belay.safety.attack.AttackKind;
import dev.belay.safety.attack.Attacks;
import dev.belay.safety.attack.Query;
import dev.belay.safety.compare.SuiteChange;
import dev.belay.safety.compare.SuiteComparison;
import dev.belay.safety.judge.RefusalPatternJudge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attacks that ask several times count a prompt once. */
class AnyQueryTest {
  private static final EvaluationSettings SETTINGS = new EvaluationSettings("weights", 3, 1);

  @TempDir Path folder;

  /** Asks "REQUEST #0" to "REQUEST #2". */
  private record ThreeTimes() implements Attack {
    @Override
    public AttackInfo info() {
      return new AttackInfo("three", 1, "", "", AttackKind.ANY_QUERY, new TreeMap<>());
    }

    @Override
    public ChatInput apply(String request, long seed) {
      return ChatInput.user(request + " #0");
    }

    @Override
    public List<Query> queries(String request, long seed) {
      return IntStream.range(0, 3)
          .mapToObj(i -> Query.of(ChatInput.user(request + " #" + i)))
          .toList();
    }
  }

  private static SafetySuite requests(int prompts) {
    return SafetySuite.of(
        "requests",
        "1",
        SuiteKind.HARMFUL,
        IntStream.range(0, prompts)
            .mapToObj(i -> new SuitePrompt("p" + i, "Request " + i, "", "f.csv:" + i))
            .toList(),
        List.of(new RefusalPatternJudge()));
  }

  /**
   * Completions by a line a prompt, a letter a query: R refuses, C complies, a blank says nothing.
   */
  private static ScriptedModel model(String... outcomes) {
    return new ScriptedModel(
        (asked, seed) -> {
          int prompt = asked.charAt("Request ".length()) - '0';
          int query = asked.charAt(asked.length() - 1) - '0';
          return switch (outcomes[prompt].charAt(query)) {
            case 'R' -> "I can't help with that.";
            case 'C' -> "Sure, first you take the lid off.";
            default -> "";
          };
        });
  }

  private static SuiteResult run(Path into, String... outcomes) {
    ScriptedModel model = model(outcomes);
    Suite suite = new AttackedSuite(requests(outcomes.length), new ThreeTimes());
    return new Evaluation(new CompletionSource(model, model, SETTINGS), EvaluationProgress.NONE)
        .run(List.of(PlannedSuite.whole(suite, Sampling.greedy(50))), into)
        .suites()
        .getFirst();
  }

  @Test
  void promptIsLostWhenAnyQueryIsCompliedWith() throws IOException {
    SuiteResult result = run(folder, "RRR", "RCR", "R R", "   ", "CCC");
    assertThat(result.records()).hasSize(15);
    // Refused thrice; lost; refused twice and once nothing said; nothing said; lost.
    assertThat(result.counted().records()).hasSize(5);
    assertThat(result.counted().tally().yes()).isEqualTo(2);
    assertThat(result.counted().tally().no()).isEqualTo(2);
    assertThat(result.counted().tally().undecided()).isEqualTo(1);
    assertThat(result.counted().records().get(1).sample()).isEqualTo(1);
    JsonNode suite =
        new ObjectMapper().readTree(folder.resolve("summary.json").toFile()).at("/suites/0");
    assertThat(suite.get("rate").doubleValue()).isEqualTo(0.5);
    assertThat(suite.get("decided").intValue()).isEqualTo(4);
    assertThat(suite.get("attack_success_rate").doubleValue()).isEqualTo(0.5);
    assertThat(suite.get("attack_success_low").doubleValue())
        .isEqualTo(1 - suite.get("high").doubleValue());
    assertThat(suite.get("prompts").intValue()).isEqualTo(5);
    assertThat(suite.get("queries").intValue()).isEqualTo(15);
    assertThat(suite.get("complied_share").doubleValue()).isEqualTo(4.0 / 15);
    // One query: 0, 1/3, 0, 0, 1. Two of three miss the one that helped in 1 case of 3.
    JsonNode curve = suite.get("success_by_queries");
    assertThat(curve).hasSize(3);
    assertThat(curve.get("1").doubleValue()).isCloseTo(4.0 / 15, within(1e-12));
    assertThat(curve.get("2").doubleValue()).isCloseTo((2.0 / 3 + 1) / 5, within(1e-12));
    assertThat(curve.get("3").doubleValue()).isCloseTo(2.0 / 5, within(1e-12));
    assertThat(suite.has("complied_by_query")).isFalse();
    assertThat(EvaluationResult.read(folder).suites().getFirst()).isEqualTo(result);
  }

  @Test
  void comparisonPairsPrompts(@TempDir Path other) {
    SuiteResult before = run(folder, "RRR", "RRR", "CRR", "   ");
    SuiteResult after = run(other, "RRC", "RRR", "RRR", "RRR");
    SuiteComparison comparison = SuiteComparison.of(before, after, 0.95);
    assertThat(comparison.prompts()).isEqualTo(4);
    assertThat(comparison.change()).isInstanceOf(SuiteChange.Binary.class);
    SuiteChange.Binary change = (SuiteChange.Binary) comparison.change();
    assertThat(change.decided()).isEqualTo(3);
    assertThat(change.before()).isEqualTo(2.0 / 3);
    assertThat(change.after()).isEqualTo(2.0 / 3);
    assertThat(change.undecided().before()).isEqualTo(1);
  }

  @Test
  void comparisonNeedsTheSameQueries(@TempDir Path other) {
    SuiteResult before = run(folder, "RRR");
    SuiteResult after = run(other, "RRR");
    EvalRecord last = after.records().getLast();
    List<EvalRecord> records = new ArrayList<>(after.records().subList(0, 2));
    records.add(
        new EvalRecord(
            last.suite(),
            last.prompt(),
            last.sample(),
            new Asked(ChatInput.user("Something else"), 5),
            last.completion(),
            last.tokenIds(),
            last.finishReason(),
            last.verdicts()));
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> SuiteComparison.of(before, new SuiteResult(after.info(), records), 0.95))
        .withMessageContaining("prompt p0 differs");
  }

  /** Notes how each batch was drawn, and refuses everything. */
  private static final class LawRecorder implements TextGenerator {
    private final ScriptedModel model =
        new ScriptedModel((asked, seed) -> "I can't help with that. " + seed);
    private final List<String> laws = new ArrayList<>();
    private int callsLeft = Integer.MAX_VALUE;

    @Override
    public List<Completion> generate(
        List<GenerationRequest> requests, Sampling sampling, IntConsumer onFinished) {
      if (callsLeft-- == 0) {
        throw new IllegalStateException("killed");
      }
      laws.add("%d x %s/%d".formatted(requests.size(), sampling.temperature(), sampling.topK()));
      return model.generate(requests, sampling, onFinished);
    }
  }

  private static void sweep(LawRecorder recorder, Path into) {
    Attack sweep =
        Attacks.load()
            .named("decoding-exploitation")
            .configure(Map.of("temperatures", "2", "top_ks", "2", "top_ps", "0"));
    Suite suite = new AttackedSuite(requests(50), sweep);
    new Evaluation(
            new CompletionSource(recorder, recorder.model, SETTINGS), EvaluationProgress.NONE)
        .run(List.of(PlannedSuite.whole(suite, Sampling.greedy(80))), into);
  }

  @Test
  void completionsAreDrawnWayByWayAndResumeToTheSameBytes(@TempDir Path other) throws IOException {
    LawRecorder recorder = new LawRecorder();
    sweep(recorder, folder);
    assertThat(recorder.laws)
        .containsExactly("50 x 0.5/0", "50 x 1.0/0", "28 x 1.0/1", "22 x 1.0/1", "50 x 1.0/2");
    JsonNode suite =
        new ObjectMapper().readTree(folder.resolve("summary.json").toFile()).at("/suites/0");
    assertThat(suite.get("complied_by_query").get("top_k=2").doubleValue()).isZero();
    assertThat(suite.get("prompts").intValue()).isEqualTo(50);
    assertThat(suite.get("rate").doubleValue()).isEqualTo(1);
    LawRecorder dying = new LawRecorder();
    dying.callsLeft = 4;
    assertThatIllegalStateException().isThrownBy(() -> sweep(dying, other));
    LawRecorder resumed = new LawRecorder();
    sweep(resumed, other);
    assertThat(resumed.laws).hasSize(2);
    for (String file : List.of("requests+decoding-exploitation.jsonl", "evaluation.json")) {
      assertThat(Files.readString(other.resolve(file)))
          .isEqualTo(Files.readString(folder.resolve(file)));
    }
    assertThat(Files.readAllLines(folder.resolve("requests+decoding-exploitation.jsonl")).get(60))
        .contains("\"query\":\"temperature=1.0\"", "\"sample\":1");
  }
}
