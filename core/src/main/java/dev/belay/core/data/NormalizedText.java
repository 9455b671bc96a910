package dev.belay.core.data;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The form in which two prompts count as the same: compatibility-composed, lower case, accents,
 * invisible characters and punctuation gone, white space single. Signs that carry arithmetic stay:
 * {@code +}, {@code =}, {@code <}, … always, and a minus, slash, asterisk, per cent sign or decimal
 * point beside a digit, so that {@code 7 - 3} is not {@code 7 + 3}.
 */
public final class NormalizedText {

  private static final Pattern INVISIBLE = Pattern.compile("[\\p{Mn}\\p{Cf}\\p{Cc}&&[^\\s]]+");
  private static final Pattern DASHES = Pattern.compile("[\\p{Pd}\\u2212]");
  private static final Pattern ARITHMETIC =
      Pattern.compile("(?<=\\d)\\s*([-*/%])|([-*/])\\s*(?=\\d)");
  private static final Pattern DECIMAL_POINT = Pattern.compile("(?<=\\d)\\.(?=\\d)");
  private static final Pattern DIGIT_GROUP = Pattern.compile("(?<=\\d),(?=\\d{3}(?!\\d))");
  private static final Pattern APOSTROPHE =
      Pattern.compile("(?<=\\p{L})['\\u2019\\u2018](?=\\p{L})");
  private static final Pattern OTHER =
      Pattern.compile("[^\\p{L}\\p{N}\\p{Sm}\\p{So}\\p{Sc}\\uE000-\\uE004]+");

  private NormalizedText() {}

  /** The normal form of a prompt; equal forms mean the same prompt. */
  public static String of(String text) {
    String folded = Normalizer.normalize(text, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT);
    folded = INVISIBLE.matcher(folded).replaceAll("");
    folded = DASHES.matcher(folded).replaceAll("-");
    folded = DIGIT_GROUP.matcher(folded).replaceAll("");
    folded = APOSTROPHE.matcher(folded).replaceAll("");
    folded = DECIMAL_POINT.matcher(folded).replaceAll("\uE004");
    folded = ARITHMETIC.matcher(folded).replaceAll(sign -> " " + kept(sign.group().strip()) + " ");
    folded = OTHER.matcher(folded).replaceAll(" ").strip();
    return restored(folded);
  }

  /** Private-use characters stand for the signs that must outlive the removal of punctuation. */
  private static String kept(String sign) {
    return switch (sign.charAt(0)) {
      case '-' -> "\uE000";
      case '*' -> "\uE001";
      case '/' -> "\uE002";
      default -> "\uE003";
    };
  }

  private static String restored(String text) {
    return text.replace('\uE000', '-')
        .replace('\uE001', '*')
        .replace('\uE002', '/')
        .replace('\uE003', '%')
        .replace('\uE004', '.');
  }
}
