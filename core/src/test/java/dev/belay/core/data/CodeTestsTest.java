package dev.belay.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.data.Reference.UnitTests;
import dev.belay.core.error.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeTestsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private static UnitTests read(String json) {
    try {
      return CodeTests.of(new DataRow(new SourceLine("file", 1), (ObjectNode) JSON.readTree(json)));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void readsHumanEval() {
    UnitTests tests =
        read(
            """
            {"task_id": "X/0", "prompt": "import re\\n\\ndef f(x):\\n    \\"\\"\\"Doc.\\"\\"\\"\\n",
             "entry_point": "f", "canonical_solution": "    return x\\n",
             "test": "def check(candidate):\\n    assert candidate(1) == 1\\n"}
            """);
    assertThat(tests.prefix()).startsWith("import re").endsWith("\"\"\"\n");
    assertThat(tests.entryPoint()).isEqualTo("f");
    assertThat(tests.tests())
        .containsExactly("def check(candidate):\n    assert candidate(1) == 1\n");
    assertThat(tests.setup()).isEmpty();
  }

  @Test
  void readsMbpp() {
    UnitTests tests =
        read(
            """
            {"text": "Adds.", "code": "class P: pass\\r\\ndef helper(x):\\r\\n  return x\\r\\ndef sum(a):\\r\\n  return a",
             "task_id": 3, "test_setup_code": "r = P()\\r\\n", "challenge_test_list": [],
             "test_list": ["assert set(sum(1)) == {1}", "assert sum(2) == 2"]}
            """);
    assertThat(tests)
        .isEqualTo(
            new UnitTests(
                "",
                "sum",
                "r = P()\n",
                List.of("assert set(sum(1)) == {1}", "assert sum(2) == 2")));
  }

  @Test
  void readsThePlainForm() {
    assertThat(read("{\"prompt\": \"Add.\", \"tests\": \"assert sorted(add(1, 2)) == [3]\"}"))
        .isEqualTo(new UnitTests("", "add", "", List.of("assert sorted(add(1, 2)) == [3]")));
    assertThat(
            read(
                "{\"prompt\": \"Go on.\", \"prefix\": \"x = 1\\n"
                    + "\", \"tests\": [\"assert math.sqrt(go(1))\"], \"setup\": \"import math\"}"))
        .isEqualTo(
            new UnitTests("x = 1\n", "go", "import math", List.of("assert math.sqrt(go(1))")));
    assertThat(read("{\"tests\": \"def test_a():\\n    assert f(1)\"}").entryPoint())
        .isEqualTo("f");
    assertThat(
            read("{\"tests\": [\"from math import isclose\", \"assert isclose(g(1), 1)\"]}")
                .entryPoint())
        .isEqualTo("g");
  }

  @Test
  void findsTheEntryPointOfAPromptToBeContinued() {
    UnitTests checked =
        read(
            "{\"prompt\": \"def h(x):\\n"
                + "    pass\\n"
                + "def f(x):\\n"
                + "\", \"tests\": \"def check(candidate):\\n"
                + "    assert candidate(1)\\n"
                + "\\n"
                + "check(f)\"}");
    assertThat(checked.entryPoint()).isEqualTo("f");
    assertThat(checked.prefix()).startsWith("def h");
    UnitTests last =
        read(
            "{\"prompt\": \"def h(x):\\n"
                + "    pass\\n"
                + "def f(x):\\n"
                + "\", \"test\": \"def check(candidate):\\n"
                + "    assert candidate(1)\"}");
    assertThat(last.entryPoint()).isEqualTo("f");
    assertThat(read("{\"prompt\": \"Write f.\", \"tests\": \"assert f(1)\"}").prefix()).isEmpty();
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> read("{\"tests\": [1]}"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("file")
        .hasMessageContaining("must be text or a list of texts, found 1");
    assertThatThrownBy(() -> read("{\"prompt\": \"p\"}")).isInstanceOf(BadInputException.class);
  }

  @Test
  void datasetsHaveTheSplitsOfThePaper() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int id : List.of(1, 10, 11, 510, 511, 600, 601, 974)) {
      lines.append(
          "{\"task_id\": %d, \"text\": \"Do %d.\", \"code\": \"def f(x):\\r\\n  return %d\", \"test_list\": [\"assert f(0) == %d\", \"assert f(1) == %d\"], \"test_setup_code\": \"\"}%n"
              .formatted(id, id, id, id, id));
    }
    Files.createDirectories(folder.resolve("mbpp"));
    Files.writeString(folder.resolve("mbpp/mbpp.jsonl"), lines);
    DatasetCatalog catalog = DatasetCatalog.standard(DataLocations.of(folder));
    List<Problem> test = catalog.problems(DatasetSpec.named("mbpp", "test"));
    assertThat(test).extracting(Problem::id).containsExactly("mbpp-11", "mbpp-510");
    assertThat(test.getFirst().question())
        .startsWith("Do 11.\n")
        .endsWith("assert f(0) == 11")
        .doesNotContain("f(1)");
    assertThat(test.getFirst().solution()).isEqualTo("```python\ndef f(x):\n  return 11\n```");
    assertThat(catalog.problems(DatasetSpec.named("mbpp", "train")))
        .extracting(Problem::id)
        .containsExactly("mbpp-601", "mbpp-974");
    assertThat(catalog.problems(DatasetSpec.named("mbpp", "all"))).hasSize(8);
  }

  @Test
  void filesOfOnesOwnMayHaveTests() throws IOException {
    Path file = folder.resolve("own.jsonl");
    Files.writeString(
        file,
        """
        {"id": "a", "prompt": "Write f.", "tests": ["assert f(1) == 2"]}
        {"id": "b", "prompt": "One?", "gold": "1"}
        """);
    List<Problem> problems = UserFiles.of(file).problems();
    assertThat(problems.get(0).reference()).isInstanceOf(UnitTests.class);
    assertThat(problems.get(0).gold()).isEqualTo("f passes 1 test");
    assertThat(problems.get(1).gold()).isEqualTo("1");
  }
}
