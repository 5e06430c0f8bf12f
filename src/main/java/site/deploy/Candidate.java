package site.deploy;

/**
 * A revision that has started and gets no requests yet.
 *
 * @param configured state of the configured files it was decided on against, see {@link LiveRecord}
 * @param files whether they have served before
 */
record Candidate(AppRevision revision, String configured, Files files) {

  /** Files that have served before need no rehearsal and no canary. */
  enum Files {
    NEW,
    KNOWN
  }
}
