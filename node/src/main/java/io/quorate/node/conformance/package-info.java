/**
 * Runs the official Ethereum state tests, from files, folders or tar.gz archives: {@link
 * io.quorate.node.conformance.StateTestCampaign}.
 */
package io.quorate.node.conformance;
