/** Proof of control by records in the DNS: dns-01 (RFC 8555 8.4) and dns-persist-01. */
package site.acme.dns;
