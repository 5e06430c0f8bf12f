package site.files;

/**
 * The fields of a GET or HEAD that make it conditional or ask for a part; null where the request
 * has none. Several lines of one field are joined by commas.
 *
 * @param range null for every method but GET, which alone defines it (RFC 9110 14.2)
 */
record Conditions(
    String ifMatch,
    String ifUnmodifiedSince,
    String ifNoneMatch,
    String ifModifiedSince,
    String range,
    String ifRange) {}
