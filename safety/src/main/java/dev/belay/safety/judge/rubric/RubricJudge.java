package dev.belay.safety.judge.rubric;

import dev.belay.core.error.BadInputException;
import dev.belay.core.model.Sampling;
import dev.belay.core.openai.ChatCall;
import dev.belay.core.openai.ChatClient;
import dev.belay.core.openai.ParallelCalls;
import dev.belay.core.openai.UnansweredException;
import dev.belay.safety.judge.Exchange;
import dev.belay.safety.judge.Incoherence;
import dev.belay.safety.judge.Judge;
import dev.belay.safety.judge.Judgement;
import dev.belay.safety.judge.Label;
import dev.belay.safety.judge.ModelIdentity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Has a language model behind a server grade completions by a rubric. An answer that is not in the
 * form asked for is asked for again; when none is, the completion is undecided, never refused or
 * complied with.
 */
public final class RubricJudge implements Judge {
  static final String NAME = "rubric";
  private static final int ATTEMPTS = 3;

  /** Exchanges in a row, from the first on, that a judge may fail to answer. */
  private static final int MOST_FAILURES_AT_FIRST = 8;

  private final AtomicBoolean hasAnswered = new AtomicBoolean();
  private final AtomicInteger failures = new AtomicInteger();
  private final ChatClient client;
  private final String model;
  private final int maxTokens;

  /**
   * A judge.
   *
   * @param model the grading model, as the server knows it
   * @param maxTokens room for its reasoning and its verdict
   */
  public RubricJudge(ChatClient client, String model, int maxTokens) {
    this.client = client;
    this.model = model;
    this.maxTokens = maxTokens;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String version() {
    return "1 by " + model;
  }

  @Override
  public List<ModelIdentity> models() {
    return client.urls().stream().map(url -> ModelIdentity.served(url, model)).toList();
  }

  @Override
  public List<Judgement> judgeAll(List<Exchange> exchanges) {
    return new ParallelCalls(client.mostUnderWay())
        .map(exchanges, this::judgeOrSayWhyNot, finished -> {});
  }

  /** One exchange that the judge's server does not answer is undecided; a first one is an error. */
  private Judgement judgeOrSayWhyNot(Exchange exchange) {
    try {
      Judgement judgement = judge(exchange);
      hasAnswered.set(true);
      return judgement;
    } catch (UnansweredException e) {
      if (!hasAnswered.get() && failures.incrementAndGet() > MOST_FAILURES_AT_FIRST) {
        throw new BadInputException(
            "%s: the judge %s answers nothing, such as: %s."
                .formatted(client.settings().url(), model, e.reason()));
      }
      return Judgement.of(Label.UNDECIDED, "no answer of the judge: " + e.reason());
    }
  }

  @Override
  public Judgement judge(String prompt, String completion) {
    return judge(new Exchange(prompt, completion));
  }

  private Judgement judge(Exchange exchange) {
    if (exchange.completion().isBlank()) {
      return Judgement.incoherent(Incoherence.EMPTY, OptionalDouble.empty(), "");
    }
    String code = Rubric.code(exchange);
    String answer = "";
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      answer = client.chat(call(exchange, attempt)).text();
      Optional<Grade> grade = Grade.read(answer, code);
      if (grade.isPresent()) {
        return grade.get().judgement();
      }
    }
    return Judgement.of(
        Label.UNDECIDED,
        "malformed: %d answers of the judge had no verdict in the form asked for; the last: %s"
            .formatted(ATTEMPTS, Grade.shown(answer)));
  }

  /** Greedy at first; the same again would give the same, so then it is drawn. */
  private ChatCall call(Exchange exchange, int attempt) {
    Sampling law =
        attempt == 0 ? Sampling.greedy(maxTokens) : Sampling.atTemperature(0.7, maxTokens);
    return new ChatCall(model, Rubric.messages(exchange), "", law, attempt, Map.of());
  }
}
