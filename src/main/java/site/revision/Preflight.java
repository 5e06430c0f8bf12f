package site.revision;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import site.acme.AcmeProblem;
import site.acme.dns.DnsSolvers;
import site.config.ActionConfig;
import site.config.AppConfig;
import site.config.AuthConfig;
import site.config.Config;
import site.config.DatabaseConfig;
import site.config.DnsConfig;
import site.config.RouteConfig;
import site.config.SiteConfig;
import site.config.TlsConfig.CertificateConfig;
import site.database.Programs;
import site.deploy.DeploymentFailure;
import site.deploy.Deployments;
import site.middleware.HeaderChange;
import site.middleware.PathChange;
import site.respond.RedirectAction;
import site.tls.CertificateFiles;
import site.tls.CertificateProblem;

/**
 * Finds what a configuration would be refused for although its text is right: certificates that
 * cannot be used, apps without a verticle, templates that make no sense. Opens no socket, runs no
 * code of an app. Blocks.
 */
public final class Preflight {
  private final List<String> problems = new ArrayList<>();

  private Preflight() {}

  /** One line for each problem: path of the key, what is wrong, what was expected. */
  public static List<String> blockingProblems(Config config, Clock clock) {
    Preflight preflight = new Preflight();
    preflight.blockingCertificates(config.tls().certificates(), clock);
    config.tls().acme().dns().ifPresent(preflight::records);
    config.apps().forEach(preflight::blockingApp);
    config.databases().forEach(preflight::blockingDatabase);
    for (int i = 0; i < config.sites().size(); i++) {
      preflight.site("sites[" + i + "]", config.sites().get(i));
    }
    preflight.problems.addAll(ConfigTests.blockingFailures(config));
    return preflight.problems;
  }

  private void blockingCertificates(List<CertificateConfig> certificates, Clock clock) {
    for (int i = 0; i < certificates.size(); i++) {
      CertificateConfig own = certificates.get(i);
      try {
        CertificateFiles.blockingRead(own.certificate(), own.key(), clock.instant());
      } catch (CertificateProblem problem) {
        problems.add("tls.certificates[" + i + "]: " + problem.getMessage());
      }
    }
  }

  private void records(DnsConfig dns) {
    try {
      DnsSolvers.check(dns);
    } catch (AcmeProblem problem) {
      problems.add(problem.getMessage());
    }
  }

  private void blockingApp(String name, AppConfig app) {
    try {
      Deployments.blockingCheck(name, app);
    } catch (DeploymentFailure | IOException problem) {
      problems.add(problem.getMessage());
    }
  }

  private void blockingDatabase(String app, DatabaseConfig database) {
    if (database instanceof DatabaseConfig.Own) {
      Programs.ofThisProcess()
          .blockingProblem()
          .ifPresent(problem -> problems.add("apps." + app + ".database: " + problem));
    }
  }

  private void site(String path, SiteConfig site) {
    site.clientCertificates()
        .ifPresent(
            clients ->
                sound(
                    path + ".client-certificates.ca: " + clients.file(),
                    () -> KeptClients.trust(clients)));
    for (int i = 0; i < site.routes().size(); i++) {
      route(path + ".routes[" + i + "]", site.routes().get(i));
    }
  }

  private void route(String path, RouteConfig route) {
    sound(
        path + ".headers",
        () ->
            new HeaderChange(
                route.middleware().requestHeaders(), route.middleware().responseHeaders()));
    route.middleware().guards().auth().ifPresent(auth -> tokenKeys(path + ".auth", auth));
    route
        .rewrite()
        .ifPresent(to -> sound(path + ".rewrite", () -> new PathChange(to, route.path())));
    if (route.action() instanceof ActionConfig.Redirect redirect) {
      sound(path + ".redirect.to", () -> new RedirectAction(redirect, route.path()));
    }
  }

  private void tokenKeys(String path, AuthConfig auth) {
    if (auth.method() instanceof AuthConfig.Jwt jwt
        && jwt.keys() instanceof AuthConfig.WrittenKeys keys) {
      sound(path + ".jwt.keys: " + keys.file(), () -> KeptGuards.keysAtHand(keys));
    }
  }

  @FunctionalInterface
  private interface Making {
    Object make();
  }

  private void sound(String path, Making part) {
    try {
      part.make();
    } catch (IllegalArgumentException problem) {
      problems.add(path + ": " + problem.getMessage());
    }
  }
}
