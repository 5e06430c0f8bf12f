/** Takes over what certbot has kept in {@code /etc/letsencrypt}, reading only. */
package site.acme.certbot;
