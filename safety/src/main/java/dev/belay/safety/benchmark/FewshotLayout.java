package dev.belay.safety.benchmark;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.belay.core.chat.ChatInput;
import dev.belay.core.chat.ChatMessage;
import dev.belay.core.data.Problem;
import dev.belay.core.data.PromptTemplate;
import dev.belay.core.data.TaskTemplate;
import dev.belay.core.error.BadInputException;
import dev.belay.core.error.IssueList;
import dev.belay.core.recipe.FewshotSpec;
import dev.belay.safety.eval.TaskLayout;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Tasks after worked examples, as lm-evaluation-harness puts them: of each example its prompt and
 * its answer, then the task's prompt. As one text, an example's two parts stand apart by {@code
 * targetDelimiter}, and {@code delimiter} ends it; as turns they are messages, without delimiters.
 *
 * @param spec the form
 * @param prompt of examples and of tasks
 * @param target answers of examples
 * @param examples of each task, by its id; none for those that have no entry
 */
record FewshotLayout(
    FewshotSpec spec, TaskTemplate prompt, TaskTemplate target, Map<String, List<Problem>> examples)
    implements TaskLayout {

  private static final int VERSION = 1;

  @Override
  public ChatInput input(Problem problem) {
    return switch (spec.as()) {
      case TURNS -> new ChatInput(turns(problem), ChatInput.SystemPrompt.KEPT, "");
      case MESSAGE -> ChatInput.user(text(problem));
      case TEXT -> ChatInput.raw(text(problem));
    };
  }

  private List<ChatMessage> turns(Problem problem) {
    List<ChatMessage> turns = new ArrayList<>();
    for (Problem example : examplesOf(problem)) {
      turns.add(ChatMessage.user(asked(example)));
      turns.add(ChatMessage.assistant(answered(example)));
    }
    turns.add(ChatMessage.user(asked(problem)));
    return turns;
  }

  private String text(Problem problem) {
    StringBuilder text = new StringBuilder();
    for (Problem example : examplesOf(problem)) {
      text.append(asked(example)).append(spec.targetDelimiter());
      text.append(answered(example)).append(spec.delimiter());
    }
    return text.append(asked(problem)).toString();
  }

  private List<Problem> examplesOf(Problem problem) {
    return examples.getOrDefault(problem.id(), List.of());
  }

  private String asked(Problem problem) {
    return prompt.render(Layouts.variables(problem), problem.source());
  }

  private String answered(Problem example) {
    return target.render(Layouts.variables(example), example.source());
  }

  /**
   * Sees to it that every text can be made.
   *
   * @throws dev.belay.core.error.BadInputException with the first record of examples and of tasks
   *     for which it cannot
   */
  void requireRenders(List<Problem> problems) {
    IssueList issues = new IssueList();
    issues.check("fewshot", () -> problems.forEach(FewshotLayout::requireOneTurn));
    issues.check("target", () -> used().forEach(this::answered));
    issues.check("prompt", () -> used().forEach(this::asked));
    issues.check("prompt", () -> problems.forEach(this::asked));
    issues.throwIfAny();
  }

  private static void requireOneTurn(Problem problem) {
    if (!problem.earlier().isEmpty()) {
      throw new BadInputException(
          "%s: has earlier turns, beside which worked examples have no place. Ask it without fewshot, or in one turn."
              .formatted(problem.source()));
    }
  }

  private Set<Problem> used() {
    Set<Problem> used = new LinkedHashSet<>();
    examples.values().forEach(used::addAll);
    return used;
  }

  @Override
  public PromptTemplate template() {
    String form = spec.as().name().toLowerCase(Locale.ROOT);
    ArrayNode text = JsonNodeFactory.instance.arrayNode();
    text.add(form).add(prompt.source()).add(target.source());
    text.add(spec.targetDelimiter()).add(spec.delimiter());
    text.add(spec.sampler().name()).add(spec.seed());
    used().forEach(example -> text.addArray().add(asked(example)).add(answered(example)));
    return new PromptTemplate(
        "%d examples as %s".formatted(spec.count(), form), VERSION, text.toString());
  }
}
