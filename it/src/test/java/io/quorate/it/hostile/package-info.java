/** Strangers and garbage at every door of a running network. */
package io.quorate.it.hostile;
