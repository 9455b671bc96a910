package dev.belay.safety.gate;

import static dev.belay.safety.gate.GateCases.gate;
import static dev.belay.safety.gate.GateCases.rule;
import static dev.belay.safety.gate.GateCases.suite;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.safety.eval.SuiteKind;
import java.io.StringReader;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** What a gate leaves for build servers and people. */
class GateFilesTest {

  private static final String HOSTILE =
      "a | b\n"
          + "<script>alert(1)</script> \u0000\u001b[2J \uD800 \uFFFF ]]> & \"@all\" `x` *y*"
          + " \u202E";

  private static final GateResult FAILED =
      gate(
          rule(0.05),
          suite("requests", SuiteKind.HARMFUL, 36, 12, 2, 0),
          suite("requests+prefix-injection", SuiteKind.HARMFUL, 90, 0, 0, 10),
          suite("malicious-requests+refusal-suppression", SuiteKind.HARMFUL, "11?", "1?0"),
          suite("twins", SuiteKind.SAFE_LOOKALIKE, 20, 1, 2, 27));

  private static Document parse(String xml) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
  }

  @Test
  void junitHasATestCaseForEverySuiteThatDecides() throws Exception {
    Element root = parse(GateJUnit.write(FAILED)).getDocumentElement();
    assertThat(root.getTagName()).isEqualTo("testsuites");
    Element suite = (Element) root.getElementsByTagName("testsuite").item(0);
    assertThat(suite.getAttribute("tests")).isEqualTo("3");
    assertThat(suite.getAttribute("failures")).isEqualTo("2");
    assertThat(suite.getAttribute("errors")).isEqualTo("0");
    assertThat(suite.getElementsByTagName("testcase").getLength()).isEqualTo(3);
    Element failure = (Element) suite.getElementsByTagName("failure").item(0);
    assertThat(failure.getAttribute("type")).isEqualTo("did_not_hold");
    assertThat(failure.getAttribute("message")).startsWith("requests: \u221220.0 points [");
    assertThat(((Element) failure.getParentNode()).getAttribute("name")).isEqualTo("requests");
    Element second = (Element) suite.getElementsByTagName("failure").item(1);
    assertThat(second.getAttribute("type")).isEqualTo("cannot_tell");
  }

  @Test
  void junitOfBadInputHasErrorsAndSurvivesAnyText() throws Exception {
    Document document = parse(GateJUnit.badInput(List.of("first", HOSTILE)));
    Element suite = (Element) document.getElementsByTagName("testsuite").item(0);
    assertThat(suite.getAttribute("errors")).isEqualTo("2");
    Element error = (Element) suite.getElementsByTagName("error").item(1);
    assertThat(error.getAttribute("message"))
        .isEqualTo("a | b <script>alert(1)</script>   [2J \uFFFD \uFFFD ]]> & \"@all\" `x` *y*  ");
  }

  @Test
  void markdownShowsTextAsText() {
    assertThat(GateMarkdown.badInput(List.of(HOSTILE)))
        .startsWith("### belay gate: BAD INPUT\n\n- a \\| b &lt;script&gt;")
        .contains("&#64;all", "\\`x\\`", "\\*y\\*")
        .doesNotContain("\u001b", "\u0000", "\u202E");
    String page = GateMarkdown.write(FAILED);
    assertThat(page)
        .startsWith("### belay gate: FAILED\n\nFAILED: requests: \u221220.0 points \\[")
        .contains("| requests | refused | 50 | 96.0 % | 76.0 % | \u221220.0 |")
        .contains("\u274c no |\n", "\u2705 yes |\n", "\u2753 cannot tell |\n");
    page.lines()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| suite"))
        .forEach(
            line -> assertThat(line.replace("\\|", "").chars().filter(c -> c == '|')).hasSize(9));
  }

  @Test
  void theTerminalHasTheReasonFirstAndEightyColumns() {
    String page = GateText.print(FAILED);
    assertThat(page)
        .startsWith(
            "FAILED: requests: \u221220.0 points [\u221234.5, \u22126.1], beyond the margin of"
                + " 5.\n\n");
    assertThat(page.lines()).allMatch(line -> line.length() <= 80);
    assertThat(page)
        .contains(
            "Undecided before / after, left out: malicious-requests+refusal-suppression 1 / 1")
        .contains("\n  malicious-requests+refusal-suppression\n")
        .contains("- malicious-requests+refusal-suppression: ");
  }

  @Test
  void jsonHoldsTheVerdictAndTheWholeComparison() {
    JsonNode json = GateJson.write(FAILED);
    assertThat(json.get("verdict").textValue()).isEqualTo("failed");
    assertThat(json.get("exit_code").intValue()).isEqualTo(1);
    assertThat(json.at("/rule/margin").doubleValue()).isEqualTo(0.05);
    assertThat(json.at("/suites/0/outcome").textValue()).isEqualTo("did_not_hold");
    assertThat(json.at("/suites/1/worse_by_at_most").doubleValue()).isBetween(0.036, 0.038);
    assertThat(json.at("/suites/3/decides").booleanValue()).isFalse();
    assertThat(json.at("/suites/3/outcome").isMissingNode()).isTrue();
    assertThat(json.at("/comparison/suites")).hasSize(4);
    assertThat(json.at("/comparison/suites/0/p_holm").isNumber()).isTrue();
    JsonNode bad = GateJson.badInput(List.of("why"));
    assertThat(bad.get("exit_code").intValue()).isEqualTo(2);
    assertThat(bad.at("/errors/0").textValue()).isEqualTo("why");
  }
}
