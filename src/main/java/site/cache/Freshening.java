package site.cache;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a newer response without content says about a stored one (RFC 9111 3.2, 4.3.4, 4.3.5). */
final class Freshening {
  /** They describe the stored content as it is, and the newer response had none. */
  private static final Set<String> OF_CONTENT =
      Set.of("content-length", "content-encoding", "content-range", "content-md5", "etag");

  private static final List<String> COMPARED = List.of("etag", "last-modified", "content-length");

  private Freshening() {}

  /** RFC 9111 3.2: the stored fields with the newer values. */
  static Fields update(Fields stored, Fields newer) {
    Set<String> kept = new HashSet<>(OF_CONTENT);
    kept.addAll(Terms.withheldFields(newer));
    // The age the stored response came with is not the one it has now.
    return stored.without(Set.of("age")).updatedBy(storable(newer.without(kept)));
  }

  /** A cookie in passing is for who asked, unless all may have it. */
  private static Fields storable(Fields newer) {
    Directives said = Policy.of(newer).directives();
    boolean forAll = said.has("public") || said.has("s-maxage");
    return forAll ? newer : newer.without(Set.of("set-cookie"));
  }

  /** What becomes of a stored response to GET when HEAD was answered. */
  enum Verdict {
    UPDATE,
    REMOVE,
    NOTHING
  }

  /**
   * RFC 9111 4.3.5: a HEAD tells of the same representation when no validator and no length says
   * otherwise; else the stored one is outdated.
   */
  static Verdict ofHead(int storedStatus, Fields stored, long length, int status, Fields head) {
    if (status != 200 || storedStatus != 200) {
      return Verdict.NOTHING;
    }
    Directives said = Policy.of(head).directives();
    if (said.has("no-store") || said.isUnqualified("private")) {
      return Verdict.REMOVE;
    }
    Fields had = stored.updatedBy(Fields.of("content-length", Long.toString(length)));
    Optional<String> differing =
        COMPARED.stream().filter(name -> head.contains(name) && !head.sameIn(had, name)).findAny();
    return differing.isPresent() ? Verdict.REMOVE : Verdict.UPDATE;
  }
}
