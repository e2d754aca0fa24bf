/**
 * Certificates of the product, checked by a contract as another chain would: {@code CertificateVerifierIT} lets real
 * replicas change their members and {@code VerifierGasTest} tells what a check costs.
 */
package io.quorate.it.verifier;
