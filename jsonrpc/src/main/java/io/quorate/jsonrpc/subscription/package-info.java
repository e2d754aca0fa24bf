/**
 * What clients are told without asking again: filters that they poll and subscriptions of a WebSocket. Both
 * read the chain behind a cursor, so that they lose nothing and keep no backlog of their own.
 */
package io.quorate.jsonrpc.subscription;
