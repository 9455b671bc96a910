package dev.belay.cli.verify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.data.DataReader;
import dev.belay.core.data.DataRow;
import dev.belay.core.error.BadInputException;
import dev.belay.core.run.Progress;
import dev.belay.core.text.LineStream;
import dev.belay.core.verify.Attempt;
import dev.belay.core.verify.Verdict;
import dev.belay.core.verify.Verifier;
import dev.belay.core.verify.Verifiers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the lines of a file piece by piece, in order: verdicts come while the file is still
 * being read. A line that cannot be read gets an error in its place, and the rest is verified.
 */
final class OfflineVerification {

  /** Lines that are verified together; verifiers that start processes do several at a time. */
  private static final int PIECE = 256;

  private static final long PIECE_CHARACTERS = 1L << 24;

  /** So many lines that cannot be read are told of in full. */
  private static final int TOLD = 20;

  private final Optional<Domain> fallback;
  private final LineVerifiers verifiers;
  private final Consumer<String> out;
  private final Progress progress;
  private final VerifySummary summary = new VerifySummary();
  private final List<String> files = new ArrayList<>();
  private final List<String> broken = new ArrayList<>();
  private long objects;

  /** A line, read or not. */
  private record Place(
      long number, @Nullable VerifyLine line, @Nullable JsonNode id, String issue) {}

  /**
   * A verification.
   *
   * @param fallback the domain of lines that do not say their own
   * @param out takes the verdicts, a line of JSON each
   */
  OfflineVerification(
      Optional<Domain> fallback, LineVerifiers verifiers, Consumer<String> out, Progress progress) {
    this.fallback = fallback;
    this.verifiers = verifiers;
    this.out = out;
    this.progress = progress;
  }

  VerifySummary summary() {
    return summary;
  }

  /** Verifies a whole file. */
  void run(Path name, LineStream lines) {
    long before = summary.lines();
    long objectsBefore = objects;
    progress.start("verifying " + name, 0);
    Optional<String> other = verifyAll(name, lines);
    progress.finish("%d lines".formatted(summary.lines()));
    String shown = name.equals(VerifyCommand.STANDARD_INPUT) ? "standard input" : name.toString();
    if (other.isPresent()) {
      files.add("%s:%d: %s".formatted(shown, lines.number(), other.get()));
    } else if (summary.lines() == before) {
      files.add(shown + ": " + JsonLinesOnly.ofEmpty());
    } else if (objects == objectsBefore) {
      files.add(shown + ": " + JsonLinesOnly.ofNoObject());
    }
  }

  /** Verifies all lines, or says what the file is if it has none that could be verified. */
  private Optional<String> verifyAll(Path name, LineStream lines) {
    boolean first = true;
    List<Place> piece = new ArrayList<>();
    long characters = 0;
    boolean more = true;
    while (more) {
      LineStream.@Nullable Line line = null;
      try {
        line = lines.next();
        more = line != null;
        if (line != null && !line.text().isBlank()) {
          Optional<String> other =
              first ? JsonLinesOnly.ofFirstLine(line.text()) : Optional.empty();
          if (other.isPresent()) {
            return other;
          }
          first = false;
          characters += line.text().length();
          piece.add(read(name, line));
        }
      } catch (BadInputException e) {
        piece.add(new Place(lines.number(), null, null, String.join(" ", e.issues())));
      }
      if (!more || piece.size() >= PIECE || characters >= PIECE_CHARACTERS) {
        verify(piece);
        piece.clear();
        characters = 0;
        progress.update(summary.lines(), "lines");
      }
    }
    return Optional.empty();
  }

  private Place read(Path name, LineStream.Line line) {
    @Nullable JsonNode id = null;
    try {
      DataRow row = DataReader.line(name, line.number(), line.text());
      objects++;
      id = VerifyLine.id(row);
      VerifyLine read = VerifyLine.read(row, fallback, verifiers);
      return new Place(line.number(), read, id, "");
    } catch (BadInputException e) {
      return new Place(line.number(), null, id, String.join(" ", e.issues()));
    }
  }

  private void verify(List<Place> piece) {
    Map<Verifier, List<VerifyLine>> byVerifier = new LinkedHashMap<>();
    for (Place place : piece) {
      if (place.line() != null) {
        byVerifier
            .computeIfAbsent(place.line().verifier(), _ -> new ArrayList<>())
            .add(place.line());
      }
    }
    IdentityHashMap<VerifyLine, Verdict> verdicts = new IdentityHashMap<>();
    byVerifier.forEach(
        (verifier, lines) -> {
          List<Attempt> attempts = lines.stream().map(VerifyLine::attempt).toList();
          // A batch that fails is tried line by line.
          List<Verdict> given = Verifiers.guarded(verifier, Optional.empty()).verifyAll(attempts);
          for (int i = 0; i < lines.size(); i++) {
            verdicts.put(lines.get(i), given.get(i));
          }
        });
    piece.forEach(place -> write(place, place.line() == null ? null : verdicts.get(place.line())));
  }

  private void write(Place place, @Nullable Verdict verdict) {
    if (place.line() != null && verdict != null) {
      summary.add(place.line().domain(), verdict.state());
      out.accept(VerdictLine.of(place.line().id(), verdict));
      return;
    }
    summary.addBroken();
    if (broken.size() < TOLD) {
      broken.add(place.issue());
    }
    out.accept(VerdictLine.broken(place.id(), place.number(), place.issue()));
  }

  /**
   * Ends the verification.
   *
   * @throws BadInputException with the files and lines that could not be read, if there were any
   */
  void throwIfBroken() {
    long all = summary.broken();
    if (all > broken.size()) {
      broken.add("… and %d more lines that cannot be read.".formatted(all - broken.size()));
    }
    List<String> issues = new ArrayList<>(files);
    issues.addAll(broken);
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
  }
}
