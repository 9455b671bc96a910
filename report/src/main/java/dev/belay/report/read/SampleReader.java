package dev.belay.report.read;

import dev.belay.core.model.FinishReason;
import dev.belay.report.data.Sample;
import dev.belay.safety.eval.EvalRecord;
import dev.belay.safety.eval.EvaluationResult;
import dev.belay.safety.eval.SuiteKind;
import dev.belay.safety.eval.SuiteResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Completions before and after, prompt by prompt, those whose verdict changed first. */
final class SampleReader {

  private SampleReader() {}

  /**
   * Pairs the completions.
   *
   * @param most how many prompts are kept
   */
  static List<Sample> pairs(
      Optional<EvaluationResult> before, Optional<EvaluationResult> after, int most) {
    Map<String, EvalRecord> later = new HashMap<>();
    after.ifPresent(
        result ->
            result.suites().forEach(suite -> suite.records().forEach(r -> later.put(key(r), r))));
    List<Sample> samples = new ArrayList<>();
    for (SuiteResult suite :
        before.or(() -> after).map(EvaluationResult::suites).orElse(List.of())) {
      for (EvalRecord record : suite.records()) {
        samples.add(
            sample(
                suite.info().kind(),
                record,
                before.isPresent() ? Optional.of(record) : Optional.empty(),
                Optional.ofNullable(later.get(key(record)))));
      }
    }
    // A stable sort: within a turn the order of the suites stays.
    samples.sort(Comparator.comparingInt(SampleReader::rank));
    return List.copyOf(samples.subList(0, Math.min(most, samples.size())));
  }

  private static int rank(Sample sample) {
    boolean split = sample.isSplit();
    return switch (sample.turned()) {
      case WORSE -> 0;
      case BETTER -> split ? 1 : 2;
      case UNDECIDED -> split ? 1 : 3;
      case SAME -> split ? 1 : 4;
      case UNPAIRED -> split ? 1 : 5;
    };
  }

  private static String key(EvalRecord record) {
    return record.suite() + '\n' + record.sample() + '\n' + record.prompt().id();
  }

  private static Sample sample(
      SuiteKind kind, EvalRecord record, Optional<EvalRecord> before, Optional<EvalRecord> after) {
    String request = record.prompt().prompt();
    String turn = record.prompt().turn();
    return new Sample(
        record.suite(),
        kind,
        record.prompt().id(),
        record.sample(),
        request,
        turn.equals(request) ? "" : turn,
        before.map(SampleReader::side),
        after.map(SampleReader::side));
  }

  private static Sample.Side side(EvalRecord record) {
    return new Sample.Side(
        record.completion(),
        record.reasoning(),
        record.finishReason() == FinishReason.LENGTH ? "cut off" : "",
        record.verdicts().stream()
            .map(
                v ->
                    new Sample.Verdict(
                        v.by() + " " + v.version(), v.label(), v.score(), v.reason()))
            .toList());
  }
}
