/** Other servers answer for us: connections to them, requests there, responses back. */
package site.proxy;
