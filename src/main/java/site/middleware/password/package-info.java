/** Whether a password is the one that was hashed, and new hashes. */
package site.middleware.password;
