package dev.belay.core.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Splits what a reasoning model wrote into the trace and the answer. The one place that knows the
 * markers of the families: {@code <think>} and its like, {@code [THINK]}, the channels of {@code
 * <|channel|>analysis}.
 *
 * <p>A trace may begin in the prompt, so that only its end stands in the completion: all before
 * such an end is trace. A marker that opens a line begins a trace even if nothing closes it; one
 * inside a line does only if something does, since a text may speak of markers.
 *
 * @param reasoning the trace, several joined by a blank line; empty without one
 * @param answer the rest
 * @param closed false when the trace was never closed, so that no answer began
 */
public record ReasoningTrace(String reasoning, String answer, boolean closed) {

  /** A family's markers. */
  private record Format(String open, String close) {}

  private static final List<Format> FORMATS =
      List.of(
          new Format("<think>", "</think>"),
          new Format("<thinking>", "</thinking>"),
          new Format("<reasoning>", "</reasoning>"),
          new Format("<thought>", "</thought>"),
          new Format("<|think|>", "<|/think|>"),
          new Format("<seed:think>", "</seed:think>"),
          new Format("<|START_THINKING|>", "<|END_THINKING|>"),
          new Format("<|begin_of_thought|>", "<|end_of_thought|>"),
          new Format("<|channel>thought", "<channel|>"),
          new Format("[THINK]", "[/THINK]"),
          new Format("\u25c1think\u25b7", "\u25c1/think\u25b7"));

  /** Round the answer, where a family marks that too. */
  private static final List<String> WRAPPERS =
      List.of(
          "<|START_RESPONSE|>", "<|END_RESPONSE|>", "<|begin_of_solution|>", "<|end_of_solution|>");

  /** A marker at its place. */
  private record Mark(int start, int end, Format format, boolean opens) {}

  /** The marker of a trace that a prompt ends with, blanks after it left out. */
  public static Optional<String> openedBy(String prompt) {
    String end = prompt.stripTrailing();
    return FORMATS.stream().map(Format::open).filter(end::endsWith).findFirst();
  }

  /** All markers, which stay in the text of completions even where they are special tokens. */
  public static List<String> markers() {
    return Stream.concat(
            HarmonyChannels.MARKERS.stream(),
            FORMATS.stream().flatMap(format -> Stream.of(format.open(), format.close())))
        .toList();
  }

  /**
   * Splits a completion.
   *
   * @param opened the marker that the prompt ended with, if it opened a trace
   */
  public static ReasoningTrace split(String completion, Optional<String> opened) {
    Optional<ReasoningTrace> channels = HarmonyChannels.split(completion);
    return channels.orElseGet(() -> new Splitter(completion).split(opened.isPresent()));
  }

  /** One walk over the text. */
  private static final class Splitter {
    private final String text;
    private final StringBuilder reasoning = new StringBuilder();
    private final StringBuilder answer = new StringBuilder();
    private int at;

    Splitter(String text) {
      this.text = text;
    }

    ReasoningTrace split(boolean opened) {
      boolean inside = opened;
      if (opened && leadingOpener()) {
        inside = false; // Some models open again what the prompt has opened.
      }
      boolean first = true;
      while (true) {
        Mark mark = next(at, inside);
        if (mark == null) {
          return finish(inside);
        }
        boolean stray = !mark.opens() && !inside;
        if (inside || (stray && (first || !text.substring(mark.end()).isBlank()))) {
          think(mark, stray);
          inside = false;
        } else if (stray) {
          answer.append(text, at, mark.start());
          at = mark.end();
        } else {
          answer.append(text, at, mark.start());
          at = mark.end();
          inside = true;
        }
        first = false;
      }
    }

    private boolean leadingOpener() {
      Mark mark = next(0, false);
      return mark != null && mark.opens() && text.substring(0, mark.start()).isBlank();
    }

    /** A trace ends; where nothing opened it, all that came before belongs to it. */
    private void think(Mark end, boolean stray) {
      if (!reasoning.isEmpty()) {
        reasoning.append("\n\n");
      }
      if (stray) {
        reasoning.append(answer);
        answer.setLength(0);
      }
      reasoning.append(text.substring(at, end.start()).strip());
      at = end.end();
    }

    private ReasoningTrace finish(boolean inside) {
      String rest = text.substring(at);
      if (inside) {
        reasoning.append(reasoning.isEmpty() ? "" : "\n\n").append(rest.strip());
      } else {
        answer.append(rest);
      }
      String said = at == 0 ? answer.toString() : answer.toString().strip();
      for (String wrapper : WRAPPERS) {
        said = said.replace(wrapper, "");
      }
      return new ReasoningTrace(reasoning.toString(), said, !inside);
    }

    /** The next marker; inside a trace only one that closes. */
    private @Nullable Mark next(int from, boolean inside) {
      for (int i = from; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '<' || c == '[' || c == '\u25c1') {
          Mark mark = markAt(i);
          if (mark != null && (inside ? !mark.opens() : counts(mark))) {
            return mark;
          }
        }
      }
      return null;
    }

    private @Nullable Mark markAt(int place) {
      for (Format format : FORMATS) {
        if (startsWith(format.open(), place)) {
          return new Mark(place, place + format.open().length(), format, true);
        }
        if (startsWith(format.close(), place)) {
          return new Mark(place, place + format.close().length(), format, false);
        }
      }
      return null;
    }

    private boolean startsWith(String marker, int place) {
      return text.regionMatches(true, place, marker, 0, marker.length());
    }

    private boolean counts(Mark mark) {
      return !mark.opens() || beginsLine(mark.start()) || isClosed(mark);
    }

    private boolean beginsLine(int place) {
      int i = place - 1;
      while (i >= at && text.charAt(i) != '\n') {
        if (!Character.isWhitespace(text.charAt(i))) {
          return false;
        }
        i--;
      }
      return true;
    }

    private boolean isClosed(Mark mark) {
      return text.indexOf(mark.format().close(), mark.end()) >= 0;
    }
  }
}
