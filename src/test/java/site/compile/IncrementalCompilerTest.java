package site.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program prints what its five classes tell each other. */
class IncrementalCompilerTest {
  private static final String MAIN =
      """
      package shop;
      public class Main {
        public static String run() { return new Cart().total() + Prices.CURRENCY + new Tax().rate(); }
      }
      """;
  private static final String CART =
      """
      package shop;
      public class Cart {
        public int total() { return Prices.of("apple"); }
        private int secret() { return 1; }
      }
      """;
  private static final String PRICES =
      """
      package shop;
      class Prices {
        static final String CURRENCY = "EUR";
        static int of(String what) { return 3; }
      }
      """;
  private static final String TAX =
      "package shop; class Tax extends Rate { int rate() { return base() + 1; } }";
  private static final String RATE = "package shop; class Rate { int base() { return 6; } }";

  private final Map<String, String> texts = new LinkedHashMap<>();
  private SourceCompiler compiler;
  private IncrementalCompiler program;
  private ClassPath none;
  private Map<String, byte[]> before;

  @BeforeEach
  void compileForTheFirstTime() throws Exception {
    none = ClassPath.blockingOpen(List.of(), name -> true);
    compiler = SourceCompiler.blockingOpen(Path.of("lib"), none);
    program = new IncrementalCompiler(compiler);
    texts.put("Main", MAIN);
    texts.put("Cart", CART);
    texts.put("Prices", PRICES);
    texts.put("Tax", TAX);
    texts.put("Rate", RATE);
    assertThat(run()).isEqualTo("3EUR7");
    before = classes();
  }

  private Map<String, byte[]> classes() {
    return program.blockingCompile(
        texts.entrySet().stream()
            .map(e -> source("java/shop/" + e.getKey() + ".java", e.getValue()))
            .toList(),
        none);
  }

  private static JavaSource source(String file, String text) {
    return new JavaSource(Path.of("nowhere", file), file, text);
  }

  private String run() throws Exception {
    Map<String, byte[]> classes = classes();
    Class<?> main =
        new ClassLoader() {
          @Override
          protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes = classes.get(name);
            if (bytes == null) {
              throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes, 0, bytes.length);
          }
        }.loadClass("shop.Main");
    try {
      return (String) main.getMethod("run").invoke(null);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private void edit(String name, String from, String to) {
    assertThat(texts.get(name)).contains(from);
    texts.put(name, texts.get(name).replace(from, to));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // what is edited | from | to | what the program prints then | whether one file was enough
        "Prices | return 3; | return 4; | 4EUR7 | true",
        "Cart | return 1; | return 2; | 3EUR7 | true",
        "Cart | private int secret() | private long hidden() | 3EUR7 | true",
        "Prices | \"EUR\" | \"USD\" | 3USD7 | false",
        "Prices | static int of | static long of | | false",
        "Rate | return 6; | return 7; | 3EUR8 | true",
        "Rate | int base() { | int more; int base() { | 3EUR7 | false",
        "Rate | class Rate | final class Rate | | false",
        "Cart | public int total() | int total() | 3EUR7 | false",
        "Cart | private int secret() { return 1; } | class Item {} | 3EUR7 | false",
        "Rate | int base() { | int base() { Runnable r = () -> {}; r.run(); | 3EUR7 | true",
      })
  void compilesWhatAChangeConcernsAndNothingElse(
      String name, String from, String to, String prints, boolean alone) throws Exception {
    edit(name, from, to);

    if (prints == null) {
      assertThatThrownBy(this::run).isInstanceOf(CompileFailure.class);
      return;
    }
    assertThat(run()).isEqualTo(prints);
    String untouched = name.equals("Main") ? "shop.Tax" : "shop.Main";
    assertThat(classes().get(untouched) == before.get(untouched)).isEqualTo(alone);
  }

  @Test
  void aFileThatIsAddedOrGoneIsNoticed() throws Exception {
    texts.put("Rate", RATE.replace("return 6", "return new Extra().more()"));
    texts.put("Extra", "package shop; class Extra { int more() { return 41; } }");
    assertThat(run()).isEqualTo("3EUR42");

    texts.remove("Extra");

    assertThatThrownBy(this::run)
        .isInstanceOfSatisfying(
            CompileFailure.class,
            failure -> assertThat(failure.errors().get(0).file()).isEqualTo("java/shop/Rate.java"));
  }

  @Test
  void afterAnErrorTheNextGoodTextCompiles() throws Exception {
    edit("Prices", "return 3;", "return 3");
    assertThatThrownBy(this::run).isInstanceOf(CompileFailure.class);

    edit("Prices", "return 3", "return 5;");

    assertThat(run()).isEqualTo("5EUR7");
  }

  @Test
  void namesEveryErrorWithItsLineAndACaret() {
    edit("Cart", "return Prices.of(\"apple\");", "return Prices.off(\"apple\");");
    texts.put("Rate", "package shop; class Rate { int base() { String x = 6; return 6; } }");

    assertThatThrownBy(this::run)
        .hasMessageStartingWith("2 errors\n")
        .hasMessageContaining(
            """
            java/shop/Cart.java:3:37: cannot find symbol
                public int total() { return Prices.off("apple"); }
                                                  ^
              symbol:   method off(java.lang.String)
              location: class shop.Prices
            """
                .stripTrailing())
        .hasMessageContaining("java/shop/Rate.java:1:52: incompatible types");
  }

  @Test
  void sourcesCannotUseAPackageThatIsHidden() throws Exception {
    Path classes =
        Path.of(CompileFailure.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    ClassPath half = ClassPath.blockingOpen(List.of(classes), name -> !name.equals("site.config"));
    SourceCompiler strict = SourceCompiler.blockingOpen(Path.of("lib"), half);

    assertThat(compile(strict, "import site.compile.CompileError;")).isEmpty();
    assertThat(compile(strict, "import site.config.Config;"))
        .singleElement()
        .satisfies(error -> assertThat(error.message()).contains("site.config"));
  }

  private List<CompileError> compile(SourceCompiler with, String text) {
    try {
      with.blockingCompile(List.of(source("java/A.java", text + " class A {}")), Map.of(), none);
      return List.of();
    } catch (CompileFailure failure) {
      return failure.errors();
    }
  }
}
