package dev.belay.safety.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProseTest {

  @Test
  void linesEndBetweenWords() {
    String text = "word ".repeat(40) + "end.";
    String wrapped = Prose.wrap(text, "  ");
    assertThat(wrapped.lines()).allMatch(line -> line.length() <= 80).hasSize(3);
    assertThat(wrapped.lines().skip(1)).allMatch(line -> line.startsWith("  word"));
    assertThat(wrapped.replaceAll("\\s+", " ").strip()).isEqualTo(text);
  }

  @Test
  void paragraphsKeepTheirIndentAndLongWordsStayWhole() {
    String path = "/".repeat(100);
    assertThat(Prose.wrap("a\n  b c\n" + path + " d")).isEqualTo("a\n  b c\n" + path + "\nd\n");
    assertThat(Prose.wrap("one line")).isEqualTo("one line\n");
  }

  @Test
  void textOfStrangersNeverLeavesItsColumns() {
    assertThat(Prose.within("one two three", 8)).containsExactly("one two", "three");
    assertThat(Prose.within("one two  three", 7)).containsExactly("one two", "three");
    assertThat(Prose.within("x".repeat(10) + " y", 4)).containsExactly("xxxx", "xxxx", "xx y");
    assertThat(Prose.within("  in\n\n  def f():", 80)).containsExactly("  in", "", "  def f():");
    assertThat(Prose.within("   indented", 6)).containsExactly("   ind", "ented");
    assertThat(Prose.within("ab😀😀", 3)).containsExactly("ab", "😀", "😀");
    assertThat(Prose.within("", 5)).containsExactly("");
  }

  @Test
  void aNameThatLeavesNoRoomGetsALineOfItsOwn() {
    TextTable table = new TextTable(List.of("suite", "n"), Set.of(0));
    table.add(List.of("short", "100"));
    table.add(List.of("a name that is too long", "20"));
    table.add(List.of("a heading that is too long", ""));
    assertThat(table.printWithin(12))
        .isEqualTo(
            """
            suite    n
            short  100
            a name that is too long
                    20
            a heading that is too long
            """);
    assertThat(table.printWithin(80)).isEqualTo(table.print());
  }
}
