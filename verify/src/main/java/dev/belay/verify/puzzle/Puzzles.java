package dev.belay.verify.puzzle;

import dev.belay.core.registry.Registry;
import dev.belay.verify.puzzle.generator.PuzzleGenerator;
import dev.belay.verify.puzzle.logic.CircuitLogic;
import dev.belay.verify.puzzle.logic.CoinFlip;
import dev.belay.verify.puzzle.logic.Directions;
import dev.belay.verify.puzzle.logic.FamilyRelationships;
import dev.belay.verify.puzzle.logic.KnightsKnaves;
import dev.belay.verify.puzzle.logic.Ordering;
import dev.belay.verify.puzzle.logic.PropositionalLogic;
import dev.belay.verify.puzzle.logic.Syllogism;
import dev.belay.verify.puzzle.logic.Weekdays;
import dev.belay.verify.puzzle.logic.ZebraPuzzles;
import dev.belay.verify.puzzle.number.BaseConversion;
import dev.belay.verify.puzzle.number.BasicArithmetic;
import dev.belay.verify.puzzle.number.ChainSum;
import dev.belay.verify.puzzle.number.CountBits;
import dev.belay.verify.puzzle.number.DecimalChainSum;
import dev.belay.verify.puzzle.number.FractionSimplification;
import dev.belay.verify.puzzle.number.Gcd;
import dev.belay.verify.puzzle.number.LargerNumber;
import dev.belay.verify.puzzle.number.Lcm;
import dev.belay.verify.puzzle.number.LegCounting;
import dev.belay.verify.puzzle.number.NumberFiltering;
import dev.belay.verify.puzzle.number.NumberSequence;
import dev.belay.verify.puzzle.number.NumberSorting;
import dev.belay.verify.puzzle.number.NumberWords;
import dev.belay.verify.puzzle.number.ObjectCounting;
import dev.belay.verify.puzzle.number.Parity;
import dev.belay.verify.puzzle.number.Products;
import dev.belay.verify.puzzle.number.SimpleEquations;
import dev.belay.verify.puzzle.number.TimeIntervals;
import dev.belay.verify.puzzle.search.Countdown;
import dev.belay.verify.puzzle.search.Jugs;
import dev.belay.verify.puzzle.search.Maze;
import dev.belay.verify.puzzle.search.MiniSudoku;
import dev.belay.verify.puzzle.search.NQueens;
import dev.belay.verify.puzzle.search.Puzzle24;
import dev.belay.verify.puzzle.search.ShortestPath;
import dev.belay.verify.puzzle.text.BinaryAlternation;
import dev.belay.verify.puzzle.text.CaesarCipher;
import dev.belay.verify.puzzle.text.LetterCounting;
import dev.belay.verify.puzzle.text.LetterPosition;
import dev.belay.verify.puzzle.text.ListItem;
import dev.belay.verify.puzzle.text.SpellBackward;
import dev.belay.verify.puzzle.text.WordLength;
import dev.belay.verify.puzzle.text.WordSorting;
import java.util.List;

/** Every generator of puzzles, by name. */
public final class Puzzles {

  /** A further generator is a further line here. */
  private static final Registry<PuzzleGenerator> ALL =
      new Registry<>(
          "generator",
          List.of(
              new BaseConversion(),
              new BasicArithmetic(),
              new ChainSum(),
              new CountBits(),
              new DecimalChainSum(),
              new FractionSimplification(),
              new Gcd(),
              new LargerNumber(),
              new Lcm(),
              new LegCounting(),
              new NumberFiltering(),
              new NumberSequence(),
              new NumberSorting(),
              new NumberWords(),
              new ObjectCounting(),
              new Parity(),
              new Products(),
              new SimpleEquations(),
              new TimeIntervals(),
              new BinaryAlternation(),
              new CaesarCipher(),
              new LetterCounting(),
              new LetterPosition(),
              new ListItem(),
              new SpellBackward(),
              new WordLength(),
              new WordSorting(),
              new CircuitLogic(),
              new CoinFlip(),
              new Directions(),
              new FamilyRelationships(),
              new KnightsKnaves(),
              new Ordering(),
              new PropositionalLogic(),
              new Syllogism(),
              new Weekdays(),
              new ZebraPuzzles(),
              new Countdown(),
              new Jugs(),
              new Maze(),
              new MiniSudoku(),
              new NQueens(),
              new Puzzle24(),
              new ShortestPath()),
          PuzzleGenerator::name);

  private Puzzles() {}

  /** All of them: those about numbers, about words, about logic, and those solved by search. */
  public static Registry<PuzzleGenerator> all() {
    return ALL;
  }
}
