package dev.belay.core.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that a recipe names are found beside it, wherever in it they are named. */
class RecipeFilesTest {

  private static final String RECIPE =
      """
      name: r
      model: { name: ./m }
      train:
        method: rlvr
        data: [ { source: a, path: a.jsonl }, { source: b, path: [ a.jsonl, "b-*.csv", pom.xml ] } ]
        reward: [ { model: sub/m }, { verifier: math } ]
        critic: { model: ./none }
        kl: { coef: 0 }
        advantage: gae
        steps: 1
        anchor: { data: { source: c, path: sub } }
        refusals: { refuse: { source: d, path: a.jsonl }, answer: { source: d, path: lost.jsonl } }
        monitor: { suite: advbench, judge: "ensemble:j.yaml,llama-guard:./m" }
        second_measure: { data: { source: e, path: a.jsonl } }
        until: { data: { source: e, path: a.jsonl }, accuracy: 0.5, every_steps: 1 }
      evaluate:
        capability: [ "a.jsonl:7?", { path: a.jsonl, fewshot: { count: 1, from: more.jsonl } } ]
        safety: [ "sub/lost.jsonl:3", advbench ]
        judge: j.yaml
      """;

  @TempDir Path folder;

  @BeforeEach
  void writeFiles() throws IOException {
    for (String model : List.of("m", "sub/m")) {
      Files.createDirectories(folder.resolve(model));
      Files.writeString(folder.resolve(model + "/config.json"), "{}");
    }
    for (String file : List.of("a.jsonl", "b-1.csv", "more.jsonl", "j.yaml")) {
      Files.writeString(folder.resolve(file), "");
    }
  }

  private RecipeFiles files() {
    return RecipeFiles.of(folder.resolve("r.yaml"));
  }

  private static YamlValue.Mapping yaml(String text) {
    return (YamlValue.Mapping) YamlReader.read(text, "r.yaml");
  }

  @Test
  void everyKeyThatNamesAFileFindsIt() {
    RecipeFiles files = files();
    String here = Path.of("").toAbsolutePath() + "/";
    String found =
        RECIPE
            .replace("./m", "D/m")
            .replace("{ model: sub/m }", "{ model: D/sub/m }")
            .replace("path: sub }", "path: D/sub }")
            .replace("a.jsonl", "D/a.jsonl")
            .replace("b-*.csv", "D/b-*.csv")
            .replace("pom.xml", here + "pom.xml")
            .replace("more.jsonl", "D/more.jsonl")
            .replace("j.yaml", "D/j.yaml")
            .replace("D/", folder + "/");
    assertThat(YamlValue.plain(files.located(yaml(RECIPE))))
        .isEqualTo(YamlValue.plain(yaml(found)));
    assertThat(files.missing())
        .extracting(RecipeFiles.Missing::key)
        .containsExactlyInAnyOrder(
            "train.critic.model", "train.refusals.answer.path", "evaluate.safety");
    assertThat(RecipeSource.areSame(RECIPE, found)).isTrue();
    assertThat(RecipeSource.areSame(RECIPE, found.replace("b-*.csv", "c-*.csv"))).isFalse();
    assertThat(RecipeSource.areSame(RECIPE, found.replace("steps: 1", "steps: 2"))).isFalse();
  }

  /** Names that are no paths stay what they are, whatever lies beside the recipe. */
  @Test
  void namesAreNotTakenForPaths() throws IOException {
    Files.createDirectories(folder.resolve("owner/name"));
    Files.createDirectories(folder.resolve("advbench"));
    Files.createDirectories(folder.resolve("embedded"));
    YamlValue.Mapping recipe =
        yaml(
            """
            model: { name: owner/name, chat_template: a.jsonl }
            train:
              reward: [ { model: m }, { model: owner/name@main } ]
              data: { source: a.jsonl, split: sub }
            evaluate:
              capability: [ { suite: m, prompt: a.jsonl, fewshot: { count: 1, from: sub } } ]
              safety: [ advbench ]
              judge: "rubric:http://127.0.0.1:8000/v1#owner/name"
            """);
    RecipeFiles files = files();
    assertThat(files.located(recipe)).isEqualTo(recipe);
    assertThat(files.missing()).isEmpty();
    String served = "name: a\nevaluate: { judge: \"rubric:http://one/v1\" }\n";
    assertThat(RecipeSource.areSame(served, served.replace("one", "two"))).isFalse();
  }

  @Test
  void aValueOfTheCommandLineIsOfTheCurrentFolder() throws IOException {
    Path recipe =
        Files.writeString(
            folder.resolve("r.yaml"),
            "name: r\nmodel: { name: x }\nevaluate: { safety: [ a.jsonl ] }\n");
    Files.writeString(folder.resolve("pom.xml"), "");
    SuiteSource set =
        RecipeReader.read(recipe, List.of("evaluate.safety=[{ path: pom.xml }]"))
            .evaluate()
            .suites()
            .getFirst()
            .source();
    assertThat(set)
        .isEqualTo(new SuiteSource.OwnFile(Path.of("pom.xml").toAbsolutePath().toString()));
    SuiteSource beside =
        RecipeReader.read(recipe, List.of("evaluate.safety=[a.jsonl]"))
            .evaluate()
            .suites()
            .getFirst()
            .source();
    assertThat(beside).as("not beside the recipe").isEqualTo(new SuiteSource.OwnFile("a.jsonl"));
  }

  @Test
  void anIssueOfAFileThatIsNotThereSaysWhereItWasLookedFor() throws IOException {
    Path recipe = Files.writeString(folder.resolve("r.yaml"), RECIPE);
    RecipeIssues issues = RecipeReader.draft(recipe, List.of()).issues();
    int before = issues.faults().size();
    issues.add("evaluate", "sub/lost.jsonl: no such file.");
    issues.add("train.refusals.answer[0]", "lost.jsonl: cannot be read: there is no such file.");
    issues.add("model.name", "lost.jsonl is not about this.");
    String tried =
        " It was looked for in %s, beside the file that names it, then in the current folder, %s."
            .formatted(folder, Path.of("").toAbsolutePath());
    assertThat(issues.faults().stream().map(RecipeFault::what))
        .hasSize(before + 3)
        .contains(
            "sub/lost.jsonl: no such file." + tried,
            "lost.jsonl: cannot be read: there is no such file." + tried,
            "lost.jsonl is not about this.");
  }
}
