/** The web console: the pages that a replica serves at {@code /console}, and the other networks that it watches for them. */
package io.quorate.node.console;
