package site.http;

/**
 * What a request is for, in normal form.
 *
 * @param query as received, without its question mark; null when there is none
 */
public record RequestTarget(Authority authority, RequestPath path, String query) {}
