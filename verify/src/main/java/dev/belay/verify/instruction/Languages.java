package dev.belay.verify.instruction;

import com.cybozu.labs.langdetect.Detector;
import com.cybozu.labs.langdetect.DetectorFactory;
import com.cybozu.labs.langdetect.LangDetectException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The language of a text, by the library from which IFEval's was ported. The same text always gets
 * the same answer.
 */
final class Languages {

  private static final List<String> CODES =
      List.of(
          "af", "ar", "bg", "bn", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "gu",
          "he", "hi", "hr", "hu", "id", "it", "ja", "kn", "ko", "lt", "lv", "mk", "ml", "mr", "ne",
          "nl", "no", "pa", "pl", "pt", "ro", "ru", "sk", "sl", "so", "sq", "sv", "sw", "ta", "te",
          "th", "tl", "tr", "uk", "ur", "vi", "zh-cn", "zh-tw");

  /** The library looks at no more. */
  private static final int MAX_CHARACTERS = 10_000;

  /** The library's search for addresses takes the square of this for each piece of a text. */
  private static final int MAX_PIECE = 256;

  private static final Pattern WEB_ADDRESS =
      Pattern.compile("https?://[-_.?&~;+=/#0-9A-Za-z]{1,2076}+");
  private static final Pattern MAIL_ADDRESS =
      Pattern.compile("(?<![-_.0-9A-Za-z])[-_.0-9A-Za-z]++@[-_0-9A-Za-z][-_.0-9A-Za-z]++");

  private Languages() {}

  /** The codes that {@link #detect} can give. */
  static List<String> codes() {
    return CODES;
  }

  /** The code of the language of a text; empty when it has nothing that tells one. */
  static Optional<String> detect(String text) {
    try {
      Detector detector = Loaded.create();
      for (String piece : pieces(text)) {
        detector.append(piece);
      }
      return Optional.of(detector.detect()).filter(CODES::contains);
    } catch (LangDetectException e) {
      return Optional.empty();
    }
  }

  /**
   * The beginning of a text without addresses of mail and of the web, in pieces none of which is a
   * long run of letters.
   */
  private static List<String> pieces(String text) {
    String head = text.substring(0, Math.min(text.length(), 4 * MAX_CHARACTERS));
    String plain = MAIL_ADDRESS.matcher(WEB_ADDRESS.matcher(head).replaceAll(" ")).replaceAll(" ");
    List<String> pieces = new ArrayList<>();
    StringBuilder piece = new StringBuilder();
    int run = 0;
    char before = 0;
    for (int at = 0; at < Math.min(plain.length(), MAX_CHARACTERS); at++) {
      char c = plain.charAt(at);
      run = c > ' ' && c < 0x7F ? run + 1 : 0;
      if (run > MAX_PIECE) {
        pieces.add(piece.toString());
        piece.setLength(0);
        run = 1;
      }
      if (c != ' ' || before != ' ') {
        piece.append(c);
      }
      before = c;
    }
    pieces.add(piece.toString());
    return pieces;
  }

  /** The library's factory is one for the whole process; it is filled once. */
  private static final class Loaded {
    private Loaded() {}

    static {
      try {
        List<String> profiles = new ArrayList<>();
        for (String code : CODES) {
          profiles.add(profile(code));
        }
        DetectorFactory.loadProfile(profiles);
        DetectorFactory.setSeed(0);
      } catch (LangDetectException e) {
        throw new IllegalStateException("the profiles of languages cannot be loaded", e);
      }
    }

    private static String profile(String code) {
      try (InputStream in = DetectorFactory.class.getResourceAsStream("/profiles/" + code)) {
        if (in == null) {
          throw new IllegalStateException("no profile of the language " + code);
        }
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read the profile of the language " + code, e);
      }
    }

    static Detector create() throws LangDetectException {
      return DetectorFactory.create();
    }
  }
}
