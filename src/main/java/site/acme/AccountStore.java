package site.acme;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.config.KeyKind;
import site.tls.CertificateProblem;
import site.tls.PrivateFiles;

/**
 * Our accounts with authorities, in {@code accounts/ID/}: {@code key.pem}, {@code account.json},
 * {@code terms} a person has agreed to, and while a key is being replaced {@code key.next.pem}. A
 * key is on disk before an authority hears of it.
 */
public final class AccountStore {
  private static final Logger LOG = LoggerFactory.getLogger("acme");

  private final Path directory;

  /**
   * A store that need not exist yet.
   *
   * @param directory that of the certificates
   */
  public AccountStore(Path directory) {
    this.directory = directory.resolve("accounts");
  }

  /** The key of our account, made when there is none. */
  public KeyPair blockingKey(Authority authority) throws AcmeProblem {
    Path file = file(authority, "key.pem");
    if (Files.exists(file)) {
      return read(file);
    }
    if (Files.exists(file(authority, "account.json"))) {
      LOG.warn("{}: is lost; a new account is made, CAA accounturi must be changed", file);
      blockingForget(authority);
    }
    KeyPair made = PrivateKeyMaker.make(KeyKind.P256);
    write(file, made.getPrivate());
    return made;
  }

  /** The key of an account that is registered; empty when there is none that can be read. */
  Optional<KeyPair> blockingKeyOf(Authority authority) {
    try {
      Path file = file(authority, "key.pem");
      return blockingUrl(authority).isPresent() && Files.exists(file)
          ? Optional.of(read(file))
          : Optional.empty();
    } catch (AcmeProblem e) {
      LOG.warn("{}", e.getMessage());
      return Optional.empty();
    }
  }

  /** A key that is about to replace the present one, if a replacement was begun. */
  public Optional<KeyPair> blockingNextKey(Authority authority) throws AcmeProblem {
    Path file = file(authority, "key.next.pem");
    return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
  }

  /** Makes and stores the key that is about to replace the present one. */
  public KeyPair blockingBeginRollover(Authority authority) throws AcmeProblem {
    KeyPair next = PrivateKeyMaker.make(KeyKind.P256);
    write(file(authority, "key.next.pem"), next.getPrivate());
    return next;
  }

  /**
   * Ends a replacement.
   *
   * @param replaced whether the authority took the new key
   */
  public void blockingEndRollover(Authority authority, boolean replaced) throws AcmeProblem {
    Path next = file(authority, "key.next.pem");
    try {
      if (replaced) {
        Files.move(next, file(authority, "key.pem"), StandardCopyOption.ATOMIC_MOVE);
        PrivateFiles.blockingForceDirectory(next.getParent());
      } else {
        Files.deleteIfExists(next);
      }
    } catch (IOException e) {
      throw unwritable(next, e);
    }
  }

  /** The URL of our account; empty when the authority has to be asked. */
  public Optional<URL> blockingUrl(Authority authority) {
    Path file = file(authority, "account.json");
    try {
      JsonObject json = new JsonObject(Files.readString(file));
      boolean same = authority.directory().toString().equals(json.getString("directory"));
      return same ? Optional.of(URI.create(json.getString("url")).toURL()) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      LOG.warn("{}: cannot be read, the authority is asked: {}", file, e.getMessage());
      return Optional.empty();
    }
  }

  public void blockingSaveUrl(Authority authority, URL url) throws AcmeProblem {
    Path file = file(authority, "account.json");
    JsonObject json =
        new JsonObject()
            .put("directory", authority.directory().toString())
            .put("url", url.toString());
    try {
      PrivateFiles.blockingDirectory(file.getParent());
      PrivateFiles.blockingWriteSecret(file, json.encodePrettily() + "\n");
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /** The terms of service a person has agreed to. */
  public Optional<URI> blockingAgreed(Authority authority) {
    Path file = file(authority, "terms");
    try {
      return Optional.of(URI.create(Files.readString(file).strip()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn("{}: cannot be read, agreement is asked for again: {}", file, e.getMessage());
      return Optional.empty();
    }
  }

  void blockingAgree(Authority authority, URI terms) throws AcmeProblem {
    Path file = file(authority, "terms");
    try {
      PrivateFiles.blockingDirectory(file.getParent());
      PrivateFiles.blockingWriteSecret(file, terms + "\n");
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /** Takes over an account made elsewhere. */
  public void blockingImport(Authority authority, PrivateKey key, URL url) throws AcmeProblem {
    write(file(authority, "key.pem"), key);
    blockingSaveUrl(authority, url);
  }

  /** Forgets the URL, not the key: the authority does not know the account any more. */
  public void blockingForget(Authority authority) throws AcmeProblem {
    Path file = file(authority, "account.json");
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /** Removes the account and its key, which no authority knows any more. */
  void blockingRemove(Authority authority) throws AcmeProblem {
    blockingForget(authority);
    Path file = file(authority, "key.pem");
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private static KeyPair read(Path file) throws AcmeProblem {
    try {
      return KeyFile.blockingRead(file);
    } catch (CertificateProblem e) {
      throw new AcmeProblem(AcmeFailure.local(e.getMessage()), e);
    }
  }

  private static void write(Path file, PrivateKey key) throws AcmeProblem {
    try {
      KeyFile.blockingWrite(file, key);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private Path file(Authority authority, String name) {
    return directory.resolve(authority.id()).resolve(name);
  }

  private static AcmeProblem unwritable(Path file, IOException e) {
    return new AcmeProblem(AcmeFailure.local(file + ": cannot be written: " + e), e);
  }
}
