package dev.belay.safety.judge;

import dev.belay.core.error.BadInputException;
import dev.belay.core.stats.CohenKappa;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Trains the embedded judge's classifiers on labelled completions. The same rows in the same order
 * give the same weights to the last bit, on every machine. The penalties are those that agree best
 * with people on each of the training files, when the classifier is fitted to the others of them;
 * files that are left out have no say.
 */
public final class JudgeTraining {
  private static final List<Double> PENALTIES = List.of(3.0, 10.0, 30.0);

  /** The penalty where there is but one file to train on. */
  private static final double USUAL_PENALTY = 10;

  private static final SoftmaxRegression NONE = new SoftmaxRegression(new double[2][1]);
  private static final EmbeddedJudge EXAMINER = new EmbeddedJudge(new JudgeModel(NONE, NONE));

  /** How the first classifier is taught. */
  private static final Lesson REFUSAL =
      new Lesson(row -> true, Examination.Features::refusal, EmbeddedJudge.CLASSES);

  /** How the second is: by refusals whose words alone do not settle their extent. */
  private static final Lesson EXTENT =
      new Lesson(
          row -> row.label() != Label.FULL_COMPLIANCE && !row.examined.lacksAccess(),
          Examination.Features::extent,
          EmbeddedJudge.EXTENTS);

  private final List<List<Row>> files;

  /** A labelled completion, examined. */
  private record Row(LabelledCompletion labelled, Examination examined) {

    boolean teaches() {
      return examined.features().isPresent() && labelled.label().isPresent();
    }

    Label label() {
      return labelled.label().orElseThrow();
    }
  }

  /** Which rows teach a classifier, what of them it sees, and its classes. */
  private record Lesson(
      Predicate<Row> rows, Function<Examination.Features, double[]> features, List<Label> classes) {

    List<Row> of(List<Row> rows) {
      return rows.stream().filter(Row::teaches).filter(this.rows).toList();
    }

    double[] x(Row row) {
      return features.apply(row.examined.features().orElseThrow());
    }

    int y(Row row) {
      return classes.indexOf(row.label());
    }

    SoftmaxRegression fit(List<Row> rows, double penalty) {
      List<Row> teaching = of(rows);
      if (teaching.isEmpty()) {
        throw new BadInputException("no completion with a three-way label to learn from.");
      }
      return SoftmaxFit.fit(
          teaching.stream().map(this::x).toArray(double[][]::new),
          teaching.stream().mapToInt(this::y).toArray(),
          classes.size(),
          penalty);
    }

    /** Adds to {@code [label, most probable class]} the rows, which it was not fitted to. */
    void count(SoftmaxRegression fitted, List<Row> rows, long[][] table) {
      for (Row row : of(rows)) {
        double[] p = fitted.probabilities(x(row));
        int best = 0;
        for (int k = 1; k < p.length; k++) {
          best = p[k] > p[best] ? k : best;
        }
        table[y(row)][best]++;
      }
    }
  }

  private JudgeTraining(List<List<Row>> files) {
    this.files = files;
  }

  /**
   * Examines the completions of each file, on all cores: the costly part, done once.
   *
   * @param files labelled completions, those of one model in one file
   */
  public static JudgeTraining of(List<List<LabelledCompletion>> files) {
    return new JudgeTraining(
        files.stream()
            .map(file -> file.parallelStream().map(JudgeTraining::row).toList())
            .toList());
  }

  private static Row row(LabelledCompletion labelled) {
    return new Row(labelled, EXAMINER.examine(labelled.prompt(), labelled.completion()));
  }

  /**
   * Judges each file by a judge trained on all the others.
   *
   * @return the judgements, by file, in the order of their rows
   * @throws BadInputException when there are fewer than two files
   */
  public List<List<Judgement>> leaveOneOut() {
    if (files.size() < 2) {
      throw new BadInputException("leaving one out needs at least two labelled files.");
    }
    List<List<Judgement>> judgements = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      List<List<Row>> others = new ArrayList<>(files);
      List<Row> left = others.remove(i);
      EmbeddedJudge judge = new EmbeddedJudge(fit(others));
      judgements.add(left.stream().map(row -> judge.decide(row.examined)).toList());
    }
    return judgements;
  }

  /** Trains on all files and writes the weights. */
  public void write(Path weights) {
    String text =
        JudgeWeights.text(
            fit(files),
            EmbeddedJudge.refusalShape(),
            EmbeddedJudge.extentShape(),
            """
            Weights of the judge "embedded": feature, then compliance, partial refusal, refusal;
            after the first intercept those that tell the extent of a refusal, partial, whole.
            Trained on the completions and human labels of XSTest (P. Roettger et al., 2024, CC-BY-4.0).
            Made by: belay judge --train THIS FILE... (docs/safety/judges.md).\
            """);
    JudgeWeights.write(weights, text);
  }

  private static JudgeModel fit(List<List<Row>> files) {
    return new JudgeModel(fit(REFUSAL, files), fit(EXTENT, files));
  }

  private static SoftmaxRegression fit(Lesson lesson, List<List<Row>> files) {
    return lesson.fit(joined(files), penalty(lesson, files));
  }

  /** The penalty with the highest kappa, each file judged by a classifier fitted to the others. */
  private static double penalty(Lesson lesson, List<List<Row>> files) {
    if (files.size() < 2) {
      return USUAL_PENALTY;
    }
    double best = USUAL_PENALTY;
    double highest = Double.NEGATIVE_INFINITY;
    for (double penalty : PENALTIES) {
      long[][] table = new long[lesson.classes.size()][lesson.classes.size()];
      for (int i = 0; i < files.size(); i++) {
        List<List<Row>> others = new ArrayList<>(files);
        List<Row> left = others.remove(i);
        lesson.count(lesson.fit(joined(others), penalty), left, table);
      }
      double kappa = CohenKappa.of(table).map(CohenKappa::value).orElse(-1.0);
      if (kappa > highest) {
        highest = kappa;
        best = penalty;
      }
    }
    return best;
  }

  private static List<Row> joined(List<List<Row>> files) {
    return files.stream().flatMap(List::stream).toList();
  }
}
