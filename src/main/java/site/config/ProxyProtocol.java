package site.config;

/** In which form a target is told, in front of everything else, for whom a connection is made. */
public enum ProxyProtocol {
  /** A line of text. */
  V1,
  /** Bytes. */
  V2
}
