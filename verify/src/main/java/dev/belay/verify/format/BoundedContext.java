package dev.belay.verify.format;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;

/**
 * Ends a validation after {@value #MOST_STEPS} steps: where two alternatives of a schema that
 * refers to itself both go on, the work doubles with each level of a completion.
 */
final class BoundedContext extends ExecutionContext {

  private static final int MOST_STEPS = 2_000_000;

  /** What a validation ends with that takes more. */
  static final class TooManyStepsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyStepsException() {
      super("more than %,d steps are needed to tell".formatted(MOST_STEPS));
    }
  }

  private int steps;

  BoundedContext(Schema schema) {
    super(schema.createExecutionContext().getExecutionConfig());
  }

  /** The library calls it for each keyword that it looks at. */
  @Override
  public void evaluationPathAddLast(String keyword) {
    step();
    super.evaluationPathAddLast(keyword);
  }

  /** And this for each alternative. */
  @Override
  public void evaluationPathAddLast(int index) {
    step();
    super.evaluationPathAddLast(index);
  }

  private void step() {
    if (++steps > MOST_STEPS) {
      throw new TooManyStepsException();
    }
  }
}
