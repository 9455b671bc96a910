package dev.belay.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import dev.belay.core.run.Progress;
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

class VerifyCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<String> issues = new ArrayList<>();

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  private Path folder;

  private int run(String... arguments) {
    CommandLine line = new CommandLine(new VerifyCommand(() -> Progress.SILENT));
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    line.setExecutionExceptionHandler(
        (error, _, _) -> {
          issues.addAll(((BadInputException) error).issues());
          return 2;
        });
    issues.clear();
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return line.execute(arguments);
  }

  private String file(String... lines) throws IOException {
    return Files.writeString(folder.resolve("in.jsonl"), String.join("\n", lines) + "\n")
        .toString();
  }

  private List<JsonNode> verdicts() throws IOException {
    List<JsonNode> verdicts = new ArrayList<>();
    for (String line : out.toString().lines().toList()) {
      verdicts.add(Json.MAPPER.readTree(line));
    }
    return verdicts;
  }

  private JsonNode only(String... arguments) throws IOException {
    assertThat(run(arguments)).as("%s", issues).isZero();
    return verdicts().getFirst();
  }

  @Test
  void oneVerdictALineInTheirOrderAndASummary() throws IOException {
    String file =
        file(
            """
            {"id": "a", "domain": "mathematics", "gold": "7", "completion": "The answer is 7."}\
            """,
            """
            {"id": 17, "domain": "math", "answer": 7, "completion": "The answer is 8."}\
            """,
            "",
            """
            {"domain": "CHOICE", "gold": "B", "completion": "The answer is B."}\
            """,
            """
            {"id": "e", "domain": "maths", "gold": "nothing at all, is it?", "completion": "7"}\
            """);
    assertThat(run(file)).isZero();
    List<JsonNode> verdicts = verdicts();
    assertThat(verdicts)
        .extracting(v -> v.get("id").toString())
        .containsExactly("\"a\"", "17", "4", "\"e\"");
    assertThat(verdicts.get(0).get("state").textValue()).isEqualTo("correct");
    assertThat(verdicts.get(0).get("score").doubleValue()).isEqualTo(1);
    assertThat(verdicts.get(0).get("extracted").textValue()).isEqualTo("7");
    assertThat(verdicts.get(0).get("reason").textValue()).isNotBlank();
    assertThat(verdicts.get(1).get("state").textValue()).isEqualTo("incorrect");
    assertThat(verdicts.get(1).get("score").doubleValue()).isEqualTo(0);
    assertThat(verdicts.get(2).get("state").textValue()).isEqualTo("correct");
    assertThat(err.toString()).contains("mathematics").contains("choice").contains("interval");
  }

  @Test
  void whatIsNotDecidedHasNoScore() throws IOException {
    JsonNode verdict =
        only(file("{\"domain\":\"choice\",\"gold\":\"B\",\"completion\":\"A or B.\"}"));
    assertThat(verdict.get("state").textValue()).isIn("undecided", "incorrect");
    if (verdict.get("state").textValue().equals("undecided")) {
      assertThat(verdict.get("score").isNull()).isTrue();
    }
    JsonNode form = only(file("{\"domain\":\"choice\",\"gold\":\"B\",\"completion\":\"\"}"));
    assertThat(form.get("score").doubleValue()).isEqualTo(0);
  }

  @Test
  void brokenLinesAreNamedAtTheEndAndTheRestIsVerified() throws IOException {
    String good = "{\"id\":1,\"domain\":\"math\",\"gold\":\"7\",\"completion\":\"7\"}";
    String file =
        file(
            good,
            "{\"id\": 2, \"domain\": \"math\"",
            "{\"id\":3,\"domain\":\"maths2\",\"completion\":\"\"}",
            "[1]",
            "{\"id\":5,\"domain\":\"math\",\"completion\":\"7\"}",
            "{\"id\":6,\"domain\":\"math\",\"gold\":\"7\"}",
            "{\"id\":7,\"domain\":\"math\",\"gold\":\"7\",\"answer\":\"8\",\"completion\":\"7\"}",
            "{\"id\":8,\"domain\":\"math\",\"gold\":\"7\",\"completion\":null}",
            good);
    assertThat(run(file)).isEqualTo(2);
    assertThat(issues).hasSize(7);
    for (int i = 0; i < 7; i++) {
      assertThat(issues.get(i)).contains("in.jsonl:" + (i + 2) + ": ");
    }
    assertThat(issues.get(1)).contains("\"maths2\"").contains("mathematics, code, instructions");
    assertThat(issues.get(3)).contains("\"gold\" or \"answer\"");
    assertThat(issues.get(4)).contains("\"completion\"").contains("found: id, domain, gold");
    List<JsonNode> verdicts = verdicts();
    assertThat(verdicts).hasSize(9);
    assertThat(verdicts)
        .extracting(v -> v.get("state").textValue())
        .containsExactly(
            "correct", "error", "error", "error", "error", "error", "error", "error", "correct");
    assertThat(verdicts.get(2).get("id").intValue()).isEqualTo(3);
    assertThat(verdicts.get(3).get("id").isNull()).isTrue();
    assertThat(verdicts.get(3).get("line").intValue()).isEqualTo(4);
    assertThat(verdicts.get(3).get("score").isNull()).isTrue();
    assertThat(err.toString()).contains("7 lines could not be read");
  }

  @Test
  void theDomainMayBeSaidOnceOrSeenInTheKeys() throws IOException {
    String line = "{\"gold\":\"7\",\"completion\":\"7\"}";
    assertThat(run(file(line))).isEqualTo(2);
    assertThat(issues.getFirst()).contains("in.jsonl:1").contains("--domain");
    assertThat(only(file(line), "--domain", "maths").get("state").textValue()).isEqualTo("correct");
    assertThat(run(file(line), "--domain", "cooking")).isEqualTo(2);
    assertThat(issues.getFirst()).contains("--domain").contains("mathematics");
    String choice =
        "{\"choices\":[\"red\",\"blue\"],\"answer\":1,\"completion\":\"The answer is B.\"}";
    assertThat(only(file(choice)).get("state").textValue()).isEqualTo("correct");
  }

  @Test
  void choicesAreReadInEveryForm() throws IOException {
    String completion = ",\"completion\":\"The answer is B.\"}";
    for (String keys :
        List.of(
            "\"gold\":\"b\"",
            "\"gold\":\"(B)\"",
            "\"gold\":\"B.\"",
            "\"gold\":\"blue\",\"choices\":[\"red\",\"blue\"]",
            "\"gold\":1,\"choices\":[\"red\",\"blue\"]",
            "\"answer\":\"B\",\"options\":{\"A\":\"red\",\"B\":\"blue\"}",
            "\"answer\":\"B\",\"choices\":{\"text\":[\"red\",\"blue\"],\"label\":[\"A\",\"B\"]}")) {
      JsonNode verdict = only(file("{\"domain\":\"choice\"," + keys + completion));
      assertThat(verdict.get("state").textValue()).as(keys).isEqualTo("correct");
    }
    for (String keys :
        List.of(
            "\"gold\":\"green\"",
            "\"gold\":\"C\",\"choices\":[\"red\",\"blue\"]",
            "\"gold\":2,\"choices\":[\"red\",\"blue\"]",
            "\"gold\":\"A\",\"choices\":[\"red\"]",
            "\"gold\":\"A\",\"choices\":\"red\"",
            "\"gold\":\"A\",\"choices\":{\"A\":\"red\",\"C\":\"blue\"}")) {
      assertThat(run(file("{\"domain\":\"choice\"," + keys + completion))).as(keys).isEqualTo(2);
      assertThat(issues.getFirst()).contains("in.jsonl:1");
    }
  }

  @Test
  void formsAreSaidLineByLine() throws IOException {
    String tags = "{\"domain\":\"format\",\"tags\":[\"plan\",\"answer\"],\"completion\":\"%s\"}";
    String good = tags.formatted("<plan>a</plan><answer>b</answer>");
    assertThat(only(file(good)).get("state").textValue()).isEqualTo("correct");
    JsonNode bad = only(file(tags.formatted("b")));
    assertThat(bad.get("state").textValue()).isEqualTo("incorrect");
    assertThat(bad.get("reason").textValue()).contains("<plan> was to open");
    String both =
        "{\"domain\":\"format\",\"pattern\":\"[^0-9]*\",\"json_schema\":{\"type\":\"object\"},"
            + "\"completion\":\"%s\"}";
    assertThat(only(file(both.formatted("{}"))).get("state").textValue()).isEqualTo("correct");
    assertThat(only(file(both.formatted("{\\\"a\\\":1}"))).get("reason").textValue())
        .contains("pattern");
    assertThat(only(file(both.formatted("[]"))).get("reason").textValue()).contains("object");
    assertThat(run(file("{\"domain\":\"format\",\"completion\":\"\"}"))).isEqualTo(2);
    assertThat(issues.getFirst()).contains("\"tags\" or \"pattern\" or \"json_schema\"");
    assertThat(run(file("{\"domain\":\"format\",\"pattern\":\"(\",\"completion\":\"\"}")))
        .isEqualTo(2);
    assertThat(issues.getFirst()).contains("in.jsonl:1").contains("RE2");
  }

  /** HumanEval's keys, MBPP's and plain ones; each with a program that passes and one that not. */
  @Test
  void noCompletionCostsTheVerdictsOfOtherLines() throws IOException {
    String number = "{\"domain\":\"format\",\"json_schema\":%s,\"completion\":\"%s\"}";
    String file =
        file(
            number.formatted("{\"enum\":[1,2]}", "1e400"),
            number.formatted("{\"enum\":[1e999999999]}", "1"),
            "{\"domain\":\"math\",\"gold\":\"7\",\"completion\":\"7\"}");
    assertThat(run(file)).isEqualTo(2);
    assertThat(verdicts())
        .extracting(verdict -> verdict.get("state").textValue())
        .containsExactly("incorrect", "error", "correct");
    assertThat(issues).hasSize(1);
    assertThat(issues.getFirst()).contains("in.jsonl:2: ").contains("1E+999999999");
  }

  @Test
  void programsAreRunAgainstTheirTests() throws IOException {
    List<String> tasks =
        List.of(
            "\"task_id\":\"HumanEval/0\",\"prompt\":\"def twice(x):\\n"
                + "    \\\"\\\"\\\"Twice x.\\\"\\\"\\\"\\n"
                + "\",\"entry_point\":\"twice\",\"test\":\"def check(candidate):\\n"
                + "    assert candidate(2) == 4\\n"
                + "\"",
            "\"task_id\":7,\"text\":\"Write twice.\",\"test_setup_code\":\"\","
                + "\"test_list\":[\"assert twice(2) == 4\",\"assert twice(0) == 0\"]",
            "\"domain\":\"code\",\"tests\":\"assert twice(3) == 6\",\"entry_point\":\"twice\"");
    String good = "```python\\ndef twice(x):\\n    return 2 * x\\n```";
    String bad = "```python\\ndef twice(x):\\n    return 2 + x + (x == 2)\\n```";
    List<String> lines = new ArrayList<>();
    for (String task : tasks) {
      lines.add("{%s,\"completion\":\"%s\"}".formatted(task, good));
      lines.add("{%s,\"completion\":\"%s\"}".formatted(task, bad));
    }
    assertThat(run(file(lines.toArray(String[]::new)))).as("%s", issues).isZero();
    assertThat(verdicts())
        .extracting(verdict -> verdict.get("state").textValue())
        .as("%s", out)
        .containsExactly("correct", "incorrect", "correct", "incorrect", "correct", "incorrect");
    assertThat(verdicts().get(2).get("id").intValue()).isEqualTo(7);
  }

  @Test
  void instructionsHaveIfevalsKeysAndResults() throws IOException {
    String line =
        "{\"key\":1000,\"prompt\":\"Write a line without commas.\","
            + "\"instruction_id_list\":[\"punctuation:no_comma\",\"change_case:english_lowercase\"],"
            + "\"kwargs\":[{\"num_words\":null},{}],\"completion\":\"%s\"}";
    JsonNode good = only(file(line.formatted("this line has no such mark in it.")));
    assertThat(good.get("id").intValue()).isEqualTo(1000);
    assertThat(good.get("state").textValue()).isEqualTo("correct");
    JsonNode half = only(file(line.formatted("This line has no such mark in it.")));
    assertThat(half.get("state").textValue()).isEqualTo("incorrect");
    assertThat(half.get("strict").toString()).isEqualTo("[true,false]");
    assertThat(half.get("loose")).hasSize(2);
    assertThat(run(file(line.replace(",{}]", "]").formatted("a")))).isEqualTo(2);
    assertThat(issues.getFirst()).contains("in.jsonl:1").contains("equally long");
    JsonNode unknown = only(file(line.replace("no_comma", "no_colon").formatted("a")));
    assertThat(unknown.get("state").textValue()).isEqualTo("error");
    assertThat(unknown.get("score").isNull()).isTrue();
  }

  @Test
  void theTraceAndTheEndAreSeen() throws IOException {
    String line = "{\"domain\":\"math\",\"gold\":\"7\",%s}";
    assertThat(
            only(file(line.formatted("\"reasoning\":\"It is 7.\",\"completion\":\"8\"")))
                .get("state")
                .textValue())
        .isEqualTo("incorrect");
    assertThat(
            only(file(line.formatted("\"completion\":\"<think>It is 8.</think>7\"")))
                .get("state")
                .textValue())
        .isEqualTo("correct");
    assertThat(
            only(file(line.formatted("\"finish_reason\":\"length\",\"completion\":\"So far 7\"")))
                .get("state")
                .textValue())
        .isEqualTo("incorrect");
  }

  @Test
  void verdictsGoToAFileAndTheSummaryIsJsonIfAsked() throws IOException {
    String file = file("{\"domain\":\"math\",\"gold\":\"7\",\"completion\":\"7\"}");
    Path verdicts = folder.resolve("verdicts.jsonl");
    assertThat(run(file, "--out", verdicts.toString(), "--json")).isZero();
    assertThat(Files.readAllLines(verdicts)).hasSize(1);
    JsonNode summary = Json.MAPPER.readTree(out.toString());
    assertThat(summary.at("/mathematics/n").intValue()).isEqualTo(1);
    assertThat(summary.at("/mathematics/rate").doubleValue()).isEqualTo(1);
    assertThat(summary.at("/mathematics/interval/1").doubleValue()).isEqualTo(1);
    assertThat(summary.at("/broken_lines").intValue()).isZero();
    assertThat(run(file, "--json")).isEqualTo(2);
    assertThat(issues.getFirst()).contains("--out");
    assertThat(run(file, "--out", file)).isEqualTo(2);
    assertThat(issues.getFirst()).contains("is also read");
    assertThat(run(file, "--problems", "3")).isEqualTo(2);
    assertThat(issues.getFirst()).contains("--problems is about an audit");
    assertThat(run("--audit", file, "--domain", "math")).isEqualTo(2);
    assertThat(run(folder.resolve("none").toString())).isEqualTo(2);
    assertThat(issues.getFirst()).contains("no such file");
  }

  @Test
  void whatATerminalWouldObeyIsEscapedInTheLines() throws IOException {
    String id = "\u009b31mé😀\u202e\u007f";
    String line =
        "{\"id\": \"%s\", \"domain\": \"math\", \"gold\": \"7\", \"completion\": \"7\"}"
            .formatted(id);
    assertThat(run(file(line, line.replace("\"7\"}", "7}")))).isEqualTo(2);
    assertThat(out.toString()).doesNotContain("\u009b", "\u202e", "\u007f").contains("mé😀");
    assertThat(verdicts()).extracting(verdict -> verdict.get("id").asText()).contains(id, id);
  }

  @Test
  void anEmptyFileIsBadInput() throws IOException {
    for (String nothing : List.of("", "\n", " \n\t\n")) {
      Path empty = Files.writeString(folder.resolve("empty.jsonl"), nothing);
      assertThat(run(empty.toString())).isEqualTo(2);
      assertThat(issues).hasSize(1);
      assertThat(issues.getFirst()).startsWith(empty + ": is empty; belay verify reads JSON Lines");
      assertThat(out.toString()).isEmpty();
    }
    String good = file("{\"domain\":\"math\",\"gold\":\"7\",\"completion\":\"7\"}");
    assertThat(run(folder.resolve("empty.jsonl").toString(), good)).isEqualTo(2);
    assertThat(verdicts()).hasSize(1);
    assertThat(issues).hasSize(1);
  }

  @Test
  void whatIsNoJsonLinesIsNamedOnce() throws IOException {
    Path csv = Files.writeString(folder.resolve("data.csv.gz"), "gold,completion\n1,1\n2,2\n");
    assertThat(run(csv.toString())).isEqualTo(2);
    assertThat(issues).hasSize(1);
    assertThat(issues.getFirst())
        .contains("data.csv.gz: is a table by its name (.csv); belay verify reads JSON Lines");
    assertThat(run(folder.resolve("recipe.yaml").toString())).isEqualTo(2);
    assertThat(issues.getFirst()).contains("A recipe is audited with --audit.");
    Path array = Files.writeString(folder.resolve("a.json"), "\n[\n{\"gold\": \"1\"},\n1]\n");
    assertThat(run(array.toString())).isEqualTo(2);
    assertThat(issues).hasSize(1);
    assertThat(issues.getFirst()).startsWith(array + ":2: begins an array;");
    assertThat(run(file("gold,completion", "1,2"))).isEqualTo(2);
    assertThat(issues.getFirst()).contains("in.jsonl: has no line that is a JSON object;");
    assertThat(issues.getLast()).contains("in.jsonl:2: broken JSON: there is more after the value");
    assertThat(run(file("{}"), "--out", folder.toString())).isEqualTo(2);
    assertThat(issues.getFirst()).contains("--out: ", " is a folder; name a file.");
  }
}
