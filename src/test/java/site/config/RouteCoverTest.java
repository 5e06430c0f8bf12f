package site.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import site.config.RouteCover.Conditions;

class RouteCoverTest {
  private static final Conditions ALL = conditions(Set.of(), Map.of(), Map.of(), List.of());

  @ParameterizedTest
  @CsvSource({
    "/*, /x",
    "/*, *.pdf",
    "/*, ~ ^/v",
    "/x/*, /x",
    "/x/*, /x/y",
    "/x/*, /x/y/*",
    "/x/*, /x/*",
    "/x, /x",
    "*.pdf, /a/b.pdf",
    "*.pdf, *.x.pdf",
    "~ ^/v[0-9], /v1",
    "~ ^/v, ~ ^/v",
  })
  void aPatternCoversWhatItMatchesWhole(String first, String later) {
    assertThat(RouteCover.coversPath(first, later)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "/x, /x/*",
    "/x/*, /xy",
    "/x/*, /*",
    "/x/y/*, /x/*",
    "/x, /y",
    "*.pdf, /a/*",
    "*.x.pdf, *.pdf",
    "*.pdf, /a.pdfx",
    "~ ^/v[0-9], /w",
    "~ ^/, /x/*",
    "/x/*, *.pdf",
    "/x/*, ~ ^/x/y",
  })
  void aPatternDoesNotCoverMore(String first, String later) {
    assertThat(RouteCover.coversPath(first, later)).isFalse();
  }

  @Test
  void aRouteForAllMethodsCoversOneForSomeButNotTheOtherWayRound() {
    Conditions get = conditions(Set.of("GET"), Map.of(), Map.of(), List.of());
    Conditions both = conditions(Set.of("GET", "POST"), Map.of(), Map.of(), List.of());

    assertThat(RouteCover.covers(ALL, get)).isTrue();
    assertThat(RouteCover.covers(both, get)).isTrue();
    assertThat(RouteCover.covers(get, both)).isFalse();
    assertThat(RouteCover.covers(get, ALL)).isFalse();
  }

  @Test
  void aRouteThatDemandsAHeaderCoversOnlyThoseThatDemandItToo() {
    Conditions any = conditions(Set.of(), Map.of("x", "*"), Map.of(), List.of());
    Conditions one = conditions(Set.of(), Map.of("x", "1"), Map.of("q", "*"), List.of());

    assertThat(RouteCover.covers(any, one)).isTrue();
    assertThat(RouteCover.covers(one, any)).isFalse();
    assertThat(RouteCover.covers(any, ALL)).isFalse();
    assertThat(RouteCover.covers(ALL, one)).isTrue();
  }

  @Test
  void aNetworkCoversTheNetworksWithinIt() {
    Conditions wide = conditions(Set.of(), Map.of(), Map.of(), networks("10.0.0.0/8", "::1"));
    Conditions narrow = conditions(Set.of(), Map.of(), Map.of(), networks("10.1.0.0/16", "::1"));

    assertThat(RouteCover.covers(wide, narrow)).isTrue();
    assertThat(RouteCover.covers(narrow, wide)).isFalse();
    assertThat(RouteCover.covers(wide, ALL)).isFalse();
  }

  private static List<Network> networks(String... texts) {
    return List.of(texts).stream().map(text -> Network.parse(text).orElseThrow()).toList();
  }

  private static Conditions conditions(
      Set<String> methods,
      Map<String, String> headers,
      Map<String, String> query,
      List<Network> client) {
    return new Conditions("/x", methods, headers, query, client);
  }
}
