/** A network as a file says it should be, against the one that runs: the difference, and how it is made good. */
package io.quorate.node.network;
