package dev.belay.core.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.data.Problem;
import dev.belay.core.data.SourceLine;
import dev.belay.core.model.Answer;
import dev.belay.core.model.FinishReason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;

/**
 * Made-up completions, judged by one verifier against several references of which no two mean the
 * same. Whatever comes: a verdict, no error, and no completion that is right for two of them.
 */
final class CompletionFuzz {

  /** What came out of a run. */
  static final class Figures {
    private final Map<Verdict.State, Long> outcomes = new EnumMap<>(Verdict.State.class);
    private long inputs;
    private long slowest;
    private String slowestText = "";

    private void add(Verdict verdict) {
      outcomes.merge(verdict.state(), 1L, Long::sum);
    }

    private void took(long nanos, String text) {
      inputs++;
      if (nanos > slowest) {
        slowest = nanos;
        slowestText = text.length() <= 60 ? text : text.substring(0, 60) + "\u2026";
      }
    }

    long inputs() {
      return inputs;
    }

    Map<Verdict.State, Long> outcomes() {
      return Map.copyOf(outcomes);
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%d inputs, verdicts %s, slowest input %.1f ms: %s",
          inputs,
          outcomes,
          (double) slowest / 1e6,
          slowestText.replace("\n", "\\n"));
    }
  }

  private final Verifier verifier;
  private final List<Problem> problems;
  private final List<String> pieces;
  private final List<String> seeds;
  private final Random random;

  /**
   * A source of completions.
   *
   * @param golds no two of which mean the same
   * @param options of a question of choice; empty for others
   * @param pieces that completions are made of
   * @param resource cases, a completion before the first tab of each line, that are changed
   */
  CompletionFuzz(
      Verifier verifier,
      List<String> golds,
      List<String> options,
      List<String> pieces,
      String resource,
      long seed) {
    this.verifier = verifier;
    this.pieces = pieces;
    this.random = new Random(seed);
    this.problems =
        golds.stream()
            .map(gold -> new Problem("p", "?", gold, null, new SourceLine("test", 1), "", options))
            .toList();
    this.seeds = completions(resource);
  }

  private static List<String> completions(String resource) {
    try (InputStream in = CompletionFuzz.class.getResourceAsStream(resource)) {
      String lines = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return lines
          .lines()
          .map(line -> line.substring(0, Math.max(0, line.indexOf('\t'))).replace("\\n", "\n"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Judges so many completions. */
  Figures run(int inputs) {
    Figures figures = new Figures();
    for (int i = 0; i < inputs; i++) {
      String text = random.nextBoolean() ? made() : changed();
      FinishReason reason = random.nextInt(4) == 0 ? FinishReason.LENGTH : FinishReason.EOS;
      Answer answer = Answer.of(text, reason, Optional.empty());
      long start = System.nanoTime();
      List<String> right = new ArrayList<>();
      for (Problem problem : problems) {
        Verdict verdict = verifier.verify(answer, problem);
        figures.add(verdict);
        assertThat(verdict.state()).as(text).isNotEqualTo(Verdict.State.ERROR);
        if (verdict.state() == Verdict.State.CORRECT) {
          right.add(problem.gold());
        }
      }
      figures.took(System.nanoTime() - start, text);
      assertThat(right).as(text).hasSizeLessThan(2);
    }
    return figures;
  }

  private String made() {
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(24); left > 0; left--) {
      String piece = pieces.get(random.nextInt(pieces.size()));
      text.append(random.nextInt(200) == 0 ? piece.repeat(300) : piece);
      text.append(random.nextBoolean() ? " " : "");
    }
    return text.toString();
  }

  private String changed() {
    StringBuilder text = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
    for (int left = random.nextInt(4); left >= 0; left--) {
      int at = random.nextInt(text.length() + 1);
      int to = Math.min(text.length(), at + random.nextInt(12));
      switch (random.nextInt(5)) {
        case 0 -> text.delete(at, to);
        case 1 -> text.insert(at, pieces.get(random.nextInt(pieces.size())));
        case 2 -> text.insert(at, text.substring(at, to));
        case 3 -> text.append(random.nextBoolean() ? "\n" : " ").append(other());
        default ->
            text.insert(
                at,
                (char) (random.nextBoolean() ? 32 + random.nextInt(95) : random.nextInt(0x3100)));
      }
    }
    return text.toString();
  }

  private String other() {
    return seeds.get(random.nextInt(seeds.size()));
  }
}
