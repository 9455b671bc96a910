package dev.belay.train.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.json.Json;
import dev.belay.core.recipe.MonitorSpec;
import dev.belay.core.run.Progress;
import dev.belay.core.run.RunDirectory;
import dev.belay.core.stats.BettingEProcess;
import dev.belay.core.stats.BettingGrid;
import dev.belay.core.stats.EProcess;
import dev.belay.session.model.ModelSession;
import dev.belay.session.plan.MonitorPlan;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.model.WeightsHash;
import java.nio.file.Files;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Certifies the weights that training left, on fresh draws of these weights alone: draws from
 * training would only show that not all of the policies on the way were bad (drift specification
 * §7.4).
 */
public final class Certifier {

  /** Draws that are asked together, and written down together. */
  private static final int BATCH = 32;

  private static final String STREAM = "certify";

  private final MonitorPlan plan;
  private final MonitorSpec spec;
  private final ModelSession session;
  private final long seed;
  private final Progress progress;
  private final Clock clock;

  /**
   * A certifier.
   *
   * @param session the model before training, and the engine that is asked
   * @param seed the run's seed
   * @param clock gives the date of the certificate
   */
  public Certifier(
      MonitorPlan plan, ModelSession session, long seed, Progress progress, Clock clock) {
    this.plan = plan;
    this.spec = plan.spec();
    this.session = session;
    this.seed = seed;
    this.progress = progress;
    this.clock = clock;
  }

  /** What the draws show so far. */
  private static final class Tally {
    final BettingEProcess evidence;
    long lost;
    long gained;
    long undecided;

    Tally(double margin) {
      evidence = BettingEProcess.certify(margin, BettingGrid.certify());
    }

    void add(double dropLow, double dropHigh) {
      evidence.observe(dropHigh);
      if (dropLow == dropHigh) {
        lost += dropHigh > 0 ? 1 : 0;
        gained += dropHigh < 0 ? 1 : 0;
      } else {
        undecided++;
      }
    }
  }

  /**
   * Draws until the weights are certified or the budget is used up, and writes the certificate, or
   * that there is none; or reads it, if an earlier process wrote it of the same weights.
   *
   * @param trained the weights in {@link RunDirectory#model()}
   */
  public Certificate run(RunDirectory run, LanguageModel trained) {
    String hash = WeightsHash.of(run.model());
    if (Files.exists(run.certificate())) {
      Certificate written = Certificate.read(run.certificate());
      if (written.trainedSha256().equals(hash)) {
        return written;
      }
    }
    progress.start("certifying", spec.certifyDraws());
    Tally tally = draw(new DrawLog(run.certificateDraws()), hash, trained);
    Certificate certificate = certificate(tally, hash);
    certificate.write(run.certificate());
    progress.finish(certificate.certified() ? "certified" : "not certified");
    return certificate;
  }

  private Tally draw(DrawLog log, String hash, LanguageModel trained) {
    Tally tally = new Tally(spec.margin());
    for (JsonNode line : log.keep(line -> line.path("trained_sha256").asText().equals(hash))) {
      tally.add(line.get("drop_low").doubleValue(), line.get("drop_high").doubleValue());
    }
    ProbeSet set = new ProbeSet(plan, session.prompts(), seed);
    Prober prober = new Prober(set, session, plan.probe().sampling(), new BaseVerdicts(), seed);
    while (!isDone(tally)) {
      long first = tally.evidence.draws();
      // Up to the end of a batch, wherever an earlier process was cut off.
      long end = Math.min((first / BATCH + 1) * BATCH, spec.certifyDraws());
      List<PairedDraw> draws =
          prober
              .ask(
                  STREAM, first, (int) (end - first), trained, what -> progress.update(first, what))
              .draws();
      log.append(lines(draws, tally, hash));
      progress.update(end, String.format(Locale.ROOT, "log E %.2f", tally.evidence.logE()));
    }
    return tally;
  }

  /** Looked at between batches alone, so that a run that was cut off inside one ends the same. */
  private boolean isDone(Tally tally) {
    long draws = tally.evidence.draws();
    return draws >= spec.certifyDraws()
        || (draws % BATCH == 0 && tally.evidence.rejects(spec.certificateAlpha()));
  }

  private static List<ObjectNode> lines(List<PairedDraw> draws, Tally tally, String hash) {
    List<ObjectNode> lines = new ArrayList<>();
    for (PairedDraw draw : draws) {
      tally.add(draw.dropLow(), draw.dropHigh());
      ObjectNode line = Json.MAPPER.createObjectNode();
      DrawLog.put(line, draw);
      line.put("log_e", tally.evidence.logE());
      line.put("trained_sha256", hash);
      lines.add(line);
    }
    return lines;
  }

  private Certificate certificate(Tally tally, String hash) {
    double alpha = spec.certificateAlpha();
    boolean certified = tally.evidence.rejects(alpha);
    OptionalLong expected = certified ? OptionalLong.empty() : tally.evidence.drawsToReject(alpha);
    Certificate.Evidence evidence =
        new Certificate.Evidence(
            tally.evidence.draws(),
            spec.certifyDraws(),
            tally.lost,
            tally.gained,
            tally.undecided,
            tally.evidence.maxLogE(),
            EProcess.threshold(alpha),
            expected);
    return new Certificate(
        certified,
        CertificateText.claim(plan),
        CertificateText.found(certified, evidence),
        spec.margin(),
        1 - alpha,
        evidence,
        new Certificate.Probe(
            spec.suite().name() + " " + plan.probe().suite().info().version(),
            plan.probe().selected().size(),
            spec.asking().attacks(),
            plan.probe().dataSha256()),
        plan.judge().name() + " " + plan.judge().version(),
        spec.asking().temperature(),
        spec.asking().maxTokens(),
        hash,
        WeightsHash.of(session.model().directory()),
        clock.instant().truncatedTo(ChronoUnit.SECONDS).toString(),
        CertificateText.assumptions());
  }
}
