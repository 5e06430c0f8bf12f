package site.acme.dns;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** The accounts at an acme-dns server, by domain, in one file only its owner can read. */
final class AcmeDnsAccounts {
  private final Path file;

  AcmeDnsAccounts(Path file) {
    this.file = file;
  }

  /**
   * What acme-dns gave for one domain.
   *
   * @param subdomain what is updated
   * @param fulldomain where {@code _acme-challenge} of the domain must lead
   */
  record Account(String username, String password, String subdomain, String fulldomain) {
    static Account of(JsonObject json) {
      return new Account(
          json.getString("username"),
          json.getString("password"),
          json.getString("subdomain"),
          json.getString("fulldomain"));
    }

    JsonObject json() {
      return new JsonObject()
          .put("username", username)
          .put("password", password)
          .put("subdomain", subdomain)
          .put("fulldomain", fulldomain);
    }

    boolean isComplete() {
      return username != null && password != null && subdomain != null && fulldomain != null;
    }
  }

  Optional<Account> blockingFind(String domain) throws DnsFailure {
    return Optional.ofNullable(blockingRead().getJsonObject(domain)).map(Account::of);
  }

  void blockingSave(String domain, Account account) throws DnsFailure {
    JsonObject all = blockingRead().put(domain, account.json());
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.deleteIfExists(temporary);
      Files.createFile(
          temporary,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(temporary, all.encodePrettily());
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new DnsFailure(file + " cannot be written: " + e, e);
    }
  }

  private JsonObject blockingRead() throws DnsFailure {
    try {
      return new JsonObject(Files.readString(file));
    } catch (NoSuchFileException e) {
      return new JsonObject();
    } catch (IOException | DecodeException e) {
      throw new DnsFailure(file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
