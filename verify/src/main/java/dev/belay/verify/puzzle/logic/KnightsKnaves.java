package dev.belay.verify.puzzle.logic;

import dev.belay.core.model.Answer;
import dev.belay.core.verify.Verdict;
import dev.belay.verify.puzzle.answer.FinalAnswer;
import dev.belay.verify.puzzle.answer.RolesReader;
import dev.belay.verify.puzzle.generator.Draw;
import dev.belay.verify.puzzle.generator.Facts;
import dev.belay.verify.puzzle.generator.Parameter;
import dev.belay.verify.puzzle.generator.PuzzleGenerator;
import dev.belay.verify.puzzle.generator.PuzzleText;
import dev.belay.verify.puzzle.generator.Settings;
import dev.belay.verify.puzzle.generator.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Who tells the truth and who lies, by what each says; there is exactly one way. */
public final class KnightsKnaves extends PuzzleGenerator {

  private static final String PEOPLE = "people";

  public KnightsKnaves() {
    super(
        "knights-knaves",
        "Who tells the truth and who lies, by what each says.",
        Parameter.of("people", "how many people", 2, 5, 2, 3, 4));
  }

  /** That one or two people are knights or knaves: what it says, and whether it is so. */
  private record Claim(int first, int second, boolean knight, boolean all) {

    boolean holds(int knights) {
      boolean one = (knights >> first & 1) == 1 == knight;
      boolean two = (knights >> second & 1) == 1 == knight;
      return all ? one && two : one || two;
    }

    String text(List<String> people) {
      String role = knight ? "knight" : "knave";
      if (first == second) {
        return "%s is a %s".formatted(people.get(first), role);
      }
      return all
          ? "%s and %s are both %ss".formatted(people.get(first), people.get(second), role)
          : "at least one of %s and %s is a %s"
              .formatted(people.get(first), people.get(second), role);
    }
  }

  @Override
  public PuzzleText draw(Settings settings, Draw draw) {
    int count = settings.get("people");
    List<String> people = draw.some(Words.NAMES, count);
    while (true) {
      List<Claim> claims = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        claims.add(claim(i, count, draw));
      }
      int found = onlySolution(claims);
      if (found >= 0) {
        return puzzle(people, claims, found);
      }
    }
  }

  /** About another one, or about two of them, of whom the speaker may be one. */
  private static Claim claim(int speaker, int people, Draw draw) {
    int first = (speaker + draw.between(1, people - 1)) % people;
    int second = draw.chance() ? (first + draw.between(1, people - 1)) % people : first;
    return new Claim(first, second, draw.chance(), draw.chance());
  }

  /**
   * The knights, as bits, where each speaks the truth if and only if a knight; -1 if not unique.
   */
  private static int onlySolution(List<Claim> claims) {
    int found = -1;
    for (int knights = 0; knights < 1 << claims.size(); knights++) {
      boolean fits = true;
      for (int i = 0; i < claims.size(); i++) {
        fits &= claims.get(i).holds(knights) == ((knights >> i & 1) == 1);
      }
      if (fits && found >= 0) {
        return -1;
      }
      found = fits ? knights : found;
    }
    return found;
  }

  private static PuzzleText puzzle(List<String> people, List<Claim> claims, int knights) {
    List<String> said = new ArrayList<>();
    List<String> roles = new ArrayList<>();
    for (int i = 0; i < people.size(); i++) {
      said.add("%s says: \"%s.\"".formatted(people.get(i), capital(claims.get(i).text(people))));
      roles.add(people.get(i) + " is a " + ((knights >> i & 1) == 1 ? "knight" : "knave"));
    }
    String text = String.join(" ", said);
    return new PuzzleText(
        "Knights always tell the truth and knaves always lie. %s Who is a knight and who is a knave?"
            .formatted(text),
        text,
        Map.of(PEOPLE, blanks(people)),
        String.join(", ", roles));
  }

  private static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  @Override
  public Verdict check(Facts facts, Answer answer) {
    List<String> people =
        facts.words(PEOPLE).stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    RolesReader reader = new RolesReader(people);
    Map<String, String> right =
        reader
            .bare(facts.requiredSolution())
            .orElseThrow(() -> new Facts.BrokenFacts("the reference gives no role to everybody"));
    return FinalAnswer.of(answer, reader).against(right, roles -> new TreeMap<>(roles).toString());
  }
}
