/** Runs what the documents tell their readers to run. */
package io.quorate.it.examples;
