package site.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteRangeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # one part
          bytes=0-0                    | 10 | 0-0
          bytes=0-4                    | 10 | 0-4
          bytes=9-9                    | 10 | 9-9
          bytes=0-9                    | 10 | 0-9
          bytes=0-                     | 10 | 0-9
          bytes=9-                     | 10 | 9-9
          bytes=0-10                   | 10 | 0-9
          bytes=5-99999999999999999999 | 10 | 5-9
          bytes=-1                     | 10 | 9-9
          bytes=-10                    | 10 | 0-9
          bytes=-11                    | 10 | 0-9
          bytes=-99999999999999999999  | 10 | 0-9
          bytes=0-0                    | 1  | 0-0
          BYTES=0-0                    | 10 | 0-0
          Bytes=1-2                    | 10 | 1-2
          'bytes= 0-1 '                | 10 | 0-1
          'bytes=\t0-1'                | 10 | 0-1
          bytes=,0-1                   | 10 | 0-1
          'bytes= , ,0-1,, '           | 10 | 0-1
          bytes=00-001                 | 10 | 0-1
          bytes=4294967296-4294967297  | 9000000000 | 4294967296-4294967297
          bytes=-4294967296            | 9000000000 | 4705032704-8999999999
          # nothing of it is there
          bytes=10-                    | 10 | none
          bytes=10-10                  | 10 | none
          bytes=11-20                  | 10 | none
          bytes=99999999999999999999-  | 10 | none
          bytes=-0                     | 10 | none
          bytes=-000                   | 10 | none
          bytes=1-1                    | 1  | none
          # malformed
          bytes=                       | 10 | whole
          bytes=-                      | 10 | whole
          bytes=5-4                    | 10 | whole
          bytes=20-15                  | 10 | whole
          bytes=a-b                    | 10 | whole
          bytes=0-b                    | 10 | whole
          bytes=0x0-5                  | 10 | whole
          bytes=5                      | 10 | whole
          bytes=--5                    | 10 | whole
          bytes=0--5                   | 10 | whole
          bytes=+0-5                   | 10 | whole
          bytes=0-+5                   | 10 | whole
          bytes=0 -5                   | 10 | whole
          bytes=0- 5                   | 10 | whole
          bytes=٠-٥                    | 10 | whole
          bytes 0-5                    | 10 | whole
          bytes:0-5                    | 10 | whole
          bytes =0-5                   | 10 | whole
          0-5                          | 10 | whole
          ''                           | 10 | whole
          # other units are not understood
          items=0-5                    | 10 | whole
          seconds=1-2                  | 10 | whole
          # several parts, in the order asked for
          bytes=0-1,3-4                | 10 | 0-1,3-4
          bytes=3-4,0-1                | 10 | 3-4,0-1
          'bytes=0-1 ,\t3-4,,'         | 10 | 0-1,3-4
          bytes=0-1,-1                 | 10 | 0-1,9-9
          bytes=0-0,2-2,4-4,6-6,8-8    | 10 | 0-0,2-2,4-4,6-6,8-8
          # what is not there is left out
          bytes=0-1,99-                | 10 | 0-1
          bytes=50-60,99-              | 10 | none
          bytes=-0,99-                 | 10 | none
          bytes=50-60,0-1,4-4          | 10 | 0-1,4-4
          # what overlaps or touches is one
          bytes=0-5,3-8                | 10 | 0-8
          bytes=3-8,0-5                | 10 | 0-8
          bytes=0-1,2-3                | 10 | 0-3
          bytes=0-1,6-7,1-6            | 10 | 0-7
          bytes=8-8,0-0,2-2,1-1        | 10 | 8-8,0-2
          bytes=0-,0-,0-,0-            | 10 | 0-9
          bytes=0-9,-10,0-             | 10 | 0-9
          # one that is malformed spoils all
          'bytes=0-1, bytes=2-3'       | 10 | whole
          bytes=0-1,5-4                | 10 | whole
          bytes=0-1,x                  | 10 | whole
          # sixteen are enough for anybody
          bytes=0-0,2-2,4-4,6-6,8-8,10-10,12-12,14-14,16-16,18-18,20-20,22-22,24-24,26-26,28-28,30-30 | 99 | 0-0,2-2,4-4,6-6,8-8,10-10,12-12,14-14,16-16,18-18,20-20,22-22,24-24,26-26,28-28,30-30
          bytes=0-0,2-2,4-4,6-6,8-8,10-10,12-12,14-14,16-16,18-18,20-20,22-22,24-24,26-26,28-28,30-30,32-32 | 99 | whole
          # an empty file has no parts
          bytes=0-                     | 0  | whole
          bytes=0-0                    | 0  | whole
          bytes=-5                     | 0  | whole
          """)
  void selectsWhatRfc9110Says(String field, long size, String expected) {
    ByteRange range = ByteRange.select(field.replace("\\t", "\t"), size);

    assertThat(shown(range)).isEqualTo(expected);
  }

  @Test
  void statesItsPlaceInTheFile() {
    var part = new ByteRange.Part(2, 5);

    assertThat(part.contentRange(10)).isEqualTo("bytes 2-5/10");
    assertThat(part.length()).isEqualTo(4);
  }

  private static String shown(ByteRange range) {
    if (range instanceof ByteRange.Part part) {
      return part.first() + "-" + part.last();
    }
    if (range instanceof ByteRange.Parts parts) {
      return String.join(",", parts.parts().stream().map(ByteRangeTest::shown).toList());
    }
    return range instanceof ByteRange.Whole ? "whole" : "none";
  }
}
