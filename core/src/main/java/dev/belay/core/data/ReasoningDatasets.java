package dev.belay.core.data;

import dev.belay.core.error.BadInputException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * School mathematics in words: SVAMP (Patel et al. 2021, arXiv:2103.07191) and GSM8K (Cobbe et al.
 * 2021, arXiv:2110.14168).
 */
final class ReasoningDatasets {

  /** The published file is one set of 1000; this many of them are held out for measuring. */
  static final int SVAMP_TEST = 300;

  private static final Pattern CALCULATION = Pattern.compile("<<[^<>]*>>");
  private static final String FINAL = "####";

  private ReasoningDatasets() {}

  /**
   * SVAMP. The published file has no split; 300 problems are held out by hash, and problems that
   * share their story stay together.
   */
  static Dataset svamp() {
    List<String> files = List.of("reasoning/svamp/SVAMP.json", "svamp/SVAMP.json", "SVAMP.json");
    DatasetInfo info =
        new DatasetInfo(
            "svamp",
            1,
            "One-step arithmetic word problems, varied so that shallow reading fails.",
            List.of("train", "test", "all"),
            files,
            "https://github.com/arkilpatel/SVAMP",
            "MIT");
    return new FileDataset(info, split -> files, ReasoningDatasets::readSvamp);
  }

  private static List<Problem> readSvamp(Path file, String split) {
    record Story(Problem problem, String body) {}
    List<Story> stories =
        DataReader.map(
            DataReader.read(file), row -> new Story(svampProblem(row), row.text("Body")));
    List<Problem> problems = stories.stream().map(Story::problem).toList();
    if (split.equals("all")) {
      return problems;
    }
    Map<String, String> bodies =
        stories.stream()
            .collect(
                Collectors.toMap(
                    story -> story.problem().id(),
                    story -> NormalizedText.of(story.body()),
                    (a, b) -> a));
    int testSize = Math.round(problems.size() * (SVAMP_TEST / 1000f));
    return Splits.holdOut(
            problems, testSize, "svamp test", problem -> bodies.getOrDefault(problem.id(), ""))
        .getOrDefault(split, List.of());
  }

  private static Problem svampProblem(DataRow row) {
    String gold = wholeOrDecimal(row, row.textOrNumber("Answer"));
    String question = row.text("Body").strip() + " " + row.text("Question").strip();
    return new Problem(row.textOrNumber("ID"), question, gold, gold, row.source());
  }

  private static String wholeOrDecimal(DataRow row, String number) {
    try {
      BigDecimal value = new BigDecimal(number.strip());
      if (Math.abs((long) value.scale()) > 100) {
        throw new NumberFormatException("too many digits");
      }
      return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    } catch (NumberFormatException e) {
      throw new BadInputException(
          "%s: column \"Answer\" must be a number, found \"%s\"."
              .formatted(row.source(), DataRow.shortened(number)),
          e);
    }
  }

  /** GSM8K, with the published train and test files. */
  static Dataset gsm8k() {
    DatasetInfo info =
        new DatasetInfo(
            "gsm8k",
            1,
            "Grade-school word problems that take two to eight steps.",
            List.of("train", "test"),
            List.of("reasoning/gsm8k/{split}.jsonl", "gsm8k/{split}.jsonl"),
            "https://github.com/openai/grade-school-math",
            "MIT");
    return new FileDataset(
        info,
        split -> info.files().stream().map(path -> path.replace("{split}", split)).toList(),
        ReasoningDatasets::readGsm8k);
  }

  private static List<Problem> readGsm8k(Path file, String split) {
    return DataReader.map(DataReader.read(file), row -> gsm8kProblem(row, split));
  }

  private static Problem gsm8kProblem(DataRow row, String split) {
    String answer = row.text("answer");
    int at = answer.lastIndexOf(FINAL);
    String gold = at < 0 ? "" : answer.substring(at + FINAL.length()).strip();
    if (gold.isEmpty()) {
      throw new BadInputException(
          "%s: column \"answer\" must end in \"#### \" and the final answer."
              .formatted(row.source()));
    }
    String solution = CALCULATION.matcher(answer).replaceAll("").strip();
    String id = "gsm8k-%s-%d".formatted(split, row.source().line());
    return new Problem(id, row.text("question").strip(), gold, solution, row.source())
        .withColumns(row.texts());
  }
}
