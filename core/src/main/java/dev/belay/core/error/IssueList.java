package dev.belay.core.error;

import java.util.ArrayList;
import java.util.List;

/** Issues that say themselves where they are, such as those of a command's options. */
public final class IssueList implements IssueCollector {

  private final List<String> issues = new ArrayList<>();

  /** Notes one issue; the place is not repeated in it. */
  @Override
  public void add(String place, String what) {
    issues.add(what);
  }

  /** Always false: options are checked one by one. */
  @Override
  public boolean isWrong(String place) {
    return false;
  }

  @Override
  public void throwIfAny() {
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
  }
}
