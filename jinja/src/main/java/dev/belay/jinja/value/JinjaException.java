package dev.belay.jinja.value;

/** A template that cannot be parsed or rendered; knows its line as soon as somebody does. */
public final class JinjaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int line;

  public JinjaException(String problem) {
    this(problem, 0);
  }

  /**
   * @param line counted from 1; 0 when not known yet
   */
  public JinjaException(String problem, int line) {
    super(problem);
    this.line = line;
  }

  /** This error at a line, unless it has one already. */
  public JinjaException at(int templateLine) {
    return line > 0 || templateLine <= 0 ? this : new JinjaException(problem(), templateLine);
  }

  /** Line of the template, from 1; 0 when not known. */
  public int line() {
    return line;
  }

  public String problem() {
    return String.valueOf(getMessage());
  }
}
