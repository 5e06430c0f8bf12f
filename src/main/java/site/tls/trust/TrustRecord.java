package site.tls.trust;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What an installation changed, so that exactly that can be undone: {@code trust.json} and, beside
 * it, the root as it was then.
 *
 * @param stores by their ids, in the order they were changed
 */
record TrustRecord(String name, Set<String> stores) {

  static Optional<TrustRecord> blockingRead(Path file) throws TrustFailure {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      JsonObject json = new JsonObject(Files.readString(file));
      Set<String> stores = new LinkedHashSet<>();
      json.getJsonArray("stores").forEach(id -> stores.add((String) id));
      return Optional.of(new TrustRecord(json.getString("root"), stores));
    } catch (IOException | DecodeException | ClassCastException | NullPointerException e) {
      throw new TrustFailure(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  TrustRecord with(String store) {
    Set<String> more = new LinkedHashSet<>(stores);
    more.add(store);
    return new TrustRecord(name, more);
  }

  TrustRecord without(String store) {
    Set<String> fewer = new LinkedHashSet<>(stores);
    fewer.remove(store);
    return new TrustRecord(name, fewer);
  }

  /** A record without stores is no file. */
  void blockingWrite(Path file) throws TrustFailure {
    JsonObject json =
        new JsonObject().put("root", name).put("stores", new JsonArray(stores.stream().toList()));
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      if (stores.isEmpty()) {
        Files.deleteIfExists(file);
        return;
      }
      Files.writeString(temporary, json.encodePrettily() + "\n");
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new TrustFailure(file + " cannot be written: " + e.getMessage(), e);
    }
  }
}
