/** The verbs of the command line. Each is a class; what they do is done elsewhere. */
package site.cli;
