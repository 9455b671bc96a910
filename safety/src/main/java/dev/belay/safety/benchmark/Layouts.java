package dev.belay.safety.benchmark;

import dev.belay.core.data.ColumnNames;
import dev.belay.core.data.OverlapCheck;
import dev.belay.core.data.Problem;
import dev.belay.core.data.PromptTemplate;
import dev.belay.core.data.PythonSample;
import dev.belay.core.data.TaskTemplate;
import dev.belay.core.error.BadInputException;
import dev.belay.core.recipe.AskedSpec;
import dev.belay.core.recipe.FewshotSpec;
import dev.belay.core.recipe.SuiteName;
import dev.belay.core.recipe.SuiteSource;
import dev.belay.safety.eval.TaskLayout;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Makes of a suite's settings the layout of its tasks, with the worked examples found. */
record Layouts(OwnFiles files, ColumnNames columns) {

  private static final String TEXT_PROMPT = "Question: {{question}}\nAnswer:";
  private static final String PLAIN_PROMPT = "{{question}}";
  private static final String TARGET = "{{solution}}";

  /**
   * The layout.
   *
   * @param problems all that the suite could ask
   * @param plain how its dataset lays problems out
   * @param splits problems of another split of the dataset, by its name
   * @throws BadInputException when examples are missing or measured themselves, or a template does
   *     not fit the records
   */
  TaskLayout of(
      AskedSpec asked,
      List<Problem> problems,
      PromptTemplate plain,
      Function<String, List<Problem>> splits) {
    if (asked.fewshot().isEmpty() && asked.prompt().isEmpty()) {
      if (asked.target().isPresent()) {
        throw new BadInputException(
            "target: is the answer of a worked example, and there are none; add fewshot.");
      }
      return TaskLayout.asIs(plain);
    }
    FewshotSpec spec = asked.fewshot().orElse(FewshotSpec.of(0, FewshotSpec.Form.TURNS));
    boolean text = spec.as() != FewshotSpec.Form.TURNS;
    TaskTemplate prompt =
        TaskTemplate.of("prompt", asked.prompt().orElse(text ? TEXT_PROMPT : PLAIN_PROMPT));
    TaskTemplate target = TaskTemplate.of("target", asked.target().orElse(TARGET));
    Map<String, List<Problem>> examples =
        spec.count() == 0 ? Map.of() : examples(spec, pool(spec, asked, splits), problems);
    FewshotLayout layout = new FewshotLayout(spec, prompt, target, examples);
    layout.requireRenders(problems);
    return layout;
  }

  private List<Problem> pool(
      FewshotSpec spec, AskedSpec asked, Function<String, List<Problem>> splits) {
    boolean file = SuiteName.isFile(spec.from());
    List<Problem> pool =
        file
            ? files.problems(new SuiteSource.OwnFile(spec.from(), columns), asked, false)
            : splits.apply(spec.from());
    if (spec.count() > pool.size()) {
      throw new BadInputException(
          "fewshot.count: found %d, but %s %s has %d examples; ask for fewer."
              .formatted(spec.count(), file ? "the file" : "split", spec.from(), pool.size()));
    }
    return pool;
  }

  /** The examples of each problem, by its id. */
  private static Map<String, List<Problem>> examples(
      FewshotSpec spec, List<Problem> pool, List<Problem> problems) {
    PythonSample drawn = new PythonSample(spec.seed());
    Map<String, List<Problem>> examples = new LinkedHashMap<>();
    Set<Problem> used = new LinkedHashSet<>();
    for (Problem problem : problems) {
      List<Problem> chosen =
          switch (spec.sampler()) {
            case FIRST -> pool.subList(0, spec.count());
            case RANDOM -> drawn.sample(pool, spec.count());
          };
      examples.put(problem.id(), chosen);
      used.addAll(chosen);
    }
    OverlapCheck.requireDisjoint(used, "few-shot", problems);
    return examples;
  }

  /** What a template may name: the columns of the record, and what Belay has read of it. */
  static Map<String, String> variables(Problem problem) {
    Map<String, String> variables = new LinkedHashMap<>(problem.columns());
    String gold = problem.gold();
    variables.putIfAbsent("question", problem.question());
    variables.putIfAbsent("gold", gold);
    variables.putIfAbsent("solution", Optional.ofNullable(problem.solution()).orElse(gold));
    return variables;
  }
}
