package dev.belay.verify.instruction;

/** One instruction with its arguments; decides whether a text follows it. */
@FunctionalInterface
interface Checker {

  /** Whether IFEval counts the text as following, a text that is not blank. */
  boolean follows(String text);

  /**
   * Whether a text that {@link #follows} is credited: IFEval counts some texts in favour because
   * nothing can be told of them, which a policy that is rewarded would find.
   */
  default boolean isCredited(String text) {
    return true;
  }
}
