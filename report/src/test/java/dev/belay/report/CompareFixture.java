package dev.belay.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of a comparison of three arms: two of them runs, one that failed. */
public final class CompareFixture {

  private CompareFixture() {}

  /** Writes the folder. */
  public static Path write(Path folder) throws IOException {
    ObjectNode root = Json.MAPPER.createObjectNode();
    root.put("format", 1).put("kind", "belay-compare").put("name", "three arms");
    root.putArray("verdict").add("SFT: It LOST 30.0 points.").add("RLVR: It HELD.");
    root.put("margin", 0.05).put("confidence", 0.95);
    root.putObject("curve").put("from", "weights").putArray("shares").add(0.5);
    root.putObject("tuned_alike").put("sentence", "Every arm had 3 tries.");
    ArrayNode arms = root.putArray("arms");
    ObjectNode sft = arms.addObject();
    arm(folder, sft, "SFT", RunFixture.tuned(150, 60, 20), 0.7, 0.6);
    sft.put("file", "anchored.yaml").putObject("set").put("train.anchor.coef", "3");
    sft.put("settings_tried", 3);
    sft.putObject("cost").put("seconds_per_step", 6.5).put("peak_memory_bytes", 3_850_000_000L);
    ObjectNode rlvr = arms.addObject();
    arm(folder, rlvr, "RLVR", RunFixture.tuned(140, 88, 13), 0.89, 0.88);
    rlvr.put("file", "anchored.yaml").putObject("set").put("train.anchor.coef", "10");
    arms.addObject()
        .put("arm", "dpo")
        .put("label", "DPO")
        .put("state", "failed")
        .put("run", "arms/dpo")
        .put("ending", "it has no result.")
        .putArray("failures")
        .add("<b>out of memory</b>");
    meeting(root.putObject("equal_capability"));
    root.putObject("provenance")
        .put("java", "25")
        .putArray("commands")
        .add("belay compare three.yaml");
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("compare.json"), Json.pretty(root));
    return folder;
  }

  private static void arm(
      Path folder, ObjectNode arm, String label, EvaluationFixture after, double half, double end)
      throws IOException {
    String run = "arms/" + label;
    new RunFixture(label, RunFixture.base(), after).write(folder.resolve(run));
    JsonNode result = Json.MAPPER.readTree(Files.readString(folder.resolve(run + "/result.json")));
    JsonNode suites = result.at("/comparison/suites");
    double solved = suites.get(0).path("after").asDouble();
    arm.put("arm", "demo-" + label).put("label", label).put("run", run).put("state", "done");
    arm.put("ending", "It stopped at the accuracy.");
    arm.put("safety_held", result.at("/comparison/safety_held").asText());
    arm.putObject("row")
        .put("capability", solved)
        .put("safety", end)
        .put("over_refusal", 0.2)
        .put("undecided", 1)
        .put("of", 410)
        .put("kl_task", 3.14159)
        .put("limit", 0.46);
    arm.set("comparison", result.path("comparison"));
    ArrayNode points = arm.putArray("points");
    point(points.addObject(), "base", 0.3, 0.9);
    point(points.addObject(), "weights 0.5", (0.3 + solved) / 2, half);
    point(points.addObject(), "tuned", solved, end);
    ObjectNode tuning = arm.putObject("tuning");
    tuning.putObject("chosen").put("lr", 1e-5);
    tuning.putArray("tries").addObject().put("validation", 0.5).putObject("set").put("lr", 1e-5);
  }

  private static void point(ObjectNode point, String at, double solved, double refused) {
    point.put("at", at);
    point.putObject("capability").put("rate", solved).put("n", 200);
    point.putObject("safety").put("rate", refused).put("n", 100);
    ArrayNode suites = point.putArray("suites");
    suite(suites.addObject(), "sums", "capability", solved);
    suite(suites.addObject(), "advbench", "harmful", refused);
  }

  private static void suite(ObjectNode suite, String name, String kind, double rate) {
    suite.put("suite", name).put("kind", kind).put("rate", rate);
    suite.put("low", rate - 0.05).put("high", rate + 0.05);
  }

  private static void meeting(ObjectNode meeting) {
    meeting.put("met", true).put("sentence", "At 70.0 % solved, the highest that all reach.");
    ObjectNode pair = meeting.putArray("pairs").addObject();
    pair.put("first", "demo-SFT").put("second", "demo-RLVR");
    pair.put("sentence", "RLVR refuses more harmful requests than SFT.");
    change(
        pair.putArray("capability").addObject().put("suite", "sums").put("difference", 0.0), -0.1);
    ObjectNode row = pair.putArray("suites").addObject().put("suite", "advbench");
    change(row.put("kind", "harmful").put("n", 99).put("change", 0.28), 0.18);
  }

  private static void change(ObjectNode row, double low) {
    row.put("first", 0.6).put("second", 0.88).put("low", low).put("high", low + 0.2);
  }
}
