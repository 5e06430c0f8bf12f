/** Tokens that somebody else has signed: with which keys, and what has to be in them. */
package site.middleware.token;
