/** Tests of what a replica counts and measures. */
package io.quorate.node.metrics;
