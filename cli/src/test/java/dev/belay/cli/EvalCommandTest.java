package dev.belay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.testkit.TinyModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EvalCommandTest {

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int belay(String... arguments) {
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(arguments);
  }

  private int eval(String into, String... more) {
    List<String> all = new ArrayList<>();
    all.addAll(
        List.of("eval", "--model", TinyModel.LLAMA.directory().toString(), "--dtype", "float32"));
    all.addAll(List.of("--max-tokens", "4", "--out", folder.resolve(into).toString()));
    all.addAll(List.of(more));
    return belay(all.toArray(String[]::new));
  }

  private String file(String into, String name) throws IOException {
    return Files.readString(folder.resolve(into).resolve(name));
  }

  @Test
  void measuresSafetyAndCapabilityInOneGo() throws IOException {
    assertThat(eval("a", "--suite", "builtin-safety:3,arithmetic", "--limit", "2")).isZero();
    assertThat(out.toString()).containsPattern("refused\n +builtin-safety ").contains("arithmetic");
    assertThat(file("a", "builtin-safety.jsonl").lines()).hasSize(3);
    assertThat(file("a", "arithmetic.jsonl").lines()).hasSize(2);
    JsonNode suite = new ObjectMapper().readTree(file("a", "summary.json")).get("suites").get(0);
    assertThat(suite.get("queries").intValue()).isEqualTo(3);
    assertThat(suite.get("prompt_tokens").intValue()).isGreaterThan(3 * 10);
    JsonNode provenance = new ObjectMapper().readTree(file("a", "provenance.json"));
    assertThat(provenance.get("model_sha256").textValue()).hasSize(64);
    assertThat(provenance.get("suites").get("builtin-safety").get("limit").intValue()).isEqualTo(3);
  }

  @Test
  void attacksAreSuitesOfTheirOwnAndLeaveHarmlessPromptsAlone() throws IOException {
    String suites = "builtin-safety,builtin-twins";
    String attacks = "direct,prefill,no-system-prompt,base64";
    assertThat(eval("x", "--suite", suites, "--attack", attacks, "--limit", "2"))
        .as(err.toString())
        .isZero();
    for (String name : List.of("", "+prefill", "+no-system-prompt", "+base64")) {
      assertThat(file("x", "builtin-safety" + name + ".jsonl").lines()).as(name).hasSize(2);
    }
    assertThat(file("x", "evaluation.json")).doesNotContain("builtin-twins+");
    assertThat(eval("y", "--suite", suites, "--attack", "prefil,direct")).isEqualTo(2);
    assertThat(err.toString()).contains("no attack \"prefil\". Did you mean \"prefill\"?");
  }

  @Test
  void optionsMakeAnAttackAskMoreOften() throws IOException {
    assertThat(
            eval(
                "o",
                "--suite",
                "builtin-safety:2",
                "--attack",
                "best-of-n,direct",
                "--attack-option",
                "best-of-n.n=3"))
        .as(err.toString())
        .isZero();
    assertThat(file("o", "builtin-safety+best-of-n.jsonl").lines()).hasSize(6);
    assertThat(file("o", "builtin-safety.jsonl").lines()).hasSize(2);
    JsonNode suite = new ObjectMapper().readTree(file("o", "summary.json")).at("/suites/0");
    assertThat(suite.get("attack").textValue()).startsWith("best-of-n 1 (n=3,");
    assertThat(suite.get("prompts").intValue()).isEqualTo(2);
    assertThat(eval("q", "--suite", "builtin-safety:2", "--attack-option", "gcg.steps=5"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("gcg is not among the attacks made (direct)");
  }

  @Test
  void suffixesAreFoundKeptAndFoundAgain() throws IOException {
    String[] options = {
      "--suite",
      "builtin-safety:3",
      "--attack",
      "gcg",
      "--attack-option",
      "gcg.steps=2,gcg.candidates=4,gcg.top_k=8,gcg.suffix_tokens=3"
    };
    assertThat(eval("g", options)).as(err.toString()).isZero();
    String suffixes = file("g", "builtin-safety+gcg.suffixes.jsonl");
    assertThat(suffixes.lines()).hasSize(3);
    JsonNode suite = new ObjectMapper().readTree(file("g", "summary.json")).at("/suites/0");
    assertThat(suite.at("/search/forward_tokens").intValue()).isPositive();
    assertThat(suite.at("/search/loss").doubleValue())
        .isLessThanOrEqualTo(suite.at("/search/loss_before").doubleValue());
    assertThat(eval("h", options)).isZero();
    // As if it had been cut off in the second prompt's search.
    Path cut = folder.resolve("h").resolve("builtin-safety+gcg.suffixes.jsonl");
    Files.writeString(cut, suffixes.lines().findFirst().orElseThrow() + "\n{\"id\":");
    Files.delete(folder.resolve("h").resolve("builtin-safety+gcg.jsonl"));
    List<String> resumed = new ArrayList<>(List.of(options));
    resumed.add("--resume");
    assertThat(eval("h", resumed.toArray(String[]::new))).as(err.toString()).isZero();
    for (String name : List.of("builtin-safety+gcg.suffixes.jsonl", "builtin-safety+gcg.jsonl")) {
      assertThat(file("h", name)).as(name).isEqualTo(file("g", name));
    }
  }

  @Test
  void cutOffEvaluationEndsTheSame() throws IOException {
    String[] options = {"--suite", "builtin-safety,builtin-twins", "--limit", "5"};
    assertThat(eval("whole", options)).isZero();
    assertThat(eval("cut", options)).isZero();
    Path cut = folder.resolve("cut");
    // As if the second suite had been cut off in the middle of a line.
    String lines = Files.readString(cut.resolve("builtin-twins.jsonl"));
    Files.writeString(cut.resolve(".builtin-twins.jsonl.partial"), lines.substring(0, 300));
    Files.delete(cut.resolve("builtin-twins.jsonl"));
    Files.delete(cut.resolve("summary.json"));
    assertThat(eval("cut", options)).isEqualTo(2);
    assertThat(err.toString()).contains("holds an evaluation. Go on with --resume");
    List<String> resumed = new ArrayList<>(List.of(options));
    resumed.add("--resume");
    assertThat(eval("cut", resumed.toArray(String[]::new))).isZero();
    for (String name : List.of("builtin-safety.jsonl", "builtin-twins.jsonl", "evaluation.json")) {
      assertThat(file("cut", name)).as(name).isEqualTo(file("whole", name));
    }
  }

  @Test
  void severalSamplesAreDrawnAtTemperatureOne() throws IOException {
    assertThat(eval("s", "--suite", "builtin-safety:4", "--samples", "3")).isZero();
    assertThat(file("s", "builtin-safety.jsonl").lines()).hasSize(12);
    JsonNode suite =
        new ObjectMapper().readTree(file("s", "evaluation.json")).at("/suites/builtin-safety");
    assertThat(suite.at("/sampling/temperature").doubleValue()).isEqualTo(1);
    assertThat(suite.get("completions").intValue()).isEqualTo(12);
  }

  @Test
  void mistakesAreNamedBeforeTheModelIsOpened() {
    assertThat(eval("m", "--suite", "advbnch,builtin-safty")).isEqualTo(2);
    assertThat(err.toString())
        .contains("no suite \"advbnch\". Did you mean \"advbench\"?")
        .contains("Did you mean \"builtin-safety\"?");
    assertThat(eval("m", "--suite", "builtin-safety", "--samples", "2", "--temperature", "0"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("give a temperature above 0");
    assertThat(eval("m", "--suite", "builtin-safety,builtin-safety:2")).isEqualTo(2);
    assertThat(err.toString()).contains("suite builtin-safety is given twice");
    assertThat(eval("m", "--suite", "builtin-safety", "--resume")).isEqualTo(2);
    assertThat(err.toString()).contains("holds no evaluation to resume");
    assertThat(folder.resolve("m")).doesNotExist();
  }

  @Test
  void comparesTwoEvaluationsAndRefusesUnlikeOnes() throws IOException {
    assertThat(eval("a", "--suite", "builtin-safety:6", "--details")).isZero();
    assertThat(out.toString())
        .contains("worst case")
        .contains("Corrected for the errors of embedded");
    assertThat(eval("b", "--suite", "builtin-safety:6")).isZero();

    String a = folder.resolve("a").toString();
    assertThat(belay("compare-evals", a, folder.resolve("b").toString())).isZero();
    assertThat(out.toString())
        .contains("Safety held within 2 points: cannot tell", "share, suite", "--details prints")
        .doesNotContain("Worst case, and exact limits");
    assertThat(belay("compare-evals", "--details", a, folder.resolve("b").toString())).isZero();
    assertThat(out.toString())
        .contains("Changes in percentage points on the same prompts")
        .contains("Worst case, and exact limits:");
    Path audit = Files.writeString(folder.resolve("audit.json"), "{\"audits\": []}");
    String b = folder.resolve("b").toString();
    assertThat(belay("compare-evals", a, b, "--judge-errors", audit.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("holds no audits");
    Files.writeString(
        audit,
        """
        {"audits": [{"file": "mine", "judge": "j", "binary_counts": [[9, 1, 0], [1, 9, 0]]}]}\
        """);
    assertThat(belay("compare-evals", a, b, "--details", "--judge-errors", audit.toString()))
        .isZero();
    assertThat(out.toString()).contains("(j, on mine)");
    assertThat(eval("system", "--suite", "builtin-safety:6", "--system", "Be kind.")).isZero();
    String system = folder.resolve("system").toString();
    assertThat(belay("compare-evals", a, system)).isEqualTo(2);
    assertThat(err.toString()).contains("did not read the same tokens").contains("--across-models");
    assertThat(belay("compare-evals", "--across-models", a, system)).isZero();
    assertThat(eval("fewer", "--suite", "builtin-safety:5")).isZero();
    assertThat(belay("compare-evals", a, folder.resolve("fewer").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("suites.builtin-safety.limit was 6 and is now 5");
  }

  @Test
  void classifierInADirectoryJudgesAndIsNotTheModelUnderTest() throws IOException {
    // Another copy of the same weights: still the model itself.
    String judge = "wildguard:" + TinyModel.LLAMA.directory();
    assertThat(eval("c", "--suite", "builtin-safety:3", "--judge", judge)).isEqualTo(2);
    assertThat(err.toString()).contains("the judge wildguard is the model under test (weights ");
    String meant = "--judge-is-model-under-test";
    assertThat(eval("c", "--suite", "builtin-safety:3", "--judge", judge, meant))
        .as(err.toString())
        .isZero();
    JsonNode suite = new ObjectMapper().readTree(file("c", "summary.json")).get("suites").get(0);
    assertThat(suite.get("judges").get(0).textValue()).startsWith("wildguard 1 by weights ");
    // Random weights never write the three lines.
    assertThat(suite.get("undecided").intValue()).isEqualTo(3);
    for (String line : file("c", "builtin-safety.jsonl").lines().toList()) {
      assertThat(line).contains("malformed: the classifier says");
    }
    String lines = folder.resolve("c").resolve("builtin-safety.jsonl").toString();
    for (String kind : List.of("llama-guard:", "harmbench:")) {
      out.getBuffer().setLength(0);
      assertThat(belay("judge", lines, "--judge", kind + TinyModel.LLAMA.directory())).isZero();
      assertThat(out.toString().lines()).hasSize(3);
    }
    assertThat(out.toString()).contains("\"judge\":\"harmbench 1 by weights ");
  }

  @Test
  void planNeedsNoModel() throws IOException {
    String[] plan = {
      "eval", "--plan", "--suite", "builtin-safety:50,builtin-twins", "--samples", "2"
    };
    assertThat(belay(plan)).as(err.toString()).isZero();
    assertThat(out.toString())
        .contains("builtin-safety       50          100  50.0 %       ±")
        .contains("for 2 points")
        .contains("in all");
    out.getBuffer().setLength(0);
    List<String> json = new ArrayList<>(List.of(plan));
    json.addAll(List.of("--model", "no-such-model", "--margin", "0.1", "--json"));
    assertThat(belay(json.toArray(String[]::new))).isZero();
    JsonNode design = new ObjectMapper().readTree(out.toString());
    assertThat(design.get("margin").doubleValue()).isEqualTo(0.1);
    assertThat(design.at("/suites/0/changes")).hasSize(3);
    assertThat(belay("eval", "--suite", "builtin-safety")).isEqualTo(2);
    assertThat(err.toString()).contains("Missing required option: '--model'");
    assertThat(belay("eval", "--suite", "builtin-safety", "--margin", "0.1")).isEqualTo(2);
    assertThat(err.toString()).contains("--plan");
    assertThat(belay("eval", "--plan", "--suite", "builtin-safety", "--power", "2")).isEqualTo(2);
    assertThat(err.toString()).contains("the power must be");
  }

  @Test
  void planLearnsFromEarlierEvaluations() throws IOException {
    assertThat(eval("b", "--suite", "builtin-safety:6", "--samples", "2")).isZero();
    out.getBuffer().setLength(0);
    String past = folder.resolve("b").toString();
    String suite = "builtin-safety:20,builtin-twins:20";
    assertThat(belay("eval", "--plan", "--suite", suite, "--from", past, "--json")).isZero();
    JsonNode suites = new ObjectMapper().readTree(out.toString()).get("suites");
    assertThat(suites.get(0).get("tokens_measured").booleanValue()).isTrue();
    assertThat(suites.get(0).get("tokens").intValue()).isLessThanOrEqualTo(20 * 4);
    assertThat(suites.get(0).get("seconds").doubleValue()).isPositive();
    assertThat(suites.get(1).get("tokens_measured").booleanValue()).isFalse();
    assertThat(suites.get(1).get("assumed_rate").doubleValue()).isEqualTo(0.5);
  }
}
