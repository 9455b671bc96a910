package dev.belay.verify.puzzle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.data.Problem;
import dev.belay.core.data.Reference;
import dev.belay.core.data.SourceLine;
import dev.belay.core.verify.Verdict;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hand-worked puzzles: what solves them, in which forms, and what does not. */
class PuzzleAnswersTest {

  private static final PuzzleVerifier VERIFIER = new PuzzleVerifier();

  private static Verdict verdict(String generator, String state, String gold, String completion) {
    Reference reference = new Reference.Puzzle(generator, state, gold);
    Problem problem = new Problem("1", "?", reference, null, new SourceLine("puzzles", 1), "");
    return VERIFIER.verify(completion.replace("\\n", "\n"), problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          chain-sum | | 12 | 12
          chain-sum | | 12 | 7 + 5 = 12
          gcd | | 6 | The greatest common divisor of 12 and 18 is 6.
          larger-number | options=7 12 | 12 | 12
          larger-number | options=7 12 | 12 | 12 is larger than 7.
          larger-number | options=7 12 | 12 | The larger number is 12.
          larger-number | options=7 12 | 12 | 12 > 7
          larger-number | options=7 12 | 12 | 7 < 12
          larger-number | options=9.11 9.9 | 9.9 | **9.9**
          parity | | odd | Odd.
          parity | | odd | 7 is an odd number.
          parity | | odd | 7 is not even, so it is odd.
          fraction-simplification | | 3/4 | 3/4
          fraction-simplification | | 3/4 | 18/24 = 3/4
          fraction-simplification | | 3/4 | \\boxed{\\frac{3}{4}}
          fraction-simplification | | 3/4 | The fraction 18/24 in lowest terms is 3/4.
          base-conversion | base=2 | 1011 | 1011
          base-conversion | base=2 | 1011 | 0b1011
          base-conversion | base=2 | 1011 | 11 in binary is 1011.
          base-conversion | base=2 | 1011 | 11 = 00001011
          base-conversion | base=16 | ff | 0xFF
          number-sorting | numbers=3 1 2; down=0 | 1, 2, 3 | 1, 2, 3
          number-sorting | numbers=3 1 2; down=0 | 1, 2, 3 | [1, 2, 3]
          number-sorting | numbers=3 1 2; down=0 | 1, 2, 3 | 1 < 2 < 3
          number-sorting | numbers=3 1 2; down=0 | 1, 2, 3 | 1 2 3
          number-sorting | numbers=3 1 2; down=0 | 1, 2, 3 | The numbers in order are 1, 2 and 3.
          number-sorting | numbers=3 1 2; down=1 | 3, 2, 1 | Here they are:\\n\\n- 3\\n- 2\\n- 1
          number-filtering | numbers=4 15 8; larger=1; bound=5 | 15, 8 | 8 and 15
          time-intervals | | 85 | 85 minutes
          time-intervals | | 85 | 1 hour and 25 minutes
          time-intervals | | 85 | 1h25m
          time-intervals | | 85 | There are 85 minutes from 9:10 to 10:35.
          spell-backward | given=cat | tac | tac
          spell-backward | given=cat | tac | The word "cat" spelled backward is "tac".
          spell-backward | given=cat | tac | T-A-C
          letter-position | given=apple | a | A
          letter-position | given=apple | a | The first letter of the word "apple" is A.
          caesar-cipher | given=dbu | cat | dbu -> cat
          caesar-cipher | given=dbu iftf | cat hand | Cat hand.
          word-sorting | words=dog cat; down=0 | cat, dog | cat, dog
          word-sorting | words=dog cat; down=0 | cat, dog | 1. cat\\n2. dog
          list-item | options=pen cup | cup | The second word is cup.
          coin-flip | | heads | It is heads up.
          coin-flip | | heads | The coin is not tails, so it is heads.
          propositional-logic | | yes | Yes, the street is wet.
          propositional-logic | | no | No.
          syllogism | | no | No, no wugs are zorps.
          family-relationships | | aunt | Ann is the aunt of Bob.
          family-relationships | | grandmother | grandma
          family-relationships | | great-grandfather | great grandfather
          ordering | options=ann bob | ann | Ann is taller than Bob.
          circuit-logic | | 1 | True
          directions | | west | You face west now.
          weekdays | | friday | Friday
          zebra-puzzles | options=ann bob | bob | Bob has the dog.
          knights-knaves | people=ann bob | Ann is a knight, Bob is a knave | Ann: knight\\nBob: knave
          knights-knaves | people=ann bob | Ann is a knight, Bob is a knave | Bob is the knave, and Ann is the knight.
          knights-knaves | people=ann bob | Ann is a knight, Bob is a knight | Both Ann and Bob are knights.
          mini-sudoku | given=1x34 3412 2143 4321 | | 1 2 3 4\\n3 4 1 2\\n2 1 4 3\\n4 3 2 1
          mini-sudoku | given=1x34 3412 2143 4321 | | 1234\\n3412\\n2143\\n4321
          mini-sudoku | given=1x34 3412 2143 4321 | | Here it is:\\n\\n1, 2, 3, 4\\n3, 4, 1, 2\\n2, 1, 4, 3\\n4, 3, 2, 1\\n\\nI hope this helps.
          countdown | numbers=3 5 7; target=21 | | 3 * 7
          countdown | numbers=3 5 7; target=22 | | (5 * 3) + 7 = 22
          countdown | numbers=3 5 7; target=22 | | The answer is: 5 × 3 + 7
          puzzle24 | numbers=8 3; target=24 | | 3*8
          puzzle24 | numbers=1 3 4 6; target=24 | | 6 / (1 - 3 / 4) = 24
          jugs | jugs=3 5; target=4 | | fill 5, pour 5 into 3, empty 3, pour 5 into 3, fill 5, pour 5 into 3
          jugs | jugs=3 5; target=2 | | 1. Fill the 5-litre jug.\\n2. Pour the 5-litre jug into the 3-litre jug.
          shortest-path | roads=A-B B-D A-C C-D; from=A; to=D | | A -> B -> D
          shortest-path | roads=A-B B-D A-C C-D; from=A; to=D | | A-C-D
          shortest-path | roads=A-B B-D A-C C-D; from=A; to=D | | The shortest way is A, C, D.
          maze | rows=So oG | | right, down
          maze | rows=So oG | | down, right
          n-queens | given=x x x x | | 2, 4, 1, 3
          n-queens | given=x x x x | | 3, 1, 4, 2
          """)
  void isRight(String generator, String state, String gold, String completion) {
    assertThat(verdict(generator, text(state), text(gold), completion))
        .extracting(Verdict::state, Verdict::score)
        .containsExactly(Verdict.State.CORRECT, 1.0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          chain-sum | | 12 | 13
          chain-sum | | 12 | 12 or 13
          larger-number | options=7 12 | 12 | 7 or 12
          larger-number | options=7 12 | 12 | 7 is larger than 12.
          larger-number | options=7 12 | 12 | 7\\n12
          larger-number | options=7 12 | 12 | 7 + 12
          parity | | odd | It is even or odd.
          parity | | odd | not odd
          fraction-simplification | | 3/4 | 6/8
          fraction-simplification | | 3/4 | 0.75
          fraction-simplification | | 3/4 | 3/4 or 1/2
          base-conversion | base=2 | 1011 | 1011 or 1101
          base-conversion | base=2 | 1011 | 11
          number-sorting | numbers=3 1 2; down=0 | 1, 2, 3 | 1, 2
          number-sorting | numbers=3 1 2; down=0 | 1, 2, 3 | 1, 2, 3, 3
          number-sorting | numbers=3 1 2; down=0 | 1, 2, 3 | 1, 2, 3\\n3, 2, 1
          number-sorting | numbers=3 1 2; down=0 | 1, 2, 3 | 1, 2, 3, 4
          number-filtering | numbers=4 15 8; larger=1; bound=5 | 15, 8 | 15, 8, 15
          number-filtering | numbers=4 15 8; larger=1; bound=5 | 15, 8 | 4, 15, 8
          time-intervals | | 85 | 25 minutes
          time-intervals | | 85 | 85 minutes or 25 minutes
          spell-backward | given=cat | tac | tac cat
          spell-backward | given=cat | tac | tac\\ncta
          spell-backward | given=cat | tac | t\u0430c
          letter-position | given=apple | a | a, p, p, l, e
          caesar-cipher | given=dbu | cat | The word cat.\\nThe word is dog.
          word-sorting | words=dog cat; down=0 | cat, dog | dog, cat
          list-item | options=pen cup | cup | pen, cup
          coin-flip | | heads | heads or tails
          coin-flip | | heads | Heads. Actually, tails.
          propositional-logic | | yes | Yes. No.
          propositional-logic | | yes | Yes and no
          propositional-logic | | no | No cat is a dog, so this follows.
          syllogism | | no | yes
          family-relationships | | grandmother | great-grandmother
          family-relationships | | mother | grandmother
          ordering | options=ann bob | ann | Ann, Bob
          ordering | options=ann bob | ann | Bob is taller than Ann.
          circuit-logic | | 1 | 0 or 1
          directions | | west | north, east, south, west
          weekdays | | friday | Thursday
          zebra-puzzles | options=ann bob | bob | Ann does, and Bob does.
          knights-knaves | people=ann bob | Ann is a knight, Bob is a knave | Ann is a knight.
          knights-knaves | people=ann bob | Ann is a knight, Bob is a knave | Ann is a knight. Ann is a knave. Bob is a knave.
          knights-knaves | people=ann bob | Ann is a knight, Bob is a knave | If Ann is a knight then Bob is a knave.
          mini-sudoku | given=1x34 3412 2143 4321 | | 1 3 3 4\\n3 4 1 2\\n2 1 4 3\\n4 3 2 1
          mini-sudoku | given=1x34 3412 2143 4321 | | 2 1 3 4\\n3 4 1 2\\n1 2 4 3\\n4 3 2 1
          mini-sudoku | given=1x34 3412 2143 4321 | | 1 x 3 4\\n3 4 1 2\\n2 1 4 3\\n4 3 2 1
          countdown | numbers=3 5 7; target=21 | | 21
          countdown | numbers=3 5 7; target=21 | | 3 * 7 * 1
          countdown | numbers=3 5 7; target=21 | | 7 + 7 + 7
          countdown | numbers=3 5 7; target=21 | | 3 * 5 = 21
          countdown | numbers=3 5 7; target=21 | | 3 * 7\\n3 * 5
          countdown | numbers=3 5 7; target=21 | | __import__("os")
          countdown | numbers=3 5 7; target=1 | | 3 / (5 - 5)
          puzzle24 | numbers=8 3; target=24 | | 24
          puzzle24 | numbers=1 3 4 6; target=24 | | 4 * 6
          jugs | jugs=3 5; target=4 | | fill 5
          jugs | jugs=3 5; target=4 | | fill 4
          shortest-path | roads=A-B B-D A-C C-D; from=A; to=D | | A, D
          shortest-path | roads=A-B B-C C-D A-D; from=A; to=D | | A, B, C, D
          shortest-path | roads=A-B B-D A-C C-D; from=A; to=D | | A, B, D or A, C, D
          maze | rows=So oG | | right, right
          maze | rows=SW oG | | right, down
          n-queens | given=x x x x | | 1, 2, 3, 4
          n-queens | given=2 x x x | | 3, 1, 4, 2
          """)
  void isWrong(String generator, String state, String gold, String completion) {
    assertThat(verdict(generator, text(state), text(gold), completion))
        .extracting(Verdict::state, Verdict::score)
        .containsExactly(Verdict.State.INCORRECT, 0.0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          chain-sum | | | no reference answer
          chain-sum | | twelve-ish | not one number
          larger-number | options=7 12 | 9 | is not one of
          larger-number | | 9 | does not say options
          parity | | maybe | is not one of
          propositional-logic | | maybe | not yes or no
          fraction-simplification | | three | is no fraction
          base-conversion | base=2 | 12 | no number in base 2
          base-conversion | base=99 | 12 | no base 99
          number-sorting | numbers=3 x; down=0 | 3 | no whole number
          mini-sudoku | given=12 34 | | not four rows
          countdown | numbers=3 5 | | does not say target
          countdown | numbers | | no name=value
          jugs | jugs=3 3; target=2 | | two jugs
          maze | rows=oo oG | | no S
          knights-knaves | people=ann bob | Ann is a knight | no role to everybody
          sudoku-9 | | | no generator
          """)
  void isAnErrorOfThePuzzle(String generator, String state, String gold, String reason) {
    Verdict verdict = verdict(generator, text(state), text(gold), "1");

    assertThat(verdict.state()).isEqualTo(Verdict.State.ERROR);
    assertThat(verdict.reason()).contains(reason);
  }

  private static String text(String cell) {
    return cell == null ? "" : cell;
  }
}
