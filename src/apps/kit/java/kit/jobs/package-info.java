/** What an app does by the clock instead of on request (K14). */
package kit.jobs;
