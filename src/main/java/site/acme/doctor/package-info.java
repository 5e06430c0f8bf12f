/** Tells in sentences what a certificate authority would see of a name, before it is asked. */
package site.acme.doctor;
