package dev.belay.verify.format;

import dev.belay.core.error.BadInputException;
import dev.belay.core.model.Answer;
import dev.belay.core.model.ReasoningTrace;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Nothing but the given elements, each once, closed, not blank, in the given order: {@code
 * <plan>…</plan> <answer>…</answer>}. None of the tags may stand inside an element, so that a
 * second answer cannot hide in the first.
 *
 * <p>Where the first tag is one that opens a reasoning trace, such as {@code think}, the trace
 * stands for that element: it has been taken out of the answer.
 */
public final class TagsFormat implements FormatVerifier {

  private static final int MOST_TAGS = 20;
  private static final int LONGEST_NAME = 60;

  private final List<String> tags;
  private final boolean traced;

  /**
   * A form.
   *
   * @param tags names without brackets, each once
   * @throws BadInputException when a name is none, or stands twice
   */
  public TagsFormat(List<String> tags) {
    if (tags.isEmpty() || tags.size() > MOST_TAGS || Set.copyOf(tags).size() < tags.size()) {
      throw new BadInputException(
          "found tags %s, must be 1 to %d names, each once, such as [ think, answer ]."
              .formatted(tags, MOST_TAGS));
    }
    for (String tag : tags) {
      if (!isName(tag)) {
        throw new BadInputException(
            "found the tag \"%s\", must be a name of letters, digits, - and _ without brackets, such as answer."
                .formatted(FormatVerifier.shortened(tag)));
      }
    }
    this.tags = List.copyOf(tags);
    this.traced = ReasoningTrace.markers().contains("<" + tags.getFirst() + ">");
  }

  private static boolean isName(String tag) {
    return !tag.isEmpty()
        && tag.length() <= LONGEST_NAME
        && tag.chars()
            .allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || c == '-' || c == '_'));
  }

  @Override
  public String name() {
    return "tags";
  }

  @Override
  public Optional<String> fault(Answer answer) {
    if (traced && answer.reasoning().isBlank()) {
      return Optional.of("no <%s>, or an empty one".formatted(tags.getFirst()));
    }
    String text = answer.text();
    int at = 0;
    for (String tag : tags.subList(traced ? 1 : 0, tags.size())) {
      at = skipBlanks(text, at);
      String open = "<" + tag + ">";
      if (!text.startsWith(open, at)) {
        return Optional.of("%s where <%s> was to open".formatted(found(text, at), tag));
      }
      String close = "</" + tag + ">";
      int end = text.indexOf(close, at + open.length());
      if (end < 0) {
        return Optional.of("<%s> is never closed".formatted(tag));
      }
      Optional<String> fault = faultInside(text.substring(at + open.length(), end), tag);
      if (fault.isPresent()) {
        return fault;
      }
      at = end + close.length();
    }
    return faultAfter(text, at);
  }

  private Optional<String> faultInside(String content, String tag) {
    if (content.isBlank()) {
      return Optional.of("<%s> is empty".formatted(tag));
    }
    for (String other : tags) {
      if (content.contains("<" + other + ">") || content.contains("</" + other + ">")) {
        return Optional.of("<%s> has a tag %s inside".formatted(tag, other));
      }
    }
    return Optional.empty();
  }

  private Optional<String> faultAfter(String text, int at) {
    int end = skipBlanks(text, at);
    boolean onlyTrace = traced && tags.size() == 1;
    if (onlyTrace) {
      return text.isBlank()
          ? Optional.of("nothing after <" + tags.getFirst() + ">")
          : Optional.empty();
    }
    return end == text.length()
        ? Optional.empty()
        : Optional.of("%s after </%s>".formatted(found(text, end), tags.getLast()));
  }

  private static int skipBlanks(String text, int from) {
    int at = from;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static String found(String text, int at) {
    return at == text.length()
        ? "the end"
        : "\""
            + FormatVerifier.shortened(text.substring(at, Math.min(text.length(), at + 60)))
            + "\"";
  }

  /** {@inheritDoc} The text is the content of the last element. */
  @Override
  public Answer dressed(Answer answer) {
    String reasoning =
        traced && answer.reasoning().isBlank() ? "Let me think." : answer.reasoning();
    List<String> elements = tags.subList(traced ? 1 : 0, tags.size());
    if (elements.isEmpty()) {
      return new Answer(reasoning, answer.text(), answer.ending());
    }
    StringBuilder text = new StringBuilder();
    for (String tag : elements.subList(0, elements.size() - 1)) {
      text.append("<%s>\nSo.\n</%s>\n".formatted(tag, tag));
    }
    String last = elements.getLast();
    text.append('<').append(last).append('>').append(answer.text());
    text.append("</").append(last).append('>');
    return new Answer(reasoning, text.toString(), answer.ending());
  }
}
