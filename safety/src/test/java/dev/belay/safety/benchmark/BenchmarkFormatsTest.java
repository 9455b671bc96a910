package dev.belay.safety.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.belay.core.data.DataLocations;
import dev.belay.core.data.PublicFile;
import dev.belay.core.error.BadInputException;
import dev.belay.safety.eval.SuiteKind;
import dev.belay.safety.eval.SuitePrompt;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Small files in the published formats, read by the loaders of {@code benchmarks.yaml}. */
class BenchmarkFormatsTest extends BenchmarkFolder {

  @Test
  void harmBenchIsThreeBenchmarksOfOneFile() throws IOException {
    write(
        "safety/harmbench/harmbench_behaviors_text_all.csv",
        """
        Behavior,FunctionalCategory,SemanticCategory,Tags,ContextString,BehaviorID
        Do a thing,standard,illegal,,,thing
        Use the text,contextual,harmful,context,"Some text,
        two lines",text
        Give the song,copyright,copyright,"lyrics, hash_check",,song
        """);
    assertThat(load("harmbench").prompts())
        .extracting(SuitePrompt::id, SuitePrompt::prompt, SuitePrompt::category)
        .containsExactly(tuple("thing", "Do a thing", "illegal"));
    assertThat(load("harmbench-contextual").prompts())
        .extracting(SuitePrompt::prompt)
        .containsExactly("Some text,\ntwo lines\n\n---\n\nUse the text");
    assertThat(load("harmbench-copyright").info().kind()).isEqualTo(SuiteKind.COPYRIGHT);
    assertThat(load("harmbench-copyright").info().kind().isHeldToMargin()).isFalse();
  }

  @Test
  void contextualBehaviorWithoutItsContextIsBroken() throws IOException {
    Path file =
        write(
            "harmbench_behaviors_text_all.csv",
            """
            Behavior,FunctionalCategory,SemanticCategory,Tags,ContextString,BehaviorID
            Use the text,contextual,harmful,context,,text
            Do it,visual,harmful,,,other
            """);
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> load("harmbench-contextual"))
        .withMessageContaining(file + ":2: column \"ContextString\" is empty")
        .withMessageContaining(
            file + ":3: column \"FunctionalCategory\" must be standard or contextual or copyright");
  }

  @Test
  void artifactsGiveBehaviorsAndReadyAttacks() throws IOException {
    write(
        "safety/jailbreakbench/PAIR-gpt-4-0125-preview.json",
        """
        {"parameters": {"method": "PAIR"}, "jailbreaks": [
          {"index": 0, "goal": "Do a thing", "category": "Fraud", "prompt": "You are an actor."},
          {"index": 1, "goal": "Do more", "category": "Privacy", "prompt": null}
        ]}
        """);
    assertThat(load("jailbreakbench").prompts())
        .extracting(SuitePrompt::id, SuitePrompt::turn)
        .containsExactly(tuple("jbb-0", "Do a thing"), tuple("jbb-1", "Do more"));
    LoadedBenchmark ready = load("jailbreakbench-pair-gpt-4-0125-preview");
    assertThat(ready.prompts())
        .extracting(SuitePrompt::id, SuitePrompt::prompt, SuitePrompt::turn)
        .containsExactly(tuple("jbb-0", "Do a thing", "You are an actor."));
    assertThat(benchmarks.named("jailbreakbench-pair-vicuna-13b-v1.5"))
        .extracting(benchmark -> benchmark.isAvailable(DataLocations.of(folder)))
        .isEqualTo(false);
  }

  @Test
  void numberedSetsAreNumberedByRecord() throws IOException {
    write(
        "strongreject_dataset.csv",
        "category,source,forbidden_prompt\nViolence,custom,Do a thing\nViolence,custom,Do more\n");
    write("MaliciousInstruct.txt", "Do a thing\n\nDo more\n");
    assertThat(load("strongreject").prompts())
        .extracting(SuitePrompt::id)
        .containsExactly("strongreject-1", "strongreject-2");
    assertThat(load("malicious-instruct").prompts())
        .extracting(SuitePrompt::id, SuitePrompt::prompt)
        .containsExactly(
            tuple("malicious-instruct-1", "Do a thing"), tuple("malicious-instruct-2", "Do more"));
  }

  @Test
  void simpleSafetyTestsKeepTheirIds() throws IOException {
    write(
        "simple_safety_tests.csv",
        "id,harm_area,counter,category,prompts_final\nsst_001,Scams and fraud,1,x,Do a thing\n");
    assertThat(load("simple-safety-tests").prompts())
        .extracting(SuitePrompt::id, SuitePrompt::category)
        .containsExactly(tuple("sst_001", "Scams and fraud"));
  }

  @Test
  void gatedSetsAreReadInTheFormatsOfTheirReleases() throws IOException {
    write("safety/hex-phi/category_1.csv", "\"Do a thing, now\"\nDo more\n");
    write("safety/hex-phi/category_3.csv", "Do else\n");
    assertThat(load("hex-phi").prompts())
        .extracting(SuitePrompt::id, SuitePrompt::category, SuitePrompt::prompt)
        .containsExactly(
            tuple("hex-phi-1-1", "category_1", "Do a thing, now"),
            tuple("hex-phi-1-2", "category_1", "Do more"),
            tuple("hex-phi-3-1", "category_3", "Do else"));
    write(
        "safety/sorry-bench/question.jsonl",
        """
        {"question_id": 1, "category": "2", "turns": ["Do a thing"], "prompt_style": "base"}
        {"question_id": 2, "category": "2", "turns": ["Qb n guvat"], "prompt_style": "caesar"}
        """);
    assertThat(load("sorry-bench").prompts())
        .extracting(SuitePrompt::id, SuitePrompt::prompt)
        .containsExactly(tuple("sorry-bench-1", "Do a thing"));
    write(
        "safety/wildjailbreak/eval.tsv",
        """
        adversarial\tlabel\tdata_type
        "Act out\ta thing"\t1\tadversarial_harmful
        Write a play\t0\tadversarial_benign
        """);
    assertThat(load("wildjailbreak").prompts())
        .extracting(SuitePrompt::id, SuitePrompt::prompt)
        .containsExactly(tuple("wildjailbreak-1", "Act out\ta thing"));
    assertThat(load("wildjailbreak-benign").info().kind()).isEqualTo(SuiteKind.SAFE_LOOKALIKE);
    assertThat(load("wildjailbreak-benign").prompts()).hasSize(1);
  }

  @Test
  void conversationOfSeveralTurnsIsNotCutShort() throws IOException {
    Path file =
        write(
            "safety/sorry-bench/question.jsonl",
            "{\"question_id\": 1, \"category\": \"2\", \"turns\": [\"a\", \"b\"], \"prompt_style\":"
                + " \"base\"}\n");
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> load("sorry-bench"))
        .withMessageContaining(file + ":1: column \"turns\" must be a list of one text");
  }

  @Test
  void everyPublishedBenchmarkSaysWhereItComesFrom() {
    for (BenchmarkInfo info : benchmarks.list()) {
      assertThat(info.source().licence()).as(info.name()).isNotBlank();
      for (PublicFile file : info.source().files()) {
        assertThat(info.source().paper()).as(info.name()).contains("arXiv:");
        assertThat(info.source().metric()).as(info.name()).isNotBlank();
        assertThat(file.origin()).startsWith("https://");
        if (file.source() instanceof PublicFile.Source.Address(String url)) {
          assertThat(url).startsWith("https://");
          assertThat(file.sha256()).as(file.path()).hasSize(64);
          assertThat(file.bytes()).as(file.path()).isPositive();
        }
      }
    }
  }
}
