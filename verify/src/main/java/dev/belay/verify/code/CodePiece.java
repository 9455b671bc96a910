package dev.belay.verify.code;

import java.util.List;
import java.util.Locale;

/**
 * One way to read a completion as code.
 *
 * @param mode whether it stands for itself or continues the prompt
 * @param earlier blocks before it, which count where they do nothing but define
 * @param text the code
 */
record CodePiece(Mode mode, List<String> earlier, String text) {

  /** How code relates to the prompt. */
  enum Mode {
    /** It defines all that is asked for. */
    WHOLE,
    /** It goes on where the prompt ended. */
    CONTINUE
  }

  CodePiece {
    earlier = List.copyOf(earlier);
  }

  static CodePiece whole(String text) {
    return new CodePiece(Mode.WHOLE, List.of(), text);
  }

  static CodePiece continuation(String text) {
    return new CodePiece(Mode.CONTINUE, List.of(), text);
  }

  List<Object> message() {
    return List.of(mode.name().toLowerCase(Locale.ROOT), earlier, text);
  }
}
