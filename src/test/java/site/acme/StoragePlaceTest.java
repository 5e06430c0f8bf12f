package site.acme;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoragePlaceTest {

  @ParameterizedTest
  @CsvSource({
    "overlay, mount a volume",
    "aufs   , mount a volume",
    "tmpfs  , in memory",
    "ramfs  , in memory",
  })
  void aPlaceThatIsNotKeptIsWarnedOf(String type, String words) {
    assertThat(StoragePlace.warning(Path.of("/data/tls"), type).orElseThrow())
        .contains("/data/tls", type, words);
  }

  @ParameterizedTest
  @CsvSource({"ext4", "xfs", "zfs", "btrfs", "nfs4", "NTFS", "apfs"})
  void othersAreNot(String type) {
    assertThat(StoragePlace.warning(Path.of("/data/tls"), type)).isEmpty();
  }
}
