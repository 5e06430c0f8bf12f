/** Past rain: collects what fell on places, hour by hour, and shows whether the ground is wet. */
package rain;
