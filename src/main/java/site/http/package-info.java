/** The words every part speaks: an exchange, an action, a failure, a path. */
package site.http;
