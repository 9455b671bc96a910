package dev.belay.train.method;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import dev.belay.core.model.Answer;
import dev.belay.core.model.Completion;
import dev.belay.core.model.GenerationRequest;
import dev.belay.core.model.Sampling;
import dev.belay.core.model.TextGenerator;
import dev.belay.core.recipe.SecondMeasureSpec;
import dev.belay.core.run.RunWarnings;
import dev.belay.core.run.Stateful;
import dev.belay.core.verify.Attempt;
import dev.belay.core.verify.Verdict;
import dev.belay.core.verify.Verifier;
import dev.belay.session.model.ChatPrompts;
import dev.belay.session.plan.SecondMeasurePlan;
import dev.belay.session.plan.Validation;
import dev.belay.train.step.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Measures the task a second time while a model trains: greedy completions of problems that it is
 * not trained on, checked by a verifier that does not reward it. When training's own measure (the
 * reward, or the loss where there is none) improves while this one falls, what is learned is not
 * the task: the reward is gamed, or the data are learned by heart.
 */
public final class SecondMeasure implements StepObserver, Stateful {

  private static final String FILE = "looks.json";
  private static final String REWARD = "reward_mean";

  private final SecondMeasureSpec spec;
  private final Validation validation;
  private final List<GenerationRequest> requests;
  private final Optional<String> opened;
  private final Runnable loadWeights;
  private final TextGenerator generator;
  private final RunWarnings warnings;
  private final long lastStep;
  private final GapRule rule;
  private GapRule.Window window = GapRule.Window.EMPTY;
  private Optional<String> start = Optional.empty();

  /**
   * A measure that has not looked yet.
   *
   * @param loadWeights puts the weights as they are now into the generator
   * @param lastStep the last step that training can take
   * @param warnings takes the alarm
   */
  public SecondMeasure(
      SecondMeasurePlan plan,
      ChatPrompts prompts,
      TextGenerator generator,
      Runnable loadWeights,
      long lastStep,
      RunWarnings warnings) {
    this.spec = plan.spec();
    this.validation = plan.validation();
    this.requests =
        validation.problems().stream()
            .map(problem -> new GenerationRequest(prompts.prompt(problem), 0))
            .toList();
    this.opened = prompts.opensReasoning();
    this.generator = generator;
    this.loadWeights = loadWeights;
    this.lastStep = lastStep;
    this.warnings = warnings;
    this.rule = new GapRule(2 + lastStep / spec.everySteps());
  }

  @Override
  public void begin() {
    start = Optional.of(outcomes());
  }

  @Override
  public Decision after(StepReport report) {
    boolean hasReward = !Double.isNaN(report.value(REWARD));
    double own = hasReward ? report.value(REWARD) : -report.value("loss");
    window = Double.isNaN(own) ? window : window.plus(own);
    long step = report.step();
    Map<String, Double> measured = new LinkedHashMap<>();
    // What the first step was rewarded for, the model before training had done.
    start.ifPresent(outcomes -> measured.putAll(first(new GapRule.Look(0, outcomes, window))));
    if (step != lastStep && step % spec.everySteps() != 0) {
      window = start.isPresent() ? GapRule.Window.EMPTY : window;
      start = Optional.empty();
      return new Decision(false, measured);
    }
    start = Optional.empty();
    GapRule.Look look = new GapRule.Look(step, outcomes(), window);
    window = GapRule.Window.EMPTY;
    Optional<GapRule.Alarm> alarm = rule.add(look);
    alarm.ifPresent(found -> warnings.add(step, words(found, hasReward)));
    measured.put("second_accuracy", look.accuracy());
    measured.put("second_undecided", look.undecided());
    measured.put("second_alarm", alarm.isPresent() ? 1.0 : 0.0);
    return new Decision(
        alarm.isPresent() && spec.action() == SecondMeasureSpec.Action.STOP, measured);
  }

  /** The look before training, which can alarm of nothing. */
  private Map<String, Double> first(GapRule.Look look) {
    rule.add(look);
    Map<String, Double> measured = new LinkedHashMap<>();
    measured.put("second_accuracy_before", look.accuracy());
    measured.put("second_undecided_before", look.undecided());
    return measured;
  }

  private String outcomes() {
    loadWeights.run();
    List<Completion> completions =
        generator.generate(requests, Sampling.greedy(spec.maxCompletionTokens()));
    StringBuilder outcomes = new StringBuilder();
    for (int i = 0; i < completions.size(); i++) {
      Completion completion = completions.get(i);
      Answer answer = Answer.of(completion.text(), completion.finishReason(), opened);
      Attempt attempt = new Attempt(answer, validation.problems().get(i));
      Verifier verifier = validation.verifier(attempt.problem());
      Verdict ofText = verifier.verify(answer, attempt.problem());
      Verdict verdict = Ended.verdict(completion, verifier, attempt, ofText);
      boolean correct = verdict.state() == Verdict.State.CORRECT;
      outcomes.append(!verdict.decided() ? '?' : correct ? '1' : '0');
    }
    return outcomes.toString();
  }

  private String words(GapRule.Alarm alarm, boolean hasReward) {
    GapRule.Look earlier = alarm.earlier();
    GapRule.Look now = alarm.now();
    return String.format(
        Locale.ROOT,
        "ALARM: %s from %.3f to %.3f since %s, but the second measure fell from %.1f to %.1f %% of"
            + " %d problems (p %.1e): what is learned is not the task. Read rollouts/, or go back"
            + " to %s",
        hasReward ? "the reward rose" : "the loss fell",
        Math.abs(earlier.trained().mean()),
        Math.abs(now.trained().mean()),
        place(earlier),
        100 * earlier.accuracy(),
        100 * now.accuracy(),
        requests.size(),
        alarm.p(),
        place(earlier));
  }

  private static String place(GapRule.Look look) {
    return look.step() == 0 ? "the start" : "step " + look.step();
  }

  @Override
  public String name() {
    return "second-measure";
  }

  @Override
  public void write(Path folder) throws IOException {
    ObjectNode root = Json.MAPPER.createObjectNode();
    put(root.putObject("window"), window);
    ArrayNode looks = root.putArray("looks");
    for (GapRule.Look look : rule.looks()) {
      ObjectNode one = looks.addObject().put("step", look.step());
      one.put("outcomes", look.outcomes());
      put(one.putObject("trained"), look.trained());
    }
    Files.writeString(folder.resolve(FILE), Json.pretty(root) + "\n");
  }

  private static void put(ObjectNode node, GapRule.Window window) {
    node.put("n", window.n()).put("sum", window.sum()).put("squares", window.squares());
  }

  @Override
  public void read(Path folder) throws IOException {
    JsonNode root = Json.MAPPER.readTree(Files.readString(folder.resolve(FILE)));
    List<GapRule.Look> looks = new ArrayList<>();
    for (JsonNode one : root.path("looks")) {
      String outcomes = one.path("outcomes").asText();
      if (outcomes.length() != requests.size()) {
        throw new BadInputException(
            "%s: has %d problems, but the recipe has %d."
                .formatted(folder.resolve(FILE), outcomes.length(), requests.size()));
      }
      looks.add(new GapRule.Look(one.path("step").asLong(), outcomes, window(one.path("trained"))));
    }
    rule.restore(looks);
    window = window(root.path("window"));
  }

  private static GapRule.Window window(JsonNode node) {
    return new GapRule.Window(
        node.path("n").asLong(), node.path("sum").asDouble(), node.path("squares").asDouble());
  }
}
