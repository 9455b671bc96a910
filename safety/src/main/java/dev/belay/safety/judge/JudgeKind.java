package dev.belay.safety.judge;

/** Makes judges that need to be told something: an address, a directory, other judges. */
public interface JudgeKind {

  /** The name before the colon in {@code rubric:http://127.0.0.1:8000/v1}. */
  String name();

  /** What stands after the colon, for messages, such as {@code URL[#MODEL]}. */
  String usage();

  /**
   * Makes a judge.
   *
   * @throws dev.belay.core.error.BadInputException when a setting will not do, or a server or a
   *     directory is not there
   */
  Judge create(JudgeSpec spec, JudgeContext context);
}
