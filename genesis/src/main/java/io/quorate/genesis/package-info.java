/**
 * How a chain starts and how its replicas are set up: genesis files of Ethereum's clients with our
 * {@code quorate} section ({@link io.quorate.genesis.Genesis}), the layout of a whole network
 * ({@link io.quorate.genesis.NetworkInit}), and each replica's {@code quorate.toml}
 * ({@link io.quorate.genesis.ReplicaConfigFile}). Whatever an operator wrote wrongly is one
 * {@link io.quorate.genesis.ConfigException} that names file, line and key.
 */
package io.quorate.genesis;
