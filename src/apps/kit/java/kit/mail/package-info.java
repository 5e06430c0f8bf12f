/** Letters of an app: put into a table with what they belong to, sent from there, once (K10). */
package kit.mail;
