/** Morning weather by mail: who asked for it, confirmed it and has not left gets a letter a day. */
package weathermail;
