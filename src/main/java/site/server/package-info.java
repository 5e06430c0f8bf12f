/** Sockets: listeners, and the one reference all their requests enter by. */
package site.server;
