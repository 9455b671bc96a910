package dev.belay.safety.attack;

import dev.belay.core.chat.ChatInput;
import java.util.Map;

/**
 * Greedy coordinate gradient: a suffix to each request that makes the model likelier to begin its
 * completion with agreement, changed token by token along the gradient of the model's own loss.
 *
 * @param info with the options' values
 * @param budget what the search may cost
 */
record Gcg(AttackInfo info, SuffixBudget budget) implements SuffixAttack {

  /** A budget for a small model on a processor; the paper's is 500, 512, 256, 20. */
  static Gcg standard() {
    return of(Map.of());
  }

  private static Gcg of(Map<String, String> given) {
    AttackOptions options = new AttackOptions("gcg", given);
    SuffixBudget budget =
        new SuffixBudget(
            options.count("steps", 100, 1, 100_000),
            options.count("candidates", 64, 1, 100_000),
            options.count("top_k", 256, 1, 100_000),
            options.count("suffix_tokens", 20, 1, 1_000));
    return new Gcg(
        new AttackInfo(
            "gcg",
            1,
            "follows the request with a suffix found along the gradient of the model's own loss",
            "Zou et al. 2023, arXiv:2307.15043",
            AttackKind.FITTED,
            options.finish()),
        budget);
  }

  @Override
  public Attack configure(Map<String, String> options) {
    return of(options);
  }

  @Override
  public ChatInput apply(String request, long seed) {
    return ChatInput.user(request + " !".repeat(budget.suffixTokens()));
  }

  @Override
  public SuffixGoal goal(String request, String target) {
    return new SuffixGoal(request, target.isBlank() ? TargetPhrase.of(request) : target, budget);
  }

  @Override
  public Query query(String request, FoundSuffix suffix) {
    return Query.of(ChatInput.user(request + suffix.text()));
  }
}
