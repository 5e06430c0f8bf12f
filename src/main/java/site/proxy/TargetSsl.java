package site.proxy;

import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import site.config.Address;
import site.config.TargetTls;

/** How targets that speak TLS are greeted, and whom they have to be. */
final class TargetSsl {
  private final TargetTls config;

  TargetSsl(TargetTls config) {
    this.config = config;
  }

  /** Without an authority of its own an upstream is trusted as far as the JVM trusts. */
  ClientSSLOptions options() {
    ClientSSLOptions options =
        new ClientSSLOptions()
            .setUseAlpn(true)
            .setTrustAll(config.insecure())
            .setHostnameVerificationAlgorithm(config.insecure() ? "" : "HTTPS");
    config
        .ca()
        .ifPresent(ca -> options.setTrustOptions(new PemTrustOptions().addCertPath(ca.toString())));
    config
        .client()
        .ifPresent(
            client ->
                options.setKeyCertOptions(
                    new PemKeyCertOptions()
                        .setCertPath(client.certificate().toString())
                        .setKeyPath(client.key().toString())));
    return options;
  }

  /** Who a target says it is. */
  String serverName(Target target) {
    return config.serverName().orElseGet(() -> host(target.url().address()));
  }

  /** RFC 6125 6.2.1: of a service the name that was configured, not what the DNS makes of it. */
  private static String host(Address address) {
    if (address instanceof Address.Service service) {
      return service.domain();
    }
    return address instanceof Address.Tcp tcp ? tcp.host() : "localhost";
  }
}
