/** Lines for people and their tools: the server's own log and one line per request. */
package site.log;
