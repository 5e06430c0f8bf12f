/** Which certificate for which name: the handshake seam, certificate files and the internal CA. */
package site.tls;
