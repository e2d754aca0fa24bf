/**
 * Runs the official Ethereum tests, from files, folders or tar.gz archives: {@link
 * io.quorate.node.conformance.TestCampaign}. Each format has a class of its own; what is not run is named, with
 * its reason, in the resource {@code exceptions.txt}.
 */
package io.quorate.node.conformance;
