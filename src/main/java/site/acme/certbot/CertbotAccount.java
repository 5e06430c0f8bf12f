package site.acme.certbot;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/**
 * An account certbot made: its key, a JSON Web Key (RFC 7517), and its URL at the authority. Who
 * has both is the same account to the authority, so what depends on it stays valid: CAA {@code
 * accounturi}, authorizations, and which certificate a renewal replaces.
 */
public record CertbotAccount(KeyPair key, URL url) {

  /**
   * Reads the account of a certificate.
   *
   * @param server the authority's directory, as {@code renewal/*.conf} has it
   * @throws IOException with a sentence
   */
  static CertbotAccount blockingRead(Path tree, URI server, String id) throws IOException {
    Path folder = folder(tree, server, id);
    try {
      String jwk = Files.readString(folder.resolve("private_key.json"));
      String url = new JsonObject(Files.readString(folder.resolve("regr.json"))).getString("uri");
      if (url == null) {
        throw new IOException(folder.resolve("regr.json") + " names no account (uri)");
      }
      PublicJsonWebKey key = PublicJsonWebKey.Factory.newPublicJwk(jwk);
      return new CertbotAccount(
          new KeyPair(key.getPublicKey(), key.getPrivateKey()), URI.create(url).toURL());
    } catch (JoseException | DecodeException | IllegalArgumentException e) {
      throw new IOException("the account in " + folder + " is damaged: " + e.getMessage(), e);
    }
  }

  /** The path of the directory is a path of folders. */
  private static Path folder(Path tree, URI server, String id) throws IOException {
    Path accounts = tree.resolve("accounts");
    Path folder =
        accounts
            .resolve(server.getAuthority())
            .resolve(server.getPath().replaceFirst("^/+", ""))
            .resolve(id)
            .normalize();
    if (!folder.startsWith(accounts)) {
      throw new IOException("the account \"" + id + "\" lies outside of " + accounts);
    }
    return folder;
  }
}
