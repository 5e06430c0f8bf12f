/** The trust stores of this machine, and how the internal CA gets into them and out again. */
package site.tls.trust;
