/** Names to secret values, and where those are kept. Knows nothing of what they are used for. */
package site.secrets;
