/** How commands ask a replica over JSON-RPC, and say who they are. */
package io.quorate.node.client;
