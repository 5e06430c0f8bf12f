/**
 * Content codings (RFC 9110 8.4.1): which one a client wants, what is worth it, and the encoders.
 */
package site.http.coding;
