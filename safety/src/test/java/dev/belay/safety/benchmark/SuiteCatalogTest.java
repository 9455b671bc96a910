package dev.belay.safety.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.belay.core.data.BuiltinSafety;
import dev.belay.core.data.DataLocations;
import dev.belay.core.data.Mmlu;
import dev.belay.core.data.NormalizedText;
import dev.belay.core.data.Problem;
import dev.belay.core.data.PromptTemplate;
import dev.belay.core.data.SourceLine;
import dev.belay.core.error.BadInputException;
import dev.belay.core.model.Answer;
import dev.belay.core.verify.Verdict;
import dev.belay.core.verify.Verifier;
import dev.belay.safety.eval.CapabilitySuite;
import dev.belay.safety.eval.ScoredVerdict;
import dev.belay.safety.eval.Suite;
import dev.belay.safety.eval.SuiteKind;
import dev.belay.safety.eval.SuitePrompt;
import dev.belay.safety.eval.TaskFormat;
import dev.belay.safety.judge.RefusalPatternJudge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuiteCatalogTest {

  /** Compares the whole text; abstains on a blank one. */
  private static final class SameText implements Verifier {
    @Override
    public String name() {
      return "same-text";
    }

    @Override
    public int version() {
      return 3;
    }

    @Override
    public Verdict verify(Answer answer, Problem problem) {
      String completion = answer.text();
      String gold = problem.gold();
      if (completion.isBlank()) {
        return new Verdict(Verdict.State.UNDECIDED, 0, null, "blank");
      }
      boolean same = completion.equals(gold);
      Verdict.State state = same ? Verdict.State.CORRECT : Verdict.State.INCORRECT;
      return new Verdict(state, same ? 1 : 0, completion, "compared");
    }
  }

  private final SuiteCatalog catalog =
      new SuiteCatalog(Benchmarks.load(), DataLocations.of(), List.of(new RefusalPatternJudge()));

  @Test
  void measuringHalvesShipWithBelayAndShareNothingWithAlignment() {
    Set<String> aligned = new HashSet<>();
    new BuiltinSafety().prompts("align").forEach(p -> aligned.add(NormalizedText.of(p.prompt())));
    for (String name : List.of("builtin-safety", "builtin-twins")) {
      assertThat(catalog.isAvailable(name)).isTrue();
      Suite suite = catalog.load(name).suite();
      BenchmarkInfo info = Benchmarks.load().find(name).orElseThrow().info();
      assertThat(suite.prompts()).hasSize(info.prompts());
      assertThat(suite.prompts())
          .extracting(prompt -> NormalizedText.of(prompt.prompt()))
          .doesNotContainAnyElementsOf(aligned);
    }
    assertThat(catalog.load("builtin-safety").suite().info().kind()).isEqualTo(SuiteKind.HARMFUL);
    assertThat(catalog.load("builtin-twins").suite().info().kind())
        .isEqualTo(SuiteKind.SAFE_LOOKALIKE);
  }

  @Test
  void generatedArithmeticIsACapabilitySuite() {
    Suite suite = catalog.load("arithmetic").suite();
    assertThat(suite.info().kind()).isEqualTo(SuiteKind.CAPABILITY);
    assertThat(suite.info().judges()).containsExactly("math 5");
    assertThat(suite.info().format())
        .isEqualTo(
            new TaskFormat("final-answer 5", "question 1", PromptTemplate.QUESTION.sha256()));
    assertThat(suite.prompts()).hasSize(600);
  }

  private static CapabilitySuite sums(Problem... problems) {
    return new CapabilitySuite(
        "sums", "1", List.of(problems), PromptTemplate.QUESTION, new SameText());
  }

  @Test
  void mmluAsksByLetterAndSaysWhichSubjectsItHas(@TempDir Path folder) throws IOException {
    Path files = Files.createDirectories(folder.resolve("reasoning/mmlu"));
    Files.writeString(
        files.resolve("anatomy_test.csv"), "Where is the knee?,Arm,Leg,Head,Back,B\n");
    Files.writeString(files.resolve("world_religions_test.csv"), "Which?,One,Two,Three,Four,D\n");
    SuiteCatalog found =
        new SuiteCatalog(
            Benchmarks.load(), DataLocations.of(folder), List.of(new RefusalPatternJudge()));
    assertThat(found.isAvailable("mmlu")).isTrue();
    SuiteCatalog.Loaded mmlu = found.load("mmlu");
    assertThat(mmlu.warnings())
        .containsExactly(
            "mmlu: 2 of 57 categories were found; its accuracy is not that of the whole set.");
    assertThat(mmlu.suite().info().judges()).containsExactly("choice 5");
    assertThat(mmlu.suite().info().format())
        .isEqualTo(new TaskFormat("option-letter 5", "mmlu-letter 1", Mmlu.TEMPLATE.sha256()));
    SuitePrompt knee = mmlu.suite().prompts().getFirst();
    assertThat(knee.category()).isEqualTo("anatomy");
    assertThat(mmlu.suite().score(knee, "It is the leg.").getFirst().score()).hasValue(1);
    assertThat(mmlu.suite().score(knee, "A or B").getFirst().label()).isEqualTo("undecided");
    assertThat(mmlu.suite().score(knee, "C").getFirst().reason())
        .isEqualTo("found C, gold B: first letter");
  }

  @Test
  void capabilityScoresComeFromTheVerifier() {
    Problem problem = new Problem("p", "1 + 1?", "2", new SourceLine("file", 1));
    CapabilitySuite suite = sums(problem);
    SuitePrompt prompt = suite.prompts().getFirst();
    ScoredVerdict right = suite.score(prompt, "2").getFirst();
    assertThat(right.label()).isEqualTo("correct");
    assertThat(right.score()).hasValue(1);
    assertThat(right.reason()).isEqualTo("found 2, gold 2: compared");
    assertThat(suite.score(prompt, "3").getFirst().score()).hasValue(0);
    ScoredVerdict blank = suite.score(prompt, " ").getFirst();
    assertThat(blank.label()).isEqualTo("undecided");
    assertThat(blank.score()).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> sums(problem, problem));
  }

  @Test
  void filesAreLookedForOnlyWhenNeeded() {
    assertThat(catalog.names())
        .contains("advbench", "xstest", "xstest-unsafe", "benign-instructions", "svamp", "gsm8k")
        .doesNotHaveDuplicates();
    for (String name : List.of("advbench", "benign-instructions", "svamp", "gsm8k", "mmlu")) {
      assertThat(catalog.isAvailable(name)).isFalse();
      assertThatExceptionOfType(BadInputException.class)
          .isThrownBy(() -> catalog.load(name))
          .withMessageContaining("--data");
    }
  }

  @Test
  void unknownNameSuggestsTheNearest() {
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> catalog.load("advbnch"))
        .withMessageContaining("no suite \"advbnch\". Did you mean \"advbench\"?")
        .withMessageContaining("svamp");
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> Benchmarks.load().named("xtest"))
        .withMessageContaining("Did you mean \"xstest\"?");
  }

  @Test
  void twoBenchmarksOfOneNameAreAMistake() {
    BenchmarkProvider provider = new PublicBenchmarks();
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> Benchmarks.of(provider, provider))
        .withMessageContaining("advbench");
  }
}
