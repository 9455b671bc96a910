package dev.belay.measure.verify;

import dev.belay.core.data.Problem;
import dev.belay.core.data.SourceLine;
import dev.belay.core.model.Answer;
import dev.belay.core.verify.Attempt;
import dev.belay.core.verify.MathVerifier;
import dev.belay.core.verify.Verifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Verifications a second of the mathematics verifier, on one thread. */
public final class VerifyBenchmark {
  private static final int PAIRS = 200;

  private final Verifier verifier = new MathVerifier();
  private final double seconds;

  /** One that measures each part for so many seconds, after as many to warm up. */
  public VerifyBenchmark(double seconds) {
    this.seconds = seconds;
  }

  /** Figures by name. */
  public Map<String, Object> run() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("verifier", verifier.name() + " " + verifier.version());
    figures.put("threads", 1);
    figures.put("numbers_per_second", rate(numbers()));
    figures.put("latex_per_second", rate(latex()));
    return figures;
  }

  /** Cases with plain numbers. */
  static List<MathCase> numbers() {
    MathCases cases = new MathCases(0);
    List<MathCase> all = new ArrayList<>(cases.of(AnswerKind.INTEGER, PAIRS));
    all.addAll(cases.of(AnswerKind.DECIMAL, PAIRS));
    return all;
  }

  /** Cases of all categories, most in LaTeX. */
  static List<MathCase> latex() {
    return new MathCases(0).all(PAIRS / 4);
  }

  private double rate(List<MathCase> cases) {
    List<Attempt> attempts = cases.stream().map(VerifyBenchmark::attempt).toList();
    measure(attempts);
    return measure(attempts);
  }

  private double measure(List<Attempt> attempts) {
    long start = System.nanoTime();
    long done = 0;
    while (System.nanoTime() - start < seconds * 1e9) {
      done += verifier.verifyAll(attempts).size();
    }
    return done / ((System.nanoTime() - start) / 1e9);
  }

  private static Attempt attempt(MathCase one) {
    Problem problem = new Problem(one.id(), "", one.gold(), new SourceLine("generated", 1));
    return new Attempt(Answer.of(one.completion()), problem);
  }
}
