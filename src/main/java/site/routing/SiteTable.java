package site.routing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the site for a host: exact, then one-label wildcard, then default. Knows no routes. */
public final class SiteTable {
  private static final String DEFAULT = "*";

  private final Map<String, Site> byHost = new HashMap<>();
  private final Map<String, Site> byParent = new HashMap<>();
  private Site fallback;

  public SiteTable(List<Site> sites) {
    sites.forEach(site -> site.config().hosts().forEach(host -> enter(host, site)));
  }

  private void enter(String host, Site site) {
    if (host.equals(DEFAULT)) {
      fallback = site;
    } else if (host.startsWith("*.")) {
      byParent.put(host.substring(2), site);
    } else {
      byHost.put(host, site);
    }
  }

  /**
   * The site that answers for a host.
   *
   * @param host lower case, IPv6 without brackets
   */
  public Optional<Site> find(String host) {
    Site exact = byHost.get(host);
    if (exact != null) {
      return Optional.of(exact);
    }
    int dot = host.indexOf('.');
    Site wildcard = dot < 0 ? null : byParent.get(host.substring(dot + 1));
    return Optional.ofNullable(wildcard != null ? wildcard : fallback);
  }
}
