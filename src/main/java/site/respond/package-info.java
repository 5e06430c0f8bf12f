/** Answers that need nothing but the configuration: redirects and fixed responses. */
package site.respond;
