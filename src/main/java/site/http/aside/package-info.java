/** Requests we put to actions on our own account, beside those of clients. */
package site.http.aside;
