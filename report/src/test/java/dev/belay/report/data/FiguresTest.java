package dev.belay.report.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FiguresTest {

  @Test
  void numbersHaveThreeDigitsThatMatter() {
    assertThat(Figures.number(0)).isEqualTo("0");
    assertThat(Figures.number(0.12345)).isEqualTo("0.123");
    assertThat(Figures.number(1.2345)).isEqualTo("1.23");
    assertThat(Figures.number(12.345)).isEqualTo("12.3");
    assertThat(Figures.number(123456)).isEqualTo("123456");
    assertThat(Figures.number(-0.000012)).isEqualTo("\u22121.2e\u221205");
  }

  @Test
  void marginsAreAsShortAsTheyCanBe() {
    assertThat(Figures.margin(0.02)).isEqualTo("2");
    assertThat(Figures.margin(0.025)).isEqualTo("2.5");
  }

  @Test
  void changesCarryTheirIntervals() {
    assertThat(Figures.change(new Estimate(-0.1, -0.25, 0.05)))
        .isEqualTo("\u221210.0 [\u221225.0, +5.0]");
  }
}
