package dev.belay.core.openai;

import java.io.Serial;

/**
 * One request that a server does not answer with a completion, while it may answer others: it
 * refuses this conversation, or what it says of it makes no sense however often it is asked.
 */
public final class UnansweredException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final boolean aboutConversation;

  UnansweredException(String reason, boolean aboutConversation) {
    super(reason);
    this.aboutConversation = aboutConversation;
  }

  /** Why there is no completion, in a few words of one line. */
  public String reason() {
    return String.valueOf(getMessage());
  }

  /** Whether the server says that it is because of what was asked, and not how. */
  public boolean aboutConversation() {
    return aboutConversation;
  }
}
