package dev.belay.core.data;

import dev.belay.core.data.Reference.UnitTests;
import dev.belay.core.error.BadInputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Programming in Python: HumanEval (Chen et al. 2021, arXiv:2107.03374) and MBPP (Austin et al.
 * 2021, arXiv:2108.07732).
 */
public final class CodeDatasets {

  /** A function to be completed, as a request to a chat model. */
  public static final PromptTemplate HUMANEVAL =
      new PromptTemplate(
          "humaneval-whole-function",
          1,
          """
          Complete this Python function. Answer with the whole function in one code block.

          ```python
          {prompt}
          ```\
          """);

  /**
   * A task with the first of its tests, which gives the name and the form of the call. The paper
   * shows all three; the other two are kept back here, or returning what they expect would do.
   */
  public static final PromptTemplate MBPP =
      new PromptTemplate(
          "mbpp-one-test",
          1,
          """
          {text}
          Answer with the Python code in one code block. It must pass tests such as this one:

          {test}\
          """);

  private CodeDatasets() {}

  static Dataset humaneval() {
    List<String> files =
        List.of(
            "code/humaneval/HumanEval.jsonl.gz",
            "humaneval/HumanEval.jsonl.gz",
            "HumanEval.jsonl.gz",
            "HumanEval.jsonl");
    DatasetInfo info =
        new DatasetInfo(
            "humaneval",
            1,
            "Python functions to be completed from signature and docstring, with unit tests.",
            List.of("test"),
            files,
            "https://github.com/openai/human-eval",
            "MIT");
    return new FileDataset(
        info,
        split -> files,
        (file, split) -> DataReader.map(DataReader.read(file), CodeDatasets::humaneval));
  }

  private static Problem humaneval(DataRow row) {
    String prompt = row.text("prompt");
    row.text("entry_point");
    UnitTests tests = CodeTests.of(row);
    return new Problem(
        row.text("task_id"),
        HUMANEVAL.fill(Map.of("prompt", prompt.strip())),
        tests,
        fenced(prompt.strip() + "\n" + row.text("canonical_solution").stripTrailing()),
        row.source(),
        "");
  }

  static Dataset mbpp() {
    List<String> files = List.of("code/mbpp/mbpp.jsonl", "mbpp/mbpp.jsonl", "mbpp.jsonl");
    DatasetInfo info =
        new DatasetInfo(
            "mbpp",
            1,
            "Short Python programs described in a sentence, with three unit tests each.",
            List.of("train", "validation", "test", "prompt", "all"),
            files,
            "https://github.com/google-research/google-research/tree/master/mbpp",
            "CC-BY-4.0");
    return new FileDataset(info, split -> files, CodeDatasets::readMbpp);
  }

  private static List<Problem> readMbpp(Path file, String split) {
    record Numbered(long number, Problem problem) {}
    return DataReader.map(DataReader.read(file), row -> new Numbered(number(row), mbpp(row)))
        .stream()
        .filter(one -> split.equals("all") || split(one.number()).equals(split))
        .map(Numbered::problem)
        .toList();
  }

  private static long number(DataRow row) {
    if (!row.fields().path("task_id").canConvertToLong()) {
      throw new BadInputException(
          "%s: column \"task_id\" must be a number.".formatted(row.source()));
    }
    return row.fields().path("task_id").longValue();
  }

  /** The splits of the paper, by the tasks' numbers. */
  private static String split(long number) {
    if (number <= 10) {
      return "prompt";
    }
    if (number <= 510) {
      return "test";
    }
    return number <= 600 ? "validation" : "train";
  }

  private static Problem mbpp(DataRow row) {
    UnitTests tests = CodeTests.of(row);
    String text = row.text(row.oneOf(List.of("text", "prompt"))).strip();
    return new Problem(
        "mbpp-" + number(row),
        MBPP.fill(Map.of("text", text, "test", tests.tests().getFirst().strip())),
        tests,
        fenced(row.text("code").replace("\r\n", "\n").strip()),
        row.source(),
        "");
  }

  private static String fenced(String code) {
    return "```python\n" + code + "\n```";
  }
}
