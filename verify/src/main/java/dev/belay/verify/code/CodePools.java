package dev.belay.verify.code;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The pools of this process: one for each way to isolate, made when first needed. */
final class CodePools {

  /** Isolated by the operating system. */
  static final CodePools ISOLATED = isolated(Limits.STANDARD);

  /** With limits only. */
  static final CodePools UNISOLATED =
      new CodePools(() -> Isolation.none(System.getenv()), Limits.STANDARD);

  private final Supplier<Isolation.Offer> offer;
  private final Limits limits;
  private @Nullable Found found;

  CodePools(Supplier<Isolation.Offer> offer, Limits limits) {
    this.offer = offer;
    this.limits = limits;
  }

  static CodePools isolated(Limits limits) {
    return new CodePools(() -> IsolationCheck.offer(System.getenv(), limits), limits);
  }

  /**
   * A pool, or why there is none.
   *
   * @param missing what is missing and what to do; empty where there is a pool
   */
  record Found(@Nullable CodePool pool, String missing) {}

  synchronized Found find() {
    Found known = found;
    if (known == null) {
      Isolation.Offer offered = offer.get();
      known =
          offered
              .isolation()
              .map(isolation -> new Found(new CodePool(isolation, limits), ""))
              .orElseGet(() -> new Found(null, refusal(offered.missing())));
      found = known;
    }
    return known;
  }

  private static String refusal(String missing) {
    return "this machine cannot isolate code: "
        + missing
        + ". belay doctor says more; the verifier code-unisolated runs code without isolation";
  }
}
