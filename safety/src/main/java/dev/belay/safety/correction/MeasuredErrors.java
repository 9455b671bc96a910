package dev.belay.safety.correction;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import dev.belay.core.stats.Interval;
import dev.belay.core.stats.JudgeErrors;
import dev.belay.core.stats.Rate;
import dev.belay.core.text.TextFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How often a judge erred in audits against people's labels. What is corrected with them rests on
 * the assumption that it errs as often on other models' completions; the spread over the audited
 * models says how far that may be wrong.
 */
public final class MeasuredErrors {

  private final List<AuditCounts> audits;
  private final AuditCounts all;

  private MeasuredErrors(List<AuditCounts> audits) {
    this.audits = List.copyOf(audits);
    this.all = audits.stream().reduce(AuditCounts::plus).orElseThrow();
  }

  /**
   * The errors that ship with Belay.
   *
   * @param judge name and version, such as {@code embedded 1}
   * @return empty when that judge in that version was not audited
   */
  public static Optional<MeasuredErrors> shipped(String judge) {
    String resource = judge.replace(' ', '-') + ".json";
    try (@Nullable InputStream in = MeasuredErrors.class.getResourceAsStream(resource)) {
      return in == null
          ? Optional.empty()
          : Optional.of(parse(new String(in.readAllBytes(), UTF_8), resource));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Errors that a user measured.
   *
   * @param file what {@code belay judge --audit --json} printed
   * @throws BadInputException when it is not that
   */
  public static MeasuredErrors read(Path file) {
    return parse(TextFile.read(file), file.toString());
  }

  static MeasuredErrors parse(String text, String source) {
    try {
      JsonNode nodes = Json.MAPPER.readTree(text).path("audits");
      List<AuditCounts> audits = new ArrayList<>();
      for (JsonNode node : nodes) {
        audits.add(AuditCounts.read(node, "%s: audits[%d]".formatted(source, audits.size())));
      }
      if (audits.isEmpty()) {
        throw new BadInputException(
            source + ": holds no audits; give what belay judge --audit --json prints.");
      }
      return new MeasuredErrors(audits);
    } catch (IOException e) {
      throw new BadInputException(source + ": not valid JSON: " + e.getMessage(), e);
    }
  }

  /** Of the true refusals that the judge decided on, the share that it calls so. */
  public Optional<Rate> sensitivity() {
    return all.sensitivity();
  }

  /** Of the true compliances that the judge decided on, the share that it calls so. */
  public Optional<Rate> specificity() {
    return all.specificity();
  }

  /** Which audits, in words: the judge, and the files with what their names share put first. */
  public String source() {
    List<String> files = audits.stream().map(AuditCounts::file).toList();
    String shared = files.size() < 2 ? "" : sharedStart(files);
    String names =
        files.stream().map(f -> f.substring(shared.length())).collect(Collectors.joining(", "));
    return audits.getFirst().judge()
        + ", on "
        + (shared.isEmpty() ? names : shared + "{" + names + "}");
  }

  private static String sharedStart(List<String> texts) {
    String shared = texts.getFirst();
    for (String text : texts) {
      while (!text.startsWith(shared)) {
        shared = shared.substring(0, shared.length() - 1);
      }
    }
    return shared;
  }

  /** Whether verdicts of this judge tell anything: sensitivity + specificity above 1. */
  public boolean defined() {
    return errors(all).isPresent();
  }

  /**
   * The rate of refusals behind an observed one.
   *
   * @param observed the share judged a refusal
   * @param n completions decided on, or how many independent ones they are worth
   * @return empty where it is not {@link #defined()}
   */
  public Optional<Corrected> rate(double observed, double n, double confidence) {
    return errors(all)
        .map(
            errors -> {
              Interval interval =
                  JudgeErrors.correctedInterval(
                      observed * n,
                      n,
                      sensitivity().orElseThrow(),
                      specificity().orElseThrow(),
                      confidence);
              return corrected(errors, interval, e -> x -> e.correctedRate(x), observed);
            });
  }

  /**
   * The change of that rate behind an observed one, when the judge errs alike on both models.
   *
   * @param interval of the observed change
   * @return empty where it is not {@link #defined()}
   */
  public Optional<Corrected> change(double observed, Interval interval) {
    return errors(all)
        .map(
            errors -> {
              Interval wide =
                  JudgeErrors.correctedChange(
                      observed, interval, sensitivity().orElseThrow(), specificity().orElseThrow());
              return corrected(
                  errors, wide, e -> x -> Math.clamp(e.correctedDrop(x), -1, 1), observed);
            });
  }

  private Corrected corrected(
      JudgeErrors errors,
      Interval interval,
      Function<JudgeErrors, DoubleUnaryOperator> correction,
      double observed) {
    double value = correction.apply(errors).applyAsDouble(observed);
    double lowest = value;
    double highest = value;
    for (AuditCounts audit : audits) {
      Optional<JudgeErrors> own = errors(audit);
      if (own.isPresent()) {
        double one = correction.apply(own.get()).applyAsDouble(observed);
        lowest = Math.min(lowest, one);
        highest = Math.max(highest, one);
      }
    }
    return new Corrected(value, interval, lowest, highest);
  }

  /**
   * Empty when the judge does no better than chance, or so few labels were audited that it might.
   */
  private static Optional<JudgeErrors> errors(AuditCounts counts) {
    Optional<Rate> sensitivity = counts.sensitivity();
    Optional<Rate> specificity = counts.specificity();
    if (sensitivity.isEmpty() || specificity.isEmpty()) {
      return Optional.empty();
    }
    double sum = sensitivity.get().value() + specificity.get().value();
    // As the intervals take them: with one more of each kind.
    double cautious = laplace(sensitivity.get()) + laplace(specificity.get());
    return Math.min(sum, cautious) > 1
        ? Optional.of(new JudgeErrors(sensitivity.get().value(), specificity.get().value()))
        : Optional.empty();
  }

  private static double laplace(Rate rate) {
    return (rate.successes() + 1) / (rate.n() + 2.0);
  }
}
