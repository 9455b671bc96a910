package dev.belay.verify.puzzle.search;

import dev.belay.core.model.Answer;
import dev.belay.core.verify.Verdict;
import dev.belay.verify.puzzle.answer.FinalAnswer;
import dev.belay.verify.puzzle.answer.PoursReader;
import dev.belay.verify.puzzle.generator.Draw;
import dev.belay.verify.puzzle.generator.Facts;
import dev.belay.verify.puzzle.generator.Parameter;
import dev.belay.verify.puzzle.generator.PuzzleGenerator;
import dev.belay.verify.puzzle.generator.PuzzleText;
import dev.belay.verify.puzzle.generator.Settings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/** Moves with jugs after which one of them holds a wanted amount. */
public final class Jugs extends PuzzleGenerator {

  private static final String SIZES = "jugs";
  private static final String TARGET = "target";

  public Jugs() {
    super(
        "jugs",
        "Filling, emptying and pouring jugs until one holds a wanted amount.",
        Parameter.of("largest", "the largest jug, in litres", 6, 30, 9, 9, 12),
        Parameter.of("moves", "the fewest moves that suffice, at most", 1, 12, 2, 4, 8));
  }

  /** What the two jugs hold. */
  private record State(int first, int second) {}

  private record Step(State before, PoursReader.Move move) {}

  @Override
  public PuzzleText draw(Settings settings, Draw draw) {
    while (true) {
      List<Integer> sizes = draw.numbers(2, 2, settings.get("largest"));
      int target = draw.between(1, Math.max(sizes.get(0), sizes.get(1)));
      List<PoursReader.Move> moves = solution(sizes, target);
      if (!moves.isEmpty() && moves.size() <= settings.get("moves")) {
        return puzzle(sizes, target, moves);
      }
    }
  }

  private static PuzzleText puzzle(List<Integer> sizes, int target, List<PoursReader.Move> moves) {
    String prompt =
        "You have an empty %d-litre jug and an empty %d-litre jug. Get exactly %d litre%s into one jug. Moves are: fill %d, empty %d, pour %d into %d, and so on. List your moves."
            .formatted(
                sizes.get(0),
                sizes.get(1),
                target,
                target == 1 ? "" : "s",
                sizes.get(0),
                sizes.get(1),
                sizes.get(0),
                sizes.get(1));
    return new PuzzleText(
        prompt,
        blanks(sizes.stream().sorted().toList()) + " for " + target,
        Map.of(SIZES, blanks(sizes), TARGET, Integer.toString(target)),
        commas(moves));
  }

  /** Fewest moves, by breadth-first search; empty when there are none. */
  private static List<PoursReader.Move> solution(List<Integer> sizes, int target) {
    Map<State, Optional<Step>> reached = new HashMap<>();
    Queue<State> open = new ArrayDeque<>(List.of(new State(0, 0)));
    reached.put(new State(0, 0), Optional.empty());
    while (!open.isEmpty()) {
      State state = open.remove();
      if (state.first == target || state.second == target) {
        return moves(state, reached);
      }
      for (PoursReader.Move move : allMoves(sizes)) {
        State next = after(state, move, sizes);
        if (reached.putIfAbsent(next, Optional.of(new Step(state, move))) == null) {
          open.add(next);
        }
      }
    }
    return List.of();
  }

  private static List<PoursReader.Move> moves(State last, Map<State, Optional<Step>> reached) {
    List<PoursReader.Move> moves = new ArrayList<>();
    Optional<Step> step = reached.getOrDefault(last, Optional.empty());
    while (step.isPresent()) {
      moves.addFirst(step.get().move);
      step = reached.getOrDefault(step.get().before, Optional.empty());
    }
    return moves;
  }

  private static List<PoursReader.Move> allMoves(List<Integer> sizes) {
    List<PoursReader.Move> all = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      int size = sizes.get(i);
      all.add(new PoursReader.Move("fill", size, size));
      all.add(new PoursReader.Move("empty", size, size));
      all.add(new PoursReader.Move("pour", size, sizes.get(1 - i)));
    }
    return all;
  }

  private static State after(State state, PoursReader.Move move, List<Integer> sizes) {
    boolean first = move.from() == sizes.getFirst();
    int held = first ? state.first : state.second;
    int other = first ? state.second : state.first;
    int room = (first ? sizes.getLast() : sizes.getFirst()) - other;
    switch (move.verb()) {
      case "fill" -> held = move.from();
      case "empty" -> held = 0;
      default -> {
        int poured = Math.min(held, room);
        held -= poured;
        other += poured;
      }
    }
    return first ? new State(held, other) : new State(other, held);
  }

  @Override
  public Verdict check(Facts facts, Answer answer) {
    List<Integer> sizes = facts.numbers(SIZES);
    int target = facts.number(TARGET);
    if (sizes.size() != 2 || sizes.get(0).equals(sizes.get(1)) || target < 1) {
      throw new Facts.BrokenFacts("there must be two jugs of different sizes and a target");
    }
    return FinalAnswer.of(answer, new PoursReader())
        .judged(moves -> broken(moves, sizes, target), PuzzleGenerator::commas);
  }

  private static Optional<String> broken(
      List<PoursReader.Move> moves, List<Integer> sizes, int target) {
    State state = new State(0, 0);
    for (PoursReader.Move move : moves) {
      boolean known = sizes.contains(move.from()) && sizes.contains(move.to());
      if (!known || (move.verb().equals("pour") && move.from() == move.to())) {
        return Optional.of("no move with these jugs: " + move);
      }
      state = after(state, move, sizes);
    }
    return state.first == target || state.second == target
        ? Optional.empty()
        : Optional.of("the jugs end with %d and %d".formatted(state.first, state.second));
  }
}
