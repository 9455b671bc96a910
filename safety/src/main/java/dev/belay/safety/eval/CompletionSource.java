package dev.belay.safety.eval;

import dev.belay.core.chat.ChatInput;
import dev.belay.core.error.BadInputException;
import dev.belay.core.model.ChatCompletion;
import dev.belay.core.model.ChatModel;
import dev.belay.core.model.ChatPrompt;
import dev.belay.core.model.ChatRequest;
import dev.belay.core.model.Seeds;
import dev.belay.core.model.TextGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** Draws completions of a suite's prompts and has them scored. */
public final class CompletionSource {
  private final ChatModel model;
  private final EvaluationSettings settings;

  /** Completions of one model under the settings' seed. */
  public CompletionSource(ChatModel model, EvaluationSettings settings) {
    this.model = model;
    this.settings = settings;
  }

  /** Completions of a model in this process. */
  public CompletionSource(
      TextGenerator generator, PromptEncoder encoder, EvaluationSettings settings) {
    this(new EncodedChatModel(generator, encoder), settings);
  }

  EvaluationSettings settings() {
    return settings;
  }

  /** How many completions are drawn, and kept, together. */
  int batch() {
    return model.batch();
  }

  /** A completion wanted: the prompt, which sample of it, and what the model is asked. */
  record Wanted(SuitePrompt prompt, int sample, ChatRequest request) {
    ChatInput input() {
      return request.prompt().input();
    }
  }

  /**
   * Every completion that a planned suite needs, prompt by prompt.
   *
   * @throws BadInputException with every prompt that cannot be encoded
   */
  List<Wanted> wanted(PlannedSuite planned) {
    List<Wanted> wanted = new ArrayList<>();
    List<String> issues = new ArrayList<>();
    for (SuitePrompt prompt : planned.selected()) {
      try {
        long attackSeed =
            Seeds.derive(settings.seed(), "attack " + planned.name() + " " + prompt.id());
        ChatPrompt asked = model.prepare(planned.suite().input(prompt, attackSeed));
        for (int sample = 0; sample < settings.samples(); sample++) {
          String purpose = "eval " + planned.name() + " " + prompt.id();
          long seed = Seeds.derive(settings.seed(), purpose, sample);
          wanted.add(new Wanted(prompt, sample, new ChatRequest(asked, seed)));
        }
      } catch (BadInputException e) {
        e.issues().forEach(issue -> issues.add(prompt.origin() + ": " + issue));
      }
    }
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
    return wanted;
  }

  /**
   * Draws and scores the completions of a whole planned suite, without writing anything down.
   *
   * @param onFinished told the number of completions finished so far
   */
  public List<EvalRecord> evaluate(PlannedSuite planned, IntConsumer onFinished) {
    return evaluate(planned, wanted(planned), onFinished);
  }

  List<EvalRecord> evaluate(PlannedSuite planned, List<Wanted> wanted, IntConsumer onFinished) {
    List<ChatCompletion> completions =
        model.complete(
            wanted.stream().map(Wanted::request).toList(), planned.sampling(), onFinished);
    List<EvalRecord> records = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      records.add(record(planned.suite(), wanted.get(i), completions.get(i)));
    }
    return records;
  }

  private static EvalRecord record(Suite suite, Wanted wanted, ChatCompletion completion) {
    return new EvalRecord(
        suite.info().name(),
        wanted.prompt(),
        wanted.sample(),
        new Asked(wanted.input(), completion.promptTokens()),
        completion.text(),
        completion.tokenIds(),
        completion.tokens(),
        completion.finishReason(),
        suite.score(wanted.prompt(), wanted.input().prefill() + completion.text()));
  }
}
