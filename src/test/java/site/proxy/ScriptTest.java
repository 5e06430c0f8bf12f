package site.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import site.config.ActionConfig.FastCgi;

class ScriptTest {
  @ParameterizedTest
  @CsvSource({
    "/a.php, , /a.php, ''",
    "/a.php/b/c, , /a.php, /b/c",
    "/A.PHP/b, , /A.PHP, /b",
    "/a.phpx, , /a.phpx, ''",
    "/a.phpx/b.php/c, , /a.phpx/b.php, /c",
    "/, , /index.php, ''",
    "/a/, , /a/index.php, ''",
    "/a/b, , /a/b, ''",
    "/a/b, /index.php, /index.php, ''",
    "/a/, /index.php, /index.php, ''",
    "/a.php, /index.php, /a.php, ''",
  })
  void aPathNamesItsScript(String path, String front, String name, String pathInfo) {
    FastCgi config = new FastCgi(Optional.empty(), "index.php", ".php", Optional.ofNullable(front));

    assertThat(Script.of(path, config)).isEqualTo(new Script(name, pathInfo));
  }
}
