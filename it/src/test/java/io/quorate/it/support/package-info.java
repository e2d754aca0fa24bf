/** Starts the product's processes and talks to them. */
package io.quorate.it.support;
