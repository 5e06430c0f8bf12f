/** Mail to people who look after the server: the only user of the mail client. */
package site.mail;
