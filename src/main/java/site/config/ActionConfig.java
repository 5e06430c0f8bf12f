package site.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What answers a request. */
public sealed interface ActionConfig {

  /** The actions it is made of, which is itself where it is made of no others. */
  default Stream<ActionConfig> parts() {
    return Stream.of(this);
  }

  /**
   * Files below a directory.
   *
   * @param index tried in this order when a directory is asked for
   * @param fallback the path answered instead of 404, relative to the root, such as {@code
   *     /index.html}
   * @param browse whether directories without an index are listed
   * @param precompressed whether {@code x.br} and the like are sent for {@code x}
   * @param cacheControl the first whose pattern fits the path below the root says the {@code
   *     Cache-Control}
   * @param hidden whether names that begin with a dot are served
   */
  record Files(
      Path root,
      List<String> index,
      Optional<String> fallback,
      boolean browse,
      boolean precompressed,
      List<CacheControl> cacheControl,
      boolean hidden)
      implements ActionConfig {

    /**
     * What caches are told about some of the files.
     *
     * @param pattern of the paths it is for, in the forms a route's path has
     * @param value the field, as it is sent
     */
    public record CacheControl(String pattern, String value) {}
  }

  /**
   * Files, and where there is none, another action.
   *
   * @param others answers what no file does, with the path the client asked for
   */
  record FilesFirst(Files files, ActionConfig others) implements ActionConfig {
    @Override
    public Stream<ActionConfig> parts() {
      return Stream.of(files, others);
    }
  }

  /**
   * Another server.
   *
   * @param upstream the key of {@code upstreams} it was named by, absent for targets written in
   *     place
   * @param host the {@code Host} the upstream sees
   * @param bufferRequest whether the body is read to its end before a target is asked
   * @param rewriteLocation whether redirects and cookies are mapped to the client's way here
   * @param underscores whether fields with an underscore in their name are passed on
   * @param mirror gets a copy of each request
   */
  record Proxy(
      Optional<String> upstream,
      UpstreamConfig targets,
      HostHeader host,
      ForwardedHeaders forwarded,
      boolean bufferRequest,
      boolean rewriteLocation,
      boolean underscores,
      FastCgi fastcgi,
      Optional<UpstreamConfig> mirror)
      implements ActionConfig {

    /** One whose targets need to know of no scripts. */
    public Proxy(
        Optional<String> upstream,
        UpstreamConfig targets,
        HostHeader host,
        ForwardedHeaders forwarded,
        boolean bufferRequest,
        boolean rewriteLocation,
        boolean underscores) {
      this(
          upstream,
          targets,
          host,
          forwarded,
          bufferRequest,
          rewriteLocation,
          underscores,
          FastCgi.DEFAULT,
          Optional.empty());
    }

    /** With the defaults of everything else. */
    public Proxy(
        Optional<String> upstream,
        UpstreamConfig targets,
        HostHeader host,
        ForwardedHeaders forwarded) {
      this(upstream, targets, host, forwarded, false, false, false);
    }
  }

  /**
   * Which script of a FastCGI server answers.
   *
   * @param root where the scripts are, as the server sees it; absent where it does not ask
   * @param index the script of a path that ends with a slash
   * @param split what the name of a script ends with
   * @param front the script of every path that names none
   */
  record FastCgi(Optional<Path> root, String index, String split, Optional<String> front) {
    public static final FastCgi DEFAULT =
        new FastCgi(Optional.empty(), "index.php", ".php", Optional.empty());
  }

  /** An application of this process, by the key it has under {@code apps}. */
  record App(String name) implements ActionConfig {}

  /**
   * One answers, another one is asked the same, if that is safe, and what it says is compared.
   *
   * @param scope names the route, the same after every reload
   * @param serve answers: a proxy or an app
   * @param with is compared: a proxy or an app
   */
  record Compare(String scope, ActionConfig serve, ActionConfig with) implements ActionConfig {
    @Override
    public Stream<ActionConfig> parts() {
      return Stream.of(serve, with);
    }
  }

  /**
   * A redirect.
   *
   * @param to a path or URL; {@code {rest}}, {@code {path}}, {@code {host}} and {@code {query}} are
   *     replaced
   * @param status 301, 302, 303, 307 or 308
   */
  record Redirect(String to, int status) implements ActionConfig {}

  /** A fixed answer. */
  record Respond(int status, String body, Map<String, String> headers) implements ActionConfig {}

  /**
   * The {@code Host} an upstream sees.
   *
   * @param kind keep the client's, take the target's own, or the value
   */
  record HostHeader(Kind kind, String value) {
    public static final HostHeader KEEP = new HostHeader(Kind.KEEP, "");

    /** Whose host it is. */
    public enum Kind {
      KEEP,
      UPSTREAM,
      VALUE
    }
  }

  /** Which headers tell the upstream about the client: X-Forwarded-*, Forwarded (RFC 7239). */
  enum ForwardedHeaders {
    X,
    RFC7239,
    BOTH,
    OFF
  }
}
