package dev.belay.verify.puzzle.logic;

import dev.belay.verify.puzzle.generator.Draw;
import dev.belay.verify.puzzle.generator.OptionPuzzle;
import dev.belay.verify.puzzle.generator.Parameter;
import dev.belay.verify.puzzle.generator.PuzzleText;
import dev.belay.verify.puzzle.generator.Settings;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Which day of the week comes some days before or after another. */
public final class Weekdays extends OptionPuzzle {

  private static final List<String> DAYS =
      List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday");

  public Weekdays() {
    super(
        "weekdays",
        "Which day of the week comes some days before or after another.",
        DAYS.stream().map(day -> day.toLowerCase(Locale.ROOT)).toList(),
        Map.of(),
        Parameter.of("days", "at most so many days away", 2, 1000, 6, 15, 100),
        Parameter.of("before", "1 if days may be counted backward", 0, 1, 1, 1, 1));
  }

  @Override
  public PuzzleText draw(Settings settings, Draw draw) {
    int today = draw.between(0, 6);
    int days = draw.between(1, settings.get("days"));
    boolean before = settings.get("before") == 1 && draw.chance();
    String content =
        "%s %s %s".formatted(count(days), before ? "before" : "after", DAYS.get(today));
    String other = before ? "was it " + count(days) + " ago" : "will it be in " + count(days);
    String prompt =
        draw.chance()
            ? "What day of the week comes %s?".formatted(content)
            : "Today is %s. What day %s?".formatted(DAYS.get(today), other);
    return puzzle(prompt, content, DAYS.get(Math.floorMod(today + (before ? -days : days), 7)));
  }

  private static String count(int days) {
    return days + (days == 1 ? " day" : " days");
  }
}
