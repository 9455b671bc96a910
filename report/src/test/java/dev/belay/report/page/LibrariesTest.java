package dev.belay.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.hash.Sha256;
import org.junit.jupiter.api.Test;

class LibrariesTest {

  @Test
  void plotIsTheFileThatWasPublished() {
    assertThat(Libraries.PLOT.content()).startsWith("// @observablehq/plot v0.6.17 ");
    assertThat(Sha256.of(Libraries.PLOT.content()))
        .isEqualTo("4358086467740777dd788d6b27a95cebdbaefdd50c730a3060117073bd7134cb");
  }

  @Test
  void theStyleOfAChartIsPlotsOwnForTheClassOfTheCharts() {
    assertThat(Libraries.plotStyle().content())
        .startsWith(":where(.plot-chart) {\n  --plot-background: white;\n")
        .endsWith(":where(.plot-chart tspan) {\n  white-space: pre;\n}")
        .doesNotContain("$", "\\");
    assertThat(Asset.own("charts.js").content()).contains("className: \"plot-chart\"");
  }

  @Test
  void bothLicencesAreThere() {
    assertThat(Libraries.NOTICES)
        .allSatisfy(notice -> assertThat(notice.text()).contains("this permission notice appear"));
  }
}
