package dev.belay.measure.verify;

import dev.belay.core.model.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Generated completions with their reference answers: an answer in another spelling than the
 * reference, which is right, and another answer, which is wrong.
 */
public final class MathCases {

  private static final List<String> FRAMES =
      List.of(
          "So we get \\boxed{%s}.",
          "Adding all of it up, the answer is $%s$.",
          "Therefore\n\\[\n%s\n\\]",
          "The final answer is \\(%s\\).",
          "We simplify.\n\n**Answer:** $%s$",
          "Step 1: we look at the problem. Step 2: we solve it. Thus we have $\\boxed{%s}$.");

  private final long seed;

  /** Cases that a seed decides. */
  public MathCases(long seed) {
    this.seed = seed;
  }

  /** As many pairs of cases, a right one and a wrong one, of each category. */
  public List<MathCase> all(int pairs) {
    List<MathCase> cases = new ArrayList<>();
    for (AnswerKind kind : AnswerKind.values()) {
      cases.addAll(of(kind, pairs));
    }
    return cases;
  }

  /** The cases of one category. */
  public List<MathCase> of(AnswerKind kind, int pairs) {
    String category = kind.category();
    List<MathCase> cases = new ArrayList<>();
    for (int i = 0; i < pairs; i++) {
      Random random = new Random(Seeds.derive(seed, "math-cases/" + category, i));
      AnswerKind.Answers answers = kind.make(random);
      String frame = FRAMES.get(random.nextInt(FRAMES.size()));
      cases.add(
          one(category + "/" + i + "/right", category, frame, answers.same(), answers.gold()));
      cases.add(
          one(category + "/" + i + "/wrong", category, frame, answers.other(), answers.gold()));
    }
    return cases;
  }

  private static MathCase one(
      String id, String category, String frame, String answer, String gold) {
    return new MathCase(id, category, frame.replace("%s", answer), gold, id.endsWith("/right"));
  }
}
