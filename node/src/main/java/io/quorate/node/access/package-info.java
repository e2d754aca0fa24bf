/** Who may call JSON-RPC on a replica: the access file, and the log of who called. */
package io.quorate.node.access;
