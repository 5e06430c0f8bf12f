package site.middleware.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClaimsTest {
  private final Claims claims =
      new Claims(
          Map.of(
              "sub",
              "ada",
              "age",
              36L,
              "groups",
              List.of("staff", "admin"),
              "scope",
              "read write",
              "https://shop.example/role",
              "buyer",
              "realm_access",
              Map.of("roles", List.of("a", "b"), "x.y", "deep")));

  @Test
  void aClaimIsAText() {
    assertThat(claims.text("sub")).hasValue("ada");
    assertThat(claims.text("age")).hasValue("36");
    assertThat(claims.text("groups")).hasValue("staff,admin");
    assertThat(claims.text("realm_access")).isEmpty();
    assertThat(claims.text("nothing")).isEmpty();
  }

  @Test
  void dotsLeadInsideUnlessTheyBelongToTheName() {
    assertThat(claims.texts("realm_access.roles")).containsExactly("a", "b");
    assertThat(claims.text("realm_access.x.y")).hasValue("deep");
    assertThat(claims.text("https://shop.example/role")).hasValue("buyer");
    assertThat(claims.text("sub.name")).isEmpty();
  }

  @Test
  void oneOfTheValuesWillDo() {
    assertThat(claims.missing(Map.of("groups", List.of("admin", "root")))).isEmpty();
    assertThat(claims.missing(Map.of("groups", List.of("root")))).hasValue("groups");
    assertThat(claims.missing(Map.of("scope", List.of("write")))).isEmpty();
    assertThat(claims.missing(Map.of("scope", List.of("read write")))).hasValue("scope");
  }

  @Test
  void whatATokenSaysIsNotShown() {
    assertThat(claims.toString()).contains("sub").doesNotContain("ada");
  }
}
