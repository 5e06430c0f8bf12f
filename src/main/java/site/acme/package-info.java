/** Certificates kept alive: the only user of acme4j. */
package site.acme;
