/** The command line, as an operator meets it. */
package io.quorate.it.cli;
