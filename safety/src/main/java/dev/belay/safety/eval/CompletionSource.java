package dev.belay.safety.eval;

import dev.belay.core.chat.ChatInput;
import dev.belay.core.error.BadInputException;
import dev.belay.core.model.Answer;
import dev.belay.core.model.ChatCompletion;
import dev.belay.core.model.ChatModel;
import dev.belay.core.model.ChatPrompt;
import dev.belay.core.model.ChatRequest;
import dev.belay.core.model.Sampling;
import dev.belay.core.model.Seeds;
import dev.belay.core.model.TextGenerator;
import dev.belay.core.model.Unanswered;
import dev.belay.safety.attack.Decoding;
import dev.belay.safety.attack.Query;
import dev.belay.safety.attack.SuffixSearch;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;

/** Draws completions of a suite's prompts and has them scored. */
public final class CompletionSource {
  private final ChatModel model;
  private final EvaluationSettings settings;
  private final Optional<SuffixSearch> search;
  private boolean isAnswering;

  /** Completions of one model under the settings' seed. */
  public CompletionSource(ChatModel model, EvaluationSettings settings) {
    this(model, settings, Optional.empty());
  }

  private CompletionSource(
      ChatModel model, EvaluationSettings settings, Optional<SuffixSearch> search) {
    this.model = model;
    this.settings = settings;
    this.search = search;
  }

  /** Completions of a model in this process. */
  public CompletionSource(
      TextGenerator generator, PromptEncoder encoder, EvaluationSettings settings) {
    this(new EncodedChatModel(generator, encoder), settings);
  }

  /** The same with a way to look into the model's weights, for attacks that do. */
  public CompletionSource withSearch(SuffixSearch suffixSearch) {
    return new CompletionSource(model, settings, Optional.of(suffixSearch));
  }

  Optional<SuffixSearch> search() {
    return search;
  }

  EvaluationSettings settings() {
    return settings;
  }

  /** How many completions are drawn, and kept, together. */
  int batch() {
    return model.batch();
  }

  /** How many batches may be drawn at the same time; one until the model has answered anything. */
  int batchesAtOnce() {
    return isAnswering ? model.batchesAtOnce() : 1;
  }

  /**
   * A completion wanted.
   *
   * @param sample which completion of the prompt, from 0, over all queries
   * @param query how the prompt is asked
   * @param request what the model is asked
   */
  record Wanted(SuitePrompt prompt, int sample, Query query, ChatRequest request) {
    ChatInput input() {
      return query.input();
    }
  }

  /**
   * Every completion that a planned suite needs, prompt by prompt; where an attack has completions
   * drawn in several ways, way by way, since a batch draws in one.
   *
   * @throws BadInputException with every prompt that cannot be encoded
   */
  List<Wanted> wanted(PlannedSuite planned) {
    return wanted(planned, planned.suite()::queries);
  }

  /** How a prompt is asked, given the seed of its attack. */
  @FunctionalInterface
  interface Asking {
    List<Query> queries(SuitePrompt prompt, long seed);
  }

  /** The same with the prompts asked otherwise than the suite would. */
  List<Wanted> wanted(PlannedSuite planned, Asking asking) {
    Map<Optional<Decoding>, List<Wanted>> byDecoding =
        inOrder(planned, asking).stream()
            .collect(
                Collectors.groupingBy(
                    wanted -> wanted.query().decoding(), LinkedHashMap::new, Collectors.toList()));
    return byDecoding.values().stream().flatMap(List::stream).toList();
  }

  private List<Wanted> inOrder(PlannedSuite planned, Asking asking) {
    List<Wanted> wanted = new ArrayList<>();
    List<String> issues = new ArrayList<>();
    for (SuitePrompt prompt : planned.selected()) {
      try {
        long attackSeed =
            Seeds.derive(settings.seed(), "attack " + planned.name() + " " + prompt.id());
        String purpose = "eval " + planned.name() + " " + prompt.id();
        int sample = 0;
        for (Query query : asking.queries(prompt, attackSeed)) {
          ChatPrompt asked = model.prepare(query.input());
          for (int repeat = 0; repeat < settings.samples() * planned.samples(); repeat++) {
            long seed = Seeds.derive(settings.seed(), purpose, sample);
            wanted.add(new Wanted(prompt, sample++, query, new ChatRequest(asked, seed)));
          }
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

  private List<EvalRecord> evaluate(
      PlannedSuite planned, List<Wanted> wanted, IntConsumer onFinished) {
    return judged(planned, wanted, complete(planned, wanted, onFinished));
  }

  /** The records of completions that were drawn. */
  List<EvalRecord> judged(
      PlannedSuite planned, List<Wanted> wanted, List<ChatCompletion> completions) {
    List<Answer> answers = answers(wanted, completions);
    List<List<ScoredVerdict>> verdicts = score(planned.suite(), wanted, completions, answers);
    List<EvalRecord> records = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      records.add(
          record(
              planned.suite(), wanted.get(i), completions.get(i), answers.get(i), verdicts.get(i)));
    }
    requireAnswer(completions, records);
    return records;
  }

  /** Takes note of what was drawn in earlier processes. */
  void goOnAfter(List<EvalRecord> records) {
    isAnswering |= !records.isEmpty() && !UnansweredPrompts.isAll(records);
  }

  /** A server that answers nothing from the start is asked no more, unless prompts are why. */
  private void requireAnswer(List<ChatCompletion> completions, List<EvalRecord> records) {
    isAnswering |= completions.stream().anyMatch(one -> one.unanswered().isEmpty());
    boolean prompts =
        completions.stream()
            .anyMatch(one -> one.unanswered().filter(Unanswered::aboutPrompt).isPresent());
    if (!isAnswering && !prompts && !records.isEmpty()) {
      throw UnansweredPrompts.exception(records);
    }
  }

  /** Draws a batch; several threads may, see {@link #batchesAtOnce}. */
  List<ChatCompletion> complete(PlannedSuite planned, List<Wanted> wanted, IntConsumer onFinished) {
    List<ChatCompletion> completions = new ArrayList<>();
    for (int from = 0; from < wanted.size(); ) {
      int done = from;
      int to = endOfDecoding(wanted, from);
      Optional<Decoding> decoding = wanted.get(from).query().decoding();
      Sampling law = decoding.map(d -> d.of(planned.sampling())).orElse(planned.sampling());
      completions.addAll(
          model.complete(
              wanted.subList(from, to).stream().map(Wanted::request).toList(),
              law,
              finished -> onFinished.accept(done + finished)));
      from = to;
    }
    return completions;
  }

  /** After the last of the completions from {@code from} on that are drawn in the same way. */
  private static int endOfDecoding(List<Wanted> wanted, int from) {
    int to = from + 1;
    while (to < wanted.size()
        && wanted.get(to).query().decoding().equals(wanted.get(from).query().decoding())) {
      to++;
    }
    return to;
  }

  /** What may be judged; a prefill counts as written by the model. */
  private List<Answer> answers(List<Wanted> wanted, List<ChatCompletion> completions) {
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      ChatInput input = wanted.get(i).input();
      Optional<String> opened = input.isRaw() ? Optional.empty() : model.opensReasoning();
      answers.add(completions.get(i).answer(input.prefill(), opened));
    }
    return answers;
  }

  /** The prefill is kept apart; where it became part of a trace there is none to leave out. */
  private static String withoutPrefill(String text, String prefill) {
    return text.startsWith(prefill) ? text.substring(prefill.length()) : text;
  }

  /** What is no answer is not judged. */
  private static List<List<ScoredVerdict>> score(
      Suite suite, List<Wanted> wanted, List<ChatCompletion> completions, List<Answer> answers) {
    List<SuitePrompt> prompts = new ArrayList<>();
    List<Answer> judged = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      if (completions.get(i).unanswered().isEmpty()) {
        prompts.add(wanted.get(i).prompt());
        judged.add(answers.get(i));
      }
    }
    Iterator<List<ScoredVerdict>> verdicts = suite.scoreAnswers(prompts, judged).iterator();
    return completions.stream()
        .map(
            completion ->
                completion
                    .unanswered()
                    .map(why -> UnansweredPrompts.verdicts(suite.info(), why))
                    .orElseGet(verdicts::next))
        .toList();
  }

  private static EvalRecord record(
      Suite suite,
      Wanted wanted,
      ChatCompletion completion,
      Answer answer,
      List<ScoredVerdict> verdicts) {
    return new EvalRecord(
        suite.info().name(),
        wanted.prompt(),
        wanted.sample(),
        new Asked(wanted.input(), completion.promptTokens(), wanted.query().label()),
        withoutPrefill(answer.text(), wanted.input().prefill()),
        answer.reasoning(),
        completion.tokenIds(),
        completion.tokens(),
        completion.finishReason(),
        verdicts);
  }
}
