package site.acme.certbot;

import site.tls.Identity;

/**
 * One certificate as certbot keeps it over its renewals.
 *
 * @param name certbot's name of it
 * @param identity the newest certificate that can be used, with its key
 */
record Lineage(String name, RenewalFile renewal, Identity identity) {}
