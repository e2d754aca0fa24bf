/**
 * The {@code quorate} command line: one class a command, each of which parses its options, checks them and
 * hands over. Entry point: {@link io.quorate.node.cli.QuorateCommand}. Nothing here knows how a replica
 * works.
 */
package io.quorate.node.cli;
