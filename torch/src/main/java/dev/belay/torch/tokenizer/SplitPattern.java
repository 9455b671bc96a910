package dev.belay.torch.tokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which texts the native library may be given with a regular expression that cuts them. It
 * backtracks, and aborts the process after ten million steps back at one place; so how far an
 * expression can go back is bounded before it sees any text.
 *
 * <p>Of what may be gone back into, at most one part may be of any length, and a part that is
 * repeated without bound must be one character, or always the same number of them. All published
 * tokenizers of language models are so.
 */
final class SplitPattern {

  /** Ways to go back through parts of bounded length, all together. */
  private static final int MOST_CHOICES = 1 << 10;

  /** Steps back at one place that are asked for; the library allows ten million. */
  private static final long MOST_STEPS = 8_000_000;

  /** Steps back at all places together, where each place of a run may be tried: about a minute. */
  private static final double MOST_STEPS_OF_ALL_PLACES = 1e10;

  /** How the time grows with the length of a text. */
  enum Growth {
    LINEAR,
    QUADRATIC
  }

  /**
   * A part that is repeated without bound.
   *
   * @param first whether nothing before it can fail
   * @param givesBack whether something after it can
   */
  private record Run(String atom, boolean first, boolean givesBack) {
    Run failedAfter() {
      return new Run(atom, first, true);
    }
  }

  private final List<List<PatternPart>> alternatives;
  private final List<Run> runs = new ArrayList<>();

  /** Ways to take a text that all alternatives together may try for each step back over a run. */
  private long retries;

  private SplitPattern(List<List<PatternPart>> alternatives) {
    this.alternatives = alternatives;
  }

  /** How an expression grows; empty when it may take for ever, or cannot be told. */
  static Optional<Growth> growth(String pattern) {
    try {
      return new SplitPattern(PatternParser.parse(pattern)).growth();
    } catch (PatternParser.UnknownPatternException e) {
      return Optional.empty();
    }
  }

  /**
   * The longest text, of which each character becomes as many as {@code growth} says before it is
   * cut. An expression whose growth is empty is given short ones.
   */
  static int longestInput(String pattern, double growth) {
    try {
      return new SplitPattern(PatternParser.parse(pattern)).longestInput(growth);
    } catch (PatternParser.UnknownPatternException e) {
      return TokenizerLimits.LONGEST_SLOW_INPUT;
    }
  }

  private int longestInput(double growth) {
    boolean linear = growth().equals(Optional.of(Growth.LINEAR));
    long ways = Math.max(1, retries);
    double length = Math.min(TokenizerLimits.LONGEST_INPUT, MOST_STEPS / (ways * growth));
    if (!linear) {
      length = Math.min(length, TokenizerLimits.LONGEST_SLOW_INPUT);
      length = Math.min(length, Math.sqrt(MOST_STEPS_OF_ALL_PLACES / ways) / growth);
    }
    return (int) length;
  }

  private Optional<Growth> growth() {
    for (List<PatternPart> sequence : alternatives) {
      if (!bounded(sequence)) {
        return Optional.empty();
      }
    }
    boolean linear = runs.stream().filter(Run::givesBack).allMatch(this::isTakenWhole);
    return Optional.of(linear ? Growth.LINEAR : Growth.QUADRATIC);
  }

  /** Whether another alternative takes at once what this one would try again from each place. */
  private boolean isTakenWhole(Run run) {
    return runs.stream()
        .anyMatch(other -> other.first() && !other.givesBack() && other.atom().equals(run.atom()));
  }

  private boolean bounded(List<PatternPart> sequence) {
    Walk walk = new Walk();
    walk.through(sequence);
    runs.addAll(walk.open);
    retries += walk.retries;
    return walk.deepest <= 1 && walk.choices <= MOST_CHOICES;
  }

  /** Goes through a sequence from left to right and keeps what may be gone back into. */
  private final class Walk {
    private List<Run> open = new ArrayList<>();
    private boolean first = true;
    private long choices = 1;
    private int deepest;

    /** Ways that led to where this walk begins. */
    private long before = 1;

    /** The most ways that something may fail in with a run before it. */
    private long retries;

    void through(List<PatternPart> sequence) {
      sequence.forEach(this::over);
    }

    private void over(PatternPart part) {
      switch (part) {
        case PatternPart.Atom atom -> atom(atom);
        case PatternPart.Look(List<List<PatternPart>> inside) -> look(inside);
        case PatternPart.Group group -> group(group);
      }
    }

    private void atom(PatternPart.Atom atom) {
      boolean wasFirst = first;
      if (atom.least() > 0) {
        fail();
      }
      if (atom.isUnbounded() && !atom.possessive()) {
        open.add(new Run(atom.text(), wasFirst, false));
      } else if (!atom.possessive()) {
        choose(atom.most() - atom.least() + 1L);
      }
    }

    private void choose(long ways) {
      choices = Math.min(Integer.MAX_VALUE, choices * ways);
    }

    /** What comes next may fail: then all that is open is gone back into. */
    private void fail() {
      first = false;
      deepest = Math.max(deepest, open.size());
      if (!open.isEmpty()) {
        retries = Math.max(retries, before * choices);
      }
      open.replaceAll(Run::failedAfter);
      runs.addAll(open);
    }

    /** What is in it is tried anew for each step back before it. */
    private void look(List<List<PatternPart>> inside) {
      for (List<PatternPart> sequence : inside) {
        Walk inner = copy();
        inner.through(sequence);
        inner.fail();
        take(inner);
      }
      fail();
    }

    private void group(PatternPart.Group group) {
      for (int i = 0; i < group.most(); i++) {
        boolean optional = i >= group.least();
        choose((optional ? 1L : 0L) + group.alternatives().size());
        List<Run> left = once(group.alternatives(), optional);
        if (group.atomic()) {
          runs.addAll(left);
        } else if (optional) {
          open.addAll(left);
        } else {
          open = left;
        }
        first &= optional;
      }
    }

    /** What one turn leaves open; if an optional one does not match, nothing is gone back into. */
    private List<Run> once(List<List<PatternPart>> alternatives, boolean optional) {
      List<Run> most = new ArrayList<>();
      for (List<PatternPart> sequence : alternatives) {
        Walk inner = copy();
        if (optional) {
          inner.open.clear();
        }
        inner.through(sequence);
        take(inner);
        most = inner.open.size() >= most.size() ? inner.open : most;
      }
      return most;
    }

    private Walk copy() {
      Walk copy = new Walk();
      copy.open = new ArrayList<>(open);
      copy.first = first;
      copy.before = Math.min(Integer.MAX_VALUE, before * choices);
      return copy;
    }

    private void take(Walk inner) {
      deepest = Math.max(deepest, inner.deepest);
      retries = Math.max(retries, inner.retries);
      choose(inner.choices);
    }
  }
}
