package dev.belay.verify.puzzle.generator;

import java.util.Map;

/**
 * One puzzle that was drawn.
 *
 * @param prompt what the model is asked
 * @param content what the puzzle is about, whatever its wording; puzzles with the same content are
 *     always in the same split
 * @param facts what the checker needs to know beside the solution
 * @param solution one right answer, as short as it can be said
 */
public record PuzzleText(
    String prompt, String content, Map<String, String> facts, String solution) {

  public PuzzleText {
    facts = Map.copyOf(facts);
  }
}
