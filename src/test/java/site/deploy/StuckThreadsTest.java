package site.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StuckThreadsTest {

  @ParameterizedTest
  @CsvSource({
    "app#1 site.deploy,                   true,  in the app's own code",
    "jdk app#1 site.deploy,               true,  in the JDK on behalf of the app",
    "jdk jdk app#1 app#1,                 true,  deeper",
    "site.deploy app#1 site.deploy,       false, in the server on behalf of the app",
    "jdk site.deploy app#1,               false, in the JDK on behalf of the server",
    "app#2 site.deploy,                   false, in another app",
    "jdk,                                 false, nowhere we know",
  })
  void stopsAThreadOnlyInCodeOfItsApp(String frames, boolean stops, String where) {
    StackTraceElement[] stack =
        Stream.of(frames.split(" ")).map(StuckThreadsTest::frame).toArray(StackTraceElement[]::new);

    assertThat(StuckThreads.isStoppable("app#1", stack)).as(where).isEqualTo(stops);
  }

  private static StackTraceElement frame(String place) {
    return switch (place) {
      case "jdk" ->
          new StackTraceElement(null, "java.base", "17", "java.lang.Thread", "sleep", null, 1);
      case "site.deploy" ->
          new StackTraceElement("app", null, null, "site.deploy.HandOver", "serve", null, 1);
      default -> new StackTraceElement(place, null, null, "app.Main", "handle", null, 1);
    };
  }
}
