/**
 * Manifests for Kubernetes of a network that {@code network init} laid out, through typed models. Only the commands that
 * write them load it; a replica never does.
 */
package io.quorate.node.kubernetes;
