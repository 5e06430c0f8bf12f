package site.http.coding;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompressibleTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/html; charset=utf-8",
        "text/css",
        "TEXT/Plain;charset=latin1",
        "text/javascript",
        "application/json",
        "application/problem+json",
        "application/ld+json; profile=x",
        "image/svg+xml",
        "application/xml",
        "application/wasm",
        "font/ttf"
      })
  void textInAnyDressIsWorthIt(String type) {
    assertThat(Compressible.isType(type)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/event-stream",
        "text/event-stream; charset=utf-8",
        "image/png",
        "image/jpeg",
        "font/woff2",
        "video/mp4",
        "application/zip",
        "application/octet-stream",
        "application/pdf",
        "multipart/byteranges; boundary=x",
        "json",
        "",
        ";"
      })
  void otherThingsAreNot(String type) {
    assertThat(Compressible.isType(type)).isFalse();
  }

  @Test
  void whatIsNotSaidIsNot() {
    assertThat(Compressible.isType(null)).isFalse();
  }
}
