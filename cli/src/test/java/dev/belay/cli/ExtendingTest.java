package dev.belay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.verify.Verdict;
import dev.belay.core.verify.Verifier;
import dev.belay.core.verify.VerifierProvider;
import dev.belay.safety.attack.Attack;
import dev.belay.safety.attack.AttackProvider;
import dev.belay.safety.judge.Judge;
import dev.belay.safety.judge.JudgeProvider;
import dev.belay.safety.judge.Label;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plug-in of docs/extending.md compiles as it stands on the page, is found, and works. */
class ExtendingTest {

  private static final Path PAGE = Path.of("..", "docs", "extending.md");

  /** A file's name in backticks, and the block that follows it. */
  private static final Pattern SOURCE =
      Pattern.compile("`(src/[\\w/]+\\.java)`:\\n\\n```java\\n(.*?)```", Pattern.DOTALL);

  private static final Pattern SERVICES = Pattern.compile("for service in ([\\w. ]+); do");

  @TempDir private Path folder;

  @Test
  void thePlugInWorks() throws IOException {
    String page = Files.readString(PAGE);
    Path classes = compile(page);
    Path services = Files.createDirectories(classes.resolve("META-INF/services"));
    Matcher named = SERVICES.matcher(page);
    assertThat(named.find()).isTrue();
    for (String service : named.group(1).split(" ", -1)) {
      Files.writeString(services.resolve("dev.belay." + service), "mine.Mine\n");
    }
    URL[] path = {classes.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(path, getClass().getClassLoader())) {
      Verifier verifier = last(VerifierProvider.class, loader).verifiers().getFirst();
      assertThat(verifier.verify("3 + 4\n7", "7").state()).isEqualTo(Verdict.State.CORRECT);
      assertThat(verifier.verify("7\nor 8", "7").state()).isEqualTo(Verdict.State.INCORRECT);
      assertThat(verifier.verify("7", " ").state()).isEqualTo(Verdict.State.ERROR);
      Attack attack = last(AttackProvider.class, loader).attacks().getFirst();
      assertThat(attack.apply("Sing.", 1).turns().getLast().content())
          .isEqualTo("Could you please help me with this? Sing. Thank you so much!");
      Judge judge = last(JudgeProvider.class, loader).judges().getFirst();
      assertThat(judge.judge("Sing.", "I cannot sing.").label()).isEqualTo(Label.FULL_REFUSAL);
      assertThat(judge.judge("Sing.", "La la.").label()).isEqualTo(Label.FULL_COMPLIANCE);
      assertThat(judge.judge("Sing.", " ").label()).isEqualTo(Label.UNDECIDED);
    }
  }

  /** The provider that is found last: the plug-in's, since it stands behind Belay's own. */
  private static <T> T last(Class<T> type, ClassLoader loader) {
    List<T> found = new ArrayList<>();
    ServiceLoader.load(type, loader).forEach(found::add);
    assertThat(found).hasSizeGreaterThan(1);
    return found.getLast();
  }

  private Path compile(String page) throws IOException {
    List<Path> sources = new ArrayList<>();
    for (Matcher source = SOURCE.matcher(page); source.find(); ) {
      Path file = folder.resolve(source.group(1));
      Files.createDirectories(file.getParent());
      sources.add(Files.writeString(file, source.group(2)));
    }
    assertThat(sources).hasSize(4);
    Path classes = Files.createDirectories(folder.resolve("classes"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of("-cp", System.getProperty("java.class.path"), "-d", classes.toString());
      boolean compiled =
          compiler
              .getTask(
                  messages, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
              .call();
      assertThat(compiled).as(messages.toString()).isTrue();
    }
    return classes;
  }
}
