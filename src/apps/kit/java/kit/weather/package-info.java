/** Weather from elsewhere: what apps may ask, who answers, and how often a service may be asked. */
package kit.weather;
