/** Static content: the files below a directory, and never anything else. */
package site.files;
