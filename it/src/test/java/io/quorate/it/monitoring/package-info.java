/** What operators see of a network: metrics, alerts, the dashboard, traces and logs. */
package io.quorate.it.monitoring;
