package dev.belay.jinja;

import java.time.LocalDateTime;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.Locale;

/** Dates as C's {@code strftime} writes them in the C locale, for a time without zone. */
final class Strftime {

  private final LocalDateTime time;

  private Strftime(LocalDateTime time) {
    this.time = time;
  }

  static String format(LocalDateTime time, String format) {
    return new Strftime(time).format(format);
  }

  private String format(String format) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c != '%' || i + 1 == format.length()) {
        out.append(c);
        continue;
      }
      char flag = format.charAt(i + 1);
      boolean flagged = "-_0^#".indexOf(flag) >= 0 && i + 2 < format.length();
      i += flagged ? 2 : 1;
      out.append(flagged ? flagged(flag, format.charAt(i)) : plain(format.charAt(i)));
    }
    return out.toString();
  }

  /** {@code -} takes the padding off, {@code _} pads with spaces, {@code ^} is upper case. */
  private String flagged(char flag, char code) {
    String text = plain(code);
    String bare = text.replaceFirst("^[0 ]+(?=.)", "");
    return switch (flag) {
      case '-' -> bare;
      case '_' -> " ".repeat(text.length() - bare.length()) + bare;
      case '^' -> text.toUpperCase(Locale.ROOT);
      case '#' -> code == 'p' ? text.toLowerCase(Locale.ROOT) : text.toUpperCase(Locale.ROOT);
      default -> "0".repeat(text.length() - bare.length()) + bare;
    };
  }

  private String plain(char code) {
    return switch (code) {
      case 'a' -> time.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
      case 'A' -> time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case 'b', 'h' -> time.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
      case 'B' -> time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case 'c' -> format("%a %b %e %H:%M:%S %Y");
      case 'D', 'x' -> format("%m/%d/%y");
      case 'F' -> format("%Y-%m-%d");
      case 'R' -> format("%H:%M");
      case 'T', 'X' -> format("%H:%M:%S");
      case 'r' -> format("%I:%M:%S %p");
      case 'p' -> time.getHour() < 12 ? "AM" : "PM";
      case 'P' -> time.getHour() < 12 ? "am" : "pm";
      case 'n' -> "\n";
      case 't' -> "\t";
      case 'z', 'Z' -> "";
      case '%' -> "%";
      default -> number(code);
    };
  }

  private String number(char code) {
    int day = time.getDayOfYear() - 1;
    int weekday = time.getDayOfWeek().getValue();
    return switch (code) {
      case 'd' -> digits(time.getDayOfMonth(), 2);
      case 'e' -> "%2d".formatted(time.getDayOfMonth());
      case 'f' -> digits(time.getNano() / 1000, 6);
      case 'H' -> digits(time.getHour(), 2);
      case 'k' -> "%2d".formatted(time.getHour());
      case 'I' -> digits(time.get(ChronoField.CLOCK_HOUR_OF_AMPM), 2);
      case 'l' -> "%2d".formatted(time.get(ChronoField.CLOCK_HOUR_OF_AMPM));
      case 'j' -> digits(day + 1, 3);
      case 'm' -> digits(time.getMonthValue(), 2);
      case 'M' -> digits(time.getMinute(), 2);
      case 'S' -> digits(time.getSecond(), 2);
      case 'u' -> digits(weekday, 1);
      case 'w' -> digits(weekday % 7, 1);
      case 'U' -> digits((day + 7 - weekday % 7) / 7, 2);
      case 'W' -> digits((day + 7 - (weekday + 6) % 7) / 7, 2);
      case 'V' -> digits(time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), 2);
      case 'G' -> digits(time.get(IsoFields.WEEK_BASED_YEAR), 4);
      case 'g' -> digits(time.get(IsoFields.WEEK_BASED_YEAR) % 100, 2);
      case 'y' -> digits(time.getYear() % 100, 2);
      case 'Y' -> String.valueOf(time.getYear());
      case 'C' -> digits(time.getYear() / 100, 2);
      default -> "%" + code;
    };
  }

  private static String digits(int number, int width) {
    String digits = String.valueOf(number);
    return "0".repeat(Math.max(0, width - digits.length())) + digits;
  }
}
