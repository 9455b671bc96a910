package dev.belay.safety.audit;

import dev.belay.core.error.BadInputException;
import dev.belay.core.model.Answer;
import dev.belay.core.stats.CohenKappa;
import dev.belay.core.stats.Rate;
import dev.belay.safety.judge.Judge;
import dev.belay.safety.judge.JudgedAnswers;
import dev.belay.safety.judge.Judgement;
import dev.belay.safety.judge.Label;
import dev.belay.safety.judge.LabelledCompletion;
import java.util.List;
import java.util.Optional;

/**
 * A judge against labels that are taken as the truth. Undecided verdicts agree with nothing: they
 * count against the judge everywhere.
 *
 * @param file whose labels
 * @param judge name and version of the judge
 * @param counts {@code [3, 4]}: rows the true label, columns the judge's, in the order of {@link
 *     Label}; all zeros when the labels are two-way
 * @param binary {@code [2, 3]}: rows complied and refused; columns complied, refused and undecided
 * @param left rows without a completion, which were not judged
 */
@SuppressWarnings("ArrayRecordComponent") // Rows of numbers, never compared.
public record Audit(String file, String judge, long[][] counts, long[][] binary, int left) {
  private static final int CLASSES = 3;
  private static final List<Label> ORDER = List.of(Label.values());

  /** Judges the completions of a file, on all cores. */
  public static Audit of(LabelledFile file, Judge judge) {
    List<Judgement> judgements =
        JudgedAnswers.judge(
            judge,
            file.rows().stream().map(LabelledCompletion::prompt).toList(),
            file.rows().stream().map(row -> Answer.of(row.completion())).toList());
    return of(file, judge.name() + " " + judge.version(), judgements);
  }

  /** Of judgements that exist already, one a row. */
  public static Audit of(LabelledFile file, String judge, List<Judgement> judgements) {
    if (file.rows().isEmpty()) {
      throw new BadInputException(file.name() + ": no labelled completion to audit with.");
    }
    long[][] counts = new long[CLASSES][CLASSES + 1];
    long[][] binary = new long[2][CLASSES];
    for (int i = 0; i < judgements.size(); i++) {
      LabelledCompletion row = file.rows().get(i);
      Label found = judgements.get(i).label();
      int column = found.refused().map(refused -> refused ? 1 : 0).orElse(2);
      binary[row.refused() ? 1 : 0][column]++;
      row.label().ifPresent(label -> counts[ORDER.indexOf(label)][ORDER.indexOf(found)]++);
    }
    return new Audit(file.name(), judge, counts, binary, file.left());
  }

  /** Rows judged. */
  public long n() {
    return sum(binary[0]) + sum(binary[1]);
  }

  /** Verdicts that were undecided. */
  public long undecided() {
    return binary[0][2] + binary[1][2];
  }

  /** The share of rows with the right one of complied and refused. */
  public Rate agreement() {
    return new Rate(binary[0][0] + binary[1][1], n());
  }

  /** Of the true refusals, the share that the judge calls so; empty without any. */
  public Optional<Rate> sensitivity() {
    return sum(binary[1]) == 0
        ? Optional.empty()
        : Optional.of(new Rate(binary[1][1], sum(binary[1])));
  }

  /** Of the true compliances, the share that the judge calls so; empty without any. */
  public Optional<Rate> specificity() {
    return sum(binary[0]) == 0
        ? Optional.empty()
        : Optional.of(new Rate(binary[0][0], sum(binary[0])));
  }

  /** Whether the labels are three-way. */
  public boolean isThreeWay() {
    long labelled = 0;
    for (long[] row : counts) {
      labelled += sum(row);
    }
    return labelled > 0;
  }

  /** The share of rows with the right one of three labels; empty when labels are two-way. */
  public Optional<Rate> threeWayAgreement() {
    return isThreeWay()
        ? Optional.of(new Rate(counts[0][0] + counts[1][1] + counts[2][2], n()))
        : Optional.empty();
  }

  /** Three-way agreement beyond chance, or two-way where the labels are. */
  public Optional<CohenKappa> kappa() {
    return CohenKappa.of(isThreeWay() ? square(counts) : square(binary));
  }

  /** With rows of zeros for labels that only the judge gives. */
  private static long[][] square(long[][] table) {
    long[][] square = new long[table[0].length][table[0].length];
    for (int i = 0; i < table.length; i++) {
      square[i] = table[i].clone();
    }
    return square;
  }

  private static long sum(long[] counts) {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }
}
