package dev.belay.core.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.belay.core.error.BadInputException;
import dev.belay.core.recipe.EvaluateSpec.Purpose;
import dev.belay.core.recipe.EvaluateSpec.SuiteSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Suites as recipes and commands write them. */
class SuiteListReaderTest {

  private static final String HEAD = "name: a\nmodel: { name: m }\nevaluate:\n";

  @TempDir Path folder;

  private static List<SuiteSpec> suites(String evaluate) {
    return RecipeReader.parse(HEAD + evaluate.indent(2), "r.yaml", List.of()).evaluate().suites();
  }

  private static List<String> issues(String evaluate) {
    BadInputException error = catchThrowableOfType(BadInputException.class, () -> suites(evaluate));
    return error.issues();
  }

  @Test
  void aMappingSaysWhatANameCannot() {
    SuiteSpec suite =
        suites(
                """
                capability:
                  - suite: gsm8k
                    name: gsm8k-5shot
                    limit: 40
                    stop: ["Question:", "</s>"]
                    prompt: "Question: {{question}}\\nAnswer:"
                    target: "{{answer}}"
                    fewshot: { count: 5, as: text, sampler: random }
                """)
            .getFirst();
    assertThat(suite.name()).isEqualTo("gsm8k-5shot");
    assertThat(suite.source()).isEqualTo(new SuiteSource.Known("gsm8k"));
    assertThat(suite.limit()).isEqualTo(40);
    assertThat(suite.maxTokens()).isEqualTo(256);
    assertThat(suite.asked().stop()).containsExactly("Question:", "</s>");
    assertThat(suite.asked().prompt()).hasValue("Question: {{question}}\nAnswer:");
    assertThat(suite.asked().fewshot())
        .hasValue(
            new FewshotSpec(
                5, "train", FewshotSpec.Form.TEXT, FewshotSpec.Sampler.RANDOM, 1234, " ", "\n\n"));
  }

  @Test
  void aFileIsToldFromAName() {
    List<SuiteSpec> suites =
        suites("capability: [ svamp:3, own/a:b.jsonl:20?, tasks.csv.gz ]\nsafety: [ ./ask ]");
    assertThat(suites).extracting(SuiteSpec::name).containsExactly("svamp", "a-b", "tasks", "ask");
    assertThat(suites.get(1).source()).isEqualTo(new SuiteSource.OwnFile("own/a:b.jsonl"));
    assertThat(suites.get(1).limit()).isEqualTo(20);
    assertThat(suites.get(1).optional()).isTrue();
    assertThat(suites.get(3).purpose()).isEqualTo(Purpose.SAFETY);
  }

  /** A recipe's copy in a run's folder finds the same files. */
  @Test
  void filesAreLookedForInTheRecipesFolder() throws IOException {
    Path tasks = Files.writeString(folder.resolve("tasks.jsonl"), "{}");
    Path more = Files.writeString(folder.resolve("more.jsonl"), "{}");
    Files.writeString(
        folder.resolve("set.yaml"),
        "{ path: tasks.jsonl, name: set, limit: 9, fewshot: { count: 1, from: more.jsonl } }");
    Path recipe =
        Files.writeString(
            folder.resolve("r.yaml"),
            HEAD + "  capability: [ tasks.jsonl:7, set.yaml:2, elsewhere.jsonl ]\n");
    Recipe read = RecipeReader.read(recipe, List.of());
    List<SuiteSpec> suites = read.evaluate().suites();
    assertThat(suites.get(0).source()).isEqualTo(new SuiteSource.OwnFile(tasks.toString()));
    assertThat(suites.get(0).limit()).isEqualTo(7);
    assertThat(suites.get(1).source()).isEqualTo(new SuiteSource.OwnFile(tasks.toString()));
    assertThat(suites.get(1).asked().fewshot().orElseThrow().from()).isEqualTo(more.toString());
    assertThat(suites.get(1).limit()).isEqualTo(2);
    assertThat(suites.get(2).source()).isEqualTo(new SuiteSource.OwnFile("elsewhere.jsonl"));
    String copy = RecipeWriter.yaml(read.resolved());
    assertThat(RecipeReader.parse(copy, "copy.yaml", List.of())).isEqualTo(read);
  }

  @Test
  void columnsBelongToAFileOfOnesOwn() {
    assertThat(issues("capability: [ { suite: gsm8k, columns: { prompt: q } } ]\n"))
        .singleElement()
        .asString()
        .endsWith(".columns: are those of a file of your own; gsm8k knows its own.");
    assertThat(issues("safety: [ { path: a.csv, columns: { promt: q } } ]\n"))
        .singleElement()
        .asString()
        .contains("unknown name 'promt'. Did you mean \"prompt\"?");
  }

  @Test
  void everythingThatIsWrongIsSaidWithItsPlace() {
    assertThat(
            issues(
                """
                capability:
                  - { suite: gsm8k, path: a.jsonl }
                  - { name: x }
                  - { suite: gsm8k, gold: "{{a}}", stop: [ "" ], stops: [ a ] }
                  - { path: b.jsonl, fewshot: { count: 2, as: chat } }
                  - 3
                safety:
                  - { suite: advbench, fewshot: { count: 1 } }
                """))
        .anySatisfy(issue -> assertThat(issue).contains("capability[0].suite: names a suite and a"))
        .anySatisfy(issue -> assertThat(issue).contains("capability[1].suite: missing; name a"))
        .anySatisfy(issue -> assertThat(issue).contains("capability[2].gold: belongs to a file"))
        .anySatisfy(
            issue -> assertThat(issue).contains("capability[2].stop: a stop string is empty"))
        .anySatisfy(issue -> assertThat(issue).contains("capability[2].stops: unknown key."))
        .anySatisfy(
            issue -> assertThat(issue).contains("fewshot.from: found 'train'; a file has no"))
        .anySatisfy(issue -> assertThat(issue).contains("fewshot.as: found 'chat', must be one of"))
        .anySatisfy(issue -> assertThat(issue).contains("[4]: found 3, must be text or a mapping"))
        .anySatisfy(issue -> assertThat(issue).contains("safety[0].fewshot: has no meaning here"));
  }

  @Test
  void twoSuitesOfOneNameAreRefused() {
    assertThat(issues("capability: [ gsm8k, { suite: gsm8k, fewshot: { count: 5 } } ]"))
        .singleElement()
        .asString()
        .contains("two suites are called gsm8k; give one of them a name of its own");
    assertThat(issues("safety: [ a/own.jsonl ]\nover_refusal: [ b/own.jsonl ]"))
        .singleElement()
        .asString()
        .contains("two suites are called own;");
    assertThat(suites("capability: [ gsm8k, { suite: gsm8k, name: g5, fewshot: { count: 5 } } ]"))
        .hasSize(2);
  }

  @Test
  void settingsThatAreNotThereOrNoMappingAreSaid() throws IOException {
    Path list = Files.writeString(folder.resolve("list.yaml"), "[ a ]");
    Path wrong = Files.writeString(folder.resolve("wrong.yaml"), "suite: gsm8k\nfewshots: 3\n");
    Path lost =
        Files.writeString(
            folder.resolve("lost.yaml"), "suite: gsm8k\nfewshot: { count: 1, from: none.jsonl }\n");
    assertThat(issues("capability: [ none.yaml, %s, %s, %s ]".formatted(list, wrong, lost)))
        .anySatisfy(
            issue ->
                assertThat(issue)
                    .contains(
                        "lost.yaml:2: fewshot.from: none.jsonl: no such file. It was looked for in "
                            + folder
                            + ", beside the file that names it, then in"))
        .anySatisfy(issue -> assertThat(issue).contains("none.yaml: no such file"))
        .anySatisfy(issue -> assertThat(issue).contains("list.yaml: the settings of a suite are"))
        .anySatisfy(issue -> assertThat(issue).contains("wrong.yaml:2: fewshots: unknown key."));
  }
}
