package dev.belay.jinja.value;

/** A string under construction, never longer than the budget allows. */
public final class BoundedText {

  private final Budget budget;
  private final StringBuilder text = new StringBuilder();

  public BoundedText(Budget budget) {
    this.budget = budget;
  }

  public BoundedText append(String more) {
    budget.growText(text.length(), more.length());
    text.append(more);
    return this;
  }

  public BoundedText append(char more) {
    budget.growText(text.length(), 1);
    text.append(more);
    return this;
  }

  public int length() {
    return text.length();
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
