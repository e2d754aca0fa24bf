/** The audit commands: the history of entries of the state, read from a replica and told with the names of the contract. */
package io.quorate.node.audit;
