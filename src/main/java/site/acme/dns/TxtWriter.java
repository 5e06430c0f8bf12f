package site.acme.dns;

/**
 * One way to write TXT records. Values stand side by side: a name and its wildcard are proven by
 * two values of one record at the same time.
 */
public interface TxtWriter {

  /**
   * Adds the value of a proof; a value that is there already stays there once.
   *
   * @param name where to write it: that of the proof, or where its CNAME leads
   */
  void blockingAdd(DnsProof proof, String name) throws DnsFailure;

  /** Takes this one value away again; one that is not there is not missed. */
  void blockingRemove(DnsProof proof, String name) throws DnsFailure;
}
